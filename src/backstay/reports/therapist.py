"""A history on one A4 page for the therapist, set by Typst with the fonts that it carries; nothing is fetched."""

import json
import math
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, time
from itertools import islice
from pathlib import Path

import typst

from backstay.reports.history_types import History, Series
from backstay.reports.history_words import (
    BAR_FACTOR,
    CAMERA_RULE,
    PAIN_RULE,
    RULE,
    STEADINESS,
    activity_words,
    counted,
    day_words,
    empty_words,
    fading_words,
    is_marked,
    pain_words,
    series_title,
    series_words,
    totals_words,
    unit_words,
    weeks_words,
    work_words,
)
from backstay.reports.remembered import Remembered
from backstay.reports.timeline import DaySum
from backstay.reports.trends import Point

TEMPLATE = Path(__file__).with_name("therapist.typ")
MOST_POINTS, MOST_WEEKS, MOST_ROWS, MOST_NOTES = 48, 26, 5, 3
"""What the page has room for."""
LONGEST_TEXT = 120
"""Characters of a person's own words; the rest is in the export."""
RATING_TOP = 10.0
LEAST_SPAN = {"deg": 20.0, "s": 5.0}
"""An axis spans at least this much, so that error does not look like progress."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """Points on a plane of 1 by 1, x to the right, y upwards.

    Attributes:
        title: What it shows.
        words: What may be said of it.
        is_marked: Whether that is a change.
        points: (x, y, lower end of the bar, upper end of the bar).
        top: The axis' upper end in words.
        bottom: Its lower end.
    """

    title: str
    words: str
    is_marked: bool
    points: tuple[tuple[float, float, float, float], ...]
    top: str
    bottom: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Everything on the page, in words and plots; field by field what `therapist.typ` reads."""

    name: str
    made: str
    totals: str
    is_empty: bool
    facts: tuple[tuple[str, str], ...]
    weeks: tuple[tuple[str, int, int], ...]
    amounts: tuple[tuple[str, int, str], ...]
    pain: tuple[tuple[str, tuple[tuple[float, float], ...]], ...]
    ranges: tuple[Plot, ...]
    rows: tuple[tuple[bool, str, str], ...]
    corrections: tuple[tuple[str, str, str, str], ...]
    activities: tuple[tuple[str, str], ...]
    remarks: tuple[tuple[str, str], ...]
    rules: tuple[str, ...]


def therapist_pdf(history: History, remembered: Remembered, sums: Sequence[DaySum]) -> bytes:
    """Return the page as a PDF; the same records give the same bytes.

    Args:
        history: What was done and how it felt.
        remembered: The records, for decisions and notes.
        sums: The timeline's days.
    """
    sheet = json.dumps(asdict(sheet_of(history, remembered, sums)), ensure_ascii=False)
    made_at = datetime.combine(history.today, time(0), UTC)
    content = typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        ignore_system_fonts=True,
        font_paths=[],
        sys_inputs={"sheet": sheet},
        timestamp=int(made_at.timestamp()),
    )
    return bytes(content)


def sheet_of(history: History, remembered: Remembered, sums: Sequence[DaySum]) -> Sheet:
    """Return what stands on the page."""
    return Sheet(
        name=shortened(history.person, 40),
        made=day_words(history.today),
        totals=totals_words(history) if history.began else empty_words(shortened(history.person, 40)),
        is_empty=history.began is None,
        facts=tuple(_facts(history, remembered, sums)),
        weeks=tuple(
            (f"{each.began.day}.{each.began.month}.", each.days_done, each.days_planned)
            for each in history.weeks[-MOST_WEEKS:]
        ),
        amounts=tuple(
            (each.title, round(100.0 * each.done_fraction), counted(each.sessions, "session"))
            for each in history.amounts[:MOST_ROWS]
        ),
        pain=tuple(_rated(history)),
        ranges=tuple(_plot(each) for each in history.series if each.kind == "range")[:3],
        rows=tuple(
            (is_marked(each.change), series_title(each), series_words(each))
            for each in history.series
            if each.kind != "range"
        )[: 2 * MOST_ROWS],
        corrections=tuple(
            (each.title, each.says, counted(each.times, "time"), fading_words(each))
            for each in history.corrections[:MOST_ROWS]
        ),
        activities=tuple((shortened(each.name, 40), activity_words(each)) for each in history.activities[:MOST_NOTES]),
        remarks=tuple(_remarks(remembered)),
        rules=(f"{CAMERA_RULE} {RULE} {PAIN_RULE} Steadiness: {STEADINESS}.",),
    )


