"""Everything of a person in one file, and back: JSON a kind of record, and the poses as they are kept."""

import re
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic_core import to_json

from backstay.errors import StoreError
from backstay.memory.places import recordings_in
from backstay.memory.rows import DIARIES, Dated, row_of
from backstay.memory.store import Store
from backstay.memory.types import Person, SessionRecord
from backstay.sessions.poses import parts_in
from backstay.sessions.recordings import load_recording

T = TypeVar("T")
FORMAT = "backstay.archive/1"
FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)
"""Every entry bears this time, so that the same data gives the same bytes."""
RECORDING = re.compile(r"recordings/([A-Za-z0-9_-]{1,40})/([0-9]{5,9})\.parquet")
MOST_BYTES = 8 << 30
"""A year of a session a day is under 4 GB of poses; an archive that unpacks to more is not one of ours."""


class Manifest(BaseModel):
    """What an archive says of itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: str
    backstay: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What an import brought.

    Attributes:
        person: Whose data.
        added: Kind of record to how many are new here.
        known: How many were here before, and were left as they are.
    """

    person: Person
    added: Mapping[str, int]
    known: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Content:
    """What an archive holds, read and checked."""

    person: Person
    sessions: tuple[SessionRecord, ...]
    dated: tuple[Dated, ...]
    recordings: tuple[str, ...]


def export_archive(store: Store, folder: Path, person: Person, target: Path) -> None:
    """Write everything of a person to one file, which appears under its name only when it is whole.

    Raises:
        StoreError: The store cannot be read, or the file cannot be written.
    """
    entries: dict[str, object] = {
        "manifest.json": Manifest(format=FORMAT, backstay=version("backstay")),
        "person.json": person,
        "sessions.json": store.find_sessions(person.id),
    }
    for kind, diary in DIARIES.items():
        entries[f"{diary.table.name}.json"] = store.find(person.id, kind)
    unfinished = target.with_name(f".{target.name}.unfinished")
    try:
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in entries.items():
                _put(archive, name, to_json(content, indent=1, inf_nan_mode="strings"))
            for part in sorted((recordings_in(folder) / person.id).glob("*/*.parquet")):
                _put(archive, f"recordings/{part.parent.name}/{part.name}", part.read_bytes())
        unfinished.replace(target)
    except OSError as error:
        raise StoreError(
            f"{target}: cannot be written ({error.strerror}). Choose a folder that you may write to, with room."
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)


def import_archive(store: Store, folder: Path, source: Path, as_id: str = "") -> Restored:
    """Restore everything that `export_archive` wrote; what is here already stays as it is.

    Args:
        store: Where to.
        folder: The data folder.
        source: The archive.
        as_id: Another id for the person; empty for the archive's own.

    Raises:
        StoreError: It is no archive, is damaged or newer, or somebody else has the id.
    """
    with _opened(source) as archive:
        content = _content(archive, source, as_id)
        person = _welcomed(store, content.person)
        added = {"sessions": _add_sessions(store, content)}
        for kind, diary in DIARIES.items():
            added[diary.table.name] = _add_dated(store, person.id, kind, content)
        _add_recordings(archive, content.recordings, recordings_in(folder) / person.id)
    total = len(content.sessions) + len(content.dated)
    return Restored(
        person=person, added={name: count for name, count in added.items() if count}, known=total - sum(added.values())
    )


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Add one entry; poses are compressed already."""
    info = zipfile.ZipInfo(name, FIRST_MOMENT)
    info.compress_type = zipfile.ZIP_STORED if name.endswith(".parquet") else zipfile.ZIP_DEFLATED
    archive.writestr(info, content)


@contextmanager
def _opened(source: Path) -> Iterator[zipfile.ZipFile]:
    """Give an archive whose every failure is a sentence."""
    try:
        with zipfile.ZipFile(source) as archive:
            yield archive
    except OSError as error:
        raise StoreError(f"{source}: cannot be read ({error.strerror}). Check the name and the folder.") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, RuntimeError, NotImplementedError) as error:
        raise StoreError(
            f"{source}: not an archive that Backstay wrote, or the file is damaged. Name another export."
        ) from error


def _content(archive: zipfile.ZipFile, source: Path, as_id: str) -> _Content:
    """Read and check everything before anything is kept."""
    if sum(each.file_size for each in archive.infolist()) > MOST_BYTES:
        raise StoreError(f"{source}: unpacks to more than any archive of Backstay. Name another export.")
    try:
        manifest = Manifest.model_validate_json(archive.read("manifest.json"))
        if manifest.format != FORMAT:
            raise StoreError(
                f"{source}: written by a newer Backstay ({manifest.backstay}). Update Backstay to read it."
            )
        person = _read(archive, "person.json", Person)
        person = replace(person, id=as_id or person.id)
        sessions = _read(archive, "sessions.json", tuple[SessionRecord, ...])
        dated = [
            record
            for kind, diary in DIARIES.items()
            for record in _read(archive, f"{diary.table.name}.json", tuple[kind, ...])  # type: ignore[valid-type]  # a type made at run time
        ]
    except ValidationError as error:
        raise StoreError(f"{source}: this file is damaged: {error.errors()[0]['msg']}. Name another export.") from error
    return _Content(
        person=person,
        sessions=tuple(replace(each, person=person.id) for each in sessions),
        dated=tuple(dated),
        recordings=tuple(name for name in archive.namelist() if RECORDING.fullmatch(name)),
    )


def _read(archive: zipfile.ZipFile, name: str, kind: type[T]) -> T:
    """Read one entry."""
    return TypeAdapter(kind).validate_json(archive.read(name))


def _welcomed(store: Store, person: Person) -> Person:
    """Return the person as known here, made known if new."""
    known = store.find_person(person.id)
    if known is None:
        store.save_person(person)
        return person
    if known.created_at != person.created_at:
        raise StoreError(
            f"somebody else here is called {person.id!r} already ({known.name}). Give another id: --as {person.id}-2."
        )
    return known


def _add_sessions(store: Store, content: _Content) -> int:
    """Keep the sessions that are new here."""
    known = {each.id for each in store.find_sessions(content.person.id)}
    new = [each for each in content.sessions if each.id not in known]
    for each in new:
        store.save_session(each)
    return len(new)


def _add_dated(store: Store, person: str, kind: type[Dated], content: _Content) -> int:
    """Keep the records of one kind that are new here."""

    def key(record: Dated) -> tuple[str, ...]:
        row = row_of(record, person=person)
        return tuple(str(row[column.name]) for column in DIARIES[kind].table.primary_key.columns)

    known = {key(each) for each in store.find(person, kind)}
    new = [each for each in content.dated if type(each) is kind and key(each) not in known]
    store.save(person, *new)
    return len(new)


def _add_recordings(archive: zipfile.ZipFile, names: tuple[str, ...], target: Path) -> None:
    """Keep the poses of sessions that have none here; every part is read before it is kept.

    Raises:
        StoreError: A part is damaged, or cannot be written.
    """
    wanted = [name for name in names if not parts_in(target / name.split("/")[1])]
    if not wanted:
        return
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".import-") as waiting:
        for name in wanted:
            part = Path(waiting) / name
            part.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(archive.read(name))
            load_recording(part)
        for session in (Path(waiting) / "recordings").iterdir():
            (target / session.name).mkdir(exist_ok=True, mode=0o700)
            for part in sorted(session.iterdir()):
                part.replace(target / session.name / part.name)
