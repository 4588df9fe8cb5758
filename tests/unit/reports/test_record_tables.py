"""Every record stands in a table, typed, and comes back from CSV and Parquet as it was."""

import csv
import io

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from backstay.reports.record_tables import TABLES, as_csv, as_parquet
from unit.reports.lives import nobody, one_week

WEEK = one_week()


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_the_same_columns_with_and_without_rows(name):
    full, empty = TABLES[name].of(WEEK), TABLES[name].of(nobody())
    assert full.num_rows > 0
    assert empty.num_rows == 0
    assert full.schema == empty.schema


@pytest.mark.parametrize("name", TABLES)
def test_parquet_comes_back_equal(name):
    table = TABLES[name].of(WEEK)
    assert pq.read_table(pa.BufferReader(as_parquet(table))).equals(table)


def test_a_row_a_set_with_its_session_s_ratings():
    rows = list(csv.DictReader(io.StringIO(as_csv(TABLES["sets"].of(WEEK)).decode())))
    assert len(rows) == 7 * 18
    first, record = rows[0], WEEK.sessions[0]
    assert first["started_at"].startswith("2026-11-20 07:")
    assert (first["exercise"], first["prescribed"], first["side"]) == ("wall_angel", "10", "")
    assert first["pain_before_of_10"] == str(record.pain_before)
    assert {row["side"] for row in rows} == {"", "left", "right"}


def test_what_is_not_known_is_empty_and_never_zero():
    rows = list(csv.DictReader(io.StringIO(as_csv(TABLES["units"].of(WEEK)).decode())))
    assert {row["held_s"] for row in rows if row["kind"] == "repetition"} == {""}
    unrated = [each.id for each in WEEK.sessions if each.pain_before is None]
    sessions = list(csv.DictReader(io.StringIO(as_csv(TABLES["sessions"].of(WEEK)).decode())))
    assert unrated
    assert [row["session"] for row in sessions if row["pain_before_of_10"] == ""] == unrated
