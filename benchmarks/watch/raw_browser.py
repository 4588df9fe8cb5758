"""A Chromium led by its own protocol alone.

Playwright keeps every page it knows focused and visible, so a tab that is really hidden can only be had without it.
"""

import itertools
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

LISTENING = re.compile(r"DevTools listening on (ws://\S+)")
STARTS_WITHIN_S = 30.0
FLAGS = (
    "--headless=new",
    "--remote-debugging-port=0",
    "--no-first-run",
    "--window-size=1280,720",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
)


class Tab:
    """One tab."""

    def __init__(self, browser: "RawBrowser", target: str, session: str) -> None:
        """Take an attached target."""
        self._browser, self._session, self.target = browser, session, target

    def send(self, method: str, **parameters: object) -> dict[str, Any]:
        """Call a method of the protocol on this tab."""
        return self._browser.send(method, session=self._session, **parameters)

    def evaluate(self, script: str) -> Any:  # noqa: ANN401 - whatever the script comes to
        """Return what a script comes to, as if the person had tapped."""
        answer = self.send(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True, userGesture=True
        )
        if "exceptionDetails" in answer:
            raise AssertionError(answer["exceptionDetails"]["exception"].get("description", "the script failed"))
        return answer["result"].get("value")

    def go(self, url: str) -> None:
        """Load a page, and wait until it is there."""
        self.send("Page.navigate", url=url)
        self.wait_for("document.readyState === 'complete'")

    def wait_for(self, script: str, within_s: float = 20.0) -> None:
        """Wait until a script comes to something true."""
        ends_s = time.perf_counter() + within_s
        while not self.evaluate(script):
            if time.perf_counter() > ends_s:
                raise AssertionError(f"never: {script}")
            time.sleep(0.05)


class RawBrowser:
    """The browser's own connection."""

    def __init__(self, connection: ClientConnection, process: subprocess.Popen[str]) -> None:
        """Take an open connection."""
        self._connection, self.process, self._numbers = connection, process, itertools.count(1)

    def send(self, method: str, session: str | None = None, **parameters: object) -> dict[str, Any]:
        """Call a method of the protocol; whatever else comes meanwhile is passed over."""
        number = next(self._numbers)
        call = {"id": number, "method": method, "params": parameters}
        self._connection.send(json.dumps(call if session is None else {**call, "sessionId": session}))
        while True:
            answer = json.loads(self._connection.recv(timeout=60))
            if answer.get("id") == number:
                if "error" in answer:
                    raise AssertionError(f"{method}: {answer['error']['message']}")
                return dict(answer["result"])

    def open(self, url: str = "about:blank") -> Tab:
        """Open a tab in front of the others."""
        target = self.send("Target.createTarget", url=url)["targetId"]
        session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        return Tab(self, target, session)


@contextmanager
def raw_browser(camera: Path) -> Iterator[RawBrowser]:
    """Run Chromium with a file as its camera, as a person's would run: nothing keeps hidden tabs awake."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        flags = [*FLAGS, f"--use-file-for-fake-video-capture={camera}", f"--user-data-dir={profile}"]
        process = subprocess.Popen([chromium(), *flags], stderr=subprocess.PIPE, text=True)
        try:
            with connect(_address(process), max_size=None) as connection:
                yield RawBrowser(connection, process)
        finally:
            process.terminate()
            process.wait(20)
            if process.stderr is not None:
                process.stderr.close()


def chromium() -> str:
    """Return where Chromium is, as CHROMIUM or the search path says."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        raise SystemExit("There is no chromium: install it, or name one in CHROMIUM.")
    return found


def _address(process: "subprocess.Popen[str]") -> str:
    """Return where the browser listens, which it says when it has started."""
    ends_s = time.perf_counter() + STARTS_WITHIN_S
    for line in process.stderr or ():
        found = LISTENING.search(line)
        if found:
            return found[1]
        if time.perf_counter() > ends_s:
            break
    raise RuntimeError("the browser did not start")
