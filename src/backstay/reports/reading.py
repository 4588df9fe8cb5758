"""The store -> `Remembered`: all of one person's records."""

from backstay.memory.people import require_person
from backstay.memory.store import Store
from backstay.memory.types import (
    ActivityRecord,
    BreakRecord,
    DecisionRecord,
    Person,
    PostureRecord,
    ScreeningRecord,
)
from backstay.reports.remembered import Remembered


def remembered_of(store: Store, person: Person) -> Remembered:
    """Return everything that is kept of a person.

    Raises:
        StoreError: The database cannot be read.
    """
    return Remembered(
        person=person,
        sessions=store.find_sessions(person.id),
        screenings=store.find(person.id, ScreeningRecord),
        activities=store.find(person.id, ActivityRecord),
        decisions=store.find(person.id, DecisionRecord),
        postures=store.find(person.id, PostureRecord),
        breaks=store.find(person.id, BreakRecord),
    )


def person_meant(store: Store, named: str | None) -> Person:
    """Return the person who is named by id or name; without a name, whoever has been here longest.

    Raises:
        StoreError: Nobody is called so, several people are, or nobody is here yet.
    """
    return require_person(store, named or "")
