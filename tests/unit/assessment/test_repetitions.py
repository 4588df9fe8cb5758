"""What begins, ends and breaks off a repetition, frame by frame."""

import numpy as np
import pytest

from backstay.assessment.types import MovementRejected, RepetitionBegan, RepetitionEnded
from backstay.exercises.loading import find_exercise
from unit.assessment.streams import FPS, events_of, of_kind, stream

WALL_ANGEL = find_exercise("wall_angel")
HANDS = WALL_ANGEL.effort.measure
LOW, HIGH = 0.5, 0.9


def hands(*way: tuple[float, float], spikes: dict[float, float] | None = None):
    """Return hands that go straight from one (second, height) to the next; at some frames they are read elsewhere."""
    t_s, heights = zip(*way, strict=True)
    spikes = spikes or {}

    def values_at(now_s: float) -> dict[str, float]:
        read = next((height for at_s, height in spikes.items() if abs(at_s - now_s) < 0.5 / FPS), None)
        return {HANDS: float(np.interp(now_s, t_s, heights)) if read is None else read}

    return events_of(stream(t_s[-1], values_at), WALL_ANGEL)


ONCE = ((0.0, LOW), (1.0, LOW), (3.0, HIGH), (4.0, HIGH), (6.0, LOW), (7.0, LOW))


@pytest.mark.parametrize(
    "spikes", [{}, {1.2: 0.65, 1.25: 0.54}, {1.35: 0.585, 1.4: 0.545}], ids=["none", "a leap", "a start"]
)
def test_frames_misread_on_the_way_up_leave_one_whole_repetition(spikes):
    """A return is called off when the hands go on up, from whatever height."""
    [ended] = of_kind(hands(*ONCE, spikes=spikes), RepetitionEnded)
    assert ended.repetition.is_counted
    assert ended.repetition.began_s == pytest.approx(1.0, abs=0.5)
    assert ended.repetition.ended_s == pytest.approx(6.0, abs=0.5)


@pytest.mark.parametrize(("dip", "is_swing"), [(0.02, False), (-0.02, False), (-0.1, True), (-0.8, True)])
def test_elbows_held_low_are_a_start_pose_and_arms_let_down_are_none(dip, is_swing):
    """In wide sleeves, elbows at 61 degrees brought the hands down to 0.02."""
    again = ((8.0, dip), (8.6, dip), (10.6, HIGH), (11.6, HIGH), (13.6, dip), (14.6, dip))
    events = hands(*ONCE, *again)
    ended = of_kind(events, RepetitionEnded)
    assert [each.repetition.is_counted for each in ended] == ([True] if is_swing else [True, True])
    assert len(of_kind(events, MovementRejected)) == is_swing


def test_hands_that_come_up_to_their_start_pose_begin_nothing():
    assert of_kind(hands((0.0, -0.8), (1.5, LOW), (4.0, LOW)), RepetitionBegan) == []
