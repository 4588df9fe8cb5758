"""The store -> `Remembered`: all of one person's records."""

from backstay.memory.store import ALWAYS, Period, Store
from backstay.memory.types import (
    ActivityRecord,
    BreakRecord,
    DecisionRecord,
    Person,
    PostureRecord,
    ScreeningRecord,
)
from backstay.reports.remembered import Remembered


def remembered_of(store: Store, person: Person, period: Period = ALWAYS) -> Remembered:
    """Return everything that is kept of a person, or only what is from a period.

    Raises:
        StoreError: The database cannot be read.
    """
    return Remembered(
        person=person,
        sessions=store.find_sessions(person.id, period),
        screenings=store.find(person.id, ScreeningRecord, period),
        activities=store.find(person.id, ActivityRecord, period),
        decisions=store.find(person.id, DecisionRecord, period),
        postures=store.find(person.id, PostureRecord, period),
        breaks=store.find(person.id, BreakRecord, period),
    )
