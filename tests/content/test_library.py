"""Every exercise that ships can be judged, coached and traced, and says in order what the therapist prescribed."""

import re
from pathlib import Path

import pytest
from rich.console import Console

from backstay.exercises.consistency import RANGES, is_readable
from backstay.exercises.loading import LIBRARY, doubts_about, load_exercise
from backstay.exercises.types import UNIT_MEASURES, Exercise, Otherwise, ViewName
from backstay.kinematics.measures import MEASURES
from backstay.reports.exercise_text import render_exercise, render_list
from test_house_rules import claims

FILES = sorted(LIBRARY.glob("*.yaml"))
EXERCISES = [load_exercise(path) for path in FILES]
each_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.id)
each_line = pytest.mark.parametrize(
    "criterion",
    [pytest.param(line, id=f"{exercise.id}-{line.id}") for exercise in EXERCISES for line in exercise.criteria],
)
each_measured = pytest.mark.parametrize(
    "part",
    [
        pytest.param(part, id=f"{exercise.id}-{part.id}")
        for exercise in EXERCISES
        for part in (*exercise.requires, *exercise.criteria)
        if part.measure is not None and part.measure not in UNIT_MEASURES
    ],
)

PRESCRIBED = {
    "wall_angel": """head_on_wall low_back_on_wall knees_soft elbows_at_shoulder_height elbows_bent_90 palms_forward
        arms_on_wall reach_overhead slow_up slow_down arms_even""",
    "hip_flexor_stretch": """front_knee_bent_90 ankle_under_knee spine_straight pelvis_tucked weight_shifted_forward
        held_30_s both_sides""",
    "abdominal_brace": """sitting_upright back_straight head_over_shoulders feet_flat abdomen_tightened
        breathing_normally held_10_s relaxed_between""",
}
"""The therapist's lines in the therapist's order (docs/design.md, section 1)."""
DOSES = {
    "wall_angel": {"sets": 2, "repetitions": 10},
    "hip_flexor_stretch": {"holds": 3, "hold_s": 30.0},
    "abdominal_brace": {"holds": 10, "hold_s": 10.0},
}
NUMBER = re.compile(r"\d")


@pytest.mark.parametrize("name", PRESCRIBED)
def test_the_prescription_is_there_in_its_order(name: str) -> None:
    assert [line.id for line in load_exercise(LIBRARY / f"{name}.yaml").criteria] == PRESCRIBED[name].split()


@pytest.mark.parametrize("name", DOSES)
def test_the_dose_is_the_prescribed_one(name: str) -> None:
    dose = load_exercise(LIBRARY / f"{name}.yaml").dose.model_dump(exclude_none=True)
    assert {field: dose[field] for field in DOSES[name]} == DOSES[name]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_about_it_is_doubtful(path: Path) -> None:
    assert doubts_about(path) == ()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_file_is_named_after_the_exercise(path: Path) -> None:
    assert load_exercise(path).id == path.stem


@each_measured
def test_a_limit_is_within_reach_and_beyond_the_error(part: object) -> None:
    low, high = RANGES[part.measure.rsplit("_", maxsplit=1)[-1]]
    limits = [limit for limit in (part.not_met_below, part.not_met_above) if limit is not None]
    assert limits
    assert all(low < limit < high for limit in limits)
    assert 0.0 < part.change_sd < high / 10.0
    if len(limits) > 1:
        assert limits[1] - limits[0] > 2.0 * part.change_sd


@each_measured
def test_the_views_claimed_show_the_measure(part: object) -> None:
    assert all(is_readable(part.measure, part.of, view) for view in part.views)


@each_line
def test_a_line_has_a_source_and_a_limit_names_where_it_comes_from(criterion: object) -> None:
    assert criterion.source.strip()
    if criterion.measure in MEASURES:
        assert NUMBER.search(criterion.source)


@each_line
def test_a_line_that_some_view_cannot_judge_says_what_to_change_or_asks(criterion: object) -> None:
    if set(criterion.views) != set(ViewName):
        assert criterion.to_see if criterion.otherwise is Otherwise.NOT_VISIBLE else criterion.question


@each_line
def test_what_no_camera_can_judge_is_asked(criterion: object) -> None:
    if criterion.measure is None:
        assert criterion.question.endswith("?")


@each_line
def test_a_cue_is_short_and_a_sentence(criterion: object) -> None:
    if criterion.cue is not None:
        assert len(criterion.cue.text) <= 60
        assert re.fullmatch(r"[A-Z][^.]*\.", criterion.cue.text)


@each_line
def test_a_fault_that_a_camera_sees_in_a_pose_has_a_cue(criterion: object) -> None:
    assert (criterion.cue is not None) or criterion.measure is None or criterion.measure in UNIT_MEASURES


@each_exercise
def test_a_repetition_ends_lower_than_it_begins_and_needs_a_start_pose(exercise: Exercise) -> None:
    if exercise.effort is not None:
        assert 0.0 < exercise.effort.ends_below_own_start < exercise.effort.begins_above_own_start
        assert exercise.effort.starts_above < exercise.effort.from_below_reaching


@each_exercise
def test_what_is_shown_promises_nothing_medical(exercise: Exercise) -> None:
    console = Console(width=200)
    with console.capture() as capture:
        console.print(render_exercise(exercise), render_list([exercise]))
    assert claims(capture.get()) == []


@each_exercise
def test_a_line_says_each_thing_once(exercise: Exercise) -> None:
    spoken = [line.says for line in exercise.criteria]
    assert len(set(spoken)) == len(spoken)
    assert all(not says.endswith(".") for says in spoken)
