"""Ranges, steadiness and held seconds: one point a session, each with its error."""

import math
import statistics
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np

from backstay.assessment.judging import change_name
from backstay.assessment.types import Side
from backstay.exercises.types import Criterion, Exercise, Kind, Which
from backstay.memory.types import SessionRecord, SetRecord, UnitRecord
from backstay.reports.history_types import Series, SeriesKind
from backstay.reports.trends import Point, compare

LEAST_UNITS = 3
"""A spread of fewer repetitions than this says nothing."""
HELD_SD_S = 0.1
"""1 SD of held seconds; docs/design.md, section 11."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bouts:
    """One exercise's sets of one session, on one side."""

    session: SessionRecord
    side: Side | None
    sets: tuple[SetRecord, ...]

    @property
    def units(self) -> list[UnitRecord]:
        """Return what counted; a repetition that did not, says nothing of the range."""
        return [unit for each in self.sets for unit in each.units if unit.is_counted or unit.kind == "hold"]


def series_of(sessions: Sequence[SessionRecord], library: Mapping[str, Exercise]) -> tuple[Series, ...]:
    """Return every series that has a point, exercise by exercise, the left side first."""
    found: list[Series] = []
    for exercise in library.values():
        for side in ("left", "right", None):
            bouts = list(_bouts(sessions, exercise.id, side))
            found.extend(each for each in _of_exercise(bouts, exercise, side) if each.points)
    return tuple(found)


def _bouts(sessions: Iterable[SessionRecord], exercise: str, side: Side | None) -> Iterator[_Bouts]:
    """Yield the sets of one exercise and side, session by session."""
    for session in sessions:
        there = (each for each in session.sets if each.exercise == exercise and each.side == side)
        sets = tuple(each for each in there if was_reached(each))
        if sets:
            yield _Bouts(session=session, side=side, sets=sets)


def was_reached(part: SetRecord) -> bool:
    """Return whether a set was begun: a record names every set of the plan."""
    return part.done > 0.0 or bool(part.units)


def _of_exercise(bouts: Sequence[_Bouts], exercise: Exercise, side: Side | None) -> Iterator[Series]:
    """Yield an exercise's series on one side."""
    about = Series(
        exercise=exercise.id,
        title=exercise.title,
        side=side,
        says="",
        unit="s",
        kind="held",
        target=None,
        points=(),
        change=compare(()),
    )
    followed = _followed(exercise)
    if followed is not None and exercise.follows is not None:
        unit = (followed.measure or "").rsplit("_", maxsplit=1)[-1]
        about_range = replace(about, says=followed.says, unit=unit)
        if exercise.follows.more != "neither":
            sign = 1.0 if exercise.follows.more == "up" else -1.0
            yield _filled(about_range, [_range_point(each, followed, sign) for each in bouts], kind="range")
        yield _filled(about_range, [_steadiness_point(each, followed) for each in bouts], kind="steadiness")
    if exercise.kind is not Kind.REPETITIONS:
        target = statistics.median(each.target for each in bouts[-1].sets) if bouts else None
        held = replace(about, says="Held in good form", target=target)
        yield _filled(held, [_held_point(each) for each in bouts], kind="held")


def _filled(series: Series, points: Iterable[Point | None], *, kind: SeriesKind) -> Series:
    """Return a series with its points, and what can be said of them."""
    there = tuple(point for point in points if point is not None)
    return replace(series, kind=kind, points=there, change=compare(there))


def _followed(exercise: Exercise) -> Criterion | None:
    """Return the line that the history follows."""
    line = exercise.follows.line if exercise.follows is not None else None
    return next((criterion for criterion in exercise.criteria if criterion.id == line), None)


def _range_point(bouts: _Bouts, line: Criterion, sign: float) -> Point | None:
    """Return the middle of a session's values; it is wrong by the measure's error and by their own spread."""
    values = [sign * value for value in _values(bouts, line)]
    if not values:
        return None
    spread = _spread(values) / math.sqrt(len(values))
    return _point(bouts.session, statistics.median(values), math.hypot(line.change_sd, spread))


def _steadiness_point(bouts: _Bouts, line: Criterion) -> Point | None:
    """Return the spread of a session's values, whose own error is spread / sqrt(2 (n - 1)).

    Source:
        The standard error of a standard deviation of normal values (Ahn and Fessler 2003).
    """
    values = _values(bouts, line)
    if len(values) < LEAST_UNITS:
        return None
    spread = _spread(values)
    return _point(bouts.session, spread, spread / math.sqrt(2.0 * (len(values) - 1)))


def _held_point(bouts: _Bouts) -> Point:
    """Return the middle of a session's held seconds."""
    held_s = [each.done for each in bouts.sets]
    spread_s = _spread(held_s) / math.sqrt(len(held_s))
    return _point(bouts.session, statistics.median(held_s), math.hypot(HELD_SD_S, spread_s))


def _spread(values: Sequence[float]) -> float:
    """Return the standard deviation of a sample; 0 for a single value."""
    return float(np.std(values, ddof=1)) if len(values) > 1 else 0.0


def _values(bouts: _Bouts, line: Criterion) -> list[float]:
    """Return what was read of a line, one value a unit; units whose view could not show it are left out."""
    base = line.measure or ""
    name = base if line.from_own is None else change_name(base)
    sides = {Which.MIDDLE: ("",), Which.REAR_LEG: (f"{bouts.side}_",)}.get(line.of, ("left_", "right_"))
    found = (unit.readings.get(f"{side}{name}", math.nan) for unit in bouts.units for side in sides)
    return [value for value in found if math.isfinite(value)]


def _point(session: SessionRecord, value: float, sd: float) -> Point:
    """Return a session's point."""
    return Point(at=session.started_at, session=session.id, value=value, sd=sd)


def by_exercise(sets: Iterable[SetRecord]) -> Iterator[tuple[str, tuple[SetRecord, ...]]]:
    """Yield the sets of each exercise, in the order of their names."""
    ordered = sorted(sets, key=lambda each: each.exercise)
    for exercise, group in groupby(ordered, key=lambda each: each.exercise):
        yield exercise, tuple(group)
