"""Read a person's landmarks inside a region: BlazePose's landmark network and its heatmap refinement."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from backstay.pose.region import Region, crop, in_picture
from backstay.pose.runtime import Network, sigmoid
from backstay.pose.types import Landmark
from backstay.pose.weights import landmark_file, verified_weights

_BODY = len(Landmark)
_HIP_CENTER = 33
_TOP = 34
_REACH = np.arange(-4, 5)
"""A 9 x 9 window of the heatmap.

Source: MediaPipe's Python package, which drops the 7 of the published graph and runs the default of 9. On the
synthetic clips 9 lies nearer the truth (1.43 % of the trunk against 1.49 %, own offset removed).
"""
_MIN_PEAK = 0.5
"""A window whose best cell is below this refines nothing. Source: the default of MediaPipe's refinement."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Body:
    """What the network says of one region.

    Attributes:
        xy_px: float64 (landmark, 2) in the picture.
        world_m: float64 (landmark, 3), turned back upright.
        visibility: float64 (landmark,) 0 to 1, not hidden behind something.
        presence: float64 (landmark,) 0 to 1, inside the picture.
        peak: float64 (landmark,) 0 to 1, the highest heatmap cell near the point; 0 outside the region.
        person: 0 to 1, that there is a person at all.
        steering_px: float64 (2, 2): middle of the hips, and a point on the circle around the body, above the head.
    """

    xy_px: NDArray[np.float64]
    world_m: NDArray[np.float64]
    visibility: NDArray[np.float64]
    presence: NDArray[np.float64]
    peak: NDArray[np.float64]
    person: float
    steering_px: NDArray[np.float64]

    @property
    def claimed(self) -> NDArray[np.float64]:
        """Return (landmark,) 0 to 1, how far the network claims each point: seen, inside, and sharp in the heatmap."""
        return self.visibility * self.presence * self.peak


class LandmarkNetwork:
    """Reads landmarks in a region.

    Attributes:
        model: "lite", "full" or "heavy".
        sha256: Hash of its weights.
        network: The network itself, from a crop to its outputs.
    """

    def __init__(self, model: str, *, threads: int | None) -> None:
        """Load a landmark network.

        Raises:
            PoseModelError: There is no such model, or its weights are missing or damaged.
        """
        path, self.sha256 = verified_weights(landmark_file(model))
        self.model = model
        # Identity_2 is a picture of the body's outline: left out, it costs nothing.
        outputs = ("Identity", "Identity_1", "Identity_3", "Identity_4")
        self.network = Network(path, outputs=outputs, black_and_white=(0.0, 1.0), threads=threads)

    def read(self, image_rgb: NDArray[np.uint8], region: Region) -> Body:
        """Return what the network sees in a region of a uint8 (height, width, 3) picture."""
        side = self.network.size_px
        flat, person, heatmap, world = self.network.infer(crop(image_rgb, region, side, border=cv2.BORDER_REPLICATE))
        points = flat.reshape(-1, 5)[: _TOP + 1].astype(np.float64)
        fractions, peak = refine(points[:, :2] / side, heatmap)
        placed = in_picture(fractions, region)
        return Body(
            xy_px=placed[:_BODY],
            world_m=_turn(world.reshape(-1, 3)[:_BODY].astype(np.float64), region.rotation_rad),
            visibility=sigmoid(points[:_BODY, 3]),
            presence=sigmoid(points[:_BODY, 4]),
            peak=peak[:_BODY],
            person=float(person[0]),
            steering_px=placed[[_HIP_CENTER, _TOP]],
        )


def refine(
    fractions: NDArray[np.float64], heatmap: NDArray[np.float32]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return points moved to the centre of mass of their heatmaps nearby, and the heatmaps' peaks there.

    Args:
        fractions: (point, 2) x, y in 0 to 1 of the crop; a point outside is left where it is, with a peak of 0.
        heatmap: (row, column, point) logits, of as many points at least.
    """
    size = np.array([heatmap.shape[1], heatmap.shape[0]])
    cells = np.floor(fractions * size).astype(np.int64)
    is_inside = ((cells >= 0) & (cells < size)).all(axis=1)
    near = cells[..., np.newaxis] + _REACH
    on_map = (near >= 0) & (near < size[:, np.newaxis])
    columns, rows = np.where(on_map, near, 0).transpose(1, 0, 2)
    cell_numbers = rows[:, :, np.newaxis] * heatmap.shape[1] + columns[:, np.newaxis, :]
    points = np.arange(len(cells))[:, np.newaxis, np.newaxis]
    weights = sigmoid(heatmap.reshape(-1, heatmap.shape[2])[cell_numbers, points])
    weights *= on_map[:, 1, :, np.newaxis] & on_map[:, 0, np.newaxis, :]
    peak = np.where(is_inside, weights.max(axis=(1, 2)), 0.0)
    across, down = weights.sum(axis=1), weights.sum(axis=2)
    middle = np.stack([(across * columns).sum(axis=1), (down * rows).sum(axis=1)], axis=1)
    middle /= np.maximum(across.sum(axis=1), np.finfo(np.float64).tiny)[:, np.newaxis] * size
    return np.where((peak >= _MIN_PEAK)[:, np.newaxis], middle, fractions), peak


def _turn(world_m: NDArray[np.float64], angle_rad: float) -> NDArray[np.float64]:
    """Return world points turned about the viewing axis by the region's angle."""
    sine, cosine = np.sin(angle_rad), np.cos(angle_rad)
    turned: NDArray[np.float64] = world_m @ np.array([[cosine, sine, 0.0], [-sine, cosine, 0.0], [0.0, 0.0, 1.0]])
    return turned
