"""One judged moment as a picture: the skeleton, the measured angle, its error and its limit."""

import math
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from backstay.pose.types import Pose
from backstay.reports.drawing import (
    BOLD,
    LEADING,
    ON_PAPER,
    REGULAR,
    Colour,
    Image,
    Words,
    draw_dashes,
    draw_line,
    draw_lines,
    draw_skeleton,
    draw_strokes,
    limb_width_px,
    text_width_px,
    wrapped,
)

_PAPER: Colour = (252, 252, 250)
_PLAIN: Colour = (28, 32, 38)
_MUTED: Colour = (96, 104, 114)
_MARK: Colour = (196, 30, 58)
_ERROR: Colour = (250, 208, 208)
_DRAWING_SHARE = 0.76
"""Height of the drawing by the picture's; words stand below."""

_WHOLE_SHARE = 0.42
"""Width of the whole skeleton by the picture's; the joint stands beside it from close by."""

_WHOLE_MARGIN, _CLOSE_MARGIN = 0.08, 0.24
"""Free margins by the drawing's width and height."""

_WORDS_SHARE = 0.26
"""Largest font by the height of the words' part: three lines."""

_SMALLEST_FONT_PX = 6
_REACH_SHARE = 0.7
"""Radius of the arc by the shorter arm's length."""

_LIMIT_REACH = 1.5
"""Length of the limit's ray by the arc's radius."""

_ARC_POINTS = 24


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MeasuredAngle:
    """An angle to show at a joint.

    Attributes:
        name: In words, such as "left elbow".
        value_deg: What was measured.
        error_deg: One standard deviation of the measurement.
        limit_deg: The limit it was judged by.
        vertex_px: Where the angle is, (x, y) in the pose's pixels.
        fixed_px: A point on the arm it is measured from.
        moving_px: A point on the arm it is measured to; opening away from the first arm is positive.
    """

    name: str
    value_deg: float
    error_deg: float
    limit_deg: float
    vertex_px: NDArray[np.floating]
    fixed_px: NDArray[np.floating]
    moving_px: NDArray[np.floating]

    def says(self) -> str:
        """Return the measurement in words, such as "left elbow 62° ± 4°, limit 75°"."""
        return f"{self.name} {self.value_deg:.0f}° ± {self.error_deg:.0f}°, limit {self.limit_deg:.0f}°"


def draw_moment(
    pose: Pose, says: str, measured: str, angle: MeasuredAngle | None = None, size_px: tuple[int, int] = (640, 480)
) -> Image:
    """Return a picture that shows why a line of the prescription was judged as it was.

    Args:
        pose: The skeleton at that moment.
        says: The line and its verdict, such as "Elbows at shoulder height: not met".
        measured: What was measured, in words, with error and limit, such as `MeasuredAngle.says` gives.
        angle: The angle to draw; None where what was measured is none.
        size_px: (width, height) of the picture.

    Returns:
        uint8 RGB (height, width, 3). The measured arm is red on the shade of its error, the limit a dashed ray.
    """
    width, height = size_px
    image: Image = np.full((height, width, 3), _PAPER, np.uint8)
    drawing = image[: round(height * _DRAWING_SHARE)]
    if angle is None:
        _draw_whole(drawing, pose)
    else:
        split = round(width * _WHOLE_SHARE)
        place = _draw_whole(drawing[:, :split], pose)
        _ring(drawing[:, :split], place(angle.vertex_px))
        _draw_close(drawing[:, split:], pose, angle)
    _write(image[drawing.shape[0] :], (says, measured, f"at {pose.t_s:.1f} s"))
    return image


def _draw_whole(image: Image, pose: Pose) -> "_Placing":
    """Draw the whole skeleton as large as it fits, and return where it went."""
    place = _placing(pose.xy_px, image, _WHOLE_MARGIN)
    draw_skeleton(image, replace(pose, xy_px=place(pose.xy_px).astype(np.float32)), ON_PAPER)
    return place


def _ring(image: Image, centre: NDArray[np.floating]) -> None:
    x, y = np.rint(centre).astype(int)
    cv2.circle(image, (int(x), int(y)), 6 * limb_width_px(image), _MARK, limb_width_px(image), cv2.LINE_AA)


def _draw_close(image: Image, pose: Pose, angle: MeasuredAngle) -> None:
    """Draw the joint from close by, with the angle."""
    corners = np.array([angle.vertex_px, angle.fixed_px, angle.moving_px])
    place = _placing(corners, image, _CLOSE_MARGIN)
    fan = _fan(angle, place)
    _shade_error(image, fan, angle.error_deg)
    draw_skeleton(image, replace(pose, xy_px=place(pose.xy_px).astype(np.float32)), ON_PAPER)
    _draw_arms(image, fan, fan.opening_rad + math.radians(angle.limit_deg - angle.value_deg))


