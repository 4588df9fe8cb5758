"""A YAML file becomes an `Exercise`, or one `ExerciseError` that says every line to mend."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import to_json

from backstay.errors import ExerciseError
from backstay.exercises.consistency import Finding, complaints, doubts
from backstay.exercises.plain_yaml import Document, read_document
from backstay.exercises.posture_types import Posture
from backstay.exercises.types import Exercise
from backstay.exercises.wording import did_you_mean, sentence_for
from backstay.kinematics.measures import MEASURES

LIBRARY = Path(__file__).with_name("library")
POSTURES = Path(__file__).with_name("postures")
PRESCRIPTION = ("wall_angel", "hip_flexor_stretch", "abdominal_brace")
"""The order in which the therapist prescribes them."""
SUFFIXES = frozenset({".yaml", ".yml"})
MOST_LINES = 10
"""More than this at once is no help."""


def library() -> tuple[Exercise, ...]:
    """Return the exercises that come with the program: the prescription's first, then by name.

    Raises:
        ExerciseError: A definition is damaged.
    """
    return tuple(_shipped(name) for name in library_ids())


def library_ids() -> tuple[str, ...]:
    """Return the ids of the exercises that come with the program, in the same order."""
    names = sorted(path.stem for path in LIBRARY.glob("*.yaml"))
    return (*(name for name in PRESCRIPTION if name in names), *(name for name in names if name not in PRESCRIPTION))


def find_exercise(id_or_path: str) -> Exercise:
    """Return an exercise of the library by its id, or one of the user's own by its file.

    Args:
        id_or_path: An id such as "wall_angel", or a path that has a folder in it or ends with ".yaml".

    Raises:
        ExerciseError: There is no such exercise, or its file is wrong.

    Example:
        >>> find_exercise("wall_angel").title
        'Wall angel'
    """
    path = Path(id_or_path)
    if path.suffix in SUFFIXES or path.name != id_or_path:
        return load_exercise(path)
    ids = library_ids()
    if id_or_path in ids:
        return _shipped(id_or_path)
    hint = did_you_mean(id_or_path, ids) or "; a file of your own is named with its ending .yaml"
    raise ExerciseError(f"no exercise is called {id_or_path!r}; there are {', '.join(ids)}{hint}")


@cache
def _shipped(exercise_id: str) -> Exercise:
    """Return an exercise of the library, which stays as it is while the program runs."""
    return load_exercise(LIBRARY / f"{exercise_id}.yaml")


def load_exercise(path: Path) -> Exercise:
    """Return the exercise that a file defines.

    Args:
        path: A YAML file, named after the id in it.

    Raises:
        ExerciseError: With a line for everything to mend: file, line, field, what is wrong and what to write.
    """
    return _read(path)[1]


@cache
def postures() -> tuple[Posture, ...]:
    """Return the everyday postures that come with the program.

    Raises:
        ExerciseError: A definition is damaged.
    """
    return tuple(load_posture(path) for path in sorted(POSTURES.glob("*.yaml")))


def load_posture(path: Path) -> Posture:
    """Return the posture that a file defines.

    Args:
        path: A YAML file, named after the id in it.

    Raises:
        ExerciseError: With a line for everything to mend.
    """
    document = read_document(path)
    try:
        posture = Posture.model_validate_json(to_json(document.values), strict=True)
    except ValidationError as error:
        found = [Finding(place=each["loc"], says=sentence_for(each, Posture)) for each in error.errors()]
        raise ExerciseError(listed(lines_of(document, found))) from error
    signs = [sign for state in posture.states for sign in state.signs]
    names = [*(sign.measure for sign in signs), *(veil.measure for sign in signs for veil in sign.veils)]
    unknown = [name for name in names if not is_known(name)]
    if unknown:
        raise ExerciseError(f"{document.name}: states: no measure is called {unknown[0]}; docs/measures.md lists all")
    return posture


def is_known(name: str) -> bool:
    """Return whether a measure of this name exists, for itself or for each side."""
    return name in MEASURES or f"left_{name}" in MEASURES


def doubts_about(path: Path) -> tuple[str, ...]:
    """Return what the author of a file that loads should think about once more, a sentence each.

    Args:
        path: As for `load_exercise`.

    Raises:
        ExerciseError: The file does not load.
    """
    document, exercise = _read(path)
    return tuple(lines_of(document, doubts(exercise)))


def _read(path: Path) -> tuple[Document, Exercise]:
    """Return what a file says and the exercise it defines."""
    document = read_document(path)
    try:
        exercise = Exercise.model_validate_json(to_json(document.values), strict=True)
    except ValidationError as error:
        found = [Finding(place=each["loc"], says=sentence_for(each, Exercise)) for each in error.errors()]
        raise ExerciseError(listed(lines_of(document, found))) from error
    found = list(complaints(exercise))
    if exercise.id != path.stem:
        says = f"need {path.stem}, as the file is called; got {exercise.id}"
        found.insert(0, Finding(place=("id",), says=says))
    if found:
        raise ExerciseError(listed(lines_of(document, found)))
    return document, exercise


def lines_of(document: Document, found: Iterable[Finding]) -> list[str]:
    """Return findings as sentences with file, line and field, in the order of the file's lines."""
    placed = sorted(((document.line_of(each.place), each) for each in found), key=lambda pair: pair[0])
    return [f"{document.name}:{line}: {_with_place(document, each)}" for line, each in placed]


def _with_place(document: Document, found: Finding) -> str:
    """Return a finding with its place in front."""
    place = document.in_words(found.place)
    return f"{place}: {found.says}" if place else found.says


def listed(lines: list[str]) -> str:
    """Return the lines of one message, of which too many are cut."""
    rest = len(lines) - MOST_LINES
    return "\n".join([*lines[:MOST_LINES], f"... and {rest} more"] if rest > 0 else lines)
