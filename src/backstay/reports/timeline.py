"""Posture, breaks, exercises and pain on one line of time: a day whole, and many days by their sums. Pure."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from backstay.memory.types import BreakRecord, PostureRecord
from backstay.reports.remembered import Localise, Remembered

AWAY = "away"
DECLINED = "declined"
HOUR_S, LEAST_RATE_S = 3600.0, 600.0
"""Changes of less than ten minutes say nothing of an hour; the watch itself says nothing sooner either."""
ONE_WATCH = timedelta(minutes=1)
"""Stretches of posture further apart than this are not one watch: nobody knows what was between."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Something that lasted.

    Attributes:
        kind: "posture" or "exercise".
        name: The posture's state, or what was exercised, as ids with commas between.
        began_at: Within the day, on the person's own clock.
        ended_at: Within the day.
        session: The session's id; empty for a posture.
        changes: How often posture changed in it; None where that was not kept.
    """

    kind: str
    name: str
    began_at: datetime
    ended_at: datetime
    session: str = ""
    changes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Something at one moment.

    Attributes:
        kind: "break" or "pain".
        name: What break it was; for pain "before", "after" or "next_morning".
        at: On the person's own clock.
        value: Pain from 0 to 10; None for a break.
    """

    kind: str
    name: str
    at: datetime
    value: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLine:
    """One day, whole.

    Attributes:
        day: On the person's own clock.
        spans: In the order of time.
        marks: In the order of time.
    """

    day: date
    spans: tuple[Span, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySum:
    """One day in numbers.

    Attributes:
        day: On the person's own clock.
        state_s: Posture's state to its seconds, time away left out.
        watched_s: All of them together.
        changes_per_h: Changes of posture by hours watched; None under ten minutes of it.
        breaks_taken: Changes that were taken.
        breaks_declined: Changes that were offered and declined.
        exercise_s: Seconds of sessions.
        pain: The last rating of the day, 0-10; None without one.
    """

    day: date
    state_s: Mapping[str, float]
    watched_s: float
    changes_per_h: float | None
    breaks_taken: int
    breaks_declined: int
    exercise_s: float
    pain: int | None


def day_lines(remembered: Remembered, localise: Localise) -> tuple[DayLine, ...]:
    """Return every day with anything on it, in order."""
    spans: dict[date, list[Span]] = defaultdict(list)
    marks: dict[date, list[Mark]] = defaultdict(list)
    for span in (*_postures(remembered.postures, localise), *_exercises(remembered, localise)):
        spans[span.began_at.date()].append(span)
    for mark in (*_breaks(remembered.breaks, localise), *_pains(remembered, localise)):
        marks[mark.at.date()].append(mark)
    return tuple(
        DayLine(
            day=day,
            spans=tuple(sorted(spans[day], key=lambda each: each.began_at)),
            marks=tuple(sorted(marks[day], key=lambda each: each.at)),
        )
        for day in sorted(spans.keys() | marks.keys())
    )


def day_sum(line: DayLine) -> DaySum:
    """Return a day in numbers."""
    state_s: dict[str, float] = defaultdict(float)
    for span in line.spans:
        if span.kind == "posture" and span.name != AWAY:
            state_s[span.name] += _length_s(span)
    watched_s = sum(state_s.values())
    breaks = [mark.name for mark in line.marks if mark.kind == "break"]
    pains = [mark.value for mark in line.marks if mark.kind == "pain"]
    return DaySum(
        day=line.day,
        state_s=dict(state_s),
        watched_s=watched_s,
        changes_per_h=_changes(line.spans) * HOUR_S / watched_s if watched_s >= LEAST_RATE_S else None,
        breaks_taken=sum(name != DECLINED for name in breaks),
        breaks_declined=breaks.count(DECLINED),
        exercise_s=sum(_length_s(span) for span in line.spans if span.kind == "exercise"),
        pain=pains[-1] if pains else None,
    )


def _length_s(span: Span) -> float:
    return (span.ended_at - span.began_at).total_seconds()


def _changes(spans: Sequence[Span]) -> int:
    """Return how often posture changed, as the watch counted it; where that was not kept, how often states did."""
    postures = [span for span in spans if span.kind == "posture"]
    counted = sum(span.changes or 0 for span in postures)
    return counted + sum(_is_change(before, after) for before, after in pairwise(postures) if before.changes is None)


def _is_change(before: Span, after: Span) -> bool:
    """Return whether one posture followed another at once; getting up and going is a change, being away is none."""
    return before.name not in {after.name, AWAY} and after.began_at - before.ended_at <= ONE_WATCH


def _postures(records: Sequence[PostureRecord], localise: Localise) -> Iterator[Span]:
    """Yield stretches of posture, cut at midnight."""
    for record in records:
        yield from _cut(
            Span(
                kind="posture",
                name=record.state,
                began_at=localise(record.began_at),
                ended_at=localise(record.ended_at),
                changes=record.changes,
            )
        )


def _exercises(remembered: Remembered, localise: Localise) -> Iterator[Span]:
    """Yield sessions, cut at midnight."""
    for session in remembered.sessions:
        names = ",".join(dict.fromkeys(each.exercise for each in session.sets))
        began_at, ended_at = localise(session.started_at), localise(session.ended_at)
        yield from _cut(Span(kind="exercise", name=names, began_at=began_at, ended_at=ended_at, session=session.id))


def _cut(span: Span) -> Iterator[Span]:
    """Yield the parts of a span that each lie within one day; its changes go to the last, as their hour is not kept."""
    before = None if span.changes is None else 0
    began_at = span.began_at
    while began_at.date() < span.ended_at.date():
        midnight = (began_at + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
        yield replace(span, began_at=began_at, ended_at=midnight, changes=before)
        began_at = midnight
    if began_at < span.ended_at:
        yield replace(span, began_at=began_at)


def _breaks(records: Sequence[BreakRecord], localise: Localise) -> Iterator[Mark]:
    """Yield breaks, taken or declined."""
    for record in records:
        yield Mark(kind="break", name=record.kind, at=localise(record.at))


def _pains(remembered: Remembered, localise: Localise) -> Iterator[Mark]:
    """Yield ratings of pain; the next morning's is set at eight, as its hour is not kept."""
    for session in remembered.sessions:
        began_at, ended_at = localise(session.started_at), localise(session.ended_at)
        morning = (began_at + timedelta(days=1)).replace(hour=8, minute=0, second=0, microsecond=0)
        for name, at, value in (
            ("before", began_at, session.pain_before),
            ("after", ended_at, session.pain_after),
            ("next_morning", morning, session.pain_next_morning),
        ):
            if value is not None:
                yield Mark(kind="pain", name=name, at=at, value=value)
