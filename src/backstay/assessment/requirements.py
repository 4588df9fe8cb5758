"""Whether a movement is this exercise at all."""

import math
from collections.abc import Sequence

import numpy as np

from backstay.assessment.judging import READABLE_SHARE
from backstay.exercises.types import Requirement
from backstay.kinematics.types import Readings, ViewLabel


def broken_requirement(
    requirements: Sequence[Requirement], *, start: Sequence[Readings], whole: Sequence[Readings], view: ViewLabel
) -> Requirement | None:
    """Return the first requirement that a unit clearly breaks; what cannot be read breaks nothing.

    Args:
        requirements: In the exercise's order.
        start: Readings of the start pose.
        whole: Readings of the whole unit, start pose included.
        view: Where the camera stood.
    """
    for requirement in requirements:
        frames = start if requirement.when == "start" else whole
        if requirement.can_be_judged_from(view) and _is_broken(requirement, frames):
            return requirement
    return None


def _is_broken(requirement: Requirement, frames: Sequence[Readings]) -> bool:
    """Return whether a statistic of the frames lies beyond a limit by more than its SD."""
    value = _statistic(requirement, frames)
    if not math.isfinite(value):
        return False
    low, high = requirement.not_met_below, requirement.not_met_above
    is_under = low is not None and value < low - requirement.change_sd
    is_over = high is not None and value > high + requirement.change_sd
    return is_under or is_over


def _statistic(requirement: Requirement, frames: Sequence[Readings]) -> float:
    """Return the median or the spread of the measure, scaled where asked; NaN if too little was read."""
    values = np.array([frame.values[requirement.measure] for frame in frames])
    values = values[np.isfinite(values)]
    if len(values) == 0 or len(values) < READABLE_SHARE * len(frames):
        return math.nan
    value = float(np.median(values))
    if requirement.statistic == "spread":
        value = float(np.subtract(*np.percentile(values, [95, 5])))
    if requirement.scaled_by is not None:
        value /= float(np.nanmedian([frame.values[requirement.scaled_by] for frame in frames]))
    return value
