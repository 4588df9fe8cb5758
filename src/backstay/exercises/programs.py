"""A program: which exercises are done, in which order, with which doses; YAML -> `Program`."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError
from pydantic_core import to_json

from backstay.errors import ExerciseError
from backstay.exercises.loading import SUFFIXES, find_exercise
from backstay.exercises.plain_yaml import read_document
from backstay.exercises.types import Definition, Dose, Exercise, Identifier
from backstay.exercises.wording import sentence_for

PROGRAMS = Path(__file__).with_name("programs")


class Entry(Definition):
    """One exercise of a program."""

    exercise: Identifier = Field(description="An exercise's id.")
    dose: Dose | None = Field(default=None, description="How much; the exercise's own dose if there is none.")


class Program(Definition):
    """What somebody does on one day."""

    id: Identifier
    version: int = Field(ge=1)
    title: Annotated[str, Field(min_length=3, max_length=60)]
    author: str = Field(min_length=3, description="Who put it together.")
    exercises: tuple[Entry, ...] = Field(min_length=1, max_length=20)
    source: str = Field(min_length=3)


def find_program(id_or_path: str) -> Program:
    """Return a program that ships by its id, or one of the user's own by its file.

    Raises:
        ExerciseError: There is no such program, or its file is wrong.

    Example:
        >>> [entry.exercise for entry in find_program("prescription").exercises]
        ['wall_angel', 'hip_flexor_stretch', 'abdominal_brace']
    """
    path = Path(id_or_path)
    if path.suffix in SUFFIXES or path.name != id_or_path:
        return load_program(path)
    ids = sorted(each.stem for each in PROGRAMS.glob("*.yaml"))
    if id_or_path in ids:
        return load_program(PROGRAMS / f"{id_or_path}.yaml")
    raise ExerciseError(f"no program is called {id_or_path!r}; there are {', '.join(ids)}, or name a .yaml file")


def load_program(path: Path) -> Program:
    """Return the program that a file defines.

    Raises:
        ExerciseError: With a line for everything to mend.
    """
    document = read_document(path)
    try:
        program = Program.model_validate_json(to_json(document.values), strict=True)
    except ValidationError as error:
        lines = [
            f"{document.name}:{document.line_of(each['loc'])}: {document.in_words(each['loc'])}: "
            f"{sentence_for(each, Program)}"
            for each in error.errors()
        ]
        raise ExerciseError("\n".join(lines)) from error
    exercises_of(program)
    return program


def exercises_of(program: Program) -> tuple[Exercise, ...]:
    """Return a program's exercises, each with the dose that the program gives it.

    Raises:
        ExerciseError: It names an exercise that does not exist.
    """
    return tuple(_dosed(find_exercise(entry.exercise), entry.dose) for entry in program.exercises)


def _dosed(exercise: Exercise, dose: Dose | None) -> Exercise:
    """Return an exercise with another dose."""
    return exercise if dose is None else exercise.model_copy(update={"dose": dose})
