"""`backstay assess` and `backstay posture`: videos and pictures in; tables, JSON, readings and overlays out."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from backstay.cli.usage import FAILED, require_model, wrong_usage
from backstay.errors import BackstayError, ExerciseError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

    from backstay.assessment.paced import Interval
    from backstay.exercises.types import Exercise
    from backstay.pose.blazepose import BlazePose
    from backstay.pose.types import PoseEstimator
    from backstay.reports.delivery import Outputs
    from backstay.sessions.assessing import Assessed, Instruction
    from backstay.sessions.seeing import Seen, Watch
    from backstay.sessions.set_up import SetUp

TERMINAL = Path("-")


def assess(  # noqa: PLR0913 - one parameter an option, as typer wants it
    videos: Annotated[list[Path], typer.Argument(help="Videos, pictures, or recordings of poses (.parquet).")],
    exercise: Annotated[str, typer.Option(help="An exercise's id, or a YAML file of your own.")],
    json_to: Annotated[Path | None, typer.Option("--json", help="Write the assessment; - for the terminal.")] = None,
    readings: Annotated[Path | None, typer.Option(help="Write what was measured (.csv or .parquet).")] = None,
    poses: Annotated[Path | None, typer.Option(help="Write the poses (.parquet), to assess again later.")] = None,
    overlay: Annotated[Path | None, typer.Option(help="Write the video with skeleton, count, verdicts (.mp4).")] = None,
    model: Annotated[str, typer.Option(help="lite, full or heavy: faster or more exact.")] = "full",
    side: Annotated[str | None, typer.Option(help="left or right: the side that was asked for.")] = None,
    paced: Annotated[str | None, typer.Option(help="When paced holds were called: 2.4-12.4,17.8-27.8 (s).")] = None,
    references: Annotated[
        Path | None, typer.Option(help="Your own values: a former assessment's JSON, or a plain mapping.")
    ] = None,
    why: Annotated[bool, typer.Option("--why", help="Show the measurement behind each line not met.")] = False,  # noqa: FBT002
    threads: Annotated[int | None, typer.Option(min=1, help="Processor cores; by default all that are free.")] = None,
) -> None:
    """Count and judge an exercise in one or more videos."""
    from rich.console import Console

    from backstay.exercises.loading import find_exercise
    from backstay.reports.delivery import Outputs

    chosen = find_exercise(exercise)
    instruction = _instruction(chosen, model=model, side=side, paced=paced)
    if references is not None:
        from backstay.sessions.references import load_references

        instruction = replace(instruction, own=load_references(references))
    outputs = Outputs(readings=readings, poses=poses, overlay=overlay)
    is_quiet = json_to == TERMINAL
    done = _assess_all(videos, chosen, outputs, _Engine(model, threads, instruction, is_quiet=is_quiet))
    good = [each for each in done if each is not None]
    if not is_quiet:
        _show(Console(), good, chosen, with_why=why)
    _write_json(json_to, good)
    if len(good) < len(videos):
        raise typer.Exit(FAILED)


def _instruction(exercise: "Exercise", *, model: str, side: str | None, paced: str | None) -> "Instruction":
    """Return what was asked of the person; stop at options that cannot be meant."""
    from backstay.sessions.assessing import Instruction
    from backstay.sessions.instructions import SIDES_BY_NAME

    require_model(model)
    sides = SIDES_BY_NAME.get(side or "")
    if side is not None and sides is None:
        wrong_usage(f"--side {side}: need left or right.")
    if side is not None and exercise.sides == "both_together":
        wrong_usage(f"--side {side}: {exercise.title} works both sides together; leave it out.")
    if paced is not None and exercise.kind != "paced_hold":
        wrong_usage(f"--paced: {exercise.title} is not paced; leave it out.")
    return Instruction(side=sides, paced=_intervals(paced) if paced else ())


def _intervals(text: str) -> "tuple[Interval, ...]":
    """Return the holds written as from-to in seconds; stop at anything else."""
    from backstay.sessions.instructions import intervals_in

    try:
        return intervals_in(text)
    except ExerciseError as error:
        wrong_usage(f"--paced: {error}")


def _assess_all(
    videos: Sequence[Path], exercise: "Exercise", outputs: "Outputs", engine: "_Engine"
) -> "list[Assessed | None]":
    """Assess video after video; one that cannot be read is said and leaves None, the others go on."""
    results: list[Assessed | None] = []
    with engine.progress() as progress:
        for video in videos:
            wanted = outputs if len(videos) == 1 else outputs.of(video)
            watch = _watch(progress, video)
            try:
                results.append(engine.assess(video, exercise, wanted, watch))
            except BackstayError as error:
                typer.echo(f"backstay: {error}", err=True)
                results.append(None)
    return results


def _watch(progress: "Progress", video: Path) -> "Watch":
    """Return a callback that moves a progress bar."""
    task = progress.add_task(video.name, total=None)
    return lambda seen_s, total_s: progress.update(task, completed=seen_s, total=max(seen_s, total_s))


class _Engine:
    """The pose model, compiled once for all videos."""

    def __init__(self, model: str, threads: int | None, instruction: "Instruction", *, is_quiet: bool) -> None:
        """Remember what to run; nothing is loaded before the first video needs it."""
        self._instruction = instruction
        self._model = model
        self._threads = threads
        self._is_quiet = is_quiet

    def progress(self) -> "Progress":
        """Return a progress bar on standard error, hidden where nobody looks."""
        from rich.console import Console
        from rich.progress import Progress

        console = Console(stderr=True)
        return Progress(console=console, transient=True, disable=self._is_quiet or not console.is_terminal)

    def assess(self, video: Path, exercise: "Exercise", outputs: "Outputs", watch: "Watch") -> "Assessed":
        """Assess one video and write what was asked for."""
        from backstay.reports.delivery import deliver
        from backstay.sessions.assessing import assess_seen

        breathes = exercise.follows_breath or outputs.poses is not None
        seen = _see(video, lambda: self._pose_model.anew(measure_torso_motion=breathes), watch)
        assessed = assess_seen(seen, exercise, self._instruction)
        deliver(assessed, exercise, outputs, video)
        return assessed

    @cached_property
    def _pose_model(self) -> "BlazePose":
        return _load(self._model, self._threads)


def _show(console: "Console", assessed: "Sequence[Assessed]", exercise: "Exercise", *, with_why: bool) -> None:
    """Print the table of each video, and the measurements behind it where asked."""
    from backstay.reports.tables import render_assessment, render_why

    says = {criterion.id: criterion.says for criterion in exercise.criteria}
    for each in assessed:
        console.print(render_assessment(each.assessment, exercise))
        if with_why:
            console.print(render_why(each, says))


def _write_json(target: Path | None, assessed: "Sequence[Assessed]") -> None:
    """Write the assessments as JSON to a file or to the terminal."""
    from backstay.reports.writing import assessments_as_json, write_whole

    if target is None or not assessed:
        return
    text = assessments_as_json([each.assessment for each in assessed])
    if target == TERMINAL:
        typer.echo(text, nl=False)
    else:
        write_whole(target, text.encode())


def posture(  # noqa: PLR0913 - one parameter an option, as typer wants it
    media: Annotated[Path, typer.Argument(help="A video, a picture, or a recording of poses (.parquet).")],
    json_to: Annotated[Path | None, typer.Option("--json", help="Write the states; - for the terminal.")] = None,
    overlay: Annotated[
        Path | None, typer.Option(help="Write the video with states, or a picture's plumb line (.mp4, .png).")
    ] = None,
    model: Annotated[str, typer.Option(help="lite, full or heavy; full if left out, lite with --place.")] = "",
    place: Annotated[str, typer.Option(help="A place that you set up in the watch: compare with that.")] = "",
    person: Annotated[str, typer.Option(help="Whose place, by name; see backstay people list.")] = "",
    backrest: Annotated[bool, typer.Option("--backrest", help="Your back rests, which no camera can tell.")] = False,  # noqa: FBT002
    sources: Annotated[bool, typer.Option("--sources", help="Say what the words on load are, and whence.")] = False,  # noqa: FBT002
) -> None:
    """Describe everyday posture: which states, for how long, compared with the person's own tall posture."""
    from rich.console import Console

    from backstay.exercises.loading import postures
    from backstay.reports.posture import posture_captions, render_posture
    from backstay.sessions.posture import assess_posture
    from backstay.sessions.set_up import MODEL

    set_up = _set_up(place, person, model)
    chosen = model or (MODEL if place else "full")
    require_model(chosen)
    assessed = assess_posture(_see(media, lambda: _load(chosen, measure_torso_motion=False)), postures(), set_up)
    if overlay is not None and assessed.seen.info.is_still:
        from backstay.reports.plumb import write_plumb_picture

        write_plumb_picture(overlay, media, assessed.seen.sightings[0].pose)
    elif overlay is not None:
        from backstay.reports.overlay import write_overlay

        write_overlay(overlay, media, assessed.seen.sightings, posture_captions(assessed, postures()))
    if json_to != TERMINAL:
        shown = render_posture(assessed.assessment, postures(), uses_backrest=backrest, with_sources=sources)
        Console().print(shown)
    _write_json(json_to, [assessed])


