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
from backstay.coaching.watch.types import BreakNoted, Calibrated, StateEnded, WatchEvent, WatchProfile, WatchSettings
from backstay.memory.store import Store
from backstay.memory.types import BreakRecord, PostureRecord

LEAST_KEPT_S = 30.0
"""Shorter stretches are on the way from one posture to another."""


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
        """Keep what happened."""
        self.records.extend(records)


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
            elif isinstance(event, StateEnded) and event.ended_s - event.began_s >= LEAST_KEPT_S:
                began, ended = (now - timedelta(seconds=t_s - each) for each in (event.began_s, event.ended_s))
                self._shelf.note(PostureRecord(state=event.state, place=place, began_at=began, ended_at=ended))
