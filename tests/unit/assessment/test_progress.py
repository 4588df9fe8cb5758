"""Losing and regaining the person, and a change of view, are events; a unit that breaks a requirement is rejected."""

import math

import pytest

from backstay.assessment.clock import clock_of
from backstay.assessment.requirements import broken_requirement
from backstay.assessment.types import TrackingLost, TrackingRegained, ViewChanged
from backstay.exercises.loading import find_exercise
from backstay.exercises.types import Requirement
from backstay.kinematics.types import ViewLabel
from unit.assessment.streams import criterion, events_of, of_kind, readings, stream, unit_of

WALL_ANGEL = find_exercise("wall_angel")
STILL = {"wrists_above_shoulders_trunk_fraction": -0.8}


def seen(*away: tuple[float, float], seconds: float = 10):
    """Return a standing person who is out of sight from one moment to another."""
    return [
        readings(each.t_s, is_person=not any(a <= each.t_s < b for a, b in away), **each.values)
        for each in stream(seconds, lambda _: STILL)
    ]


@pytest.mark.parametrize(("away_s", "times"), [(0.5, 0), (0.95, 0), (1.5, 1), (4.0, 1)])
def test_a_second_out_of_sight_is_said_once(away_s, times):
    events = events_of(seen((3.0, 3.0 + away_s)), WALL_ANGEL)
    lost, regained = of_kind(events, TrackingLost), of_kind(events, TrackingRegained)
    assert (len(lost), len(regained)) == (times, times)
    if times:
        assert lost[0].t_s == pytest.approx(4.0, abs=0.11)
        assert regained[0].t_s == pytest.approx(3.0 + away_s, abs=0.06)


def test_nobody_ever_is_no_loss():
    assert of_kind(events_of(seen((0.0, 10.0)), WALL_ANGEL), TrackingLost) == []


def test_a_change_of_view_is_said_once():
    frames = stream(2, lambda _: STILL) + [
        readings(2 + each.t_s, view=ViewLabel.SIDE_LEFT, **each.values) for each in stream(2, lambda _: STILL)
    ]
    assert [event.view.label for event in of_kind(events_of(frames, WALL_ANGEL), ViewChanged)] == ["front", "side_left"]


def requirement(**fields: object) -> Requirement:
    plain = {
        "id": "standing",
        "says": "Stand up.",
        "measure": "thigh_drop_trunk_fraction",
        "not_met_below": 0.45,
        "change_sd": 0.06,
        "views": ["front"],
    }
    return Requirement.model_validate(plain | fields)


@pytest.mark.parametrize(("value", "is_broken"), [(0.8, False), (0.40, False), (0.38, True), (0.0, True)])
def test_a_requirement_is_broken_beyond_its_sd(value, is_broken):
    frames = stream(2, lambda _: {"thigh_drop_trunk_fraction": value})
    found = broken_requirement([requirement()], unit_of(frames), start=frames, whole=frames)
    assert (found is not None) == is_broken


@pytest.mark.parametrize(("travel", "is_broken"), [(0.02, False), (0.07, False), (0.2, True)])
def test_travel_is_held_against_the_size_of_the_body(travel, is_broken):
    """The limit is 0.3 of a trunk of 0.25 image heights."""
    moving = requirement(
        measure="feet_across_image_fraction",
        not_met_below=None,
        not_met_above=0.3,
        change_sd=0.05,
        statistic="spread",
        scaled_by="trunk_length_image_fraction",
    )
    frames = stream(
        4, lambda t_s: {"feet_across_image_fraction": 0.5 + travel * t_s / 4, "trunk_length_image_fraction": 0.25}
    )
    assert (broken_requirement([moving], unit_of(frames), start=frames, whole=frames) is not None) == is_broken


def test_what_cannot_be_read_breaks_nothing():
    hidden = stream(2, lambda t_s: {"thigh_drop_trunk_fraction": 0.0} if t_s < 1 else {})
    elsewhere = stream(2, lambda _: {"thigh_drop_trunk_fraction": 0.0}, view=ViewLabel.BACK)
    for frames in (hidden, elsewhere):
        assert broken_requirement([requirement()], unit_of(frames), start=frames, whole=frames) is None


def test_a_requirement_of_the_start_looks_at_the_start():
    low = stream(2, lambda _: {"thigh_drop_trunk_fraction": 0.0})
    high = stream(2, lambda _: {"thigh_drop_trunk_fraction": 0.8})
    at_start = requirement(when="start")
    assert broken_requirement([at_start], unit_of(high), start=low, whole=high) is at_start
    assert broken_requirement([at_start], unit_of(high), start=high, whole=low) is None


@pytest.mark.parametrize(("broken_s", "held_s"), [(0.0, 10.0), (0.9, 10.0), (1.5, 8.5), (4.0, 6.0)])
def test_the_clock_forgives_a_second(broken_s, held_s):
    frames = stream(
        10.05,
        lambda t_s: {"trunk_inclination_deg": 30.0 if 3 <= t_s < 3 + broken_s else 0.0},
        view=ViewLabel.SIDE_LEFT,
    )
    assert clock_of(frames, [True] * len(frames), [criterion()], unit_of(frames)).held_s == pytest.approx(
        held_s, abs=0.06
    )


def test_the_clock_is_not_stopped_by_what_the_view_cannot_judge():
    frames = stream(10.05, lambda _: {"trunk_inclination_deg": 30.0}, view=ViewLabel.FRONT)
    assert clock_of(frames, [True] * len(frames), [criterion()], unit_of(frames)).held_s == pytest.approx(10, abs=0.06)


def test_the_clock_skips_what_nobody_saw():
    frames = [each for each in stream(10.05, lambda _: {}) if not 3 < each.t_s < 5]
    assert clock_of(frames, [True] * len(frames), [], unit_of(frames)).held_s == pytest.approx(8, abs=0.11)


def test_a_hole_of_half_a_second_is_forgiven_and_told():
    frames = [each for each in stream(10.05, lambda _: {}) if not 3 < each.t_s < 3.5]
    clock = clock_of(frames, [True] * len(frames), [], unit_of(frames))
    assert clock.held_s == pytest.approx(10, abs=0.11)
    assert clock.unread_s == pytest.approx(0.55, abs=0.11)


@pytest.mark.parametrize(("unread_s", "unwatched_s"), [(0.0, 0.0), (0.8, 0.0), (4.0, 4.0)])
def test_seconds_in_which_a_line_could_not_be_read_count_and_are_told(unread_s, unwatched_s):
    frames = stream(
        10.05,
        lambda t_s: {"trunk_inclination_deg": math.nan if 3 <= t_s < 3 + unread_s else 0.0},
        view=ViewLabel.SIDE_LEFT,
    )
    clock = clock_of(frames, [True] * len(frames), [criterion()], unit_of(frames))
    assert clock.held_s == pytest.approx(10, abs=0.06)
    assert clock.unwatched[criterion().id] == pytest.approx(unwatched_s, abs=0.11)
