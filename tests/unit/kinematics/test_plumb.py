"""Joints are described against a vertical line from where that can be seen, the same mirrored, scaled or turned."""

from dataclasses import replace

import numpy as np
import pytest

from backstay.kinematics.plumb import Plumb, plumb_of
from backstay.kinematics.view import follow_views
from backstay.pose.types import Landmark, Pose
from figure.camera import BACK, FRONT, OBLIQUE_LEFT, SIDE_LEFT, SIDE_RIGHT, Camera
from figure.filming import Take, film
from figure.script import Performance
from figure.sitting import desk, standing

STILL = Take(fps=2, noise=0.0, sway=0.0)
AHEAD = standing((("forward_head", 1),))
UPRIGHT = standing((("knees_soft", 1),))


def shot(performance: Performance, camera: Camera) -> Pose:
    return film(performance, take=STILL, camera=camera)[0]


def plumb(pose: Pose) -> Plumb | None:
    return plumb_of(pose, follow_views([pose])[0])


def offsets(found: Plumb) -> dict[str, float]:
    return {point.joint: point.offset_fraction for point in found.points}


@pytest.mark.parametrize("camera", [SIDE_LEFT, SIDE_RIGHT], ids=["left", "right"])
def test_a_head_ahead_lies_further_ahead_from_either_side(camera: Camera) -> None:
    upright, ahead = plumb(shot(UPRIGHT, camera)), plumb(shot(AHEAD, camera))
    assert ahead.is_sagittal
    assert [point.joint for point in ahead.points] == ["ear", "shoulder", "hip", "knee", "ankle"]
    assert offsets(ahead)["ear"] - offsets(upright)["ear"] > 0.1
    assert offsets(ahead)["hip"] == pytest.approx(offsets(upright)["hip"], abs=0.03)
    assert offsets(ahead)["ankle"] == 0.0


def test_size_of_the_picture_changes_nothing() -> None:
    pose = shot(AHEAD, SIDE_LEFT)
    width, height = pose.image_size_px
    twice = replace(pose, xy_px=2 * pose.xy_px, image_size_px=(2 * width, 2 * height))
    assert offsets(plumb(twice)) == pytest.approx(offsets(plumb(pose)), abs=1e-4)


@pytest.mark.parametrize("camera", [FRONT, BACK], ids=["front", "back"])
def test_weight_to_the_left_is_to_the_left_from_front_and_back(camera: Camera) -> None:
    found = plumb(shot(standing((("weight_left", 1),)), camera))
    assert not found.is_sagittal
    assert offsets(found)["hip"] > 0.05


def test_somebody_who_sits_hangs_from_the_hip() -> None:
    found = plumb(shot(desk((("slumped", 1),)), SIDE_LEFT))
    assert found.through == "hip"
    assert set(offsets(found)) == {"ear", "shoulder", "hip"}


def without(pose: Pose, *joints: str) -> Pose:
    hidden = pose.confidence.copy()
    hidden[[Landmark[f"{side}_{joint}"] for side in ("LEFT", "RIGHT") for joint in joints]] = 0.1
    return replace(pose, confidence=hidden)


def test_who_is_cut_off_below_the_hip_hangs_from_it() -> None:
    found = plumb(without(shot(UPRIGHT, SIDE_LEFT), "ANKLE", "KNEE"))
    assert found.through == "hip"
    assert set(offsets(found)) == {"ear", "shoulder", "hip"}


def test_no_line_obliquely_or_without_hips() -> None:
    assert plumb(shot(UPRIGHT, OBLIQUE_LEFT)) is None
    pose = shot(UPRIGHT, SIDE_LEFT)
    assert plumb(without(pose, "ANKLE", "HIP")) is None
    assert plumb(replace(pose, xy_px=np.full_like(pose.xy_px, np.nan))) is None
