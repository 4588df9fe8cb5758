"""`backstay history` and `backstay report`: what was done and how it felt, in the terminal and for the therapist."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperGroup
from typing_extensions import override

from backstay.cli.remembering import history_today, local, recall_person

if TYPE_CHECKING:
    from typer._click.core import Context

Named = Annotated[str | None, typer.Argument(help="Whose, by id or name; without one, who has been here longest.")]


class ShowsByDefault(TyperGroup):
    """A group whose first word may be a person's name: then it shows."""

    @override
    def parse_args(self, ctx: "Context", args: list[str]) -> list[str]:
        """Read the words of the command."""
        if not args or (args[0] not in self.commands and args[0] not in ctx.help_option_names):
            args = ["show", *args]
        return super().parse_args(ctx, args)


history_app = typer.Typer(
    help="What was done, how it felt, and what may be said to have changed.",
    epilog="Example: backstay history ada",
    cls=ShowsByDefault,
)


@history_app.command("show", epilog="Example: backstay history show ada, or shorter: backstay history ada")
def show_history(person: Named = None) -> None:
    """Show a person's history: calendar, ratings, ranges with their error, corrections, posture."""
    from rich.console import Console

    from backstay.reports.history_text import render_history
    from backstay.reports.timeline import day_lines, day_sum

    remembered = recall_person(person)
    sums = [day_sum(line) for line in day_lines(remembered, local)]
    Console().print(render_history(history_today(remembered), sums))


def report(
    pdf: Annotated[Path, typer.Option(help="Write the page (.pdf).")],
    person: Named = None,
) -> None:
    """Put a person's history on one page for the therapist."""
    from backstay.reports.therapist import therapist_pdf
    from backstay.reports.timeline import day_lines, day_sum
    from backstay.reports.writing import write_whole

    remembered = recall_person(person)
    sums = [day_sum(line) for line in day_lines(remembered, local)]
    write_whole(pdf, therapist_pdf(history_today(remembered), remembered, sums))
    typer.echo(f"{pdf}: one page about {remembered.person.name}. It holds health data; share it with care.")
