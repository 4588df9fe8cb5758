"""Programs as text for a terminal."""

from collections.abc import Iterator, Sequence

from rich.console import Group
from rich.table import Table
from rich.text import Text

from backstay.coaching.plan import prescribed
from backstay.coaching.saying import dose_says
from backstay.exercises.program_types import Changes, Program, Steps, Variable
from backstay.exercises.programs import exercises_of
from backstay.planning.today import stop_rules_of

ANY_DAY = "any day"


def render_programs(programs: Sequence[Program], chosen: str) -> Table:
    """Return a table with a line for each program.

    Args:
        programs: Which.
        chosen: The id of the one that is followed.
    """
    table = Table(show_header=True, header_style="bold", box=None, pad_edge=False)
    for heading in ("", "Id", "Program", "By", "Days"):
        table.add_column(heading)
    for each in programs:
        mark = "*" if each.id == chosen else ""
        table.add_row(*map(Text, (mark, each.id, each.title, author_words(each), days_words(each))))
    return table


def render_program(program: Program) -> Group:
    """Return a program whole: who made it, its days, exercises, doses, rules and sources."""
    return Group(
        Text.assemble((program.title, "bold"), f"  ({program.id}, version {program.version})"),
        Text(f"By {author_words(program)}."),
        Text(f"Days: {days_words(program)}. Order: {program.order.replace('_', ' ')}.\n"),
        *(Text(line) for line in _exercise_lines(program)),
        Text(),
        *(Text(line) for line in _rule_lines(program)),
        Text("\nStop and rest at:"),
        *(Text(f"- {rule}") for rule in stop_rules_of(program)),
        Text(f"\nSource: {program.source}", style="dim"),
    )


def author_words(program: Program) -> str:
    """Return who put a program together."""
    return ", ".join(each for each in (program.author, program.credentials) if each)


def days_words(program: Program) -> str:
    """Return the days of a program."""
    return ", ".join(day.value.capitalize() for day in program.days) or ANY_DAY


def _exercise_lines(program: Program) -> Iterator[str]:
    """Yield each exercise with its dose and what may change about it."""
    for number, (entry, assignment) in enumerate(
        zip(program.exercises, prescribed(exercises_of(program)), strict=True), start=1
    ):
        days = f", on {', '.join(day.value.capitalize() for day in entry.days)}" if entry.days else ""
        yield f"{number}. {assignment.exercise.title}: {dose_says(assignment)}{days}"
        yield from (f"   {line}" for line in _change_lines(entry.changes))


def _change_lines(changes: Changes) -> Iterator[str]:
    """Yield what may change, the gentlest change first."""
    for variable in Variable:
        value = getattr(changes, variable.value, None)
        if isinstance(value, Steps):
            yield f"{variable.replace('_s', ' in seconds')}: {value.least:g} to {value.most:g}, by {value.by:g}"
        elif isinstance(value, tuple):
            yield from (f"{variable}: {says}" for says in value)
    if changes.easier:
        yield f"easier: {changes.easier}"
    if changes.harder:
        yield f"harder: {changes.harder}"


def _rule_lines(program: Program) -> Iterator[str]:
    """Yield the rules of progression and regression as sentences."""
    more, less = program.progression, program.regression
    if more is None:
        yield "Nothing is ever added to the doses by itself."
    else:
        order = ", ".join(each.replace("_s", " in seconds") for each in more.order)
        yield (
            f"More, one thing at a time ({order}): after {more.after_sessions} sessions in a row with at least "
            f"{more.least_done_fraction:.0%} done in good form, pain of at most {more.most_pain} and effort of at most "
            f"{more.most_effort}."
        )
    if less is None:
        yield "Nothing is ever taken from the doses by itself."
    else:
        yield (
            f"Less: when {less.least_faults} lines stay broken after a cue in {less.in_sessions} sessions in a row, or "
            f"at an effort of {less.least_effort} or more."
        )
