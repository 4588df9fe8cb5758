"""Skeletons and words on RGB pictures. Everything is drawn in place, and scales with the picture."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from backstay.pose.types import Landmark, Pose

Image = NDArray[np.uint8]
Colour = tuple[int, int, int]
"""Red, green, blue."""

DOUBTFUL_BELOW = 0.5
"""Points less sure than this are drawn hollow, and limbs to them dashed."""

REGULAR, BOLD = 400, 700
"""Font weights."""

_SUBPIXEL_BITS = 4
_FAR_PX = 20_000
"""Nothing is drawn further out than this; OpenCV's coordinates would overflow."""

_LINE_SHARE = 1 / 150
"""Width of a limb by the picture's shorter side."""

_SPACE = 0.28
"""Width of a space by the font's size."""

_LEAST_SHRUNK = 0.7
"""Text smaller than this share of its size is broken into lines instead."""

LEADING = 1.25
"""Distance of lines by the font's size."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink:
    """Colours of a skeleton: the person's left, right and middle, and what surrounds each line.

    Left and right differ in lightness too, and are safe for colour-blind eyes.

    Source:
        Okabe and Ito 2008, Color Universal Design.
    """

    left: Colour
    right: Colour
    middle: Colour
    around: Colour


ON_VIDEO = Ink(left=(255, 176, 32), right=(86, 190, 255), middle=(245, 245, 245), around=(16, 20, 26))
ON_PAPER = Ink(left=(190, 80, 0), right=(0, 90, 170), middle=(70, 76, 84), around=(252, 252, 250))

_SIDE_LIMBS = (
    ("EAR", "SHOULDER"),
    ("SHOULDER", "ELBOW"),
    ("ELBOW", "WRIST"),
    ("WRIST", "INDEX"),
    ("SHOULDER", "HIP"),
    ("HIP", "KNEE"),
    ("KNEE", "ANKLE"),
    ("ANKLE", "HEEL"),
    ("HEEL", "BIG_TOE"),
    ("ANKLE", "BIG_TOE"),
)
_LIMBS = (
    (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER),
    (Landmark.LEFT_HIP, Landmark.RIGHT_HIP),
    (Landmark.LEFT_EAR, Landmark.NOSE),
    (Landmark.RIGHT_EAR, Landmark.NOSE),
    *((Landmark[f"RIGHT_{one}"], Landmark[f"RIGHT_{other}"]) for one, other in _SIDE_LIMBS),
    *((Landmark[f"LEFT_{one}"], Landmark[f"LEFT_{other}"]) for one, other in _SIDE_LIMBS),
)
_POINTS = tuple(dict.fromkeys(landmark for limb in _LIMBS for landmark in limb))


def limb_width_px(image: Image) -> int:
    """Return how wide a limb is drawn on a picture of this size."""
    height, width, _ = image.shape
    shorter: int = min(height, width)
    return max(2, round(shorter * _LINE_SHARE))


def draw_skeleton(image: Image, pose: Pose, ink: Ink = ON_VIDEO, *, scale: float = 1.0) -> None:
    """Draw a pose: surely seen limbs as lines between dots, doubtful ones dashed between rings.

    Args:
        image: RGB, drawn upon.
        pose: Whom to draw; unseen points are left out.
        ink: In which colours.
        scale: Pixels of the image to one pixel of the pose.
    """
    width = limb_width_px(image)
    points = np.clip(pose.xy_px * np.float32(scale), -_FAR_PX, _FAR_PX)
    limbs = [limb for limb in _LIMBS if np.isfinite(points[list(limb)]).all()]
    for thickness, around in ((width + 2 * max(1, width // 2), True), (width, False)):
        for one, other in limbs:
            colour = ink.around if around else _colour(one, other, ink)
            is_sure = bool(min(pose.confidence[one], pose.confidence[other]) >= DOUBTFUL_BELOW)
            draw = draw_line if is_sure else draw_dashes
            draw(image, points[one], points[other], colour, thickness)
    for landmark in _POINTS:
        if np.isfinite(points[landmark]).all():
            is_sure = bool(pose.confidence[landmark] >= DOUBTFUL_BELOW)
            _draw_dot(image, points[landmark], _colour(landmark, landmark, ink), ink.around, is_filled=is_sure)


def draw_line(
    image: Image, start: NDArray[np.floating], end: NDArray[np.floating], colour: Colour, width_px: int
) -> None:
    """Draw a smooth line."""
    cv2.line(image, _fixed(start), _fixed(end), colour, width_px, cv2.LINE_AA, _SUBPIXEL_BITS)


def draw_strokes(image: Image, strokes: NDArray[np.floating], colour: Colour, width_px: int) -> None:
    """Draw smooth open curves.

    Args:
        image: RGB, drawn upon.
        strokes: (stroke, point, 2) in pixels.
        colour: Of all of them.
        width_px: Of their lines.
    """
    fixed = [np.rint(stroke * (1 << _SUBPIXEL_BITS)).astype(np.int32) for stroke in strokes]
    cv2.polylines(
        image, fixed, isClosed=False, color=colour, thickness=width_px, lineType=cv2.LINE_AA, shift=_SUBPIXEL_BITS
    )


def draw_dashes(
    image: Image, start: NDArray[np.floating], end: NDArray[np.floating], colour: Colour, width_px: int
) -> None:
    """Draw a dashed line, its dashes as wide as `width_px` and as long as the picture's limbs are wide, thrice."""
    dash_px = 3 * limb_width_px(image)
    length_px = float(np.hypot(*(end - start)))
    dashes = max(1, round(length_px / (2 * dash_px)))
    for number in range(dashes):
        begin, finish = (number + 0.3) / dashes, (number + 0.7) / dashes
        draw_line(image, start + (end - start) * begin, start + (end - start) * finish, colour, width_px)


