"""What is done to a film afterwards is what another camera, or another person, would have shown."""

from dataclasses import replace

import numpy as np
import pytest

from backstay.pose.types import Landmark, Pose
from figure import changes
from figure.camera import FRONT, SIDE_LEFT, SIDE_RIGHT, Camera
from figure.filming import EXACT, film
from figure.presses import single_arm_press

PRESS = single_arm_press(1, side="left")


def assert_same(poses: list[Pose], others: list[Pose]) -> None:
    assert len(poses) == len(others) > 0
    for pose, other in zip(poses, others, strict=True):
        np.testing.assert_allclose(pose.xy_px, other.xy_px, atol=0.01)
        np.testing.assert_allclose(pose.world_m, other.world_m, atol=1e-5)
        np.testing.assert_allclose(pose.confidence, other.confidence, atol=1e-6)
        assert pose.image_size_px == other.image_size_px


def filmed(camera: Camera = FRONT) -> list[Pose]:
    return film(PRESS, camera=camera, take=EXACT)


@pytest.mark.parametrize(
    ("camera", "mirror_camera"), [(FRONT, FRONT), (SIDE_LEFT, SIDE_RIGHT)], ids=["front", "left becomes right"]
)
def test_a_mirrored_film_is_a_film_of_the_mirrored_person(camera: Camera, mirror_camera: Camera) -> None:
    assert_same(changes.mirrored(filmed(camera)), film(PRESS.mirrored(), camera=mirror_camera, take=EXACT))


def test_a_rotated_film_is_a_film_by_a_tilted_camera() -> None:
    assert_same(changes.rotated(filmed(), 8), filmed(replace(FRONT, roll_deg=8)))


def test_a_scaled_film_is_a_film_with_more_pixels() -> None:
    assert_same(changes.scaled(filmed(), 2), filmed(replace(FRONT, focal_px=2 * 554, size_px=(1280, 960))))


def test_shifting_and_delaying_change_nothing_else() -> None:
    plain, moved = filmed()[5], changes.later(changes.shifted(filmed(), 30, -20), 1.5)[5]
    np.testing.assert_allclose(moved.xy_px - plain.xy_px, np.full((33, 2), [30, -20]), atol=1e-3)
    np.testing.assert_array_equal(moved.world_m, plain.world_m)
    assert moved.t_s == pytest.approx(plain.t_s + 1.5)


def test_an_unseen_landmark_is_nan_and_the_others_are_not() -> None:
    pose = changes.unseen(filmed(), Landmark.LEFT_KNEE)[0]
    assert np.isnan(pose[Landmark.LEFT_KNEE]).all()
    assert pose.confidence[Landmark.LEFT_KNEE] == 0
    assert np.isfinite(np.delete(pose.xy_px, Landmark.LEFT_KNEE, axis=0)).all()
