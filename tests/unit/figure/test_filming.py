"""A film of the figure is what a pose model would report: consistent, repeatable, as noisy as measured."""

import numpy as np
import pytest

from backstay.pose.types import Landmark, Pose
from figure.blazepose import GROUPS, JITTER, WANDER
from figure.body import Body, stand
from figure.camera import FRONT, OBLIQUE_LEFT, SIDE_LEFT, SIDE_RIGHT, VIEWS, Camera
from figure.filming import EXACT, Mishap, Take, film
from figure.presses import wall_angel
from figure.romps import standing_still, walking_about

STILL = standing_still(4.0)
ANGEL = wall_angel(1)
HIPS = [Landmark.LEFT_HIP, Landmark.RIGHT_HIP]


def xy_px(poses: list[Pose]) -> np.ndarray:
    return np.stack([pose.xy_px for pose in poses]).astype(float)


def world_m(poses: list[Pose]) -> np.ndarray:
    return np.stack([pose.world_m for pose in poses]).astype(float)


def test_a_pose_has_the_shapes_and_types_of_a_real_one() -> None:
    poses = film(STILL)
    assert len(poses) == 120
    for pose in (poses[0], poses[-1]):
        assert (pose.xy_px.shape, pose.world_m.shape, pose.confidence.shape) == ((33, 2), (33, 3), (33,))
        assert pose.xy_px.dtype == pose.world_m.dtype == pose.confidence.dtype == np.float32
        assert (pose.image_size_px, pose.model) == ((640, 480), "full")
        assert pose.is_present
    assert [pose.t_s for pose in poses[:3]] == pytest.approx([0, 1 / 30, 2 / 30])


@pytest.mark.parametrize("camera", VIEWS.values(), ids=VIEWS)
def test_world_and_picture_show_the_same_body(camera: Camera) -> None:
    poses = film(ANGEL, camera=camera, take=EXACT)
    t_s = np.array([pose.t_s for pose in poses])
    hips_m = camera.seen_from(stand(Body(), ANGEL.at(t_s)).middle("HIP"))
    np.testing.assert_allclose(camera.project(world_m(poses) + hips_m[:, None]), xy_px(poses), atol=0.01)
    np.testing.assert_allclose(world_m(poses)[:, HIPS].mean(axis=1), 0, atol=1e-6)


@pytest.mark.parametrize(
    ("camera", "read_deg"),
    [(FRONT, 0), (OBLIQUE_LEFT, 40), (SIDE_LEFT, 84), (SIDE_RIGHT, -84)],
    ids=["front", "oblique", "left", "right"],
)
def test_the_model_sees_people_a_little_more_from_the_front_than_they_stand(camera: Camera, read_deg: float) -> None:
    across = world_m(film(STILL, camera=camera))
    across = (across[:, Landmark.LEFT_SHOULDER] - across[:, Landmark.RIGHT_SHOULDER]).mean(axis=0)
    assert np.degrees(np.arctan2(-across[2], across[0])) == pytest.approx(read_deg, abs=2.5)


def test_world_axes_are_right_down_away() -> None:
    front, left = (film(STILL, camera=camera, take=EXACT)[0].world_m for camera in (FRONT, SIDE_LEFT))
    assert front[Landmark.LEFT_SHOULDER][0] > 0 > front[Landmark.RIGHT_SHOULDER][0]
    assert front[Landmark.NOSE][1] < -0.5
    assert front[Landmark.NOSE][2] < -0.05
    assert left[Landmark.LEFT_SHOULDER][2] < 0 < left[Landmark.RIGHT_SHOULDER][2]


