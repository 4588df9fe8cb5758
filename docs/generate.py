"""Write what is generated from the code, or check that it is up to date.

python docs/generate.py           writes
python docs/generate.py --check   writes nothing and fails when a file differs
"""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from backstay.batch.tables import PARTITION, TABLES
from backstay.exercises.loading import library
from backstay.exercises.schema import PROGRAM_SCHEMA, SCHEMA, exercise_schema, program_schema
from backstay.exercises.types import UNIT_MEASURES, Exercise, ViewName
from backstay.kinematics.measure_types import Measure
from backstay.kinematics.measures import MEASURES
from backstay.kinematics.types import ViewLabel
from backstay.reports.exercise_words import ERRORS, Fact, criterion_facts, exercise_facts, value_words
from backstay.sessions.types import Assessment

DOCS = Path(__file__).parent
GENERATED = "<!-- Written by docs/generate.py; change the code instead. -->"
INTRODUCTION = (
    "What can be read from a body in a picture, and how wrong it may be. A definition names measures by these names.",
    "Where one has a left and a right, it leaves `left_` and `right_` out and says `of: each_side`, `near_side`,",
    "`front_leg` or `rear_leg`. The last word is the unit: `deg` degrees, `s` seconds, `trunk_fraction` lengths of the",
    "trunk, `image_fraction` heights of the picture. Errors are 1 SD: by view of a change within one recording, and",
    "absolute in the best view. A view that is not named does not show the measure.",
)
VIEW_NAMES = {ViewLabel.FRONT_OBLIQUE: "oblique", ViewLabel.SIDE_LEFT: "side", ViewLabel.SIDE_RIGHT: "side"}


def generated() -> Mapping[Path, str]:
    """Return every generated file and what belongs into it."""
    return {
        DOCS / "measures.md": "\n".join(measures_page()) + "\n",
        DOCS / "exercises.md": "\n".join(exercises_page(library())) + "\n",
        DOCS / "tables.md": "\n".join(tables_page()) + "\n",
        SCHEMA: json.dumps(exercise_schema(), indent=2, ensure_ascii=False) + "\n",
        PROGRAM_SCHEMA: json.dumps(program_schema(), indent=2, ensure_ascii=False) + "\n",
        DOCS / "assessment.schema.json": json.dumps(assessment_schema(), indent=2, ensure_ascii=False) + "\n",
    }


def assessment_schema() -> dict[str, object]:
    """Return the JSON Schema of what `backstay assess --json` writes."""
    return Assessment.model_json_schema(mode="serialization")


def tables_page() -> Iterator[str]:
    """Yield the lines of docs/tables.md."""
    yield from (
        GENERATED,
        "",
        "# Tables of a batch",
        "",
        "What `backstay batch` writes (`batch.md`); null = not measured.",
    )
    for table, columns in TABLES.items():
        yield from ("", f"## {table}", "")
        yield from row("Column", "Type", "What it holds")
        yield from row(*["---"] * 3)
        yield from row(f"`{PARTITION}`", "string", "The exercise's id; in the file's folder rather than in the file.")
        for column in columns:
            yield from row(f"`{column.name}`", str(column.kind), column.says)


def measures_page() -> Iterator[str]:
    """Yield the lines of docs/measures.md."""
    yield from (GENERATED, "", "# Measures", "")
    yield from INTRODUCTION
    yield ""
    yield from row("Measure", "Zero", "Positive", "Error by view", "Absolute", "Landmarks", "Source")
    yield from row(*["---"] * 7)
    for names, measure in by_side():
        yield from row(names, measure.zero, measure.positive, errors(measure), *rest(measure))
    yield from ("", "Of a whole repetition, hold or set:", "")
    yield from row("Measure", "What it is")
    yield from row("---", "---")
    for name, says in UNIT_MEASURES.items():
        yield from row(f"`{name}`", says)


def by_side() -> Iterator[tuple[str, Measure]]:
    """Yield each measure once, the right one of a pair under the left one's names."""
    for name, measure in MEASURES.items():
        if name.startswith("left_"):
            yield f"`left_` `right_` `{name.removeprefix('left_')}`", measure
        elif not name.startswith("right_"):
            yield f"`{name}`", measure


def errors(measure: Measure) -> str:
    """Return the error of each view that shows a measure, equal ones together."""
    views: dict[float, dict[str, None]] = {}
    for label, sd in measure.change_sd.items():
        is_far = label is ViewLabel.SIDE_RIGHT and sd != measure.change_sd.get(ViewLabel.SIDE_LEFT)
        where = "side, behind the other" if is_far else VIEW_NAMES.get(label, label.value)
        views.setdefault(sd, {})[where] = None
    words = {sd: "any" if len(names) == len(ViewName) else ", ".join(names) for sd, names in views.items()}
    return "; ".join(f"{names} ±{value_words(sd, measure.name)}" for sd, names in words.items())


def rest(measure: Measure) -> tuple[str, str, str]:
    """Return the absolute error, the landmarks and the source of a measure."""
    source = f"{measure.source}. *Approximation: {measure.approximation}*" if measure.approximation else measure.source
    return f"±{value_words(measure.error_sd, measure.name)}", measure.landmarks, source


def exercises_page(exercises: Iterable[Exercise]) -> Iterator[str]:
    """Yield the lines of docs/exercises.md."""
    yield from (GENERATED, "", "# Exercises", "", "`backstay exercises show ID` says the same.", "", ERRORS)
    for exercise in exercises:
        yield from ("", f"## {exercise.title}", "", f"`{exercise.id}`, version {exercise.version}. {exercise.why}", "")
        yield from (f"{number}. {step}" for number, step in enumerate(exercise.steps, start=1))
        yield ""
        yield from bullets(exercise_facts(exercise))
        for criterion in exercise.criteria:
            yield from ("", f"### {criterion.says}", "", f"`{criterion.id}`", "")
            yield from bullets(criterion_facts(criterion))


def bullets(facts: Iterable[Fact]) -> Iterator[str]:
    """Yield each fact as a list item."""
    yield from (f"- **{label}:** {says}" for label, says in facts)


def row(*cells: str) -> Iterator[str]:
    """Yield a table's row."""
    yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def main(arguments: list[str]) -> int:
    """Write the files, or name those that are out of date; return how the process should exit."""
    stale = {path: text for path, text in generated().items() if not is_current(path, text)}
    if "--check" in arguments:
        for path in stale:
            sys.stderr.write(f"{path.name} is out of date; run: python docs/generate.py\n")
        return 1 if stale else 0
    for path, text in stale.items():
        path.write_text(text, encoding="utf-8")
    return 0


def is_current(path: Path, text: str) -> bool:
    """Return whether a file holds this text."""
    return path.is_file() and path.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
