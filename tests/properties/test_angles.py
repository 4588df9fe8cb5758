"""A joint's angle does not depend on where the person stands in the picture, how large, how tilted, or which way round.

And what is not seen is NaN, never an exception.
"""

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backstay.kinematics.measures import MEASURES
from backstay.kinematics.measuring import measure, smooth_poses
from backstay.kinematics.types import UNKNOWN_VIEW, View
from backstay.kinematics.view import follow_views, label_view
from backstay.pose.types import Landmark, Pose
from figure.camera import Camera
from figure.changes import mirrored, rotated, scaled, shifted, unseen
from figure.filming import EXACT, Take, film
from figure.movements import PRESCRIBED
from properties.judged import with_legs_seen

AZIMUTHS_DEG = (0.0, 40.0, -40.0, 90.0, -90.0)
IN_PICTURE = frozenset(name for name in MEASURES if name.endswith("_image_fraction"))
JOINTS = {
    0.0: ("left_shoulder_elevation_deg", "right_shoulder_elevation_deg", "left_elbow_flexion_deg"),
    90.0: ("left_knee_flexion_deg", "right_knee_flexion_deg", "left_hip_flexion_deg", "right_hip_flexion_deg"),
    -90.0: ("left_knee_flexion_deg", "right_knee_flexion_deg", "left_hip_flexion_deg", "right_hip_flexion_deg"),
}
MIRRORED_POSITION = frozenset({"feet_across_image_fraction", "hips_across_image_fraction"})
LEFTWARDS = "_left_of_"


@cache
def frames(movement: str, azimuth_deg: float, take: Take = EXACT) -> list[Pose]:
    """Return two pictures a second of a movement, every leg seen."""
    slow = Take(fps=2, noise=take.noise, offset=take.offset, sway=take.sway)
    return with_legs_seen(film(PRESCRIBED[movement](), camera=Camera(azimuth_deg=azimuth_deg), take=slow))


def table(poses: list[Pose], azimuth_deg: float) -> dict[str, np.ndarray]:
    """Return each measure over the poses, the view given."""
    view = View(azimuth_deg=azimuth_deg, label=label_view(azimuth_deg))
    readings = measure(poses, [view] * len(poses))
    return {name: np.array([each.values[name] for each in readings]) for name in MEASURES}


def assert_alike(before: dict[str, np.ndarray], after: dict[str, np.ndarray], names, tolerance: float = 0.02) -> None:
    for name in names:
        np.testing.assert_allclose(after[name], before[name], atol=tolerance, err_msg=name)


@pytest.mark.parametrize("azimuth_deg", AZIMUTHS_DEG)
@pytest.mark.parametrize("movement", PRESCRIBED)
@given(right_px=st.integers(-500, 500), down_px=st.integers(-500, 500))
@settings(max_examples=2)
def test_where_the_person_stands_changes_nothing(movement, azimuth_deg, right_px, down_px):
    poses = frames(movement, azimuth_deg)
    # Hands above the upper edge are guessed, so the picture's edge is the one place that matters.
    names = MEASURES.keys() - IN_PICTURE - {"wrists_above_shoulders_trunk_fraction"}
    assert_alike(table(poses, azimuth_deg), table(shifted(poses, right_px, down_px), azimuth_deg), names)


@pytest.mark.parametrize("azimuth_deg", AZIMUTHS_DEG)
@pytest.mark.parametrize("movement", PRESCRIBED)
@given(times=st.floats(0.3, 4))
@settings(max_examples=2)
def test_how_many_pixels_changes_nothing(movement, azimuth_deg, times):
    """With whole pixels in the picture's size, shares of its height are right to one pixel."""
    poses = frames(movement, azimuth_deg)
    before, after = table(poses, azimuth_deg), table(scaled(poses, times), azimuth_deg)
    assert_alike(before, after, MEASURES.keys() - IN_PICTURE)
    assert_alike(before, after, IN_PICTURE, tolerance=0.01)


