"""Programs of exercises: YAML -> `Program`, or one `ExerciseError` that says every line to mend."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import to_json

from backstay.errors import ExerciseError
from backstay.exercises.consistency import DOSES, Finding
from backstay.exercises.dosing import with_dose
from backstay.exercises.loading import SUFFIXES, find_exercise, library_ids, lines_of, listed
from backstay.exercises.plain_yaml import Document, parse_document, text_of
from backstay.exercises.program_types import Changes, Entry, Program, Variable
from backstay.exercises.types import Dose, Exercise
from backstay.exercises.wording import did_you_mean, sentence_for

PROGRAMS = Path(__file__).with_name("programs")
NUMBERS = (Variable.REPETITIONS, Variable.HOLDS, Variable.HOLD_S, Variable.SETS)
"""Variables that are a number of the dose."""
DAY_TWICE = "a day is named twice; name each once"


def program_ids() -> tuple[str, ...]:
    """Return the ids of the programs that come with Backstay, by name."""
    return tuple(sorted(each.stem for each in PROGRAMS.glob("*.yaml")))


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
    ids = program_ids()
    if id_or_path in ids:
        return _shipped(id_or_path)
    hint = did_you_mean(id_or_path, ids) or ", or name a .yaml file"
    raise ExerciseError(f"no program is called {id_or_path!r}; there are {', '.join(ids)}{hint}")


@cache
def _shipped(program_id: str) -> Program:
    """Return a program that ships, which stays as it is while this one runs."""
    return load_program(PROGRAMS / f"{program_id}.yaml")


def load_program(path: Path) -> Program:
    """Return the program that a file defines.

    Raises:
        ExerciseError: With a line for everything to mend.
    """
    return parse_program(text_of(path), path)


def parse_program(text: str, path: Path) -> Program:
    """Return the program that a text defines.

    Args:
        text: YAML.
        path: The file's name, for messages; it is not read.

    Raises:
        ExerciseError: With a line for everything to mend.
    """
    document = parse_document(text, path)
    try:
        program = Program.model_validate_json(to_json(document.values), strict=True)
    except ValidationError as error:
        raise _refusal(document, _findings(error)) from error
    found = list(_complaints(program))
    if found:
        raise _refusal(document, found)
    return program


def exercises_of(program: Program) -> tuple[Exercise, ...]:
    """Return a program's exercises, each with the dose that the program gives it.

    Raises:
        ExerciseError: It names an exercise that does not exist.
    """
    asked = [(find_exercise(entry.exercise), entry.dose) for entry in program.exercises]
    return tuple(exercise if dose is None else with_dose(exercise, dose) for exercise, dose in asked)


def _findings(error: ValidationError) -> list[Finding]:
    """Return what is wrong; that a list is short because its items are wrong is not said as well."""
    found = error.errors()
    deeper = {each["loc"][:-1] for each in found} | {each["loc"][:-2] for each in found}
    told = [each for each in found if each["type"] != "too_short" or each["loc"] not in deeper]
    return [Finding(place=each["loc"], says=sentence_for(each, Program)) for each in told]


def _refusal(document: Document, found: list[Finding]) -> ExerciseError:
    """Return the one error that says everything to mend."""
    return ExerciseError(listed(lines_of(document, found)))


def _complaints(program: Program) -> Iterator[Finding]:
    """Yield what makes sense field by field and not as a whole."""
    names = [entry.exercise for entry in program.exercises]
    for number, entry in enumerate(program.exercises):
        place = ("exercises", number)
        if entry.exercise in names[:number]:
            yield Finding(place=(*place, "exercise"), says=f"{entry.exercise} is listed twice; give it more sets")
        elif entry.exercise not in library_ids():
            yield Finding(place=(*place, "exercise"), says=_no_such(entry.exercise))
        else:
            for finding in _about_entry(entry, find_exercise(entry.exercise)):
                yield Finding(place=(*place, *finding.place), says=finding.says)
        if len(set(entry.days)) != len(entry.days):
            yield Finding(place=(*place, "days"), says=DAY_TWICE)
    if len(set(program.days)) != len(program.days):
        yield Finding(place=("days",), says=DAY_TWICE)


def _no_such(exercise: str) -> str:
    """Return that there is no such exercise."""
    hint = did_you_mean(exercise, library_ids()) or f"; there are {', '.join(library_ids())}"
    return f"no exercise is called {exercise!r}{hint}"


def _about_entry(entry: Entry, exercise: Exercise) -> Iterator[Finding]:
    """Yield what does not fit the exercise of an entry."""
    for field in DOSES.get(exercise.kind, ()):
        if entry.dose is not None and getattr(entry.dose, field) is None:
            yield Finding(place=("dose",), says=f"{exercise.id} is done by {field}; add {field}")
    for field in ("harder", "easier"):
        other = getattr(entry.changes, field)
        if other is not None and other not in library_ids():
            yield Finding(place=("changes", field), says=_no_such(other))
    yield from _about_steps(entry.changes, entry.dose or exercise.dose)


def _about_steps(changes: Changes, dose: Dose) -> Iterator[Finding]:
    """Yield numbers that may not move as they are written."""
    for variable in NUMBERS:
        steps = getattr(changes, variable.value)
        now = getattr(dose, variable.value)
        if steps is None:
            continue
        place = ("changes", variable.value)
        if now is None:
            yield Finding(place=place, says=f"this exercise has no {variable.value}; leave it out")
        elif not steps.least <= now <= steps.most:
            yield Finding(place=place, says=f"need least <= {now:g} <= most; {now:g} is what the dose begins with")
        elif variable is not Variable.HOLD_S and not all(
            float(each).is_integer() for each in (steps.by, steps.least, steps.most)
        ):
            yield Finding(place=place, says=f"{variable.value} are counted; write whole numbers")
