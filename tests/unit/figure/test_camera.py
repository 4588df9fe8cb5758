"""The camera stands where its azimuth says and draws as a pinhole does."""

from dataclasses import replace

import numpy as np
import pytest

from backstay.pose.types import Landmark
from figure.body import Body, stand
from figure.camera import BACK, FRONT, OBLIQUE_LEFT, SIDE_LEFT, SIDE_RIGHT, VIEWS, Camera
from figure.stances import STANDING

SKELETON = stand(Body(), STANDING)


def seen(camera: Camera, landmark: Landmark) -> np.ndarray:
    return camera.seen_from(SKELETON[landmark])[0]


def px(camera: Camera, landmark: Landmark) -> np.ndarray:
    return camera.project(camera.seen_from(SKELETON[landmark]))[0]


@pytest.mark.parametrize("camera", VIEWS.values(), ids=VIEWS)
def test_axes_are_right_handed_and_square(camera: Camera) -> None:
    axes = replace(camera, roll_deg=7).axes
    np.testing.assert_allclose(axes @ axes.T, np.eye(3), atol=1e-12)
    assert np.linalg.det(axes) == pytest.approx(1)


def test_from_the_left_the_left_is_near_and_the_person_faces_the_left_of_the_picture() -> None:
    assert seen(SIDE_LEFT, Landmark.LEFT_SHOULDER)[2] < seen(SIDE_LEFT, Landmark.RIGHT_SHOULDER)[2]
    assert px(SIDE_LEFT, Landmark.NOSE)[0] < px(SIDE_LEFT, Landmark.LEFT_EAR)[0]
    assert px(SIDE_LEFT, Landmark.LEFT_BIG_TOE)[0] < px(SIDE_LEFT, Landmark.LEFT_HEEL)[0]


def test_from_the_right_it_is_the_other_way_round() -> None:
    assert seen(SIDE_RIGHT, Landmark.RIGHT_SHOULDER)[2] < seen(SIDE_RIGHT, Landmark.LEFT_SHOULDER)[2]
    assert px(SIDE_RIGHT, Landmark.NOSE)[0] > px(SIDE_RIGHT, Landmark.RIGHT_EAR)[0]


def test_from_the_front_the_left_hand_is_on_the_right_of_the_picture_and_from_behind_on_the_left() -> None:
    assert px(FRONT, Landmark.LEFT_WRIST)[0] > px(FRONT, Landmark.RIGHT_WRIST)[0]
    assert px(BACK, Landmark.LEFT_WRIST)[0] < px(BACK, Landmark.RIGHT_WRIST)[0]


def test_obliquely_from_the_left_the_left_shoulder_is_near_and_the_nose_left_of_the_ears() -> None:
    assert seen(OBLIQUE_LEFT, Landmark.LEFT_SHOULDER)[2] < seen(OBLIQUE_LEFT, Landmark.RIGHT_SHOULDER)[2]
    ears = (px(OBLIQUE_LEFT, Landmark.LEFT_EAR) + px(OBLIQUE_LEFT, Landmark.RIGHT_EAR)) / 2
    assert px(OBLIQUE_LEFT, Landmark.NOSE)[0] < ears[0]


def test_up_in_the_room_is_up_in_the_picture() -> None:
    assert px(FRONT, Landmark.NOSE)[1] < px(FRONT, Landmark.LEFT_HIP)[1] < px(FRONT, Landmark.LEFT_ANKLE)[1]


def test_a_metre_at_three_metres_is_a_third_of_the_focal_length() -> None:
    camera = Camera(distance_m=3, height_m=1, aim_height_m=1, focal_px=600)
    low, high = camera.project(camera.seen_from(np.array([[0, 0, 0.5], [0, 0, 1.5]])))
    assert low[1] - high[1] == pytest.approx(200)
    assert camera.project(camera.seen_from(np.array([0, 0, 1.0]))) == pytest.approx([320, 240])


def test_roll_leans_the_person_to_the_right_of_the_picture() -> None:
    tilted = replace(FRONT, roll_deg=10)
    up = (px(tilted, Landmark.LEFT_SHOULDER) + px(tilted, Landmark.RIGHT_SHOULDER)) - (
        px(tilted, Landmark.LEFT_HIP) + px(tilted, Landmark.RIGHT_HIP)
    )
    assert np.degrees(np.arctan2(up[0], -up[1])) == pytest.approx(10, abs=0.5)


def test_cutting_the_top_moves_the_picture_up_and_makes_it_shorter() -> None:
    cut = replace(FRONT, cut_top_px=100, cut_bottom_px=60)
    assert cut.image_size_px == (640, 320)
    assert px(cut, Landmark.NOSE) == pytest.approx(px(FRONT, Landmark.NOSE) - [0, 100])
