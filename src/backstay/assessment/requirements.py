"""Whether a movement is this exercise at all."""

import math
from collections.abc import Sequence

import numpy as np

from backstay.assessment.abstaining import READABLE_SHARE
from backstay.assessment.judging import Unit, measure_names
from backstay.exercises.types import Requirement
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


def _is_broken(requirement: Requirement, name: str, frames: Sequence[Readings]) -> bool:
    """Return whether a statistic of the frames lies beyond a limit by more than its SD."""
    value = _statistic(requirement, name, frames)
    if not math.isfinite(value):
        return False
    low, high = requirement.not_met_below, requirement.not_met_above
    is_under = low is not None and value < low - requirement.change_sd
    is_over = high is not None and value > high + requirement.change_sd
    return is_under or is_over


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
