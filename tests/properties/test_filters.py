"""Smoothing changes nothing that stands still, delays nothing in a file, and never invents what was long unseen."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstay.kinematics.measuring import smooth_poses
from backstay.kinematics.smoothing import LONGEST_GAP_S, OneEuro, fill_short_gaps, smooth_zero_phase
from backstay.pose.types import Landmark
from figure.changes import unseen
from figure.filming import Mishap, Take, film
from figure.presses import wall_angel

RATES = st.sampled_from([10.0, 15.0, 29.97, 60.0])
LEVELS = st.floats(-1000, 1000)


def times(rate_hz: float, seconds: float = 4.0, uneven_s: float = 0.0) -> np.ndarray:
    """Return time stamps, each off by up to a share of a frame."""
    t_s = np.arange(0, seconds, 1 / rate_hz)
    return t_s + np.random.default_rng(5).uniform(-uneven_s, uneven_s, len(t_s))


@given(rate_hz=RATES, level=LEVELS, uneven=st.sampled_from([0.0, 0.3]))
def test_zero_phase_leaves_a_constant_alone(rate_hz, level, uneven):
    t_s = times(rate_hz, uneven_s=uneven / rate_hz)
    values = np.full((len(t_s), 2), level)
    np.testing.assert_allclose(smooth_zero_phase(t_s, values), values, atol=1e-6 * (1 + abs(level)))


@given(rate_hz=RATES, level=LEVELS)
def test_one_euro_leaves_a_constant_alone(rate_hz, level):
    state = OneEuro.begin(0.0, np.array([level]))
    for t_s in times(rate_hz)[1:]:
        state = state.advance(float(t_s), np.array([level]), scale=100.0)
        assert state.value[0] == pytest.approx(level, abs=1e-9 * (1 + abs(level)))
        assert state.slope_per_s[0] == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize("rate_hz", [15.0, 30.0, 60.0])
@pytest.mark.parametrize("wave_hz", [0.25, 0.5, 1.0])
def test_zero_phase_delays_nothing(rate_hz, wave_hz):
    """A slow wave comes out with its size and its phase, to a hundredth of a second."""
    t_s = times(rate_hz, seconds=8.0)
    turns = 2 * np.pi * wave_hz * t_s
    smooth = smooth_zero_phase(t_s, np.sin(turns)[:, None])[:, 0]
    inside = slice(len(t_s) // 8, -len(t_s) // 8)
    in_phase, late = smooth[inside] @ np.sin(turns[inside]), smooth[inside] @ np.cos(turns[inside])
    assert abs(np.arctan2(late, in_phase)) / (2 * np.pi * wave_hz) < 0.01
    assert np.ptp(smooth[inside]) == pytest.approx(2.0, rel=0.03)


@pytest.mark.parametrize("rate_hz", [30.0, 60.0])
def test_zero_phase_quiets_what_is_faster_than_a_limb(rate_hz):
    t_s = times(rate_hz)
    shaky = np.sin(2 * np.pi * 13.0 * t_s)[:, None]
    assert np.ptp(smooth_zero_phase(t_s, shaky)[20:-20]) < 0.1 * np.ptp(shaky)


def test_zero_phase_is_3_db_down_at_6_hz():
    t_s = times(120.0, seconds=6.0)
    smooth = smooth_zero_phase(t_s, np.sin(2 * np.pi * 6.0 * t_s)[:, None])[120:-120]
    assert np.ptp(smooth) / 2 == pytest.approx(10 ** (-3 / 20), abs=0.03)


def test_one_euro_quiets_rest_and_follows_movement():
    t_s = times(30.0, seconds=6.0)
    jitter = np.random.default_rng(1).normal(0, 1, len(t_s))
    true = np.where(t_s > 3, np.minimum((t_s - 3) * 100, 200), 0)
    state, filtered = OneEuro.begin(0.0, np.array([jitter[0]])), []
    for moment, value in zip(t_s[1:], (true + jitter)[1:], strict=True):
        state = state.advance(float(moment), np.array([value]), scale=100.0)
        filtered.append(state.value[0])
    filtered = np.array(filtered)
    resting = (t_s[1:] > 1) & (t_s[1:] < 3)
    moving = (t_s[1:] > 3.5) & (t_s[1:] < 5)
    assert filtered[resting].std() < 0.6
    assert np.max(true[1:][moving] - filtered[moving]) / 100 < 0.1, "seconds behind"


def test_one_euro_starts_again_after_a_gap():
    state = OneEuro.begin(0.0, np.array([5.0, 5.0]))
    state = state.advance(0.1, np.array([np.nan, 5.0]), scale=1.0)
    assert np.isnan(state.value[0])
    assert state.value[1] == pytest.approx(5.0)
    state = state.advance(0.2, np.array([9.0, 5.0]), scale=1.0)
    assert state.value.tolist() == [9.0, pytest.approx(5.0)]


def test_one_euro_ignores_a_moment_that_is_not_later():
    state = OneEuro.begin(1.0, np.array([5.0]))
    assert state.advance(1.0, np.array([50.0]), scale=1.0) is state


@given(first=st.integers(1, 60), count=st.integers(1, 12))
def test_gaps_up_to_the_limit_are_filled_and_longer_ones_stay(first, count):
    t_s = times(30.0, seconds=3.0)
    last = min(first + count, len(t_s) - 1)
    values = np.stack([t_s, 10 - 2 * t_s], axis=1)
    holed = values.copy()
    holed[first:last] = np.nan
    filled = fill_short_gaps(t_s, holed)
    if t_s[last] - t_s[first - 1] <= LONGEST_GAP_S:
        np.testing.assert_allclose(filled, values, atol=1e-9)
    else:
        np.testing.assert_array_equal(filled, holed)


@pytest.mark.parametrize("frames", [0, 1, 2, 3, 5])
def test_the_shortest_films(frames):
    t_s = np.arange(frames) / 30
    values = np.ones((frames, 3))
    np.testing.assert_allclose(smooth_zero_phase(t_s, values), values)
    assert smooth_poses(film(wall_angel(1))[:frames])[:0] == []


def test_ends_stay_open():
    """Nobody knows what came before the first sight or after the last."""
    t_s = times(30.0, seconds=1.0)
    values = np.ones((len(t_s), 1))
    values[:3] = values[-3:] = np.nan
    assert np.isnan(smooth_zero_phase(t_s, values)[[0, 2, -3, -1]]).all()


def test_a_lost_person_is_filled_for_a_moment_and_absent_for_longer():
    lost = (Mishap(kind="lost", began_s=2.0, ended_s=2.2), Mishap(kind="lost", began_s=5.0, ended_s=6.0))
    smooth = smooth_poses(film(wall_angel(1), take=Take(fps=30, mishaps=lost)))
    present = {round(pose.t_s, 2): pose.is_present for pose in smooth}
    assert present[2.1]
    assert not present[5.5]
    assert present[6.1]


def test_a_hidden_joint_stays_hidden():
    poses = unseen(film(wall_angel(1), take=Take(fps=15)), Landmark.LEFT_KNEE)
    assert all(np.isnan(pose[Landmark.LEFT_KNEE]).all() for pose in smooth_poses(poses))
    assert all(np.isfinite(pose[Landmark.RIGHT_KNEE]).all() for pose in smooth_poses(poses))
