"""The program's commands put together; nothing heavy is imported before a command needs it."""

import typer

from backstay.cli.assess import assess, posture
from backstay.cli.batch import batch
from backstay.cli.bench import bench_app
from backstay.cli.coach import coach
from backstay.cli.doctor import doctor
from backstay.cli.exercises import exercises_app
from backstay.cli.export import export_app
from backstay.cli.history import history_app, report
from backstay.cli.people import people_app
from backstay.cli.programs import programs_app
from backstay.cli.upkeep import import_archive
from backstay.cli.usage import FAILED
from backstay.errors import BackstayError

app = typer.Typer(
    name="backstay",
    help="A coach for a sore back: watches prescribed exercises through an ordinary camera and judges every line.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command(epilog="Example: backstay assess me.mp4 --exercise wall_angel --overlay me_coached.mp4")(assess)
app.command(epilog="Example: backstay posture desk.mp4 --json desk.json")(posture)
app.command(epilog="Example: backstay batch clinic/ --plan clinic.csv --out results")(batch)
app.command(epilog="Example: backstay coach")(coach)
app.add_typer(exercises_app, name="exercises")
app.add_typer(programs_app, name="programs")
app.add_typer(history_app, name="history")
app.add_typer(export_app, name="export")
app.command("import", epilog="Example: backstay import anna.zip")(import_archive)
app.add_typer(people_app, name="people")
app.command(epilog="Example: backstay report ada --pdf ada.pdf")(report)
app.add_typer(bench_app, name="bench")
app.command(epilog="Example: backstay doctor")(doctor)


def main() -> None:
    """Run the command line; a problem the user can do something about becomes one sentence and exit 1."""
    try:
        app()
    except BackstayError as error:
        typer.echo(f"backstay: {error}", err=True)
        raise SystemExit(FAILED) from None