@pytest.mark.parametrize("azimuth_deg", JOINTS)
@pytest.mark.parametrize("movement", PRESCRIBED)
@given(clockwise_deg=st.floats(-180, 180))
@settings(max_examples=2)
def test_a_tilted_camera_changes_no_joint(movement, azimuth_deg, clockwise_deg):
    poses = frames(movement, azimuth_deg)
    turned = rotated(poses, clockwise_deg)
    before, after = table(poses, azimuth_deg), table(turned, azimuth_deg)
    for name in JOINTS[azimuth_deg]:
        apart_deg = (after[name] - before[name] + 180.0) % 360.0 - 180.0
        seen = np.isfinite(before[name])
        np.testing.assert_allclose(apart_deg[seen], 0.0, atol=0.05, err_msg=name)
        assert np.isfinite(after[name][seen]).all()


@pytest.mark.parametrize("azimuth_deg", AZIMUTHS_DEG)
@pytest.mark.parametrize("movement", PRESCRIBED)
def test_a_mirror_swaps_the_sides(movement, azimuth_deg):
    poses = frames(movement, azimuth_deg, Take())
    before, after = table(poses, azimuth_deg), table(mirrored(poses), -azimuth_deg)
    swap = {"left_": "right_", "right_": "left_"}
    for name in MEASURES.keys() - MIRRORED_POSITION:
        side = next((side for side in swap if name.startswith(side)), "")
        other = swap.get(side, "") + name.removeprefix(side)
        sign = -1.0 if LEFTWARDS in name else 1.0
        np.testing.assert_allclose(sign * after[other], before[name], atol=0.02, err_msg=name)


@pytest.mark.parametrize("azimuth_deg", AZIMUTHS_DEG)
def test_the_view_is_mirrored_too(azimuth_deg):
    poses = frames("wall_angel", azimuth_deg, Take())
    seen = [view.azimuth_deg for view in follow_views(poses)]
    np.testing.assert_allclose(
        [view.azimuth_deg for view in follow_views(mirrored(poses))], np.negative(seen), atol=0.05
    )


@pytest.mark.parametrize("azimuth_deg", AZIMUTHS_DEG)
@given(hidden=st.sets(st.sampled_from(Landmark), max_size=len(Landmark)))
@settings(max_examples=10)
def test_the_unseen_is_nan_and_nothing_else_changes(azimuth_deg, hidden):
    """A measure either needs none of the hidden points and is as before, or leans on the other side, or is NaN."""
    poses = frames("wall_angel", azimuth_deg)[4:9]
    before, after = table(poses, azimuth_deg), table(unseen(poses, *hidden), azimuth_deg)
    for name in MEASURES:
        assert not np.isinf(after[name]).any()
        assert not np.isfinite(after[name][~np.isfinite(before[name])]).any(), name


@pytest.mark.parametrize("azimuth_deg", AZIMUTHS_DEG)
def test_nobody_reads_nan(azimuth_deg):
    poses = unseen(frames("wall_angel", azimuth_deg)[:4], *Landmark)
    for values in table(poses, azimuth_deg).values():
        assert np.isnan(values).all()
    assert {view.label for view in follow_views(poses)} == {UNKNOWN_VIEW.label}
    assert all(not pose.is_present for pose in smooth_poses(poses))


@pytest.mark.parametrize("joint", ["elbow", "wrist", "knee", "ankle"])
def test_one_hidden_joint_hides_its_angles_only(joint):
    poses = frames("wall_angel", 0.0)[6:8]
    after = table(unseen(poses, Landmark[f"LEFT_{joint.upper()}"]), 0.0)
    angle = {"elbow": "elbow_flexion_deg", "wrist": "elbow_flexion_deg"}.get(joint)
    if angle:
        assert np.isnan(after[f"left_{angle}"]).all()
        assert np.isfinite(after[f"right_{angle}"]).all()
    assert np.isfinite(after["right_shoulder_elevation_deg"]).all()


def test_a_body_of_no_size_reads_nan():
    """All points in one place: no direction, no length, no division by zero."""
    pose = frames("wall_angel", 0.0)[0]
    point = Pose(
        t_s=0.0,
        xy_px=np.full_like(pose.xy_px, 100.0),
        world_m=np.zeros_like(pose.world_m),
        confidence=np.ones_like(pose.confidence),
        image_size_px=pose.image_size_px,
        model="full",
    )
    read = {name: values for name, values in table([point], 0.0).items() if np.isfinite(values).any()}
    assert read.keys() <= IN_PICTURE
