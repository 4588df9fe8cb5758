"""The live coach as a user starts it: a program of its own, killed and started anew at will."""

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

STARTS_WITHIN_S = 90.0
"""A pose model is compiled at the first start, on a machine that may be busy."""
ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/\?token=\S+")


class CoachingServer:
    """`backstay coach` with a program and a data folder."""

    def __init__(self, program: Path | None, data: Path, *options: str) -> None:
        """Choose a port; nothing runs yet."""
        self.port = free_port()
        self._program, self._data, self._options = program, data, options
        self._process: subprocess.Popen[str] | None = None
        self.address = ""
        self.output: list[str] = []

    def start(self) -> "CoachingServer":
        """Start, and wait for the address."""
        command = [sys.executable, "-m", "backstay.cli", "coach", "--no-browser", "--port", str(self.port)]
        self._process = subprocess.Popen(
            [*command, *([] if self._program is None else ["--program", str(self._program)]), *self._options],
            env={**os.environ, "BACKSTAY_DATA": str(self._data), "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        lines: Queue[str] = Queue()
        self._reader = Thread(target=self._read, args=(self._process, lines), daemon=True)
        self._reader.start()
        self.address = self._address(lines)
        return self

    def kill(self) -> None:
        """End the program with no chance to tidy up."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """End the program as Ctrl+C does."""
        self._end(signal.SIGINT)

    def __enter__(self) -> "CoachingServer":
        """Start."""
        return self.start()

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self.stop()

    def _end(self, how: signal.Signals) -> None:
        if self._process is None:
            return
        self._process.send_signal(how)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._process = None

    def _read(self, process: "subprocess.Popen[str]", lines: "Queue[str]") -> None:
        for line in process.stdout or ():
            self.output.append(line)
            lines.put(line)

    def _address(self, lines: "Queue[str]") -> str:
        while True:
            try:
                found = ADDRESS.search(lines.get(timeout=STARTS_WITHIN_S))
            except Empty:
                raise RuntimeError(f"the coach did not start: {''.join(self.output)}") from None
            if found:
                return found[0]


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as asking:
        asking.bind(("127.0.0.1", 0))
        return int(asking.getsockname()[1])
