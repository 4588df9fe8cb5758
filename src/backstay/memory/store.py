"""The store: people, what they did, how it felt, what was decided; on SQLite or PostgreSQL alike."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, Engine, Table, and_, delete, insert, select, update

from backstay.errors import MissingRecordError, StoreError
from backstay.memory import tables
from backstay.memory.connecting import place_of, reading, writing
from backstay.memory.rows import DIARIES, Dated, diary_of, record_from, row_of, session_rows, sessions_from
from backstay.memory.types import Person, SessionRecord

D = TypeVar("D", bound=Dated)
PERSON_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LONGEST_ID = 40
CLOSE_OTHERS = "Close every other Backstay and forget once more: until then traces may be left."
SESSION_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")
EMPTIED_IN_ORDER = (tables.UNITS, tables.SETS, tables.CUES, tables.SESSIONS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A stretch of time.

    Attributes:
        since: The first moment in it; None from the beginning.
        until: The first moment after it; None without end.
    """

    since: datetime | None = None
    until: datetime | None = None


ALWAYS = Period()


class Store:
    """What is remembered; every method may raise `StoreError` if the database cannot be read or written."""

    def __init__(self, engine: Engine, let_go: Callable[[], None] | None = None) -> None:
        """Use a database that is ready (`opening.open_store`).

        Args:
            engine: The database.
            let_go: Called when the store is closed.
        """
        self._engine, self._let_go = engine, let_go

    @property
    def engine(self) -> Engine:
        """Return the database."""
        return self._engine

    def close(self) -> None:
        """Let the database go."""
        self._engine.dispose()
        if self._let_go is not None:
            self._let_go()

    # People

    def save_person(self, person: Person) -> None:
        """Keep somebody, in place of what was known under the same id.

        Raises:
            StoreError: The id has something else in it than lower-case letters, digits and dashes.
        """
        if not PERSON_ID.fullmatch(person.id) or len(person.id) > LONGEST_ID:
            raise StoreError(
                f"{person.id!r} is no short name: use lower-case letters, digits and dashes, such as anna."
            )
        with writing(self._engine) as connection:
            row = row_of(person)
            changed = connection.execute(update(tables.PEOPLE).where(tables.PEOPLE.c.id == person.id).values(row))
            if changed.rowcount == 0:
                connection.execute(insert(tables.PEOPLE), row)

    def find_person(self, person: str) -> Person | None:
        """Return somebody by id; None for nobody."""
        return next((each for each in self.find_people() if each.id == person), None)

    def find_people(self) -> tuple[Person, ...]:
        """Return everybody, the longest known first."""
        people = select(tables.PEOPLE).order_by(tables.PEOPLE.c.created_at, tables.PEOPLE.c.id)
        with reading(self._engine) as connection:
            return tuple(record_from(Person, row) for row in connection.execute(people).mappings())

    # Sessions

    def save_session(self, record: SessionRecord) -> None:
        """Keep a session, whole, in place of the same one saved before.

        Raises:
            StoreError: Its id could not name a folder, or nobody is called as its person.
        """
        if not SESSION_ID.fullmatch(record.id):
            raise StoreError(f"{record.id!r} is no session's id: use letters, digits and dashes.")
        rows = session_rows(record)
        with writing(self._engine) as connection:
            self._require(connection, record.person)
            _delete_sessions(connection, record.person, [record.id])
            for table, found in (
                (tables.SESSIONS, [rows.session]),
                (tables.SETS, rows.sets),
                (tables.UNITS, rows.units),
                (tables.CUES, rows.cues),
            ):
                if found:
                    connection.execute(insert(table), found)

    def save_remark(
        self, person: str, session: str, *, note: str | None = None, next_morning: int | None = None
    ) -> None:
        """Add to a session what is known only later: the person's own words, and the pain of the next morning (0-10).

        Raises:
            StoreError: There is no such session.
        """
        values = {"note": note, "pain_next_morning": next_morning}
        given = {name: value for name, value in values.items() if value is not None}
        sessions = tables.SESSIONS
        here = and_(sessions.c.person == person, sessions.c.id == session)
        with writing(self._engine) as connection:
            if given and connection.execute(update(sessions).where(here).values(given)).rowcount == 0:
                raise MissingRecordError(f"{person} has no session {session}. `backstay history` lists them.")

    def find_session(self, person: str, session: str) -> SessionRecord | None:
        """Return one session; None if there is none."""
        sessions = tables.SESSIONS
        return next(iter(self._sessions(and_(sessions.c.person == person, sessions.c.id == session))), None)

    def find_sessions(self, person: str, period: Period = ALWAYS) -> tuple[SessionRecord, ...]:
        """Return the sessions of somebody that began in a period, oldest first."""
        return self._sessions(_in(tables.SESSIONS, "started_at", person, period))

    def _sessions(self, wanted: ColumnElement[bool]) -> tuple[SessionRecord, ...]:
        """Return sessions with all that belongs to them, from one moment of the database."""
        sessions = tables.SESSIONS
        with reading(self._engine) as connection:
            found = connection.execute(select(sessions).where(wanted).order_by(sessions.c.started_at, sessions.c.id))
            rows = found.mappings().all()
            ids = select(sessions.c.person, sessions.c.id).where(wanted).subquery()
            parts = [
                connection.execute(
                    select(table)
                    .join(ids, and_(table.c.person == ids.c.person, table.c.session == ids.c.id))
                    .order_by(*table.primary_key.columns)
                ).mappings()
                for table in (tables.SETS, tables.UNITS, tables.CUES)
            ]
            return sessions_from(rows, *parts)

    # Everything with a date: screenings, activities, decisions, postures, breaks, notes, changes, programs

    def save(self, person: str, *records: Dated) -> None:
        """Keep records of somebody, all or none; one of the same moment and subject takes the other's place."""
        with writing(self._engine) as connection:
            self._require(connection, person)
            for record in records:
                table = diary_of(type(record)).table
                row = row_of(record, person=person)
                same = and_(*(column == row[column.name] for column in table.primary_key.columns))
                connection.execute(delete(table).where(same))
                connection.execute(insert(table), row)

    def find(self, person: str, kind: type[D], period: Period = ALWAYS) -> tuple[D, ...]:
        """Return somebody's records of one kind from a period, oldest first."""
        diary = diary_of(kind)
        order = (diary.table.c[diary.moment], *diary.table.primary_key.columns)
        wanted = select(diary.table).where(_in(diary.table, diary.moment, person, period)).order_by(*order)
        with reading(self._engine) as connection:
            return tuple(record_from(kind, row) for row in connection.execute(wanted).mappings())

    # Forgetting

    def forget_person(self, person: str) -> dict[str, int]:
        """Remove everything of somebody, and return how many rows went, by table."""
        gone = {}
        with writing(self._engine) as connection:
            for table in (*EMPTIED_IN_ORDER, *(diary.table for diary in DIARIES.values())):
                gone[table.name] = connection.execute(delete(table).where(table.c.person == person)).rowcount
            gone[tables.PEOPLE.name] = connection.execute(
                delete(tables.PEOPLE).where(tables.PEOPLE.c.id == person)
            ).rowcount
        return {name: count for name, count in gone.items() if count}

    def forget_sessions(self, person: str, sessions: Iterable[str]) -> int:
        """Remove some sessions of somebody, and return how many there were."""
        with writing(self._engine) as connection:
            return _delete_sessions(connection, person, list(sessions))

    def forget_dated(self, person: str, kind: type[Dated], until: datetime) -> int:
        """Remove the records of one kind from before a moment, and return how many there were."""
        diary = diary_of(kind)
        with writing(self._engine) as connection:
            return connection.execute(
                delete(diary.table).where(_in(diary.table, diary.moment, person, Period(until=until)))
            ).rowcount

    def compact(self) -> None:
        """Give up the room of what was removed, so that nothing of it is left in the database's files.

        Raises:
            StoreError: Another program uses the database.
        """
        is_file = self._engine.dialect.name == "sqlite"
        raw = self._engine.raw_connection()
        try:
            raw.rollback()
            if not is_file:
                raw.driver_connection.autocommit = True  # type: ignore[union-attr]  # one that is open has a driver
            cursor = raw.cursor()
            cursor.execute("VACUUM" if is_file else "VACUUM FULL")
            is_busy = is_file and cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            cursor.close()
        except self._engine.dialect.loaded_dbapi.Error as error:
            raise StoreError(f"{place_of(self._engine)}: cannot be compacted ({error}). {CLOSE_OTHERS}") from error
        finally:
            raw.invalidate()
        if is_busy:
            raise StoreError(f"{place_of(self._engine)}: another program still reads it. {CLOSE_OTHERS}")

    def _require(self, connection: Connection, person: str) -> None:
        """Make sure that somebody is known."""
        if connection.execute(select(tables.PEOPLE.c.id).where(tables.PEOPLE.c.id == person)).first() is None:
            raise StoreError(f"nobody here is called {person!r}. `backstay people list` shows everybody.")


def _in(table: Table, moment: str, person: str, period: Period) -> ColumnElement[bool]:
    """Return the condition that a row is somebody's and from a period."""
    wanted = [table.c.person == person]
    if period.since is not None:
        wanted.append(table.c[moment] >= period.since)
    if period.until is not None:
        wanted.append(table.c[moment] < period.until)
    return and_(*wanted)


def _delete_sessions(connection: Connection, person: str, sessions: list[str]) -> int:
    """Remove sessions with all that belongs to them, and return how many there were."""
    count = 0
    for table in EMPTIED_IN_ORDER:
        session = table.c.id if table is tables.SESSIONS else table.c.session
        count = connection.execute(delete(table).where(table.c.person == person, session.in_(sessions))).rowcount
    return count
