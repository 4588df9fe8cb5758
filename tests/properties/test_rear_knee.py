"""A rear knee on the floor is told from one held off it, obliquely and side-on, whoever kneels, wherever the camera is.

A lunge is never credited in silence; a half-kneel loses no second.
"""

from dataclasses import replace

import numpy as np
import pytest

from backstay.pose.types import Landmark, Pose
from backstay.sessions.assessing import Assessed
from figure.body import SMALL, TALL, Body
from figure.camera import Camera
from figure.filming import Take, film
from figure.script import Performance
from figure.stretches import Stretch, hip_flexor_stretch, split_squat_held, split_stance_stretch
from properties.judged import STRETCH, assess, codes, with_legs_seen
from properties.test_variants import SPLIT_STANCE

AZIMUTHS_DEG = (35.0, -35.0, 45.0, -45.0, 60.0, -60.0, 90.0, -90.0)
LOW, LEVEL, HIGH = (SMALL, 0.6, -10.0), (Body(), 1.1, 0.0), (TALL, 1.4, 10.0)
"""Whose body, how high the camera stands, in metres, and by how many degrees it is rolled."""
HAND_ABOVE_FLOOR = 0.15
"""A rear knee 20 cm off the floor, of 1.75 m."""

SETTINGS = {"low": LOW, "level": LEVEL, "high": HIGH}
everywhere = pytest.mark.parametrize("azimuth_deg", AZIMUTHS_DEG)
either_foot = pytest.mark.parametrize("front", ["left", "right"])
whoever_everywhere = pytest.mark.parametrize(
    ("azimuth_deg", "setting"),
    [
        pytest.param(azimuth_deg, setting, id=f"{name}{azimuth_deg:+.0f}")
        for number, azimuth_deg in enumerate(AZIMUTHS_DEG)
        for name, setting in (*SETTINGS.items(), *SETTINGS.items())[number % 3 : number % 3 + 2]
    ],
)
"""Two of the three settings from everywhere."""


def seen(performance: Performance, azimuth_deg: float, setting: tuple[Body, float, float]) -> list[Pose]:
    body, height_m, roll_deg = setting
    camera = Camera(azimuth_deg=azimuth_deg, height_m=height_m, aim_height_m=0.75, roll_deg=roll_deg)
    return with_legs_seen(film(performance, body, camera, Take(fps=8, seed=1)))


def held_s(assessed: Assessed) -> list[float]:
    return [hold.held_s for hold in assessed.assessment.holds]


@whoever_everywhere
@either_foot
def test_a_knee_held_well_off_the_floor_counts_no_second(azimuth_deg, front, setting):
    lunge = split_squat_held(5, front, knee_height_fraction=HAND_ABOVE_FLOOR)
    assessed = assess(seen(lunge, azimuth_deg, setting), STRETCH)
    assert assessed.assessment.holds == []
    assert "wrong_exercise" in codes(assessed)


@whoever_everywhere
@either_foot
def test_a_knee_just_off_the_floor_counts_no_second_in_silence(azimuth_deg, front, setting):
    assessed = assess(seen(split_squat_held(5, front), azimuth_deg, setting), STRETCH)
    for hold in assessed.assessment.holds:
        assert hold.unsure_s == pytest.approx(hold.held_s, abs=0.5)
    assert assessed.assessment.notices


@whoever_everywhere
@either_foot
def test_a_half_kneel_loses_no_second(azimuth_deg, front, setting):
    """What counts with the requirement counts without it, to the hundredth."""
    poses = seen(hip_flexor_stretch([Stretch(hold_s=4)], front), azimuth_deg, setting)
    assessed = assess(poses, STRETCH)
    assert held_s(assessed) == held_s(assess(poses, STRETCH.model_copy(update={"requires": ()})))
    assert held_s(assessed)
    assert not any("rear knee" in notice.says for notice in assessed.assessment.notices)


@everywhere
@either_foot
def test_a_low_lunge_is_no_split_stance_and_a_split_stance_loses_no_second(azimuth_deg, front):
    assert held_s(assess(seen(split_squat_held(5, front), azimuth_deg, LEVEL), SPLIT_STANCE)) == []
    poses = seen(split_stance_stretch((4,), front), azimuth_deg, LEVEL)
    assert held_s(assess(poses, SPLIT_STANCE)) == [pytest.approx(4, abs=1)]


@pytest.mark.parametrize(("front", "azimuth_deg", "roll_deg"), [("left", 50.0, 10.0), ("right", -50.0, -10.0)])
def test_a_half_kneel_is_found_whose_rear_ankle_the_front_leg_half_hides(front, azimuth_deg, roll_deg):
    """A tilted camera shows the rear knee higher than the front ankle, and still it is known to be down."""
    poses = seen(hip_flexor_stretch([Stretch(hold_s=4)], front), azimuth_deg, (TALL, 1.6, roll_deg))
    ankle = Landmark.RIGHT_ANKLE if front == "left" else Landmark.LEFT_ANKLE
    half = np.where(np.arange(len(Landmark)) == ankle, 0.45, 1.0).astype(np.float32)
    poses = [replace(pose, confidence=np.minimum(pose.confidence, half)) for pose in poses]
    assert held_s(assess(poses, STRETCH)) == [pytest.approx(4, abs=1.5)]
