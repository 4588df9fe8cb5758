"""Engines for SQLite and PostgreSQL, and transactions of which every failure is a sentence."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, SQLAlchemyError

from backstay.errors import StoreError

WAIT_S = 10.0
"""How long one program waits until another has written."""
DRIVER = "postgresql+pg8000"
WRITES = "backstay_writes"
ADVICE = (
    ("full", "There is no room left on the disk. Make room and start again."),
    ("readonly", "It may not be written to. Set BACKSTAY_DATA to a folder of your own."),
    ("unable to open", "It cannot be opened. Check the folder and its rights, or set BACKSTAY_DATA to another one."),
    ("disk i/o", "The disk cannot be read or written. Check the room left on it, and the disk."),
    ("locked", "Another program keeps it busy. Close that one, or try again."),
    ("malformed", "The file is damaged. Start Backstay again: it is set aside, and a new one begun."),
    ("not a database", "The file is damaged. Start Backstay again: it is set aside, and a new one begun."),
    ("can't create a connection", "The server does not answer. Check BACKSTAY_DATABASE_URL, and that it runs."),
    ("28000", "The server refuses this user. Check the name and password in BACKSTAY_DATABASE_URL."),
    ("28P01", "The server refuses this user. Check the name and password in BACKSTAY_DATABASE_URL."),
    ("3D000", "The server has no such database. Create it, or check BACKSTAY_DATABASE_URL."),
)
"""What a driver's message contains, and what to do about it."""


class _Cursor(Protocol):
    def execute(self, statement: str) -> object: ...
    def close(self) -> None: ...


class _Raw(Protocol):
    isolation_level: str | None

    def cursor(self) -> _Cursor: ...


def sqlite_engine(path: Path, *, only_looks: bool = False) -> Engine:
    """Return an engine on a file: in WAL mode, every commit on the disk, what is deleted overwritten.

    Args:
        path: The file.
        only_looks: Whether the file is left as it is, as it may be somebody else's.
    """
    engine = create_engine(
        URL.create("sqlite", database=str(path)), connect_args={"timeout": WAIT_S, "check_same_thread": False}
    )
    if only_looks:
        return engine
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def postgresql_engine(address: str) -> Engine:
    """Return an engine on a server's database.

    Raises:
        StoreError: The address is none, names another kind of database, or the driver is not installed.
    """
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise StoreError(
            "BACKSTAY_DATABASE_URL is no address of a database. Write postgresql://user:password@host:port/name."
        ) from error
    if url.get_backend_name() != "postgresql":
        raise StoreError(
            f"BACKSTAY_DATABASE_URL names {url.get_backend_name()}. Name a PostgreSQL database, or leave it out."
        )
    try:
        return create_engine(url.set(drivername=DRIVER), pool_pre_ping=True)
    except (ModuleNotFoundError, NoSuchModuleError) as error:
        raise StoreError(
            "PostgreSQL's driver is not installed. Install Backstay with it: pip install 'backstay[postgresql]'."
        ) from error


def place_of(engine: Engine) -> str:
    """Return where an engine's database is, without a password."""
    if engine.url.get_backend_name() == "sqlite":
        return str(engine.url.database)
    return engine.url.render_as_string(hide_password=True).replace("+pg8000", "")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a connection that sees one moment of the database.

    Raises:
        StoreError: It cannot be read, or something in it is not what Backstay wrote.
    """
    try:
        with engine.connect() as connection:
            yield connection
    except SQLAlchemyError as error:
        raise trouble(engine, error) from error
    except ValueError as error:
        raise StoreError(
            f"{place_of(engine)}: this database has a row that is damaged. Restore your last export."
        ) from error


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give a connection of which everything is kept at the end, or nothing.

    Raises:
        StoreError: It cannot be written.
    """
    try:
        with engine.execution_options(**{WRITES: True}).begin() as connection:
            yield connection
    except SQLAlchemyError as error:
        raise trouble(engine, error) from error


def trouble(engine: Engine, error: SQLAlchemyError) -> StoreError:
    """Return what went wrong as a sentence: where, what, and what to do."""
    cause = str(error.orig) if isinstance(error, DatabaseError) else str(error)
    advice = next((says for sign, says in ADVICE if sign.lower() in cause.lower()), None)
    return StoreError(f"{place_of(engine)}: {advice or f'The database cannot be used: {cause}.'}")


def _set_up(raw: _Raw, _: object) -> None:
    """Set a new SQLite connection up; transactions begin when we say so."""
    raw.isolation_level = None
    cursor = raw.cursor()
    for setting in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()


def _begin(connection: Connection) -> None:
    """Begin a transaction; who will write waits for the turn first, so that nobody writes in between."""
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
