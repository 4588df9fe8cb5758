"""What the first and last bytes of a file tell that FFmpeg does not."""

import os
import struct
from pathlib import Path

_RIFF_HEAD_BYTES = 8
_GIF_END = b";"
_HEIC_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1")


def is_cut_short(path: Path) -> bool:
    """Return whether an AVI or GIF lacks its end; False for every other kind.

    Source:
        Microsoft, AVI RIFF File Reference: bytes 4 to 8 hold the size of what follows. GIF89a specification, 27: a file
        ends with a semicolon.
    """
    with path.open("rb") as file:
        head = file.read(_RIFF_HEAD_BYTES)
        if head.startswith(b"RIFF"):
            (size,) = struct.unpack("<I", head[4:])
            return bool(path.stat().st_size < size + _RIFF_HEAD_BYTES)
        if head.startswith(b"GIF8"):
            file.seek(-1, os.SEEK_END)
            return file.read(1) != _GIF_END
    return False


def is_mp4(path: Path) -> bool:
    """Return whether a file begins as an MP4 or MOV does."""
    with path.open("rb") as file:
        return file.read(8)[4:] == b"ftyp"


def is_heic(path: Path) -> bool:
    """Return whether a file is a HEIC photograph, of which FFmpeg would give one tile only."""
    with path.open("rb") as file:
        head = file.read(12)
    return head[4:8] == b"ftyp" and head[8:12] in _HEIC_BRANDS
