"""Records become a history that says what was done and no more than may be said."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from backstay.reports.history import history
from backstay.reports.history_types import Fading
from backstay.reports.series import was_reached
from backstay.reports.trends import Trend
from unit.reports.lives import LIBRARY, NOW, Life, history_of, live, nobody, one_week, one_year


def series(found, exercise, kind, side=None):
    return next(each for each in found.series if (each.exercise, each.kind, each.side) == (exercise, kind, side))


def test_somebody_new_has_an_empty_history():
    found = history_of(nobody())
    assert (found.began, found.sessions, found.days, found.weeks, found.series) == (None, 0, (), (), ())
    assert found.pain_change.trend is Trend.TOO_FEW


def test_a_week_counts_its_days_and_sets():
    found = history_of(one_week())
    assert found.sessions == len(found.days) == 7
    weeks = [(week.days_done, week.days_planned, week.is_whole) for week in found.weeks]
    assert weeks == [(3, 5, False), (4, 5, False)]
    assert {each.exercise: each.prescribed for each in found.amounts} == {
        "wall_angel": 14,
        "hip_flexor_stretch": 42,
        "abdominal_brace": 70,
    }
    work = {each.region: (each.sets, round(each.fraction, 1)) for each in found.work}
    assert work == {"upper_back": (14, 0.2), "hips": (42, 0.5), "core": (70, 0.3)}


def test_a_week_of_progress_is_not_called_one():
    change = series(history_of(one_week()), "wall_angel", "range").change
    assert change.after > change.before + 10.0
    assert change.trend is Trend.WITHIN_ERROR


def test_a_year_of_progress_is_called_one():
    found = history_of(one_year())
    change = series(found, "wall_angel", "range").change
    assert change.trend is Trend.MORE
    assert change.after - change.before > change.least
    assert series(found, "hip_flexor_stretch", "range", "right").change.trend is Trend.MORE
    assert found.pain_change.trend is Trend.LESS


@pytest.mark.parametrize("seed", range(12))
def test_a_year_without_progress_is_not(seed):
    steady = Life(days=200, reach_deg=(150.0, 150.0), opening_deg=(12.0, 12.0), pain=(4.0, 4.0), seed=seed)
    ranges = [each for each in history_of(live(steady)).series if each.kind == "range"]
    assert len(ranges) == 3
    assert [each.change.trend for each in ranges] == [Trend.WITHIN_ERROR] * 3


def test_the_hip_opens_upwards_and_each_side_is_its_own():
    found = history_of(one_week())
    for side in ("left", "right"):
        values = [point.value for point in series(found, "hip_flexor_stretch", "range", side).points]
        assert min(values) > 5.0


def test_error_bars_hold_the_measure_s_error():
    week = history_of(one_week())
    assert all(point.sd >= 6.0 for point in series(week, "wall_angel", "range").points)
    assert all(point.sd >= 0.1 for point in series(week, "abdominal_brace", "held").points)


def test_sets_that_were_not_reached_count_as_prescribed_and_as_nothing_else():
    week = one_week()
    first = week.sessions[0]
    cut = replace(
        first,
        sets=tuple(replace(part, done=0.0, units=()) if part.number > 2 else part for part in first.sets),
        is_finished=False,
    )
    found = history_of(replace(week, sessions=(cut, *week.sessions[1:])))
    assert [was_reached(part) for part in cut.sets].count(True) == 2
    assert found.days[0].done_fraction < 0.2
    assert found.days[0].exercises == ("wall_angel",)
    amounts = {each.exercise: each for each in found.amounts}
    assert (amounts["abdominal_brace"].prescribed, amounts["abdominal_brace"].sessions) == (70, 6)
    assert len(series(found, "abdominal_brace", "held").points) == 6


def test_corrections_fade_when_they_are_no_longer_needed():
    found = history_of(one_year())
    by_line = {each.criterion: each for each in found.corrections}
    assert by_line["reach_overhead"].fading is Fading.FADED
    assert by_line["reach_overhead"].text == "Reach a little higher if it feels fine."
    assert [each.times for each in found.corrections] == sorted(
        (each.times for each in found.corrections), reverse=True
    )
    assert all(each.fading is Fading.TOO_FEW for each in history_of(live(Life(days=5, days_a_week=7))).corrections)


def test_praise_is_no_correction():
    week = one_week()
    praised = replace(week, sessions=tuple(replace(each, cues=each.cues[-1:]) for each in week.sessions))
    assert all(each.cues for each in praised.sessions)
    assert history_of(praised).corrections == ()


def test_a_day_ends_at_the_person_s_own_midnight():
    week = one_week()
    late = replace(week, sessions=week.sessions[:1])
    shifted = history(late, LIBRARY, NOW, lambda at: at - timedelta(hours=12))
    assert shifted.days[0].day == history_of(late).days[0].day - timedelta(days=1)


def test_only_whole_weeks_count_towards_the_plan():
    found = history_of(one_year())
    assert found.weeks[0].began == date(2025, 11, 24)
    assert [week.is_whole for week in found.weeks[:2]] == [False, True]
    assert not found.weeks[-1].is_whole
    empty = [week for week in found.weeks if week.began == date(2026, 8, 3)]
    assert empty[0].days_done == 0


def test_an_exercise_that_left_the_library_keeps_its_name():
    week = one_week()
    old = replace(week.sessions[0].sets[0], exercise="dead_bug")
    found = history_of(replace(week, sessions=(replace(week.sessions[0], sets=(old,)),)))
    assert [each.title for each in found.amounts] == ["Dead bug"]
