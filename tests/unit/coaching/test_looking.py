"""A second of looking tells stillness, the start pose, the side and a raised hand, as BlazePose would show them."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from backstay.coaching.looking import SPAN_S, Look, look_at
from backstay.exercises.loading import find_exercise
from backstay.kinematics.measuring import measure
from backstay.kinematics.view import follow_views
from backstay.pose.types import Landmark, Pose, Sighting, TorsoMotion
from figure.camera import FRONT, SIDE_LEFT, Camera
from figure.filming import Take, film
from figure.movements import OTHERS, PRESCRIBED
from figure.script import Performance

FPS = 15


def looks(name: str, performance: Performance, camera: Camera = FRONT, noise: float = 2.0) -> list[Look]:
    """Return what is seen of a film, once its first second is over."""
    poses = film(performance, camera=camera, take=Take(fps=FPS, noise=noise))
    return looks_of(name, poses)


def looks_of(name: str, poses: Sequence[Pose]) -> list[Look]:
    exercise = find_exercise(name)
    readings = measure(poses, follow_views(poses))
    motion = TorsoMotion(t_s=0.0, flow_px_per_s=(np.nan, np.nan), quality=0.0)
    sightings = [Sighting(pose=pose, torso_motion=motion, people=1, luminance_fraction=0.4) for pose in poses]
    span = round(SPAN_S * FPS)
    return [
        look_at(sightings[end - span : end], readings[end - span : end], exercise)
        for end in range(span, len(poses) + 1)
    ]


def test_the_start_pose_of_a_wall_angel_is_seen_and_its_movement_is_not_still() -> None:
    seen = looks("wall_angel", PRESCRIBED["wall_angel"]())
    assert any(each.is_in_start_pose for each in seen)
    assert any(not each.is_still for each in seen)
    assert all(each.is_still for each in seen if each.is_in_start_pose)


@pytest.mark.parametrize("name", ["standing_still", "squats", "marching", "walking_about", "kneeling"])
def test_what_is_not_the_start_pose_does_not_start_a_wall_angel(name: str) -> None:
    assert not any(each.is_in_start_pose for each in looks("wall_angel", OTHERS[name]()))


def test_sitting_starts_a_brace_and_standing_does_not() -> None:
    seated = looks("abdominal_brace", PRESCRIBED["abdominal_brace"](), SIDE_LEFT)
    standing = looks("abdominal_brace", OTHERS["standing_still"](), SIDE_LEFT)
    assert sum(each.is_in_start_pose for each in seated) > len(seated) / 3
    assert not any(each.is_in_start_pose for each in standing)


def raised(poses: Sequence[Pose], *hands: Landmark, by_trunks: float = 1.6) -> list[Pose]:
    """Return poses with some wrists moved up from the shoulders, and the others hanging."""
    changed = []
    for pose in poses:
        points = pose.xy_px.copy()
        shoulders, hips = points[[11, 12]].mean(axis=0), points[[23, 24]].mean(axis=0)
        trunk_px = float(np.hypot(*(shoulders - hips)))
        for hand in (Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST):
            points[hand, 1] = shoulders[1] + trunk_px * (-by_trunks if hand in hands else 1.0)
        changed.append(replace(pose, xy_px=points))
    return changed


@pytest.fixture(scope="module")
def standing() -> list[Pose]:
    return film(OTHERS["standing_still"](), take=Take(fps=FPS))[: 2 * FPS]


@pytest.mark.parametrize(
    ("hands", "is_up"),
    [
        pytest.param((Landmark.LEFT_WRIST,), True, id="left"),
        pytest.param((Landmark.RIGHT_WRIST,), True, id="right"),
        pytest.param((Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST), False, id="both-is-an-exercise"),
        pytest.param((), False, id="none"),
    ],
)
def test_one_raised_hand_is_a_sign(standing: list[Pose], hands: tuple[Landmark, ...], is_up: bool) -> None:
    assert looks_of("wall_angel", raised(standing, *hands))[-1].is_hand_up is is_up


def test_a_hand_that_is_only_guessed_is_no_sign(standing: list[Pose]) -> None:
    poses = raised(standing, Landmark.LEFT_WRIST)
    unsure = [
        replace(pose, confidence=np.where(np.arange(33) == Landmark.RIGHT_WRIST, 0.2, pose.confidence))
        for pose in poses
    ]
    assert not looks_of("wall_angel", unsure)[-1].is_hand_up


def test_a_hand_that_passes_by_is_no_sign(standing: list[Pose]) -> None:
    span = round(SPAN_S * FPS)
    passing = [*standing[: span - 4], *raised(standing[span - 4 : span], Landmark.LEFT_WRIST)]
    assert not looks_of("wall_angel", passing)[-1].is_hand_up


def test_nobody_is_nobody(standing: list[Pose]) -> None:
    empty = [
        replace(pose, xy_px=np.full_like(pose.xy_px, np.nan), confidence=np.zeros_like(pose.confidence))
        for pose in standing
    ]
    look = looks_of("wall_angel", empty)[-1]
    assert (look.is_person, look.is_still, look.is_hand_up, look.is_in_start_pose) == (False,) * 4


def test_too_short_a_look_is_never_still(standing: list[Pose]) -> None:
    poses = standing[:3]
    readings = measure(poses, follow_views(poses))
    motion = TorsoMotion(t_s=0.0, flow_px_per_s=(np.nan, np.nan), quality=0.0)
    sightings = [Sighting(pose=pose, torso_motion=motion, people=1, luminance_fraction=0.4) for pose in poses]
    assert not look_at(sightings, readings, find_exercise("wall_angel")).is_still
