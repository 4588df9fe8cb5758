"""A verdict needs a limit clearly passed, for long enough, in enough readable frames; everything else abstains."""

import math
from dataclasses import replace

import pytest

from backstay.assessment.clock import is_broken
from backstay.assessment.judging import (
    IS_REFERENCE,
    NO_REFERENCE,
    judge,
    judge_all,
    longest_run,
    measure_names,
    reference_key,
)
from backstay.exercises.types import Phase
from backstay.kinematics.types import ViewLabel
from unit.assessment.streams import criterion, readings, stream, unit_of

SIDE = ViewLabel.SIDE_LEFT
NAME = "trunk_inclination_deg"


def steady(value: float, seconds: float = 3.0, view: ViewLabel = SIDE, name: str = NAME):
    return stream(seconds, lambda _: {name: value}, view=view)


@pytest.mark.parametrize(
    ("value", "verdict"),
    [(0.0, "met"), (9.9, "met"), (11.6, "not_met"), (40.0, "not_met")],
)
def test_a_limit_is_passed_by_one_sd(value, verdict):
    """The limit is 10 degrees and 1 SD of the change 1.5 in the best view."""
    judged = judge(criterion(), unit_of(steady(value)))
    assert judged.verdict == verdict
    assert (judged.measure, judged.value, judged.limit, judged.sd) == (NAME, pytest.approx(value), 10.0, 1.5)


@pytest.mark.parametrize("value", [10.1, 11.4])
def test_a_limit_passed_by_less_than_one_sd_is_neither_met_nor_broken(value):
    judged = judge(criterion(), unit_of(steady(value)))
    assert judged.verdict == "not_visible"
    assert judged.reason == f"Too close to call: {value}, limit 10, error 1.5."


@pytest.mark.parametrize(
    ("value", "verdict"), [(8.0, "met"), (9.5, "not_visible"), (12.0, "not_visible"), (13.0, "not_met")]
)
def test_a_poorer_view_abstains_near_the_limit(value, verdict):
    """Obliquely the measure's SD is 2.5, one more than the line's own."""
    judged = judge(criterion(), unit_of(steady(value, view=ViewLabel.FRONT_OBLIQUE)))
    assert judged.verdict == verdict
    if verdict == "not_visible":
        assert judged.reason.startswith("Too close to call")


@pytest.mark.parametrize(("value", "verdict"), [(-6, "not_met"), (-3, "met"), (5, "met"), (13, "not_met")])
def test_two_limits(value, verdict):
    judged = judge(criterion(not_met_below=-4.0), unit_of(steady(float(value))))
    assert judged.verdict == verdict
    assert judged.limit == (-4.0 if value < 0 else 10.0)


@pytest.mark.parametrize(("value", "verdict"), [(5.0, "met"), (8.0, "not_visible"), (11.0, "not_visible")])
def test_between_met_and_not_met_it_abstains(value, verdict):
    assert judge(criterion(met_below=6.0), unit_of(steady(value))).verdict == verdict


@pytest.mark.parametrize(
    ("value", "upright", "reason"),
    [
        (2.0, "met", ""),
        (5.0, "not_visible", "Back straight is too close to call, and this goes with it."),
        (8.0, "not_visible", "Back straight is not met, and this goes with it."),
        (14.0, "not_met", ""),
    ],
)
def test_a_line_that_goes_with_another_is_not_met_while_that_is_in_doubt(value, upright, reason):
    """Upright allows 12 degrees, a straight back 4: at 5 to 12 it is not known that somebody sits upright."""
    straight = criterion(id="back_straight", says="Back straight", not_met_above=4.0)
    line = criterion(id="sitting_upright", not_met_above=12.0, met_with="back_straight")
    judged = judge_all([line, straight], unit_of(steady(value)))
    assert [each.criterion for each in judged] == ["sitting_upright", "back_straight"]
    assert (judged[0].verdict, judged[0].reason) == (upright, reason)


def test_a_line_goes_alone_where_the_other_could_not_be_read():
    straight = criterion(id="back_straight", not_met_above=4.0, from_own="tall_sitting")
    line = criterion(id="sitting_upright", not_met_above=12.0, met_with="back_straight")
    assert [each.verdict for each in judge_all([line, straight], unit_of(steady(5.0)))] == ["met", "not_visible"]


