"""A program names exercises and doses; a file that is wrong says which line to mend."""

from pathlib import Path

import pytest

from backstay.errors import ExerciseError
from backstay.exercises.loading import PRESCRIPTION, find_exercise
from backstay.exercises.programs import exercises_of, find_program

HEAD = "id: own\nversion: 1\ntitle: My own\nauthor: Myself\nsource: a note\nexercises:\n"


def written(folder: Path, text: str) -> str:
    path = folder / "own.yaml"
    path.write_text(HEAD + text)
    return str(path)


def test_the_prescription_ships_with_the_doses_of_its_exercises() -> None:
    program = find_program("prescription")
    assert [entry.exercise for entry in program.exercises] == list(PRESCRIPTION)
    assert [each.dose for each in exercises_of(program)] == [find_exercise(name).dose for name in PRESCRIPTION]


def test_a_dose_of_ones_own_replaces_the_exercises(tmp_path: Path) -> None:
    program = find_program(written(tmp_path, "  - exercise: wall_angel\n    dose: {sets: 1, repetitions: 4}\n"))
    (angel,) = exercises_of(program)
    assert (angel.id, angel.dose.sets, angel.dose.repetitions) == ("wall_angel", 1, 4)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("  - exercise: wall_angle\n", "no exercise is called 'wall_angle'", id="unknown-exercise"),
        pytest.param("  - exercise: wall_angel\n    dose: {sets: 0}\n", "own.yaml:8", id="no-sets"),
        pytest.param("  - exercise: wall_angel\n    reps: 3\n", "own.yaml:8", id="unknown-field"),
        pytest.param("  []\n", "exercises", id="empty"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(ExerciseError) as error:
        find_program(written(tmp_path, text))
    assert says in str(error.value)


def test_an_unknown_program_names_those_there_are() -> None:
    with pytest.raises(ExerciseError, match="prescription"):
        find_program("prescripton")
