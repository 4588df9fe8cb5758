"""Today: a program, what was done, and the answers of screen and gate become today's exercises, with their reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from backstay.coaching.plan import Assignment
from backstay.exercises.dosing import with_dose
from backstay.exercises.loading import find_exercise
from backstay.exercises.program_types import Day, Entry, Program
from backstay.memory.types import DecisionRecord, ScreeningRecord, SessionRecord, Tier
from backstay.planning.gate import Gate, Verdict, lessened
from backstay.planning.progression import WORDS, Standing, standing
from backstay.planning.screening import Adaptation, adaptations_of, the_screen

BLOCKING = frozenset({Tier.EMERGENCY, Tier.CLINICIAN_FIRST})
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One exercise of today.

    Attributes:
        assignment: The exercise and today's dose.
        entry: The id of the program's exercise that it stands for.
        decided_as: The id that decisions about its dose carry: the entry's, or that of what stands for it.
        reasons: Why it is what it is today, a sentence each; empty where it is as prescribed.
    """

    assignment: Assignment
    entry: str
    decided_as: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """What is done today.

    Attributes:
        tasks: In order; empty where today is for rest or for a clinician.
        says: What kind of day it is, a sentence each.
        left_out: Why exercises of the program are left out, a sentence each.
        stop_rules: When to stop and rest.
    """

    tasks: tuple[Task, ...]
    says: tuple[str, ...]
    left_out: tuple[str, ...]
    stop_rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What is known of one person, each oldest first."""

    sessions: Sequence[SessionRecord] = ()
    decisions: Sequence[DecisionRecord] = ()
    screening: ScreeningRecord | None = None


def plan_today(program: Program, past: Past, gate: Gate | None, now: datetime) -> Today:
    """Return what is done today.

    Args:
        program: The person's.
        past: What is known.
        gate: The answer to today's pain; None where it was not asked.
        now: Aware, in the person's own time zone.
    """
    rules = stop_rules_of(program)
    if past.screening is not None and past.screening.tier in BLOCKING:
        words = the_screen().tiers[past.screening.tier]
        return Today(tasks=(), says=(words.headline, words.says), left_out=(), stop_rules=rules)
    if gate is not None and gate.verdict is Verdict.STOP:
        return Today(tasks=(), says=(gate.says,), left_out=(), stop_rules=rules)
    adaptations = adaptations_of(past.screening)
    tasks, left_out = [], []
    for entry in _in_order(program, past.sessions, now):
        task = _task(entry, past.decisions, adaptations)
        if isinstance(task, str):
            left_out.append(task)
        else:
            tasks.append(task if gate is None else _gated(task, gate))
    says = [day_says(program, past.sessions, now)]
    if gate is not None and gate.verdict is Verdict.MODIFY:
        says.append(gate.says)
    return Today(
        tasks=tuple(tasks), says=tuple(each for each in says if each), left_out=tuple(left_out), stop_rules=rules
    )


def stop_rules_of(program: Program) -> tuple[str, ...]:
    """Return the stop rules of every session, and those of the program's own."""
    return tuple(dict.fromkeys((*the_screen().stop_rules, *program.stop_rules)))


def day_says(program: Program, sessions: Sequence[SessionRecord], now: datetime) -> str:
    """Return what kind of day it is; a missed day is picked up, never scolded. Empty for a plain day of practice."""
    if not program.days:
        return ""
    today = now.date()
    missed = missed_day(program.days, _dates(sessions, now), today)
    if _is_on(program.days, today):
        return "" if missed is None else "Good to see you. You take up where you were; nothing has to be made up for."
    if missed is not None:
        return f"{missed.value.capitalize()}'s practice is still open; today is a good day for it."
    following = min(program.days, key=lambda day: (day.number - today.weekday()) % 7)
    return f"Nothing is planned today; {following.value.capitalize()} is next. Practising now is fine too."


def missed_day(days: Sequence[Day], done: Sequence[date], today: date) -> Day | None:
    """Return the latest day of practice before today since which nothing was done; None before the first session.

    Args:
        days: Of practice.
        done: Dates of sessions.
        today: The date.
    """
    if not done or not days:
        return None
    latest = max(today - timedelta(days=(today.weekday() - day.number - 1) % 7 + 1) for day in days)
    is_open = max(done) < latest
    return tuple(Day)[latest.weekday()] if is_open else None


