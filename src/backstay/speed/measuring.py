"""Measure one thing in this process and write it as JSON: `python -m backstay.speed.measuring THING ...`.

Each thing has a process of its own, so that none warms or hampers another.
"""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from backstay.speed.stopwatch import pinned
from backstay.speed.types import Measured


def _whole(clip: str, frames: str, model: str, threads: str) -> Measured:
    pinned(int(threads))
    from backstay.speed.frames import measure_whole

    return measure_whole(Path(clip), int(frames), model, int(threads))


def _limits(clip: str, frames: str, model: str) -> Measured:
    pinned(1)
    from backstay.speed.frames import measure_limits

    return measure_limits(Path(clip), int(frames), model)


def _stages(clip: str, frames: str, model: str) -> Measured:
    pinned(1)
    from backstay.speed.frames import measure_stages

    return measure_stages(Path(clip), int(frames), model)


def _engine(clips: str, frames: str) -> Measured:
    pinned(1)
    from backstay.speed.beyond import measure_engine

    return measure_engine(Path(clips), int(frames))


def _live(clip: str, seconds: str, model: str) -> Measured:
    from backstay.speed.beyond import measure_live

    return measure_live(Path(clip), float(seconds), model)


def _start_up() -> Measured:
    from backstay.speed.beyond import measure_start_up

    return measure_start_up()


THINGS: Mapping[str, Callable[..., Measured]] = {
    "whole": _whole,
    "limits": _limits,
    "stages": _stages,
    "engine": _engine,
    "live": _live,
    "start_up": _start_up,
}

if __name__ == "__main__":
    sys.stdout.write(THINGS[sys.argv[1]](*sys.argv[2:]).model_dump_json() + "\n")
