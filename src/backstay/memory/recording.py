"""A live session as it ended becomes a record: pure, so that the same session always gives the same record."""

import math
from collections import defaultdict
from datetime import timedelta

from backstay.assessment.types import Repetition
from backstay.coaching.types import Done, Routine, Tally
from backstay.coaching.words import Rating, Stage
from backstay.memory.types import CueRecord, SessionRecord, SetRecord, UnitRecord
from backstay.sessions.journal import SavedSession


def session_record(saved: SavedSession, routine: Routine) -> SessionRecord | None:
    """Return what is remembered of a session; None where there is nothing to remember.

    Args:
        saved: Its newest state in the journal: whose it is, and when it was.
        routine: What that state holds.
    """
    if saved.began_at is None:
        return None
    duration_s = max(0.0, routine.t_s - saved.began_s)
    record = SessionRecord(
        id=saved.session_id,
        person=saved.about.person,
        started_at=saved.began_at,
        ended_at=max(saved.saved_at, saved.began_at + timedelta(seconds=duration_s)),
        duration_s=duration_s,
        mode=routine.mode,
        program=saved.about.program,
        program_version=saved.about.program_version,
        is_finished=routine.stage is Stage.SUMMARY,
        sets=_sets(routine),
        cues=tuple(
            CueRecord(t_s=cue.t_s, exercise=cue.exercise, criterion=cue.id, text=cue.text, is_praise=cue.is_praise)
            for cue in routine.cues
        ),
        answers=dict(routine.answers),
        pain_before=saved.about.pain_before,
        pain_after=routine.ratings.get(Rating.PAIN),
        effort=routine.ratings.get(Rating.EFFORT),
        overrulings=tuple(
            f"{routine.plan.exercise_of(each.bout).id}.{each.judgement.criterion}" for each in routine.overrulings
        ),
        provenance=dict(saved.about.provenance),
    )
    return record if _holds_something(record) else None


def _holds_something(record: SessionRecord) -> bool:
    """Return whether anything was done, answered or rated."""
    is_rated = any(each is not None for each in (record.pain_before, record.pain_after, record.effort))
    return is_rated or bool(record.answers) or any(each.done > 0.0 or each.units for each in record.sets)


def _sets(routine: Routine) -> tuple[SetRecord, ...]:
    """Return every bout of the plan with what was done in it."""
    units: defaultdict[int, list[Done]] = defaultdict(list)
    for done in routine.done:
        units[done.bout].append(done)
    sets = []
    for position, (bout, tally) in enumerate(zip(routine.plan.bouts, routine.tallies, strict=True)):
        exercise = routine.plan.exercise_of(position)
        sets.append(
            SetRecord(
                exercise=exercise.id,
                exercise_version=exercise.version,
                number=position + 1,
                side=bout.side,
                target=bout.target,
                done=_amount(tally),
                units=tuple(_unit(done, number) for number, done in enumerate(units[position], start=1)),
            )
        )
    return tuple(sets)


def _amount(tally: Tally) -> float:
    """Return repetitions, or seconds where there are none."""
    return float(tally.total) if tally.total > 0 else tally.clock_s


def _unit(done: Done, number: int) -> UnitRecord:
    """Return a repetition or a hold, numbered within its set: one done anew after a break goes on counting."""
    unit = done.unit
    is_repetition = isinstance(unit, Repetition)
    return UnitRecord(
        kind="repetition" if is_repetition else "hold",
        number=number,
        began_s=unit.began_s,
        ended_s=unit.ended_s,
        held_s=math.nan if isinstance(unit, Repetition) else unit.held_s,
        is_counted=unit.is_counted if isinstance(unit, Repetition) else unit.is_complete,
        verdicts={each.criterion: each.verdict for each in unit.judgements},
        readings=dict(unit.readings),
    )
