"""Run one model over some frames in this process, on some processors, and print how long it took as JSON.

python -m benchmarks.speed.measuring CLIP FRAMES MODEL THREADS
"""

import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path

ALL = 0
WARM_UP_FRAMES = 10


def pinned(threads: int) -> None:
    """Keep this process on so many processors, whatever the libraries start; `ALL` leaves it free."""
    if threads != ALL and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])


def timed(work: Callable[[], int]) -> dict[str, float]:
    """Return how many frames were worked off, in how many seconds by the clock and of processor time."""
    began_wall_s, began_cpu_s = time.perf_counter(), _cpu_s()
    frames = work()
    return {"frames": frames, "wall_s": time.perf_counter() - began_wall_s, "cpu_s": _cpu_s() - began_cpu_s}


def exhausted(items: Iterable[object]) -> int:
    """Go through everything and return how much it was."""
    return sum(1 for _ in items)


def _cpu_s() -> float:
    """Return the processor time that all threads of this process have used."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main(clip: Path, frames: int, model: str, threads: int) -> None:
    """Measure decoding with the pose step, and the pose step alone."""
    pinned(threads)
    from backstay.media.reading import open_media
    from backstay.pose.blazepose import load_pose_model

    with open_media(clip) as media:
        estimator = load_pose_model(model, threads or None)
        exhausted(estimator.estimate(frame) for frame in islice(media, WARM_UP_FRAMES))
        whole = timed(lambda: exhausted(estimator.estimate(frame) for frame in islice(media, frames)))
        decoded = list(islice(media, frames))
        pose = timed(lambda: exhausted(estimator.estimate(frame) for frame in decoded))
    print(json.dumps({"with_decoding": whole, "pose_alone": pose}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
