"""Read a person's landmarks inside a region: BlazePose's landmark network and its heatmap refinement."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from backstay.pose.region import Region, crop, in_picture, region_around
from backstay.pose.runtime import Network
from backstay.pose.types import Landmark
from backstay.pose.weights import landmark_file, verified_weights

_BODY = len(Landmark)
_HIP_CENTER = 33
_TOP = 34
_REACH = 3
"""Half of the 7 x 7 heatmap window. Source: BlazePose's published graph."""
_MIN_PEAK = 0.5
"""A window whose best cell is below this refines nothing. Source: the default of MediaPipe's refinement."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Body:
    """What the network says of one region.

    Attributes:
        xy_px: float64 (landmark, 2) in the picture.
        world_m: float64 (landmark, 3), turned back upright.
        visibility: float64 (landmark,) 0 to 1, not in the dark of something else.
        presence: float64 (landmark,) 0 to 1, inside the picture.
        person: 0 to 1, that there is a person at all.
        next_region: Where to look in the next frame.
    """

    xy_px: NDArray[np.float64]
    world_m: NDArray[np.float64]
    visibility: NDArray[np.float64]
    presence: NDArray[np.float64]
    person: float
    next_region: Region


class LandmarkNetwork:
    """Reads landmarks in a region.

    Attributes:
        model: "lite", "full" or "heavy".
        sha256: Hash of its weights.
    """

    def __init__(self, model: str, *, threads: int | None) -> None:
        """Load a landmark network.

        Raises:
            PoseModelError: There is no such model, or its weights are missing or damaged.
        """
        path, self.sha256 = verified_weights(landmark_file(model))
        self.model = model
        outputs = ("Identity", "Identity_1", "Identity_3", "Identity_4")
        self._network = Network(path, outputs=outputs, white=(0.0, 1.0), threads=threads)

    def read(self, image_rgb: NDArray[np.uint8], region: Region) -> Body:
        """Return what the network sees in a region of a uint8 (height, width, 3) picture."""
        side = self._network.size_px
        picture = crop(image_rgb, region, side, border=cv2.BORDER_REPLICATE)
        flat, person, heatmap, world = self._network.infer(picture)
        points = flat.reshape(-1, 5).astype(np.float64)
        fractions = refine(points[:, :2] / side, heatmap)
        placed = in_picture(fractions, region)
        return Body(
            xy_px=placed[:_BODY],
            world_m=_turn(world.reshape(-1, 3)[:_BODY].astype(np.float64), region.rotation_rad),
            visibility=sigmoid(points[:_BODY, 3]),
            presence=sigmoid(points[:_BODY, 4]),
            person=float(person[0]),
            next_region=region_around(placed[_HIP_CENTER], placed[_TOP]),
        )


def sigmoid(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return 0 to 1 for logits of any size."""
    return 1.0 / (1.0 + np.exp(-np.clip(logits, -100.0, 100.0)))


def refine(fractions: NDArray[np.float64], heatmap: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return points moved to the centre of mass of their heatmaps nearby.

    Args:
        fractions: (point, 2) x, y in 0 to 1 of the crop.
        heatmap: (row, column, point) logits.
    """
    rows, columns, _ = heatmap.shape
    refined = fractions.copy()
    for number, (x, y) in enumerate(fractions):
        column, row = int(x * columns), int(y * rows)
        if not (0 <= x * columns < columns and 0 <= y * rows < rows):
            continue
        first_row, first_column = max(0, row - _REACH), max(0, column - _REACH)
        window = heatmap[first_row : row + _REACH + 1, first_column : column + _REACH + 1, number].astype(np.float64)
        weights = sigmoid(window)
        if weights.max() >= _MIN_PEAK:
            total = weights.sum()
            mean_column = first_column + (weights.sum(axis=0) @ np.arange(weights.shape[1])) / total
            mean_row = first_row + (weights.sum(axis=1) @ np.arange(weights.shape[0])) / total
            refined[number] = mean_column / columns, mean_row / rows
    return refined


def _turn(world_m: NDArray[np.float64], angle_rad: float) -> NDArray[np.float64]:
    """Return world points turned about the viewing axis by the region's angle."""
    sine, cosine = np.sin(angle_rad), np.cos(angle_rad)
    turned = world_m.copy()
    turned[:, 0] = cosine * world_m[:, 0] - sine * world_m[:, 1]
    turned[:, 1] = sine * world_m[:, 0] + cosine * world_m[:, 1]
    return turned
