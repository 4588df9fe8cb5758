"""Find people in a whole picture: BlazePose's detector, its anchors, and suppression of doubles."""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from backstay.pose.region import Region, crop, in_picture, region_around, region_of_picture
from backstay.pose.runtime import Network, sigmoid
from backstay.pose.weights import DETECTOR, verified_weights

_INPUT_PX = 224
_STRIDES_PX = (8, 16, 32, 32, 32)
_ANCHORS_PER_CELL = 2
_MIN_SCORE = 0.5
_LONGEST_IN_SQUARES = 4
"""A picture longer than so many of its heights is a strip; the longest in use, an anamorphic film, is 2.4."""
_FAINT_SCORE = 0.05
"""From here a score may still be a person: one side-on at a wall, plain to see, scored 0.06 to 0.13 in every frame."""
_MIN_OVERLAP = 0.3
"""Two boxes that share more of their union than this are one person. Source: BlazePose's published graph."""

_SAME_PLACE = 0.15
"""Regions of one person are found within this of each other, in region sizes; doubles of one lay within 0.11."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Detection:
    """One person, seen in the whole picture.

    Attributes:
        score: 0 to 1.
        region: Where to look for landmarks.
    """

    score: float
    region: Region


def anchors() -> NDArray[np.float32]:
    """Return the (2254, 2) centres, x and y in 0 to 1, that the detector's boxes are offsets from."""
    layers = []
    for stride in _STRIDES_PX:
        cells = _INPUT_PX // stride
        middles = (np.arange(cells) + 0.5) / cells
        grid = np.stack(np.meshgrid(middles, middles), axis=-1).reshape(-1, 2)
        layers.append(np.repeat(grid, _ANCHORS_PER_CELL, axis=0))
    return np.concatenate(layers).astype(np.float32)


class Detector:
    """Finds every person in a picture."""

    def __init__(self, *, threads: int | None) -> None:
        """Load the detector.

        Raises:
            PoseModelError: The weights are missing or damaged.
        """
        path, _ = verified_weights(DETECTOR)
        self._network = Network(path, outputs=("Identity", "Identity_1"), black_and_white=(-1.0, 1.0), threads=threads)
        self._anchors = anchors()

    def detect(self, image_rgb: NDArray[np.uint8]) -> list[Detection]:
        """Return the people in a picture, the surest first."""
        height, width = image_rgb.shape[:2]
        return self._detect_in(image_rgb, [region_of_picture((width, height))])

    def detect_closer(self, image_rgb: NDArray[np.uint8]) -> list[Detection]:
        """Return the people in a picture, looked at a square as high as the picture at a time.

        A picture twice as wide as high fills half of the detector's square, and people in it are half as large: at
        0.04 to 0.13 a slim person far away was missed in every frame of a clip, and scored 0.85 to 0.97 so.
        """
        height, width = image_rgb.shape[:2]
        return self._detect_in(image_rgb, squares_of((width, height)))

    def detect_faintly(self, image_rgb: NDArray[np.uint8]) -> Detection | None:
        """Return what is most like a person in a picture, however little it is; whoever uses it has to look closely."""
        height, width = image_rgb.shape[:2]
        faint = self._detect_in(image_rgb, [region_of_picture((width, height))], _FAINT_SCORE)
        return faint[0] if faint else None

    def _detect_in(
        self, image_rgb: NDArray[np.uint8], squares: list[Region], least_score: float = _MIN_SCORE
    ) -> list[Detection]:
        """Return the people in some squares of a picture, each once, the surest first."""
        seen = [self._look_at(image_rgb, square, least_score) for square in squares]
        points, scores = (np.concatenate(parts) for parts in zip(*seen, strict=True))
        return without_twins(
            [
                Detection(score=score, region=region_around(*merged[2:4]))
                for merged, score in merge_doubles(points, scores)
            ]
        )

    def _look_at(
        self, image_rgb: NDArray[np.uint8], square: Region, least_score: float
    ) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
        """Return (box, 6, 2) points in pixels of the picture, and (box,) scores."""
        boxes, logits = self._network.infer(crop(image_rgb, square, _INPUT_PX, border=cv2.BORDER_CONSTANT))
        scores = sigmoid(logits[:, 0])
        sure = np.flatnonzero(scores >= least_score)
        points = decode(boxes[sure], self._anchors[sure])
        return in_picture(points, square).astype(np.float32), scores[sure]


