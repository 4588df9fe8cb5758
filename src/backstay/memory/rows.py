"""Records to rows and back."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TypeVar

from pydantic import TypeAdapter
from sqlalchemy import RowMapping, Table

from backstay.memory import tables
from backstay.memory.types import (
    ActivityRecord,
    BreakRecord,
    ChangeRecord,
    CueRecord,
    DecisionRecord,
    NoteRecord,
    Person,
    PostureRecord,
    ProgramRecord,
    ScreeningRecord,
    SessionRecord,
    SetRecord,
    UnitRecord,
)

Row = dict[str, object]
Dated = (
    ScreeningRecord
    | ActivityRecord
    | DecisionRecord
    | PostureRecord
    | BreakRecord
    | NoteRecord
    | ChangeRecord
    | ProgramRecord
)
R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Diary:
    """Where records of one kind are kept.

    Attributes:
        table: The table.
        moment: The column that puts them in order.
    """

    table: Table
    moment: str = "at"


DIARIES: Mapping[type[Dated], Diary] = {
    ScreeningRecord: Diary(table=tables.SCREENINGS),
    ActivityRecord: Diary(table=tables.ACTIVITIES),
    DecisionRecord: Diary(table=tables.DECISIONS),
    PostureRecord: Diary(table=tables.POSTURES, moment="began_at"),
    BreakRecord: Diary(table=tables.BREAKS),
    NoteRecord: Diary(table=tables.NOTES),
    ChangeRecord: Diary(table=tables.CHANGES),
    ProgramRecord: Diary(table=tables.PROGRAMS),
}

_ADAPTERS: dict[type[object], TypeAdapter[object]] = {}


def diary_of(kind: type[object]) -> Diary:
    """Return where records of a kind are kept."""
    return next(diary for known, diary in DIARIES.items() if known is kind)


def row_of(record: object, **keys: object) -> Row:
    """Return a record as a row, without the records inside it; `keys` say whose it is."""
    row = {each.name: plain(getattr(record, each.name)) for each in fields(record)}  # type: ignore[arg-type]  # any dataclass
    return row | keys


def record_from(kind: type[R], row: Mapping[str, object] | RowMapping, **inside: object) -> R:
    """Return the record that a row holds; `inside` are the records inside it."""
    names = {each.name for each in fields(kind)}  # type: ignore[arg-type]  # any dataclass
    values = {name: value for name, value in row.items() if name in names}
    return _adapter(kind).validate_python(values | inside)  # type: ignore[return-value]  # what it validates is `kind`


def plain(value: object) -> object:
    """Return a value as a column takes it."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    return value


def person_row(person: Person) -> Row:
    """Return a person as a row."""
    return row_of(person)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRows:
    """One session, table by table."""

    session: Row
    sets: list[Row]
    units: list[Row]
    cues: list[Row]


def session_rows(record: SessionRecord) -> SessionRows:
    """Return a session as rows of four tables."""
    of_session = {"person": record.person, "session": record.id}
    session = {name: value for name, value in row_of(record).items() if name not in {"sets", "cues"}}
    sets, units = [], []
    for each in record.sets:
        row = row_of(each, **of_session)
        row.pop("units")
        sets.append(row)
        units += [
            row_of(unit, **of_session, set_number=each.number, position=position)
            for position, unit in enumerate(each.units)
        ]
    cues = [row_of(cue, **of_session, position=position) for position, cue in enumerate(record.cues)]
    return SessionRows(session=session, sets=sets, units=units, cues=cues)


def sessions_from(
    sessions: Sequence[RowMapping], sets: Iterable[RowMapping], units: Iterable[RowMapping], cues: Iterable[RowMapping]
) -> tuple[SessionRecord, ...]:
    """Return sessions with their sets, units and cues; all rows in order."""
    units_of: defaultdict[object, list[UnitRecord]] = defaultdict(list)
    for row in units:
        units_of[(row["person"], row["session"], row["set_number"])].append(record_from(UnitRecord, row))
    sets_of: defaultdict[object, list[SetRecord]] = defaultdict(list)
    for row in sets:
        inside = tuple(units_of[(row["person"], row["session"], row["number"])])
        sets_of[(row["person"], row["session"])].append(record_from(SetRecord, row, units=inside))
    cues_of: defaultdict[object, list[CueRecord]] = defaultdict(list)
    for row in cues:
        cues_of[(row["person"], row["session"])].append(record_from(CueRecord, row))
    return tuple(
        record_from(
            SessionRecord,
            row,
            sets=tuple(sets_of[(row["person"], row["id"])]),
            cues=tuple(cues_of[(row["person"], row["id"])]),
        )
        for row in sessions
    )


def _adapter(kind: type[object]) -> TypeAdapter[object]:
    """Return what makes records of a kind from plain values."""
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]
