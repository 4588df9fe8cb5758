"""How a command ends when it could not do what was asked."""

from typing import NoReturn

import typer

FAILED = 1
USAGE = 2
MODELS = ("lite", "full", "heavy")


def wrong_usage(says: str) -> NoReturn:
    """Stop with a sentence about how the command is used."""
    typer.echo(f"backstay: {says}", err=True)
    raise typer.Exit(USAGE)


def require_model(model: str) -> None:
    """Stop at a pose model that does not exist."""
    if model not in MODELS:
        wrong_usage(f"--model {model}: need one of {', '.join(MODELS)}.")
