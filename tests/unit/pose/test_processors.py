"""A network is spread over the processors that others leave free, and over one at least."""

import subprocess
import sys
import time

import psutil
import pytest

from backstay.pose.processors import Neighbours, processors_left


@pytest.mark.parametrize(
    ("processors", "others", "left"),
    [(2, 0.0, 2), (2, 0.3, 2), (2, 0.6, 1), (2, 2.0, 1), (8, 3.4, 5), (1, 0.9, 1), (4, -0.2, 4)],
)
def test_what_others_use_is_left_to_them(processors: int, others: float, left: int) -> None:
    assert processors_left(processors, others) == left


def test_our_own_work_is_not_taken_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = iter([(100.0, 5.0, 0.0), (101.0, 6.0, 1.0)])
    monkeypatch.setattr(Neighbours, "_read", lambda _: next(seconds))
    neighbours = Neighbours()
    assert neighbours.free() == len(neighbours._processors)


def test_a_busy_neighbour_is_seen() -> None:
    worker = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        before, began_s = Neighbours()._read(), time.perf_counter()
        while psutil.Process(worker.pid).cpu_times().user < 0.3:
            time.sleep(0.02)
        passed_s = time.perf_counter() - began_s
        busy_s, own_s, clock_s = (now - then for now, then in zip(Neighbours()._read(), before, strict=True))
    finally:
        worker.kill()
        worker.wait()
    assert busy_s - own_s >= 0.2
    assert clock_s == pytest.approx(passed_s, abs=0.5)
