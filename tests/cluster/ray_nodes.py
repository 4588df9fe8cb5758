"""A real Ray cluster of two machines on loopback, each with an address of its own, and no way to any other machine."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

HEAD, SECOND = "127.0.0.2", "127.0.0.3"
NOWHERE = "http://127.0.0.1:9"
SILENT = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_USAGE_STATS_REPORT_URL": NOWHERE,
    "HTTP_PROXY": NOWHERE,
    "HTTPS_PROXY": NOWHERE,
    "NO_PROXY": f"127.0.0.1,{HEAD},{SECOND},localhost",
}
RAY = Path(sys.executable).with_name("ray")
STORE_BYTES = "100000000"
STARTS_WITHIN_S = 60.0


class Node:
    """One machine of the cluster."""

    def __init__(self, *words: str) -> None:
        """Start it."""
        command = [RAY, "start", "--block", "--num-cpus=1", f"--object-store-memory={STORE_BYTES}", *words]
        self._process = subprocess.Popen(
            command, env={**os.environ, **SILENT}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def is_at_work(self, task: str) -> bool:
        """Return whether a worker of this machine is at a task."""
        return any(f"ray::{task}" in " ".join(each.cmdline()) for each in self._below() if each.is_running())

    def kill(self) -> None:
        """Take the machine away, all its processes at once."""
        doomed = self._below()
        for process in (*doomed, self._process):
            process.kill()
        self._process.wait(STARTS_WITHIN_S)
        psutil.wait_procs(doomed, timeout=STARTS_WITHIN_S)

    def _below(self) -> list[psutil.Process]:
        if self._process.poll() is not None:
            return []
        return psutil.Process(self._process.pid).children(recursive=True)


@contextmanager
def two_nodes() -> Iterator[tuple[str, Node]]:
    """Yield the cluster's address and its second machine."""
    port = _free_port()
    with tempfile.TemporaryDirectory(prefix="ray-") as folder:
        nodes = [
            Node(
                "--head",
                f"--port={port}",
                f"--node-ip-address={HEAD}",
                "--include-dashboard=false",
                "--disable-usage-stats",
                f"--temp-dir={folder}",
            )
        ]
        try:
            wait_for(lambda: _answers(port), "the head")
            nodes.append(Node(f"--address={HEAD}:{port}", f"--node-ip-address={SECOND}"))
            yield f"{HEAD}:{port}", nodes[1]
        finally:
            for node in nodes:
                node.kill()


def wait_for(is_so: Callable[[], bool], what: str, within_s: float = STARTS_WITHIN_S) -> None:
    """Wait until something is so.

    Raises:
        AssertionError: It never came.
    """
    until_s = time.monotonic() + within_s
    while not is_so():
        assert time.monotonic() < until_s, f"{what} never came"
        time.sleep(0.02)


def _answers(port: int) -> bool:
    with socket.socket() as knocking:
        return knocking.connect_ex((HEAD, port)) == 0


def _free_port() -> int:
    with socket.socket() as probing:
        probing.bind((HEAD, 0))
        port: int = probing.getsockname()[1]
        return port
