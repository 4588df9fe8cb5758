"""A hold is met where breaths are surely seen, not met where none was for the own limit, and abstained on otherwise."""

import math
from pathlib import Path

import numpy as np
import pytest

from backstay.assessment.breathing import NOT_FOLLOWED, NOT_LEARNT, NOT_REGULAR, judge_breathing
from backstay.assessment.types import Verdict
from backstay.exercises.types import Criterion, Otherwise, Phase
from backstay.kinematics.breathing import MOVING, BreathReading, OwnBreathing, follow_breath
from backstay.pose.types import TorsoMotion

LINE = Criterion(
    id="breathing_normally",
    says="Breathing normally",
    when=Phase.HOLD,
    otherwise=Otherwise.ASK,
    question="Did you keep breathing?",
    source="evidence.md section 9",
)
OWN = OwnBreathing(size_trunk_fraction=0.008, period_s=4.0)
RECORDINGS = Path(__file__).parents[2] / "recordings"


def readings(
    breaths_s=(), *, silent_from_s=math.inf, unreadable_s=(math.inf, math.inf), own=OWN, duration_s=10.0
) -> list[BreathReading]:
    """Return readings of a hold: breaths known 1 s after they were in, silence from a moment on, a disturbance."""
    found = []
    for index in range(round(15 * duration_s)):
        t_s = index / 15
        is_readable = not unreadable_s[0] <= t_s < unreadable_s[1]
        found.append(
            BreathReading(
                t_s=t_s,
                is_readable=is_readable,
                last_breath_s=max((each for each in breaths_s if each + 1.0 <= t_s), default=None),
                unseen_for_s=max(0.0, t_s - silent_from_s) if is_readable else 0.0,
                own=own,
                reason="" if is_readable else MOVING,
            )
        )
    return found


def test_regular_breaths_are_met():
    judgement = judge_breathing(LINE, readings((1.5, 5.0, 8.5)))
    assert judgement.verdict is Verdict.MET
    assert judgement.limit == pytest.approx(7.0)


def test_silence_for_the_own_limit_is_not_met_and_says_when():
    judgement = judge_breathing(LINE, readings((0.5,), silent_from_s=1.5))
    assert judgement.verdict is Verdict.NOT_MET
    assert (judgement.from_s, judgement.to_s) == pytest.approx((1.5, 9.9), abs=0.1)
    assert judgement.value == pytest.approx(8.4, abs=0.1)


def test_silence_before_the_hold_is_no_part_of_it():
    silent = [each for each in readings((7.5, 9.5), silent_from_s=-20.0) if each.t_s < 3.0]
    assert judge_breathing(LINE, silent).verdict is Verdict.ASK


@pytest.mark.parametrize(
    ("hold", "reason"),
    [
        (readings((1.0,), silent_from_s=4.0), NOT_REGULAR),
        (readings(), NOT_REGULAR),
        (readings((-3.0,)), NOT_REGULAR),
        (readings((1.5, 5.0, 8.5), own=None), NOT_LEARNT),
        (readings((1.5, 5.0, 8.5), unreadable_s=(2.0, 7.0)), MOVING),
        (readings((1.5, 5.0, 8.5), silent_from_s=5.5), NOT_REGULAR),
        ([], NOT_FOLLOWED),
        ([None, None], NOT_FOLLOWED),
    ],
    ids=[
        "held for less than the limit",
        "no breath surely seen",
        "a breath before the hold",
        "own breathing not known",
        "moving half of the time",
        "still for longer than a period, yet not for the limit",
        "no frames",
        "not followed",
    ],
)
def test_what_cannot_be_told_is_asked(hold, reason):
    judgement = judge_breathing(LINE, hold)
    assert judgement.verdict is Verdict.ASK
    assert judgement.reason == reason


def test_a_rendered_clip_with_one_held_breath_is_told_right():
    """Motions that the torso meter found in the clip `brace_10s_oblique`; the breath is held in the second hold."""
    with np.load(RECORDINGS / "torso_motion_brace_10s.npz") as kept:
        motions = [
            TorsoMotion(t_s=t_s, flow_px_per_s=(right, down), quality=quality, widening_per_s=widening)
            for t_s, right, down, widening, quality in kept["motions"].astype(float).tolist()
        ]
        trunk_px = float(kept["trunk_px"])
    known = list(follow_breath(motions, [trunk_px] * len(motions)))
    holds = ((2.4, 12.4), (17.8, 27.8), (33.2, 43.2))
    inside = [[each for each in known if began_s <= each.t_s <= ended_s] for began_s, ended_s in holds]
    verdicts = [judge_breathing(LINE, hold).verdict for hold in inside]
    assert verdicts == [Verdict.MET, Verdict.NOT_MET, Verdict.MET]
