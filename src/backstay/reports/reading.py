"""The store -> `Remembered`: all of one person's records."""

from backstay.errors import ExerciseError
from backstay.exercises.program_types import Program
from backstay.memory.store import ALWAYS, Period, Store
from backstay.memory.types import (
    ActivityRecord,
    BreakRecord,
    ChangeRecord,
    DecisionRecord,
    NoteRecord,
    Person,
    PostureRecord,
    ScreeningRecord,
)
from backstay.planning.choosing import program_of
from backstay.reports.remembered import Remembered


def remembered_of(store: Store, person: Person, period: Period = ALWAYS) -> Remembered:
    """Return everything that is kept of a person, or only what is from a period.

    Raises:
        StoreError: The database cannot be read.
    """
    return Remembered(
        person=person,
        program=_program_of(store, person),
        sessions=store.find_sessions(person.id, period),
        screenings=store.find(person.id, ScreeningRecord, period),
        activities=store.find(person.id, ActivityRecord, period),
        decisions=store.find(person.id, DecisionRecord, period),
        postures=store.find(person.id, PostureRecord, period),
        breaks=store.find(person.id, BreakRecord, period),
        notes=store.find(person.id, NoteRecord, period),
        changes=store.find(person.id, ChangeRecord, period),
    )


def _program_of(store: Store, person: Person) -> Program | None:
    """Return what a person follows; None where an imported program no longer loads, which stops no history."""
    try:
        return program_of(store, person.id)
    except ExerciseError:
        return None
