"""Records -> tables, one a kind, tidy: for spreadsheets, pandas, and whatever reads CSV or Parquet."""

import io
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from backstay.reports.remembered import Remembered

Row = tuple[object, ...]
TEXT, WHOLE, NUMBER, YES = pa.string(), pa.int64(), pa.float64(), pa.bool_()
MOMENT = pa.timestamp("us", tz="UTC")
DEFAULT = "sets"
"""What one file holds if nothing else is asked for: a row a set, with what was said of its session beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordTable:
    """One kind of rows.

    Attributes:
        columns: Name to type; seconds, degrees and ratings carry their unit in the name.
        rows: A person's rows, in the order of time.
    """

    columns: Mapping[str, pa.DataType]
    rows: Callable[[Remembered], Iterator[Row]]

    def of(self, remembered: Remembered) -> pa.Table:
        """Return a person's table; without rows it still has its columns."""
        rows = list(self.rows(remembered))
        arrays = [pa.array([row[number] for row in rows], kind) for number, kind in enumerate(self.columns.values())]
        return pa.table(arrays, names=list(self.columns))


def as_csv(table: pa.Table) -> bytes:
    """Return a table as CSV; empty where nothing is known."""
    file = io.BytesIO()
    pa_csv.write_csv(table, file)
    return file.getvalue()


def as_parquet(table: pa.Table) -> bytes:
    """Return a table as Parquet; null where nothing is known."""
    file = io.BytesIO()
    pq.write_table(table, file, compression="zstd")
    return file.getvalue()


def _sessions(remembered: Remembered) -> Iterator[Row]:
    for each in remembered.sessions:
        yield (
            each.id,
            each.started_at,
            each.ended_at,
            each.duration_s,
            each.mode.value,
            each.program,
            each.program_version,
            each.is_finished,
            each.pain_before,
            each.pain_after,
            each.pain_next_morning,
            each.effort,
            each.note,
        )


def _sets(remembered: Remembered) -> Iterator[Row]:
    for session in remembered.sessions:
        for each in session.sets:
            yield (
                session.id,
                session.started_at,
                each.number,
                each.exercise,
                each.exercise_version,
                each.side,
                each.target,
                each.done,
                len(each.units),
                session.pain_before,
                session.pain_after,
                session.pain_next_morning,
                session.effort,
            )


def _units(remembered: Remembered) -> Iterator[Row]:
    for session in remembered.sessions:
        for part in session.sets:
            for each in part.units:
                held_s = each.held_s if math.isfinite(each.held_s) else None
                where = (session.id, part.number, part.exercise, part.side)
                yield *where, each.kind, each.number, each.began_s, each.ended_s, held_s, each.is_counted


def _readings(remembered: Remembered) -> Iterator[Row]:
    for session in remembered.sessions:
        for part in session.sets:
            for unit in part.units:
                for measure, value in unit.readings.items():
                    yield session.id, part.number, unit.number, measure, value


def _verdicts(remembered: Remembered) -> Iterator[Row]:
    for session in remembered.sessions:
        for part in session.sets:
            for unit in part.units:
                for criterion, verdict in unit.verdicts.items():
                    yield session.id, part.number, unit.number, criterion, verdict.value


def _cues(remembered: Remembered) -> Iterator[Row]:
    for session in remembered.sessions:
        for each in session.cues:
            yield session.id, each.t_s, each.exercise, each.criterion, each.text, each.is_praise


def _answers(remembered: Remembered) -> Iterator[Row]:
    for session in remembered.sessions:
        for question, is_yes in session.answers.items():
            yield session.id, question, is_yes


def _activities(remembered: Remembered) -> Iterator[Row]:
    return ((each.at, each.activity, each.rating) for each in remembered.activities)


def _decisions(remembered: Remembered) -> Iterator[Row]:
    for each in remembered.decisions:
        yield each.at, each.exercise, each.variable, each.before, each.after, each.reason, each.is_overruled


