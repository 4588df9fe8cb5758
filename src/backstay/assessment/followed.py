"""Which measures an exercise is followed and judged by, live and in files; the others need not be made or kept."""

from functools import cache

from backstay.assessment.calibration import HEIGHT, LEAN
from backstay.exercises.types import Exercise, Kind
from backstay.kinematics.measures import MEASURES


@cache
def measures_followed(exercise: Exercise) -> tuple[str, ...]:
    """Return the names of the measures that an exercise is followed and judged by, in the order of the table."""
    named: set[str | None] = set()
    for criterion in exercise.criteria:
        named |= {criterion.measure, criterion.scaled_by}
    for requirement in exercise.requires:
        named |= {requirement.measure, requirement.scaled_by}
    if exercise.effort is not None:
        named.add(exercise.effort.measure)
    if exercise.counts_from is not None:
        named |= {exercise.counts_from.measure, exercise.counts_from.measure.removeprefix("mean_")}
        reach = exercise.counts_from.reach
        named |= {reach.measure, reach.scaled_by} if reach is not None else set()
    if exercise.position is not None:
        named |= {exercise.position.measure, exercise.position.side_from.measure}
    if exercise.kind is Kind.PACED_HOLD:
        named |= {HEIGHT, LEAN}
    followed = {
        name for name in MEASURES if name in named or name.removeprefix("left_").removeprefix("right_") in named
    }
    followed |= {MEASURES[name].skewed_by for name in followed}
    return tuple(name for name in MEASURES if name in followed)