def test_what_cannot_be_confirmed_is_never_met():
    line = criterion(can_confirm=False)
    assert judge(line, unit_of(steady(0.0))).verdict == "not_visible"
    assert judge(line, unit_of(steady(30.0))).verdict == "not_met"


@pytest.mark.parametrize(("seconds", "verdict"), [(1.5, "met"), (2.5, "not_met")])
def test_a_fault_must_last(seconds, verdict):
    """For two seconds, in a hold of ten."""
    frames = stream(10.0, lambda t_s: {NAME: 30.0 if 4.0 <= t_s <= 4.0 + seconds else 0.0}, view=SIDE)
    judged = judge(criterion(for_s=2.0), unit_of(frames))
    assert judged.verdict == verdict
    if verdict == "not_met":
        assert (judged.from_s, judged.to_s) == (pytest.approx(4.0), pytest.approx(4.0 + seconds))


@pytest.mark.parametrize(("seconds", "verdict"), [(1.5, "met"), (2.5, "not_visible")])
def test_a_lasting_stretch_that_may_be_a_fault_is_not_called_met(seconds, verdict):
    """Beyond the limit by less than its SD, for a while: as when the whole hold were so."""
    line = criterion(for_s=2.0, not_met_above=15.0, change_sd=2.0)
    frames = stream(10.0, lambda t_s: {NAME: 16.0 if 4.0 <= t_s <= 4.0 + seconds else 0.0}, view=SIDE)
    assert judge(line, unit_of(frames)).verdict == verdict


@pytest.mark.parametrize(
    ("left_deg", "right_deg", "verdict"), [(98.0, 60.0, "met"), (85.0, 65.0, "not_visible"), (74.0, 45.0, "not_met")]
)
def test_obliquely_both_arms_are_judged_by_their_mean(left_deg, right_deg, verdict):
    line = criterion(
        measure="shoulder_elevation_deg",
        of="each_side",
        not_met_above=None,
        not_met_below=75.0,
        change_sd=4.0,
        views=["front", "front_oblique"],
    )
    values = {
        "left_shoulder_elevation_deg": left_deg,
        "right_shoulder_elevation_deg": right_deg,
        "mean_shoulder_elevation_deg": (left_deg + right_deg) / 2,
    }
    judged = judge(line, unit_of(stream(2.0, lambda _: values, view=ViewLabel.FRONT_OBLIQUE)))
    assert judged.verdict == verdict


@pytest.mark.parametrize(
    ("knee_deg", "view", "verdict"),
    [
        (109.0, ViewLabel.SIDE_RIGHT, "not_met"),
        (109.0, ViewLabel.SIDE_LEFT, "not_visible"),
        (103.0, ViewLabel.SIDE_RIGHT, "met"),
        (103.0, ViewLabel.SIDE_LEFT, "not_visible"),
        (112.0, ViewLabel.SIDE_LEFT, "not_met"),
    ],
)
def test_a_knee_behind_the_other_is_judged_less_exactly(knee_deg, view, verdict):
    line = criterion(measure="knee_flexion_deg", of="front_leg", not_met_above=105.0, change_sd=3.0, views=["side"])
    frames = stream(3.0, lambda _: {"right_knee_flexion_deg": knee_deg}, view=view)
    assert judge(line, unit_of(frames, side="left")).verdict == verdict


def test_jitter_does_not_end_a_fault():
    """One good frame in the middle of three bad seconds is jitter."""
    frames = stream(10.0, lambda t_s: {NAME: 0.0 if abs(t_s - 5.5) < 0.03 else 30.0 * (4 <= t_s <= 7)}, view=SIDE)
    assert judge(criterion(for_s=2.5), unit_of(frames)).verdict == "not_met"


@pytest.mark.parametrize(("seen_share", "verdict"), [(0.5, "not_visible"), (0.65, "not_met")])
def test_sixty_percent_must_be_readable(seen_share, verdict):
    frames = stream(10.0, lambda t_s: {NAME: 30.0} if (t_s % 1.0) < seen_share else {}, view=SIDE)
    judged = judge(criterion(), unit_of(frames))
    assert judged.verdict == verdict
    if verdict == "not_visible":
        assert judged.reason == "Hidden: shoulders, hips. Turn side-on."


