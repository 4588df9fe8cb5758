"""All that is remembered of one person, as reports read it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from backstay.exercises.program_types import Program
from backstay.memory.types import (
    ActivityRecord,
    BreakRecord,
    ChangeRecord,
    DecisionRecord,
    NoteRecord,
    Person,
    PostureRecord,
    ScreeningRecord,
    SessionRecord,
)

Localise = Callable[[datetime], datetime]
"""Turns an aware time into the same time on the person's own clock: a day ends at their midnight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """What the store holds of one person; each list in the order of time.

    Attributes:
        person: Whose records they are.
        program: What they follow; None where it no longer loads.
        sessions: Every session.
        screenings: Every safety screen.
        activities: Every rating of an activity of their own.
        decisions: Every change of dose or exercise.
        postures: Every stretch of watched posture.
        breaks: Every change that was offered or taken.
        notes: What they wanted remembered, outside a session.
        changes: How the back is, compared with when they began.
    """

    person: Person
    program: Program | None = None
    sessions: tuple[SessionRecord, ...] = ()
    screenings: tuple[ScreeningRecord, ...] = ()
    activities: tuple[ActivityRecord, ...] = ()
    decisions: tuple[DecisionRecord, ...] = ()
    postures: tuple[PostureRecord, ...] = ()
    breaks: tuple[BreakRecord, ...] = ()
    notes: tuple[NoteRecord, ...] = ()
    changes: tuple[ChangeRecord, ...] = ()
