"""A frame as the page sends it: 16 bytes of head, then a JPEG or a WebP."""

import math
import struct
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from backstay.web.picture_size import picture_size_px
from backstay.web.wire import Problem

HEAD = struct.Struct("<4sId")
MAGIC = b"BSF1"
MOST_BYTES = 1_000_000
"""A 640x480 JPEG has 30 to 80 kB; this is room for 1280x960 in the best quality."""
MOST_PX = 1280
"""Longest side; the network looks at 256 pixels of a body."""
WIDTH_PX, HEIGHT_PX, FRAMES_PER_S = 640, 480, 30
"""What the page is asked for."""

Image = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class SentFrame:
    """A frame's head, and its picture not decoded yet."""

    seq: int
    captured_s: float
    picture: bytes


def parse_frame(message: bytes) -> SentFrame | Problem:
    """Return the frame in a binary message, or what is wrong with it.

    Example:
        >>> parse_frame(b"nonsense").code
        'bad_frame'
    """
    if len(message) > MOST_BYTES:
        says = f"A frame has {MOST_BYTES:,} bytes at most, not {len(message):,}."
        return Problem(code="frame_too_large", says=says)
    if len(message) <= HEAD.size:
        return Problem(code="bad_frame", says="A frame has 16 bytes of head and a picture behind it.")
    magic, seq, captured_s = HEAD.unpack_from(message)
    if magic != MAGIC or not math.isfinite(captured_s):
        return Problem(code="bad_frame", says="A frame begins with BSF1, a number and a time.")
    return SentFrame(seq=seq, captured_s=captured_s, picture=message[HEAD.size :])


def build_frame(seq: int, captured_s: float, picture: bytes) -> bytes:
    """Return the message that `parse_frame` reads.

    Example:
        >>> parse_frame(build_frame(7, 1.5, b"picture")).seq
        7
    """
    return HEAD.pack(MAGIC, seq, captured_s) + picture


def decode_picture(picture: bytes) -> Image | None:
    """Return uint8 RGB (height, width, 3); None for bytes that are no picture, or one larger than is asked for.

    The size is read before anything is decoded: a small file can claim a picture of gigabytes.
    """
    size_px = picture_size_px(picture)
    if size_px is None or not 0 < min(size_px) <= max(size_px) <= MOST_PX:
        return None
    image = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR_RGB)
    if image is None or image.shape[:2] != (size_px[1], size_px[0]):
        return None
    return np.ascontiguousarray(image, dtype=np.uint8)
