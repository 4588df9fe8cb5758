"""The journal of a live session: what happened, line by line, and the state that a killed program goes on from.

Two files in a folder: `events.jsonl`, only ever appended to, and `state.json`, replaced whole. Both are in the
system's hands the moment they are written, so that killing the program loses nothing.
"""

import json
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


class SavedSession(BaseModel):
    """The newest state of a session.

    Attributes:
        session_id: Names the session.
        saved_at: When it was written.
        is_finished: Whether there is nothing to go on with.
        process: The program that wrote it; while that still runs, the session is its own.
        routine: A snapshot (`coaching.snapshot`).
        moments: Kept moments (`sessions.moments`), as `moments_text` gives them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    session_id: str
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

    def save(self, session: SavedSession) -> None:
        """Keep the newest state in place of the one before."""
        ...

    def unfinished(self) -> SavedSession | None:
        """Return the state of a session that was cut off and can go on; None without one."""
        ...


class MemoryJournal:
    """A journal that ends with the program."""

    def __init__(self) -> None:
        """Begin empty."""
        self.entries: list[Entry] = []
        self.saved: SavedSession | None = None

    def append(self, session_id: str, entry: Entry) -> None:  # noqa: ARG002 - one session only
        """Keep one more thing that happened."""
        self.entries.append(entry)

    def save(self, session: SavedSession) -> None:
        """Keep the newest state."""
        self.saved = session

    def unfinished(self) -> SavedSession | None:
        """Return the newest state if there is anything to go on with."""
        return self.saved if self.saved and not self.saved.is_finished else None


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

    def save(self, session: SavedSession) -> None:
        """Replace the state, whole or not at all.

        Raises:
            StoreError: The folder cannot be written to.
        """
        try:
            folder = self._of(session.session_id)
            fresh = folder / "state.json.new"
            fresh.write_text(session.model_dump_json(), encoding="utf-8")
            fresh.replace(folder / "state.json")
        except OSError as error:
            raise StoreError(_cannot_write(self._folder, error)) from error

    def unfinished(self) -> SavedSession | None:
        """Return the newest session that is fresh, not finished, and not another running program's.

        A damaged state is left alone and passed over.
        """
        sessions = [session for path in self._folder.glob("*/state.json") if (session := _read(path)) is not None]
        newest = max(sessions, key=lambda each: each.saved_at, default=None)
        if newest is None or newest.is_finished or datetime.now(UTC) - newest.saved_at > FRESH:
            return None
        return None if is_of_another(newest.process) else newest

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


def _read(path: Path) -> SavedSession | None:
    """Return a saved state; None for one that cannot be read."""
    try:
        return SavedSession.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, ValidationError):
        return None


def _cannot_write(folder: Path, error: OSError) -> str:
    return f"{folder}: the session cannot be kept: {error.strerror}. Make room, or set BACKSTAY_DATA to another folder."
