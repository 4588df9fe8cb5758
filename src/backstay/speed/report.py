"""A run in words and tables, as Markdown that reads well in a terminal too."""

import os
import platform
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from backstay.pose.weights import LANDMARK_MODELS
from backstay.speed.regression import Change, ratios_of
from backstay.speed.running import MEASURED_MODEL, OURS, PROCESSORS, THEIRS, Found, Setting, Wanted
from backstay.speed.types import ALL, Whole

FRAMES_PER_S = 30
ENGINE_TARGET, HELP_TARGET_MS = 20_000, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """When and where a run was.

    Attributes:
        date: In words.
        commit: Of the sources; "" where they are not under version control.
        processor: What it calls itself.
        processors: How many.
        load: Of the last minute, at the end; NaN where the system does not say.
    """

    date: str
    commit: str
    processor: str
    processors: int
    load: float

    @property
    def machine(self) -> str:
        """Return the machine in words."""
        return (
            f"{self.processors} processors ({self.processor}), {platform.system()}, Python {platform.python_version()}"
        )


def circumstances(date: str, commit: str) -> Circumstances:
    """Return where this program runs."""
    listed = Path("/proc/cpuinfo")
    lines = listed.read_text().splitlines() if listed.is_file() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return Circumstances(
        date=date,
        commit=commit,
        processor=names[0] if names else platform.processor() or platform.machine(),
        processors=os.cpu_count() or 1,
        load=os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan"),
    )


def report(found: Found, wanted: Wanted, where: Circumstances) -> Iterator[str]:
    """Yield the whole report, line by line."""
    yield _heading(wanted, where)
    yield from ("", *_models(found, where.processors))
    yield from ("", *_ratios(found))
    yield from ("", *_limits(found))
    yield from ("", *_stages(found))
    yield from ("", *_rest(found))


def _heading(wanted: Wanted, where: Circumstances) -> str:
    used = ", ".join(f"{name} {_version(name)}" for name in ("openvino", "av", "numpy", "opencv-python-headless"))
    commit = f", commit {where.commit}" if where.commit else ""
    return (
        f"Measured {where.date} on {where.machine}; {used}; Backstay {_version('backstay')}{commit}. "
        f"{wanted.clip.name}, {wanted.frames} frames, best of {wanted.rounds} rounds in turns; load average "
        f"{where.load:.1f} at the end."
    )


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "?"


def _models(found: Found, processors: int) -> Iterator[str]:
    """Yield frames a second of each model, by the clock and by processor second."""
    yield "| Program | Model | Processors | Frames/s | Pose alone | Frames per processor second | Pose alone |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for setting, whole in found.wholes.items():
        paces = (whole.with_decoding, whole.pose_alone)
        cells = [*(f"{pace.by_clock:.1f}" for pace in paces), *(f"{pace.by_processor:.1f}" for pace in paces)]
        used = f"all {processors}" if setting.processors == ALL else str(setting.processors)
        yield f"| {' | '.join((setting.program, setting.model, used, *cells))} |"


def _ratios(found: Found) -> Iterator[str]:
    """Yield how many times as fast as MediaPipe we are; nothing where it was not measured."""
    rows = []
    for processors in PROCESSORS:
        for model in LANDMARK_MODELS:
            ours, theirs = (_whole(found, program, model, processors) for program in (OURS, THEIRS))
            if ours is None or theirs is None:
                continue
            one, other = ours.with_decoding, theirs.with_decoding
            by_clock, by_processor = one.by_clock / other.by_clock, one.by_processor / other.by_processor
            rows.append(f"| {model} | {processors or 'all'} | {by_clock:.2f} | {by_processor:.2f} |")
    if rows:
        yield "| Backstay by MediaPipe | Processors | By the clock | By processor second |"
        yield "| --- | --- | --- | --- |"
        yield from rows
    else:
        yield "MediaPipe was not measured."