def _in_order(program: Program, sessions: Sequence[SessionRecord], now: datetime) -> list[Entry]:
    """Return the entries of today: those of the day, those of a missed day, or all on a day without any."""
    due = [each for each in program.exercises if _is_due(each, program, sessions, now)]
    entries = due or list(program.exercises)
    if program.order == "rotated":
        start = len(set(_dates(sessions, now))) % len(entries)
        entries = entries[start:] + entries[:start]
    return entries


def _is_due(entry: Entry, program: Program, sessions: Sequence[SessionRecord], now: datetime) -> bool:
    """Return whether an entry is to be done today."""
    days = entry.days or program.days
    variants = _variants(entry)
    mine = [each for each in sessions if any(part.exercise in variants and part.done for part in each.sets)]
    missed = missed_day(days, _dates(mine, now), now.date())
    return not days or _is_on(days, now.date()) or missed is not None


def _variants(entry: Entry) -> frozenset[str]:
    """Return every exercise that may be done in place of an entry's, its own among them."""
    adapted = [adaptation for question in the_screen().questions for adaptation in question.adapts]
    instead = {each.instead for each in adapted if each.exercise == entry.exercise}
    found = {entry.exercise, *instead, entry.changes.easier, entry.changes.harder}
    return frozenset(each for each in found if each is not None)


def _is_on(days: Sequence[Day], today: date) -> bool:
    """Return whether a date is a day of practice."""
    return any(day.number == today.weekday() for day in days)


def _dates(sessions: Sequence[SessionRecord], now: datetime) -> list[date]:
    """Return the dates of the sessions in which something was done, in the time zone of now."""
    return [
        each.started_at.astimezone(now.tzinfo).date() for each in sessions if any(part.done > 0 for part in each.sets)
    ]


def moving(entry: Entry, decisions: Sequence[DecisionRecord], adaptations: Mapping[str, Adaptation]) -> Entry:
    """Return what moves by the program's rules: an entry, or the exercise that the screen puts in its place.

    That one begins with its own dose and moves by the same rules and steps; it goes on to no other exercise, and what
    the screen keeps as it is does not move.

    Args:
        entry: The program's.
        decisions: Of one person, oldest first.
        adaptations: What the screen adapts, by exercise.
    """
    now = standing(entry, decisions)
    adaptation = _adaptation(entry, now, adaptations)
    if adaptation is None or adaptation.instead in {None, now.exercise}:
        return entry
    still = {variable.value: None for variable in adaptation.keeps if variable not in WORDS}
    unsaid: dict[str, tuple[str, ...]] = {variable.value: () for variable in adaptation.keeps if variable in WORDS}
    changes = entry.changes.model_copy(update={"easier": None, "harder": None, **still, **unsaid})
    return entry.model_copy(update={"exercise": adaptation.instead, "dose": None, "changes": changes})


def _adaptation(entry: Entry, now: Standing, adaptations: Mapping[str, Adaptation]) -> Adaptation | None:
    """Return what the screen adapts about an entry as it stands."""
    return adaptations.get(entry.exercise) or adaptations.get(now.exercise)


def _task(entry: Entry, decisions: Sequence[DecisionRecord], adaptations: Mapping[str, Adaptation]) -> Task | str:
    """Return an entry as it stands and as the screen adapts it; a sentence where it is left out."""
    adaptation = _adaptation(entry, standing(entry, decisions), adaptations)
    if adaptation is not None and adaptation.instead is None:
        return adaptation.says
    moved = moving(entry, decisions, adaptations)
    now = standing(moved, decisions)
    reasons = [*(each.reason for each in now.moved[-1:]), *now.focus.values()]
    if adaptation is not None:
        reasons.append(adaptation.says)
    assignment = Assignment(exercise=with_dose(find_exercise(now.exercise), now.dose), dose=now.dose)
    unique = tuple(dict.fromkeys(reasons))
    return Task(assignment=assignment, entry=entry.exercise, decided_as=moved.exercise, reasons=unique)


def _gated(task: Task, gate: Gate) -> Task:
    """Return a task with the share of its dose that the gate allows."""
    if gate.dose_fraction >= 1.0:
        return task
    dose = lessened(task.assignment.dose, gate.dose_fraction)
    return replace(task, assignment=Assignment(exercise=with_dose(task.assignment.exercise, dose), dose=dose))
