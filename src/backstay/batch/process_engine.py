"""The engine that runs jobs in processes of this machine, one job a worker at a time.

Each worker has a pipe of its own, so that when one dies it is known which video it died over, and no other worker
notices. A worker whose parent has gone finds its pipe closed, and goes too.
"""

import multiprocessing as mp
import os
import signal
from collections.abc import Callable
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess

from backstay.batch.types import Assess, Ended, Job, Outcome
from backstay.batch.working import assess_one

STOPS_WITHIN_S = 2.0


class ProcessEngine:
    """Workers that are started anew when they die."""

    def __init__(self, workers: int, assess: Assess = assess_one) -> None:
        """Start workers.

        Args:
            workers: How many.
            assess: What they do with a job.
        """
        self._workers = [_Worker(assess) for _ in range(workers)]

    @property
    def room(self) -> int:
        """Return how many workers there are."""
        return len(self._workers)

    def start(self, job: Job) -> None:
        """Give a job to a worker that has none."""
        next(worker for worker in self._workers if worker.job is None).give(job)

    def next_ended(self) -> Ended:
        """Wait for a worker to answer, or to die."""
        busy = {worker.pipe: worker for worker in self._workers if worker.job is not None}
        ready = wait(list(busy))[0]
        return next(worker for pipe, worker in busy.items() if pipe is ready).take()

    def close(self) -> None:
        """Stop every worker, whatever it is at."""
        for worker in self._workers:
            worker.stop()


class _Worker:
    """A process, its pipe, and the job it is at.

    Attributes:
        job: The job; None while there is none.
        pipe: Our end.
    """

    def __init__(self, assess: Assess) -> None:
        """Start it."""
        self.job: Job | None = None
        self._assess = assess
        self.pipe, self._process = _spawned(assess)

    def give(self, job: Job) -> None:
        """Give it a job; a worker that died while it had none is started anew first."""
        self.job = job
        try:
            self.pipe.send(job)
        except OSError:
            self._start_anew()
            self.pipe.send(job)

    def take(self) -> Ended:
        """Take its answer; one that has died is started anew."""
        job, self.job = self.job, None
        if job is None:
            raise ValueError("this worker was given no job")
        try:
            outcome: Outcome = self.pipe.recv()
        except (EOFError, OSError):
            self._start_anew()
            return Ended(job=job, outcome=None)
        return Ended(job=job, outcome=outcome)

    def stop(self) -> None:
        """Stop it."""
        self.pipe.close()
        self._process.kill()
        self._process.join(STOPS_WITHIN_S)

    def _start_anew(self) -> None:
        self.stop()
        self.pipe, self._process = _spawned(self._assess)


def _spawned(assess: Assess) -> tuple["Connection[Job, Outcome]", SpawnProcess]:
    """Return a new worker with our end of its pipe. A fork would share what OpenVINO's threads hold."""
    context = mp.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, assess), name="backstay-batch", daemon=True)
    process.start()
    theirs.close()
    return ours, process


def _work(pipe: "Connection[Outcome, Job]", assess: Callable[[Job], Outcome]) -> None:
    """Take job after job until the pipe is closed; Ctrl+C is the parent's business."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            pipe.send(assess(pipe.recv()))
        except (EOFError, BrokenPipeError, ConnectionResetError):  # The parent has gone.
            return


def cores() -> int:
    """Return how many processor cores this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
