"""What the history page asks for, read from what is remembered each time it asks."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from backstay.exercises.loading import library
from backstay.exercises.types import Exercise
from backstay.memory.places import data_folder, recordings_in
from backstay.memory.store import ALWAYS, Period, Store
from backstay.memory.types import Person, SessionRecord
from backstay.pose.types import Pose
from backstay.reports.history import history
from backstay.reports.kept_poses import has_poses, poses_in
from backstay.reports.reading import remembered_of
from backstay.reports.remembered import Localise, Remembered
from backstay.reports.replay import replay_bytes, spaced
from backstay.reports.timeline import DayLine, day_lines, day_sum
from backstay.web.history_views import day_view, history_view, replay_view, session_view
from backstay.web.history_wire import DayView, HistoryView, ReplayView

SESSIONS_KEPT_OPEN = 2
ABOUT_A_DAY = timedelta(hours=50)
"""A day somewhere on Earth, and a session or a pain of the morning that began the day before."""


class Archive(Protocol):
    """Whose records the desk shows, and where they are."""

    def recall(self, period: Period = ALWAYS) -> Remembered:
        """Return what is kept of the person, or what is from a period."""
        ...

    def session(self, session: str) -> SessionRecord | None:
        """Return one session; None for an unknown one."""
        ...

    def recordings(self) -> Path:
        """Return where the person's poses are, a folder a session."""
        ...


class HistoryDesk:
    """Answers the history page."""

    def __init__(
        self, archive: Archive, exercises: Mapping[str, Exercise], localise: Localise, now: Callable[[], datetime]
    ) -> None:
        """Answer from what is remembered.

        Args:
            archive: The person's records.
            exercises: Exercise id to its definition.
            localise: Turns an aware time into the person's own.
            now: The present moment, aware.
        """
        self._archive, self._library, self._localise, self._now = archive, exercises, localise, now
        self._poses = lru_cache(SESSIONS_KEPT_OPEN)(_poses_to_show)

    def history(self) -> HistoryView:
        """Return the page's whole."""
        remembered = self._archive.recall()
        found = history(remembered, self._library, self._now(), self._localise)
        sums = [day_sum(line) for line in day_lines(remembered, self._localise)]
        folder = self._archive.recordings()
        sessions = [
            session_view(each, self._library, has_poses=has_poses(folder / each.id))
            for each in reversed(remembered.sessions)
        ]
        return history_view(found, sums, sessions, self._library)

    def day(self, day: date) -> DayView:
        """Return one day; one with nothing on it is empty. What began the day before may reach into it."""
        noon = datetime.combine(day, time(12), UTC)
        around = Period(since=noon - ABOUT_A_DAY, until=noon + ABOUT_A_DAY)
        lines = day_lines(self._archive.recall(around), self._localise)
        line = next((each for each in lines if each.day == day), DayLine(day=day, spans=(), marks=()))
        return day_view(line, self._library)

    def replay(self, session: str) -> ReplayView | None:
        """Return a session to be looked at again; None for an unknown one or one without poses."""
        record = self._archive.session(session)
        folder = self._archive.recordings() / session
        if record is None or not has_poses(folder):
            return None
        return replay_view(record, self._poses(folder), self._library, self._localise, _poses_address)

    def poses(self, session: str) -> bytes | None:
        """Return a session's poses as bytes; None where there are none."""
        folder = self._archive.recordings() / session
        return replay_bytes(self._poses(folder)) if has_poses(folder) else None


def _poses_to_show(folder: Path) -> tuple[Pose, ...]:
    """Return a session's poses as many as are shown."""
    return spaced(poses_in(folder))


def _poses_address(session: str) -> str:
    """Return where a session's poses are asked for."""
    return f"/api/history/sessions/{session}/poses"


class StoredArchive:
    """The records of whoever sits there, in this machine's store."""

    def __init__(self, store: Store, whose: Callable[[], Person]) -> None:
        """Read from a store; `whose` says who sits there now."""
        self._store, self._whose = store, whose

    def recall(self, period: Period = ALWAYS) -> Remembered:
        """Return what is kept of the person, or what is from a period.

        Raises:
            StoreError: The database cannot be read.
        """
        return remembered_of(self._store, self._whose(), period)

    def session(self, session: str) -> SessionRecord | None:
        """Return one session; None for an unknown one.

        Raises:
            StoreError: The database cannot be read.
        """
        return self._store.find_session(self._whose().id, session)

    def recordings(self) -> Path:
        """Return where the person's poses are, a folder a session."""
        return recordings_in(data_folder()) / self._whose().id


def open_history_desk(store: Store, whose: Callable[[], Person]) -> HistoryDesk:
    """Return the desk of this machine's store.

    Args:
        store: Where everything is remembered.
        whose: Says who sits there now.
    """
    known = {each.id: each for each in library()}
    archive = StoredArchive(store, whose)
    return HistoryDesk(archive, known, lambda at: at.astimezone(), lambda: datetime.now(UTC))
