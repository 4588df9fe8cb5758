"""What a history holds: days, weeks, ratings, ranges, holds, corrections; plain values that tables and pages show."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from backstay.assessment.types import Side
from backstay.planning.balance import Work
from backstay.reports.trends import Change, Point

SeriesKind = Literal["range", "steadiness", "held"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day with practice.

    Attributes:
        day: On the person's own clock.
        sessions: How many.
        duration_s: Together.
        done_fraction: Done by prescribed, 0 to 1, each set counted as far as its target.
        exercises: Ids of what was done.
    """

    day: date
    sessions: int
    duration_s: float
    done_fraction: float
    exercises: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """A week, from its Monday.

    Attributes:
        began: Its Monday.
        days_done: Days with practice.
        days_planned: Days that the program asks for.
        is_whole: Whether the week is over and began after the first session's.
    """

    began: date
    days_done: int
    days_planned: int
    is_whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """One exercise, prescribed against done.

    Attributes:
        exercise: Its id.
        title: Its name.
        prescribed: Sets (or holds) asked for in all sessions.
        done_fraction: Share of what they asked for that was done, 0 to 1.
        sessions: In how many sessions.
    """

    exercise: str
    title: str
    prescribed: int
    done_fraction: float
    sessions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratings:
    """What the person said of one session, 0-10; None where not asked or not answered."""

    at: datetime
    session: str
    pain_before: int | None
    pain_after: int | None
    pain_next_morning: int | None
    effort: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One thing followed from session to session.

    Attributes:
        exercise: The exercise's id.
        title: The exercise's name.
        side: The side; None where both work together.
        says: What it is, in words.
        unit: "deg", "s", "fraction" or "of_10".
        kind: "range", "steadiness" (spread between repetitions, less is steadier) or "held".
        target: What was asked for last; None without one.
        points: One a session, in the order of time.
        change: What can be said of them.
    """

    exercise: str
    title: str
    side: Side | None
    says: str
    unit: str
    kind: SeriesKind
    target: float | None
    points: tuple[Point, ...]
    change: Change


class Fading(StrEnum):
    """Whether a correction is still needed, by the first and the last three sessions of its exercise."""

    TOO_FEW = "too_few"
    FADED = "faded"
    LESS_OFTEN = "less_often"
    AS_BEFORE = "as_before"
    NEWER = "newer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What the coach had to say about one line.

    Attributes:
        exercise: The exercise's id.
        title: The exercise's name.
        criterion: The line's id.
        says: The line in words.
        text: What was said.
        times: How often in all.
        sessions: In how many sessions.
        first: In how many of the first three sessions of the exercise.
        last: In how many of the last three.
        fading: What that comes to.
    """

    exercise: str
    title: str
    criterion: str
    says: str
    text: str
    times: int
    sessions: int
    first: int
    last: int
    fading: Fading


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One of the person's own activities, 0 unable to 10 as before."""

    name: str
    points: tuple[Point, ...]
    change: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """Everything that reports show of one person.

    Attributes:
        person: The person's name.
        program: The program now followed, by its title.
        today: The day it was put together.
        began: Day of the first session; None without one.
        sessions: How many there are.
        duration_s: All of them together.
        days: Days with practice.
        weeks: From the first session's week to this one.
        amounts: Prescribed against done, by exercise.
        ratings: One a session.
        pain_change: Of pain after a session.
        series: Ranges, steadiness and held seconds.
        corrections: Most frequent first.
        activities: The person's own.
        work: What was done for each region in the last four weeks.
    """

    person: str
    program: str
    today: date
    began: date | None
    sessions: int
    duration_s: float
    days: tuple[Day, ...]
    weeks: tuple[Week, ...]
    amounts: tuple[Amount, ...]
    ratings: tuple[Ratings, ...]
    pain_change: Change
    series: tuple[Series, ...]
    corrections: tuple[Correction, ...]
    activities: tuple[Activity, ...]
    work: tuple[Work, ...]
