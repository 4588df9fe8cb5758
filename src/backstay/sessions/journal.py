"""The journal of a live session: what happened, line by line, and the state that a killed program goes on from.

Two files in a folder: `events.jsonl`, only ever appended to, and `state.json`, replaced whole. Both are in the
system's hands the moment they are written, so that killing the program loses nothing. What must outlast the machine's
power as well (a repetition, a hold, an answer, a new stage) is on the disk before anybody is told of it.
"""

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Protocol

import psutil
from pydantic import BaseModel, ConfigDict, ValidationError

from backstay.errors import StoreError

FRESH = timedelta(hours=3)
"""A session left for longer than this is over: another day, another plan."""


class Entry(BaseModel):
    """One line of the journal."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    t_s: float
    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Whose session it is, and what it follows.

    Attributes:
        person: The person's id; empty for nobody in particular.
        program: The program's id.
        program_version: Its version.
        pain_before: 0-10; None where not asked.
        provenance: What makes this session: backstay, pose_model, weights_sha256, settings_sha256.
    """

    person: str = ""
    program: str = "prescription"
    program_version: int = 1
    pain_before: int | None = None
    provenance: Mapping[str, str] = field(default_factory=dict)


class SavedSession(BaseModel):
    """The newest state of a session.

    Attributes:
        session_id: Names the session.
        about: Whose it is.
        began_at: When Start was pressed; None before.
        began_s: The session's time then.
        saved_at: When it was written.
        is_finished: Whether there is nothing to go on with.
        process: The program that wrote it; while that still runs, the session is its own.
        routine: A snapshot (`coaching.snapshot`).
        moments: Kept moments (`sessions.moments`), as `moments_text` gives them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    session_id: str
    about: About = About()
    began_at: datetime | None = None
    began_s: float = 0.0
    saved_at: datetime
    is_finished: bool
    process: str
    routine: str
    moments: str = ""


class Journal(Protocol):
    """Where a live session is kept while it runs."""

    def append(self, session_id: str, entry: Entry) -> None:
        """Keep one more thing that happened."""
        ...

    def save(self, session: SavedSession, *, is_lasting: bool = True) -> None:
        """Keep the newest state in place of the one before; a lasting one on the disk before this returns."""
        ...

    def saved(self) -> tuple[SavedSession, ...]:
        """Return the state of every session that is kept and can be read, in the order of their names."""
        ...

    def remove(self, session_id: str) -> None:
        """Remove a session that is kept elsewhere by now."""
        ...


def unfinished(journal: Journal, person: str) -> SavedSession | None:
    """Return the newest session of a person that is fresh, not finished, and not another running program's."""
    sessions = [each for each in journal.saved() if each.about.person == person and is_open(each)]
    return max(sessions, key=lambda each: each.saved_at, default=None)


def is_open(session: SavedSession) -> bool:
    """Return whether a session can go on in this program; a clock set back makes none too old."""
    is_fresh = datetime.now(UTC) - session.saved_at <= FRESH
    return is_fresh and not session.is_finished and not is_of_another(session.process)


class MemoryJournal:
    """A journal that ends with the program."""

    def __init__(self) -> None:
        """Begin empty."""
        self.entries: list[Entry] = []
        self.sessions: dict[str, SavedSession] = {}

    def append(self, session_id: str, entry: Entry) -> None:  # noqa: ARG002 - one list for all
        """Keep one more thing that happened."""
        self.entries.append(entry)

    def save(self, session: SavedSession, *, is_lasting: bool = True) -> None:  # noqa: ARG002 - nothing lasts
        """Keep the newest state."""
        self.sessions[session.session_id] = session

    def saved(self) -> tuple[SavedSession, ...]:
        """Return the newest state of every session."""
        return tuple(self.sessions.values())

    def remove(self, session_id: str) -> None:
        """Remove a session."""
        self.sessions.pop(session_id, None)


class FileJournal:
    """A journal in a folder, one subfolder a session."""

    def __init__(self, folder: Path) -> None:
        """Use a folder; it is made when first written to."""
        self._folder = folder

    def append(self, session_id: str, entry: Entry) -> None:
        """Append one line.

        Raises:
            StoreError: The folder cannot be written to.
        """
        try:
            with (self._of(session_id) / "events.jsonl").open("a", encoding="utf-8") as file:
                file.write(entry.model_dump_json() + "\n")
        except OSError as error:
            raise StoreError(_cannot_write(self._folder, error)) from error

    def save(self, session: SavedSession, *, is_lasting: bool = True) -> None:
        """Replace the state, whole or not at all.

        Raises:
            StoreError: The folder cannot be written to.
        """
        try:
            folder = self._of(session.session_id)
            fresh = folder / "state.json.new"
            with fresh.open("w", encoding="utf-8") as file:
                file.write(session.model_dump_json())
                file.flush()
                if is_lasting:
                    os.fsync(file.fileno())
            fresh.replace(folder / "state.json")
            if is_lasting:
                _list_on_disk(folder)
        except OSError as error:
            raise StoreError(_cannot_write(self._folder, error)) from error

    def saved(self) -> tuple[SavedSession, ...]:
        """Return the state of every session; a damaged one is left alone and passed over."""
        paths = sorted(self._folder.glob("*/state.json"))
        return tuple(session for path in paths if (session := read_state(path)) is not None)

    def remove(self, session_id: str) -> None:
        """Remove a session's folder.

        Raises:
            StoreError: The folder cannot be written to.
        """
        try:
            shutil.rmtree(self._folder / session_id)
        except FileNotFoundError:
            return
        except OSError as error:
            raise StoreError(_cannot_write(self._folder, error)) from error

    def _of(self, session_id: str) -> Path:
        """Return a session's folder."""
        folder = self._folder / session_id
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder


@cache
def this_process() -> str:
    """Return what tells this program from every other: its number, and when it began, as numbers come round again."""
    process = psutil.Process()
    return f"{process.pid}-{process.create_time():.2f}"


def is_of_another(process: str) -> bool:
    """Return whether a process of that name runs, and is not this one.

    Example:
        >>> is_of_another(this_process()), is_of_another("999999999-0.00")
        (False, False)
    """
    pid, _, began = process.partition("-")
    if process == this_process() or not pid.isdecimal():
        return False
    try:
        return f"{psutil.Process(int(pid)).create_time():.2f}" == began
    except (psutil.Error, OverflowError):
        return False


def read_state(path: Path) -> SavedSession | None:
    """Return a saved state; None for one that cannot be read."""
    try:
        return SavedSession.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, ValidationError):
        return None


def _list_on_disk(folder: Path) -> None:
    """Make sure that what a folder lists is on the disk; Windows does that by itself."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _cannot_write(folder: Path, error: OSError) -> str:
    return f"{folder}: the session cannot be kept: {error.strerror}. Make room, or set BACKSTAY_DATA to another folder."
