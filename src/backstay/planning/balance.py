"""Balance: how much was done for hips, core and upper back over the last four weeks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from backstay.coaching.plan import SECONDS_A_REPETITION
from backstay.errors import ExerciseError
from backstay.exercises.loading import find_exercise
from backstay.exercises.types import Exercise, Kind
from backstay.memory.types import SessionRecord, SetRecord

FOUR_WEEKS = timedelta(weeks=4)
REGIONS = {"upper_back": "upper back", "hips": "hips", "core": "core"}
"""A region's id to its name, in the order of the prescription."""
LITTLE_FRACTION = 0.15
"""Half of an even share is 0.17; under that a region came short. Our own choice, to be said as an invitation only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What was done for one region.

    Attributes:
        region: Its id.
        title: Its name.
        sets: Sets or holds in which something was done.
        work_s: Seconds of work: held, or 4.5 s a repetition.
        fraction: Its share of all work, 0-1; 0 where nothing was done at all.
    """

    region: str
    title: str
    sets: int
    work_s: float
    fraction: float


def balance(sessions: Sequence[SessionRecord], now: datetime) -> tuple[Work, ...]:
    """Return the work of the last four weeks for each region, in the prescription's order.

    Args:
        sessions: Of one person.
        now: Aware.
    """
    recent = [each for each in sessions if now - FOUR_WEEKS <= each.started_at <= now]
    sets = [part for each in recent for part in each.sets if part.done > 0]
    work_s = {region: sum(_work_s(part) for part in sets if _region(part) == region) for region in REGIONS}
    total_s = sum(work_s.values())
    return tuple(
        Work(
            region=region,
            title=title,
            sets=sum(_region(part) == region for part in sets),
            work_s=work_s[region],
            fraction=work_s[region] / total_s if total_s else 0.0,
        )
        for region, title in REGIONS.items()
    )


def balance_says(work: Sequence[Work]) -> str:
    """Return the balance as one sentence, an invitation at most."""
    if not any(each.sets for each in work):
        return "Nothing was done in the last four weeks yet; today is a good day to begin."
    short = [each.title for each in work if each.fraction < LITTLE_FRACTION]
    if not short:
        return "Over the last four weeks upper back, hips and core all had their share."
    names = " and the ".join(short)
    return f"Over the last four weeks the {names} had less than the rest; a little of it would round things off."


def _work_s(part: SetRecord) -> float:
    """Return the seconds of work of a set."""
    exercise = _exercise(part.exercise)
    is_counted = exercise is None or exercise.kind is Kind.REPETITIONS
    return part.done * (SECONDS_A_REPETITION if is_counted else 1.0)


def _region(part: SetRecord) -> str:
    """Return the region a set was for; none for an exercise that is no longer known."""
    exercise = _exercise(part.exercise)
    return "" if exercise is None else exercise.region


@cache
def _exercise(exercise_id: str) -> Exercise | None:
    """Return an exercise of the library; None for one that has left it."""
    try:
        return find_exercise(exercise_id)
    except ExerciseError:
        return None
