"""Half-kneeling has the geometry of the stretch: where the foot is decides whether the shin can stay upright."""

import numpy as np
import pytest

from backstay.pose.types import Landmark
from figure import angles
from figure.body import Body, Skeleton, stand
from figure.stretches import ARCHED, LEANING, Kneel, Stretch, hip_flexor_stretch, split_squat_held

THIGH_M = 0.245 * 1.75


def kneeling(front: str = "left", **kneel: float) -> Skeleton:
    return stand(Body(), Kneel(trunk_forward_deg=0, **kneel).posture(front))


# Foot distance in metres for a stature of 1.75 m, hip opening, then 180 - knee flexion and shin inclination.
@pytest.mark.parametrize(
    ("distance_m", "opening_deg", "knee_deg", "shin_deg"),
    [
        (0.43, 0, 88, 0),
        (0.43, 10, 78, 10),
        (0.43, 20, 68, 20),
        (0.52, 0, 101, -12),
        (0.52, 15, 83, 2),
        (0.56, 0, 108, -18),
        (0.56, 20, 82, 2),
    ],
)
def test_the_front_leg_follows_from_foot_and_hip(
    distance_m: float, opening_deg: float, knee_deg: float, shin_deg: float
) -> None:
    skeleton = kneeling(foot_distance_fraction=distance_m / THIGH_M, hip_opening_deg=opening_deg)
    # The table (evidence.md 1.2) puts ankle and rear knee on the floor line; here each has its height above it.
    assert 180 - angles.knee_flexion_deg(skeleton, "LEFT") == pytest.approx(knee_deg, abs=2.5)
    assert angles.shank_inclination_deg(skeleton, "LEFT") == pytest.approx(shin_deg, abs=2.5)
    assert angles.thigh_inclination_deg(skeleton, "RIGHT") == pytest.approx(opening_deg, abs=1e-6)


def test_the_rear_knee_and_the_front_foot_rest_on_the_floor() -> None:
    skeleton = kneeling(hip_opening_deg=12)
    assert skeleton[Landmark.RIGHT_KNEE][0, 2] < 0.08
    assert skeleton[Landmark.LEFT_HEEL][0, 2] < 0.03
    assert skeleton[Landmark.RIGHT_BIG_TOE][0, 0] < skeleton[Landmark.RIGHT_KNEE][0, 0] - 0.4


def test_shifting_forward_moves_the_pelvis_and_neither_knee_nor_foot() -> None:
    performance = hip_flexor_stretch([Stretch(hold_s=4)])
    hold = performance.holds[0]
    skeleton = stand(Body(), performance.at(np.linspace(hold.began_s - 2, hold.began_s, 30)))
    for still in (Landmark.RIGHT_KNEE, Landmark.LEFT_ANKLE):
        assert np.ptp(skeleton[still], axis=0).max() < 0.02
    assert np.ptp(skeleton.middle("HIP")[:, 0]) > 0.10


@pytest.mark.parametrize(("front", "stretched"), [("left", "right"), ("right", "left")])
def test_a_hold_is_named_after_the_stretched_hip(front: str, stretched: str) -> None:
    performance = hip_flexor_stretch([Stretch(hold_s=3)], front=front)
    assert [hold.side for hold in performance.holds] == [stretched]
    held = stand(Body(), performance.at(performance.holds[0].began_s + 1))
    assert angles.thigh_inclination_deg(held, stretched.upper())[0] == pytest.approx(16, abs=1e-6)


def test_a_broken_hold_is_two_parts_with_the_person_out_of_it_between() -> None:
    performance = hip_flexor_stretch([Stretch(hold_s=10, broken_after_s=4, broken_for_s=3)])
    first, second = performance.holds
    assert (first.name, first.length_s, second.length_s) == (second.name, pytest.approx(4), pytest.approx(6))
    between = stand(Body(), performance.at((first.ended_s + second.began_s) / 2))
    assert angles.thigh_inclination_deg(between, "RIGHT")[0] < 0
    assert [fault.name for fault in performance.faults] == ["hold_broken"]


@pytest.mark.parametrize(
    ("stretch", "foot_distance_fraction", "faults"),
    [
        (Stretch(hold_s=3), 1.25, []),
        (Stretch(hold_s=3), 1.0, ["knee_past_ankle"]),
        (LEANING, 1.25, ["trunk_forward"]),
        (ARCHED, 1.25, ["lumbar_arch"]),
    ],
    ids=["good", "foot too near", "leaning", "arched"],
)
def test_faults_are_told(stretch: Stretch, foot_distance_fraction: float, faults: list[str]) -> None:
    performance = hip_flexor_stretch([stretch], foot_distance_fraction=foot_distance_fraction)
    assert [fault.name for fault in performance.faults] == faults


def test_in_a_split_squat_the_rear_knee_is_off_the_floor() -> None:
    performance = split_squat_held(5)
    skeleton = stand(Body(), performance.at(4.0))
    assert skeleton[Landmark.RIGHT_KNEE][0, 2] > 0.18
    assert skeleton[Landmark.RIGHT_BIG_TOE][0, 2] < 0.03
    assert skeleton[Landmark.LEFT_BIG_TOE][0, 2] < 0.03
