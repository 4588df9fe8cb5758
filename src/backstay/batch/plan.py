"""A plan as CSV: which video holds which exercise, which side, which pace, whose."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from backstay.assessment.paced import Interval
from backstay.assessment.types import Side
from backstay.batch.places import Place
from backstay.errors import ExerciseError
from backstay.exercises.loading import find_exercise
from backstay.exercises.types import Exercise, Kind
from backstay.exercises.wording import did_you_mean
from backstay.sessions.instructions import SIDES_BY_NAME, intervals_in

COLUMNS = ("path", "exercise", "side", "paced", "person")
REQUIRED = ("path", "exercise")
MOST_COMPLAINTS = 20
"""More than this at once is no help."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a plan.

    Attributes:
        path: The video, as the plan names it.
        exercise: What it is held against.
        side: The side that was to work; None if none was named.
        paced: When each paced hold was called.
        person: Whose it is; may be empty.
    """

    path: str
    exercise: Exercise
    side: Side | None = None
    paced: tuple[Interval, ...] = ()
    person: str = ""


def read_plan(place: Place) -> tuple[Entry, ...]:
    """Return a plan's lines.

    Args:
        place: A CSV file with the columns path and exercise, and perhaps side, paced and person; separated by commas or
            semicolons.

    Raises:
        StoreError: It cannot be read.
        ExerciseError: With a line for everything to mend: file, line, column, what is wrong.
    """
    content = place.read()
    try:
        text = content.decode("utf-8-sig")
        entries, complaints = _parsed(text)
    except UnicodeDecodeError as error:
        raise ExerciseError(f"{place.named}: not text in UTF-8. Save it as CSV in UTF-8.") from error
    except csv.Error as error:
        raise ExerciseError(f"{place.named}: not CSV ({error}). Save it as CSV in UTF-8.") from error
    if complaints:
        shown = [f"{place.named}: {each}" for each in complaints[:MOST_COMPLAINTS]]
        more = len(complaints) - len(shown)
        raise ExerciseError("\n".join([*shown, *([f"{place.named}: and {more} more"] if more else [])]))
    return entries


def _parsed(text: str) -> tuple[tuple[Entry, ...], list[str]]:
    """Return the lines that make sense, and what is wrong with the others."""
    head = text.split("\n", 1)[0]
    table = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if head.count(";") > head.count(",") else ",")
    names = [(name or "").strip().lower() for name in table.fieldnames or ()]
    complaints = list(_head_complaints(names))
    if complaints:
        return (), complaints
    table.fieldnames = names
    entries: list[Entry] = []
    first_line: dict[tuple[str, str], int] = {}
    for row in table:
        said: list[str] = []
        entry = _entry(row, said.append)
        if entry is not None:
            key = (entry.path, entry.exercise.id)
            if key in first_line:
                said.append(
                    f"column path: {entry.path} with {entry.exercise.id} stands in line {first_line[key]} already"
                )
            first_line.setdefault(key, table.line_num)
            entries.append(entry)
        complaints.extend(f"line {table.line_num}, {each}" for each in said)
    if not entries and not complaints:
        complaints.append("line 2: no video is named; write one a line")
    return tuple(entries), complaints


def _head_complaints(names: list[str]) -> Iterator[str]:
    """Yield what is wrong with the first line."""
    for name in REQUIRED:
        if name not in names:
            yield f"line 1: the column {name} is missing; the first line names the columns: {','.join(COLUMNS)}"
    for name in dict.fromkeys(names):
        if name not in COLUMNS:
            hint = did_you_mean(name, COLUMNS) or f"; there are {', '.join(COLUMNS)}"
            yield f"line 1, column {name or 'without a name'}: not known{hint}"
        elif names.count(name) > 1:
            yield f"line 1, column {name}: stands there {names.count(name)} times"


def _entry(row: Mapping[str | None, object], complain: Callable[[str], None]) -> Entry | None:
    """Return what a line says; None, after a complaint, if it makes no sense."""
    if None in row:
        complain("column path: more cells than columns; a cell with a comma in it needs quotation marks")
        return None
    cells = {str(name): str(value or "").strip() for name, value in row.items()}
    if not cells["path"]:
        complain("column path: empty; name a video")
    try:
        exercise = _exercise(cells["exercise"])
    except ExerciseError as error:
        complain(f"column exercise: {' '.join(str(error).split())}")
        return None
    side = _side(cells.get("side", ""), exercise, complain)
    paced = _paced(cells.get("paced", ""), exercise, complain)
    return Entry(path=cells["path"], exercise=exercise, side=side, paced=paced, person=cells.get("person", ""))


@cache
def _exercise(name: str) -> Exercise:
    if not name:
        raise ExerciseError("empty; name an exercise")
    return find_exercise(name)


def _side(text: str, exercise: Exercise, complain: Callable[[str], None]) -> Side | None:
    if text and text not in SIDES_BY_NAME:
        complain(f"column side: {text!r}; write left or right, or nothing")
    elif text and exercise.sides == "both_together":
        complain(f"column side: {exercise.title} works both sides together; leave it empty")
    return SIDES_BY_NAME.get(text)


def _paced(text: str, exercise: Exercise, complain: Callable[[str], None]) -> tuple[Interval, ...]:
    if text and exercise.kind is not Kind.PACED_HOLD:
        complain(f"column paced: {exercise.title} is not paced; leave it empty")
        return ()
    try:
        return intervals_in(text) if text else ()
    except ExerciseError as error:
        complain(f"column paced: {error}")
        return ()
