"""A program names exercises, doses, days and rules; a file that is wrong says which line to mend."""

from pathlib import Path

import pytest

from backstay.errors import ExerciseError
from backstay.exercises.loading import PRESCRIPTION, find_exercise
from backstay.exercises.program_types import Day, Variable
from backstay.exercises.programs import exercises_of, find_program, parse_program, program_ids

HEAD = "id: own\nversion: 1\ntitle: My own\nauthor: Myself\nsource: a note\nexercises:\n"
WALL_ANGEL = "  - exercise: wall_angel\n"


def written(folder: Path, text: str) -> str:
    path = folder / "own.yaml"
    path.write_text(HEAD + text)
    return str(path)


def test_the_prescription_ships_with_the_doses_of_its_exercises() -> None:
    program = find_program("prescription")
    assert [entry.exercise for entry in program.exercises] == list(PRESCRIPTION)
    assert [each.dose for each in exercises_of(program)] == [find_exercise(name).dose for name in PRESCRIPTION]


def test_the_prescription_is_attributed_and_has_the_rules_of_the_evidence() -> None:
    program = find_program("prescription")
    assert "Trachman" in program.author
    assert "therapist" in program.credentials
    assert len(program.days) in {4, 5}, "four to five times a week"
    assert program.progression is not None
    rules = program.progression
    assert (rules.after_sessions, rules.least_done_fraction, rules.most_pain, rules.most_effort) == (3, 0.9, 3, 6)
    assert rules.order == tuple(Variable)
    assert program.regression is not None
    assert (program.regression.least_faults, program.regression.in_sessions, program.regression.least_effort) == (
        2,
        2,
        8,
    )


@pytest.mark.parametrize("name", program_ids())
def test_a_program_that_ships_is_called_as_its_file(name: str) -> None:
    assert find_program(name).id == name


def test_a_dose_of_ones_own_replaces_the_exercises(tmp_path: Path) -> None:
    program = find_program(written(tmp_path, "  - exercise: wall_angel\n    dose: {sets: 1, repetitions: 4}\n"))
    (angel,) = exercises_of(program)
    assert (angel.id, angel.dose.sets, angel.dose.repetitions) == ("wall_angel", 1, 4)


def test_a_text_is_read_without_a_file() -> None:
    text = HEAD + WALL_ANGEL + "days: [friday]\n"
    assert parse_program(text, Path("mine.yaml")).days == (Day.FRIDAY,)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param(
            "  - exercise: wall_angle\n", "own.yaml:7: exercises[0]: exercise: no exercise is called", id="unknown"
        ),
        pytest.param("  - exercise: wall_angle\n", "did you mean wall_angel?", id="hint"),
        pytest.param(WALL_ANGEL + "    dose: {sets: 0}\n", "own.yaml:8", id="no-sets"),
        pytest.param(
            WALL_ANGEL + "    dose: {sets: 2}\n",
            "own.yaml:8: exercises[0]: dose: wall_angel is done by",
            id="half-a-dose",
        ),
        pytest.param(WALL_ANGEL + "    reps: 3\n", "own.yaml:8", id="unknown-field"),
        pytest.param("  []\n", "exercises", id="empty"),
        pytest.param(
            WALL_ANGEL + WALL_ANGEL, "own.yaml:8: exercises[1]: exercise: wall_angel is listed twice", id="twice"
        ),
        pytest.param(WALL_ANGEL + "days: [moonday]\n", "own.yaml:8: days[0]: need one of monday", id="no-such-day"),
        pytest.param(WALL_ANGEL + "days: [friday, friday]\n", "own.yaml:8: days: a day is named twice", id="day-twice"),
        pytest.param(
            WALL_ANGEL + "    changes: {hold_s: {by: 5, least: 5, most: 9}}\n", "has no hold_s", id="foreign-variable"
        ),
        pytest.param(
            WALL_ANGEL + "    changes: {repetitions: {by: 1, least: 1, most: 9}}\n",
            "need least <= 10 <= most",
            id="dose-outside",
        ),
        pytest.param(
            WALL_ANGEL + "    changes: {sets: {by: 0.5, least: 1, most: 3}}\n", "write whole numbers", id="half-a-set"
        ),
        pytest.param(
            WALL_ANGEL + "    changes: {easier: seated}\n", "changes: easier: no exercise", id="no-such-easier"
        ),
        pytest.param(
            WALL_ANGEL + "progression: {most_pain: 11}\n", "progression: most_pain: need at most 10", id="pain"
        ),
        pytest.param(WALL_ANGEL + "progression: {order: [weight]}\n", "need one of range, tempo", id="order"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(ExerciseError) as error:
        find_program(written(tmp_path, text))
    assert says in str(error.value)


def test_everything_to_mend_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(ExerciseError) as error:
        find_program(written(tmp_path, WALL_ANGEL + "    reps: 3\ndays: [moonday]\nauthor_: x\n"))
    assert len(str(error.value).splitlines()) == 3


def test_an_unknown_program_names_those_there_are() -> None:
    with pytest.raises(ExerciseError, match="prescription"):
        find_program("prescripton")