def squares_of(size_px: tuple[int, int]) -> list[Region]:
    """Return the squares as high as a picture of (width, height), or as wide, that cover it; each half over the next.

    A strip is covered by squares of a quarter of its length: nobody in it can be larger than it is high, and squares as
    high as that would be many.

    Example:
        A picture of 640 by 480 has two, one of 1280 by 720 three, a square one itself, a strip never more than seven.
    """
    width, height = size_px
    longer = max(size_px)
    side = max(min(size_px), longer / _LONGEST_IN_SQUARES)
    number = 1 + math.ceil((longer - side) / (side / 2))
    middles = np.linspace(side / 2, longer - side / 2, number)
    return [
        Region(
            center_px=(float(middle), height / 2) if width >= height else (width / 2, float(middle)),
            size_px=float(side),
            rotation_rad=0.0,
        )
        for middle in middles
    ]


def decode(boxes: NDArray[np.float32], centers: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return (box, 6, 2) points in 0 to 1: top left, bottom right, and the four key points.

    Args:
        boxes: (box, 12) raw output: centre, size, four points, in pixels of the detector's picture.
        centers: (box, 2) anchors of these boxes.
    """
    pairs = boxes.reshape(-1, 6, 2) / np.float32(_INPUT_PX)
    middle = pairs[:, 0] + centers
    half = pairs[:, 1] / 2
    corners = np.stack([middle - half, middle + half], axis=1)
    decoded: NDArray[np.float32] = np.concatenate([corners, pairs[:, 2:] + centers[:, np.newaxis]], axis=1)
    return decoded


def merge_doubles(points: NDArray[np.float32], scores: NDArray[np.float64]) -> list[tuple[NDArray[np.float32], float]]:
    """Return one (points, score) for each person: the mean of overlapping boxes, weighted by their scores.

    Args:
        points: (box, 6, 2) as `decode` gives them.
        scores: (box,).
    """
    left = np.argsort(-scores, kind="stable")
    people = []
    while left.size:
        together = _overlaps(points[left[0]], points[left]) > _MIN_OVERLAP
        together[0] = True
        same = left[together]
        people.append((np.average(points[same], axis=0, weights=scores[same]), float(scores[left[0]])))
        left = left[~together]
    return people


def without_twins(found: list[Detection]) -> list[Detection]:
    """Return detections without second readings of one body, the surest first.

    Somebody with the arms overhead is found twice in poor pictures: once more upside down, the arms taken for legs.
    Of two in one place the upright one is kept.
    """
    kept: list[Detection] = []
    for each in sorted(found, key=lambda one: (math.cos(one.region.rotation_rad) < 0.0, -one.score)):
        if all(_way_in_sizes(each.region, other.region) > _SAME_PLACE for other in kept):
            kept.append(each)
    return sorted(kept, key=lambda one: -one.score)


def _way_in_sizes(one: Region, other: Region) -> float:
    """Return how far apart two regions are, in sizes of the larger."""
    return math.dist(one.center_px, other.center_px) / max(one.size_px, other.size_px, 1e-6)


def _overlaps(one: NDArray[np.float32], many: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the shares of their union that one box has in common with each of many."""
    shared = np.clip(np.minimum(one[1], many[:, 1]) - np.maximum(one[0], many[:, 0]), 0, None).prod(axis=1)
    areas = np.clip(many[:, 1] - many[:, 0], 0, None).prod(axis=1)
    own = np.clip(one[1] - one[0], 0, None).prod()
    fractions: NDArray[np.float32] = shared / np.maximum(own + areas - shared, 1e-9)
    return fractions
