"""Measure how chest and shoulders move: optical flow of the clothes, for breathing.

Breath moves the shoulders of a person in front of a camera by about one pixel, less than landmarks tremble. So a few
dozen corners on the torso are followed to a fraction of a pixel, always from one key picture rather than from frame to
frame: errors then do not add up when the flow is summed, until the next key picture.

Measured on four synthetic clips of 640 x 480: summed flow follows the true shoulders and breastbone with a correlation
of 0.99 between 0.1 and 0.8 Hz (landmarks: 0.95 to 0.98), with 0.02 px of noise above 2 Hz.
"""

from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from backstay.media.types import Frame
from backstay.pose.types import Landmark, TorsoMotion

_CORNERS = 30
_CORNER_QUALITY = 0.01
_CORNER_DISTANCE_PX = 5
_PATCH_PX = 13
_PYRAMID_LEVELS = 1
_STOP = (cv2.TERM_CRITERIA_COUNT | cv2.TERM_CRITERIA_EPS, 8, 0.01)
_TRUNK_PX = 120.0
"""Larger torsos are scaled down to this length, for speed."""
_DEPTH = 0.6
"""How far down from the shoulders towards the hips the chest is taken to reach."""
_ABOVE = 0.1
"""How far above the shoulder joints, in trunk lengths, the shoulders' outline is looked for."""
_WIDENED = 1.25
_NARROWEST = 0.25
"""Half width of the chest, in trunk lengths, however narrow the shoulders look from the side."""
_KEY_S = 2.0
"""Age at which a key picture is replaced. Between 1 and 4 s it makes no difference."""
_FARTHEST_PX = 7.0
"""Way from the key picture, at its scale, at which it is replaced: beyond, the patches look different."""
_LONGEST_GAP_S = 0.5
_LOST_WAY_PX = 0.3
"""A corner that does not find its way back to within this is lost."""
_FEWEST = 6
"""Fewer corners than this are no measurement."""
_WORN_QUALITY = 0.5


@dataclass(slots=True, kw_only=True)
class _Key:
    """A picture of the torso, and where its corners have been seen since.

    Attributes:
        t_s: When it was taken.
        gray: The torso, scaled.
        window_px: Left, top, right, bottom of the torso in the whole picture.
        scale: Pixels here for each pixel there.
        corners: (corner, 2) in `gray`.
        moved: (corner, 2) how far each was from there when last seen.
        seen_s: When that was.
    """

    t_s: float
    gray: NDArray[np.uint8]
    window_px: tuple[int, int, int, int]
    scale: float
    corners: NDArray[np.float32]
    moved: NDArray[np.float32]
    seen_s: float


class TorsoMotionMeter:
    """Follows the torso of one person from frame to frame."""

    def __init__(self) -> None:
        """Start without a key picture."""
        self._key: _Key | None = None
        self._size_px = (0, 0)

    def measure(self, frame: Frame, xy_px: NDArray[np.float64] | None) -> TorsoMotion:
        """Return how the torso moved since the frame before.

        Args:
            frame: Now.
            xy_px: (landmark, 2) where the person is now; None = nobody.
        """
        size_px = (frame.image_rgb.shape[1], frame.image_rgb.shape[0])
        if xy_px is None or size_px != self._size_px or _is_stale(self._key, frame.t_s):
            self._key, self._size_px = None, size_px
        motion = _follow(self._key, frame) if self._key else _unmeasured(frame.t_s)
        if xy_px is not None and (self._key is None or _is_worn(self._key, motion)):
            self._key = _key_picture(frame, xy_px)
        return motion


