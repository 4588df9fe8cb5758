"""One out-and-back is timed from leaving the start level to regaining it; 5 to 95 % is the duration of each way."""

import math

import numpy as np
import pytest

from backstay.assessment.excursion import time_excursion

SHARE = 0.6186
"""A minimum-jerk reach passes 5 % at 0.1907 and 95 % at 0.8093 of its time."""


def reach(t_s, began_s: float, seconds: float):
    """Return a minimum-jerk reach from 0 to 1."""
    share = np.clip((t_s - began_s) / seconds, 0, 1)
    return share**3 * (10 - 15 * share + 6 * share**2)


def signal(up_s: float = 2.0, top_s: float = 0.5, down_s: float = 2.0, *, fps: float = 30.0):
    """Return times, levels from 0.5 to 1.0 and back, and when each way begins and ends."""
    t_s = np.arange(0, 1 + up_s + top_s + down_s + 1, 1 / fps)
    level = 0.5 + 0.5 * (reach(t_s, 1, up_s) - reach(t_s, 1 + up_s + top_s, down_s))
    return t_s, level


@pytest.mark.parametrize("fps", [10.0, 15.0, 30.0, 60.0])
@pytest.mark.parametrize(("up_s", "top_s", "down_s"), [(2, 0.5, 2), (0.8, 0, 0.8), (4, 2, 1.2), (1, 0.3, 3)])
def test_durations(up_s, top_s, down_s, fps):
    found = time_excursion(*signal(up_s, top_s, down_s, fps=fps), start=0.5, end=0.5)
    assert found.rising_s == pytest.approx(SHARE * up_s, abs=0.03)
    assert found.lowering_s == pytest.approx(SHARE * down_s, abs=0.03)


@pytest.mark.parametrize("fps", [15.0, 30.0])
def test_moments(fps):
    found = time_excursion(*signal(fps=fps), start=0.5, end=0.5)
    assert found.began_s == pytest.approx(1.0, abs=0.06)
    assert found.peaked_s == pytest.approx(3.25, abs=0.06)
    assert found.ended_s == pytest.approx(5.5, abs=0.06)


def test_ends_stay_within_the_frames():
    t_s, level = signal()
    inside = (t_s > 1.3) & (t_s < 5.0)
    found = time_excursion(t_s[inside], level[inside], start=0.5, end=0.5)
    assert found.began_s >= t_s[inside][0]
    assert found.ended_s <= t_s[inside][-1]


def test_a_hole_in_the_rise_leaves_its_duration_unknown():
    t_s, level = signal()
    seen = (t_s < 1.6) | (t_s > 2.2)
    found = time_excursion(t_s[seen], level[seen], start=0.5, end=0.5)
    assert math.isnan(found.rising_s)
    assert found.lowering_s == pytest.approx(SHARE * 2, abs=0.05)


def test_a_lazy_return_has_its_own_level():
    """Coming back to a quarter of the way only: the way down is timed on its own size."""
    t_s, level = signal()
    level = np.where(t_s > 3.25, np.maximum(level, 1 - 0.75 * (1 - level) / 0.5 * 0.5), level)
    found = time_excursion(t_s, level, start=0.5, end=float(level[-1]))
    assert found.lowering_s == pytest.approx(SHARE * 2, abs=0.06)


def test_a_signal_of_two_frames():
    found = time_excursion(np.array([0.0, 1.0]), np.array([0.0, 1.0]), start=0.0, end=0.0)
    assert found.ended_s == 1.0
