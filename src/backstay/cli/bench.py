"""`backstay bench speed`: how fast is Backstay on this machine, beside MediaPipe and beside what the machine allows?"""

import subprocess
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backstay.cli.usage import FAILED
from backstay.errors import EngineError

if TYPE_CHECKING:
    from backstay.speed.report import Circumstances
    from backstay.speed.running import Found, Wanted

bench_app = typer.Typer(help="Measure Backstay on this machine.", no_args_is_help=True)
CLIP = "wall_angel_front.mp4"


@bench_app.command(epilog="Example: backstay bench speed --frames 60 --rounds 1")
def speed(  # noqa: PLR0913 - one parameter an option, as typer wants it
    clip: Annotated[Path | None, typer.Option(help="A video; the clip that comes with the wall angel if none.")] = None,
    frames: Annotated[int, typer.Option(min=20, help="How many frames of it.")] = 120,
    rounds: Annotated[int, typer.Option(min=1, help="How often everything has its turn; the best counts.")] = 2,
    live_s: Annotated[float, typer.Option("--live-seconds", min=1.0, help="How long a live session is played.")] = 10.0,
    mediapipe: Annotated[
        Path | None, typer.Option(help="A Python that has MediaPipe; installed into the cache if not named.")
    ] = None,
    peer: Annotated[bool, typer.Option(help="Whether to measure MediaPipe.")] = True,  # noqa: FBT002
    check: Annotated[bool, typer.Option("--check", help="Exit 1 where a kept ratio has been lost.")] = False,  # noqa: FBT002
    keep: Annotated[Path | None, typer.Option(help="Write the ratios here, to compare later runs with.")] = None,
    page: Annotated[Path | None, typer.Option(help="Write tables and plots into this Markdown page.")] = None,
) -> None:
    """Measure frames/s of each model, limits, stages, the engine, a live session, starting up and memory."""
    from backstay.media.reading import open_media
    from backstay.speed.report import circumstances, report
    from backstay.speed.running import Wanted, measure_all

    clips = Path(str(files("backstay"))) / "demonstrations"
    with open_media(clip or clips / CLIP):  # an unreadable one is said before anything is measured
        pass
    wanted = Wanted(
        clip=clip or clips / CLIP,
        clips=clips,
        frames=frames,
        rounds=rounds,
        live_s=live_s,
        mediapipe=_mediapipe(mediapipe) if peer else None,
    )
    found = measure_all(wanted, lambda step: typer.echo(f"measuring: {step}", err=True))
    where = circumstances(datetime.now(tz=UTC).date().isoformat(), _commit())
    typer.echo("\n".join(report(found, wanted, where)))
    has_lost = _compared(found) if check else False
    _written(found, wanted, where, keep=keep, page=page)
    if has_lost:
        raise typer.Exit(FAILED)


def _mediapipe(named: Path | None) -> Path | None:
    """Return a Python that has MediaPipe; where it cannot be had, say so and go on without."""
    from backstay.speed.peers import mediapipe_python

    if named is not None:
        return named
    try:
        typer.echo("measuring: looking for MediaPipe (installed once, 250 MB)", err=True)
        return mediapipe_python()
    except EngineError as error:
        typer.echo(f"backstay: {error} Going on without it.", err=True)
        return None


def _compared(found: "Found") -> bool:
    """Show what became of the kept ratios; return whether one has been lost."""
    from backstay.speed.regression import changes, load_ratios, ratios_of
    from backstay.speed.report import comparison

    compared = changes(load_ratios().values, ratios_of(found))
    typer.echo("\n".join(("", *comparison(compared))))
    return any(change.has_lost for change in compared)


def _written(found: "Found", wanted: "Wanted", where: "Circumstances", *, keep: Path | None, page: Path | None) -> None:
    """Keep the ratios and write the page, where that is asked for."""
    from backstay.speed.page import write_page
    from backstay.speed.regression import Ratios, keep_ratios, ratios_of

    if keep is not None:
        keep_ratios(Ratios(machine=where.machine, values=ratios_of(found)), keep)
        typer.echo(f"Ratios are in {keep}")
    if page is not None:
        write_page(page, found, wanted, where)
        typer.echo(f"Tables and plots are in {page}")


def _commit() -> str:
    """Return the commit of the sources; "" where there is no git, or no sources."""
    here = Path(__file__).parent
    try:
        done = subprocess.run(
            ["git", "describe", "--always", "--dirty"],  # noqa: S607
            cwd=here,
            check=True,
            capture_output=True,
            text=True,
            timeout=10,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip()
