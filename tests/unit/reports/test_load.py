"""Load is said in words against one's own upright, or not said."""

import math

import pytest

from backstay.reports.load import SOURCES, WHAT_IT_IS, load_of, load_words
from test_house_rules import claims


@pytest.mark.parametrize(
    ("head_deg", "trunk_deg", "neck", "low_back"),
    [
        pytest.param(0, 0, "about the same as your upright", "about the same as your upright", id="upright"),
        pytest.param(-3, -3, "about the same as your upright", "about the same as your upright", id="within-error"),
        pytest.param(15, 15, "somewhat more than your upright", "somewhat more than your upright", id="leaning"),
        pytest.param(45, 30, "roughly double your upright", "somewhat more than your upright", id="far"),
        pytest.param(46, 31, "", "", id="beyond-what-was-measured"),
        pytest.param(-10, -10, "", "", id="leaning-back"),
        pytest.param(math.nan, math.nan, "", "", id="unseen"),
    ],
)
def test_words_follow_the_angles(head_deg: float, trunk_deg: float, neck: str, low_back: str) -> None:
    words = load_of(head_deg, trunk_deg)
    assert (words.neck, words.low_back) == (neck, low_back)


def test_a_backrest_is_less() -> None:
    assert load_of(0, 0, uses_backrest=True).low_back == "less than your upright"


def test_what_is_said_claims_nothing() -> None:
    said = [WHAT_IT_IS, *SOURCES, *(load_words(ratio) for ratio in (0.6, 1.0, 1.5, 2.0))]
    assert claims("\n".join(said)) == []
    assert not any(word in " ".join(said).lower() for word in ("pound", "newton", "kilogram", "disc"))