def test_the_same_seed_gives_the_same_film_and_another_another() -> None:
    first, again, other = (xy_px(film(STILL, take=Take(seed=seed))) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert np.abs(first - other).max() > 0.5


@pytest.mark.parametrize("fps", [15, 60])
def test_a_moment_looks_the_same_at_any_frame_rate(fps: int) -> None:
    at_30, at_other = ({round(pose.t_s, 6): pose for pose in film(ANGEL, take=Take(fps=rate))} for rate in (30, fps))
    shared = sorted(at_30.keys() & at_other.keys())
    assert len(shared) > 0.45 * len(at_30)
    for moment in shared:
        np.testing.assert_allclose(at_30[moment].xy_px, at_other[moment].xy_px, atol=1e-3)


def test_noise_is_as_large_and_as_slow_as_measured() -> None:
    still = standing_still(200.0)
    error_px = xy_px(film(still, take=Take(noise=1, sway=0))) - xy_px(film(still, take=Take(noise=0, sway=0)))
    stature_px = 554 * 1.75 / 3.0
    expected = np.hypot(WANDER, JITTER)[GROUPS] * stature_px
    np.testing.assert_allclose(error_px.std(axis=(0, 2)), expected, rtol=0.25)
    centred = error_px - error_px.mean(axis=0)
    correlations = [(centred[lag:] * centred[:-lag]).mean() / (centred**2).mean() for lag in (3, 15)]
    assert correlations == pytest.approx([0.80, 0.40], abs=0.08)


def test_sway_and_breath_move_the_body_by_millimetres() -> None:
    xyz = world_m(film(standing_still(20.0), take=Take(noise=0, offset=0)))
    assert 0.003 < np.ptp(xyz[:, Landmark.LEFT_SHOULDER, 1]) < 0.02


def test_the_far_limbs_of_a_side_view_are_doubted_and_the_near_ones_are_not() -> None:
    for camera, near, far in ((SIDE_LEFT, "LEFT", "RIGHT"), (SIDE_RIGHT, "RIGHT", "LEFT")):
        confidence = film(STILL, camera=camera)[0].confidence
        assert confidence[Landmark[f"{far}_WRIST"]] < 0.3 < 0.9 < confidence[Landmark[f"{near}_WRIST"]]
        assert confidence[Landmark[f"{far}_KNEE"]] < 0.6
        # What a hidden shoulder and hip get from the model is full marks: visibility alone must not be trusted.
        assert confidence[Landmark[f"{far}_HIP"]] > 0.95
    assert film(STILL, camera=FRONT)[0].confidence.min() > 0.85
    assert 0.3 < film(STILL, camera=OBLIQUE_LEFT)[0].confidence[Landmark.RIGHT_WRIST] < 0.95


def test_who_turns_shows_the_camera_another_side() -> None:
    poses = film(walking_about())
    assert min(pose.confidence[Landmark.LEFT_WRIST] for pose in poses) < 0.3
    assert min(pose.confidence[Landmark.RIGHT_WRIST] for pose in poses) < 0.3


def test_what_is_cut_off_keeps_its_place_and_loses_its_confidence() -> None:
    whole, cut = (film(ANGEL, camera=Camera(cut_bottom_px=px), take=EXACT)[0] for px in (0, 120))
    np.testing.assert_allclose(cut.xy_px, whole.xy_px)
    assert cut.xy_px[Landmark.LEFT_ANKLE][1] > cut.image_size_px[1]
    assert cut.confidence[Landmark.LEFT_ANKLE] < 0.5
    assert cut.confidence[Landmark.LEFT_SHOULDER] > 0.9


def test_dropped_frames_do_not_come_and_lost_ones_come_empty() -> None:
    take = Take(
        mishaps=(Mishap(kind="dropped", began_s=1.0, ended_s=1.5), Mishap(kind="lost", began_s=2.0, ended_s=3.0))
    )
    poses = film(STILL, take=take)
    assert len(poses) == 120 - 15
    assert not [pose for pose in poses if 1.0 <= pose.t_s < 1.5]
    for pose in poses:
        assert pose.is_present == (not 2.0 <= pose.t_s < 3.0)
        assert pose.is_present == bool(pose.confidence.max() > 0)


def test_a_share_of_frames_may_be_lost_at_random() -> None:
    assert 60 < len(film(STILL, take=Take(dropped_fraction=0.3))) < 105


def test_swapped_sides_take_left_for_right() -> None:
    def poses(kind: str) -> list[Pose]:
        return film(STILL, take=Take(noise=0, mishaps=(Mishap(kind=kind, began_s=1.0, ended_s=2.0),)))

    plain, legs, sides = poses("none")[45], poses("legs_swapped")[45], poses("sides_swapped")[45]
    for swapped, part in ((legs, "KNEE"), (sides, "KNEE"), (sides, "WRIST")):
        np.testing.assert_array_equal(swapped[Landmark[f"LEFT_{part}"]], plain[Landmark[f"RIGHT_{part}"]])
    np.testing.assert_array_equal(legs[Landmark.LEFT_WRIST], plain[Landmark.LEFT_WRIST])


def test_a_jittery_spell_is_noisier() -> None:
    poses = xy_px(film(STILL, take=Take(sway=0, mishaps=(Mishap(kind="jittery", began_s=2.0, ended_s=4.0),))))
    calm, jittery = np.diff(poses[:58], axis=0).std(), np.diff(poses[62:], axis=0).std()
    assert jittery > 4 * calm
