"""A video again, with the skeleton drawn on it and what the coach would say beside it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from backstay.media.reading import Media, open_media
from backstay.media.types import Frame
from backstay.media.writing import write_picture, write_video
from backstay.pose.types import Sighting
from backstay.reports.drawing import (
    BOLD,
    LEADING,
    Colour,
    Image,
    Words,
    draw_lines,
    draw_skeleton,
    draw_strokes,
    fitting_size_px,
    wrapped,
)

_LONGEST_SIDE_PX = 1920
"""Larger videos are shrunk: nobody reads a coach's words in 4K, and they would take minutes to write."""

_LEAST_HEIGHT_PX = 480
"""Smaller videos are enlarged, or the words could not be read."""

_PANEL_SHARE = 0.62
"""Width of the words' panel by the picture's height. Beside the picture, they never hide the person."""

_BACKGROUND: Colour = (22, 27, 34)
_PLAIN: Colour = (240, 243, 246)
_MUTED: Colour = (176, 186, 198)
_VERDICT_COLOURS: dict[str, Colour] = {
    "met": (98, 214, 160),
    "not met": (255, 138, 92),
    "can't see from here": _MUTED,
    "you tell me": (240, 215, 100),
}
_MARKS = {
    "met": (((0.05, 0.5), (0.35, 0.8), (0.85, 0.15)),),
    "not met": (((0.1, 0.1), (0.45, 0.45), (0.8, 0.8)), ((0.1, 0.8), (0.45, 0.45), (0.8, 0.1))),
    "can't see from here": (((0.1, 0.45), (0.4, 0.45), (0.8, 0.45)),),
}
"""Strokes of the marks, in font sizes from the upper left."""

_LARGEST_ROW_SHARE = 1 / 24
"""Font size of the verdicts by the picture's height, where there is room."""

_INDENT = 1.25
"""Width of the marks' column in font sizes."""

_GAP = 0.35
"""Between two rows, in font sizes."""

