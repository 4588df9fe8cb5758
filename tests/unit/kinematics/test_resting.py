"""Where head and shoulders rest is read from any view, and moves with the person only."""

import math
from dataclasses import replace

import numpy as np
import pytest

from backstay.kinematics.resting import middle_of, moved_fraction, resting_of, share_of_way
from backstay.kinematics.view import follow_views
from backstay.pose.types import Landmark, Pose
from figure.camera import FRONT, OBLIQUE_LEFT, SIDE_LEFT, Camera
from figure.filming import Take, film
from figure.sitting import desk, standing

CLOSE_UP = Camera(distance_m=0.9, height_m=1.2, aim_height_m=1.1)
TAKE = Take(fps=4)


def rests(poses: list[Pose]) -> list:
    return [resting_of(pose, view) for pose, view in zip(poses, follow_views(poses), strict=True)]


@pytest.mark.parametrize(
    "camera", [FRONT, OBLIQUE_LEFT, SIDE_LEFT, CLOSE_UP], ids=["front", "oblique", "side", "close"]
)
def test_a_slump_moves_further_than_sitting_still_from_every_view(camera: Camera) -> None:
    seen = rests(film(desk((("tall", 8), ("slumped", 8))), take=TAKE, camera=camera))
    assert None not in seen
    tall, again, slump = middle_of(seen[2:14]), middle_of(seen[18:30]), middle_of(seen[-12:])
    assert moved_fraction(tall, again) < 0.1
    assert moved_fraction(tall, slump) > 0.25
    assert share_of_way(tall, slump, again) == pytest.approx(0.0, abs=0.2)
    assert share_of_way(tall, slump, slump) == pytest.approx(1.0)


def test_standing_is_told_by_the_legs_and_unknown_without_them() -> None:
    sitting = rests(film(desk((("tall", 3),)), take=TAKE, camera=SIDE_LEFT))
    upright = rests(film(standing((("knees_soft", 3),)), take=TAKE, camera=SIDE_LEFT))
    assert middle_of(sitting).is_standing is False
    assert middle_of(upright).is_standing is True
    assert middle_of([replace(each, is_standing=None) for each in upright]).is_standing is None


def test_nobody_rests_where_nobody_is_seen() -> None:
    pose = film(desk((("tall", 1),)), take=TAKE, camera=FRONT)[0]
    view = follow_views([pose])[0]
    unsure = pose.confidence.copy()
    unsure[[Landmark.LEFT_EAR, Landmark.RIGHT_EAR]] = 0.1
    assert resting_of(replace(pose, confidence=unsure), view) is None
    unseen = np.full_like(pose.xy_px, np.nan)
    assert resting_of(replace(pose, xy_px=unseen), view) is None


def test_scale_and_place_of_the_picture_change_nothing() -> None:
    poses = film(desk((("tall", 4), ("slumped", 4))), take=TAKE, camera=SIDE_LEFT)
    twice = [
        replace(pose, xy_px=2 * pose.xy_px, image_size_px=tuple(2 * side for side in pose.image_size_px))
        for pose in poses
    ]
    first, second = rests(poses), rests(twice)
    assert moved_fraction(first[0], first[-1]) == pytest.approx(moved_fraction(second[0], second[-1]), rel=1e-4)


def test_a_place_is_no_way_to_itself() -> None:
    place = rests(film(desk((("tall", 1),)), take=TAKE, camera=FRONT))[0]
    assert math.isnan(share_of_way(place, place, place))
