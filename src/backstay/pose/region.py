"""The square of a picture in which a person is looked for: geometry between crop and picture."""

import math
from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

_MARGIN = 1.25
"""How much wider than the circle around the person the crop is. Source: BlazePose's published graph."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A square, possibly turned.

    Attributes:
        center_px: (x, y) in the picture.
        size_px: Length of a side.
        rotation_rad: 0 = upright; positive turns the person's head clockwise, to the right of the picture.
    """

    center_px: tuple[float, float]
    size_px: float
    rotation_rad: float

    @property
    def to_picture(self) -> NDArray[np.float64]:
        """Return the (2, 3) matrix from crop fractions (0 to 1, right and down) to pixels of the picture."""
        along = self.size_px * math.cos(self.rotation_rad)
        across = self.size_px * math.sin(self.rotation_rad)
        x, y = self.center_px
        return np.array([[along, -across, x - 0.5 * (along - across)], [across, along, y - 0.5 * (along + across)]])


def region_of_picture(size_px: tuple[int, int]) -> Region:
    """Return the upright square that holds a whole picture of (width, height)."""
    width, height = size_px
    return Region(center_px=(width / 2, height / 2), size_px=float(max(width, height)), rotation_rad=0.0)


def region_around(center_px: NDArray[np.floating], top_px: NDArray[np.floating]) -> Region:
    """Return the region of a person from two points: the middle of the hips and a point on the circle around the body.

    The second point lies above the head, so it says which way is up.

    Args:
        center_px: (2,) in the picture.
        top_px: (2,) in the picture.
    """
    right, down = (float(value) for value in top_px - center_px)
    return Region(
        center_px=(float(center_px[0]), float(center_px[1])),
        size_px=2.0 * math.hypot(right, down) * _MARGIN,
        rotation_rad=math.atan2(right, -down),
    )


def crop(image_rgb: NDArray[np.uint8], region: Region, side_px: int, *, border: int) -> NDArray[np.uint8]:
    """Return the region's picture, uint8 (side, side, 3).

    Positions are rounded to 1/32 pixel, as every OpenCV before version 5 did by itself: the networks feel the
    difference (landmarks move by up to 1 % of the trunk), so this gives the same pose on any OpenCV.

    Args:
        image_rgb: uint8 (height, width, 3).
        region: Where to look.
        side_px: Side of the square to return.
        border: What lies outside the picture: `cv2.BORDER_CONSTANT` (black) or `cv2.BORDER_REPLICATE`.
    """
    (right_x, down_x, x), (right_y, down_y, y) = (region.to_picture / (side_px, side_px, 1.0)).astype(np.float32)
    steps = np.arange(side_px, dtype=np.float32)
    columns = right_x * steps + (down_x * steps + x)[:, np.newaxis]
    rows = right_y * steps + (down_y * steps + y)[:, np.newaxis]
    whole, thirty_seconds = cv2.convertMaps(columns, rows, cv2.CV_16SC2)
    picture = cv2.remap(image_rgb, whole, thirty_seconds, cv2.INTER_LINEAR, borderMode=border)
    return cast(NDArray[np.uint8], picture)


def in_picture(points: NDArray[np.floating], region: Region) -> NDArray[np.float64]:
    """Return (point, 2) crop fractions as pixels of the picture."""
    matrix = region.to_picture
    placed: NDArray[np.float64] = points @ matrix[:, :2].T + matrix[:, 2]
    return placed
