"""Jobs through an engine into the results: what is done already is left out, what dies is tried again, a few times."""

from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from backstay.batch.results import Results
from backstay.batch.types import Ended, Engine, Job, Outcome

MOST_DEATHS = 2
"""A worker that dies over a video may have been killed by chance; two that do were killed by the video."""
MOST_LOST_MACHINES = 5
"""A machine that goes says nothing about the video on it, but nothing is tried for ever."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run has come.

    Attributes:
        videos: To be assessed in this run.
        done: Of these, those through, failures included.
        failed: Of these, those that could not be assessed.
        size_bytes: Of the videos of this run.
        done_bytes: Of those through.
        elapsed_s: Since the run began.
        latest: The sentence of the latest failure; empty if the latest video did not fail.
    """

    videos: int
    done: int = 0
    failed: int = 0
    size_bytes: int = 0
    done_bytes: int = 0
    elapsed_s: float = 0.0
    latest: str = ""

    @property
    def videos_per_s(self) -> float:
        """Return the rate so far; 0 before the first."""
        return self.done / self.elapsed_s if self.elapsed_s > 0.0 else 0.0

    @property
    def left_s(self) -> float | None:
        """Return the seconds left: by bytes, as a long video takes longer; None before the first video is through."""
        if not self.done:
            return None
        share = self.done_bytes / self.size_bytes if self.done_bytes else self.done / self.videos
        return self.elapsed_s * (1.0 - share) / share


Watch = Callable[[Progress], None]


def pending(jobs: Sequence[Job], results: Results) -> tuple[Job, ...]:
    """Return the jobs that are not done yet, or whose file or settings have changed since.

    Raises:
        StoreError: The results so far cannot be read.
    """
    finished = results.finished()
    return tuple(job for job in jobs if finished.get(job.id) != job.fingerprint)


def run(jobs: Sequence[Job], engine: Engine, results: Results, watch: Watch, clock_s: Callable[[], float]) -> Progress:
    """Run jobs, and write what comes of each the moment it is there.

    Args:
        jobs: What to do.
        engine: Where it is done; the caller closes it.
        results: Where it is written.
        watch: Told after each video.
        clock_s: Seconds that only grow.

    Raises:
        StoreError: The results cannot be written.
    """
    began_s = clock_s()
    progress = Progress(videos=len(jobs), size_bytes=sum(job.size_bytes for job in jobs))
    largest_first = sorted(
        jobs, key=lambda job: job.size_bytes, reverse=True
    )  # So that no long one is left at the end.
    waiting, under_way, deaths = deque(largest_first), 0, _Deaths()
    while waiting or under_way:
        while waiting and under_way < engine.room:
            engine.start(waiting.popleft())
            under_way += 1
        ended = engine.next_ended()
        under_way -= 1
        outcome = ended.outcome or deaths.outcome_after(ended)
        if outcome is None:
            waiting.append(ended.job)
            continue
        if waiting and under_way < engine.room:  # The worker is not to wait until the results are written.
            engine.start(waiting.popleft())
            under_way += 1
        results.save(ended.job, outcome)
        progress = _after(progress, ended.job, outcome, clock_s() - began_s)
        watch(progress)
    return progress


class _Deaths:
    """Counts the workers that died over each video."""

    def __init__(self) -> None:
        self._workers: Counter[str] = Counter()
        self._machines: Counter[str] = Counter()

    def outcome_after(self, ended: Ended) -> Outcome | None:
        """Return that a video is given up; None while it is to be tried again."""
        counted, most = (self._machines, MOST_LOST_MACHINES) if ended.is_machine_lost else (self._workers, MOST_DEATHS)
        counted[ended.job.id] += 1
        if counted[ended.job.id] < most:
            return None
        what = "machines were lost" if ended.is_machine_lost else "workers died"
        says = f"{ended.job.path}: given up after {most} {what} over it. Try it alone: backstay assess."
        return Outcome(assessment=None, says=says)


def _after(progress: Progress, job: Job, outcome: Outcome, elapsed_s: float) -> Progress:
    """Return the progress after one more video."""
    return Progress(
        videos=progress.videos,
        done=progress.done + 1,
        failed=progress.failed + (outcome.assessment is None),
        size_bytes=progress.size_bytes,
        done_bytes=progress.done_bytes + job.size_bytes,
        elapsed_s=elapsed_s,
        latest=outcome.says,
    )
