"""Whatever frame rate, picture size, sway and noise there are, the same is said of breathing."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backstay.kinematics.breathing import BreathReading, OwnBreathing, follow_breath
from backstay.pose.types import TorsoMotion

TRUNK_PX = 100.0
HELD_S = (40.0, 52.0)

periods_s = st.floats(2.5, 6.5)
sizes = st.floats(0.004, 0.015)
seeds = st.integers(0, 2**16)


def level(t_s: float, period_s: float) -> float:
    """Return how much breath is in: regular, but for a stretch of holding it."""
    breathing_s = t_s if t_s < HELD_S[0] else max(HELD_S[0], t_s - (HELD_S[1] - HELD_S[0]))
    return 0.5 - 0.5 * math.cos(2 * math.pi * breathing_s / period_s)


def recording(period_s: float, size: float, *, fps: float = 15.0, noise_px: float = 0.0, seed: int = 0):
    """Return 70 s of a breathing torso, the displacement known to `noise_px`."""
    noise = np.random.default_rng(seed)
    before, error_px = level(0.0, period_s), 0.0
    motions = []
    for index in range(1, round(70 * fps)):
        now, now_error_px = level(index / fps, period_s), float(noise.normal(0.0, noise_px))
        rate, before = size * (now - before) * fps, now
        down_px = -0.5 * rate * TRUNK_PX + (now_error_px - error_px) * fps
        error_px = now_error_px
        motions.append(TorsoMotion(t_s=index / fps, flow_px_per_s=(0.0, down_px), quality=0.9, widening_per_s=rate))
    return motions


def follow(motions, own=None) -> list[BreathReading]:
    return list(follow_breath(motions, [TRUNK_PX] * len(motions), own))


def breaths_s(readings) -> list[float]:
    return sorted({reading.last_breath_s for reading in readings if reading.last_breath_s is not None})


def missing_s(readings) -> list[float]:
    return [reading.t_s for reading in readings if reading.is_breath_missing]


@given(period_s=periods_s, size=sizes, fps=st.sampled_from([10.0, 24.0, 30.0]))
@settings(max_examples=12, deadline=None, derandomize=True)
def test_the_frame_rate_changes_no_breath(period_s, size, fps):
    one, other = (follow(recording(period_s, size, fps=rate)) for rate in (15.0, fps))
    assert breaths_s(other) == pytest.approx(breaths_s(one), abs=0.2)
    assert bool(missing_s(other)) == bool(missing_s(one))


@given(period_s=periods_s, size=sizes, seed=seeds)
@settings(max_examples=12, deadline=None, derandomize=True)
def test_holding_the_breath_is_noticed_through_noise_and_nothing_else_is(period_s, size, seed):
    noise_px = 0.08 * size * TRUNK_PX
    said_s = missing_s(follow(recording(period_s, size, noise_px=noise_px, seed=seed)))
    assert said_s
    assert all(HELD_S[0] + 5.5 < t_s < HELD_S[1] + 0.5 + 0.3 * period_s for t_s in said_s)


@given(period_s=periods_s, scale=st.floats(0.5, 4.0))
@settings(max_examples=8, deadline=None, derandomize=True)
def test_the_size_of_the_picture_changes_nothing(period_s, scale):
    motions = recording(period_s, 0.008)
    larger = [replace(each, flow_px_per_s=(0.0, each.flow_px_per_s[1] * scale)) for each in motions]
    found = list(follow_breath(larger, [TRUNK_PX * scale] * len(larger)))
    assert breaths_s(found) == pytest.approx(breaths_s(follow(motions)), abs=0.1)


@given(period_s=periods_s, sway_px=st.floats(-1.0, 1.0), sway_hz=st.floats(0.1, 0.4))
@settings(max_examples=8, deadline=None, derandomize=True)
def test_swaying_sideways_changes_nothing(period_s, sway_px, sway_hz):
    motions = recording(period_s, 0.008)
    swaying = [
        replace(each, flow_px_per_s=(sway_px * math.cos(2 * math.pi * sway_hz * each.t_s), each.flow_px_per_s[1]))
        for each in motions
    ]
    assert follow(swaying) == follow(motions)


rates = st.floats(-30, 30) | st.just(math.nan)


@given(
    flows=st.lists(st.tuples(st.floats(0.01, 1.0), rates, rates, rates, st.floats(0, 1)), min_size=1, max_size=120),
    own=st.none() | st.builds(OwnBreathing, size_trunk_fraction=sizes, period_s=periods_s),
)
@settings(max_examples=60, deadline=None, derandomize=True)
def test_anything_gives_sane_readings(flows, own):
    t_s, motions = 0.0, []
    for step_s, right, down, widening, quality in flows:
        t_s += step_s
        motions.append(
            TorsoMotion(t_s=t_s, flow_px_per_s=(right, down), quality=quality, widening_per_s=widening / TRUNK_PX)
        )
    readings = follow(motions, own)
    assert [reading.t_s for reading in readings] == [motion.t_s for motion in motions]
    for reading in readings:
        assert 0.0 <= reading.unseen_for_s <= reading.t_s
        assert reading.is_readable or (reading.unseen_for_s == 0.0 and reading.reason)
        assert reading.last_breath_s is None or reading.last_breath_s <= reading.t_s
        assert not (reading.is_breath_missing and reading.own is None)
