"""The load ratios pass through what was measured, grow with the angle, and are silent where nothing was measured."""

import math

import pytest

from backstay.kinematics.load_index import neck_load_ratio, seated_trunk_load_ratio


def test_the_neck_doubles_at_45_degrees() -> None:
    assert neck_load_ratio(0.0) == 1.0
    assert neck_load_ratio(45.0) == pytest.approx(2.0, abs=0.01)


def test_the_seated_trunk_gains_a_fifth_at_15_degrees() -> None:
    assert seated_trunk_load_ratio(0.0) == 1.0
    assert seated_trunk_load_ratio(15.0) == pytest.approx(1.2, abs=0.005)


@pytest.mark.parametrize("inclination_deg", [0.0, 15.0, 30.0])
def test_a_backrest_takes_36_percent_off(inclination_deg: float) -> None:
    rested = seated_trunk_load_ratio(inclination_deg, uses_backrest=True)
    assert rested / seated_trunk_load_ratio(inclination_deg) == pytest.approx(1.0 - 0.36)


@pytest.mark.parametrize(
    ("ratio", "most_deg"), [(neck_load_ratio, 45.0), (seated_trunk_load_ratio, 30.0)], ids=["neck", "trunk"]
)
def test_it_grows_within_its_range_and_is_silent_outside(ratio: object, most_deg: float) -> None:
    inside = [ratio(most_deg * share) for share in (0.0, 0.25, 0.5, 0.75, 1.0)]
    assert inside == sorted(set(inside))
    assert all(math.isnan(ratio(angle)) for angle in (-0.1, most_deg + 0.1, 180.0, math.nan, math.inf))
