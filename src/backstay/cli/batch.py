"""`backstay batch`: a folder or a list of videos in; a dataset and a page out."""

import time
from collections.abc import Callable
from contextlib import closing
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from backstay.cli.usage import FAILED, require_model, wrong_usage

if TYPE_CHECKING:
    from backstay.batch.places import Place
    from backstay.batch.results import Results
    from backstay.batch.running import Progress
    from backstay.batch.types import Engine, Job

MOST_SAID = 20
"""Failures said one by one; the page has them all."""
MINUTE_S = 60.0
SAID_EVERY_S = 10.0
"""Where no terminal shows a bar."""


class EngineName(StrEnum):
    """Where videos are assessed."""

    SERIAL = "serial"
    PROCESSES = "processes"
    RAY = "ray"


def batch(  # noqa: PLR0913 - one parameter an option, as typer wants it
    videos: Annotated[
        str, typer.Argument(help="A folder, or a text file with one path a line; s3:// and the like too.")
    ],
    out: Annotated[str, typer.Option(help="Where the results go: a folder or an address.")],
    exercise: Annotated[
        str | None, typer.Option(help="What all videos show: an exercise's id, or a YAML file.")
    ] = None,
    plan: Annotated[str | None, typer.Option(help="CSV: path,exercise,side,paced,person; a line a video.")] = None,
    engine: Annotated[EngineName, typer.Option(help="Where videos are assessed.")] = EngineName.PROCESSES,
    address: Annotated[str | None, typer.Option(help="Of the Ray cluster's head, host:port.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes; one a core if not given.")] = None,
    model: Annotated[str, typer.Option(help="lite, full or heavy: faster or more exact.")] = "full",
) -> None:
    """Assess many videos; a run that was cut off goes on where it stopped."""
    from backstay.batch.page import write_page
    from backstay.batch.places import Place
    from backstay.batch.results import Results
    from backstay.batch.running import pending

    require_model(model)
    if (exercise is None) == (plan is None):
        wrong_usage("need either --exercise or --plan.")
    if (address is None) == (engine is EngineName.RAY):
        wrong_usage("--engine ray and --address go together: host:port of the cluster's head.")
    results = Results(Place(out))
    jobs = _jobs(Place(videos), results.folder, exercise=exercise, plan=plan, model=model)
    todo = pending(jobs, results)
    if len(todo) < len(jobs):
        typer.echo(f"{len(jobs) - len(todo)} of {len(jobs)} videos were assessed before; {len(todo)} to go.", err=True)
    if todo:
        _run(todo, results, lambda: _engine(engine, address, workers, len(todo)))
    write_page(results, jobs, f"{len(jobs)} videos from {videos}")
    _conclude(jobs, results)


def _jobs(source: "Place", out: "Place", *, exercise: str | None, plan: str | None, model: str) -> "tuple[Job, ...]":
    """Return what is to be done; videos that a plan does not name are said and left out."""
    from backstay.batch.finding import find_videos, jobs_by_plan, jobs_for_all
    from backstay.batch.places import Place
    from backstay.batch.plan import Entry, read_plan
    from backstay.exercises.loading import find_exercise

    if exercise is not None:
        entry = Entry(path="", exercise=find_exercise(exercise))
        return jobs_for_all(find_videos(source, out), entry, model)
    entries = read_plan(Place(plan or ""))
    root = source if source.is_folder else source.folder
    jobs, unnamed = jobs_by_plan(find_videos(source, out), entries, root, model)
    if unnamed:
        shown = ", ".join(unnamed[:3]) + (", ..." if len(unnamed) > 3 else "")  # noqa: PLR2004 - enough to know which
        typer.echo(f"{len(unnamed)} of the videos are not in the plan and are left out: {shown}", err=True)
    return jobs


def _engine(name: EngineName, address: str | None, workers: int | None, jobs: int) -> "Engine":
    """Return the engine; Ray is loaded only when it is asked for."""
    if name is EngineName.SERIAL:
        from backstay.batch.serial_engine import SerialEngine

        return SerialEngine()
    if name is EngineName.PROCESSES:
        from backstay.batch.process_engine import ProcessEngine, cores

        return ProcessEngine(min(workers or cores(), jobs))
    try:
        from backstay.batch.ray_engine import RayEngine
    except ImportError:
        wrong_usage("--engine ray: Ray is not installed. Install it: pip install 'backstay[cluster]'.")
    return RayEngine(address or "")


def _run(todo: "tuple[Job, ...]", results: "Results", open_engine: "Callable[[], Engine]") -> None:
    """Run what is to be done, with a bar on a terminal and a line now and then elsewhere."""
    from rich.console import Console

    from backstay.batch.running import run

    console = Console(stderr=True)
    with closing(open_engine()) as engine:
        if not console.is_terminal:
            run(todo, engine, results, _lines(), time.monotonic)
            return
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
        with Progress(*columns, console=console, transient=True) as bar:
            task = bar.add_task("", total=len(todo))
            run(
                todo,
                engine,
                results,
                lambda progress: bar.update(task, completed=progress.done, description=_in_words(progress)),
                time.monotonic,
            )


def _lines() -> "Callable[[Progress], None]":
    """Return a watch that writes a line at most every ten seconds, and at the end."""
    said_s = time.monotonic()

    def watch(progress: "Progress") -> None:
        nonlocal said_s
        if progress.done == progress.videos or time.monotonic() - said_s >= SAID_EVERY_S:
            said_s = time.monotonic()
            typer.echo(f"{progress.done} of {progress.videos} videos, {_in_words(progress)}", err=True)

    return watch


def _in_words(progress: "Progress") -> str:
    """Return rate, failures and time left in words.

    Example:
        >>> from backstay.batch.running import Progress
        >>> _in_words(Progress(videos=9, done=3, failed=1, elapsed_s=60.0))
        '1 failed, 3.0 videos a minute, 2 min left'
    """
    failed = f"{progress.failed} failed, " if progress.failed else ""
    return f"{failed}{MINUTE_S * progress.videos_per_s:.1f} videos a minute, {_duration(progress.left_s or 0.0)} left"


def _duration(duration_s: float) -> str:
    """Return a duration in words.

    Example:
        >>> _duration(42.0), _duration(90.0), _duration(7300.0)
        ('42 s', '2 min', '2 h 2 min')
    """
    if duration_s < MINUTE_S:
        return f"{duration_s:.0f} s"
    hours, minutes = divmod(round(duration_s / MINUTE_S), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def _conclude(jobs: "tuple[Job, ...]", results: "Results") -> None:
    """Say what became of all videos, and exit with 1 if one could not be assessed."""
    ids = {job.id for job in jobs}
    videos = results.read("videos").select(["job", "is_assessed", "says"]).to_pylist()
    failed = [str(row["says"]) for row in videos if row["job"] in ids and not row["is_assessed"]]
    for says in failed[:MOST_SAID]:
        typer.echo(f"backstay: {says}", err=True)
    typer.echo(
        f"{len(jobs) - len(failed)} of {len(jobs)} videos assessed, {len(failed)} failed. "
        f"See {results.folder.named}/summary.html"
    )
    if failed:
        raise typer.Exit(FAILED)
