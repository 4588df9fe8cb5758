"""Whose records a command is about, read from the store."""

from datetime import datetime
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from backstay.reports.history_types import History
    from backstay.reports.remembered import Remembered


def recall_person(named: str | None) -> "Remembered":
    """Return all that is kept of the person who is meant; without a name, of whoever has been here longest.

    Raises:
        StoreError: The database cannot be read, or nobody is called so.
    """
    from backstay.memory.opening import open_store
    from backstay.memory.places import data_folder, database_url
    from backstay.reports.reading import person_meant, remembered_of

    opened = open_store(data_folder(), database_url())
    try:
        if opened.notice:
            typer.echo(opened.notice, err=True)
        return remembered_of(opened.store, person_meant(opened.store, named))
    finally:
        opened.store.close()


def local(at: datetime) -> datetime:
    """Return a time on this machine's own clock."""
    return at.astimezone()


def history_today(remembered: "Remembered") -> "History":
    """Return a person's history as of today."""
    from backstay.exercises.loading import library
    from backstay.reports.history import history

    known = {each.id: each for each in library()}
    return history(remembered, known, datetime.now().astimezone().date(), local)
