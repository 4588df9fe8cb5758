"""The figure is a body: segments keep their length, joints bend as told, left mirrors right, and the floor holds."""

from dataclasses import replace

import numpy as np
import pytest

from backstay.pose.types import Landmark
from figure import angles
from figure.body import MAN, SMALL, TALL, UP_AXIS, WOMAN, Body, Skeleton, stand
from figure.movements import MOVEMENTS
from figure.posture import Posture
from figure.script import Performance
from figure.sitting import BRACE_FAULTS, DESK_STATES, STANDING_STATES, abdominal_brace, desk, standing
from figure.stances import HANGING, SEATED, STANDING, STRAIGHT_UP, W

SEGMENTS = {
    "upper_arm": ("SHOULDER", "ELBOW"),
    "forearm": ("ELBOW", "WRIST"),
    "thigh": ("HIP", "KNEE"),
    "shank": ("KNEE", "ANKLE"),
}
SIDES = ("LEFT", "RIGHT")
BODIES = {"average": Body(), "man": MAN, "woman": WOMAN, "small": SMALL, "tall": TALL}
ALL_STATES = {
    "brace faults": abdominal_brace([1.0] * len(BRACE_FAULTS), list(BRACE_FAULTS)),
    "desk states": desk([(state, 1.0) for state in DESK_STATES]),
    "standing states": standing([(state, 1.0) for state in STANDING_STATES]),
}
PERFORMANCES = {name: movement() for name, movement in MOVEMENTS.items()} | ALL_STATES


def every_tenth_second(performance: Performance, body: Body | None = None) -> Skeleton:
    return stand(body or Body(), performance.at(np.arange(0, performance.duration_s, 0.1)))


def length_m(skeleton: Skeleton, first: str, last: str) -> np.ndarray:
    return np.linalg.norm(skeleton[Landmark[first]] - skeleton[Landmark[last]], axis=1)


@pytest.mark.parametrize("performance", PERFORMANCES.values(), ids=PERFORMANCES)
def test_segments_keep_their_length_whatever_the_figure_does(performance: Performance) -> None:
    skeleton = every_tenth_second(performance)
    for segment, (first, last) in SEGMENTS.items():
        for side in SIDES:
            expected_m = getattr(Body(), segment) * Body().height_m
            np.testing.assert_allclose(length_m(skeleton, f"{side}_{first}", f"{side}_{last}"), expected_m, rtol=1e-9)
    for first, last in (("LEFT_HIP", "RIGHT_HIP"), ("LEFT_EAR", "RIGHT_EAR"), ("LEFT_ANKLE", "LEFT_BIG_TOE")):
        assert np.ptp(length_m(skeleton, first, last)) < 1e-9


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
@pytest.mark.parametrize("performance", PERFORMANCES.values(), ids=PERFORMANCES)
def test_nothing_is_under_the_floor(performance: Performance, body: Body) -> None:
    assert every_tenth_second(performance, body).xyz_m[..., UP_AXIS].min() > -0.005


@pytest.mark.parametrize("performance", PERFORMANCES.values(), ids=PERFORMANCES)
def test_joints_stay_within_what_a_body_can_do(performance: Performance) -> None:
    skeleton = every_tenth_second(performance)
    for side in SIDES:
        assert angles.knee_flexion_deg(skeleton, side).max() < 145
        assert angles.elbow_flexion_deg(skeleton, side).max() < 145
        assert angles.hip_flexion_deg(skeleton, side).max() < 130


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("plane_deg", [0, 45, 90], ids=["forward", "between", "sideways"])
@pytest.mark.parametrize("elevation_deg", [5, 90, 155], ids=["hanging", "level", "overhead"])
@pytest.mark.parametrize("inclination_deg", [-10, 0, 30], ids=["leaning back", "upright", "leaning forward"])
def test_shoulder_elevation_is_what_the_posture_says(
    side: str, plane_deg: float, elevation_deg: float, inclination_deg: float
) -> None:
    posture = STANDING.arms(elevation_deg=elevation_deg, plane_deg=plane_deg)
    posture = posture.part("trunk", inclination_deg=inclination_deg, bend_deg=20)
    assert angles.shoulder_elevation_deg(stand(Body(), posture), side) == pytest.approx(elevation_deg, abs=1e-6)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("turn_deg", [0, 90, 150])