def _screenings(remembered: Remembered) -> Iterator[Row]:
    for each in remembered.screenings:
        for question, is_yes in each.answers.items():
            yield each.at, each.tier.value, question, is_yes


def _postures(remembered: Remembered) -> Iterator[Row]:
    return ((each.began_at, each.ended_at, each.state, each.place, each.changes) for each in remembered.postures)


def _breaks(remembered: Remembered) -> Iterator[Row]:
    return ((each.at, each.kind) for each in remembered.breaks)


def _notes(remembered: Remembered) -> Iterator[Row]:
    return ((each.at, each.text) for each in remembered.notes)


def _changes(remembered: Remembered) -> Iterator[Row]:
    return ((each.at, each.rating) for each in remembered.changes)


RATED: Mapping[str, pa.DataType] = {
    "pain_before_of_10": WHOLE,
    "pain_after_of_10": WHOLE,
    "pain_next_morning_of_10": WHOLE,
    "effort_of_10": WHOLE,
}
UNIT: Mapping[str, pa.DataType] = {"session": TEXT, "set": WHOLE, "unit": WHOLE}
TABLES: Mapping[str, RecordTable] = {
    "sessions": RecordTable(
        columns={
            "session": TEXT,
            "started_at": MOMENT,
            "ended_at": MOMENT,
            "duration_s": NUMBER,
            "mode": TEXT,
            "program": TEXT,
            "program_version": WHOLE,
            "finished": YES,
            **RATED,
            "note": TEXT,
        },
        rows=_sessions,
    ),
    "sets": RecordTable(
        columns={
            "session": TEXT,
            "started_at": MOMENT,
            "set": WHOLE,
            "exercise": TEXT,
            "exercise_version": WHOLE,
            "side": TEXT,
            "prescribed": NUMBER,
            "done": NUMBER,
            "units_seen": WHOLE,
            **RATED,
        },
        rows=_sets,
    ),
    "units": RecordTable(
        columns={
            "session": TEXT,
            "set": WHOLE,
            "exercise": TEXT,
            "side": TEXT,
            "kind": TEXT,
            "unit": WHOLE,
            "began_s": NUMBER,
            "ended_s": NUMBER,
            "held_s": NUMBER,
            "counted": YES,
        },
        rows=_units,
    ),
    "readings": RecordTable(columns={**UNIT, "measure": TEXT, "value": NUMBER}, rows=_readings),
    "verdicts": RecordTable(columns={**UNIT, "criterion": TEXT, "verdict": TEXT}, rows=_verdicts),
    "cues": RecordTable(
        columns={"session": TEXT, "t_s": NUMBER, "exercise": TEXT, "criterion": TEXT, "text": TEXT, "praise": YES},
        rows=_cues,
    ),
    "answers": RecordTable(columns={"session": TEXT, "question": TEXT, "yes": YES}, rows=_answers),
    "activities": RecordTable(columns={"at": MOMENT, "activity": TEXT, "rating_of_10": WHOLE}, rows=_activities),
    "decisions": RecordTable(
        columns={
            "at": MOMENT,
            "exercise": TEXT,
            "variable": TEXT,
            "before": TEXT,
            "after": TEXT,
            "reason": TEXT,
            "overruled": YES,
        },
        rows=_decisions,
    ),
    "screenings": RecordTable(columns={"at": MOMENT, "tier": TEXT, "question": TEXT, "yes": YES}, rows=_screenings),
    "postures": RecordTable(
        columns={"began_at": MOMENT, "ended_at": MOMENT, "state": TEXT, "place": TEXT, "changes": WHOLE},
        rows=_postures,
    ),
    "breaks": RecordTable(columns={"at": MOMENT, "kind": TEXT}, rows=_breaks),
    "notes": RecordTable(columns={"at": MOMENT, "text": TEXT}, rows=_notes),
    "changes": RecordTable(columns={"at": MOMENT, "rating_minus_5_to_5": WHOLE}, rows=_changes),
}
