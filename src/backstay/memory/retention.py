"""How long a person wants things kept: off unless they chose it, and applied when the coach starts."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from backstay.memory.forgetting import forget_before, forget_poses
from backstay.memory.store import Store
from backstay.memory.types import DecisionRecord, Person, ScreeningRecord

POSES, SESSIONS = "keep_poses_days", "keep_sessions_days"
"""The settings that hold the choice."""
IN_USE = frozenset({DecisionRecord, ScreeningRecord})
"""What today's plan rests on stays, however old: without it, doses and answers would fall back to the beginning."""
LONGEST_DAYS = 36500


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """What is forgotten by itself.

    Attributes:
        poses_days: Poses of sessions older than this; None keeps them.
        sessions_days: Sessions, and what else was noted, older than this; None keeps them.
    """

    poses_days: int | None = None
    sessions_days: int | None = None


def retention_of(person: Person) -> Retention:
    """Return what somebody chose; what makes no sense keeps everything."""
    return Retention(poses_days=_days(person, POSES), sessions_days=_days(person, SESSIONS))


def with_retention(person: Person, chosen: Retention) -> Person:
    """Return a profile with a choice."""
    texts = {POSES: chosen.poses_days, SESSIONS: chosen.sessions_days}
    kept = {name: value for name, value in person.settings.items() if name not in texts}
    return replace(person, settings=kept | {name: str(days) for name, days in texts.items() if days is not None})


def forget_what_is_old(store: Store, folder: Path, now: datetime) -> str:
    """Forget what people chose not to keep, and return what was forgotten as sentences; empty for nothing.

    Raises:
        StoreError: Another program uses the database, or something cannot be removed.
    """
    return " ".join(each for person in store.find_people() for each in _forgotten(store, folder, person, now))


def _forgotten(store: Store, folder: Path, person: Person, now: datetime) -> list[str]:
    """Forget what one person chose not to keep."""
    chosen, says = retention_of(person), []
    if chosen.sessions_days is not None:
        moment = now - timedelta(days=chosen.sessions_days)
        rows = forget_before(store, folder, person, moment, spared=IN_USE).rows
        if rows:
            count = rows.get("sessions", 0)
            says.append(_says(_counted(count, "session"), person, chosen.sessions_days))
    if chosen.poses_days is not None:
        count = forget_poses(store, folder, person, now - timedelta(days=chosen.poses_days))
        if count:
            says.append(_says(f"the poses of {_counted(count, 'session')}", person, chosen.poses_days))
    return says


def _says(what: str, person: Person, days: int) -> str:
    """Return what was forgotten, as a sentence."""
    return f"As chosen, {what} of {person.name} older than {_counted(days, 'day')} went for good."


def _counted(count: int, thing: str) -> str:
    """Return a number of things."""
    return f"1 {thing}" if count == 1 else f"{count} {thing}s"


def _days(person: Person, name: str) -> int | None:
    """Return a number of days in a setting; None for anything else."""
    text = person.settings.get(name, "")
    return int(text) if text.isdecimal() and 1 <= int(text) <= LONGEST_DAYS else None
