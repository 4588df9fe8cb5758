"""Forgetting: rows, recordings and journals of a person go, and every file that is left is searched for traces."""

import shutil
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from backstay.errors import StoreError
from backstay.memory.opening import is_set_aside
from backstay.memory.places import journals_in, recordings_in, set_aside_in
from backstay.memory.rows import DIARIES, Dated
from backstay.memory.store import Period, Store
from backstay.memory.types import Person, ProgramRecord
from backstay.sessions.journal import FileJournal, is_of_another
from backstay.sessions.poses import parts_in

CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """What was removed.

    Attributes:
        rows: Table to how many rows of it.
        recordings: Sessions of which poses were kept.
        journals: Sessions that were still in the journal.
        set_aside: Damaged databases and journals that held traces, by name.
        searched_files: Files that are left, all of them searched.
        searched_bytes: How much that is.
        traces: Files in which the name or the id still occurs: somebody else's words may hold it.
    """

    rows: Mapping[str, int]
    recordings: int
    journals: int
    set_aside: tuple[str, ...] = ()
    searched_files: int = 0
    searched_bytes: int = 0
    traces: tuple[str, ...] = ()


def forget_person(store: Store, folder: Path, person: Person) -> Forgotten:
    """Remove everything of a person, and search what is left.

    Raises:
        StoreError: A session of theirs is under way, another program uses the database, or something cannot be removed.
    """
    journal = FileJournal(journals_in(folder))
    theirs = [each for each in journal.saved() if each.about.person == person.id]
    if any(is_of_another(each.process) and not each.is_finished for each in theirs):
        raise StoreError(f"a session of {person.name} is under way. End it and stop the coach first.")
    store.compact()  # fails, with everything still there, while another program reads
    rows = store.forget_person(person.id)
    for each in theirs:
        journal.remove(each.session_id)
    recordings = _remove_folder(recordings_in(folder) / person.id)
    store.compact()
    words = (person.id, person.name)
    set_aside = tuple(_remove_leftovers(folder, words))
    files = list(_files(folder))
    return Forgotten(
        rows=rows,
        recordings=recordings,
        journals=len(theirs),
        set_aside=set_aside,
        searched_files=len(files),
        searched_bytes=sum(each.stat().st_size for each in files),
        traces=tuple(str(each.relative_to(folder)) for each in files if holds(each, words, folder)),
    )


def forget_before(
    store: Store, folder: Path, person: Person, moment: datetime, *, spared: Collection[type[Dated]] = ()
) -> Forgotten:
    """Remove what a person did before a moment; programs stay, as they may still be in use.

    Args:
        store: What is remembered.
        folder: The data folder.
        person: Whose.
        moment: The first that stays, aware.
        spared: Kinds of records that stay besides programs.

    Raises:
        StoreError: Another program uses the database, or something cannot be removed.
    """
    old = store.find_sessions(person.id, Period(until=moment))
    rows = Counter({"sessions": store.forget_sessions(person.id, [each.id for each in old])})
    for kind, diary in DIARIES.items():
        if kind is not ProgramRecord and kind not in spared:
            rows[diary.table.name] += store.forget_dated(person.id, kind, moment)
    recordings = sum(_remove_folder(recordings_in(folder) / person.id / each.id) for each in old)
    removed = {name: count for name, count in rows.items() if count}
    if removed:
        store.compact()
    return Forgotten(rows=removed, recordings=recordings, journals=0)


def forget_poses(store: Store, folder: Path, person: Person, moment: datetime) -> int:
    """Remove the poses of sessions that began before a moment, and return of how many; what was counted stays.

    Poses whose session is not remembered are as old as their name says.

    Raises:
        StoreError: The database cannot be read, or something cannot be removed.
    """
    kept = recordings_in(folder) / person.id
    if not kept.is_dir():
        return 0
    began = {each.id: each.started_at for each in store.find_sessions(person.id)}
    oldest = moment.astimezone(UTC).strftime("%Y%m%d-%H%M%S")
    old = [each for each in kept.iterdir() if (began[each.name] < moment if each.name in began else each.name < oldest)]
    return sum(_remove_folder(each) for each in sorted(old))


def holds(path: Path, words: Collection[str], folder: Path) -> bool:
    """Return whether a file's name or any of its bytes holds one of some words."""
    if any(word in str(path.relative_to(folder)) for word in words):
        return True
    wanted = [word.encode() for word in words]
    longest = max(map(len, wanted))
    with path.open("rb") as file:
        before = b""
        while chunk := file.read(CHUNK_BYTES):
            if any(word in before + chunk for word in wanted):
                return True
            before = chunk[-longest:]
    return False


def _files(folder: Path) -> Iterator[Path]:
    """Yield every file of the data folder."""
    yield from sorted(path for path in folder.rglob("*") if path.is_file())


def _remove_leftovers(folder: Path, words: Collection[str]) -> Iterator[str]:
    """Remove damaged databases that were set aside, and journals that nobody can read, where they hold traces."""
    for path in _files(folder):
        is_journal = any(path.is_relative_to(each) for each in (journals_in(folder), set_aside_in(folder)))
        is_database = path.parent == folder and is_set_aside(path.name)
        if (is_journal or is_database) and holds(path, words, folder):
            _remove_file(path)
            yield path.name


def _remove_file(path: Path) -> None:
    """Remove one file."""
    try:
        path.unlink()
    except OSError as error:
        raise StoreError(f"{path}: cannot be removed ({error.strerror}). Check its rights, and remove it.") from error


def _remove_folder(folder: Path) -> int:
    """Remove poses, of one session or of many, and return of how many sessions."""
    if not folder.is_dir():
        return 0
    sessions = [each for each in (folder, *folder.iterdir()) if each.is_dir() and parts_in(each)]
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be removed ({error.strerror}). Check its rights, and remove it.") from error
    return len(sessions)
