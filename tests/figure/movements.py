"""Every movement by name: the three exercises, and everything else that a camera may see instead."""

from collections.abc import Callable

from figure.presses import (
    arm_raises,
    forward_raises,
    overhead_stretch,
    seated_press,
    single_arm_press,
    standing_press,
    wall_angel,
    waving_one_arm,
)
from figure.romps import (
    arm_circles,
    arm_windmills,
    hands_on_hips_to_w,
    jumping_jacks,
    lying_on_the_back,
    marching,
    push_ups,
    side_bends_arms_overhead,
    squats,
    standing_still,
    star_jumps,
    t_to_w,
    walking_about,
)
from figure.script import Performance
from figure.sitting import abdominal_brace, desk, standing, standing_from_chair
from figure.stances import STRAIGHT_FORWARD, W
from figure.stretches import hip_flexor_stretch, kneeling, split_squat, split_squat_held


def t_to_overhead() -> Performance:
    """Return straight arms raised from a T to overhead, again and again."""
    return arm_raises(from_elevation_deg=90, top_elevation_deg=170)


def raises_overhead() -> Performance:
    """Return straight arms raised sideways from the thighs to overhead."""
    return arm_raises(top_elevation_deg=170, up_s=1.8)


def forward_raises_overhead() -> Performance:
    """Return straight arms raised in front to overhead."""
    return forward_raises(top_elevation_deg=170)


def squats_with_arms_in_w() -> Performance:
    """Return squats with the arms kept in a W."""
    return squats(arms=W)


def squats_with_arms_forward() -> Performance:
    """Return squats in which straight arms come forward at the bottom."""
    return squats(arms=STRAIGHT_FORWARD)


# Movements of the prescription, in any reading of it.
PRESCRIBED: dict[str, Callable[[], Performance]] = {
    "wall_angel": wall_angel,
    "standing_press": standing_press,
    "seated_press": seated_press,
    "hip_flexor_stretch": hip_flexor_stretch,
    "abdominal_brace": abdominal_brace,
}
# Movements that must count as none of it, or as a posture only.
OTHERS: dict[str, Callable[[], Performance]] = {
    "standing_still": standing_still,
    "jumping_jacks": jumping_jacks,
    "star_jumps": star_jumps,
    "arm_raises": arm_raises,
    "t_to_overhead": t_to_overhead,
    "raises_overhead": raises_overhead,
    "forward_raises": forward_raises,
    "forward_raises_overhead": forward_raises_overhead,
    "arm_circles": arm_circles,
    "arm_windmills": arm_windmills,
    "side_bends_arms_overhead": side_bends_arms_overhead,
    "overhead_stretch": overhead_stretch,
    "single_arm_press": single_arm_press,
    "waving_one_arm": waving_one_arm,
    "hands_on_hips_to_w": hands_on_hips_to_w,
    "t_to_w": t_to_w,
    "squats": squats,
    "squats_with_arms_in_w": squats_with_arms_in_w,
    "squats_with_arms_forward": squats_with_arms_forward,
    "marching": marching,
    "walking_about": walking_about,
    "push_ups": push_ups,
    "lying_on_the_back": lying_on_the_back,
    "split_squat": split_squat,
    "split_squat_held": split_squat_held,
    "kneeling": kneeling,
    "standing_from_chair": standing_from_chair,
    "desk": desk,
    "standing": standing,
}
MOVEMENTS = PRESCRIBED | OTHERS
