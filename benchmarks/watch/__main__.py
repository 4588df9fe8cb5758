"""Watch a looped clip in a real browser as long as asked: `python -m benchmarks.watch [CLIP] [--minutes 60]`.

The server runs as a program of its own, as `backstay coach` starts it; the watch's tab lies hidden behind another, as
it does all day. Each minute a line is printed; at the end, what memory did and what it cost. Needs Chromium.
"""

import argparse
import json
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psutil

from backstay.web.demonstrations import FOLDER
from benchmarks.latency.__main__ import encoded, server
from benchmarks.watch.raw_browser import RawBrowser, Tab, raw_browser

CLIP = FOLDER / "abdominal_brace_oblique.mp4"
WARM_S = 60.0
MB = 1e6
HEADER = (
    f"{'minute':>6} {'server MB':>9} {'cores':>6} {'browser MB':>10} {'cores':>6} {'page MB':>7} {'pictures/s':>10}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What was measured at one moment.

    Attributes:
        t_s: Since the start.
        server_mb: Resident memory of the server.
        server_cpu_s: Processor time of the server so far.
        browser_mb: Resident memory of all processes of the browser.
        browser_cpu_s: Their processor time so far.
        page_mb: What scripts of the page hold.
        pictures: Looked at so far.
        chimes: Offers so far.
    """

    t_s: float
    server_mb: float
    server_cpu_s: float
    browser_mb: float
    browser_cpu_s: float
    page_mb: float
    pictures: int
    chimes: int


def main() -> None:
    """Run the benchmark and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clip", nargs="?", type=Path, default=CLIP)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--json", type=Path, help="write every minute's figures")
    asked = parser.parse_args()
    with server("full", "prescription") as (process, port, token), tempfile.TemporaryDirectory() as folder:
        camera = Path(folder) / "camera.mjpeg"
        camera.write_bytes(b"".join(encoded(asked.clip)))
        with raw_browser(camera) as browser:
            tab = begin(browser, f"http://127.0.0.1:{port}", token)
            moments = watched(tab, psutil.Process(process.pid), psutil.Process(browser.process.pid), asked.minutes)
    print(report(moments))
    if asked.json is not None:
        asked.json.write_text(json.dumps([{name: getattr(m, name) for name in Moment.__slots__} for m in moments]))


def begin(browser: RawBrowser, address: str, token: str) -> Tab:
    """Begin to watch, and open another tab before it."""
    tab = browser.open()
    tab.go(f"{address}/?token={token}")
    tab.go(f"{address}/watch.html")
    tab.evaluate("document.querySelector('[data-action=start]').click()")
    tab.wait_for("Number(document.body.dataset.seq) > 0", within_s=60.0)
    browser.open("data:text/html,another tab")
    tab.wait_for("document.visibilityState === 'hidden'")
    return tab


def watched(tab: Tab, running: psutil.Process, browser: psutil.Process, minutes: float) -> list[Moment]:
    """Wait until all is warm, and measure each minute."""
    time.sleep(WARM_S)
    began_s, moments = time.perf_counter(), [measured(tab, running, browser, 0.0)]
    print(HEADER)
    while moments[-1].t_s < 60.0 * minutes - 1.0:
        time.sleep(max(0.0, began_s + 60.0 * len(moments) - time.perf_counter()))
        moments.append(measured(tab, running, browser, time.perf_counter() - began_s))
        print(line(moments[-2], moments[-1]), flush=True)
    return moments


def measured(tab: Tab, running: psutil.Process, browser: psutil.Process, t_s: float) -> Moment:
    """Measure once."""
    family = [browser, *browser.children(recursive=True)]
    tab.send("HeapProfiler.collectGarbage")
    seen = tab.evaluate("[Number(document.body.dataset.seq), Number(document.body.dataset.rung)]")
    return Moment(
        t_s=t_s,
        server_mb=running.memory_info().rss / MB,
        server_cpu_s=_cpu_s(running),
        browser_mb=sum(_rss(each) for each in family) / MB,
        browser_cpu_s=sum(_cpu_s(each) for each in family),
        page_mb=tab.send("Runtime.getHeapUsage")["usedSize"] / MB,
        pictures=seen[0],
        chimes=seen[1],
    )


def line(before: Moment, now: Moment) -> str:
    """Return one minute as a line."""
    took_s = now.t_s - before.t_s
    return (
        f"{now.t_s / 60:6.0f} {now.server_mb:9.1f} {(now.server_cpu_s - before.server_cpu_s) / took_s:6.3f} "
        f"{now.browser_mb:10.1f} {(now.browser_cpu_s - before.browser_cpu_s) / took_s:6.3f} {now.page_mb:7.2f} "
        f"{(now.pictures - before.pictures) / took_s:10.2f}"
    )


def report(moments: list[Moment]) -> str:
    """Return what it came to: what it cost, and how memory grew an hour, as a line through the second half."""
    first, last = moments[0], moments[-1]
    took_s = last.t_s - first.t_s
    later = moments[len(moments) // 2 :]
    hours = [each.t_s / 3600.0 for each in later]
    growth = {
        name: float(np.polyfit(hours, [getattr(each, f"{name}_mb") for each in later], 1)[0]) if len(later) > 2 else 0.0
        for name in ("server", "browser", "page")
    }
    rate = (last.pictures - first.pictures) / took_s
    server_cores, browser_cores = (
        (getattr(last, f"{name}_cpu_s") - getattr(first, f"{name}_cpu_s")) / took_s for name in ("server", "browser")
    )
    lines = [f"{took_s / 60:.0f} minutes, {rate:.2f} pictures a second looked at, {last.chimes} offers"]
    lines.append(f"cores: server {server_cores:.3f}, browser {browser_cores:.3f}, its fake camera included")
    for name, mb in growth.items():
        before, after = getattr(first, f"{name}_mb"), getattr(last, f"{name}_mb")
        lines.append(f"{name}: {before:.1f} to {after:.1f} MB, {mb:+.1f} MB an hour in the second half")
    return "\n".join(lines)


def _rss(process: psutil.Process) -> float:
    try:
        return float(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0.0


def _cpu_s(process: psutil.Process) -> float:
    try:
        spent = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return spent.user + spent.system


if __name__ == "__main__":
    main()
