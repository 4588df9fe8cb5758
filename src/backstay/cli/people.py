"""`backstay people`: who exercises on this machine."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backstay.cli.remembering import opened_store
from backstay.cli.usage import wrong_usage
from backstay.errors import StoreError

if TYPE_CHECKING:
    from backstay.memory.types import Person

people_app = typer.Typer(help="Who exercises on this machine.", no_args_is_help=True)
Whose = Annotated[str, typer.Argument(help="Whose, by id or name.")]


@people_app.command("list", epilog="Example: backstay people list")
def list_people() -> None:
    """List everybody: id, name, since when, how many sessions."""
    with opened_store() as store:
        people = store.find_people()
        for person in people:
            sessions = len(store.find_sessions(person.id))
            since = f"{person.created_at.astimezone():%Y-%m-%d}"
            typer.echo(f"{person.id:<20} {person.name}, since {since}, {sessions} sessions, program {person.program}")
    if not people:
        typer.echo("Nobody yet. `backstay coach` makes a profile at the first session, `backstay people add` at once.")


@people_app.command("add", epilog='Example: backstay people add "Anna Example"')
def add_person(name: Annotated[str, typer.Argument(help="As the person wants to be called.")]) -> None:
    """Add somebody."""
    from datetime import UTC, datetime

    from backstay.memory.people import new_id, tidy_name
    from backstay.memory.types import Person

    with opened_store() as store:
        called = tidy_name(name)
        person = Person(
            id=new_id(called, [each.id for each in store.find_people()]), name=called, created_at=datetime.now(UTC)
        )
        store.save_person(person)
    typer.echo(f"{person.name} is known as {person.id}: backstay coach --person {person.id}")


@people_app.command("own", epilog="Example: backstay people own anna calibration.json")
def own_values(
    person: Whose,
    file: Annotated[
        Path | None, typer.Argument(help="What `backstay assess --json` wrote, or names and values.")
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Go back to the usual limits.")] = False,  # noqa: FBT002
) -> None:
    """Keep somebody's own values (overhead range, tall sitting, soft knees) for live coaching, or show them."""
    from backstay.kinematics.types import ViewLabel
    from backstay.memory.own_values import own_values_of
    from backstay.memory.people import require_person
    from backstay.sessions.references import in_words

    if remove and file is not None:
        wrong_usage("people own: give a file, or --remove.")
    with opened_store() as store:
        found = require_person(store, person)
        if remove or file is not None:
            found = _with_own(found, file)
            store.save_person(found)
    known = own_values_of(found)
    for key, value in sorted(known.values.items()):
        view = known.view_of(key)
        where = "from any side" if view is ViewLabel.UNKNOWN else f"seen from: {view.value.replace('_', ' ')}"
        typer.echo(f"{in_words(key)}: {value:.0f}°, {where}")
    if not known.values:
        typer.echo(f"{found.name} has no own values: the usual limits hold. `backstay assess --json F` finds them.")


def _with_own(person: "Person", file: Path | None) -> "Person":
    """Return a profile with the own values of a file, or without any."""
    from backstay.memory.own_values import with_own_values, without_own_values
    from backstay.sessions.references import load_references

    if file is None:
        return without_own_values(person)
    given = load_references(file)
    if not given.values:
        raise StoreError(f"{file}: no own values were found in that recording, so there are none to keep.")
    return with_own_values(person, given)


@people_app.command("rename", epilog='Example: backstay people rename me "Anna Example"')
def rename_person(person: Whose, name: Annotated[str, typer.Argument(help="The new name.")]) -> None:
    """Change somebody's name; the id stays, and everything remembered with it."""
    from dataclasses import replace

    from backstay.memory.people import require_person, tidy_name

    with opened_store() as store:
        found = require_person(store, person)
        store.save_person(replace(found, name=tidy_name(name)))
    typer.echo(f"{found.name} is called {tidy_name(name)} now; the id is still {found.id}.")
