"""Breaths are seen where there are some, their absence only after long enough; anything doubtful is not said."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from backstay.kinematics.breathing import (
    MOVING,
    UNCLEAR,
    BreathReading,
    BreathState,
    OwnBreathing,
    advance_breath,
    follow_breath,
    own_breathing,
)
from backstay.pose.types import TorsoMotion

FPS = 15
TRUNK_PX = 100.0
BREATH = 0.008
"""Rise and half the widening of a breath, in trunk lengths: 3 mm each on an adult."""
OWN = OwnBreathing(size_trunk_fraction=BREATH, period_s=4.0)

Level = Callable[[float], float]
"""How much breath is in, 0 to 1, at a time."""


def breathing(period_s: float = 4.0, size: float = 1.0) -> Level:
    """Return regular breathing, fully in at period / 2, 3 period / 2 ..."""
    return lambda t_s: size * (0.5 - 0.5 * math.cos(2 * math.pi * t_s / period_s))


def holding(level: Level, from_s: float, to_s: float) -> Level:
    """Return the same, stopped for a while."""
    return lambda t_s: level(t_s if t_s < from_s else max(from_s, t_s - (to_s - from_s)))


def motions(level: Level, duration_s: float, fps: float = FPS, size: float = BREATH) -> list[TorsoMotion]:
    """Return what the torso does: half of the breath rises, half widens."""
    found = []
    for index in range(1, round(duration_s * fps) + 1):
        rate = size * (level(index / fps) - level((index - 1) / fps)) * fps
        flow = (0.0, -0.5 * rate * TRUNK_PX)
        found.append(TorsoMotion(t_s=index / fps, flow_px_per_s=flow, quality=0.9, widening_per_s=rate))
    return found


def follow(found: Sequence[TorsoMotion], own: OwnBreathing | None = None) -> list[BreathReading]:
    return list(follow_breath(found, [TRUNK_PX] * len(found), own))


def breaths_s(readings: Sequence[BreathReading]) -> list[float]:
    return sorted({reading.last_breath_s for reading in readings if reading.last_breath_s is not None})


@pytest.mark.parametrize("period_s", [2.5, 4.0, 6.0])
def test_every_breath_is_seen_at_its_time(period_s):
    readings = follow(motions(breathing(period_s), 40.0))
    expected = [period_s * (k + 0.5) for k in range(int(40.0 / period_s) - 1)]
    assert breaths_s(readings)[: len(expected)] == pytest.approx(expected, abs=0.3)
    assert not any(reading.is_breath_missing for reading in readings)


def test_the_own_breathing_is_learnt_from_the_recording():
    own = follow(motions(breathing(4.0), 40.0))[0].own
    assert own is not None
    assert own.period_s == pytest.approx(4.0, abs=0.2)
    assert own.size_trunk_fraction == pytest.approx(BREATH, rel=0.2)


@pytest.mark.parametrize(
    ("period_s", "limit_s"),
    [(2.5, 6.0), (4.0, 7.0), (6.0, 10.5), (8.0, 12.0)],
    ids=["six seconds at least", "1.75 periods", "still 1.75 periods", "twelve for slow breathers"],
)
def test_no_breath_is_said_after_the_own_limit(period_s, limit_s):
    held_s = (10 * period_s, 10 * period_s + 14.0)
    readings = follow(motions(holding(breathing(period_s), *held_s), held_s[1] + 6.0))
    assert readings[0].own.limit_s == pytest.approx(limit_s, rel=0.03)
    said_s = [reading.t_s for reading in readings if reading.is_breath_missing]
    assert held_s[0] + limit_s - 0.5 < said_s[0] < held_s[0] + limit_s + 1.0
    assert said_s[-1] < held_s[1] + 0.5 + 0.2 * period_s


def test_holding_in_full_breath_is_silence_too():
    readings = follow(motions(holding(breathing(4.0), 42.0, 52.0), 60.0))
    assert max(reading.unseen_for_s for reading in readings) == pytest.approx(10.0, abs=1.0)


@pytest.mark.parametrize("share", [0.35, 0.5, 1.0])
def test_a_smaller_breath_of_a_braced_trunk_is_not_missed(share):
    readings = follow(motions(breathing(4.0, size=share), 60.0), OWN)
    assert max(reading.unseen_for_s for reading in readings) < OWN.limit_s


def test_a_tremble_is_silence_and_no_breath():
    readings = follow(motions(breathing(1.5, size=0.15), 20.0), OWN)
    assert breaths_s(readings) == []
    assert readings[-1].is_breath_missing


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"quality": 0.2}, UNCLEAR),
        ({"flow_px_per_s": (math.nan, math.nan)}, UNCLEAR),
        ({"widening_per_s": math.nan}, UNCLEAR),
        ({"flow_px_per_s": (0.08 * TRUNK_PX, 0.0)}, MOVING),
    ],
    ids=["too unsharp", "unmeasured", "of an old recording", "posture changing"],
)
def test_an_unusable_signal_is_unreadable_and_no_silence(change, reason):
    found = motions(breathing(4.0), 30.0)
    spoilt = [replace(motion, **change) if 10.0 < motion.t_s < 20.0 else motion for motion in found]
    readings = [reading for reading in follow(spoilt, OWN) if 10.5 < reading.t_s < 20.0]
    assert {reading.is_readable for reading in readings} == {False}
    assert {reading.reason for reading in readings} == {reason}
    assert {reading.unseen_for_s for reading in readings} == {0.0}


def test_silence_before_and_after_a_disturbance_is_not_added_up():
    found = motions(lambda _: 0.0, 11.0)
    found[75] = replace(found[75], quality=0.0)
    assert max(reading.unseen_for_s for reading in follow(found, OWN)) < 6.0


def test_a_gap_between_frames_breaks_the_signal():
    found = motions(lambda _: 0.0, 12.0)
    readings = follow([motion for motion in found if not 5.0 < motion.t_s < 6.0], OWN)
    assert max(reading.unseen_for_s for reading in readings) < 6.0


def test_a_frame_that_does_not_advance_changes_nothing():
    state = advance_breath(BreathState(), motions(breathing(), 1.0)[-1], trunk_px=TRUNK_PX)
    assert advance_breath(state, motions(breathing(), 1.0)[3], trunk_px=TRUNK_PX) == state


@pytest.mark.parametrize("trunk_px", [0.0, math.nan])
def test_without_a_trunk_nothing_is_read(trunk_px):
    state = BreathState()
    for motion in motions(breathing(), 3.0):
        state = advance_breath(state, motion, trunk_px=trunk_px)
    assert not state.reading.is_readable


def irregular(t_s: float) -> float:
    return sum(math.sin(2 * math.pi * f * t_s + 7 * f) * a for f, a in ((0.11, 0.9), (0.31, 0.4), (0.47, 0.5)))


@pytest.mark.parametrize(
    ("level", "duration_s", "size"),
    [
        (breathing(4.0), 15.0, BREATH),
        (breathing(4.0), 60.0, 0.002),
        (breathing(4.0), 60.0, 0.05),
        (irregular, 60.0, 0.004),
    ],
    ids=["too short", "too small", "too large for a quiet breath", "too irregular"],
)
def test_from_anything_but_quiet_breathing_nothing_is_learnt(level, duration_s, size):
    assert follow(motions(level, duration_s, size=size))[-1].own is None


def test_leaning_slowly_is_no_breath():
    found = motions(lambda t_s: 0.4 * t_s, 30.0)
    assert breaths_s(follow(found, OWN)) == []


def test_live_and_in_a_file_the_same_is_known():
    found = motions(holding(breathing(4.0), 30.0, 40.0), 50.0)
    state, live = BreathState(own=OWN), []
    for motion in found:
        state = advance_breath(state, motion, trunk_px=TRUNK_PX)
        live.append(state.reading)
    assert live == follow(found, OWN)


def test_live_the_own_breathing_is_known_after_twenty_seconds():
    state = BreathState()
    for motion in motions(breathing(4.0), 25.0):
        state = advance_breath(state, motion, trunk_px=TRUNK_PX)
        if own_breathing(state) is not None:
            break
    assert state.t_s == pytest.approx(20.5, abs=1.0)
