"""How well `backstay batch` uses the processors: `python -m benchmarks.batch`. The machine must be quiet.

Efficiency is the time with one worker by the time with N workers, by N: start-up, results and page included.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import psutil

CLIP = Path(str(files("backstay"))) / "demonstrations" / "wall_angel_front.mp4"


@dataclass(frozen=True, slots=True, kw_only=True)
class Took:
    """One run.

    Attributes:
        wall_s: By the clock.
        processor_s: Of all its processes.
    """

    wall_s: float
    processor_s: float


def main() -> None:
    """Run the same folder with one worker and with more."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.batch", description=__doc__)
    parser.add_argument("--videos", type=int, default=16, help="copies of the clip that ships")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2], help="the first is compared with")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="backstay-") as name:
        folder = Path(name) / "videos"
        folder.mkdir()
        for number in range(asked.videos):
            (folder / f"{number:03d}.mp4").symlink_to(CLIP)
        sys.stdout.write("\n".join(_table(folder, asked.workers)) + "\n")


def _table(folder: Path, workers: Sequence[int]) -> list[str]:
    took = {each: _run(folder, each) for each in workers}
    first = took[workers[0]]
    lines = ["| Workers | s | Processor s | Efficiency | By processor time |", "| --- | --- | --- | --- | --- |"]
    for each, run in took.items():
        by_clock = first.wall_s * workers[0] / run.wall_s / each
        by_processor = first.processor_s / run.processor_s
        lines.append(f"| {each} | {run.wall_s:.1f} | {run.processor_s:.1f} | {by_clock:.2f} | {by_processor:.2f} |")
    return lines


def _run(folder: Path, workers: int) -> Took:
    """Assess the folder anew."""
    out = folder.parent / f"with_{workers}"
    command = [sys.executable, "-m", "backstay.cli", "batch", str(folder), "--exercise", "wall_angel"]
    before_s, began_s = _children_s(), time.perf_counter()
    subprocess.run([*command, "--out", str(out), "--workers", str(workers)], check=True, stdout=subprocess.DEVNULL)
    return Took(wall_s=time.perf_counter() - began_s, processor_s=_children_s() - before_s)


def _children_s() -> float:
    times = psutil.Process().cpu_times()
    return float(times.children_user + times.children_system)


if __name__ == "__main__":
    main()
