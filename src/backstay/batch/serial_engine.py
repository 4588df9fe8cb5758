"""The engine that runs one job after the other in this process: for few videos, and to hold the others against."""

from backstay.batch.types import Assess, Ended, Job
from backstay.batch.working import assess_one


class SerialEngine:
    """Runs a job where it is, when asked for the next that ends."""

    room = 1

    def __init__(self, assess: Assess = assess_one) -> None:
        """Begin without a job."""
        self._assess = assess
        self._jobs: list[Job] = []

    def start(self, job: Job) -> None:
        """Take a job."""
        self._jobs.append(job)

    def next_ended(self) -> Ended:
        """Do the job."""
        job = self._jobs.pop()
        return Ended(job=job, outcome=self._assess(job))

    def close(self) -> None:
        """Do nothing: there is no worker to stop."""
