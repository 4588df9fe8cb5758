"""Backstay's pose is MediaPipe 0.10.21's, within 1 % of the trunk and 10 mm, before left and right are untangled."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from backstay.pose.detector import Detector
from backstay.pose.landmarks import LandmarkNetwork
from backstay.pose.tracking import PersonTracker
from backstay.pose.types import Landmark
from clips import films

REFERENCE = Path(__file__).with_name("mediapipe.npz")
UNSEEN = -32768
FRAMES_PER_S = 30
"""MediaPipe's Python package stamps frames so, whatever the film's rate."""


@dataclass(frozen=True)
class Track:
    """Landmarks of one person through a film: NaN where nobody is seen."""

    xy_px: NDArray[np.float64]
    world_m: NDArray[np.float64]

    @property
    def is_seen(self) -> NDArray[np.bool_]:
        return np.isfinite(self.xy_px[:, 0, 0])

    def until(self, frames: int) -> "Track":
        return Track(xy_px=self.xy_px[:frames], world_m=self.world_m[:frames])


def recorded(clip: str, model: str) -> Track:
    with np.load(REFERENCE) as reference:
        rows = reference[f"{clip}/{model}"].astype(float)
    rows[rows[:, :, 0] == UNSEEN] = np.nan
    return Track(xy_px=rows[:, :, :2] / 16, world_m=rows[:, :, 2:] / 1000)


@cache
def networks(model: str) -> tuple[LandmarkNetwork, Detector]:
    """Return the networks, loaded once; what is remembered of a person is not in them."""
    return LandmarkNetwork(model, threads=1), Detector(threads=1)


def followed(images: list[NDArray[np.uint8]], model: str) -> Track:
    """Return what detector, tracker and network see, without the memory of left and right."""
    network, detector = networks(model)
    tracker = PersonTracker(detector)
    xy_px, world_m = np.full((len(images), 33, 2), np.nan), np.full((len(images), 33, 3), np.nan)
    for number, frame in enumerate(films.film(images, FRAMES_PER_S)):
        region = tracker.look(frame)
        body = network.read(frame.image_rgb, region) if region else None
        if body and tracker.follow(body, t_s=frame.t_s):
            xy_px[number], world_m[number] = body.xy_px, body.world_m
    return Track(xy_px=xy_px, world_m=world_m)


def differences(ours: Track, theirs: Track) -> tuple[float, float]:
    """Return the mean distances of landmarks: in the picture as a share of the trunk, in the world in metres."""
    both = ours.is_seen & theirs.is_seen
    shoulders = theirs.xy_px[both][:, [Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]].mean(axis=1)
    hips = theirs.xy_px[both][:, [Landmark.LEFT_HIP, Landmark.RIGHT_HIP]].mean(axis=1)
    trunk_px = np.linalg.norm(shoulders - hips, axis=1)[:, np.newaxis]
    in_picture = np.linalg.norm(ours.xy_px[both] - theirs.xy_px[both], axis=2) / trunk_px
    in_world_m = np.linalg.norm(ours.world_m[both] - theirs.world_m[both], axis=2)
    return float(in_picture.mean()), float(in_world_m.mean())


def check(found: list[tuple[float, float]]) -> None:
    """Hold clips' differences to the limits: means over clips, and the worst clip."""
    in_picture, in_world_m = np.array(found).T
    assert in_picture.mean() < 0.01
    assert in_picture.max() < 0.03
    assert in_world_m.mean() < 0.010


@pytest.mark.parametrize(("model", "frames"), [("lite", 48), ("full", 48), ("heavy", 12)])
def test_the_clips_here_are_seen_as_mediapipe_sees_them(model: str, frames: int) -> None:
    found = []
    for clip in films.NAMES:
        theirs = recorded(clip, model).until(frames)
        ours = followed(films.pictures(films.FOLDER / f"{clip}.mp4", range(frames)), model)
        assert theirs.is_seen.all()
        assert ours.is_seen.all()
        found.append(differences(ours, theirs))
    check(found)


FRAMES_A_CLIP = 10
"""Of 22 clips: 220 frames; `benchmarks/parity` compares all that were recorded."""


@pytest.mark.slow
def test_many_clips_are_seen_as_mediapipe_sees_them(shared: Path) -> None:
    found = {}
    for path in [*shared.glob("data/synthetic/*.mp4"), *shared.glob("data/real/*.mp4")]:
        with np.load(REFERENCE) as reference:
            numbers = reference[f"{path.stem}/frames"][:FRAMES_A_CLIP]
        theirs, ours = recorded(path.stem, "full").until(len(numbers)), followed(films.pictures(path, numbers), "full")
        assert (ours.is_seen == theirs.is_seen).mean() > 0.9
        found[path.stem] = differences(ours, theirs)
    assert len(found) >= 20
    check(list(found.values()))


def test_a_film_moved_by_eight_pixels_is_not_the_same() -> None:
    clip = films.NAMES[0]
    moved = [np.roll(image, 8, axis=1) for image in films.pictures(films.FOLDER / f"{clip}.mp4")[:6]]
    ours, theirs = followed(moved, "lite"), recorded(clip, "lite").until(6)
    in_picture, _ = differences(ours, theirs)
    assert in_picture > 0.03