def _whole(found: Found, program: str, model: str, processors: int) -> Whole | None:
    return found.wholes.get(Setting(program=program, model=model, processors=processors))


def _limits(found: Found) -> Iterator[str]:
    """Yield what one processor allows."""
    limits, ratios = found.limits, ratios_of(found)
    ours = found.wholes[Setting(program=OURS, model=MEASURED_MODEL, processors=1)].with_decoding
    ideal = ratios["network by arithmetic peak"]
    yield f"| One processor, {MEASURED_MODEL} | Frames per processor second | The whole path reaches |"
    yield "| --- | --- | --- |"
    rows = (
        ("the whole path", ours.by_processor),
        ("decoding alone", limits.decoding.by_processor),
        ("the network alone", limits.inference.by_processor),
        (
            f"the network's arithmetic at the peak of {limits.peak_gflops:.0f} GFLOP/s",
            limits.inference.by_processor / ideal,
        ),
    )
    for name, rate in rows:
        yield f"| {name} | {rate:.1f} | {ours.by_processor / rate:.0%} |"


def _stages(found: Found) -> Iterator[str]:
    """Yield what each stage takes."""
    total_ms = sum(found.stages.ms.values())
    yield f"| Stage, {MEASURED_MODEL}, one processor | Processor ms a frame | Share |"
    yield "| --- | --- | --- |"
    for stage, took_ms in found.stages.ms.items():
        yield f"| {stage} | {took_ms:.2f} | {took_ms / total_ms:.0%} |"
    yield f"| all | {total_ms:.2f} | 100% |"
    yield f"| on top, where a line asks for the breath: motion of the chest | {found.stages.chest_ms:.2f} | |"


def _rest(found: Found) -> Iterator[str]:
    """Yield the engine, the live session, starting up, and memory."""
    engine, live, start = found.engine, found.live, found.start_up
    ours = found.wholes[Setting(program=OURS, model=MEASURED_MODEL, processors=1)]
    yield "| Besides | |"
    yield "| --- | --- |"
    rows = (
        ("engine alone, readings in, events out", f"{engine.engine_frames_per_s:,.0f} frames/s a processor"),
        ("target for it", f"{ENGINE_TARGET:,} frames/s"),
        ("landmarks in, events out, live", f"{engine.live_frames_per_s:,.0f} frames/s a processor"),
        (
            f"sessions of {FRAMES_PER_S} frames/s on one processor, if landmarks come in",
            f"{engine.live_frames_per_s / FRAMES_PER_S:.0f}",
        ),
        ("live, from a frame's arrival to its verdict", _milliseconds(live.p50_ms, live.p95_ms, live.p99_ms)),
        ("live, frames left out for newer ones", f"{live.dropped} of {live.frames + live.dropped}"),
        ("backstay --help", f"{1e3 * start.help_s:.0f} ms, {1e3 * start.help_processor_s:.0f} ms of processor time"),
        ("target for it", f"{HELP_TARGET_MS} ms"),
        ("the server, until it says its address", f"{start.server_s:.1f} s"),
        ("most memory, a file", f"{ours.peak_memory_mb:.0f} MB"),
        ("most memory, a live session", f"{live.peak_memory_mb:.0f} MB"),
    )
    for name, value in rows:
        yield f"| {name} | {value} |"


def _milliseconds(p50: float, p95: float, p99: float) -> str:
    return f"p50 {p50:.0f}, p95 {p95:.0f}, p99 {p99:.0f} ms"


def comparison(found: list[Change]) -> Iterator[str]:
    """Yield how ratios changed since they were kept."""
    yield "| Ratio | Kept | Now | Change |"
    yield "| --- | --- | --- | --- |"
    for change in found:
        lost = " LOST" if change.has_lost else ""
        yield f"| {change.name} | {change.kept:.3g} | {change.now:.3g} | {change.share:+.0%}{lost} |"
