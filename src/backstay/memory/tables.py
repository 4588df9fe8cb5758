"""The tables of the store, alike on SQLite and PostgreSQL.

What is searched or counted has columns; what is only read back whole (answers, verdicts, readings) is JSON. Changing a
table needs a migration (`migrations/versions`); a test compares the two.
"""

import math
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.types import TypeEngine
from typing_extensions import override

ColumnType = TypeEngine[Any] | type[TypeEngine[Any]]
ID_LENGTH = 80
"""Of the ids of people, exercises, criteria and programs; those are 40 at the most."""


class Instant(TypeDecorator[datetime]):
    """A moment on the world's clock; SQLite keeps no zone, so every moment is kept, and given back, in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return a moment as it is kept."""
        return None if value is None else value.astimezone(UTC)

    @override
    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return a moment as it was meant."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Measured(TypeDecorator[float]):
    """A number that may be unmeasured: NaN in the program, null in the database."""

    impl = Float(53)
    cache_ok = True

    @override
    def process_bind_param(self, value: float | None, dialect: Dialect) -> float | None:
        """Return a number as it is kept."""
        return None if value is None or math.isnan(value) else value

    @override
    def process_result_value(self, value: float | None, dialect: Dialect) -> float:
        """Return a number as it was meant."""
        return math.nan if value is None else value


class Numbers(TypeDecorator[dict[str, float]]):
    """Named numbers, of which some may be unmeasured: JSON knows no NaN."""

    impl = JSON
    cache_ok = True

    @override
    def process_bind_param(self, value: dict[str, float] | None, dialect: Dialect) -> object:
        """Return numbers as they are kept."""
        return {name: number if math.isfinite(number) else None for name, number in (value or {}).items()}

    @override
    def process_result_value(self, value: object, dialect: Dialect) -> dict[str, float]:
        """Return numbers as they were meant."""
        kept = value if isinstance(value, dict) else {}
        return {name: math.nan if number is None else float(number) for name, number in kept.items()}


METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)


def _id(name: str, *, is_key: bool = False) -> Column[str]:
    return Column(name, String(ID_LENGTH), primary_key=is_key, nullable=False)


def _of_person() -> Column[str]:
    """Return the column that says whose a row is; it goes with the person."""
    return Column("person", ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)


def _needed(name: str, kind: ColumnType) -> Column[Any]:
    return Column(name, kind, nullable=False)


def _key(name: str, kind: ColumnType) -> Column[Any]:
    return Column(name, kind, primary_key=True, autoincrement=False)


PEOPLE = Table(
    "people",
    METADATA,
    _id("id", is_key=True),
    _needed("name", Text),
    _needed("created_at", Instant),
    _needed("program", Text),
    _needed("references", Numbers),
    _needed("settings", JSON),
)

SESSIONS = Table(
    "sessions",
    METADATA,
    _of_person(),
    _id("id", is_key=True),
    Column("started_at", Instant, nullable=False, index=True),
    _needed("ended_at", Instant),
    _needed("duration_s", Float(53)),
    _id("mode"),
    _needed("program", Text),
    _needed("program_version", Integer),
    _needed("is_finished", Boolean),
    _needed("answers", JSON),
    Column("pain_before", Integer),
    Column("pain_after", Integer),
    Column("pain_next_morning", Integer),
    Column("effort", Integer),
    _needed("overrulings", JSON),
    _needed("note", Text),
    _needed("provenance", JSON),
)


def _of_session(name: str, *columns: Column[Any]) -> Table:
    """Return a table of which each row belongs to a session, and goes with it."""
    return Table(
        name,
        METADATA,
        _id("person", is_key=True),
        _id("session", is_key=True),
        *columns,
        ForeignKeyConstraint(["person", "session"], [SESSIONS.c.person, SESSIONS.c.id], ondelete="CASCADE"),
    )


SETS = _of_session(
    "sets",
    _key("number", Integer),
    _needed("exercise", String(ID_LENGTH)),
    _needed("exercise_version", Integer),
    Column("side", String(5)),
    _needed("target", Float(53)),
    _needed("done", Float(53)),
)

UNITS = Table(
    "units",
    METADATA,
    _id("person", is_key=True),
    _id("session", is_key=True),
    _key("set_number", Integer),
    _key("position", Integer),
    _needed("kind", String(ID_LENGTH)),
    _needed("number", Integer),
    Column("began_s", Measured),
    Column("ended_s", Measured),
    Column("held_s", Measured),
    _needed("is_counted", Boolean),
    _needed("verdicts", JSON),
    _needed("readings", Numbers),
    ForeignKeyConstraint(
        ["person", "session", "set_number"], [SETS.c.person, SETS.c.session, SETS.c.number], ondelete="CASCADE"
    ),
)

CUES = _of_session(
    "cues",
    _key("position", Integer),
    _needed("t_s", Float(53)),
    _needed("exercise", String(ID_LENGTH)),
    _needed("criterion", String(ID_LENGTH)),
    _needed("text", Text),
    _needed("is_praise", Boolean),
)

SCREENINGS = Table(
    "screenings",
    METADATA,
    _of_person(),
    _key("at", Instant),
    _needed("answers", JSON),
    _needed("tier", String(ID_LENGTH)),
    _needed("adaptations", JSON),
)

ACTIVITIES = Table(
    "activities", METADATA, _of_person(), _key("at", Instant), _key("activity", Text), _needed("rating", Integer)
)

DECISIONS = Table(
    "decisions",
    METADATA,
    _of_person(),
    _key("at", Instant),
    _id("exercise", is_key=True),
    _id("variable", is_key=True),
    _needed("before", Text),
    _needed("after", Text),
    _needed("reason", Text),
    _needed("is_overruled", Boolean),
)

POSTURES = Table(
    "postures",
    METADATA,
    _of_person(),
    _key("place", Text),
    _key("began_at", Instant),
    _needed("ended_at", Instant),
    _needed("state", String(ID_LENGTH)),
    Column("changes", Integer),
)

BREAKS = Table("breaks", METADATA, _of_person(), _key("at", Instant), _id("kind", is_key=True))

NOTES = Table("notes", METADATA, _of_person(), _key("at", Instant), _needed("text", Text))

CHANGES = Table("changes", METADATA, _of_person(), _key("at", Instant), _needed("rating", Integer))

PROGRAMS = Table(
    "programs",
    METADATA,
    _of_person(),
    _key("at", Instant),
    _id("program", is_key=True),
    _needed("version", Integer),
    _needed("text", Text),
    _needed("source", Text),
)
