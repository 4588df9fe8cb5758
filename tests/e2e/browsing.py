"""A real Chromium with a file as its camera, which remembers everything that goes wrong in it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Playwright, Request

LAPTOP, PHONE = (1280, 720), (390, 844)
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--use-fake-device-for-media-stream")
ALLOWED = "--use-fake-ui-for-media-stream"
MENDED = "net::ERR_ABORTED"
"""A clip that is no longer needed is let go while it loads: nothing failed."""


def chromium() -> str | None:
    """Return where Chromium is, as CHROMIUM or the search path says."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@dataclass
class Troubles:
    """What went wrong in a page: console errors, errors nobody caught, failed requests, answers of 400 and more."""

    seen: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.seen.append(f"page error: {error}"))
        page.on("requestfailed", self._failed)
        page.on("response", lambda answer: answer.status >= 400 and self.seen.append(f"{answer.status} {answer.url}"))

    @property
    def unexpected(self) -> list[str]:
        return [each for each in self.seen if not any(part in each for part in self.expected)]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.seen.append(f"console {message.type}: {message.text}")

    def _failed(self, request: Request) -> None:
        if request.failure != MENDED:
            self.seen.append(f"failed: {request.url}: {request.failure}")


@contextmanager
def browser(
    playwright: Playwright, camera: Path | None, *, allowed: bool = True, **options: Any
) -> Iterator[BrowserContext]:
    """Run Chromium with a file as its camera; not allowed: the person refuses it."""
    flags = [*FLAGS, *([ALLOWED] if allowed else ["--deny-permission-prompts"])]
    if camera is not None:
        flags.append(f"--use-file-for-fake-video-capture={camera}")
    launched = playwright.chromium.launch(executable_path=chromium(), args=flags)
    try:
        yield launched.new_context(viewport=dict(zip(("width", "height"), LAPTOP, strict=True)), **options)
    finally:
        launched.close()
