"""When a change may be called one: only beyond measurement error, and never on fewer than three values.

The middle of the first three values is held against the middle of the last three; the six must be different ones. A
change counts when it exceeds the smallest one that error alone would make in one comparison of twenty. Errors of the
three are not averaged down: a camera that stands where it stood is wrong the same way each time.

Source:
    Minimal detectable change at 95 %: 1.96 * sqrt(2) * SEM (Weir 2005, J Strength Cond Res 19:231-240). Never on fewer
    than three values, and pain by 2 points and 30 %: evidence.md section 7.
"""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

WINDOW = 3
"""Values at each end of a comparison; evidence.md 7 asks for three at least."""
MDC_FACTOR = 1.96 * math.sqrt(2.0)
"""Smallest detectable change by one SD of the error, at 95 %; Weir 2005."""
LEAST_PAIN_POINTS = 2.0
"""evidence.md 7: 2 points of 10 or 30 %, whichever is more."""
LEAST_PAIN_SHARE = 0.3
LEAST_ACTIVITY_POINTS = 3.0
"""evidence.md 7: 3 points of 10 for a single activity that the person named."""


class Trend(StrEnum):
    """What can honestly be said of a row of values."""

    TOO_FEW = "too_few"
    WITHIN_ERROR = "within_error"
    MORE = "more"
    LESS = "less"


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One session's value.

    Attributes:
        at: When the session began.
        session: Its id.
        value: In the series' unit.
        sd: 1 SD of its error, in the same unit.
    """

    at: datetime
    session: str
    value: float
    sd: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A comparison of the first values with the last.

    Attributes:
        trend: What can be said.
        before: Middle of the first three; NaN where there are too few.
        after: Middle of the last three; NaN where there are too few.
        least: The smallest change that would count; NaN where there are too few.
    """

    trend: Trend
    before: float = math.nan
    after: float = math.nan
    least: float = math.nan


def compare(points: Sequence[Point]) -> Change:
    """Return what measured values say.

    Example:
        >>> from datetime import UTC, datetime
        >>> at = datetime(2026, 1, 1, tzinfo=UTC)
        >>> row = [Point(at=at, session="a", value=value, sd=1.0) for value in (10, 11, 10, 14, 14, 15)]
        >>> compare(row).trend.value, compare(row[:5]).trend.value
        ('more', 'too_few')
    """
    if len(points) < 2 * WINDOW:
        return Change(trend=Trend.TOO_FEW)
    ends = (*points[:WINDOW], *points[-WINDOW:])
    error_sd = math.sqrt(statistics.fmean(point.sd**2 for point in ends))
    return _compared([point.value for point in points], MDC_FACTOR * error_sd)


def compare_pain(ratings: Sequence[float]) -> Change:
    """Return what ratings from 0 to 10 say: a change of 2 points and of 30 %."""
    if len(ratings) < 2 * WINDOW:
        return Change(trend=Trend.TOO_FEW)
    before = statistics.median(ratings[:WINDOW])
    return _compared(ratings, max(LEAST_PAIN_POINTS, LEAST_PAIN_SHARE * before), reaches=True)


def compare_activity(ratings: Sequence[float]) -> Change:
    """Return what ratings of one activity from 0 to 10 say: a change of 3 points."""
    if len(ratings) < 2 * WINDOW:
        return Change(trend=Trend.TOO_FEW)
    return _compared(ratings, LEAST_ACTIVITY_POINTS, reaches=True)


def _compared(values: Sequence[float], least: float, *, reaches: bool = False) -> Change:
    """Return the change between the ends; one that only reaches the least counts where `reaches`."""
    before, after = statistics.median(values[:WINDOW]), statistics.median(values[-WINDOW:])
    size = abs(after - before)
    counts = size >= least if reaches else size > least
    trend = (Trend.MORE if after > before else Trend.LESS) if counts else Trend.WITHIN_ERROR
    return Change(trend=trend, before=before, after=after, least=least)
