"""Posture, breaks, exercises and pain stand on one line, day by day."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from backstay.memory.types import BreakRecord, PostureRecord
from backstay.reports.remembered import Remembered
from backstay.reports.timeline import day_lines, day_sum
from unit.reports.lives import as_it_is, nobody, one_week

NINE = datetime(2026, 11, 25, 9, tzinfo=UTC)


def sat(*spans: tuple[str, float, float]) -> Remembered:
    """Return somebody who was in each state from so many minutes after nine to so many."""
    postures = tuple(
        PostureRecord(
            state=state,
            place="desk",
            began_at=NINE + timedelta(minutes=began),
            ended_at=NINE + timedelta(minutes=ended),
        )
        for state, began, ended in spans
    )
    return Remembered(person=nobody().person, postures=postures)


def test_a_day_holds_all_four():
    lines = day_lines(one_week(), as_it_is)
    kinds = {each.kind for line in lines for each in (*line.spans, *line.marks)}
    assert kinds == {"posture", "exercise", "break", "pain"}
    assert [line.day for line in lines] == sorted(line.day for line in lines)
    for line in lines:
        assert all(span.began_at.date() == line.day for span in line.spans)


def test_changes_an_hour():
    (line,) = day_lines(sat(("relaxed", 0, 30), ("tall", 30, 50), ("relaxed", 50, 60)), as_it_is)
    total = day_sum(line)
    assert total.changes_per_h == pytest.approx(2.0)
    assert total.state_s == {"relaxed": 2400.0, "tall": 1200.0}


def test_being_away_is_no_posture_and_coming_back_no_change():
    (line,) = day_lines(sat(("relaxed", 0, 30), ("away", 30, 90), ("relaxed", 90, 120)), as_it_is)
    total = day_sum(line)
    assert total.watched_s == 3600.0
    assert total.changes_per_h == pytest.approx(1.0), "getting up is the one change"


def test_nothing_is_known_of_a_gap():
    (line,) = day_lines(sat(("relaxed", 0, 30), ("tall", 60, 90)), as_it_is)
    assert day_sum(line).changes_per_h == 0.0


def test_a_night_is_cut_at_midnight():
    lines = day_lines(sat(("relaxed", 14 * 60, 16 * 60)), as_it_is)
    assert [day_sum(line).watched_s for line in lines] == [3600.0, 3600.0]


def test_breaks_taken_and_declined():
    breaks = tuple(BreakRecord(at=NINE, kind=kind) for kind in ("stand", "declined", "wall_angel"))
    (line,) = day_lines(Remembered(person=nobody().person, breaks=breaks), as_it_is)
    total = day_sum(line)
    assert (total.breaks_taken, total.breaks_declined, total.changes_per_h) == (2, 1, None)


def test_changes_are_as_the_watch_counted_them_and_nothing_is_said_of_under_ten_minutes():
    records = sat(("relaxed", 0, 30), ("tall", 30, 60)).postures
    counted = tuple(replace(each, changes=changes) for each, changes in zip(records, (3, 2), strict=True))
    (line,) = day_lines(Remembered(person=nobody().person, postures=counted), as_it_is)
    assert day_sum(line).changes_per_h == pytest.approx(5.0)
    (short,) = day_lines(sat(("relaxed", 0, 4), ("tall", 4, 9)), as_it_is)
    assert day_sum(short).changes_per_h is None


def test_changes_of_a_night_are_counted_once():
    (night,) = sat(("relaxed", 14 * 60, 16 * 60)).postures
    lines = day_lines(Remembered(person=nobody().person, postures=(replace(night, changes=4),)), as_it_is)
    assert [day_sum(line).changes_per_h for line in lines] == [0.0, 4.0]
