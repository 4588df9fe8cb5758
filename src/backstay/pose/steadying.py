"""Steady the two points that steer the next region, so that the crop does not tremble with the landmarks."""

import math

import numpy as np
from numpy.typing import NDArray

_SLOWEST_HZ = 0.01
_HZ_PER_SPEED = 10.0
_SPEED_HZ = 1.0
"""One-Euro filter: cut-off at rest, cut-off gained per body length a second, cut-off of the speed itself.

Source: BlazePose's published graph, which filters these points even where smoothing is switched off.
"""


class SteadyPoints:
    """A One-Euro filter over a few points; it starts anew after a loss."""

    def __init__(self) -> None:
        """Start without memory."""
        self._t_s = -math.inf
        self._raw: NDArray[np.float64] | None = None
        self._steady: NDArray[np.float64] | None = None
        self._speed: NDArray[np.float64] | None = None

    def steady(self, points_px: NDArray[np.float64], *, t_s: float, scale_px: float) -> NDArray[np.float64]:
        """Return (point, 2) steadied points.

        Args:
            points_px: (point, 2).
            t_s: Media time; a time that does not advance leaves the points as they are.
            scale_px: Length of the body in the picture, by which speed is measured.
        """
        elapsed_s = t_s - self._t_s
        if self._raw is None or self._steady is None or self._speed is None:
            self._steady, self._speed = points_px, np.zeros_like(points_px)
        elif elapsed_s > 0:
            speed = (points_px - self._raw) / (max(scale_px, 1e-6) * elapsed_s)
            self._speed = self._speed + _share(np.array(_SPEED_HZ), elapsed_s) * (speed - self._speed)
            cutoff_hz = _SLOWEST_HZ + _HZ_PER_SPEED * np.abs(self._speed)
            self._steady = self._steady + _share(cutoff_hz, elapsed_s) * (points_px - self._steady)
        else:
            return points_px
        self._raw, self._t_s = points_px, t_s
        return self._steady


def _share(cutoff_hz: NDArray[np.float64], elapsed_s: float) -> NDArray[np.float64]:
    """Return how much of the newest value a first-order low-pass takes."""
    share: NDArray[np.float64] = 1.0 / (1.0 + 1.0 / (2.0 * np.pi * cutoff_hz * elapsed_s))
    return share