def _write(image: Image, texts: tuple[str, str, str]) -> None:
    """Write what was judged, what was measured and when, as large as all fit."""
    height, width, _ = image.shape
    margin = width // 32
    styles = ((_PLAIN, BOLD), (_MARK, BOLD), (_MUTED, REGULAR))
    words = [
        [Words(text=text, colour=colour, weight=weight)] for text, (colour, weight) in zip(texts, styles, strict=True)
    ]
    for size in range(round(height * _WORDS_SHARE), _SMALLEST_FONT_PX - 1, -1):
        lines = [line for text in words for line in wrapped(text, size, width - 2 * margin)]
        if len(lines) * size * LEADING <= height - margin:
            draw_lines(image, lines, margin, 0, size)
            return


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Placing:
    """Where a pose goes in the drawing: scaled, then shifted."""

    scale: float
    shift_px: NDArray[np.float64]

    def __call__(self, points_px: NDArray[np.floating]) -> NDArray[np.float64]:
        placed: NDArray[np.float64] = np.asarray(points_px, dtype=np.float64) * self.scale + self.shift_px
        return placed


def _placing(points_px: NDArray[np.floating], image: Image, margin_share: float) -> _Placing:
    """Centre the seen points in an image, as large as its margins allow."""
    height, width, _ = image.shape
    seen = points_px[np.isfinite(points_px).all(axis=1)].astype(np.float64)
    if not len(seen):
        return _Placing(scale=1.0, shift_px=np.zeros(2))
    low, high = seen.min(axis=0), seen.max(axis=0)
    room = np.array((width, height)) * (1 - 2 * margin_share)
    scale = float(np.min(room / np.maximum(high - low, 1.0)))
    return _Placing(scale=scale, shift_px=np.array((width, height)) / 2 - (low + high) / 2 * scale)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Fan:
    """Directions around the joint: radians clockwise from the x axis, as y points down."""

    vertex_px: NDArray[np.float64]
    reach_px: float
    fixed_rad: float
    opening_rad: float
    sense: float

    def point(self, from_fixed_rad: float, reach: float = 1.0) -> NDArray[np.float64]:
        """Return the point so far from the fixed arm, in the sense in which the angle opens."""
        direction = self.fixed_rad + self.sense * from_fixed_rad
        along = np.array([math.cos(direction), math.sin(direction)])
        point: NDArray[np.float64] = self.vertex_px + reach * self.reach_px * along
        return point

    def arc(self, start_rad: float, end_rad: float) -> NDArray[np.float64]:
        """Return points along the circle."""
        return np.array([self.point(step) for step in np.linspace(start_rad, end_rad, _ARC_POINTS)])


def _fan(angle: MeasuredAngle, place: _Placing) -> _Fan:
    vertex, fixed, moving = (place(point) for point in (angle.vertex_px, angle.fixed_px, angle.moving_px))
    fixed_rad = math.atan2(*(fixed - vertex)[::-1])
    turn = math.remainder(math.atan2(*(moving - vertex)[::-1]) - fixed_rad, math.tau)
    return _Fan(
        vertex_px=vertex,
        reach_px=_REACH_SHARE * float(min(np.hypot(*(moving - vertex)), np.hypot(*(fixed - vertex)))),
        fixed_rad=fixed_rad,
        opening_rad=abs(turn),
        sense=-1.0 if turn < 0 else 1.0,
    )


def _shade_error(image: Image, fan: _Fan, error_deg: float) -> None:
    error_rad = math.radians(error_deg)
    around = fan.arc(fan.opening_rad - error_rad, fan.opening_rad + error_rad)
    cv2.fillPoly(image, [np.rint([fan.vertex_px, *around]).astype(np.int32)], _ERROR, cv2.LINE_AA)


def _draw_arms(image: Image, fan: _Fan, limit_rad: float) -> None:
    """Draw both arms, the arc between them, and the limit as a longer dashed ray."""
    width = limb_width_px(image)
    draw_strokes(image, fan.arc(0.0, fan.opening_rad)[None], _MARK, max(2, width // 2))
    draw_line(image, fan.vertex_px, fan.point(0.0), _PLAIN, width)
    draw_dashes(image, fan.vertex_px, fan.point(limit_rad, _LIMIT_REACH), _PLAIN, max(2, width // 2))
    draw_line(image, fan.vertex_px, fan.point(fan.opening_rad), _MARK, width + 1)
    _label(image, "limit", fan.point(limit_rad, _LIMIT_REACH))


def _label(image: Image, text: str, at: NDArray[np.float64]) -> None:
    """Write a word centred above a point, or as near as the image allows."""
    height, width, _ = image.shape
    size = max(_SMALLEST_FONT_PX, height // 20)
    room = np.array((width - text_width_px(text, size, REGULAR), height - size * LEADING))
    corner = at - ((width - room[0]) / 2, size * LEADING)
    left, top = np.clip(corner, 0, np.maximum(room, 0))
    draw_lines(image, [[Words(text=text, colour=_PLAIN)]], round(left), round(top), size)
