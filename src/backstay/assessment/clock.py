"""The clock of a hold: seconds in position, less those in which a line was broken for over a second."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backstay.assessment.judging import Unit, measure_names, reference_key, spare_sd_of
from backstay.exercises.types import UNIT_MEASURES, Criterion, Phase
from backstay.kinematics.types import Readings

GRACE_S = 1.0
"""A line may be broken for this long before the clock stops (docs/design.md, section 6)."""
LONGEST_STEP_S = 0.3
"""A longer gap between two frames is a hole: nobody saw what was in it (the gap that smoothing fills)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """What the clock of one hold shows.

    Attributes:
        held_s: Seconds in position and still, less those in which a line was broken for over a second.
        unread_s: Seconds of the hold in which the position itself could not be read; up to a second at a time is held
            time, as for a broken line.
        unwatched: Line to the seconds of `held_s` in which it could not be read for over a second.
    """

    held_s: float
    unread_s: float
    unwatched: Mapping[str, float]


def clock_of(frames: Sequence[Readings], is_held: Sequence[bool], criteria: Sequence[Criterion], unit: Unit) -> Clock:
    """Return what the clock of one hold shows.

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
    is_hole = steps > LONGEST_STEP_S
    is_bridged = is_hole & (steps <= GRACE_S) & np.append(counts[1:], False)
    seconds = np.where(counts & (is_bridged | ~is_hole), steps, 0.0)
    unread = {each.id: np.array([not _is_read(each, frame, unit) for frame in frames], dtype=bool) for each in criteria}
    return Clock(
        held_s=float(np.sum(seconds)),
        unread_s=float(np.sum(steps[is_hole])),
        unwatched={name: float(np.sum(seconds[_lasting(t_s, is_so)])) for name, is_so in unread.items()},
    )


def stops_clock(criterion: Criterion, unit: Unit) -> bool:
    """Return whether a line stops the clock when it is seen broken from where the camera stands."""
    is_of_frame = criterion.measure is not None and criterion.measure not in UNIT_MEASURES
    return criterion.when is Phase.HOLD and is_of_frame and criterion.can_be_judged_from(unit.view)


def is_broken(criterion: Criterion, frame: Readings, unit: Unit) -> bool:
    """Return whether one frame lies beyond a hold's limit by more than one SD; what cannot be judged is not broken."""
    if not stops_clock(criterion, unit):
        return False
    return any(_is_beyond(criterion, name, frame, unit) for name in measure_names(criterion, unit))


def _is_read(criterion: Criterion, frame: Readings, unit: Unit) -> bool:
    """Return whether a line that may stop the clock could be read in a frame; the others ask nothing."""
    if not stops_clock(criterion, unit):
        return True
    return all(math.isfinite(frame.values[name]) for name in measure_names(criterion, unit))


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
