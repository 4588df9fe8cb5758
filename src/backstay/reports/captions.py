"""What stands beside the picture at each moment of an overlay."""

from bisect import bisect_right
from collections.abc import Callable

from backstay.assessment.types import HoldEnded, RepetitionEnded, Verdict
from backstay.exercises.types import Exercise
from backstay.reports.overlay import Caption
from backstay.reports.words import VERDICT_WORDS
from backstay.sessions.assessing import Assessed
from backstay.sessions.summary import holds_in, repetitions_in


def captions_of(assessed: Assessed, exercise: Exercise) -> Callable[[float], Caption]:
    """Return what to say at a time: the count so far, the phase, and the verdicts of the latest unit."""
    ended = [event for event in assessed.events if isinstance(event, RepetitionEnded | HoldEnded)]
    times = [event.t_s for event in ended]
    says = {criterion.id: criterion.says for criterion in exercise.criteria}
    nothing = tuple((each, "") for each in says.values())
    if assessed.seen.info.is_still:
        nothing = tuple((each.says, _word(each.verdict)) for each in assessed.assessment.criteria)

    def caption(t_s: float) -> Caption:
        number = bisect_right(times, t_s)
        verdicts = nothing
        if number:
            latest = ended[number - 1]
            unit = latest.repetition if isinstance(latest, RepetitionEnded) else latest.hold
            verdicts = tuple((says[each.criterion], _word(each.verdict)) for each in unit.judgements)
        return Caption(
            headline=exercise.title,
            count=_count(assessed, exercise, t_s),
            phase=_phase(assessed, t_s),
            verdicts=verdicts,
        )

    return caption


def _word(verdict: Verdict) -> str:
    """Return a verdict in words."""
    return VERDICT_WORDS[verdict]


def _count(assessed: Assessed, exercise: Exercise, t_s: float) -> str:
    """Return the count so far, with the dose."""
    if exercise.dose.repetitions is not None:
        counted = sum(each.is_counted and each.ended_s <= t_s for each in repetitions_in(assessed.events))
        return f"{counted} of {exercise.dose.repetitions}"
    held_s = sum(min(each.held_s, max(0.0, t_s - each.began_s)) for each in holds_in(assessed.events))
    return f"{held_s:.0f} s"


def _phase(assessed: Assessed, t_s: float) -> str:
    """Return what is happening."""
    for each in repetitions_in(assessed.events):
        if each.began_s <= t_s < each.ended_s:
            return "up" if t_s < each.peaked_s else "back down"
    for hold in holds_in(assessed.events):
        if hold.began_s <= t_s < hold.ended_s:
            return "hold"
    return "ready"
