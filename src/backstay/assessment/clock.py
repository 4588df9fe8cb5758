"""The clock of a hold: seconds in position, less those in which a line was broken for over a second."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from backstay.assessment.judging import Unit, measure_names, reference_key, spare_sd_of
from backstay.exercises.types import UNIT_MEASURES, Criterion, Phase
from backstay.kinematics.types import Readings

GRACE_S = 1.0
"""A line may be broken for this long before the clock stops (docs/design.md, section 6)."""
LONGEST_STEP_S = 0.3
"""A longer gap between two frames is not held time: nobody saw it (the gap that smoothing fills)."""


def held_seconds(
    frames: Sequence[Readings], is_held: Sequence[bool], criteria: Sequence[Criterion], unit: Unit
) -> float:
    """Return the seconds on the clock of one hold.

    Args:
        frames: Readings from reaching the position to leaving it for good.
        is_held: Whether each of them is in position and still.
        criteria: The lines; those that the view can judge in a hold stop the clock when broken.
        unit: View, side and references to judge them by; its phases are not used.
    """
    counts = np.array(is_held, dtype=bool)
    t_s = np.array([frame.t_s for frame in frames])
    for criterion in criteria:
        broken = np.array([is_broken(criterion, frame, unit) for frame in frames], dtype=bool)
        counts &= ~_lasting(t_s, broken)
    steps = np.diff(t_s, append=t_s[-1:])
    steps[steps > LONGEST_STEP_S] = 0.0
    return float(np.sum(steps[counts]))


def is_broken(criterion: Criterion, frame: Readings, unit: Unit) -> bool:
    """Return whether one frame lies beyond a hold's limit by more than one SD; what cannot be judged is not broken."""
    if criterion.when is not Phase.HOLD or criterion.measure is None or criterion.measure in UNIT_MEASURES:
        return False
    if not criterion.can_be_judged_from(unit.view):
        return False
    return any(_is_beyond(criterion, name, frame, unit) for name in measure_names(criterion, unit))


def _is_beyond(criterion: Criterion, name: str, frame: Readings, unit: Unit) -> bool:
    """Return whether one value lies beyond a limit; NaN does not."""
    value = frame.values[name]
    if criterion.from_own is not None:
        value -= unit.references.get(reference_key(criterion.from_own, name), math.nan)
    if criterion.scaled_by is not None:
        value /= frame.values[criterion.scaled_by]
    sd = criterion.change_sd + spare_sd_of(criterion, name, unit)
    is_under = criterion.not_met_below is not None and value < criterion.not_met_below - sd
    is_over = criterion.not_met_above is not None and value > criterion.not_met_above + sd
    return is_under or is_over


def _lasting(t_s: NDArray[np.float64], broken: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the broken frames that belong to a stretch of over a second."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], broken.astype(np.int8), [0]))))
    lasting = np.zeros_like(broken)
    for start, stop in zip(edges[::2], edges[1::2], strict=True):
        end_s = t_s[stop] if stop < len(t_s) else t_s[-1]
        if end_s - t_s[start] > GRACE_S:
            lasting[start:stop] = True
    return lasting
