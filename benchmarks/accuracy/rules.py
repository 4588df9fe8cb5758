"""What is held against what: which line a scripted fault breaks, and which reading measures which true angle."""

from collections.abc import Mapping
from dataclasses import dataclass

BROKEN_LINES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "wall_angel": {
        "incomplete_overhead": ("reach_overhead",),
        "elbows_low": ("elbows_at_shoulder_height",),
        "arms_off_wall": ("arms_on_wall",),
        "asymmetry": ("arms_even",),
        "too_fast": ("slow_up", "slow_down"),
        "head_forward": ("head_on_wall",),
        "lumbar_arch": ("low_back_on_wall",),
        "locked_knees": ("knees_soft",),
    },
    "hip_flexor_stretch": {
        "knee_past_ankle": ("ankle_under_knee", "front_knee_bent_90"),
        "trunk_forward": ("spine_straight",),
        "lumbar_arch": ("spine_straight", "pelvis_tucked"),
    },
    "abdominal_brace": {
        "slouch": ("back_straight", "sitting_upright"),
        "forward_head": ("head_over_shoulders",),
        "feet_off_floor": ("feet_flat",),
        "breath_hold": ("breathing_normally",),
    },
}
"""By exercise and scripted fault: the lines of which at least one must say `not_met`."""

ALSO_DISTURBED: Mapping[str, tuple[str, ...]] = {
    "incomplete_overhead": ("elbows_at_shoulder_height", "elbows_bent_90", "arms_even"),
    "elbows_low": ("elbows_bent_90", "arms_even"),
    "asymmetry": ("reach_overhead",),
    "arms_off_wall": ("elbows_bent_90", "elbows_at_shoulder_height"),
    "lumbar_arch": ("pelvis_tucked", "weight_shifted_forward", "head_on_wall", "knees_soft"),
    "knee_past_ankle": ("weight_shifted_forward",),
    "trunk_forward": ("weight_shifted_forward", "pelvis_tucked"),
    "slouch": ("head_over_shoulders",),
    "forward_head": ("back_straight",),
}
"""Lines that a fault truly moves too: what is said of them in that unit is neither right nor wrong."""

HOLD_BROKEN = "hold_broken"
WRONG_SIDE = "wrong_side"
"""Faults that are not of form: a broken hold leaves no line to score, a wrong side leaves all."""

DOSE_S: Mapping[str, float] = {"held_30_s": 30.0, "held_10_s": 10.0}
DOSE_TOLERANCE_S = 1.5
NOT_OF_A_UNIT = frozenset({"both_sides", "relaxed_between"})

SURELY_OVERHEAD_DEG = 123.0
SURELY_NOT_OVERHEAD_DEG = 117.0
"""A repetition counts from 120 degrees of true arm elevation; between these two it is too close to call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredAngle:
    """A reading and the true angle it stands for: reading = sign x truth + offset_deg.

    Attributes:
        reading: Name of the measure.
        joint: The measure without its side.
        true_angle: Name of the true angle.
        sign: 1, or -1 where the truth runs from 180 down.
        offset_deg: What to add.
    """

    reading: str
    joint: str
    true_angle: str
    sign: int = 1
    offset_deg: float = 0.0


def _both_sides() -> tuple[MeasuredAngle, ...]:
    """Return the angles of the limbs."""
    kinds = (
        ("elbow_flexion_deg", "elbow", -1, 180.0),
        ("knee_flexion_deg", "knee", -1, 180.0),
        ("shoulder_elevation_deg", "arm_elevation", 1, 0.0),
        ("shank_inclination_deg", "shank_forward", 1, 0.0),
    )
    return tuple(
        MeasuredAngle(
            reading=f"{side}_{joint}",
            joint=joint,
            true_angle=f"{base}_{side[0].upper()}",
            sign=sign,
            offset_deg=offset_deg,
        )
        for joint, base, sign, offset_deg in kinds
        for side in ("left", "right")
    )


MEASURED_ANGLES = (
    *_both_sides(),
    MeasuredAngle(reading="trunk_inclination_deg", joint="trunk_inclination_deg", true_angle="trunk_inclination"),
)
