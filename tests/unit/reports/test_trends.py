"""A change is called one only beyond error, and never on too few values."""

import random
from datetime import UTC, datetime

import pytest

from backstay.reports.trends import MDC_FACTOR, Point, Trend, compare, compare_activity, compare_pain

AT = datetime(2026, 11, 26, tzinfo=UTC)


def points(*values: float, sd: float = 1.0) -> list[Point]:
    return [Point(at=AT, session="a", value=value, sd=sd) for value in values]


@pytest.mark.parametrize("number", range(6))
def test_fewer_than_six_values_never_show_a_change(number):
    assert compare(points(*range(0, 100 * number, 100))).trend is Trend.TOO_FEW


@pytest.mark.parametrize(
    ("after", "trend"),
    [(10.0 + MDC_FACTOR - 0.01, Trend.WITHIN_ERROR), (10.0 + MDC_FACTOR + 0.01, Trend.MORE), (7.0, Trend.LESS)],
)
def test_the_smallest_change_that_counts(after, trend):
    change = compare(points(10, 10, 10, after, after, after))
    assert change.trend is trend
    assert change.least == pytest.approx(2.772, abs=1e-3)


def test_one_odd_session_changes_nothing():
    assert compare(points(10, 10, 10, 10, 10, 99)).trend is Trend.WITHIN_ERROR


def test_error_alone_seldom_looks_like_a_change():
    chance = random.Random(3)  # noqa: S311 - no secret hangs on it
    rows = [points(*(chance.gauss(150.0, 6.0) for _ in range(9)), sd=6.0) for _ in range(2000)]
    called = sum(compare(row).trend is not Trend.WITHIN_ERROR for row in rows)
    assert called / len(rows) <= 0.05


@pytest.mark.parametrize(
    ("ratings", "trend"),
    [
        ([5, 5, 5, 3, 3, 3], Trend.LESS),
        ([8, 8, 8, 6, 6, 6], Trend.WITHIN_ERROR),
        ([8, 8, 8, 5, 5, 5], Trend.LESS),
        ([1, 1, 1, 2, 2, 2], Trend.WITHIN_ERROR),
        ([2, 2, 2, 4, 4, 4], Trend.MORE),
        ([9, 5, 0], Trend.TOO_FEW),
    ],
)
def test_pain_changes_by_two_points_and_thirty_percent(ratings, trend):
    assert compare_pain(ratings).trend is trend


def test_an_activity_changes_by_three_points():
    assert compare_activity([4, 4, 4, 6, 6, 6]).trend is Trend.WITHIN_ERROR
    assert compare_activity([4, 4, 4, 7, 7, 7]).trend is Trend.MORE
