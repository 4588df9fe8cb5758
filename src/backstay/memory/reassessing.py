"""Today's rules over a session's kept poses, and what they would change.

The session goes through the same steps as when it was live, frame by frame; what the person did and when each bout
began and ended stays as it was. Only counts and verdicts are made anew.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from backstay.assessment.types import Event, Hold, HoldEnded, Repetition, RepetitionEnded, Verdict
from backstay.coaching.plan import Assignment, Bout, Plan
from backstay.coaching.types import Routine
from backstay.coaching.words import PauseReason, Stage
from backstay.exercises.types import Exercise
from backstay.memory.types import SessionRecord, SetRecord
from backstay.sessions.following import Following, conclude_bout, follow_sighting
from backstay.sessions.poses import LiveFrame
from backstay.sessions.references import of_provenance

Verdicts = Mapping[Verdict, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountChange:
    """A set of which another number of units would count.

    Attributes:
        set_number: From 1 in the session.
        exercise: The exercise's id.
        before: Units that counted then.
        after: Units that would count now.
    """

    set_number: int
    exercise: str
    before: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChange:
    """A line of the prescription that would come out otherwise.

    Attributes:
        exercise: The exercise's id.
        criterion: The line's id.
        before: Verdict to how many units had it.
        after: Verdict to how many would have it.
    """

    exercise: str
    criterion: str
    before: Verdicts
    after: Verdicts


@dataclass(frozen=True, slots=True, kw_only=True)
class Reassessment:
    """What today's rules would change in a session.

    Attributes:
        session: Its id.
        counts: Sets that would count otherwise.
        lines: Lines that would come out otherwise.
        unknown: Exercises that no longer exist, left as they are.
    """

    session: str
    counts: tuple[CountChange, ...]
    lines: tuple[LineChange, ...]
    unknown: tuple[str, ...] = ()


def reassess(record: SessionRecord, frames: Iterable[LiveFrame], exercises: Mapping[str, Exercise]) -> Reassessment:
    """Return what today's rules would change in a session.

    Args:
        record: The session.
        frames: Its kept poses, in order.
        exercises: Today's definitions, by id.
    """
    unknown = tuple(sorted({each.exercise for each in record.sets} - exercises.keys()))
    known = [each for each in record.sets if each.exercise in exercises]
    if not known:
        return Reassessment(session=record.id, counts=(), lines=(), unknown=unknown)
    following = Following(given=of_provenance(record.provenance))
    units = _units(_plan(known, exercises), {each.number: place for place, each in enumerate(known)}, frames, following)
    return Reassessment(session=record.id, counts=_counts(known, units), lines=_lines(known, units), unknown=unknown)


def _plan(sets: list[SetRecord], exercises: Mapping[str, Exercise]) -> Plan:
    """Return the plan that a session followed, with today's definitions."""
    ids = list(dict.fromkeys(each.exercise for each in sets))
    assignments = tuple(Assignment(exercise=exercises[each], dose=exercises[each].dose) for each in ids)
    bouts = tuple(_bout(each, ids.index(each.exercise)) for each in sets)
    return Plan(assignments=assignments, bouts=bouts)


def _bout(each: SetRecord, assignment: int) -> Bout:
    """Return a bout as it was; what was asked for around it no longer matters."""
    return Bout(assignment=assignment, side=each.side, set_number=1, hold_number=1, target=each.target, rest_s=0.0)


def _units(
    plan: Plan, place_of: Mapping[int, int], frames: Iterable[LiveFrame], following: Following
) -> Mapping[int, list[Repetition | Hold]]:
    """Return the units of each bout of the plan, judged anew."""
    routine = Routine(plan=plan)
    found: defaultdict[int, list[Repetition | Hold]] = defaultdict(list)
    for frame in frames:
        place = place_of.get(frame.bout + 1)
        if place is None:
            continue
        paused = None if frame.is_assessed or frame.stage not in _JUDGED else PauseReason.PERSON
        routine = replace(routine, bout=place, stage=frame.stage, paused=paused)
        following = _concluded(following, routine, found)
        following, seen = follow_sighting(following, frame.sighting, routine)
        if frame.stage is Stage.WORK and paused is None:
            found[place] += _ended(seen.events)
    _concluded(following, replace(routine, stage=Stage.SUMMARY), found)
    return found


_JUDGED = frozenset({Stage.GET_READY, Stage.COUNTDOWN, Stage.WORK})


def _concluded(following: Following, routine: Routine, found: defaultdict[int, list[Repetition | Hold]]) -> Following:
    """End a bout that is over, and keep what its end brought."""
    following, ended = conclude_bout(following, routine)
    if ended is not None:
        found[ended[0]] += _ended(ended[1])
    return following


def _ended(events: tuple[Event, ...]) -> list[Repetition | Hold]:
    """Return the units that ended."""
    units: list[Repetition | Hold] = []
    for event in events:
        if isinstance(event, RepetitionEnded):
            units.append(event.repetition)
        elif isinstance(event, HoldEnded):
            units.append(event.hold)
    return units


def _counts(sets: list[SetRecord], units: Mapping[int, list[Repetition | Hold]]) -> tuple[CountChange, ...]:
    """Return the sets of which another number of units would count."""
    changes = (
        CountChange(
            set_number=each.number,
            exercise=each.exercise,
            before=sum(unit.is_counted for unit in each.units),
            after=sum(_is_counted(unit) for unit in units.get(place, [])),
        )
        for place, each in enumerate(sets)
    )
    return tuple(each for each in changes if each.before != each.after)


def _is_counted(unit: Repetition | Hold) -> bool:
    return unit.is_counted if isinstance(unit, Repetition) else unit.is_complete


def _lines(sets: list[SetRecord], units: Mapping[int, list[Repetition | Hold]]) -> tuple[LineChange, ...]:
    """Return the lines that would come out otherwise, over the whole session."""
    before: defaultdict[tuple[str, str], Counter[Verdict]] = defaultdict(Counter)
    after: defaultdict[tuple[str, str], Counter[Verdict]] = defaultdict(Counter)
    for place, each in enumerate(sets):
        for unit in each.units:
            for criterion, verdict in unit.verdicts.items():
                before[(each.exercise, criterion)][verdict] += 1
        for judged in units.get(place, []):
            for judgement in judged.judgements:
                after[(each.exercise, judgement.criterion)][judgement.verdict] += 1
    return tuple(
        LineChange(exercise=line[0], criterion=line[1], before=dict(before[line]), after=dict(after[line]))
        for line in dict.fromkeys([*before, *after])
        if before[line] != after[line]
    )
