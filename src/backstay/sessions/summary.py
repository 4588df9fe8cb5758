"""Judgements of single units become one verdict a line for the whole recording."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from backstay.assessment.judging import Unit, judge
from backstay.assessment.types import Event, Hold, HoldEnded, Judgement, Repetition, RepetitionEnded, Verdict
from backstay.exercises.types import Criterion, Exercise, Otherwise, Phase
from backstay.kinematics.measures import MEASURES
from backstay.kinematics.series import ReadingSeries, column_of
from backstay.sessions.types import CriterionPart, HoldPart, ReadingPart, RepetitionPart

JUDGED = frozenset({Verdict.MET, Verdict.NOT_MET})

NOTHING_SAYS = "Nothing to judge it on: no repetition or hold was seen."
NOBODY_SAYS = "Nobody was in the picture, so it was not judged. Film again with your whole body in it, and a light on."


def repetitions_in(events: Sequence[Event]) -> list[Repetition]:
    """Return the repetitions that ended, partial ones included."""
    return [event.repetition for event in events if isinstance(event, RepetitionEnded)]


def holds_in(events: Sequence[Event]) -> list[Hold]:
    """Return the holds that ended."""
    return [event.hold for event in events if isinstance(event, HoldEnded)]


def repetition_part(repetition: Repetition) -> RepetitionPart:
    """Return a repetition as it is written."""
    return RepetitionPart(
        number=repetition.number,
        side=repetition.side,
        began_s=repetition.began_s,
        peaked_s=repetition.peaked_s,
        ended_s=repetition.ended_s,
        counted=repetition.is_counted,
        criteria={judgement.criterion: judgement.verdict for judgement in repetition.judgements},
        readings=dict(repetition.readings),
    )


def hold_part(hold: Hold) -> HoldPart:
    """Return a hold as it is written."""
    return HoldPart(
        number=hold.number,
        side=hold.side,
        began_s=hold.began_s,
        ended_s=hold.ended_s,
        held_s=hold.held_s,
        unsure_s=hold.unsure_s,
        complete=hold.is_complete,
        criteria={judgement.criterion: judgement.verdict for judgement in hold.judgements},
    )


def criterion_parts(
    exercise: Exercise, units: Sequence[Sequence[Judgement]], holds: Sequence[Hold], *, nothing_says: str = NOTHING_SAYS
) -> list[CriterionPart]:
    """Return one verdict a line: not met if any judged unit is, else met if any was judged, else why not.

    Args:
        exercise: Its criteria give the order.
        units: The judgements of each repetition or hold, or of a picture.
        holds: For the lines about the whole set.
        nothing_says: Why a line could not be judged where there is no unit at all.
    """
    by_criterion: dict[str, list[Judgement]] = {}
    for judgement in (each for unit in units for each in unit):
        by_criterion.setdefault(judgement.criterion, []).append(judgement)
    return [
        _criterion_part(each, judgements, nothing_says)
        for each in exercise.criteria
        for judgements in [judge_set(each, holds) if each.when is Phase.SET else by_criterion.get(each.id, [])]
    ]


def judge_set(criterion: Criterion, holds: Sequence[Hold]) -> list[Judgement]:
    """Return the judgement of a line about the whole set; nothing before there is any hold."""
    if not holds:
        return []
    sides = {hold.side for hold in holds if hold.side is not None and hold.is_complete}
    unit = Unit(
        phases={},
        view=holds[-1].view,
        side=None,
        references={},
        timings={"sides_held": float(len(sides))},
        began_s=holds[0].began_s,
        ended_s=holds[-1].ended_s,
    )
    return [judge(criterion, unit)]


def _criterion_part(criterion: Criterion, judgements: Sequence[Judgement], nothing_says: str) -> CriterionPart:
    """Return one line over all units."""
    judged = [each for each in judgements if each.verdict in JUDGED]
    broken = [each for each in judged if each.verdict is Verdict.NOT_MET]
    return CriterionPart(
        id=criterion.id,
        says=criterion.says,
        verdict=_verdict(criterion, judged, broken),
        met_fraction=(len(judged) - len(broken)) / len(judged) if judged else None,
        judged_fraction=len(judged) / len(judgements) if judgements else None,
        reason=_reason(criterion, judgements) if judgements else nothing_says,
        not_met_intervals=[(each.from_s, each.to_s) for each in broken],
    )


def _verdict(criterion: Criterion, judged: Sequence[Judgement], broken: Sequence[Judgement]) -> Verdict:
    """Return the one verdict of a line."""
    if broken:
        return Verdict.NOT_MET
    if judged:
        return Verdict.MET
    return Verdict.ASK if criterion.otherwise is Otherwise.ASK else Verdict.NOT_VISIBLE


def _reason(criterion: Criterion, judgements: Sequence[Judgement]) -> str | None:
    """Return the commonest reason why units were not judged; None if all were."""
    reasons = Counter(each.reason for each in judgements if each.verdict not in JUDGED and each.reason)
    if reasons:
        return _with_question(reasons.most_common(1)[0][0], criterion)
    return criterion.question if criterion.otherwise is Otherwise.ASK else None


def _with_question(reason: str, criterion: Criterion) -> str:
    """Return a reason, and what the person is asked instead where a line is left to them."""
    is_asked = criterion.otherwise is Otherwise.ASK and criterion.question and criterion.question not in reason
    return f"{reason} {criterion.question}" if is_asked else reason


def reading_parts(readings: ReadingSeries, names: Sequence[str]) -> dict[str, ReadingPart]:
    """Return the range of each measure that was read at all."""
    parts = {}
    for name in names:
        values = column_of(readings, name)
        values = values[np.isfinite(values)]
        if len(values):
            parts[name] = ReadingPart(
                unit=MEASURES[name].unit,
                min=float(values.min()),
                median=float(np.median(values)),
                max=float(values.max()),
                error_sd=MEASURES[name].error_sd,
            )
        readings.scratch.let_go()
    return parts
