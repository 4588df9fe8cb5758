"""`backstay people`: who exercises on this machine."""

from typing import Annotated

import typer

from backstay.cli.remembering import opened_store

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


@people_app.command("rename", epilog='Example: backstay people rename me "Anna Example"')
def rename_person(person: Whose, name: Annotated[str, typer.Argument(help="The new name.")]) -> None:
    """Change somebody's name; the id stays, and everything remembered with it."""
    from dataclasses import replace

    from backstay.memory.people import require_person, tidy_name

    with opened_store() as store:
        found = require_person(store, person)
        store.save_person(replace(found, name=tidy_name(name)))
    typer.echo(f"{found.name} is called {tidy_name(name)} now; the id is still {found.id}.")
