"""Whether somebody breathed during a hold, or nothing can be said.

Source:
    evidence.md 1.4 and 9: no breath seen is said only after the own limit; holding the breath for less is abstained on.
"""

from collections.abc import Sequence
from itertools import pairwise
from statistics import mode

from backstay.assessment.judging import READABLE_SHARE, abstain
from backstay.assessment.types import Judgement, Verdict
from backstay.exercises.types import Criterion
from backstay.kinematics.breathing import BreathReading

SILENCE = "longest_without_breath_s"
REGULAR_PERIODS = 1.5
"""A wait for the next breath of more than this many own periods is no regular breathing."""
NOT_LEARNT = "The own breathing is not known: it takes 20 s of quiet sitting, chest and shoulders seen sharply."
NOT_REGULAR = "No regular breaths were seen, yet not for long enough to say that there were none."


def judge_breathing(criterion: Criterion, readings: Sequence[BreathReading]) -> Judgement:
    """Return the verdict on breathing over one hold.

    Not met: no breath for the own limit. Met: breaths surely seen, none more than 1.5 own periods after the last.
    Anything between is abstained on.

    Args:
        criterion: The line.
        readings: One a frame of the hold.
    """
    own = readings[-1].own if readings else None
    if own is None:
        return abstain(criterion, NOT_LEARNT)
    quietest = max(readings, key=lambda reading: reading.unseen_for_s)
    if quietest.is_breath_missing:
        return _judgement(criterion, Verdict.NOT_MET, quietest)
    unreadable = [reading.reason for reading in readings if not reading.is_readable]
    if len(unreadable) > (1.0 - READABLE_SHARE) * len(readings):
        return abstain(criterion, mode(unreadable))
    began_s, ended_s = readings[0].t_s, readings[-1].t_s
    seen_s = {reading.last_breath_s for reading in readings if reading.last_breath_s is not None}
    breaths_s = sorted(each for each in seen_s if began_s <= each <= ended_s)
    waits_s = [after - before for before, after in pairwise([began_s, *breaths_s, ended_s])]
    if not breaths_s or max(waits_s) > REGULAR_PERIODS * own.period_s:
        return abstain(criterion, NOT_REGULAR)
    return _judgement(criterion, Verdict.MET, quietest)


def _judgement(criterion: Criterion, verdict: Verdict, quietest: BreathReading) -> Judgement:
    """Return a verdict that rests on the longest silence."""
    return Judgement(
        criterion=criterion.id,
        verdict=verdict,
        measure=SILENCE,
        value=quietest.unseen_for_s,
        limit=quietest.own.limit_s if quietest.own else float("nan"),
        from_s=quietest.t_s - quietest.unseen_for_s,
        to_s=quietest.t_s,
    )