def shortened(text: str, most: int = LONGEST_TEXT) -> str:
    """Return a text of at most so many characters, on one line.

    Example:
        >>> shortened("one two  three", 9)
        'one two…'
    """
    whole = " ".join(text.split())
    return whole if len(whole) <= most else whole[: most - 1].rstrip() + "…"


def thinned(points: Sequence[Point]) -> tuple[Point, ...]:
    """Return at most `MOST_POINTS` points: the middle of as many neighbours as it takes, their error not made less."""
    size = math.ceil(len(points) / MOST_POINTS) or 1
    left = iter(points)
    groups = iter(lambda: tuple(islice(left, size)), ())
    return tuple(_middle(group) for group in groups)


def _middle(group: Sequence[Point]) -> Point:
    """Return the middle of some neighbours."""
    value, sd = (statistics.median(getattr(each, name) for each in group) for name in ("value", "sd"))
    return Point(at=group[len(group) // 2].at, session=group[0].session, value=value, sd=sd)


def _facts(history: History, remembered: Remembered, sums: Sequence[DaySum]) -> Iterator[tuple[str, str]]:
    """Yield the page's first lines."""
    if history.began is None:
        return
    yield "Program", history.program
    yield "Practised", weeks_words(history) or "the first week is not over yet"
    yield "Pain after a session", pain_words(history)
    if remembered.changes:
        yield "Compared with the beginning", f"{remembered.changes[-1].rating:+d} of -5 (far worse) to +5 (far better)"
    efforts = [each.effort for each in history.ratings if each.effort is not None]
    if efforts:
        yield "Effort", f"{statistics.median(efforts[-3:]):g} of 10 lately"
    yield "Work in four weeks", work_words(history) or "none"
    watched = [each for each in sums if each.changes_per_h is not None]
    if watched:
        changes = statistics.median(each.changes_per_h or 0.0 for each in watched[-7:])
        yield (
            "Everyday posture",
            f"{changes:.1f} changes an hour, over the last {counted(len(watched[-7:]), 'watched day')}",
        )


def _rated(history: History) -> Iterator[tuple[str, tuple[tuple[float, float], ...]]]:
    """Yield pain and effort from session to session, on a plane of 1 by 1."""
    rows = {
        "pain before": [each.pain_before for each in history.ratings],
        "pain after": [each.pain_after for each in history.ratings],
        "effort": [each.effort for each in history.ratings],
    }
    for name, values in rows.items():
        points = [
            Point(at=each.at, session=each.session, value=float(value), sd=0.0)
            for each, value in zip(history.ratings, values, strict=True)
            if value is not None
        ]
        if points:
            first, last = history.ratings[0].at, history.ratings[-1].at
            yield name, tuple((_share(each, first, last), each.value / RATING_TOP) for each in thinned(points))


def _share(point: Point, first: datetime, last: datetime) -> float:
    """Return where on the way from the first to the last time a point lies; alone in the middle."""
    whole_s = (last - first).total_seconds()
    return (point.at - first).total_seconds() / whole_s if whole_s else 0.5


def _plot(series: Series) -> Plot:
    """Return a series as a plot."""
    points = thinned(series.points)
    lows = [each.value - BAR_FACTOR * each.sd for each in points]
    highs = [each.value + BAR_FACTOR * each.sd for each in points]
    spare = max(0.0, LEAST_SPAN.get(series.unit, 0.0) - (max(highs) - min(lows))) / 2.0
    bottom, top = min(lows) - spare, max(highs) + spare
    first, last = points[0].at, points[-1].at

    def height(value: float) -> float:
        return (value - bottom) / ((top - bottom) or 1.0)

    return Plot(
        title=series_title(series),
        words=series_words(series),
        is_marked=is_marked(series.change),
        points=tuple(
            (_share(each, first, last), height(each.value), height(low), height(high))
            for each, low, high in zip(points, lows, highs, strict=True)
        ),
        top=unit_words(top, series.unit),
        bottom=unit_words(bottom, series.unit),
    )


def _remarks(remembered: Remembered) -> Iterator[tuple[str, str]]:
    """Yield the last changes of dose, and the person's own last words, newest first."""
    for decision in list(reversed(remembered.decisions))[:MOST_NOTES]:
        yield day_words(decision.at.date()), shortened(decision.reason)
    notes = [(each.started_at, each.note) for each in remembered.sessions if each.note]
    notes += [(each.at, each.text) for each in remembered.notes]
    for at, note in sorted(notes, reverse=True)[:MOST_NOTES]:
        yield day_words(at.date()), f"“{shortened(note)}”"
