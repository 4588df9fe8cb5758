"""Whether somebody breathed during a hold, or nothing can be said.

Source:
    evidence.md 1.4 and 9: no breath seen is said only after the own limit; holding the breath for less is abstained on.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import mode

from backstay.assessment.abstaining import READABLE_SHARE, abstain
from backstay.assessment.types import Judgement, Verdict
from backstay.exercises.types import SILENCE, Criterion
from backstay.kinematics.breathing import BreathReading

REGULAR_PERIODS = 1.5
"""A wait for the next breath of more than this many own periods is no regular breathing."""
QUIET_PERIODS = 1.0
"""Nor is a stillness of more than this: a smooth breath rests for a third of its period, one with a pause for half."""
NOT_FOLLOWED = "The motion of chest and shoulders was not followed."
NOT_LEARNT = "Your own breathing is not known yet: it takes 20 s of quiet sitting, chest and shoulders seen sharply."
NOT_REGULAR = "No regular breaths were seen, yet not for long enough to say that there were none."


def judge_breathing(criterion: Criterion, followed: Sequence[BreathReading | None]) -> Judgement:
    """Return the verdict on breathing over one hold.

    Not met: no breath for the own limit. Met: breaths surely seen, none more than 1.5 own periods after the last, and
    never a whole period of stillness. Anything between is abstained on.

    Args:
        criterion: The line.
        followed: One a frame of the hold; None where breathing was not followed.
    """
    readings = [each for each in followed if each is not None]
    if not readings:
        return abstain(criterion, NOT_FOLLOWED)
    own = readings[-1].own
    if own is None:
        return abstain(criterion, NOT_LEARNT)
    quietest = max(_since_first(readings), key=lambda reading: reading.unseen_for_s)
    if is_breath_missing(criterion, quietest):
        return _judgement(criterion, Verdict.NOT_MET, quietest)
    unreadable = [reading.reason for reading in readings if not reading.is_readable]
    if len(unreadable) > (1.0 - READABLE_SHARE) * len(readings):
        return abstain(criterion, mode(unreadable))
    began_s, ended_s = readings[0].t_s, readings[-1].t_s
    seen_s = {reading.last_breath_s for reading in readings if reading.last_breath_s is not None}
    breaths_s = sorted(each for each in seen_s if began_s <= each <= ended_s)
    waits_s = [after - before for before, after in pairwise([began_s, *breaths_s, ended_s])]
    is_quiet = max(reading.unseen_for_s for reading in readings) > QUIET_PERIODS * own.period_s
    if not breaths_s or is_quiet or max(waits_s) > REGULAR_PERIODS * own.period_s:
        return abstain(criterion, NOT_REGULAR)
    return _judgement(criterion, Verdict.MET, quietest)


def _since_first(readings: Sequence[BreathReading]) -> list[BreathReading]:
    """Return readings in which a silence began with the hold at the earliest: the rest before it is no part of it."""
    began_s = readings[0].t_s if readings else 0.0
    return [replace(each, unseen_for_s=min(each.unseen_for_s, each.t_s - began_s)) for each in readings]


def is_breath_missing(criterion: Criterion, reading: BreathReading | None) -> bool:
    """Return whether by now no breath was seen for as long as it takes to say so."""
    return reading is not None and reading.own is not None and reading.unseen_for_s >= _limit_s(criterion, reading)


def _limit_s(criterion: Criterion, reading: BreathReading) -> float:
    """Return the longer of the line's limit and the person's own."""
    own_s = reading.own.limit_s if reading.own else 0.0
    return max(criterion.not_met_above or 0.0, own_s)


def _judgement(criterion: Criterion, verdict: Verdict, quietest: BreathReading) -> Judgement:
    """Return a verdict that rests on the longest silence."""
    return Judgement(
        criterion=criterion.id,
        verdict=verdict,
        measure=SILENCE,
        value=quietest.unseen_for_s,
        limit=_limit_s(criterion, quietest),
        from_s=quietest.t_s - quietest.unseen_for_s,
        to_s=quietest.t_s,
    )
