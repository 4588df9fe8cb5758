"""How many processors others leave free: a network spread over a processor that is busy waits for it in every layer.

Measured on two processors of which others kept both busy: *full* on both took 37 ms a frame by the clock, on one 20 ms.
"""

import os
import time

import psutil

_NOT_BUSY = frozenset({"idle", "iowait", "guest", "guest_nice"})


class Neighbours:
    """What others use of the processors, from the moment it is made."""

    def __init__(self) -> None:
        """Begin to watch; a quarter of a second is enough."""
        self._processors = _allowed()
        self._began = self._read()

    def free(self) -> int:
        """Return how many processors others have left free since the beginning, at least one."""
        busy_s, own_s, passed_s = (now - then for now, then in zip(self._read(), self._began, strict=True))
        return processors_left(len(self._processors), (busy_s - own_s) / max(passed_s, 1e-3))

    def _read(self) -> tuple[float, float, float]:
        """Return seconds so far: in which these processors were busy, for us, and by the clock."""
        times = psutil.cpu_times(percpu=True)
        busy_s = sum(_busy_s(times[number]) for number in self._processors if number < len(times))
        return busy_s, time.process_time(), time.perf_counter()


def processors_left(processors: int, others: float) -> int:
    """Return how many processors are left, at least one.

    Args:
        processors: How many we may use.
        others: How many of them others keep busy, in all; half a processor counts as a whole one.
    """
    return max(1, processors - int(max(others, 0.0) + 0.5))


def _allowed() -> tuple[int, ...]:
    """Return the numbers of the processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return tuple(sorted(os.sched_getaffinity(0)))
    return tuple(range(os.cpu_count() or 1))


def _busy_s(times: tuple[float, ...]) -> float:
    """Return the seconds a processor was busy; guests are left out, since Linux counts them as users too."""
    named: dict[str, float] = times._asdict()  # type: ignore[attr-defined]  # psutil's named tuple; it differs by system
    return sum(seconds for name, seconds in named.items() if name not in _NOT_BUSY)
