"""Opening the store: a database is made, brought up to date on a copy, or set aside, before anything uses it."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from backstay.errors import StoreError
from backstay.memory.condition import APPLICATION_ID, Condition, condition_of
from backstay.memory.connecting import postgresql_engine, sqlite_engine, trouble, writing
from backstay.memory.locking import FolderLock
from backstay.memory.migrating import MIGRATIONS, Age, age_of, migrate
from backstay.memory.places import DATABASE_NAME
from backstay.memory.store import Store

LOCK_NAME = "backstay.lock"
COMPANIONS = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a database."""
SET_ASIDE = "{database}.damaged-{when:%Y%m%d-%H%M%S}"
SERVER_LOCK = APPLICATION_ID
FOREIGN_SAYS = "this database is not Backstay's. Name another, or set BACKSTAY_DATA to another folder."
NEWER_SAYS = "this database was written by a newer Backstay. Update Backstay to use it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A store that is ready.

    Attributes:
        store: The store; close it at the end.
        notice: What the user should know, a sentence; usually empty.
    """

    store: Store
    notice: str = ""


def open_store(folder: Path, address: str | None = None, migrations: Path = MIGRATIONS) -> Opened:
    """Return the store, made or brought up to date where needed.

    Args:
        folder: The data folder; made if it does not exist.
        address: A PostgreSQL database (`places.database_url`); None for the file in the data folder.
        migrations: Where the migrations are.

    Raises:
        StoreError: The database cannot be used, is not Backstay's, or comes from a newer Backstay.
    """
    if address is not None:
        return _open_server(address, migrations)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise StoreError(
            f"{folder}: cannot be made ({error.strerror}). Set BACKSTAY_DATA to a folder of your own."
        ) from error
    lock = FolderLock(folder / LOCK_NAME)
    lock.share()
    notice = ""
    try:
        if condition_of(folder / DATABASE_NAME, migrations) is not Condition.GOOD:
            lock.take_alone()
            notice = _make_ready(folder / DATABASE_NAME, migrations)
            lock.share()
        return Opened(store=Store(sqlite_engine(folder / DATABASE_NAME), lock.release), notice=notice)
    except (StoreError, OSError) as error:
        lock.release()
        raise _as_store_error(error, folder) from error


def _as_store_error(error: Exception, folder: Path) -> StoreError:
    """Return a failure of the disk as a sentence."""
    if isinstance(error, StoreError):
        return error
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return StoreError(f"{folder}: the database cannot be made ready ({reason}). Check the rights and the room left.")


def _make_ready(path: Path, migrations: Path) -> str:
    """Make, replace or migrate a database that nobody else uses now, and say what the user should know."""
    condition = condition_of(path, migrations)
    if condition is Condition.FOREIGN:
        raise StoreError(f"{path}: {FOREIGN_SAYS}")
    if condition is Condition.NEWER:
        raise StoreError(f"{path}: {NEWER_SAYS}")
    if condition is Condition.OLDER:
        _replace(path, lambda fresh: _copy(path, fresh), migrations)
        return ""
    notice = ""
    if condition is Condition.DAMAGED:
        aside = _set_aside(path)
        notice = f"The database was damaged: it is set aside as {aside.name}, and a new one begun in {path.parent}."
    elif condition is Condition.MISSING:
        _remove_companions(path)
    if condition is not Condition.GOOD:
        _replace(path, lambda _: None, migrations)
    return notice


def _replace(path: Path, fill: Callable[[Path], None], migrations: Path) -> None:
    """Put a new or migrated database in the place of the old one, at once and only when it is whole.

    Raises:
        StoreError: It cannot be written.
    """
    fresh = path.with_name(f"{path.name}.new")
    for each in (fresh, *(fresh.with_name(fresh.name + end) for end in COMPANIONS)):
        each.unlink(missing_ok=True)
    fill(fresh)
    engine = sqlite_engine(fresh)
    try:
        with writing(engine) as connection:
            migrate(connection, migrations)
            connection.execute(text(f"PRAGMA application_id = {APPLICATION_ID}"))
    finally:
        engine.dispose()
    _to_disk(fresh)
    if path.exists():
        _fold(path)
    _remove_companions(path)
    fresh.chmod(0o600)
    fresh.replace(path)
    _to_disk(path.parent)


def _copy(path: Path, fresh: Path) -> None:
    """Copy a database with all that is still in its journal."""
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(fresh)) as target:
        source.backup(target)


def _fold(path: Path) -> None:
    """Take SQLite's own journal into the database, so that what lies beside it can go."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _set_aside(path: Path) -> Path:
    """Rename a damaged database and what belongs to it; nothing is deleted, and nothing set aside before is lost."""
    named = SET_ASIDE.format(database=path.name, when=datetime.now().astimezone())
    aside, number = path.with_name(named), 1
    while aside.exists():
        number += 1
        aside = path.with_name(f"{named}-{number}")
    for end in ("", *COMPANIONS):
        beside = path.with_name(path.name + end)
        if beside.exists():
            beside.rename(aside.with_name(aside.name + end))
    return aside


def is_set_aside(name: str) -> bool:
    """Return whether a file is a damaged database that was set aside, or belongs to one.

    Example:
        >>> is_set_aside("backstay.sqlite3.damaged-20260302-073000-wal"), is_set_aside("backstay.sqlite3")
        (True, False)
    """
    return name.startswith(SET_ASIDE.partition("{when")[0].format(database=DATABASE_NAME))


def _remove_companions(path: Path) -> None:
    """Remove what SQLite left beside a database that is not there, or that has taken it in."""
    for end in COMPANIONS:
        path.with_name(path.name + end).unlink(missing_ok=True)


def _to_disk(path: Path) -> None:
    """Make sure that a file, or what a folder lists, is on the disk; a system without that is taken as it is."""
    with suppress(PermissionError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _open_server(address: str, migrations: Path) -> Opened:
    """Return the store on a PostgreSQL server; two programs that start at once wait for one another."""
    engine = postgresql_engine(address)
    try:
        with engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": SERVER_LOCK})
            _make_server_ready(connection, migrations)
    except SQLAlchemyError as error:
        engine.dispose()
        raise trouble(engine, error) from error
    except StoreError:
        engine.dispose()
        raise
    return Opened(store=Store(engine))


def _make_server_ready(connection: Connection, migrations: Path) -> None:
    """Make or migrate the tables on a server, in one transaction.

    Raises:
        StoreError: The database is somebody else's, or newer.
    """
    age, name = age_of(connection, migrations), connection.engine.url.database
    if age is Age.FOREIGN:
        raise StoreError(f"{name}: {FOREIGN_SAYS}")
    if age is Age.NEWER:
        raise StoreError(f"{name}: {NEWER_SAYS}")
    if age is not Age.TODAYS:
        migrate(connection, migrations)
