"""`backstay programs`: what one can follow, checking and following a therapist's, and its days as a calendar."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backstay.cli.usage import FAILED, wrong_usage
from backstay.errors import BackstayError

if TYPE_CHECKING:
    from backstay.exercises.program_types import Program
    from backstay.memory.store import Store
    from backstay.memory.types import Person

programs_app = typer.Typer(
    help="The programs one can follow: which exercises, how much, on which days, by which rules.", no_args_is_help=True
)
Whose = Annotated[str, typer.Option("--person", help="Whose, by id or name; without it, who has been here longest.")]
TIME = "%H:%M"


@programs_app.command("list", epilog="Example: backstay programs list")
def list_programs(person: Whose = "") -> None:
    """List the programs that ship and those that were imported; a star marks the one that is followed."""
    from rich.console import Console

    from backstay.planning.choosing import followed_by, programs_of, unusable_of
    from backstay.reports.program_text import render_programs

    with _remembered(person) as (store, mine):
        program, trouble = followed_by(store, mine.id)
        Console().print(render_programs(programs_of(store, mine.id), program.id))
        for each in unusable_of(store, mine.id):
            typer.echo(f"{each.id} was imported, but cannot be used any more: {' '.join(each.complaints)}")
    if trouble:
        typer.echo(trouble)


@programs_app.command("show", epilog="Example: backstay programs show prescription")
def show_program(
    program: Annotated[str, typer.Argument(help="An id, or a YAML file; without one, what is followed.")] = "",
    person: Whose = "",
) -> None:
    """Show a program: who made it, its days, exercises, doses, rules and sources."""
    from rich.console import Console

    from backstay.reports.program_text import render_program

    Console().print(render_program(_program(program, person)))


@programs_app.command("check", epilog="Example: backstay programs check from_my_therapist.yaml")
def check_programs(files: Annotated[list[Path], typer.Argument(help="YAML files.")]) -> None:
    """Check program files and say, line by line, what to mend."""
    from backstay.exercises.programs import load_program

    has_failed = False
    for file in files:
        try:
            found = load_program(file)
        except BackstayError as error:
            typer.echo(f"backstay: {error}", err=True)
            has_failed = True
        else:
            typer.echo(f"{file}: ok, {found.title}: {_exercises(len(found.exercises))}, by {found.author}")
    if has_failed:
        raise typer.Exit(FAILED)


@programs_app.command("use", epilog="Example: backstay programs use from_my_therapist.yaml")
def use_program(
    program: Annotated[str, typer.Argument(help="A YAML file, which is kept as it is, or an id.")], person: Whose = ""
) -> None:
    """Follow a program from the next session on."""
    from backstay.exercises.loading import SUFFIXES
    from backstay.exercises.plain_yaml import text_of
    from backstay.planning.choosing import choose_program, import_program, record_of

    path = Path(program)
    with _remembered(person) as (store, mine):
        if path.suffix in SUFFIXES or path.name != program:
            record = record_of(text_of(path), program, datetime.now().astimezone())
            found = import_program(store, mine.id, record)
        else:
            found = choose_program(store, mine.id, program)
    typer.echo(f"{mine.name} follows {found.title} (version {found.version}, by {found.author}) from now on.")


@programs_app.command("calendar", epilog="Example: backstay programs calendar --out practice.ics --at 18:30")
def write_calendar(
    out: Annotated[Path, typer.Option(help="The calendar file to write (.ics).")],
    at: Annotated[str, typer.Option(help="When to be reminded, such as 18:30.")] = "18:00",
    person: Whose = "",
) -> None:
    """Write the days of the program that is followed as a calendar file that repeats every week."""
    from backstay.planning.reminders import calendar_of
    from backstay.reports.writing import write_whole

    try:
        when = datetime.strptime(at, TIME).time()  # noqa: DTZ007 - a time of day, wherever one is
    except ValueError:
        wrong_usage(f"--at {at}: need a time such as 18:30.")
    now = datetime.now().astimezone()
    program = _program("", person)
    write_whole(out, calendar_of(program, when, now.date(), now))
    typer.echo(f"{out}: {program.title}, reminders at {at}. Open it with your calendar.")


def _program(named: str, person: str) -> "Program":
    """Return the program that is named, or the one that somebody follows."""
    from backstay.exercises.loading import SUFFIXES
    from backstay.exercises.programs import find_program
    from backstay.planning.choosing import find_for, program_of

    path = Path(named)
    if path.suffix in SUFFIXES or path.name != named:
        return find_program(named)
    with _remembered(person) as (store, mine):
        return find_for(store, mine.id, named) if named else program_of(store, mine.id)


@contextmanager
def _remembered(named: str) -> Iterator[tuple["Store", "Person"]]:
    """Give the store and the person who is meant; on a new machine somebody is made whose name can be changed later."""
    from backstay.memory.opening import open_store
    from backstay.memory.people import whose_or_first
    from backstay.memory.places import data_folder, database_url

    opened = open_store(data_folder(), database_url())
    try:
        if opened.notice:
            typer.echo(opened.notice, err=True)
        yield opened.store, whose_or_first(opened.store, named, datetime.now().astimezone())
    finally:
        opened.store.close()


def _exercises(count: int) -> str:
    """Return a number of exercises."""
    return "1 exercise" if count == 1 else f"{count} exercises"
