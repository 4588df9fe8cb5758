"""Whose records a command is about, read from the store."""

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backstay.memory.store import Store
    from backstay.reports.history_types import History
    from backstay.reports.remembered import Remembered


@contextmanager
def opened_store() -> "Iterator[Store]":
    """Give the store, and say what the user should know of it.

    Raises:
        StoreError: The database cannot be used.
    """
    from backstay.memory.opening import open_store
    from backstay.memory.places import data_folder, database_url

    opened = open_store(data_folder(), database_url())
    try:
        if opened.notice:
            typer.echo(opened.notice, err=True)
        yield opened.store
    finally:
        opened.store.close()


def recall_person(named: str | None) -> "Remembered":
    """Return all that is kept of the person who is meant; without a name, of whoever has been here longest.

    Raises:
        StoreError: The database cannot be read, or nobody is called so.
    """
    from backstay.memory.people import require_person
    from backstay.reports.reading import remembered_of

    with opened_store() as store:
        return remembered_of(store, require_person(store, named or ""))


def local(at: datetime) -> datetime:
    """Return a time on this machine's own clock."""
    return at.astimezone()


def history_today(remembered: "Remembered") -> "History":
    """Return a person's history as of today."""
    from backstay.exercises.loading import library
    from backstay.reports.history import history

    known = {each.id: each for each in library()}
    return history(remembered, known, datetime.now(UTC), local)
