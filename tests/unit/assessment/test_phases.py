"""Cutting a repetition: how long its ways took is read off the arm where it can be seen."""

import math
from dataclasses import replace

import numpy as np
import pytest

from backstay.assessment.excursion import time_excursion
from backstay.assessment.phases import cut
from backstay.exercises.loading import find_exercise
from backstay.exercises.types import Phase
from backstay.kinematics.types import View, ViewLabel
from unit.assessment.streams import stream

WALL_ANGEL = find_exercise("wall_angel")
RISE_S = 2.0
HANDS, ARM = WALL_ANGEL.effort.measure, WALL_ANGEL.counts_from.measure


def smooth(t_s: float) -> float:
    """Return the share of the way: up from second 1 to 3, down from 4 to 6, with the least jerk."""
    share = float(np.clip(min(t_s - 1.0, 6.0 - t_s) / RISE_S, 0.0, 1.0))
    return share**3 * (10 - 15 * share + 6 * share**2)


def timed(arm: str = "", view: ViewLabel = ViewLabel.FRONT) -> dict[str, float]:
    """Return the ways' seconds of arms whose hands are all but up after half of the way; which angle is read."""
    frames = stream(
        7.0,
        lambda t_s: {
            HANDS: 0.5 + 0.5 * min(1.0, 1.6 * smooth(t_s)),
            **({arm: 85.0 + 80.0 * smooth(t_s)} if arm else {}),
        },
        view=view,
    )
    t_s, hands = np.array([each.t_s for each in frames]), np.array([each.values[HANDS] for each in frames])
    effort = time_excursion(t_s, hands, start=0.5, end=0.5)
    return dict(cut(frames, effort, WALL_ANGEL, {}).timings)


def test_the_arm_tells_how_long_a_way_took():
    ways = timed(ARM)
    assert ways["rising_s"] == pytest.approx(0.62 * RISE_S, abs=0.05)
    assert ways["lowering_s"] == pytest.approx(0.62 * RISE_S, abs=0.05)


def test_one_arm_tells_it_where_the_other_is_hidden():
    near = f"left_{ARM.removeprefix('mean_')}"
    assert timed(near)["rising_s"] == pytest.approx(0.62 * RISE_S, abs=0.05)


def test_obliquely_no_way_is_timed_by_the_hands():
    ways = timed(view=ViewLabel.FRONT_OBLIQUE)
    assert math.isnan(ways["rising_s"])
    assert math.isnan(ways["lowering_s"])


def test_hands_that_stop_rising_early_would_make_it_shorter():
    assert timed()["rising_s"] < 0.5 * RISE_S


@pytest.mark.parametrize(
    ("lost_s", "is_seen"),
    [((2.6, 4.2), False), ((2.4, 3.6), False), ((3.4, 4.6), False), ((3.3, 3.5), True), ((1.5, 2.0), True)],
    ids=["the whole top", "its beginning", "its end", "a moment of it", "on the way up"],
)
def test_a_top_at_which_nobody_was_seen_is_not_judged_by_what_is_left_of_it(lost_s, is_seen):
    """What is left of a movement that was higher looks like one that stopped short."""
    seen = stream(7.0, lambda t_s: {HANDS: 0.5 + 0.5 * smooth(t_s), ARM: 85.0 + 80.0 * smooth(t_s)})
    frames = [each for each in seen if not lost_s[0] <= each.t_s < lost_s[1]]
    t_s, hands = np.array([each.t_s for each in frames]), np.array([each.values[HANDS] for each in frames])
    unit = cut(frames, time_excursion(t_s, hands, start=0.5, end=0.5), WALL_ANGEL, {})
    assert bool(unit.phases[Phase.PEAK]) == is_seen
    assert unit.phases[Phase.START]


def view_of(*labels: ViewLabel) -> ViewLabel:
    """Return the view of a repetition in which one label follows another, a second each."""
    seen = stream(7.0, lambda t_s: {HANDS: 0.5 + 0.5 * smooth(t_s), ARM: 85.0 + 80.0 * smooth(t_s)})
    frames = [
        replace(each, view=View(azimuth_deg=0.0, label=labels[min(int(each.t_s), len(labels) - 1)])) for each in seen
    ]
    t_s, hands = np.array([each.t_s for each in frames]), np.array([each.values[HANDS] for each in frames])
    return cut(frames, time_excursion(t_s, hands, start=0.5, end=0.5), WALL_ANGEL, {}).view


def test_a_view_that_changes_within_a_repetition_is_none():
    front, oblique = ViewLabel.FRONT, ViewLabel.FRONT_OBLIQUE
    assert view_of(front) is front
    assert view_of(*[front] * 6, oblique) is front
    assert view_of(*[front] * 4, oblique) is ViewLabel.UNKNOWN
