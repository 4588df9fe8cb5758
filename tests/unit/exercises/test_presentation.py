"""An exercise is told in words: how much, what counts, which lines a camera judges, from where, and how exactly."""

from pathlib import Path

import pytest
from rich.console import Console, RenderableType

from backstay.exercises.loading import load_exercise
from backstay.exercises.types import Criterion, CueText, Exercise, Phase, ViewName, Which
from backstay.reports.exercise_text import render_check, render_exercise, render_list
from backstay.reports.exercise_words import camera_words, counting_words, criterion_facts, dose_words, limit_words

HERE = Path(__file__).parent
ANYWHERE = tuple(ViewName)


@pytest.fixture(scope="module")
def arm_raise() -> Exercise:
    return load_exercise(HERE / "arm_raise.yaml")


@pytest.fixture(scope="module")
def half_kneel() -> Exercise:
    return load_exercise(HERE / "half_kneel.yaml")


def line(**fields: object) -> Criterion:
    """Return a line of which only some fields matter."""
    usual = {"id": "a", "says": "Line", "when": Phase.ALWAYS, "to_see": "Turn.", "source": "own"}
    return Criterion.model_validate({**usual, **fields})


def shown(renderable: RenderableType, columns: int = 100) -> str:
    """Return what a terminal shows, without the blanks at line ends."""
    console = Console(width=columns)
    with console.capture() as capture:
        console.print(renderable)
    return "\n".join(row.rstrip() for row in capture.get().splitlines())


ELEVATION = {"measure": "shoulder_elevation_deg", "of": Which.EACH_SIDE, "not_met_below": 75, "change_sd": 2.5}
FORWARD = {"measure": "ear_forward_inclination_deg", "not_met_above": 6, "change_sd": 2, "views": (ViewName.SIDE,)}
FEET = {"measure": "foot_down_image_fraction", "of": Which.NEAR_SIDE, "scaled_by": "trunk_length_image_fraction"}

SIGHTS = {
    "no measure": ({}, ["no view shows it"]),
    "one good view": (
        {**ELEVATION, "views": (ViewName.FRONT,)},
        [
            "judged from the front, error ±2.5°",
            "abstains obliquely, too coarse (±6°)",
            "abstains from behind",
            "cannot be seen from the side",
            "absolute error ±6°",
        ],
    ),
    "a coarser view": (
        {**ELEVATION, "views": (ViewName.FRONT, ViewName.FRONT_OBLIQUE, ViewName.BACK)},
        [
            "judged from the front and from behind, error ±2.5°",
            "judged obliquely, error ±6°, too close to call nearer than 3.5° to the limit",
            "cannot be seen from the side",
            "absolute error ±6°",
        ],
    ),
    "a change": (
        {**FORWARD, "from_own": "tall_sitting"},
        [
            "judged from the side, error ±2°",
            "abstains obliquely, too coarse (±2.8°)",
            "cannot be seen from the front and from behind",
        ],
    ),
    "only a fault": (
        {**FORWARD, "can_confirm": False},
        [
            "judged from the side, error ±2°",
            "abstains obliquely, too coarse (±2.8°)",
            "cannot be seen from the front and from behind",
            "a fault can be seen, its absence proves nothing",
            "absolute error ±5°",
        ],
    ),
    "a duration": (
        {"measure": "rising_s", "when": Phase.RISING, "not_met_below": 1, "change_sd": 0.05, "views": ANYWHERE},
        [
            "judged from the front and from behind, error ±0.05 s",
            "judged obliquely, error ±0.15 s, too close to call nearer than 0.1 s to the limit",
            "judged from the side, error ±0.85 s, too close to call nearer than 0.8 s to the limit",
        ],
    ),
    "a count": (
        {"measure": "sides_held", "when": Phase.SET, "not_met_below": 2, "views": ANYWHERE},
        ["judged from anywhere"],
    ),
    "a share of the trunk": (
        {**FEET, "from_own": "tall_sitting", "not_met_below": -0.05, "change_sd": 0.02, "views": (ViewName.SIDE,)},
        ["judged from the side, error ±0.02 × trunk length", "abstains from the front, obliquely and from behind"],
    ),
}


@pytest.mark.parametrize(("fields", "clauses"), SIGHTS.values(), ids=SIGHTS)
def test_each_view_is_said_to_judge_abstain_or_see_nothing(fields: dict[str, object], clauses: list[str]) -> None:
    assert camera_words(line(**fields)).split("; ") == clauses


