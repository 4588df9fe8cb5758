"""Which way up a picture belongs, as its file says."""

import struct
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple, cast

import av
import cv2
import numpy as np
from av.buffer import Buffer

_ORIENTATION_TAG = 0x0112
_ENTRY_BYTES = 12


class Turn(NamedTuple):
    """Where the stored picture's axes go: a stored pixel (x, y) is shown at (x_from_x x + x_from_y y, ...)."""

    x_from_x: int
    y_from_x: int
    x_from_y: int
    y_from_y: int


_UPRIGHT = Turn(1, 0, 0, 1)
_QUARTER_TURNS = (_UPRIGHT, Turn(0, -1, 1, 0), Turn(-1, 0, 0, -1), Turn(0, 1, -1, 0))
"""0 to 3 quarter turns counterclockwise."""

_EXIF_TURNS = {
    1: _UPRIGHT,
    2: Turn(-1, 0, 0, 1),
    3: Turn(-1, 0, 0, -1),
    4: Turn(1, 0, 0, -1),
    5: Turn(0, 1, 1, 0),
    6: Turn(0, 1, -1, 0),
    7: Turn(0, -1, -1, 0),
    8: Turn(0, -1, 1, 0),
}
"""EXIF 2.3, tag 0x0112: where the stored first row and column are shown."""


def turn_of_frame(frame: av.VideoFrame) -> Turn:
    """Return what a video's display matrix asks for.

    Source:
        ISO/IEC 14496-12, track header: (x, y) shown = (a x + c y, b x + d y), the matrix stored as a b u c d v x y w.
    """
    try:
        side_data = cast("Mapping[str, Buffer]", frame.side_data)
        matrix = np.frombuffer(bytes(side_data["DISPLAYMATRIX"]), dtype=np.int32)
    except KeyError:
        return _UPRIGHT
    except ValueError:
        # PyAV 18 cannot list side data of a kind it has no name for, but still tells the rotation.
        return _QUARTER_TURNS[frame.rotation // 90 % 4]
    return Turn(int(matrix[0]), int(matrix[1]), int(matrix[3]), int(matrix[4]))


def turn_of_photograph(path: Path) -> Turn:
    """Return what a photograph's EXIF block asks for; upright where it has none."""
    content = np.fromfile(path, dtype=np.uint8)
    _, kinds, blocks = cv2.imdecodeWithMetadata(content, cv2.IMREAD_REDUCED_GRAYSCALE_8)
    for kind, block in zip(kinds, blocks, strict=True):
        if kind == cv2.IMAGE_METADATA_EXIF:
            return _EXIF_TURNS.get(_exif_orientation(bytes(np.asarray(block))), _UPRIGHT)
    return _UPRIGHT


def _exif_orientation(block: bytes) -> int:
    """Return the orientation, 1 to 8, from a TIFF directory; 1 where it is missing or damaged."""
    order = "<" if block.startswith(b"II") else ">"
    try:
        (directory,) = struct.unpack_from(f"{order}I", block, 4)
        (entries,) = struct.unpack_from(f"{order}H", block, directory)
        for number in range(entries):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", block, directory + 2 + number * _ENTRY_BYTES)
            if tag == _ORIENTATION_TAG:
                return int(value)
    except struct.error:
        return 1
    return 1
