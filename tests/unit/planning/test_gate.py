"""Pain decides how much is done today, in steps that are written down."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstay.exercises.types import Dose
from backstay.planning.gate import Verdict, asks_next_morning, gate, lessened, usual_pain
from unit.planning.practised import bout, day, session


def after(*mornings: int, pain_before: int = 1) -> tuple:
    """Return a session a day, each with the pain of the morning after it."""
    return tuple(session(n, pain_before=pain_before, pain_next_morning=each) for n, each in enumerate(mornings))


@pytest.mark.parametrize(
    ("pain", "usual", "verdict"),
    [
        (0, None, Verdict.GO),
        (3, None, Verdict.GO),
        (3, 2, Verdict.GO),
        (3, 1, Verdict.MODIFY),
        (2, 0, Verdict.MODIFY),
        (4, None, Verdict.MODIFY),
        (5, 5, Verdict.MODIFY),
        (6, 6, Verdict.STOP),
        (10, None, Verdict.STOP),
    ],
)
def test_pain_of_today_against_what_is_usual(pain, usual, verdict) -> None:
    past = () if usual is None else tuple(session(n, pain_before=usual, pain_next_morning=usual) for n in range(3))
    found = gate(pain, past, day(10))
    assert found.verdict is verdict
    assert str(pain) in found.says


def test_a_stop_sign_stops_whatever_the_pain() -> None:
    assert gate(0, (), day(0), has_stop_sign=True).verdict is Verdict.STOP


def test_usual_is_the_middle_of_the_last_five() -> None:
    assert usual_pain(()) is None
    assert usual_pain([session(n, pain_before=each) for n, each in enumerate((9, 9, 1, 2, 2, 2, 7))]) == 2


def test_one_morning_lessens_two_rest_and_three_advise() -> None:
    assert gate(1, after(1, 3), day(2)).verdict is Verdict.MODIFY
    two = gate(1, after(3, 3), day(2))
    assert (two.verdict, two.asks_professional) == (Verdict.STOP, False)
    assert two.until == session(1).ended_at + (day(2) - day(0))
    assert gate(1, after(3, 3), day(4)).verdict is Verdict.MODIFY, "after two days of rest"
    three = gate(1, after(3, 3, 3), day(3))
    assert three.asks_professional
    assert "therapist" in three.says


def test_a_calm_morning_ends_the_row() -> None:
    assert gate(1, after(3, 3, 1), day(3)).verdict is Verdict.GO


def test_a_morning_as_before_the_session_is_settled() -> None:
    assert gate(3, after(3, 3, pain_before=3), day(2)).verdict is Verdict.GO


def test_the_morning_is_asked_about_the_next_day_and_not_for_ever() -> None:
    past = (session(0, pain_next_morning=None),)
    assert asks_next_morning(past, day(0, hour=23)) is None
    assert asks_next_morning(past, day(1, hour=7)) == past[0]
    assert asks_next_morning(past, day(9)) is None
    assert asks_next_morning((session(0),), day(1)) is None, "answered"
    assert asks_next_morning((session(0, bout("wall_angel", done=0), pain_next_morning=None),), day(1)) is None


@pytest.mark.parametrize(
    ("dose", "less"),
    [
        (Dose(sets=2, repetitions=10), Dose(sets=2, repetitions=6)),
        (Dose(holds=3, hold_s=30), Dose(holds=2, hold_s=30)),
        (Dose(holds=1, hold_s=30), Dose(holds=1, hold_s=18)),
        (Dose(repetitions=1), Dose(repetitions=1)),
    ],
)
def test_less_is_fewer_and_never_nothing(dose, less) -> None:
    assert lessened(dose, 0.6) == less


@given(st.integers(0, 10), st.lists(st.integers(0, 10), max_size=6))
def test_more_pain_never_allows_more(pain, usual) -> None:
    past = tuple(session(n, pain_before=each, pain_next_morning=None) for n, each in enumerate(usual))
    fractions = [gate(each, past, day(20)).dose_fraction for each in range(pain, 11)]
    assert fractions == sorted(fractions, reverse=True)
