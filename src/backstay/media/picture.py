"""Decoded frames to upright RGB pictures."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Self

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, Interpolation
from numpy.typing import NDArray

from backstay.media.turning import Turn

_UNSPECIFIED_COLORSPACE = 2
_HD_HEIGHT_PX = 720
"""Unlabelled video of at least this height is BT.709, smaller is BT.601: what cameras and players do."""

_MAX_PIXEL_ASPECT = 4
"""A file that claims longer pixels is damaged: the longest in use, of anamorphic DV, are below 2."""

_BACKDROP = 255
"""What shows through transparent pixels: white, as on paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upright:
    """How a stream's pictures are brought upright, to square pixels and to size.

    Attributes:
        decoded_px: (width, height) to scale to before turning.
        is_transposed: Rows become columns, before the flips.
        is_flipped_x: Left and right swap.
        is_flipped_y: Top and bottom swap.
    """

    decoded_px: tuple[int, int]
    is_transposed: bool
    is_flipped_x: bool
    is_flipped_y: bool

    @classmethod
    def of(cls, frame: av.VideoFrame, turn: Turn, pixel_aspect: Fraction | None, longest_side_px: int | None) -> Self:
        """Read from a stream's first frame how to bring it upright.

        Args:
            frame: The first decoded frame.
            turn: Which way up it belongs.
            pixel_aspect: Width of a pixel by its height; None or 0 where the file does not say.
            longest_side_px: Scale down so that neither side is longer; None keeps the size.

        Returns:
            The way, valid for the whole stream.
        """
        is_transposed = abs(turn.y_from_x) + abs(turn.x_from_y) > abs(turn.x_from_x) + abs(turn.y_from_y)
        return cls(
            decoded_px=_size(frame, pixel_aspect or Fraction(1), longest_side_px),
            is_transposed=is_transposed,
            is_flipped_x=(turn.x_from_y if is_transposed else turn.x_from_x) < 0,
            is_flipped_y=(turn.y_from_x if is_transposed else turn.y_from_y) < 0,
        )

    @property
    def size_px(self) -> tuple[int, int]:
        """Return (width, height) of the upright picture."""
        width, height = self.decoded_px
        return (height, width) if self.is_transposed else (width, height)

    def picture(self, frame: av.VideoFrame) -> NDArray[np.uint8]:
        """Return the frame as uint8 RGB (height, width, 3), upright and contiguous."""
        image = _rgb(frame, self.decoded_px)
        if self.is_transposed:
            image = image.transpose(1, 0, 2)
        if self.is_flipped_x:
            image = image[:, ::-1]
        if self.is_flipped_y:
            image = image[::-1]
        return np.ascontiguousarray(image)


def _size(frame: av.VideoFrame, pixel_aspect: Fraction, longest_side_px: int | None) -> tuple[int, int]:
    """Return (width, height) with square pixels, shrunk to fit."""
    width, height = Fraction(frame.width), Fraction(frame.height)
    if not 1 / _MAX_PIXEL_ASPECT <= pixel_aspect <= _MAX_PIXEL_ASPECT:
        pixel_aspect = Fraction(1)
    if pixel_aspect > 1:
        width *= pixel_aspect
    else:
        height /= pixel_aspect
    longest = max(width, height)
    shrink = min(Fraction(1), longest_side_px / longest) if longest_side_px else Fraction(1)
    return max(1, round(width * shrink)), max(1, round(height * shrink))


def _rgb(frame: av.VideoFrame, size_px: tuple[int, int]) -> NDArray[np.uint8]:
    """Convert colours and size in one pass."""
    width, height = size_px
    has_alpha = frame.format.name == "pal8" or any(component.is_alpha for component in frame.format.components)
    converted = frame.reformat(
        width=width,
        height=height,
        format="rgba" if has_alpha else "rgb24",
        src_colorspace=_colorspace(frame),
        dst_color_range=ColorRange.JPEG,
        interpolation=Interpolation.AREA if width < frame.width else Interpolation.BILINEAR,
        threads=1,
    )
    image = converted.to_ndarray().astype(np.uint8, copy=False)
    return _flattened(image) if has_alpha else image


def _colorspace(frame: av.VideoFrame) -> int | None:
    """Return what an unlabelled frame's colours most likely are; None leaves the label in force."""
    if frame.colorspace != _UNSPECIFIED_COLORSPACE:
        return None
    return Colorspace.ITU709 if frame.height >= _HD_HEIGHT_PX else Colorspace.ITU601


def _flattened(image_rgba: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Lay a picture with transparency on the backdrop."""
    opacity = image_rgba[..., 3:].astype(np.uint16)
    blended = (image_rgba[..., :3] * opacity + _BACKDROP * (255 - opacity) + 127) // 255
    return blended.astype(np.uint8)
