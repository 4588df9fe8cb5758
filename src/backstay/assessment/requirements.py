"""Whether a movement is this exercise at all."""

import math
from collections.abc import Sequence

import numpy as np

from backstay.assessment.abstaining import READABLE_SHARE
from backstay.assessment.judging import Unit, measure_names
from backstay.exercises.types import Phase, Requirement
from backstay.kinematics.series import column_of
from backstay.kinematics.types import Readings


def broken_requirement(
    requirements: Sequence[Requirement], unit: Unit, *, start: Sequence[Readings], whole: Sequence[Readings]
) -> Requirement | None:
    """Return the first requirement that a unit clearly breaks; what cannot be read breaks nothing.

    Args:
        requirements: In the exercise's order.
        unit: Its view and its working side.
        start: Readings of the start pose.
        whole: Readings of the whole unit.
    """
    for requirement in requirements:
        frames = start if requirement.when == "start" else whole
        if requirement.can_be_judged_from(unit.view) and any(
            _is_broken(requirement, name, frames) for name in measure_names(requirement, unit)
        ):
            return requirement
    return None


def doubtful_requirements(requirements: Sequence[Requirement], unit: Unit) -> list[Requirement]:
    """Return the requirements of which nobody can tell whether a hold keeps them: beyond a limit, by less than an SD.

    Args:
        requirements: In the exercise's order; those without words for the doubt raise none.
        unit: A hold that clearly breaks none of them.
    """
    frames = unit.phases[Phase.HOLD]
    return [
        requirement
        for requirement in requirements
        if requirement.to_see is not None
        and requirement.can_be_judged_from(unit.view)
        and any(_excess(requirement, name, frames) > 0.0 for name in measure_names(requirement, unit))
    ]


def _is_broken(requirement: Requirement, name: str, frames: Sequence[Readings]) -> bool:
    """Return whether a statistic of the frames lies beyond a limit by more than its SD."""
    return _excess(requirement, name, frames) > requirement.change_sd


def _excess(requirement: Requirement, name: str, frames: Sequence[Readings]) -> float:
    """Return how far a statistic of the frames lies beyond the nearer limit; NaN if too little was read."""
    value = _statistic(requirement, name, frames)
    under = -math.inf if requirement.not_met_below is None else requirement.not_met_below - value
    over = -math.inf if requirement.not_met_above is None else value - requirement.not_met_above
    return value if math.isnan(value) else max(under, over)


def _statistic(requirement: Requirement, name: str, frames: Sequence[Readings]) -> float:
    """Return the median or the spread of the measure, scaled where asked; NaN if too little was read."""
    values = column_of(frames, name)
    values = values[np.isfinite(values)]
    if len(values) == 0 or len(values) < READABLE_SHARE * len(frames):
        return math.nan
    value = float(np.median(values))
    if requirement.statistic == "spread":
        value = float(np.subtract(*np.percentile(values, [95, 5])))
    if requirement.scaled_by is not None:
        value /= float(np.nanmedian(column_of(frames, requirement.scaled_by)))
    return value
