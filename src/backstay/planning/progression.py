"""Progression: one variable of one exercise moves at a time, by the program's rules, and each move says why.

A decision is a record. What is in force is what the decisions make of the program's dose, one after the other; a
decision that was overruled, or that another program's dose does not lead to, changes nothing.

Source:
    docs/evidence.md 5.2, the rule set; a program's YAML may set its numbers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from backstay.assessment.types import Verdict
from backstay.coaching.plan import Assignment, plan_of
from backstay.exercises.loading import find_exercise
from backstay.exercises.program_types import Entry, Program, Progression, Regression, Steps, Variable
from backstay.exercises.types import Dose
from backstay.memory.types import DecisionRecord, SessionRecord, UnitRecord

WORDS = (Variable.RANGE, Variable.TEMPO)
"""Variables that are told in words rather than counted."""
AS_BEFORE = "as before"
"""The value of a variable in words before anything was asked."""
UNITS = {
    Variable.REPETITIONS: "repetitions a set",
    Variable.HOLDS: "holds",
    Variable.HOLD_S: "seconds a hold",
    Variable.SETS: "sets",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One step on or back, before it is decided.

    Attributes:
        variable: What moves.
        before: Its value, as a decision writes it.
        after: Its value then.
    """

    variable: Variable
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where an exercise of a program stands.

    Attributes:
        exercise: The id of what is done now; another one than the entry's where the position moved.
        dose: How much.
        focus: What to aim for, by variable, in words.
        moved: Decisions in force, oldest first.
    """

    exercise: str
    dose: Dose
    focus: dict[Variable, str]
    moved: tuple[DecisionRecord, ...] = ()


def standing(entry: Entry, decisions: Sequence[DecisionRecord]) -> Standing:
    """Return where an exercise stands after the decisions about it.

    Args:
        entry: The program's.
        decisions: Of one person, oldest first; those about other exercises are passed over.
    """
    now = Standing(exercise=entry.exercise, dose=entry.dose or find_exercise(entry.exercise).dose, focus={})
    for decision in decisions:
        if decision.exercise == entry.exercise and not decision.is_overruled:
            now = _after(now, decision)
    return now


def decide(
    program: Program, entry: Entry, sessions: Sequence[SessionRecord], decisions: Sequence[DecisionRecord], at: datetime
) -> DecisionRecord | None:
    """Return the change that the last sessions ask for; None if everything stays.

    Only sessions since the last decision about this exercise count, overruled or not: a change is given its time.

    Args:
        program: Its rules.
        entry: The exercise.
        sessions: Of one person, oldest first.
        decisions: Of one person, oldest first.
        at: Now, aware.
    """
    now = standing(entry, decisions)
    since = max((each.at for each in decisions if each.exercise == entry.exercise), default=None)
    done = [
        each
        for each in sessions
        if (since is None or each.started_at > since) and any(part.exercise == now.exercise for part in each.sets)
    ]
    if not done:
        return None
    if program.regression is not None and (why := _why_less(program.regression, now.exercise, done)):
        return _decided(entry, _step_back(entry, now), why, at)
    if program.progression is not None and (why := _why_more(program.progression, now, done)):
        return _decided(entry, next(_steps_on(program.progression, entry, now), None), why, at)
    return None


def overruled(decision: DecisionRecord) -> DecisionRecord:
    """Return a decision set aside by the person or the therapist."""
    return replace(decision, is_overruled=True)


def done_fraction(session: SessionRecord, now: Standing) -> float:
    """Return what was done of an exercise as a share of its whole dose, 0-1.

    More than asked in one set counts as what was asked; a day on which less was asked is no whole dose.
    """
    exercise = find_exercise(now.exercise)
    whole = sum(bout.target for bout in plan_of([Assignment(exercise=exercise, dose=now.dose)]).bouts)
    sets = [each for each in session.sets if each.exercise == now.exercise]
    return min(1.0, sum(min(each.done, each.target) for each in sets) / whole)


def faults_in(session: SessionRecord, exercise: str, most_fraction: float) -> list[str]:
    """Return the lines of an exercise that were broken in more of the units that show them than allowed.

    A line is broken only beyond the measurement error; what the person overruled is left out.
    """
    judged: dict[str, list[bool]] = {}
    for unit in _units(session, exercise):
        for line, verdict in unit.verdicts.items():
            if verdict in {Verdict.MET, Verdict.NOT_MET} and f"{exercise}.{line}" not in session.overrulings:
                judged.setdefault(line, []).append(verdict is Verdict.NOT_MET)
    return [line for line, broken in judged.items() if sum(broken) > most_fraction * len(broken)]


def lasting_faults(session: SessionRecord, exercise: str) -> list[str]:
    """Return the lines of an exercise that were broken again after the coach had said so."""
    first: dict[str, float] = {}
    for cue in session.cues:
        if cue.exercise == exercise and not cue.is_praise and f"{exercise}.{cue.criterion}" not in session.overrulings:
            first.setdefault(cue.criterion, cue.t_s)
    return [
        line
        for line, t_s in first.items()
        if any(unit.began_s > t_s and unit.verdicts.get(line) is Verdict.NOT_MET for unit in _units(session, exercise))
    ]


def _units(session: SessionRecord, exercise: str) -> Iterator[UnitRecord]:
    """Yield the units of an exercise."""
    for part in session.sets:
        if part.exercise == exercise:
            yield from part.units


def _why_more(rules: Progression, now: Standing, sessions: Sequence[SessionRecord]) -> str:
    """Return why more may be asked; empty if not."""
    last = sessions[-rules.after_sessions :]
    if len(last) < rules.after_sessions or not all(_went_well(rules, now, each) for each in last):
        return ""
    return (
        f"{_times(rules.after_sessions)} you did at least {rules.least_done_fraction:.0%} of it in good form, "
        f"with pain of at most {rules.most_pain} and effort of at most {rules.most_effort}"
    )


def _went_well(rules: Progression, now: Standing, session: SessionRecord) -> bool:
    """Return whether a session speaks for more; what was not told speaks for nothing."""
    pains = [each for each in (session.pain_before, session.pain_after, session.pain_next_morning) if each is not None]
    is_easy = session.effort is not None and session.effort <= rules.most_effort
    is_calm = session.pain_after is not None and max(pains) <= rules.most_pain
    is_done = done_fraction(session, now) >= rules.least_done_fraction
    return is_easy and is_calm and is_done and not faults_in(session, now.exercise, rules.most_fault_fraction)


def _why_less(rules: Regression, exercise: str, sessions: Sequence[SessionRecord]) -> str:
    """Return why less is asked; empty if not."""
    effort = sessions[-1].effort
    if effort is not None and effort >= rules.least_effort:
        return f"the last session was hard, {effort} of 10"
    last = sessions[-rules.in_sessions :]
    is_lasting = all(len(lasting_faults(each, exercise)) >= rules.least_faults for each in last)
    if len(last) == rules.in_sessions and is_lasting:
        return f"{rules.least_faults} or more lines stayed difficult in the last {rules.in_sessions} sessions"
    return ""


def _steps_on(rules: Progression, entry: Entry, now: Standing) -> Iterator[Move]:
    """Yield what could move on, in the order of the rules."""
    for variable in rules.order:
        if variable in WORDS:
            yield from _next_words(entry, now, variable)
        elif variable is Variable.POSITION:
            if entry.changes.harder not in {None, now.exercise}:
                yield Move(variable=Variable.POSITION, before=now.exercise, after=str(entry.changes.harder))
        else:
            steps, value = _steps_of(entry, variable), getattr(now.dose, variable.value)
            if steps is not None and value is not None and value + steps.by <= steps.most:
                yield Move(variable=variable, before=f"{value:g}", after=f"{value + steps.by:g}")


def _next_words(entry: Entry, now: Standing, variable: Variable) -> Iterator[Move]:
    """Yield the next thing to aim for."""
    says: tuple[str, ...] = getattr(entry.changes, variable.value)
    here = now.focus.get(variable, AS_BEFORE)
    following = says[says.index(here) + 1 :] if here in says else says
    if following:
        yield Move(variable=variable, before=here, after=following[0])


def _step_back(entry: Entry, now: Standing) -> Move | None:
    """Return the way back: the last step on undone, or else one step down, or the easier exercise."""
    if now.moved and _is_step_on(now.moved[-1]):
        last = now.moved[-1]
        return Move(variable=Variable(last.variable), before=last.after, after=last.before)
    for variable in (Variable.REPETITIONS, Variable.HOLDS, Variable.HOLD_S, Variable.SETS):
        steps, value = _steps_of(entry, variable), getattr(now.dose, variable.value)
        if steps is not None and value is not None and value - steps.by >= steps.least:
            return Move(variable=variable, before=f"{value:g}", after=f"{value - steps.by:g}")
    if entry.changes.easier not in {None, now.exercise}:
        return Move(variable=Variable.POSITION, before=now.exercise, after=str(entry.changes.easier))
    return None


def _is_step_on(decision: DecisionRecord) -> bool:
    """Return whether a decision asked for more."""
    if Variable(decision.variable) in WORDS:
        return decision.after != AS_BEFORE
    if decision.variable == Variable.POSITION:
        return False
    return float(decision.after) > float(decision.before)


def _steps_of(entry: Entry, variable: Variable) -> Steps | None:
    """Return how a number may move."""
    steps: Steps | None = getattr(entry.changes, variable.value)
    return steps


def _decided(entry: Entry, move: Move | None, why: str, at: datetime) -> DecisionRecord | None:
    """Return a move as a decision, its reason a sentence."""
    if move is None:
        return None
    return DecisionRecord(
        at=at,
        exercise=entry.exercise,
        variable=move.variable.value,
        before=move.before,
        after=move.after,
        reason=f"{why[:1].upper()}{why[1:]}: {move_says(move)}.",
    )


def move_says(move: Move) -> str:
    """Return what changes, in words."""
    if move.variable in WORDS:
        return f"the {move.variable} goes back to what it was" if move.after == AS_BEFORE else move.after.rstrip(".")
    if move.variable is Variable.POSITION:
        return f"{find_exercise(move.after).title} from now on"
    return f"{move.after} {UNITS[move.variable]} instead of {move.before}"


def _after(now: Standing, decision: DecisionRecord) -> Standing:
    """Return where an exercise stands after one more decision; one that does not start from here changes nothing."""
    variable = Variable(decision.variable)
    moved = (*now.moved, decision)
    if variable in WORDS:
        if now.focus.get(variable, AS_BEFORE) != decision.before:
            return now
        focus = {name: says for name, says in now.focus.items() if name is not variable}
        if decision.after != AS_BEFORE:
            focus[variable] = decision.after
        return replace(now, focus=focus, moved=moved)
    if variable is Variable.POSITION:
        if now.exercise != decision.before:
            return now
        other = find_exercise(decision.after)
        return Standing(exercise=other.id, dose=other.dose, focus={}, moved=moved)
    value = getattr(now.dose, variable.value)
    if value is None or f"{value:g}" != decision.before:
        return now
    moved_value = float(decision.after) if variable is Variable.HOLD_S else int(float(decision.after))
    return replace(now, dose=now.dose.model_copy(update={variable.value: moved_value}), moved=moved)


def _times(count: int) -> str:
    """Return how often, in words."""
    return "The last time" if count == 1 else f"The last {count} times"
