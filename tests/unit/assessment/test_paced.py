"""A paced hold is judged over the seconds it was called for; each interval is one hold, good or bad."""

import pytest

from backstay.assessment.calibration import own_floor, own_tall_sitting
from backstay.assessment.types import HoldBegan, HoldEnded, MovementRejected
from backstay.exercises.loading import find_exercise
from backstay.kinematics.types import ViewLabel
from unit.assessment.streams import events_of, of_kind, readings, stream

BRACE = find_exercise("abdominal_brace")
SIDE = ViewLabel.SIDE_LEFT
TALL = {
    "trunk_inclination_deg": 2.0,
    "ear_forward_inclination_deg": 10.0,
    "ear_height_image_fraction": 0.40,
    "left_foot_down_image_fraction": 0.90,
    "right_foot_down_image_fraction": 0.90,
    "trunk_length_image_fraction": 0.25,
    "thigh_drop_trunk_fraction": 0.05,
}
SLUMPED = TALL | {"trunk_inclination_deg": 14.0, "ear_forward_inclination_deg": 25.0, "ear_height_image_fraction": 0.37}
FOOT_UP = TALL | {"left_foot_down_image_fraction": 0.86}


def own(frames) -> dict[str, float]:
    return {**own_tall_sitting(frames), **own_floor(frames)}


def verdicts_of(hold) -> dict[str, str]:
    return {each.criterion: each.verdict.value for each in hold.judgements}


def test_two_intervals_are_two_holds():
    frames = stream(30, lambda _: TALL, view=SIDE)
    events = events_of(frames, BRACE, references=own(frames), paced=((2.4, 12.4), (17.8, 27.8)))
    first, second = (event.hold for event in of_kind(events, HoldEnded))
    assert (first.began_s, first.ended_s) == (pytest.approx(2.4, abs=0.06), pytest.approx(12.4, abs=0.06))
    assert (first.held_s, second.held_s) == (pytest.approx(10, abs=0.11), pytest.approx(10, abs=0.11))
    assert first.is_complete
    assert [event.side for event in of_kind(events, HoldBegan)] == [None, None]
    judged = verdicts_of(first)
    for line in ("sitting_upright", "back_straight", "head_over_shoulders", "feet_flat", "held_10_s"):
        assert judged[line] == "met", line
    assert judged["abdomen_tightened"] == "ask"
    assert "relaxed_between" not in judged


def test_slumping_breaks_lines_and_stops_the_clock():
    frames = stream(30, lambda t_s: SLUMPED if 18 < t_s < 28 else TALL, view=SIDE)
    events = events_of(frames, BRACE, references=own(frames), paced=((2.4, 12.4), (17.8, 27.8)))
    good, bad = (event.hold for event in of_kind(events, HoldEnded))
    assert bad.held_s == pytest.approx(0.2, abs=0.2)
    assert not bad.is_complete
    judged = verdicts_of(bad)
    assert (judged["back_straight"], judged["head_over_shoulders"], judged["held_10_s"]) == ("not_met",) * 3
    assert verdicts_of(good)["back_straight"] == "met"


@pytest.mark.parametrize(("seen_s", "held_s"), [(0.5, 0.0), (3.0, 3.0)])
def test_a_person_made_out_for_a_moment_only_held_nothing(seen_s, held_s):
    tall = stream(30, lambda _: TALL, view=SIDE)
    frames = [
        each if 5.0 <= each.t_s <= 5.0 + seen_s else readings(each.t_s, view=SIDE, is_person=False) for each in tall
    ]
    (event,) = of_kind(events_of(frames, BRACE, references=own(tall), paced=((2.4, 12.4),)), HoldEnded)
    assert event.hold.held_s == pytest.approx(held_s, abs=0.11)


def test_a_lifted_foot():
    frames = stream(30, lambda t_s: FOOT_UP if 5 < t_s < 9 else TALL, view=SIDE)
    events = events_of(frames, BRACE, references=own(frames), paced=((2.4, 12.4),))
    (hold,) = (event.hold for event in of_kind(events, HoldEnded))
    assert verdicts_of(hold)["feet_flat"] == "not_met"
    assert hold.held_s == pytest.approx(6, abs=0.2)


def test_without_own_values_changes_are_not_judged():
    events = events_of(stream(15, lambda _: TALL, view=SIDE), BRACE, paced=((2.4, 12.4),))
    (hold,) = (event.hold for event in of_kind(events, HoldEnded))
    assert verdicts_of(hold)["back_straight"] == "not_visible"
    assert verdicts_of(hold)["sitting_upright"] == "met"


def test_standing_is_no_brace():
    frames = stream(15, lambda _: TALL | {"thigh_drop_trunk_fraction": 0.8}, view=SIDE)
    events = events_of(frames, BRACE, paced=((2.4, 12.4),))
    assert [event.because for event in of_kind(events, MovementRejected)] == ["sitting"]
    assert of_kind(events, HoldEnded) == []


def test_no_interval_no_hold():
    assert of_kind(events_of(stream(15, lambda _: TALL, view=SIDE), BRACE), HoldEnded) == []


def test_an_interval_after_the_end_is_no_hold():
    events = events_of(stream(15, lambda _: TALL, view=SIDE), BRACE, paced=((20.0, 30.0),))
    assert of_kind(events, HoldEnded) == []


def test_seconds_without_the_person_are_not_held():
    frames = [
        readings(each.t_s, view=SIDE, is_person=not 5 < each.t_s < 8, **each.values)
        for each in stream(15, lambda _: TALL, view=SIDE)
    ]
    (event,) = of_kind(events_of(frames, BRACE, paced=((2.4, 12.4),)), HoldEnded)
    assert event.hold.held_s == pytest.approx(7.0, abs=0.2)


def test_own_tall_sitting_is_the_tallest_steady_stretch():
    """Not the first, not the mean, and not a moment of stretching up."""

    def sitting(t_s: float) -> dict[str, float]:
        if t_s < 5:
            return SLUMPED
        return TALL | ({"ear_height_image_fraction": 0.40 + 0.05 * (t_s - 12)} if 12 < t_s < 13 else {})

    found = own_tall_sitting(stream(20, sitting, view=SIDE))
    assert found["tall_sitting.ear_height_image_fraction"] == pytest.approx(0.40)
    assert found["tall_sitting.trunk_inclination_deg"] == pytest.approx(2.0)


def test_the_floor_is_where_each_foot_is_lowest():
    found = own_floor(stream(20, lambda t_s: FOOT_UP if t_s < 10 else TALL, view=SIDE))
    assert found["on_floor.left_foot_down_image_fraction"] == pytest.approx(0.90)


def test_nobody_has_no_own_values():
    assert own_tall_sitting([]) == {}
    assert own_floor([]) == {}
    assert own_tall_sitting(stream(10, lambda _: {}, view=SIDE)) == {}
    assert own_tall_sitting(stream(1, lambda _: TALL, view=SIDE)) == {}
