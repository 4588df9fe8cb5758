"""The person's own limits, found in a good repetition or a short calibration pose, to be given to later assessments.

They are never limits of the recording that they were found in.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from backstay.assessment.calibration import STEADY_S
from backstay.assessment.judging import Unit, measure_names, reference_key
from backstay.assessment.requirements import broken_requirement
from backstay.assessment.types import Repetition, Verdict
from backstay.exercises.types import Criterion, Exercise, Phase
from backstay.kinematics.series import column_of
from backstay.kinematics.types import Readings, ViewLabel

Array = NDArray[np.float64]

AROUND_S = 0.25
"""A top and a start pose last at least half a second."""
LONGEST_POSE_S = 15.0
"""A longer recording without a repetition is no calibration pose but another movement."""
STEADY_DEG = 5.0
"""A pose that is held stays within this; the near knee jitters by 1 to 2 degrees."""


def own_limits(
    readings: Sequence[Readings], repetitions: Sequence[Repetition], exercise: Exercise
) -> Mapping[str, float]:
    """Return the person's own limits, keyed by `judging.reference_key`.

    From the first counted repetition in which no other line is broken; from a steady pose where there is no repetition.

    Args:
        readings: A whole recording.
        repetitions: What was found in it.
        exercise: Whose lines can have own limits.
    """
    own: dict[str, float] = {}
    for criterion in exercise.criteria:
        if criterion.own_limit is None or criterion.measure is None:
            continue
        frames = _frames_of_good(readings, repetitions, criterion)
        if not repetitions:
            frames = _frames_of_pose(readings, criterion, exercise)
        own |= _medians(frames, criterion, criterion.own_limit.reference)
    return own


def _frames_of_good(
    readings: Sequence[Readings], repetitions: Sequence[Repetition], criterion: Criterion
) -> Sequence[Readings]:
    """Return the frames of a line's phase in the first good repetition; none without one."""
    good = next((each for each in repetitions if _is_good(each, criterion)), None)
    if good is None:
        return ()
    spans = {
        Phase.START: (good.began_s - 2.0 * AROUND_S, good.began_s),
        Phase.PEAK: (good.peaked_s - AROUND_S, good.peaked_s + AROUND_S),
    }
    from_s, to_s = spans.get(criterion.when, (good.began_s, good.ended_s))
    return [each for each in readings if from_s <= each.t_s <= to_s]


def _is_good(repetition: Repetition, criterion: Criterion) -> bool:
    """Return whether a repetition counts, shows the line, and breaks no other one."""
    broken = {each.criterion for each in repetition.judgements if each.verdict is Verdict.NOT_MET}
    return repetition.is_counted and criterion.can_be_judged_from(repetition.view) and not broken - {criterion.id}


def _frames_of_pose(readings: Sequence[Readings], criterion: Criterion, exercise: Exercise) -> Sequence[Readings]:
    """Return two steady seconds of a short recording in which somebody stands in the pose; none without."""
    if not readings or readings[-1].t_s - readings[0].t_s > LONGEST_POSE_S:
        return ()
    steady = [window for window in _windows(readings) if _is_held(window, criterion, exercise)]
    return max(steady, key=lambda window: _level(window, criterion), default=())


def _windows(readings: Sequence[Readings]) -> list[Sequence[Readings]]:
    """Return stretches of two seconds in which somebody is seen, one after another by half a second."""
    starts_s = np.arange(readings[0].t_s, readings[-1].t_s - STEADY_S + 1e-9, STEADY_S / 4)
    cut = [[each for each in readings if start_s <= each.t_s <= start_s + STEADY_S] for start_s in starts_s]
    return [window for window in cut if window and all(each.is_person for each in window)]


def _is_held(window: Sequence[Readings], criterion: Criterion, exercise: Exercise) -> bool:
    """Return whether a stretch shows the line's measure, steady, in a body that stands as the exercise requires."""
    unit = _unit(window)
    if not criterion.can_be_judged_from(unit.view):
        return False
    if broken_requirement(exercise.requires, unit, start=(), whole=window) is not None:
        return False
    spreads = [float(np.ptp(values)) for values in _values(window, criterion).values()]
    is_up = criterion.when is not Phase.PEAK or (
        exercise.counts_from is not None and _level(window, criterion) >= exercise.counts_from.above
    )
    return bool(spreads) and max(spreads) < STEADY_DEG and is_up


def _level(window: Sequence[Readings], criterion: Criterion) -> float:
    """Return the line's measure over a stretch, sides averaged."""
    return float(np.mean([np.median(values) for values in _values(window, criterion).values()]))


def _medians(frames: Sequence[Readings], criterion: Criterion, reference: str) -> Mapping[str, float]:
    """Return the median of each measure of a line, as own values."""
    values = _values(frames, criterion) if frames else {}
    return {reference_key(reference, name): float(np.median(each)) for name, each in values.items()}


def _values(frames: Sequence[Readings], criterion: Criterion) -> Mapping[str, Array]:
    """Return what was read of each measure of a line, unread ones left out."""
    columns = {name: column_of(frames, name) for name in measure_names(criterion, _unit(frames))}
    return {name: column[np.isfinite(column)] for name, column in columns.items() if np.isfinite(column).any()}


def _unit(frames: Sequence[Readings]) -> Unit:
    """Return frames as a unit, for its view."""
    labels = [each.view.label for each in frames]
    return Unit(
        phases={},
        view=max(ViewLabel, key=labels.count),
        side=None,
        references={},
        timings={},
        began_s=frames[0].t_s,
        ended_s=frames[-1].t_s,
    )
