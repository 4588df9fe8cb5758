"""What the batch room works with: jobs, what came of them, and the engines that run them."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from backstay.assessment.paced import Interval
from backstay.assessment.types import Side
from backstay.exercises.types import Exercise
from backstay.sessions.types import Assessment

ID_LENGTH = 20
"""Hexadecimal digits of a job's name: 80 bits, so that no two of a million videos share one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One video to assess, with everything a worker on another machine needs to know.

    Attributes:
        path: The video, as the tables name it: an absolute path, or an address that fsspec knows.
        exercise: What it is held against.
        side: The side that was to work; None if none was named.
        paced: When each paced hold was called.
        person: Whose video it is, in the archive's own words; may be empty.
        model: "lite", "full" or "heavy".
        size_bytes: Of the file; 0 where unknown.
        fingerprint: Of the file and of everything that decides the result.
    """

    path: str
    exercise: Exercise
    side: Side | None
    paced: tuple[Interval, ...]
    person: str
    model: str
    size_bytes: int
    fingerprint: str

    @property
    def id(self) -> str:
        """Return what names the job's files: the same for the same video and exercise, whatever else changes."""
        return hashlib.sha256(f"{self.path}\0{self.exercise.id}".encode()).hexdigest()[:ID_LENGTH]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a job.

    Attributes:
        assessment: Everything that can be said; None if the video could not be assessed.
        says: Why it could not, in a sentence; empty otherwise.
    """

    assessment: Assessment | None
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A job that an engine is through with.

    Attributes:
        job: The job.
        outcome: What came of it; None if the worker died over it.
        is_machine_lost: The whole machine went with the worker, which says nothing about the video.
    """

    job: Job
    outcome: Outcome | None
    is_machine_lost: bool = False


Assess = Callable[[Job], Outcome]
"""What every engine runs: a top-level function, so that it can be named to another process."""


class Engine(Protocol):
    """Where jobs run. It is handed no more jobs than it has room for, and says of each how it ended."""

    @property
    def room(self) -> int:
        """Return how many jobs it can be at work on at once."""
        ...

    def start(self, job: Job) -> None:
        """Begin a job."""
        ...

    def next_ended(self) -> Ended:
        """Wait for the next job that ends, whichever that is."""
        ...

    def close(self) -> None:
        """Stop every worker."""
        ...
