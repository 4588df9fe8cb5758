"""What the watch remembers: a profile a place, settings, postures and breaks."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from backstay.coaching.watch.remembering import (
    profile_as_numbers,
    profile_from_numbers,
    settings_as_texts,
    settings_from_texts,
)
from backstay.coaching.watch.types import (
    BreakNoted,
    Calibrated,
    StateEnded,
    StateGoesOn,
    WatchEvent,
    WatchProfile,
    WatchSettings,
)
from backstay.memory.store import Store
from backstay.memory.types import BreakRecord, PostureRecord

LEAST_KEPT_S = 5.0
"""A look takes in five seconds; leaving out longer stretches would leave their time and changes out of the history."""


class WatchShelf(Protocol):
    """Where it is kept."""

    def numbers(self) -> Mapping[str, float]:
        """Return the person's own values."""
        ...

    def texts(self) -> Mapping[str, str]:
        """Return the person's settings."""
        ...

    def keep(self, numbers: Mapping[str, float], texts: Mapping[str, str]) -> None:
        """Keep own values and settings beside those there are."""
        ...

    def note(self, *records: PostureRecord | BreakRecord) -> None:
        """Keep what happened."""
        ...


class MemoryShelf:
    """Keeps everything as long as the program runs."""

    def __init__(self) -> None:
        """Begin empty."""
        self.records: list[PostureRecord | BreakRecord] = []
        self._numbers: dict[str, float] = {}
        self._texts: dict[str, str] = {}

    def numbers(self) -> Mapping[str, float]:
        """Return the person's own values."""
        return self._numbers

    def texts(self) -> Mapping[str, str]:
        """Return the person's settings."""
        return self._texts

    def keep(self, numbers: Mapping[str, float], texts: Mapping[str, str]) -> None:
        """Keep own values and settings beside those there are."""
        self._numbers.update(numbers)
        self._texts.update(texts)

    def note(self, *records: PostureRecord | BreakRecord) -> None:
        """Keep what happened; a stretch of posture takes the place of what was kept of it so far."""
        for record in records:
            self.records = [each for each in self.records if not _is_same_stretch(each, record)]
            self.records.append(record)


def _is_same_stretch(one: PostureRecord | BreakRecord, other: PostureRecord | BreakRecord) -> bool:
    """Return whether two records are of one stretch of posture."""
    if isinstance(one, BreakRecord) or isinstance(other, BreakRecord):
        return False
    return (one.place, one.began_at) == (other.place, other.began_at)


class WatchStoreShelf:
    """Keeps everything in the store, with the profile of whoever it is at the moment."""

    def __init__(self, store: Store, whose: Callable[[], str]) -> None:
        """Keep it in a store, for somebody known to it.

        Args:
            store: Where.
            whose: Tells the person's id; another person may sit down.
        """
        self._store, self._whose = store, whose

    def numbers(self) -> Mapping[str, float]:
        """Return the person's own values."""
        person = self._store.find_person(self._whose())
        return person.references if person is not None else {}

    def texts(self) -> Mapping[str, str]:
        """Return the person's settings."""
        person = self._store.find_person(self._whose())
        return person.settings if person is not None else {}

    def keep(self, numbers: Mapping[str, float], texts: Mapping[str, str]) -> None:
        """Keep own values and settings beside those there are."""
        person = self._store.find_person(self._whose())
        if person is not None:
            known = replace(person, references={**person.references, **numbers}, settings={**person.settings, **texts})
            self._store.save_person(known)

    def note(self, *records: PostureRecord | BreakRecord) -> None:
        """Keep what happened."""
        self._store.save(self._whose(), *records)


class WatchKeeper:
    """Turns what happens in a watch into what is remembered."""

    def __init__(self, shelf: WatchShelf, now: Callable[[], datetime]) -> None:
        """Keep it on a shelf, with the wall clock's aware time."""
        self._shelf, self._now = shelf, now
        self._begun: tuple[str, float, datetime] | None = None

    def settings(self) -> WatchSettings:
        """Return the person's settings."""
        return settings_from_texts(self._shelf.texts())

    def profile(self, place: str) -> WatchProfile:
        """Return what was set up in a place."""
        return profile_from_numbers(self._shelf.numbers(), place)

    def keep_settings(self, settings: WatchSettings) -> None:
        """Keep the person's settings."""
        self._shelf.keep({}, settings_as_texts(settings))

    def keep(self, events: tuple[WatchEvent, ...], place: str, t_s: float) -> None:
        """Keep what happened.

        Args:
            events: What came of one input.
            place: Where it was watched.
            t_s: The watch's time now, which the wall clock's time belongs to.
        """
        now = self._now()
        for event in events:
            if isinstance(event, Calibrated):
                self._shelf.keep(profile_as_numbers(event.profile, place), {})
            elif isinstance(event, BreakNoted):
                self._shelf.note(BreakRecord(at=now, kind=event.kind))
            elif isinstance(event, StateEnded):
                self._keep_stretch(event, place, event.ended_s, now - timedelta(seconds=t_s))
            elif isinstance(event, StateGoesOn):
                self._keep_stretch(event, place, event.seen_s, now - timedelta(seconds=t_s))

    def _keep_stretch(self, event: StateEnded | StateGoesOn, place: str, until_s: float, zero_at: datetime) -> None:
        """Keep a stretch of posture, in place of what was kept of it so far.

        Args:
            event: What is told of it.
            place: Where it was watched.
            until_s: How far it has come, in the watch's time.
            zero_at: When the watch's time began.
        """
        if until_s - event.began_s < LEAST_KEPT_S and not event.changes:
            return
        if self._begun is None or self._begun[:2] != (place, event.began_s):
            self._begun = place, event.began_s, zero_at + timedelta(seconds=event.began_s)
        began_at = self._begun[2]
        self._shelf.note(
            PostureRecord(
                state=event.state,
                place=place,
                began_at=began_at,
                ended_at=began_at + timedelta(seconds=until_s - event.began_s),
                changes=event.changes,
            )
        )