LIMITS = {
    "one limit on either side": ({**ELEVATION, "views": ANYWHERE}, "left or right shoulder elevation under 75°"),
    "two limits for a while": (
        {**ELEVATION, "not_met_above": 105, "for_s": 0.5, "views": ANYWHERE},
        "left or right shoulder elevation under 75° or over 105°, for 0.5 s or longer",
    ),
    "a change": (
        {**FORWARD, "not_met_below": -4, "from_own": "tall_sitting"},
        "ear forward inclination under -4° or over +6° from your own tall sitting",
    ),
    "a share of the trunk": (
        {**FEET, "not_met_below": -0.05, "views": ANYWHERE},
        "foot down of the side near the camera under -0.05 × trunk length",
    ),
    "narrowed": (
        {**ELEVATION, "met_above": 80, "views": ANYWHERE},
        "left or right shoulder elevation under 75°; met from 80° up, between too close to call",
    ),
    "with another": (
        {**ELEVATION, "met_with": "back_straight", "views": ANYWHERE},
        "left or right shoulder elevation under 75°; not called met while back_straight is broken or too close to call",
    ),
    "a duration": (
        {"measure": "held_s", "when": Phase.HOLD, "not_met_below": 8.5, "views": ANYWHERE},
        "time held in good form under 8.5 s",
    ),
}


@pytest.mark.parametrize(("fields", "words"), LIMITS.values(), ids=LIMITS)
def test_a_limit_is_told_with_its_unit(fields: dict[str, object], words: str) -> None:
    assert limit_words(line(**fields)) == words


def test_the_dose_is_told_as_it_is_prescribed(arm_raise: Exercise, half_kneel: Exercise) -> None:
    assert dose_words(arm_raise) == "10 repetitions"
    assert dose_words(half_kneel) == "2 holds of 10 s a side"


def test_what_counts_is_told(arm_raise: Exercise, half_kneel: Exercise) -> None:
    assert counting_words(arm_raise) == (
        "a repetition from 120° of mean shoulder elevation, read from the front; elsewhere after a full movement"
    )
    assert counting_words(half_kneel) == (
        "thigh inclination of the rear leg shifted by 4° or more from the own start, and still; "
        "out of it for 4 s, the hold is over"
    )


def test_a_line_is_told_with_all_that_belongs_to_it() -> None:
    cue = CueText(text="Elbows up.", priority=1)
    told = line(**ELEVATION, views=ANYWHERE, cue=cue, question="Were they up?", evidence="Seen well.")
    labels = [label for label, _ in criterion_facts(told)]
    assert labels == ["When", "Not met", "Camera", "Otherwise", "Asked", "Cue", "Evidence", "Source"]
    assert [label for label, _ in criterion_facts(line())] == ["When", "Camera", "Otherwise", "Source"]


def test_the_list_has_a_line_for_each(arm_raise: Exercise, half_kneel: Exercise) -> None:
    assert shown(render_list([arm_raise, half_kneel])).splitlines()[1:] == [
        "arm_raise   Arm raise   10 repetitions          3 of 3 lines, 2 from the front",
        "half_kneel  Half-kneel  2 holds of 10 s a side  1 of 1 lines, 1 from the side",
    ]


@pytest.mark.parametrize("columns", [40, 100])
def test_an_exercise_shows_its_steps_and_every_line(half_kneel: Exercise, columns: int) -> None:
    words = " ".join(shown(render_exercise(half_kneel), columns).split())
    assert "Half-kneel (half_kneel, version 1)" in words
    assert "1. Kneel on one knee." in words
    assert "Spine straight When during the hold Not met" in words


def test_what_looks_like_markup_is_shown_as_it_is(half_kneel: Exercise) -> None:
    titled = half_kneel.model_copy(update={"title": "[red]Kneel[/red]"})
    for rendered in (render_list([titled]), render_exercise(titled), render_check("[b].yaml", titled, [])):
        assert "[red]Kneel[/red]" in shown(rendered)


def test_a_check_says_ok_what_there_is_and_what_is_doubtful(half_kneel: Exercise) -> None:
    assert shown(render_check("mine.yaml", half_kneel, ["mine.yaml:3: hm"])).splitlines() == [
        "mine.yaml: ok, Half-kneel: 2 holds of 10 s a side; a camera judges 1 of 1 lines, 1 from the side",
        "mine.yaml:3: hm",
    ]
