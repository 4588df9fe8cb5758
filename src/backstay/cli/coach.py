"""`backstay coach`: the live coach on this machine."""

from typing import Annotated

import typer

from backstay.cli.usage import wrong_usage


def coach(  # noqa: PLR0913 - one parameter an option, as typer wants it
    program: Annotated[str, typer.Option(help="A program's id or YAML file, for this once; else one's own.")] = "",
    person: Annotated[str, typer.Option(help="Whose session this is, by name; see backstay people list.")] = "",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0: the usual one, or a free one.")] = 0,
    demo: Annotated[bool, typer.Option("--demo", help="Play a clip in place of the camera.")] = False,  # noqa: FBT002
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,  # noqa: FBT002
    model: Annotated[str, typer.Option(help="full or lite: more exact or faster.")] = "full",
    threads: Annotated[int | None, typer.Option(min=1, help="Processor cores; by default all that are free.")] = None,
) -> None:
    """Start the live coach on this machine, and open its page."""
    from backstay.exercises.programs import find_program
    from backstay.web.serving import Serving, serve

    if model not in {"full", "lite"}:
        wrong_usage(f"--model {model}: need full or lite.")
    serving = Serving(
        port=port,
        opens_browser=browser,
        is_demo=demo,
        model=model,
        threads=threads,
        person=person,
    )
    try:
        serve(serving, typer.echo, find_program(program) if program else None)
    except OSError as error:
        wrong_usage(f"--port {port}: {error.strerror}. Choose another, or leave it out.")
