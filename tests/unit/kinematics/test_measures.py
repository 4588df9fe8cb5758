"""Measures read what a body does: right angles read 90, straight limbs 0, and forward is positive on both sides.

A figure with landmarks on its joints, filmed level from far away, has no error but the model's documented corrections.
"""

import math

import numpy as np
import pytest

from backstay.kinematics.measures import MEASURES
from backstay.kinematics.measuring import measure
from backstay.kinematics.sagittal import KNEE_GAIN, TRUNK_OFFSET_DEG
from backstay.kinematics.types import View, ViewLabel
from backstay.kinematics.view import label_view
from backstay.pose.types import Landmark
from figure.camera import Camera
from figure.filming import EXACT, film
from figure.posture import Posture
from figure.script import Script
from figure.sitting import BRACE_FAULTS
from figure.stances import HANGING, OVERHEAD, SEATED, STANDING, STRAIGHT_FORWARD, T, W
from figure.stretches import Kneel
from properties.judged import with_legs_seen

FAR_M = 60.0
SIDES_DEG = (90.0, -90.0)
SAGITTAL_DEG = (90.0, -90.0, 55.0, -55.0)


def read(
    posture: Posture, azimuth_deg: float, at_deg: float | None = None, ankle: float | None = None
) -> dict[str, float]:
    """Return every measure of a posture seen from far away, both legs seen.

    Args:
        posture: What is seen.
        azimuth_deg: From where.
        at_deg: Where it believes to stand, if elsewhere.
        ankle: Confidence of the right ankle.
    """
    focal_px = 250.0 * FAR_M / 3.0
    camera = Camera(azimuth_deg=azimuth_deg, distance_m=FAR_M, height_m=1.0, focal_px=focal_px, size_px=(1280, 960))
    pose = with_legs_seen(film(Script("still", posture).stay(0.1).performance(), camera=camera, take=EXACT))[0]
    if ankle is not None:
        pose.confidence[Landmark.RIGHT_ANKLE] = ankle
    believed_deg = azimuth_deg if at_deg is None else at_deg
    return dict(measure([pose], [View(azimuth_deg=believed_deg, label=label_view(believed_deg))])[0].values)


def with_arms(arm) -> Posture:
    return STANDING.arms(**{name: getattr(arm, name) for name in arm.__dataclass_fields__})


@pytest.mark.parametrize(
    ("arm", "elevation_deg", "flexion_deg"),
    [(T, 90, T.elbow_flexion_deg), (W, 90, 90), (OVERHEAD, OVERHEAD.elevation_deg, OVERHEAD.elbow_flexion_deg)],
    ids=["T", "W", "overhead"],
)
@pytest.mark.parametrize("azimuth_deg", [0.0, 40.0, -40.0])
def test_arms_in_the_frontal_plane(arm, elevation_deg, flexion_deg, azimuth_deg):
    values = read(with_arms(arm), azimuth_deg)
    for side in ("left", "right"):
        assert values[f"{side}_shoulder_elevation_deg"] == pytest.approx(elevation_deg, abs=6)
        assert values[f"{side}_elbow_flexion_deg"] == pytest.approx(flexion_deg, abs=8)
    assert values["mean_shoulder_elevation_deg"] == pytest.approx(elevation_deg, abs=6)
    assert values["shoulder_elevation_difference_deg"] == pytest.approx(0, abs=6)


@pytest.mark.parametrize(("azimuth_deg", "sign"), [(15.0, 1), (-15.0, -1)])
def test_a_low_camera_to_one_side_tips_arms_and_shoulders_alike(azimuth_deg, sign):
    camera = Camera(azimuth_deg=azimuth_deg, distance_m=2.4, height_m=0.3)
    pose = film(Script("still", with_arms(W)).stay(0.1).performance(), camera=camera, take=EXACT)[0]
    values = measure([pose], [View(azimuth_deg=0.0, label=ViewLabel.FRONT)])[0].values
    apart = values["left_shoulder_elevation_deg"] - values["right_shoulder_elevation_deg"]
    assert values["shoulder_line_skew_deg"] > 4.0
    assert 0.5 * sign * apart == pytest.approx(values["shoulder_line_skew_deg"], abs=3.0)


@pytest.mark.parametrize("azimuth_deg", [0.0, 20.0, -20.0, 180.0])
def test_shoulders_are_square_to_the_trunk_from_afar(azimuth_deg):
    assert read(with_arms(W), azimuth_deg)["shoulder_line_skew_deg"] == pytest.approx(0.0, abs=2.0)


