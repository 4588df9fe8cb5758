"""How fast each model is, in one run, in turns, best of several rounds."""

import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import product
from pathlib import Path

from backstay.pose.weights import LANDMARK_MODELS
from benchmarks.page import replace_part
from benchmarks.speed.measuring import ALL

PAGE = "performance.md"
PART = "speed"
THREADS = (1, ALL)
PEER = Path(__file__).with_name("mediapipe_peer.py")
OURS, THEIRS = "Backstay", "MediaPipe"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What is measured: a program, a model, and on how many processors (`ALL`: as many as there are)."""

    program: str
    model: str
    threads: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """Frames per second by the clock and per second of processor time."""

    by_clock: float
    by_processor: float

    def or_better(self, other: "Speed") -> "Speed":
        """Return the better of both in each respect: what disturbs a measurement only ever slows it."""
        return Speed(
            by_clock=max(self.by_clock, other.by_clock), by_processor=max(self.by_processor, other.by_processor)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Speeds:
    """What one setting reaches with decoding, and with the pose step alone."""

    with_decoding: Speed
    pose_alone: Speed

    def or_better(self, other: "Speeds") -> "Speeds":
        """Return the better of both."""
        return Speeds(
            with_decoding=self.with_decoding.or_better(other.with_decoding),
            pose_alone=self.pose_alone.or_better(other.pose_alone),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to measure.

    Attributes:
        clip: A video.
        frames: How many frames of it.
        rounds: How often each setting has its turn.
        mediapipe: A Python that has MediaPipe; None to leave it out.
    """

    clip: Path
    frames: int
    rounds: int
    mediapipe: Path | None


def report_speed(wanted: Wanted, docs: Path) -> None:
    """Measure every model; print the table, and write it into the page."""
    lines = list(_part(_best(wanted), wanted))
    print("\n".join(lines))
    replace_part(docs / PAGE, PART, lines)


def _best(wanted: Wanted) -> dict[Setting, Speeds]:
    """Return the best of several rounds in which every setting has its turn."""
    programs = (OURS,) if wanted.mediapipe is None else (OURS, THEIRS)
    best: dict[Setting, Speeds] = {}
    for _, threads, model, program in product(range(wanted.rounds), THREADS, LANDMARK_MODELS, programs):
        setting = Setting(program=program, model=model, threads=threads)
        now = _measured(setting, wanted)
        best[setting] = now.or_better(best.get(setting, now))
    return best


def _measured(setting: Setting, wanted: Wanted) -> Speeds:
    """Measure in a process of its own, so that no setting warms or hampers another."""
    ours = [sys.executable, "-m", "benchmarks.speed.measuring"]
    command = ours if setting.program == OURS else [str(wanted.mediapipe), str(PEER)]
    asked = [str(wanted.clip), str(wanted.frames), setting.model, str(setting.threads)]
    done = subprocess.run([*command, *asked], check=True, stdout=subprocess.PIPE, text=True)
    found = json.loads(done.stdout.splitlines()[-1])
    return Speeds(with_decoding=_speed(found["with_decoding"]), pose_alone=_speed(found["pose_alone"]))


def _speed(found: Mapping[str, float]) -> Speed:
    return Speed(by_clock=found["frames"] / found["wall_s"], by_processor=found["frames"] / found["cpu_s"])


def _part(best: Mapping[Setting, Speeds], wanted: Wanted) -> Iterator[str]:
    """Yield the table and how it came about."""
    cores = os.cpu_count() or 1
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    today = datetime.now(tz=UTC).date().isoformat()
    yield (
        f"Measured {today} on {cores} processors ({_processor()}), Python {platform.python_version()}, OpenVINO "
        f"{version('openvino')}, PyAV {version('av')}; load average {load:.1f} at the end. `{wanted.clip.name}`, "
        f"{wanted.frames} frames, best of {wanted.rounds} rounds in turns."
    )
    yield ""
    yield "| Program | Model | Processors | Frames/s | Pose alone | Frames per processor second | Pose alone |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for setting, speeds in best.items():
        rates = (speeds.with_decoding, speeds.pose_alone)
        cells = [*(f"{rate.by_clock:.1f}" for rate in rates), *(f"{rate.by_processor:.1f}" for rate in rates)]
        used = "1" if setting.threads == 1 else f"all {cores}"
        yield f"| {' | '.join((setting.program, setting.model, used, *cells))} |"
    yield from _ratios(best)


def _ratios(best: Mapping[Setting, Speeds]) -> Iterator[str]:
    """Yield how many times as fast as MediaPipe we are, where it was measured."""
    peers = [setting for setting in best if setting.program == THEIRS]
    if peers:
        yield from ("", "| Backstay by MediaPipe | Processors | By the clock | By processor second |")
        yield "| --- | --- | --- | --- |"
    for peer in peers:
        ours = best[Setting(program=OURS, model=peer.model, threads=peer.threads)].with_decoding
        theirs = best[peer].with_decoding
        ratios = (ours.by_clock / theirs.by_clock, ours.by_processor / theirs.by_processor)
        used = "1" if peer.threads == 1 else "all"
        yield f"| {peer.model} | {used} | {ratios[0]:.2f} | {ratios[1]:.2f} |"


def _processor() -> str:
    """Return what the processor calls itself, where the system says it."""
    listed = Path("/proc/cpuinfo")
    lines: Sequence[str] = listed.read_text().splitlines() if listed.is_file() else ()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