_SAME_MOMENT_S = 1e-3
"""Times are kept to the microsecond; frames are further apart than this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """What stands beside the picture at one moment.

    Attributes:
        headline: What is being done, such as the exercise's title.
        count: The number that matters now, such as "3 of 10".
        phase: What is happening, such as "arms up".
        verdicts: Each line of the prescription and its verdict in words: "met", "not met", "can't see from here" or
            "you tell me".
    """

    headline: str
    count: str
    phase: str
    verdicts: tuple[tuple[str, str], ...]


def write_overlay(
    path: Path | str,
    media_path: Path | str,
    sightings: Sequence[Sighting],
    captions: Callable[[float], Caption],
) -> None:
    """Write a video with the skeleton on each frame and the captions beside it, at the times of the original.

    Args:
        path: The MP4 to write, or a PNG of the first picture; an existing file is replaced.
        media_path: The video or picture that was looked at.
        sightings: What was seen in it, in order of time; a frame without one is shown as it is.
        captions: What to say at a time in seconds.

    Raises:
        MediaError: The original cannot be read.
        StoreError: The video cannot be written.
    """
    with open_media(media_path, longest_side_px=_LONGEST_SIDE_PX) as media:
        overlaid = _overlaid(media, sightings, captions)
        first, t_s = next(overlaid)
        if Path(path).suffix.lower() == ".png":
            write_picture(path, first)
            return
        height_px, width_px, _ = first.shape
        with write_video(path, media.info.fps, (width_px, height_px)) as video:
            video.write(first, t_s)
            for image, t_s in overlaid:
                video.write(image, t_s)


def _overlaid(
    media: Media, sightings: Sequence[Sighting], captions: Callable[[float], Caption]
) -> Iterator[tuple[Image, float]]:
    """Yield each picture, drawn upon and with its caption, and its time in seconds."""
    info = media.info
    enlarging = max(1.0, _LEAST_HEIGHT_PX / info.height_px)
    width, height = round(info.width_px * enlarging), round(info.height_px * enlarging)
    panel = _Panel(height)
    for frame, sighting in _paired(media, sightings):
        image = cv2.resize(frame.image_rgb, (width, height)).astype(np.uint8, copy=False)
        if sighting is not None:
            draw_skeleton(image, sighting.pose, scale=width / sighting.pose.image_size_px[0])
        yield np.hstack([image, panel.picture(captions(frame.t_s))]), frame.t_s


def _paired(frames: Iterable[Frame], sightings: Sequence[Sighting]) -> Iterator[tuple[Frame, Sighting | None]]:
    """Yield each frame with what was seen at that moment."""
    number = 0
    for frame in frames:
        while number < len(sightings) and sightings[number].pose.t_s < frame.t_s - _SAME_MOMENT_S:
            number += 1
        is_seen = number < len(sightings) and sightings[number].pose.t_s <= frame.t_s + _SAME_MOMENT_S
        yield frame, sightings[number] if is_seen else None


class _Panel:
    """Draws captions, each only once while it lasts."""

    def __init__(self, height_px: int) -> None:
        self._height_px = height_px
        self.width_px = round(height_px * _PANEL_SHARE)
        self._caption: Caption | None = None
        self._image: Image = draw_panel(None, (self.width_px, height_px))

    def picture(self, caption: Caption) -> Image:
        if caption != self._caption:
            self._caption, self._image = caption, draw_panel(caption, (self.width_px, self._height_px))
        return self._image


def draw_panel(caption: Caption | None, size_px: tuple[int, int]) -> Image:
    """Return a panel of words: headline, a count to be read across a room, phase, and all verdicts that fit.

    Args:
        caption: What to say; None leaves the panel empty.
        size_px: (width, height) of the panel.
    """
    width, height = size_px
    image: Image = np.full((height, width, 3), _BACKGROUND, np.uint8)
    if caption is None:
        return image
    margin = max(4, height // 32)
    inner = width - 2 * margin
    top = margin
    for text, share, colour, weight in (
        (caption.headline, 1 / 18, _MUTED, BOLD),
        (caption.count, 1 / 6, _PLAIN, BOLD),
        (caption.phase, 1 / 15, _PLAIN, BOLD),
    ):
        if text:
            words = [Words(text=text, colour=colour, weight=weight)]
            size = fitting_size_px(words, inner, round(height * share))
            top = draw_lines(image, wrapped(words, size, inner), margin, top, size)
    _draw_verdicts(image, caption.verdicts, margin, top + margin)
    return image


def _draw_verdicts(image: Image, verdicts: Sequence[tuple[str, str]], margin: int, top: int) -> None:
    """Write each line of the prescription with its mark and verdict, as large as all fit."""
    height, width, _ = image.shape
    size, rows = _laid_out(verdicts, width - 2 * margin, height - top, round(height * _LARGEST_ROW_SHARE))
    for (_, verdict), row in zip(verdicts, rows, strict=True):
        _draw_mark(image, verdict, (margin, top), size)
        top = draw_lines(image, row, margin + round(size * _INDENT), top, size) + round(size * _GAP)


def _laid_out(
    verdicts: Sequence[tuple[str, str]], width_px: int, height_px: int, largest_px: int
) -> tuple[int, list[list[list[Words]]]]:
    """Return the largest font size at which all rows fit, at least half of `largest_px`, and their lines."""
    sizes = range(largest_px, largest_px // 2, -1)
    fitting = (size for size in sizes if _height_px(_rows(verdicts, size, width_px), size) <= height_px)
    size = next(fitting, largest_px // 2)
    return size, _rows(verdicts, size, width_px)


def _height_px(rows: list[list[list[Words]]], size: int) -> int:
    return sum(round(len(row) * size * LEADING) + round(size * _GAP) for row in rows)


def _rows(verdicts: Sequence[tuple[str, str]], size: int, width_px: int) -> list[list[list[Words]]]:
    return [wrapped(_row(says, verdict), size, width_px - round(size * _INDENT)) for says, verdict in verdicts]


def _row(says: str, verdict: str) -> list[Words]:
    colour = _VERDICT_COLOURS.get(verdict, _PLAIN)
    if not verdict:
        return [Words(text=says, colour=_PLAIN)]
    return [Words(text=f"{says}:", colour=_PLAIN), Words(text=verdict, colour=colour, weight=BOLD, is_whole=True)]


def _draw_mark(image: Image, verdict: str, corner: tuple[int, int], size: int) -> None:
    """Draw a tick, a cross, a dash or a question mark, so that shape says what colour says; nothing for other words."""
    left, top = corner
    if verdict not in _VERDICT_COLOURS:
        return
    colour = _VERDICT_COLOURS[verdict]
    if verdict == "you tell me":
        draw_lines(image, [[Words(text="?", colour=colour, weight=BOLD)]], left + size // 5, top, size)
        return
    strokes = np.array(_MARKS[verdict]) * size + (left, top + size * 0.22)
    draw_strokes(image, strokes, colour, max(2, size // 7))
