"""A plan is cut into bouts in the order of the prescription: sets, then sides, then holds, with the rests between."""

import pytest

from backstay.coaching.plan import SWAP_S, Assignment, duration_s, plan_of, prescribed
from backstay.coaching.saying import bout_says, dose_says, questions_of, start_pose_says
from backstay.coaching.words import Mode
from backstay.exercises.programs import exercises_of, find_program
from backstay.exercises.types import Dose
from unit.coaching.acting import SHORT, assignment


def dosed(name: str, **dose: float) -> Assignment:
    return Assignment(exercise=assignment(name).exercise, dose=Dose(**dose))


def test_the_prescription_is_twenty_angels_three_stretches_a_side_and_ten_braces() -> None:
    plan = plan_of(prescribed(exercises_of(find_program("prescription"))))
    of = [plan.exercise_of(number).id for number in range(len(plan.bouts))]
    assert of == ["wall_angel"] * 2 + ["hip_flexor_stretch"] * 6 + ["abdominal_brace"] * 10
    assert [bout.target for bout in plan.bouts] == [10] * 2 + [30] * 6 + [10] * 10
    assert [bout.side for bout in plan.bouts[2:8]] == ["left"] * 3 + ["right"] * 3
    assert 10 < duration_s(plan) / 60 < 20


def test_the_last_bout_of_an_exercise_has_no_rest_and_a_swap_takes_its_time() -> None:
    plan = plan_of([assignment("hip_flexor_stretch"), assignment("abdominal_brace")])
    rest_s = SHORT["hip_flexor_stretch"]["rest_s"]
    assert [bout.rest_s for bout in plan.bouts] == [
        rest_s,
        SWAP_S,
        rest_s,
        0.0,
        SHORT["abdominal_brace"]["rest_s"],
        0.0,
    ]
    assert [plan.is_last_of_exercise(number) for number in range(6)] == [False, False, False, True, False, True]
    assert (plan.first_of(0), plan.first_of(1)) == (0, 4)


def test_sets_of_a_one_sided_hold_swap_within_each_set() -> None:
    plan = plan_of([dosed("hip_flexor_stretch", sets=2, holds=1, hold_s=10)])
    assert [(bout.set_number, bout.side) for bout in plan.bouts] == [
        (1, "left"),
        (1, "right"),
        (2, "left"),
        (2, "right"),
    ]


def test_nothing_to_do_is_no_plan() -> None:
    with pytest.raises(ValueError, match="exercise"):
        plan_of([])


@pytest.mark.parametrize(
    ("name", "dose", "says"),
    [
        ("wall_angel", {"sets": 2, "repetitions": 10}, "2 sets of 10"),
        ("wall_angel", {"repetitions": 1}, "1 repetition"),
        ("hip_flexor_stretch", {"holds": 3, "hold_s": 30}, "3 holds of 30 seconds on each side"),
        ("hip_flexor_stretch", {"sets": 2, "holds": 1, "hold_s": 7.5}, "2 sets of 1 hold of 7.5 seconds on each side"),
        ("abdominal_brace", {"holds": 10, "hold_s": 10}, "10 holds of 10 seconds"),
    ],
)
def test_doses_in_words(name: str, dose: dict, says: str) -> None:
    assert dose_says(dosed(name, **dose)) == says


def test_bouts_in_words() -> None:
    plan = plan_of([assignment("wall_angel"), assignment("hip_flexor_stretch")])
    says = [bout_says(plan.assignments[bout.assignment], bout) for bout in plan.bouts]
    assert says[:3] == ["Set 1 of 2", "Set 2 of 2", "Hold 1 of 2, left hip"]


def test_the_stretched_hip_has_the_other_foot_in_front() -> None:
    stretch = assignment("hip_flexor_stretch").exercise
    assert start_pose_says(stretch, "left", Mode.CAMERA) == "Left hip: left knee down, right foot forward. Hold still."
    assert start_pose_says(stretch, "right", Mode.BY_HAND).endswith("then press Ready.")


def test_with_a_camera_only_what_it_cannot_see_is_asked() -> None:
    angel = assignment("wall_angel").exercise
    assert [name for name, _ in questions_of(angel, Mode.CAMERA)] == ["wall_angel.palms_forward"]
    assert len(questions_of(angel, Mode.BY_HAND)) > 1
