"""Exercises as text for a terminal."""

from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from backstay.exercises.types import Exercise
from backstay.reports.exercise_words import (
    ERRORS,
    Fact,
    criterion_facts,
    dose_words,
    exercise_facts,
    judged_words,
    summary_words,
)


def render_list(exercises: Sequence[Exercise]) -> Table:
    """Return a table with a line for each exercise."""
    table = Table(show_header=True, header_style="bold", box=None, pad_edge=False)
    for heading in ("Id", "Exercise", "Dose", "Camera judges"):
        table.add_column(heading)
    for exercise in exercises:
        cells = (exercise.id, exercise.title, dose_words(exercise), judged_words(exercise))
        table.add_row(*map(Text, cells))
    return table


def render_exercise(exercise: Exercise) -> Group:
    """Return an exercise whole: its steps, its dose, and for every line how a camera sees it."""
    parts: list[RenderableType] = [
        Text.assemble((exercise.title, "bold"), f"  ({exercise.id}, version {exercise.version})"),
        Text(f"{exercise.why}\n"),
        *(Text(f"{number}. {step}") for number, step in enumerate(exercise.steps, start=1)),
        Text(),
        _render_facts(exercise_facts(exercise)),
        Text(f"\n{ERRORS}", style="dim"),
    ]
    for criterion in exercise.criteria:
        parts.append(Text(f"\n{criterion.says}", style="bold"))
        parts.append(Padding(_render_facts(criterion_facts(criterion)), (0, 0, 0, 2)))
    return Group(*parts)


def render_check(file: str, exercise: Exercise, doubts: Sequence[str]) -> Text:
    """Return what there is to say about a file that loads: ok, what it holds, and what to think about once more."""
    checked = Text.assemble(f"{file}: ", ("ok", "bold green"), f", {summary_words(exercise)}")
    return Text("\n").join([checked, *(Text(doubt, style="yellow") for doubt in doubts)])


def _render_facts(facts: Iterable[Fact]) -> Table:
    """Return labels on the left and what they say on the right."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    for label, says in facts:
        table.add_row(Text(label), Text(says))
    return table