def chest_outline(xy_px: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the (4, 2) corners of chest and shoulders, round from the top.

    Args:
        xy_px: (landmark, 2).
    """
    shoulders = xy_px[[Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]]
    down = xy_px[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP]].mean(axis=0) - shoulders.mean(axis=0)
    shoulder_px, trunk_px = (float(np.hypot(*way)) for way in (shoulders[0] - shoulders[1], down))
    half = max(_NARROWEST, _WIDENED * shoulder_px / (2.0 * max(trunk_px, 1e-6)))
    across = half * np.array([down[1], -down[0]])
    top = shoulders.mean(axis=0) - _ABOVE * down
    bottom = top + (_ABOVE + _DEPTH) * down
    outline: NDArray[np.float64] = np.stack([top + across, top - across, bottom - across, bottom + across])
    return outline


def _is_stale(key: _Key | None, t_s: float) -> bool:
    """Return whether the last frame lies too long back, or not back at all."""
    return key is not None and not 0 < t_s - key.seen_s <= _LONGEST_GAP_S


def _is_worn(key: _Key, motion: TorsoMotion) -> bool:
    """Return whether a key picture should be replaced."""
    if motion.quality < _WORN_QUALITY or key.seen_s - key.t_s > _KEY_S:
        return True
    return float(np.hypot(*np.median(key.moved, axis=0))) > _FARTHEST_PX


def _follow(key: _Key, frame: Frame) -> TorsoMotion:
    """Return the motion since the key's corners were last seen, and note where they are now."""
    gray = _gray(frame.image_rgb, key.window_px, key.scale)
    before = key.corners + key.moved
    there, is_found = _trace(key.gray, gray, key.corners, before)
    back, is_back = _trace(gray, key.gray, there, key.corners)
    is_good = is_found & is_back & (np.hypot(*(back - key.corners).T) < _LOST_WAY_PX)
    elapsed_s = frame.t_s - key.seen_s
    key.corners, key.moved, key.seen_s = key.corners[is_good], (there - key.corners)[is_good], frame.t_s
    if np.count_nonzero(is_good) < _FEWEST:
        return _unmeasured(frame.t_s)
    right, down = _agreed((there - before)[is_good]) / (key.scale * elapsed_s)
    return TorsoMotion(t_s=frame.t_s, flow_px_per_s=(float(right), float(down)), quality=float(is_good.mean()))


def _key_picture(frame: Frame, xy_px: NDArray[np.float64]) -> _Key | None:
    """Return a fresh key picture; None where there is too little torso in the picture to follow."""
    chest = chest_outline(xy_px)
    scale = min(1.0, _TRUNK_PX * _DEPTH / max(float(np.hypot(*(chest[3] - chest[0]))), 1e-6))
    margin = _PATCH_PX / scale
    limit = (frame.image_rgb.shape[1], frame.image_rgb.shape[0])
    left, top = np.clip(chest.min(axis=0) - margin, 0, limit).astype(int).tolist()
    right, bottom = np.clip(chest.max(axis=0) + margin, 0, limit).astype(int).tolist()
    if min(right - left, bottom - top) * scale < 3 * _PATCH_PX:
        return None
    gray = _gray(frame.image_rgb, (left, top, right, bottom), scale)
    corners = _corners(gray, (chest - (left, top)) * scale)
    return _Key(
        t_s=frame.t_s,
        gray=gray,
        window_px=(left, top, right, bottom),
        scale=scale,
        corners=corners,
        moved=np.zeros_like(corners),
        seen_s=frame.t_s,
    )


def _gray(image_rgb: NDArray[np.uint8], window_px: tuple[int, int, int, int], scale: float) -> NDArray[np.uint8]:
    left, top, right, bottom = window_px
    gray = cv2.cvtColor(image_rgb[top:bottom, left:right], cv2.COLOR_RGB2GRAY)
    if scale < 1.0:
        gray = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return cast(NDArray[np.uint8], gray)


def _corners(gray: NDArray[np.uint8], outline: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return (corner, 2) what can be followed well inside an outline."""
    mask = np.zeros_like(gray)
    cv2.fillConvexPoly(mask, np.rint(outline).astype(np.int32), 255)
    found = cv2.goodFeaturesToTrack(gray, _CORNERS, _CORNER_QUALITY, _CORNER_DISTANCE_PX, mask=mask)
    corners = cast(NDArray[np.float32] | None, found)
    return np.zeros((0, 2), np.float32) if corners is None else corners.reshape(-1, 2)


def _trace(
    one: NDArray[np.uint8], other: NDArray[np.uint8], points: NDArray[np.float32], guess: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Return where points of one picture are in another, and which were found."""
    if not len(points):
        return points, np.zeros(0, np.bool_)
    there, found, _ = cv2.calcOpticalFlowPyrLK(
        one,
        other,
        points,
        guess.copy(),
        winSize=(_PATCH_PX, _PATCH_PX),
        maxLevel=_PYRAMID_LEVELS,
        criteria=_STOP,
        flags=cv2.OPTFLOW_USE_INITIAL_FLOW,
    )
    return np.asarray(there, np.float32), np.asarray(found)[:, 0] == 1


def _agreed(steps: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the mean of the steps that agree with their median."""
    off = np.hypot(*(steps - np.median(steps, axis=0)).T)
    mean: NDArray[np.float64] = steps[off <= 2.5 * np.median(off)].mean(axis=0, dtype=np.float64)
    return mean


def _unmeasured(t_s: float) -> TorsoMotion:
    return TorsoMotion(t_s=t_s, flow_px_per_s=(np.nan, np.nan), quality=0.0)
