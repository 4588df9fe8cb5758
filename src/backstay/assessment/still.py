"""What one picture can show: a start pose, a top or a position, without beginning, end or change."""

import math
from collections.abc import Mapping

from backstay.assessment.holds import working_side
from backstay.assessment.judging import Unit, judge_all
from backstay.assessment.types import Judgement
from backstay.exercises.types import Exercise, Phase
from backstay.kinematics.types import Readings


def judge_still(readings: Readings, exercise: Exercise, references: Mapping[str, float]) -> tuple[Judgement, ...]:
    """Return a judgement for each line that a picture can show; nothing when nobody is in it.

    Args:
        readings: What was measured on the picture.
        exercise: What it is held against.
        references: The person's own values from a profile; a picture has none of its own.
    """
    if not readings.is_person:
        return ()
    unit = Unit(
        phases=dict.fromkeys(phases_shown(readings, exercise), (readings,)),
        view=readings.view.label,
        side=None if exercise.position is None else working_side(readings, exercise.position),
        references=references,
        timings={},
        began_s=readings.t_s,
        ended_s=readings.t_s,
    )
    return judge_all(exercise.criteria, unit)


def phases_shown(readings: Readings, exercise: Exercise) -> tuple[Phase, ...]:
    """Return the phases that one picture may stand for."""
    if exercise.counts_from is None:
        return (Phase.HOLD, Phase.ALWAYS)
    peak = readings.values[exercise.counts_from.measure]
    is_up = math.isfinite(peak) and peak >= exercise.counts_from.above
    return (Phase.PEAK if is_up else Phase.START, Phase.ALWAYS)