@pytest.mark.parametrize("azimuth_deg", [50.0, -50.0])
def test_a_hand_lost_from_sight_obliquely_does_not_make_the_hands_jump(azimuth_deg):
    camera = Camera(azimuth_deg=azimuth_deg, distance_m=3.0, height_m=0.5)
    pose = film(Script("still", with_arms(W)).stay(0.1).performance(), camera=camera, take=EXACT)[0]
    view = View(azimuth_deg=azimuth_deg, label=ViewLabel.FRONT_OBLIQUE)
    heights = []
    for far in (0.9, 0.45):
        pose.confidence[Landmark.RIGHT_WRIST if azimuth_deg > 0 else Landmark.LEFT_WRIST] = far
        heights.append(measure([pose], [view])[0].values["wrists_above_shoulders_trunk_fraction"])
    assert heights[1] == pytest.approx(heights[0], abs=0.01)


def test_hanging_arms_are_zero():
    assert read(with_arms(HANGING), 0.0)["left_shoulder_elevation_deg"] == pytest.approx(HANGING.elevation_deg, abs=5)


def test_an_arm_towards_the_camera_has_no_elbow():
    """Its upper arm and forearm are foreshortened to nothing: no reading rather than a wrong one."""
    assert math.isnan(read(with_arms(STRAIGHT_FORWARD), 0.0)["left_elbow_flexion_deg"])


@pytest.mark.parametrize("azimuth_deg", SIDES_DEG)
def test_standing_legs_are_straight(azimuth_deg):
    straight = STANDING.legs(thigh_forward_deg=0, knee_flexion_deg=0)
    values = read(straight, azimuth_deg)
    for side in ("left", "right"):
        assert values[f"{side}_knee_flexion_deg"] == pytest.approx(0, abs=2)
        assert values[f"{side}_thigh_inclination_deg"] == pytest.approx(0, abs=2)
        assert values[f"{side}_shank_inclination_deg"] == pytest.approx(0, abs=2)


@pytest.mark.parametrize("azimuth_deg", SIDES_DEG)
def test_a_seated_knee_is_a_right_angle(azimuth_deg):
    """90 degrees, and 5 % on top for what the model reads too straight."""
    values = read(SEATED.legs(thigh_forward_deg=90, knee_flexion_deg=90), azimuth_deg)
    assert values["left_knee_flexion_deg"] == pytest.approx(KNEE_GAIN * 90, abs=1)
    assert values["left_hip_flexion_deg"] - TRUNK_OFFSET_DEG == pytest.approx(90, abs=4)
    assert values["thigh_drop_trunk_fraction"] == pytest.approx(0, abs=0.05)


def test_standing_thighs_drop():
    for azimuth_deg in (0.0, 40.0, 90.0, 180.0):
        assert 0.65 < read(STANDING, azimuth_deg)["thigh_drop_trunk_fraction"] < 0.95


@pytest.mark.parametrize("azimuth_deg", SAGITTAL_DEG)
@pytest.mark.parametrize("lean_deg", [-15.0, 0.0, 10.0, 30.0])
def test_leaning_forward_is_positive_on_both_sides(lean_deg, azimuth_deg):
    values = read(STANDING.part("trunk", inclination_deg=lean_deg), azimuth_deg)
    upright = read(STANDING.part("trunk", inclination_deg=0.0), azimuth_deg)
    change_deg = values["trunk_inclination_deg"] - upright["trunk_inclination_deg"]
    assert change_deg == pytest.approx(lean_deg, abs=1.5)


@pytest.mark.parametrize("azimuth_deg", SAGITTAL_DEG)
def test_an_upright_trunk_reads_the_documented_offset(azimuth_deg):
    """Landmarks on the joints read the correction that BlazePose's hips need, and nothing else."""
    values = read(STANDING.part("trunk", inclination_deg=0.0, bend_deg=0.0), azimuth_deg)
    assert values["trunk_inclination_deg"] == pytest.approx(TRUNK_OFFSET_DEG, abs=2)


@pytest.mark.parametrize("azimuth_deg", SAGITTAL_DEG)
def test_a_head_ahead_is_positive_on_both_sides(azimuth_deg):
    ahead = read(BRACE_FAULTS["forward_head"], azimuth_deg)["ear_forward_inclination_deg"]
    assert ahead > read(SEATED, azimuth_deg)["ear_forward_inclination_deg"] + 5


@pytest.mark.parametrize("azimuth_deg", SAGITTAL_DEG)
@pytest.mark.parametrize("front", ["left", "right"])
def test_half_kneeling(front, azimuth_deg):
    """The front shank upright, the rear one on the floor, the hip opening positive; on either leg, from either side."""
    rear = {"left": "right", "right": "left"}[front]
    values = read(Kneel(hip_opening_deg=16).posture(front), azimuth_deg)
    assert values[f"{rear}_thigh_inclination_deg"] == pytest.approx(16, abs=2)
    assert values[f"{front}_shank_inclination_deg"] == pytest.approx(0, abs=6)
    assert values[f"{rear}_shank_inclination_deg"] == pytest.approx(90, abs=12)
    assert values[f"{rear}_hip_flexion_deg"] < values[f"{front}_hip_flexion_deg"]
    assert abs(values[f"{rear}_knee_above_other_ankle_trunk_fraction"]) < 0.2
    assert abs(values[f"{rear}_knee_above_floor_trunk_fraction"]) < 0.15


