"""`backstay exercises`: what the library holds, what a camera can judge of it, and what to mend in one's own."""

from pathlib import Path
from typing import Annotated

import typer

from backstay.cli.usage import FAILED
from backstay.errors import BackstayError

exercises_app = typer.Typer(help="The exercises Backstay knows, and checking your own.", no_args_is_help=True)


@exercises_app.command("list", epilog="Example: backstay exercises list")
def list_exercises() -> None:
    """List the exercises that ship with Backstay."""
    from rich.console import Console

    from backstay.exercises.loading import library
    from backstay.reports.exercise_text import render_list

    Console().print(render_list(library()))


@exercises_app.command("show", epilog="Example: backstay exercises show wall_angel")
def show_exercise(exercise: Annotated[str, typer.Argument(help="An id, or a YAML file of your own.")]) -> None:
    """Show an exercise: its steps, its dose, and which lines a camera can judge, from where, how exactly."""
    from rich.console import Console

    from backstay.exercises.loading import find_exercise
    from backstay.reports.exercise_text import render_exercise

    Console().print(render_exercise(find_exercise(exercise)))


@exercises_app.command("check", epilog="Example: backstay exercises check my_exercise.yaml")
def check_exercise(files: Annotated[list[Path], typer.Argument(help="YAML files of your own.")]) -> None:
    """Check exercise files and say, line by line, what to mend."""
    from rich.console import Console

    from backstay.exercises.loading import doubts_about, load_exercise
    from backstay.reports.exercise_text import render_check

    has_failed = False
    for file in files:
        try:
            exercise = load_exercise(file)
        except BackstayError as error:
            typer.echo(f"backstay: {error}", err=True)
            has_failed = True
        else:
            Console().print(render_check(str(file), exercise, doubts_about(file)))
    if has_failed:
        raise typer.Exit(FAILED)
