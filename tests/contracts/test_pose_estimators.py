"""Every pose model keeps the same contract, whatever it is shown."""

from functools import cache

import cv2
import numpy as np
import pytest

from backstay.media.types import Frame
from backstay.pose.blazepose import load_pose_model
from backstay.pose.types import Landmark, PoseEstimator, Sighting
from backstay.pose.weights import LANDMARK_MODELS, SHA256
from clips import films

RNG = np.random.default_rng(11)
PERSON = films.pictures(films.FOLDER / "arms_overhead_front.mp4", [0])[0]


@cache
def loaded(model: str) -> PoseEstimator:
    return load_pose_model(model)


@pytest.fixture(params=LANDMARK_MODELS)
def estimator(request: pytest.FixtureRequest) -> PoseEstimator:
    """Return each model in turn."""
    return loaded(request.param)


def shown(estimator: PoseEstimator, *images: np.ndarray) -> list[Sighting]:
    """Show a film to an estimator that has forgotten what it saw before."""
    estimator.estimate(Frame(t_s=-1e6, index=0, image_rgb=np.zeros((8, 8, 3), np.uint8)))
    return [
        estimator.estimate(Frame(t_s=index / 20, index=index, image_rgb=image)) for index, image in enumerate(images)
    ]


def resized(width_px: int, height_px: int) -> np.ndarray:
    return cv2.resize(PERSON, (width_px, height_px), interpolation=cv2.INTER_AREA)


def check_form(seen: Sighting, image: np.ndarray) -> None:
    """Hold a sighting to what its types promise."""
    pose = seen.pose
    assert (pose.xy_px.shape, pose.xy_px.dtype) == ((33, 2), np.float32)
    assert (pose.world_m.shape, pose.world_m.dtype) == ((33, 3), np.float32)
    assert (pose.confidence.shape, pose.confidence.dtype) == ((33,), np.float32)
    assert pose.image_size_px == (image.shape[1], image.shape[0])
    assert ((pose.confidence >= 0) & (pose.confidence <= 1)).all()
    assert np.isfinite(pose.xy_px).all() == np.isfinite(pose.world_m).all() == pose.is_present
    assert 0 <= seen.torso_motion.quality <= 1
    assert 0 <= seen.luminance_fraction <= 1
    assert seen.people >= 0


def test_it_says_which_model_it_is(estimator: PoseEstimator) -> None:
    assert estimator.weights_sha256 == SHA256[f"pose_landmark_{estimator.model}.tflite"]
    assert shown(estimator, PERSON)[0].pose.model == estimator.model


def test_a_person_is_seen_in_the_right_place(estimator: PoseEstimator) -> None:
    seen = shown(estimator, PERSON, PERSON)[-1]
    check_form(seen, PERSON)
    wrists = films.truth("arms_overhead_front")[0, 2]
    np.testing.assert_allclose(seen.pose.xy_px[[Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST]], wrists, atol=8)
    assert seen.pose.confidence[Landmark.LEFT_WRIST] > 0.5
    assert seen.people == 1


def test_the_world_is_metres_from_the_hips(estimator: PoseEstimator) -> None:
    pose = shown(estimator, PERSON, PERSON)[-1].pose
    hips = pose.world_m[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP]]
    np.testing.assert_allclose(hips.mean(axis=0), 0, atol=0.02)
    height_m = pose.world_m[Landmark.LEFT_HEEL, 1] - pose.world_m[Landmark.NOSE, 1]
    assert 1.2 < height_m < 1.8
    assert pose.world_m[Landmark.LEFT_SHOULDER, 0] > pose.world_m[Landmark.RIGHT_SHOULDER, 0]


EMPTY = {
    "black": np.zeros((480, 640, 3), np.uint8),
    "white": np.full((480, 640, 3), 255, np.uint8),
    "noise": RNG.integers(0, 256, (480, 640, 3), dtype=np.uint8),
    "blobs": cv2.resize(RNG.integers(0, 256, (12, 16, 3), dtype=np.uint8), (640, 480), interpolation=cv2.INTER_CUBIC),
    "one pixel": np.zeros((1, 1, 3), np.uint8),
    "one line": np.zeros((1, 640, 3), np.uint8),
}


@pytest.mark.parametrize("image", EMPTY.values(), ids=EMPTY.keys())
def test_where_nobody_is_nobody_is_seen(estimator: PoseEstimator, image: np.ndarray) -> None:
    for seen in shown(estimator, image, image):
        check_form(seen, image)
        assert not seen.pose.is_present
        assert not seen.pose.confidence.any()
        assert np.isnan(seen.torso_motion.flow_px_per_s).all()
        assert seen.people == 0


SIZES = {
    "tiny": (64, 48),
    "odd": (641, 479),
    "portrait": (480, 640),
    "very wide": (1280, 120),
    "4K": (3840, 2160),
}


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES.keys())
def test_a_picture_may_have_any_size(estimator: PoseEstimator, size: tuple[int, int]) -> None:
    image = resized(*size)
    for seen in shown(estimator, image, image):
        check_form(seen, image)


def test_a_view_into_a_larger_array_is_a_picture_too(estimator: PoseEstimator) -> None:
    mirrored = PERSON[:, ::-1]
    first, second = shown(estimator, mirrored)[0], shown(estimator, np.ascontiguousarray(mirrored))[0]
    np.testing.assert_array_equal(first.pose.xy_px, second.pose.xy_px)


def test_a_picture_may_change_its_size_in_the_middle(estimator: PoseEstimator) -> None:
    images = [PERSON, resized(320, 240), resized(480, 640), PERSON]
    for seen, image in zip(shown(estimator, *images), images, strict=True):
        check_form(seen, image)
    assert shown(estimator, *images)[-1].pose.is_present


def test_the_same_film_gives_the_same_poses(estimator: PoseEstimator) -> None:
    images = films.pictures(films.FOLDER / "seated_oblique.mp4", range(5))
    runs = [np.array([seen.pose.xy_px for seen in shown(estimator, *images)]) for _ in range(2)]
    np.testing.assert_array_equal(runs[0], runs[1])


def test_a_person_who_leaves_is_gone_and_back_again(estimator: PoseEstimator) -> None:
    seen = shown(estimator, PERSON, PERSON, EMPTY["black"], EMPTY["black"], PERSON, PERSON)
    assert [sighting.pose.is_present for sighting in seen[1:]] == [True, False, False, True, True]


@pytest.mark.parametrize(("level", "fraction"), [(0, 0.0), (51, 0.2), (255, 1.0)])
def test_luminance_is_the_mean_brightness(estimator: PoseEstimator, level: int, fraction: float) -> None:
    seen = shown(estimator, np.full((100, 90, 3), level, np.uint8))[0]
    assert seen.luminance_fraction == pytest.approx(fraction, abs=1e-3)


def test_the_motion_of_the_torso_can_be_left_out() -> None:
    images = films.pictures(films.FOLDER / "arms_overhead_front.mp4", range(4))
    with_motion = shown(load_pose_model("lite"), *images)[-1].torso_motion
    without = shown(load_pose_model("lite", measure_torso_motion=False), *images)[-1].torso_motion
    assert np.isfinite(with_motion.flow_px_per_s).all()
    assert with_motion.quality > 0
    assert np.isnan(without.flow_px_per_s).all()
    assert without.quality == 0