@pytest.mark.parametrize("azimuth_deg", [*SAGITTAL_DEG, 35.0, -35.0])
@pytest.mark.parametrize("front", ["left", "right"])
def test_a_knee_off_the_floor_reads_that_much_higher(front, azimuth_deg):
    """By 0.045 of stature, 0.16 of a trunk of 0.275."""
    rear = {"left": "right", "right": "left"}[front]
    name = f"{rear}_knee_above_floor_trunk_fraction"
    low, high = (read(Kneel(knee_height_fraction=height).posture(front), azimuth_deg)[name] for height in (0.12, 0.165))
    assert high - low == pytest.approx(0.16, abs=0.04)


@pytest.mark.parametrize("azimuth_deg", SIDES_DEG)
def test_a_knee_ahead_of_the_ankle_is_positive(azimuth_deg):
    squat = STANDING.legs(thigh_forward_deg=60, knee_flexion_deg=90)
    assert read(squat, azimuth_deg)["left_shank_inclination_deg"] == pytest.approx(30, abs=2)


@pytest.mark.parametrize("azimuth_deg", SIDES_DEG)
def test_wrists_ahead_are_positive(azimuth_deg):
    assert read(with_arms(STRAIGHT_FORWARD), azimuth_deg)["wrists_ahead_of_shoulders_trunk_fraction"] > 0.7
    assert abs(read(with_arms(OVERHEAD), azimuth_deg)["wrists_ahead_of_shoulders_trunk_fraction"]) < 0.2


def test_wrists_above_shoulders():
    assert read(with_arms(T), 0.0)["wrists_above_shoulders_trunk_fraction"] == pytest.approx(0, abs=0.05)
    assert read(with_arms(W), 0.0)["wrists_above_shoulders_trunk_fraction"] == pytest.approx(0.5, abs=0.05)
    assert read(with_arms(HANGING), 0.0)["wrists_above_shoulders_trunk_fraction"] < -0.7


@pytest.mark.parametrize("label", ViewLabel)
def test_a_view_shows_only_what_the_table_says(label):
    """A measure that a view cannot show is NaN there, whatever the landmarks say."""
    posture = Kneel(hip_opening_deg=10).posture("left")
    pose = film(Script("still", posture).stay(0.1).performance(), camera=Camera(azimuth_deg=60), take=EXACT)[0]
    values = measure([pose], [View(azimuth_deg=60.0, label=label)])[0].values
    for name, each in MEASURES.items():
        if not each.is_readable_from(label):
            assert math.isnan(values[name]), name


@pytest.mark.parametrize("name", MEASURES)
def test_the_table_is_whole(name):
    """Every measure says its unit, zero, sign, landmarks and source, and in which views it errs by how much."""
    each = MEASURES[name]
    assert each.name == name
    assert each.unit in {"deg", "fraction"}
    assert min(len(each.zero), len(each.positive), len(each.landmarks), len(each.source)) > 3
    assert each.change_sd
    assert all(0 < sd < 20 for sd in each.change_sd.values())
    assert 0 < each.error_sd < 20
    assert np.isfinite(each.error_sd)


def test_only_the_named_measures_are_computed():
    pose = film(Script("still", STANDING).stay(0.1).performance(), take=EXACT)[0]
    view = View(azimuth_deg=0.0, label=ViewLabel.FRONT)
    assert list(measure([pose], [view], ["trunk_inclination_deg"])[0].values) == ["trunk_inclination_deg"]
    assert measure([], []) == []


@pytest.mark.parametrize(
    ("confidence", "knee_height", "is_read"),
    [(0.45, 0.0, True), (0.36, 0.0, True), (0.3, 0.0, False), (0.45, 0.14, False), (0.9, 0.14, True)],
    ids=["half hidden", "hardly seen", "hidden", "half hidden, off the floor", "seen, off the floor"],
)
def test_a_half_hidden_ankle_tells_a_kneeling_leg_only_with_its_knee_on_the_floor(confidence, knee_height, is_read):
    """Wide trousers hide the rear ankle; its lines still need it plain to see."""
    kneel = Kneel(hip_opening_deg=16, knee_height_fraction=knee_height).posture("left")
    values = read(kneel, 90.0, ankle=confidence)
    assert math.isfinite(values["right_kneeling_shank_inclination_deg"]) == is_read
    assert math.isfinite(values["right_shank_inclination_deg"]) == (confidence >= 0.5)
    if is_read and knee_height == 0.0:
        assert values["right_kneeling_shank_inclination_deg"] == pytest.approx(90, abs=12)