def test_a_view_that_cannot_show_it_says_what_to_change():
    judged = judge(criterion(), unit_of(steady(50.0, view=ViewLabel.FRONT)))
    assert (judged.verdict, judged.reason, judged.measure) == ("not_visible", "Turn side-on.", "")
    assert math.isnan(judged.value)


def test_asking():
    judged = judge(
        criterion(
            measure=None, not_met_above=None, views=[], otherwise="ask", question="Did you feel it?", to_see=None
        ),
        unit_of(steady(0.0)),
    )
    assert (judged.verdict, judged.reason) == ("ask", "Did you feel it?")


def test_a_change_from_the_own_value():
    line = criterion(from_own="tall_sitting", not_met_above=4.0)
    own = {reference_key("tall_sitting", NAME): 6.0}
    assert judge(line, unit_of(steady(9.0), references=own)).verdict == "met"
    judged = judge(line, unit_of(steady(12.0), references=own))
    assert (judged.verdict, judged.value, judged.measure) == (
        "not_met",
        pytest.approx(6.0),
        "trunk_inclination_change_deg",
    )


def test_without_an_own_value_it_abstains():
    judged = judge(criterion(from_own="tall_sitting"), unit_of(steady(50.0)))
    assert (judged.verdict, judged.reason) == ("not_visible", NO_REFERENCE)


def test_the_first_repetition_says_that_later_ones_are_compared_with_it():
    judged = judge(criterion(from_own="first_repetition"), unit_of(steady(50.0)))
    assert (judged.verdict, judged.reason) == ("not_visible", IS_REFERENCE)


def test_each_side_is_judged_and_the_worse_one_stands():
    line = criterion(
        measure="shoulder_elevation_deg", of="each_side", not_met_above=None, not_met_below=75.0, views=["front"]
    )
    frames = stream(2.0, lambda _: {"left_shoulder_elevation_deg": 88.0, "right_shoulder_elevation_deg": 60.0})
    judged = judge(line, unit_of(frames))
    assert (judged.verdict, judged.measure) == ("not_met", "right_shoulder_elevation_deg")


@pytest.mark.parametrize(
    ("skew_deg", "right_deg", "verdict"),
    [(3.0, 68.0, "not_met"), (6.3, 68.0, "not_visible"), (6.3, 60.0, "not_met")],
)
def test_an_arm_is_in_doubt_by_what_a_camera_not_straight_ahead_may_lower_it(skew_deg, right_deg, verdict):
    line = criterion(
        measure="shoulder_elevation_deg", of="each_side", not_met_above=None, not_met_below=75.0, views=["front"]
    )
    arms = {"left_shoulder_elevation_deg": 92.0, "right_shoulder_elevation_deg": right_deg}
    frames = stream(2.0, lambda _: {**arms, "shoulder_line_skew_deg": skew_deg})
    assert judge(line, unit_of(frames)).verdict == verdict


@pytest.mark.parametrize(
    ("skew_at_start_deg", "skew_at_top_deg", "verdict"),
    [(0.0, 8.0, "not_met"), (6.0, 0.0, "not_visible")],
)
def test_how_obliquely_the_top_is_seen_shows_in_the_start_pose(skew_at_start_deg, skew_at_top_deg, verdict):
    line = criterion(measure="shoulder_elevation_difference_deg", when="peak", not_met_above=15.0, views=["front"])
    tops = {"shoulder_elevation_difference_deg": 20.0, "shoulder_line_skew_deg": skew_at_top_deg}
    top = unit_of(stream(0.5, lambda _: tops), phase=Phase.PEAK)
    start = stream(0.5, lambda _: {"shoulder_line_skew_deg": skew_at_start_deg})
    assert judge(line, replace(top, phases={**top.phases, Phase.START: start})).verdict == verdict


def test_one_hidden_side_leaves_the_line_open():
    line = criterion(
        measure="shoulder_elevation_deg", of="each_side", not_met_above=None, not_met_below=75.0, views=["front"]
    )
    frames = stream(2.0, lambda _: {"left_shoulder_elevation_deg": 88.0})
    assert judge(line, unit_of(frames)).verdict == "not_visible"