def test_elbow_flexion_is_what_the_posture_says_however_the_forearm_is_turned(side: str, turn_deg: float) -> None:
    posture = STANDING.arms(elbow_flexion_deg=70, forearm_turn_deg=turn_deg, elevation_deg=60)
    assert angles.elbow_flexion_deg(stand(Body(), posture), side) == pytest.approx(70, abs=1e-6)


def test_leg_and_trunk_angles_are_what_the_posture_says() -> None:
    posture = STANDING.legs(thigh_forward_deg=60, knee_flexion_deg=85).part("trunk", inclination_deg=25, bend_deg=0)
    skeleton = stand(Body(), posture)
    assert angles.knee_flexion_deg(skeleton, "LEFT") == pytest.approx(85)
    assert angles.shank_inclination_deg(skeleton, "LEFT") == pytest.approx(85 - 60)
    assert angles.trunk_inclination_deg(skeleton) == pytest.approx(25)
    # The hip joint lies to the side of mid-hip, so this holds only because nothing leans sideways.
    assert angles.hip_flexion_deg(skeleton, "LEFT") == pytest.approx(60 + 25)


def test_a_rounded_back_is_shorter_and_leans_no_more() -> None:
    tall, rounded = (stand(Body(), SEATED.part("trunk", inclination_deg=5, bend_deg=bend)) for bend in (0, 50))
    trunks_m = [np.linalg.norm(one.middle("SHOULDER") - one.middle("HIP")) for one in (tall, rounded)]
    assert trunks_m[1] / trunks_m[0] == pytest.approx(np.cos(np.radians(25)))
    assert angles.trunk_inclination_deg(rounded) == pytest.approx(angles.trunk_inclination_deg(tall))


@pytest.mark.parametrize("performance", PERFORMANCES.values(), ids=PERFORMANCES)
def test_a_mirrored_performance_is_the_mirrored_body(performance: Performance) -> None:
    plain, mirrored = every_tenth_second(performance).xyz_m, every_tenth_second(performance.mirrored()).xyz_m
    for landmark in Landmark:
        twin = landmark.name.replace("LEFT", "*").replace("RIGHT", "LEFT").replace("*", "RIGHT")
        np.testing.assert_allclose(mirrored[:, Landmark[twin]], plain[:, landmark] * [1, -1, 1], atol=1e-9)


def test_in_a_w_the_hands_are_up_and_the_thumbs_point_at_the_head() -> None:
    skeleton = stand(Body(), replace(STANDING, left_arm=W, right_arm=W))
    for side, outward in (("LEFT", 1), ("RIGHT", -1)):
        elbow, wrist, thumb, pinky = (
            skeleton[Landmark[f"{side}_{part}"]][0] for part in ("ELBOW", "WRIST", "THUMB", "PINKY")
        )
        assert wrist[2] - elbow[2] == pytest.approx(Body().forearm * Body().height_m, rel=0.01)
        assert outward * (pinky[1] - thumb[1]) > 0.03


def test_hanging_arms_bend_forward() -> None:
    skeleton = stand(Body(), replace(STANDING, left_arm=replace(HANGING, elbow_flexion_deg=90)))
    forearm = skeleton[Landmark.LEFT_WRIST] - skeleton[Landmark.LEFT_ELBOW]
    assert forearm[0, 0] == pytest.approx(Body().forearm * Body().height_m, rel=0.03)


def test_arms_overhead_end_above_the_head() -> None:
    skeleton = stand(Body(), replace(STANDING, left_arm=STRAIGHT_UP, right_arm=STRAIGHT_UP))
    assert (skeleton.middle("WRIST") - skeleton[Landmark.NOSE])[0, 2] > 0.3


@pytest.mark.parametrize("seat", [0.0, 1.0], ids=["standing", "seated"])
def test_stature_scales_everything(seat: float) -> None:
    posture = Posture(place=replace(STANDING.place, seat=seat))
    small, large = (stand(Body(height_m=height_m), posture).xyz_m for height_m in (1.5, 1.8))
    np.testing.assert_allclose(large, small * 1.2, atol=1e-9)


def test_a_seat_bears_the_pelvis_whatever_the_feet_do() -> None:
    flat, lifted = (stand(Body(), SEATED.legs(thigh_forward_deg=angle)) for angle in (90, 97))
    np.testing.assert_allclose(lifted.middle("HIP"), flat.middle("HIP"))
    assert (lifted[Landmark.LEFT_HEEL] - flat[Landmark.LEFT_HEEL])[0, 2] > 0.03
    assert flat[Landmark.LEFT_HEEL][0, 2] < 0.03