def _draw_dot(image: Image, centre: NDArray[np.floating], colour: Colour, around: Colour, *, is_filled: bool) -> None:
    width = limb_width_px(image)
    radius = round(width * 1.3) << _SUBPIXEL_BITS
    for inner, extra in ((False, max(1, width // 2)), (True, 0)):
        shade = (colour if is_filled else around) if inner else around
        size = radius + (extra << _SUBPIXEL_BITS)
        cv2.circle(image, _fixed(centre), size, shade, cv2.FILLED, cv2.LINE_AA, _SUBPIXEL_BITS)
    if not is_filled:
        cv2.circle(image, _fixed(centre), radius, colour, max(1, width // 2), cv2.LINE_AA, _SUBPIXEL_BITS)


def _colour(one: Landmark, other: Landmark, ink: Ink) -> Colour:
    sides = {"LEFT": ink.left, "RIGHT": ink.right}
    colours = {sides.get(landmark.name.partition("_")[0], ink.middle) for landmark in (one, other)}
    return colours.pop() if len(colours) == 1 else ink.middle


def _fixed(point: NDArray[np.floating]) -> tuple[int, int]:
    """Return a point in the fixed-point numbers of OpenCV's smooth drawing."""
    x, y = np.rint(np.clip(point, -_FAR_PX, _FAR_PX) * (1 << _SUBPIXEL_BITS))
    return int(x), int(y)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A stretch of text in one colour and weight, broken between lines unless it is to stay whole."""

    text: str
    colour: Colour
    weight: int = REGULAR
    is_whole: bool = False


@cache
def _font() -> cv2.FontFace:
    return cv2.FontFace("sans")


@lru_cache(maxsize=4096)
def text_width_px(text: str, size_px: int, weight: int) -> int:
    """Return how wide a line of text is."""
    _, _, width, _ = cv2.getTextSize((100_000, 1000), text, (0, 500), _font(), size_px, weight)
    return int(width)


def fitting_size_px(texts: Sequence[Words], width_px: int, largest_px: int) -> int:
    """Return the font size at which texts need fewest lines without shrinking much below `largest_px`.

    Args:
        texts: Read one after the other.
        width_px: Of the lines.
        largest_px: Never exceeded; at least half of it is returned.
    """
    for most_lines in (1, 2, 3):
        for size_px in range(largest_px, round(largest_px * _LEAST_SHRUNK), -1):
            lines = wrapped(texts, size_px, width_px)
            words = [word for line in lines for word in line]
            if len(lines) <= most_lines and all(_word_px(word, size_px) <= width_px for word in words):
                return size_px
    return largest_px // 2


def _word_px(word: Words, size_px: int) -> int:
    return text_width_px(word.text, size_px, word.weight)


def wrapped(texts: Iterable[Words], size_px: int, width_px: int) -> list[list[Words]]:
    """Break stretches of text into lines.

    Args:
        texts: Read one after the other, with spaces between.
        size_px: Of the font.
        width_px: Of the lines; only a single longer word sticks out.

    Returns:
        Lines of words.
    """
    lines: list[list[Words]] = [[]]
    x = 0.0
    for stretch in texts:
        for text in [stretch.text] if stretch.is_whole else stretch.text.split():
            word = replace(stretch, text=text)
            if lines[-1] and x + _word_px(word, size_px) > width_px:
                lines.append([])
                x = 0.0
            lines[-1].append(word)
            x += _word_px(word, size_px) + _SPACE * size_px
    return lines


def draw_lines(image: Image, lines: Sequence[Sequence[Words]], left_px: int, top_px: int, size_px: int) -> int:
    """Draw lines of words downwards.

    Args:
        image: RGB, drawn upon.
        lines: As `wrapped` returns them.
        left_px: Where lines begin.
        top_px: Where the first line's own height begins.
        size_px: Of the font.

    Returns:
        Where the next line's own height would begin.
    """
    for number, line in enumerate(lines):
        x = float(left_px)
        baseline = round(top_px + number * size_px * LEADING + size_px)
        for word in line:
            cv2.putText(image, word.text, (round(x), baseline), word.colour, _font(), size_px, word.weight)
            x += _word_px(word, size_px) + _SPACE * size_px
    return round(top_px + len(lines) * size_px * LEADING)