@pytest.mark.parametrize(
    ("which", "view", "side", "names"),
    [
        ("near_side", ViewLabel.SIDE_LEFT, None, ("left_knee_flexion_deg",)),
        ("near_side", ViewLabel.SIDE_RIGHT, None, ("right_knee_flexion_deg",)),
        ("near_side", ViewLabel.FRONT, None, ("left_knee_flexion_deg", "right_knee_flexion_deg")),
        ("each_side", ViewLabel.FRONT, None, ("left_knee_flexion_deg", "right_knee_flexion_deg")),
        ("rear_leg", ViewLabel.SIDE_LEFT, "left", ("left_knee_flexion_deg",)),
        ("front_leg", ViewLabel.SIDE_LEFT, "left", ("right_knee_flexion_deg",)),
        ("front_leg", ViewLabel.SIDE_LEFT, None, ()),
    ],
)
def test_which_side_is_meant(which, view, side, names):
    line = criterion(measure="knee_flexion_deg", of=which)
    assert measure_names(line, unit_of([readings(0.0, view=view)], side=side)) == names


@pytest.mark.parametrize(
    ("value", "view", "verdict"),
    [
        (0.8, ViewLabel.FRONT, "not_met"),
        (0.92, ViewLabel.FRONT, "not_visible"),
        (0.96, ViewLabel.FRONT, "met"),
        (1.5, ViewLabel.FRONT, "met"),
        (0.8, ViewLabel.SIDE_LEFT, "not_visible"),
        (0.05, ViewLabel.SIDE_LEFT, "not_met"),
        (1.7, ViewLabel.SIDE_LEFT, "not_visible"),
        (1.8, ViewLabel.SIDE_LEFT, "met"),
        (0.5, ViewLabel.BACK, "not_visible"),
        (math.nan, ViewLabel.FRONT, "not_visible"),
    ],
)
def test_durations(value, view, verdict):
    """From the side the beginning and end of a rise are found 0.8 s worse; a view that is not named judges nothing."""
    line = criterion(
        measure="rising_s",
        when="rising",
        not_met_above=None,
        not_met_below=0.95,
        change_sd=0.05,
        views=["front", "side"],
    )
    assert judge(line, unit_of([readings(0.0, view=view)], rising_s=value)).verdict == verdict


def test_a_line_of_the_set_is_not_judged_on_one_unit():
    lines = (criterion(), criterion(id="both", when="set", measure="sides_held", not_met_above=None, not_met_below=2))
    assert [each.criterion for each in judge_all(lines, unit_of(steady(0.0)))] == ["upright"]


def test_a_phase_without_frames_abstains():
    assert judge(criterion(when="peak"), unit_of(steady(0.0), phase=Phase.HOLD)).verdict == "not_visible"


def test_the_longest_run():
    import numpy as np

    t_s = np.arange(10) * 0.1
    broken = np.array([0, 1, 1, 0, 1, 1, 0, 0, 0, 1], dtype=bool)
    assert longest_run(t_s, broken) == (1, 6)
    assert longest_run(t_s, np.zeros(10, dtype=bool)) == (0, 0)


@pytest.mark.parametrize(
    ("upright_deg", "shank_deg", "verdict"),
    [
        (2.0, 14.0, "not_met"),
        (6.5, 14.0, "not_met"),
        (12.0, 14.0, "not_visible"),
        (-8.0, 4.0, "not_visible"),
        (12.0, 25.0, "not_met"),
    ],
)
def test_a_shin_is_in_doubt_by_what_a_rolled_camera_may_add(upright_deg, shank_deg, verdict):
    """The own upright trunk shows how level the camera is: within 5 degrees of the usual 2 nothing is in doubt."""
    line = criterion(measure="shank_inclination_deg", of="front_leg", not_met_below=-10.0, change_sd=2.0)
    frames = steady(shank_deg, name="left_shank_inclination_deg")
    unit = unit_of(frames, side="right", references={"upright_half_kneel.trunk_inclination_deg": upright_deg})
    assert judge(line, unit).verdict == verdict
    assert any(is_broken(line, frame, unit) for frame in frames) == (verdict == "not_met")
