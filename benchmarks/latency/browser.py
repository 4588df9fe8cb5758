"""The coach's own page in a headless Chromium, a clip as its camera: from picture to drawn answer, and the cost."""

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psutil
from playwright.sync_api import CDPSession, Page, sync_playwright

WARM_S = 10.0
"""Left out: the session begins, and the networks warm up."""
SAMPLE_S = 15.0
FLAGS = ("--no-sandbox", "--disable-gpu", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")
CHECK_IN = {
    "screen": "None of this is so",
    "morning": "I do not remember",
    "pain": "0",
    "ready": "Go to today's exercises",
}
"""Which button answers each step of what comes before a session."""
TO_WORK = ("start", "start", "start", "ready")
DRAWN_MS = "() => window.drawn.splice(0)"
LISTEN = """() => {
  window.drawn = [];
  const corner = document.querySelector("#latency");
  new MutationObserver(() => window.drawn.push(Number(corner.dataset.newest)))
    .observe(corner, { attributes: true, attributeFilter: ["data-frames"] });
}"""
"""Keeps how long each answer took; the page itself keeps only the last few hundred."""
MB = 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What the session used at a moment.

    Attributes:
        at_s: Since the measurement began.
        server_mb: Resident memory of the server.
        heap_mb: Memory of the page's scripts, after clearing away.
        server_cpu_s: Processor time of the server so far.
        browser_cpu_s: Processor time of the browser so far, all its processes.
    """

    at_s: float
    server_mb: float
    heap_mb: float
    server_cpu_s: float
    browser_cpu_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One measured session."""

    took_ms: Sequence[float]
    samples: Sequence[Sample]
    corner: str


def visit(address: str, camera: bytes, seconds: float, server: psutil.Process) -> Visit:
    """Take a session to work and watch it.

    Args:
        address: The page's, with its token.
        camera: What the camera shows, as MJPEG; Chromium plays it round and round.
        seconds: How long to watch.
        server: The server's process.
    """
    with _page(camera) as (page, browser):
        page.goto(address)
        _to_work(page)
        page.evaluate(LISTEN)
        time.sleep(WARM_S)
        page.evaluate(DRAWN_MS)
        return _watched(page, seconds, lambda devtools: _sample(devtools, server, browser))


@contextmanager
def _page(camera: bytes) -> Iterator[tuple[Page, psutil.Process]]:
    """Open an empty page; yield it with the browser's process."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise SystemExit("There is no chromium to measure with: install it.")
    with tempfile.NamedTemporaryFile(suffix=".mjpeg") as file, sync_playwright() as playwright:
        Path(file.name).write_bytes(camera)
        flags = [*FLAGS, f"--use-file-for-fake-video-capture={file.name}"]
        before = {each.pid for each in psutil.process_iter()}
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        try:
            page = browser.new_context(viewport={"width": 1280, "height": 720}).new_page()
            yield page, _root_of(before)
        finally:
            browser.close()


def _root_of(before: set[int]) -> psutil.Process:
    """Return the browser's first process: the oldest Chromium that was not there before."""
    new = [each for each in psutil.process_iter(["name", "create_time"]) if each.pid not in before]
    return min((each for each in new if "chrom" in each.info["name"]), key=lambda each: float(each.info["create_time"]))


def _check_in(page: Page) -> None:
    """Answer what is asked before a session, if anything is: nothing is the matter."""
    page.wait_for_function("() => document.body.dataset.stage === 'welcome'")
    if not page.locator("#practice").is_visible():
        return
    dialog = page.locator("#practice-dialog")
    page.locator("#practice-dialog[open][data-view]").wait_for()
    while page.locator("#practice-dialog[open]").count():
        view = str(dialog.get_attribute("data-view"))
        dialog.get_by_role("button", name=CHECK_IN[view], exact=True).click()
        page.wait_for_timeout(500)


def _to_work(page: Page) -> None:
    """Press the main button until the work has begun."""
    _check_in(page)
    for command in TO_WORK:
        page.locator(f"button[data-command={command}]").first.click()
        page.wait_for_timeout(700)
    page.wait_for_function("() => document.body.dataset.stage === 'work'")


def _watched(page: Page, seconds: float, sample: Callable[[CDPSession], Sample]) -> Visit:
    """Watch for a while."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Performance.enable")
    took_ms: list[float] = []
    samples = [sample(devtools)]
    ends_s = time.perf_counter() + seconds
    while time.perf_counter() < ends_s:
        page.wait_for_timeout(1e3 * min(SAMPLE_S, max(0.1, ends_s - time.perf_counter())))
        took_ms += page.evaluate(DRAWN_MS)
        samples.append(sample(devtools))
    page.keyboard.press("l")
    page.wait_for_timeout(300)
    return Visit(took_ms=took_ms, samples=samples, corner=page.locator("#latency").inner_text())


def _sample(devtools: CDPSession, server: psutil.Process, browser: psutil.Process) -> Sample:
    """Look at what is used now."""
    devtools.send("HeapProfiler.collectGarbage")
    metrics = {each["name"]: each["value"] for each in devtools.send("Performance.getMetrics")["metrics"]}
    spent = server.cpu_times()
    return Sample(
        at_s=time.perf_counter(),
        server_mb=server.memory_info().rss / MB,
        heap_mb=metrics["JSHeapUsedSize"] / MB,
        server_cpu_s=spent.user + spent.system,
        browser_cpu_s=sum(_cpu_s(each) for each in (browser, *browser.children(recursive=True))),
    )


def _cpu_s(process: psutil.Process) -> float:
    """Return a process's processor time; none for one that has just ended."""
    try:
        spent = process.cpu_times()
    except psutil.Error:
        return 0.0
    return spent.user + spent.system


def growth_mb_per_min(samples: Sequence[Sample], memory_mb: Callable[[Sample], float]) -> float:
    """Return how fast memory grows over the second half, by the line of least squares."""
    half = samples[len(samples) // 2 :]
    at_min = [each.at_s / 60 for each in half]
    return float(np.polyfit(at_min, [memory_mb(each) for each in half], 1)[0]) if len(half) > 1 else float("nan")


def report(visit: Visit) -> str:
    """Return the figures as text."""
    first, last = visit.samples[0], visit.samples[-1]
    spent_s = last.at_s - first.at_s
    p50, p95, p99 = np.percentile(visit.took_ms, [50, 95, 99]) if visit.took_ms else (np.nan,) * 3
    answers = f"{len(visit.took_ms)} answers in {spent_s:.0f} s"
    server_cores = (last.server_cpu_s - first.server_cpu_s) / spent_s
    browser_cores = (last.browser_cpu_s - first.browser_cpu_s) / spent_s
    lines = [
        f"picture to drawn answer  p50 {p50:6.1f}  p95 {p95:6.1f}  p99 {p99:6.1f} ms, {answers}",
        *(f"  {line}" for line in visit.corner.splitlines() if line),
        f"server   {server_cores:.2f} cores, {_memory(visit.samples, lambda each: each.server_mb)}",
        f"page     {_memory(visit.samples, lambda each: each.heap_mb)}",
        f"browser  {browser_cores:.2f} cores",
        f"machine  {psutil.cpu_count()} cores, load {psutil.getloadavg()[0]:.1f}",
    ]
    return "\n".join(lines)


def _memory(samples: Sequence[Sample], memory_mb: Callable[[Sample], float]) -> str:
    """Return in words what memory did."""
    first, last = memory_mb(samples[0]), memory_mb(samples[-1])
    return f"{first:.1f} MB at first, {last:.1f} MB at last, {growth_mb_per_min(samples, memory_mb):+.2f} MB a minute"
