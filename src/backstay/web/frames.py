"""A frame as the page sends it: 16 bytes of head, then a JPEG or a WebP."""

import math
import struct
from dataclasses import dataclass

import av
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
CAREFUL = {"err_detect": "explode", "max_pixels": str(MOST_PX**2)}
"""FFmpeg's options to refuse what is damaged, and to make no room for more than is asked for."""

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
    """Return uint8 RGB (height, width, 3); None for one that is no picture, damaged, or larger than is asked for.

    The size is read before anything is decoded: a small file can claim a picture of gigabytes. FFmpeg decodes, as it
    does files: OpenCV makes something up for the damaged part of a JPEG, and writes to the terminal that it has.
    """
    size_px = picture_size_px(picture)
    if size_px is None or not 0 < min(size_px) <= max(size_px) <= MOST_PX:
        return None
    codec = av.CodecContext.create("webp" if picture.startswith(b"RIFF") else "mjpeg", "r")
    codec.thread_count, codec.options = 1, CAREFUL
    try:
        decoded = codec.decode(av.Packet(picture))
    except av.FFmpegError:
        return None
    if len(decoded) != 1 or (decoded[0].width, decoded[0].height) != size_px:
        return None
    return np.ascontiguousarray(decoded[0].reformat(format="rgb24", threads=1).to_ndarray(), dtype=np.uint8)
