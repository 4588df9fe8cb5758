"""What is the matter with a database file, if anything."""

import sqlite3
import struct
from contextlib import closing
from enum import Enum, auto
from pathlib import Path

from sqlalchemy.exc import DatabaseError

from backstay.errors import StoreError
from backstay.memory.connecting import sqlite_engine, trouble
from backstay.memory.migrating import MIGRATIONS, Age, age_of

APPLICATION_ID = 0x42616B73
"""Marks an SQLite file as Backstay's: "Baks"."""
MAGIC = b"SQLite format 3\x00"
HEADER = struct.Struct(">68xI28x")


class Condition(Enum):
    """How a database file is."""

    MISSING = auto()
    DAMAGED = auto()
    FOREIGN = auto()
    OLDER = auto()
    GOOD = auto()
    NEWER = auto()


def condition_of(path: Path, migrations: Path = MIGRATIONS) -> Condition:
    """Return how a database file is; nothing in it is changed.

    Raises:
        StoreError: It cannot be read.
    """
    try:
        with path.open("rb") as file:
            header = file.read(HEADER.size)
    except FileNotFoundError:
        return Condition.MISSING
    except OSError as error:
        raise StoreError(f"{path}: cannot be read ({error.strerror}). Check the file's rights.") from error
    if len(header) < HEADER.size or not header.startswith(MAGIC) or not _is_whole(path):
        return Condition.DAMAGED
    (marker,) = HEADER.unpack(header)
    return _age(path, migrations, is_marked=marker == APPLICATION_ID)


def _is_whole(path: Path) -> bool:
    """Return whether every page and every index of an SQLite file is as it must be."""
    with closing(sqlite3.connect(path, timeout=1.0)) as connection:
        try:
            return str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0]) == "ok"
        except sqlite3.OperationalError as error:
            raise StoreError(
                f"{path}: cannot be read ({error}). Check the folder's rights, and the room left on the disk."
            ) from error
        except sqlite3.DatabaseError:
            return False


def _age(path: Path, migrations: Path, *, is_marked: bool) -> Condition:
    """Return whose an intact file is, and how old."""
    engine = sqlite_engine(path, only_looks=True)
    try:
        with engine.connect() as connection:
            age = age_of(connection, migrations)
    except DatabaseError as error:
        raise trouble(engine, error) from error
    finally:
        engine.dispose()
    if age in {Age.FOREIGN, Age.EMPTY}:
        return Condition.DAMAGED if is_marked else Condition.FOREIGN
    return {Age.OLDER: Condition.OLDER, Age.NEWER: Condition.NEWER}.get(age, Condition.GOOD)
