"""The real program, stopped as a service is: the page is told, the store is closed, and the status is 0."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.asyncio.client import connect

from backstay.web.guard import COOKIE
from backstay.web.wire import PROTOCOL

WITHIN_S = 60.0


@pytest.fixture
def coach(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "backstay.cli", "coach", "--no-browser", "--model", "lite"]
    with subprocess.Popen(
        command,
        env={**os.environ, "BACKSTAY_DATA": str(tmp_path), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as running:
        yield running
        running.kill()


async def closed_at(address: str, coach: subprocess.Popen[str]) -> int | None:
    """Join, stop the program, and return the code with which the page's socket closes."""
    origin, _, token = address.partition("/?token=")
    port = origin.rpartition(":")[2]
    headers = {"Cookie": f"{COOKIE}_{port}={token}"}
    async with connect(f"ws://127.0.0.1:{port}/ws", origin=origin, additional_headers=headers) as page:
        await page.send(json.dumps({"type": "join", "protocol": PROTOCOL}))
        await page.recv()
        coach.send_signal(signal.SIGTERM)
        await page.wait_closed()
        return page.close_code


@pytest.mark.skipif(os.name != "posix", reason="only here can a program be asked to end")
def test_sigterm_closes_what_is_open(coach: subprocess.Popen[str], tmp_path: Path) -> None:
    address = coach.stdout.readline().partition("The coach is at ")[2].strip()
    assert asyncio.run(asyncio.wait_for(closed_at(address, coach), WITHIN_S)) == 1012
    assert coach.wait(WITHIN_S) == 0
    assert "Traceback" not in coach.stdout.read()
    assert not list(tmp_path.glob("*-wal")), "the store has been closed"
