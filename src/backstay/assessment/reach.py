"""How far a repetition went: its peak, or its way where the peak cannot be read, as from the side.

From there the start pose is read wrongly, because its elbows point at the camera, and the trunk lengthens as the arms
go up. The top is read well. So a way is measured from the person's usual start, in sizes of the start pose, and its end
is held against the farthest that the person came before.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from backstay.assessment.judging import Unit, sided_names
from backstay.exercises.types import CountsFrom, Phase, Reach
from backstay.kinematics.series import column_of
from backstay.kinematics.types import Readings

END_PERCENT = 90.0
"""The end of a way is this percentile of the whole repetition: on one set out of focus it is the same within 0.01 trunk
lengths, where the median of the top as the effort has it is so within 0.07."""
ALIKE_SHARE = 0.1
"""A size that differs by more is that of a camera that stood elsewhere; in a set it jitters by 2 %."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """The way of one repetition, in the measure's own unit.

    Attributes:
        start: Where it began.
        end: Where it ended.
        size: The size by which ways are measured, in the start pose.
    """

    start: float
    end: float
    size: float


def peak_of(counts_from: CountsFrom, unit: Unit) -> float:
    """Return the peak that decides whether a repetition counts; NaN where it cannot be read."""
    if not any(view.covers(unit.view) for view in counts_from.views):
        return math.nan
    values = np.array([frame.values[counts_from.measure] for frame in unit.phases[Phase.PEAK]])
    values = values[np.isfinite(values)]
    return float(np.median(values)) if len(values) else math.nan


def way_of(reach: Reach | None, unit: Unit) -> Way | None:
    """Return the way of a repetition; None where none is asked for, shown from here, or read."""
    if reach is None or not any(view.covers(unit.view) for view in reach.views):
        return None
    names = sided_names(reach.measure, reach.of, unit.view, unit.side)
    way = Way(
        start=_percentile(unit.phases[Phase.START], names, 50.0),
        end=_percentile(unit.phases[Phase.ALWAYS], names, END_PERCENT),
        size=_percentile(unit.phases[Phase.START], (reach.scaled_by,), 50.0),
    )
    return way if math.isfinite(way.end - way.start) and way.size > 0.0 else None


def is_full(way: Way, reach: Reach, before: Sequence[Way]) -> bool:
    """Return whether a way counts.

    Args:
        way: This repetition's.
        reach: What it takes.
        before: Those of the repetitions before; where the camera stood elsewhere, they say nothing.
    """
    alike = [each for each in before if abs(each.size - way.size) < ALIKE_SHARE * way.size]
    size = float(np.median([each.size for each in (*alike, way)]))
    length = (way.end - float(np.median([each.start for each in (*alike, way)]))) / size
    behind = (max((each.end for each in alike), default=way.end) - way.end) / size
    return length >= reach.surely or (length >= reach.at_least and behind <= reach.near_own_farthest)


def _percentile(frames: Sequence[Readings], names: Sequence[str], percent: float) -> float:
    """Return a percentile of what was read of one measure or more; NaN if nothing was."""
    values = np.concatenate([column_of(frames, name) for name in names])
    values = values[np.isfinite(values)]
    return float(np.percentile(values, percent)) if len(values) else math.nan
