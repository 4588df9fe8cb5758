"""Time by the clock, processor time of all threads, memory, and staying on some processors."""

import os
import sys
import time
from collections.abc import Callable, Iterable

import psutil

from backstay.speed.types import ALL, Took

KB, MB = 1024, 1024 * 1024


def pinned(processors: int) -> None:
    """Keep this process on so many processors, whatever the libraries start; `ALL` leaves it free."""
    if processors != ALL and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:processors])


def timed(work: Callable[[], int]) -> Took:
    """Return how many frames were worked off, and how long that took."""
    began_s, began_processor_s = time.perf_counter(), time.process_time()
    frames = work()
    return Took(
        frames=frames, wall_s=time.perf_counter() - began_s, processor_s=time.process_time() - began_processor_s
    )


def exhausted(items: Iterable[object]) -> int:
    """Go through everything and return how much it was."""
    return sum(1 for _ in items)


def peak_memory_mb() -> float:
    """Return the most memory this process has had, in MB."""
    if sys.platform == "win32":
        return float(psutil.Process().memory_info().peak_wset) / MB
    import resource  # there is none on Windows

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / MB if sys.platform == "darwin" else most / KB


class Laps:
    """Processor time, handed out to named stages."""

    def __init__(self) -> None:
        """Begin the first lap."""
        self.seconds: dict[str, float] = {}
        self._since_s = time.process_time()

    def lap(self, stage: str) -> None:
        """Add the time since the last lap to a stage."""
        now_s = time.process_time()
        self.seconds[stage] = self.seconds.get(stage, 0.0) + now_s - self._since_s
        self._since_s = now_s
