"""The engine that runs jobs on a Ray cluster: on as many machines as it has, which may come and go."""

import logging
import os
import socket
import sys
from contextlib import ExitStack, redirect_stdout

os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # Ray reads it when it is imported.

import ray
from ray.exceptions import (
    NodeDiedError,
    ObjectLostError,
    OutOfMemoryError,
    OwnerDiedError,
    WorkerCrashedError,
)

from backstay.batch.types import Assess, Ended, Job, Outcome
from backstay.batch.working import assess_one
from backstay.errors import EngineError

MACHINE_LOST = (NodeDiedError, ObjectLostError, OwnerDiedError)
WORKER_LOST = (WorkerCrashedError, OutOfMemoryError)
ANSWERS_WITHIN_S = 10.0
QUEUED_PER_CORE = 2
"""So that a core that is through with a video finds the next one there."""


class RayEngine:
    """Jobs as Ray tasks of one core each; what dies is handed back rather than retried unseen.

    While it is open, standard output goes to the error output: Ray writes there, at times of its own, of machines
    that went.
    """

    def __init__(self, address: str, assess: Assess = assess_one) -> None:
        """Connect to a cluster.

        Args:
            address: `host:port` of its head.
            assess: What is done with a job.

        Raises:
            EngineError: No such cluster answers.
        """
        host, _, port = address.rpartition(":")
        own = host if host.startswith("127.") else None
        with ExitStack() as opened:
            opened.enter_context(redirect_stdout(sys.stderr))
            try:
                socket.create_connection((host, int(port)), ANSWERS_WITHIN_S).close()  # Ray itself knocks for ever
                ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR, _node_ip_address=own)
            except (OSError, OverflowError, RuntimeError, ValueError) as error:
                raise EngineError(
                    f"--address {address}: no Ray cluster answers there. Start one as docs/batch.md says, "
                    "or use --engine processes."
                ) from error
            self._until_closed = opened.pop_all()
        self._assess = ray.remote(num_cpus=1, max_retries=0)(assess)
        self._under_way: dict[ray.ObjectRef[Outcome], Job] = {}

    @property
    def room(self) -> int:
        """Return how many jobs are worth handing in: two for every core that the cluster has now."""
        resources: dict[str, float] = ray.cluster_resources()  # type: ignore[no-untyped-call]  # Ray leaves it untyped
        return QUEUED_PER_CORE * max(1, int(resources.get("CPU", 0.0)))

    def start(self, job: Job) -> None:
        """Hand a job in."""
        self._under_way[self._assess.remote(job)] = job

    def next_ended(self) -> Ended:
        """Wait for the next job that ends, or whose worker or machine is gone."""
        ready, _ = ray.wait(list(self._under_way), num_returns=1)
        job = self._under_way.pop(ready[0])
        try:
            return Ended(job=job, outcome=ray.get(ready[0]))
        except MACHINE_LOST:
            return Ended(job=job, outcome=None, is_machine_lost=True)
        except WORKER_LOST:
            return Ended(job=job, outcome=None)

    def close(self) -> None:
        """Leave the cluster; what is still under way there is given up."""
        with self._until_closed:
            ray.shutdown()
