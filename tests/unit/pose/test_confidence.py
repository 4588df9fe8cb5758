"""Confidence falls where the network makes a point up: beyond the edge, without a peak, in a shape no human has."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstay.pose.blazepose import confidence
from backstay.pose.landmarks import Body
from backstay.pose.shape import plausibility
from backstay.pose.types import Landmark
from unit.pose.bodies import body, standing_m, turned

SIZE_PX = (640, 480)
KNEE_ANKLE = [Landmark.LEFT_KNEE, Landmark.LEFT_ANKLE, Landmark.RIGHT_KNEE, Landmark.RIGHT_ANKLE]
SHOULDERS = [Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]


def gate(seen: Body) -> float:
    return float(plausibility(seen.xy_px, seen.world_m, seen.visibility * seen.presence * seen.peak).min())


def with_points(changes: dict[Landmark, tuple[float, float, float]], base: np.ndarray | None = None) -> Body:
    points = standing_m() if base is None else base
    for landmark, place in changes.items():
        points[landmark] = place
    return body(points)


def test_a_person_who_is_plainly_there_is_believed() -> None:
    assert gate(body()) == 1.0
    assert confidence(body(), SIZE_PX).min() > 0.8


@pytest.mark.parametrize(
    "moved_px", [(400, 0), (-400, 0), (0, 300), (0, -300)], ids=["right", "left", "below", "above"]
)
def test_a_point_outside_the_picture_is_not_believed(moved_px: tuple[int, int]) -> None:
    seen = body()
    moved = replace(seen, xy_px=seen.xy_px + moved_px)
    outside = ((moved.xy_px < 0) | (moved.xy_px >= SIZE_PX)).any(axis=1)
    assert outside.any()
    assert confidence(moved, SIZE_PX)[outside].max() < 0.5


@given(seed=st.integers(0, 10_000))
def test_confidence_is_never_more_than_the_network_claims(seed: int) -> None:
    rng = np.random.default_rng(seed)
    claims = [rng.uniform(0, 1, 33) for _ in range(3)]
    seen = body(visibility=claims[0], presence=claims[1], peak=claims[2])
    found = confidence(seen, SIZE_PX)
    assert (found >= 0).all()
    assert (found <= np.min(claims, axis=0)).all()


@pytest.mark.parametrize("angle_deg", [0, 45, 90, 135, 180, 270])
def test_the_gate_lets_a_person_pass_from_every_side(angle_deg: float) -> None:
    assert gate(body(turned(standing_m(), angle_deg))) == 1.0


def test_the_gate_lets_sitting_and_kneeling_pass() -> None:
    sitting = {
        Landmark.LEFT_KNEE: (0.14, 0.03, -0.41),
        Landmark.RIGHT_KNEE: (-0.14, 0.03, -0.41),
        Landmark.LEFT_ANKLE: (0.14, 0.42, -0.40),
        Landmark.RIGHT_ANKLE: (-0.14, 0.42, -0.40),
    }
    kneeling = {
        Landmark.LEFT_KNEE: (0.12, 0.05, -0.40),
        Landmark.LEFT_ANKLE: (0.12, 0.43, -0.40),
        Landmark.RIGHT_KNEE: (-0.12, 0.41, 0.05),
        Landmark.RIGHT_ANKLE: (-0.12, 0.44, 0.42),
    }
    for pose in (sitting, kneeling):
        for angle_deg in (0, 45, 90):
            assert gate(with_points(pose, turned(standing_m(), 0))) == 1.0
            assert gate(body(turned(with_points(pose).world_m, angle_deg))) == 1.0


def test_the_gate_lets_arms_overhead_pass() -> None:
    raised = {
        Landmark.LEFT_ELBOW: (0.24, -0.72, 0.0),
        Landmark.LEFT_WRIST: (0.18, -0.95, 0.0),
        Landmark.RIGHT_ELBOW: (-0.24, -0.72, 0.0),
        Landmark.RIGHT_WRIST: (-0.18, -0.95, 0.0),
    }
    assert gate(with_points(raised)) == 1.0


def stretched(landmarks: list[Landmark], factor: float) -> Body:
    points = standing_m()
    points[landmarks] *= factor
    return body(points)


IMPOSSIBLE = {
    "thighs twice the trunk": stretched(KNEE_ANKLE, 3.0),
    "a trunk of a metre": body(standing_m() * 2.2),
    "a trunk of a hand": body(standing_m() * 0.4),
    "no shoulders to speak of": with_points(
        {Landmark.LEFT_SHOULDER: (0.03, -0.48, 0.0), Landmark.RIGHT_SHOULDER: (-0.03, -0.48, 0.0)}
    ),
    "head far below the hips": with_points(
        {
            Landmark.NOSE: (0.0, 0.9, 0.0),
            Landmark.LEFT_EAR: (0.07, 0.9, 0.0),
            Landmark.RIGHT_EAR: (-0.07, 0.9, 0.0),
        }
    ),
    "picture and world at odds": body(xy_px=body(turned(standing_m(), 0) * (-1.0, 1.0, 1.0)).xy_px),
    "shoulders nowhere": body(peak=np.where(np.isin(np.arange(33), SHOULDERS), 0.1, 0.95)),
}


@pytest.mark.parametrize("seen", IMPOSSIBLE.values(), ids=IMPOSSIBLE.keys())
def test_the_gate_shuts_on(seen: Body) -> None:
    assert gate(seen) < 0.2
    assert confidence(seen, SIZE_PX).max() < 0.2


LEGS = [point for point in Landmark if any(joint in point.name for joint in ("KNEE", "ANKLE", "HEEL", "TOE"))]
SQUEEZED = {
    "one thigh twice the other": with_points({Landmark.LEFT_KNEE: (0.12, 0.2, 0.0)}),
    "thighs squeezed onto a box": with_points(
        {
            point: (0.12 if "LEFT" in point.name else -0.12, 0.12 if "KNEE" in point.name else 0.3, 0.02)
            for point in LEGS
        }
    ),
}


@pytest.mark.parametrize("seen", SQUEEZED.values(), ids=SQUEEZED.keys())
def test_legs_squeezed_by_what_hides_them_are_not_believed_and_the_plain_trunk_above_them_is(seen: Body) -> None:
    believed = confidence(seen, SIZE_PX)
    assert believed[LEGS].max() < 0.2
    assert np.delete(believed, LEGS).min() > 0.8


@pytest.mark.parametrize("seen", SQUEEZED.values(), ids=SQUEEZED.keys())
def test_squeezed_legs_speak_against_a_body_whose_trunk_is_not_plain_to_see(seen: Body) -> None:
    unsure = np.where(np.isin(np.arange(33), LEGS), 0.95, 0.5)
    assert confidence(replace(seen, peak=unsure), SIZE_PX).max() < 0.2


def test_a_limb_that_is_not_claimed_is_not_judged() -> None:
    bad_legs = stretched(KNEE_ANKLE, 3.0)
    hidden = np.where(np.isin(np.arange(33), KNEE_ANKLE), 0.02, 0.95)
    hidden[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP]] = 0.02
    trusted = replace(bad_legs, peak=hidden, xy_px=body().xy_px)
    assert gate(trusted) > 0.9
