"""Files and folders wherever fsspec reaches: on this machine, in an object store, in memory."""

import contextlib
import re
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

import fsspec
from fsspec.core import url_to_fs
from fsspec.implementations.local import LocalFileSystem

from backstay.errors import MediaError, StoreError
from backstay.reports.writing import write_whole

ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
MARKS = ("ETag", "etag", "md5Hash", "content_md5", "mtime", "LastModified", "last_modified", "updated", "created")
"""What the file systems call that which changes with a file's content, the surest first."""


class Place:
    """A file or a folder, and the file system that it lies on.

    Attributes:
        named: As the user named it.
    """

    def __init__(self, named: str) -> None:
        """Find the file system.

        Args:
            named: A path of this machine, or an address such as `s3://bucket/folder`.

        Raises:
            StoreError: No such kind of store is known, or its library is not installed.
        """
        self.named = named.rstrip("/") or "/"
        if not ADDRESS.match(named):
            self._fs, self._path = LocalFileSystem(), str(Path(self.named).absolute())
            return
        try:
            self._fs, self._path = url_to_fs(self.named)
        except (ImportError, ValueError, OSError) as error:
            raise StoreError(f"{named}: this store cannot be reached ({error}). Check the address.") from error

    def __truediv__(self, name: str) -> "Place":
        """Return what lies in this folder; an absolute path or an address stands for itself."""
        is_whole = bool(ADDRESS.match(name)) or Path(name).is_absolute()
        return Place(name if is_whole else f"{self.named}/{name}")

    @property
    def folder(self) -> "Place":
        """Return the folder that this lies in."""
        head, slash, _ = self.named.rpartition("/")
        return Place(head or ("/" if slash else "."))

    @property
    def path(self) -> str:
        """Return the path within its file system, the same for the same file however it was named."""
        return self._path

    @property
    def full_name(self) -> str:
        """Return what names it from every folder and every machine that shares its file system."""
        return self._path if self.is_here else self.named

    @property
    def fs(self) -> fsspec.AbstractFileSystem:
        """Return the file system."""
        return self._fs

    @property
    def is_here(self) -> bool:
        """Return whether it lies on this machine."""
        return isinstance(self._fs, LocalFileSystem)

    @property
    def is_folder(self) -> bool:
        """Return whether it is a folder."""
        return bool(self._fs.isdir(self._path))

    def info(self) -> Mapping[str, object] | None:
        """Return what the file system knows of a file; None if there is none."""
        try:
            found: Mapping[str, object] = self._fs.info(self._path)
        except OSError:
            return None
        return found

    def find(self) -> Mapping[str, Mapping[str, object]]:
        """Return every file below this folder, by its name as seen from here, in order.

        Raises:
            StoreError: The folder cannot be read.
        """
        try:
            found: Mapping[str, Mapping[str, object]] = self._fs.find(self._path, detail=True)
        except OSError as error:
            raise StoreError(f"{self.named}: cannot be read ({error}). Check the name and who may read it.") from error
        root = PurePosixPath(self._path)
        return {str(PurePosixPath(path).relative_to(root)): found[path] for path in sorted(found)}

    def read(self) -> bytes:
        """Return a file's content.

        Raises:
            StoreError: It cannot be read.
        """
        try:
            content: bytes = self._fs.cat_file(self._path)
        except OSError as error:
            raise StoreError(f"{self.named}: cannot be read ({error}). Check the name and who may read it.") from error
        return content

    def write(self, content: bytes) -> None:
        """Write a file that appears whole or not at all.

        Raises:
            StoreError: It cannot be written.
        """
        if self.is_here:
            _make_folder(Path(self._path).parent)
            write_whole(Path(self._path), content)
            return
        head, _, name = self._path.rpartition("/")
        unfinished = f"{head}/.{name}.unfinished"
        try:
            self._fs.makedirs(head, exist_ok=True)
            self._fs.pipe_file(unfinished, content)
            self._fs.mv(unfinished, self._path)
        except OSError as error:
            raise StoreError(
                f"{self.named}: cannot be written ({error}). Check the address and your rights."
            ) from error

    def remove(self) -> None:
        """Remove a file; one that is not there is no matter."""
        with contextlib.suppress(FileNotFoundError):
            self._fs.rm_file(self._path)


def change_mark(info: Mapping[str, object] | None) -> str:
    """Return what changes when a file's content does: its size, and the surest mark that its file system keeps.

    Example:
        >>> change_mark({"size": 12, "mtime": 3.5, "ETag": "a1"}), change_mark(None)
        ('12-a1', 'missing')
    """
    if info is None:
        return "missing"
    mark = next((info[name] for name in MARKS if info.get(name) is not None), "")
    return f"{info.get('size', 0)}-{mark}"


@contextlib.contextmanager
def fetched(named: str) -> Iterator[Path]:
    """Have a file on this machine for as long as this lasts: itself where it is here, else a copy.

    Raises:
        MediaError: It cannot be fetched.
        StoreError: Its store is not known here.
    """
    place = Place(named)
    if place.is_here:
        yield Path(place.path)
        return
    with tempfile.TemporaryDirectory(prefix="backstay-") as folder:
        copy = Path(folder) / PurePosixPath(place.path).name
        try:
            place.fs.get_file(place.path, str(copy))
        except OSError as error:
            raise MediaError(f"{named}: cannot be fetched ({error}). Check the address and your rights.") from error
        yield copy


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be made a folder ({error.strerror}). Name another --out.") from error
