"""The camera check says what to change, which way, and when all is well; a camera that is moved is noticed."""

from dataclasses import replace

import pytest

from backstay.coaching.framing import check_camera, has_camera_moved, is_all_clear, needs_of, turn_towards
from backstay.coaching.looking import Look
from backstay.coaching.words import Arrow, Aspect
from backstay.exercises.types import ViewName
from backstay.kinematics.types import View, ViewLabel
from backstay.kinematics.view import label_view
from unit.coaching.acting import assignment, look, span

ANGEL = assignment("wall_angel").exercise
STRETCH = assignment("hip_flexor_stretch").exercise
BRACE = assignment("abdominal_brace").exercise


def turned(azimuth_deg: float = 0.0, **changes: object) -> Look:
    """Return a person well in the picture, but for the changes."""
    label = label_view(azimuth_deg)
    return replace(look(**changes), view=View(azimuth_deg=azimuth_deg, label=label))


def first_bad(seen: Look) -> tuple[Aspect, Arrow]:
    finding = next(each for each in check_camera(seen, ANGEL) if not each.is_good)
    assert finding.says.endswith(".")
    return finding.aspect, finding.arrow


def test_a_person_well_in_the_picture_is_all_clear() -> None:
    findings = check_camera(look(), ANGEL)
    assert is_all_clear(findings)
    assert {each.aspect for each in findings} == set(Aspect)


@pytest.mark.parametrize(
    ("changes", "aspect", "arrow"),
    [
        pytest.param({"is_person": False}, Aspect.PERSON, Arrow.NONE, id="nobody"),
        pytest.param({"people": 2}, Aspect.PERSON, Arrow.NONE, id="two-people"),
        pytest.param({"luminance_fraction": 0.1}, Aspect.LIGHT, Arrow.LIGHT, id="dark"),
        pytest.param({"feet": span(0.4, 0.6, 1.2, 1.3)}, Aspect.DISTANCE, Arrow.STEP_BACK, id="too-near"),
        pytest.param({"trunk_fraction": 0.08}, Aspect.DISTANCE, Arrow.STEP_NEARER, id="too-far"),
        pytest.param({"feet": span(0.4, 0.6, 0.98, 1.02)}, Aspect.HEIGHT, Arrow.CAMERA_DOWN, id="feet-cut-off"),
        pytest.param(
            {"shoulders_fraction": 0.2, "feet": span(0.4, 0.6, 0.7, 0.75)},
            Aspect.HEIGHT,
            Arrow.CAMERA_UP,
            id="no-room-overhead",
        ),
        pytest.param({"hands": span(-0.05, 0.4, 0.3, 0.5)}, Aspect.FRAMING, Arrow.LEFT, id="too-far-left"),
        pytest.param({"hands": span(0.6, 1.05, 0.3, 0.5)}, Aspect.FRAMING, Arrow.RIGHT, id="too-far-right"),
        pytest.param({"azimuth_deg": 170.0}, Aspect.VIEW, Arrow.TURN_LEFT, id="from-behind"),
    ],
)
def test_each_shortcoming_is_named_with_its_way_out(changes: dict, aspect: Aspect, arrow: Arrow) -> None:
    assert first_bad(turned(**changes)) == (aspect, arrow)


def test_another_view_that_works_is_good_and_says_what_it_costs() -> None:
    finding = check_camera(look(view=ViewLabel.FRONT_OBLIQUE), ANGEL)[-1]
    assert finding.is_good
    assert finding.says.startswith("From here I can judge ")
    assert finding.says.endswith("camera in front of you is best")


@pytest.mark.parametrize("view", [ViewLabel.SIDE_LEFT, ViewLabel.FRONT_OBLIQUE])
def test_the_stretch_wants_the_side_and_takes_an_oblique_view(view: ViewLabel) -> None:
    assert check_camera(look(view=view), STRETCH)[-1].is_good


@pytest.mark.parametrize(("azimuth_deg", "is_good"), [(22.0, False), (-22.0, False), (27.0, True), (-50.0, True)])
def test_half_turned_is_too_little_where_a_lean_is_read(azimuth_deg: float, is_good: bool) -> None:
    """From 20 degrees the view is called oblique; a lean is read from 25."""
    finding = check_camera(turned(azimuth_deg), STRETCH)[-1]
    assert finding.is_good is is_good
    assert check_camera(turned(azimuth_deg), ANGEL)[-1].is_good, "arms are read there as well"
    if not is_good:
        assert finding.says == f"Turn to your {'right' if azimuth_deg > 0 else 'left'}: camera at your side is best."


def test_the_stretch_from_the_front_asks_for_a_quarter_turn() -> None:
    finding = check_camera(look(), STRETCH)[-1]
    assert (finding.is_good, finding.aspect) == (False, Aspect.VIEW)
    assert finding.says.startswith("Turn to your ")


@pytest.mark.parametrize(
    ("azimuth_deg", "view", "arrow"),
    [
        (20.0, ViewName.FRONT, Arrow.TURN_LEFT),
        (-20.0, ViewName.FRONT, Arrow.TURN_RIGHT),
        (20.0, ViewName.SIDE, Arrow.TURN_RIGHT),
        (-20.0, ViewName.SIDE, Arrow.TURN_LEFT),
        (130.0, ViewName.SIDE, Arrow.TURN_LEFT),
        (-130.0, ViewName.SIDE, Arrow.TURN_RIGHT),
        (10.0, ViewName.FRONT_OBLIQUE, Arrow.TURN_RIGHT),
        (-170.0, ViewName.FRONT_OBLIQUE, Arrow.TURN_RIGHT),
        (float("nan"), ViewName.FRONT, Arrow.NONE),
    ],
)
def test_turning_goes_the_short_way(azimuth_deg: float, view: ViewName, arrow: Arrow) -> None:
    assert turn_towards(azimuth_deg, view) is arrow


def test_an_exercise_needs_what_its_measures_read() -> None:
    assert needs_of(ANGEL).overhead
    assert needs_of(ANGEL).feet
    assert not needs_of(STRETCH).overhead
    assert needs_of(STRETCH).feet
    assert needs_of(BRACE).head


def test_a_brace_needs_no_room_overhead() -> None:
    seated = look(view=ViewLabel.SIDE_LEFT, shoulders_fraction=0.2, head=span(0.4, 0.6, 0.05, 0.1))
    assert is_all_clear(check_camera(seated, BRACE))
    assert not is_all_clear(check_camera(replace(seated, view=look().view), ANGEL))


@pytest.mark.parametrize(
    ("changes", "has_moved"),
    [
        pytest.param({}, False, id="nothing"),
        pytest.param({"trunk_fraction": 0.17}, False, id="leaning-a-little"),
        pytest.param({"trunk_fraction": 0.13}, True, id="much-smaller"),
        pytest.param({"trunk_fraction": 0.3}, True, id="much-larger"),
        pytest.param({"azimuth_deg": 15.0}, False, id="turned-a-little"),
        pytest.param({"azimuth_deg": 40.0}, True, id="turned"),
        pytest.param({"trunk_fraction": 0.13, "is_still": False}, False, id="moving"),
    ],
)
def test_a_moved_camera_is_told_from_a_moving_person(changes: dict, has_moved: bool) -> None:
    assert has_camera_moved(look(), turned(**changes)) is has_moved
