"""Room on disk for what grows with the hours of a recording, in files without a name that go with the program."""

import mmap
import os
import tempfile
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from backstay.errors import StoreError
from backstay.kinematics.scratch import IN_MEMORY, Scratch

_Number = TypeVar("_Number", bound=np.generic)
SMALL_FRAMES = 18_000
"""Ten minutes at 30 frames/s: up to here everything stays in memory, 30 MB."""
LASTING = Path("/var/tmp")  # noqa: S108 - files there have no name
"""Where Unix keeps large temporary files; `/tmp` is memory itself on many a Linux."""
ZEROS = bytes(1 << 16)
"""As much as is written at a time is mapped at a time (Linux, ext4): with 1 MB, touching 140 columns takes 140 MB."""


def scratch_for(frames: int) -> Scratch:
    """Return room for a recording of so many frames: memory for a short one, disk for a long one."""
    return IN_MEMORY if frames <= SMALL_FRAMES else OnDisk()


def scratch_folder() -> Path:
    """Return where temporary files go: where the user says (TMPDIR), else where large ones belong."""
    is_said = any(os.environ.get(name) for name in ("TMPDIR", "TEMP", "TMP"))
    is_lasting = not is_said and LASTING.is_dir() and os.access(LASTING, os.W_OK)
    return LASTING if is_lasting else Path(tempfile.gettempdir())


class OnDisk:
    """Columns in files that are mapped into memory; the system writes them out when it needs the room."""

    def __init__(self) -> None:
        """Begin with none."""
        self._maps: weakref.WeakSet[mmap.mmap] = weakref.WeakSet()

    def columns(self, count: int, frames: int, kind: type[_Number]) -> NDArray[_Number]:
        """Return (frame, column) of undefined numbers.

        Raises:
            StoreError: The disk is full.
        """
        size = max(1, count * frames * np.dtype(kind).itemsize)
        with _unnamed_file() as file:
            _filled(file, size)
            mapped = mmap.mmap(file.fileno(), size)
        self._maps.add(mapped)
        return np.frombuffer(mapped, dtype=kind, count=count * frames).reshape(count, frames).T

    def let_go(self) -> None:
        """Take what was touched out of this process; it stays in its file."""
        if hasattr(mmap, "MADV_DONTNEED"):
            for mapped in self._maps:
                mapped.madvise(mmap.MADV_DONTNEED)


class Pile:
    """Arrays put away one after another, and read back."""

    def __init__(self) -> None:
        """Begin with nothing, not even a file."""
        self._opened: IO[bytes] | None = None

    @property
    def _file(self) -> IO[bytes]:
        if self._opened is None:
            self._opened = _unnamed_file()
            weakref.finalize(self, self._opened.close)
        return self._opened

    def put(self, arrays: Sequence[NDArray[Any]]) -> int:
        """Put arrays away and return where they lie.

        Raises:
            StoreError: The disk is full.
        """
        place = self._file.seek(0, os.SEEK_END)
        try:
            self._file.writelines(each.tobytes() for each in arrays)
            self._file.flush()
        except OSError as error:
            raise _no_room(error) from error
        return place

    def get(self, place: int, size: int) -> bytes:
        """Return so many bytes of what was put somewhere."""
        self._file.seek(place)
        return self._file.read(size)


def _unnamed_file() -> IO[bytes]:
    try:
        return tempfile.TemporaryFile(dir=scratch_folder(), prefix="backstay-")
    except OSError as error:
        raise _no_room(error) from error


def _filled(file: IO[bytes], size: int) -> None:
    """Write zeros, so that a full disk is met here and not later, where it would kill the program."""
    try:
        for first in range(0, size, len(ZEROS)):
            file.write(ZEROS[: size - first])
        file.flush()
    except OSError as error:
        raise _no_room(error) from error


def _no_room(error: OSError) -> StoreError:
    return StoreError(
        f"{scratch_folder()}: no room for a long recording ({error.strerror}): it takes 1.6 kB a frame while it is "
        "assessed. Free some, or set TMPDIR to a folder with more."
    )