def _set_up(place: str, person: str, model: str) -> "SetUp":
    """Return what was set up in the watch where it is asked for; stop at options that cannot be meant."""
    from backstay.sessions.set_up import MODEL, NOTHING_SET_UP

    if not place:
        if person:
            wrong_usage("--person: whose place is meant? Give --place too.")
        return NOTHING_SET_UP
    if model not in {"", MODEL}:
        wrong_usage(f"--model {model}: the watch looks with {MODEL}, which reads angles differently; leave it out.")
    from backstay.cli.remembering import opened_store
    from backstay.memory.people import require_person
    from backstay.memory.watched import find_set_up

    with opened_store() as store:
        return find_set_up(require_person(store, person), place)


def _see(media: Path, estimator: "Callable[[], PoseEstimator]", watch: "Watch | None" = None) -> "Seen":
    """Look at a video or picture, or recall what was seen when a recording was made, which needs no pose model."""
    from backstay.sessions.seeing import RECORDING_SUFFIX, recall, see

    return recall(media) if media.suffix == RECORDING_SUFFIX else see(media, estimator(), watch)


def _load(model: str, threads: int | None = None, *, measure_torso_motion: bool = True) -> "BlazePose":
    from backstay.pose.blazepose import load_pose_model

    return load_pose_model(model, threads, measure_torso_motion=measure_torso_motion)
