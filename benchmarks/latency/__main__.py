"""Play a clip to the live coach, and time each answer: `python -m benchmarks.latency [CLIP]`.

The server runs as a program of its own, as `backstay coach` starts it. Without more, the clip is played as the page
would, and what is timed is from sending a frame to having its answer. With `--browser` it is played to the page itself
in a headless Chromium, and what is timed is from the picture to its drawn answer; `--minutes 10` looks for memory that
grows.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
import psutil
from websockets.asyncio.client import ClientConnection, connect

from backstay.media.reading import open_media
from backstay.web.demonstrations import FOLDER
from backstay.web.frames import FRAMES_PER_S, HEIGHT_PX, WIDTH_PX, build_frame
from backstay.web.guard import COOKIE
from backstay.web.wire import PROTOCOL
from benchmarks.latency import browser

STARTED_WITHIN_S = 60.0
WARM_S = 3.0
"""Left out: the networks warm up, and the detector looks for the person."""
QUALITY = 80
MB = 1e6


@dataclass
class Course:
    """What was sent and what came back."""

    sent_s: dict[int, float] = field(default_factory=dict)
    took_ms: list[float] = field(default_factory=list)
    server: list[dict[str, float]] = field(default_factory=list)
    models: set[str] = field(default_factory=set)
    dropped: int = 0


def main() -> None:
    """Run the benchmark and print its figures."""
    parser = argparse.ArgumentParser(description="Time the live coach's answers.")
    parser.add_argument("clip", type=Path, nargs="?", default=FOLDER / "wall_angel_front.mp4")
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--minutes", type=float, help="in place of --seconds")
    parser.add_argument("--browser", action="store_true", help="through the page itself, in a headless Chromium")
    parser.add_argument("--program", default=str(Path(__file__).with_name("endless.yaml")))
    parser.add_argument("--model", default="full", choices=["full", "lite"])
    asked = parser.parse_args()
    pictures = encoded(asked.clip)
    seconds = 60 * asked.minutes if asked.minutes else asked.seconds
    with server(asked.model, asked.program, *([] if asked.browser else ["--demo"])) as (process, port, token):
        running = psutil.Process(process.pid)
        if asked.browser:
            address = f"http://127.0.0.1:{port}/?token={token}"
            print(browser.report(browser.visit(address, b"".join(pictures), seconds, running)))
        else:
            course, usage = asyncio.run(played(pictures, seconds, running, port, token))
            print(report(course, usage, seconds))


def encoded(clip: Path) -> list[bytes]:
    """Return a clip's frames as JPEG in the size that the page sends, at the page's rate."""
    with open_media(clip) as media:
        frames = [(frame.t_s, frame.image_rgb) for frame in media]
    times = np.array([t_s for t_s, _ in frames])
    wanted = np.arange(times[0], times[-1], 1 / FRAMES_PER_S)
    jpegs = [_jpeg(image) for _, image in frames]
    return [jpegs[int(np.abs(times - t_s).argmin())] for t_s in wanted]


def _jpeg(image: np.ndarray) -> bytes:
    small = cv2.resize(image, (WIDTH_PX, HEIGHT_PX), interpolation=cv2.INTER_AREA)
    return cv2.imencode(".jpg", cv2.cvtColor(small, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[
        1
    ].tobytes()


@contextmanager
def server(model: str, program: str, *options: str) -> Iterator[tuple[subprocess.Popen[str], int, str]]:
    """Run the coach as a program of its own; yield it with its port and token.

    Without a page it runs as a demonstration, which asks nothing before a session.
    """
    command = [
        sys.executable,
        "-m",
        "backstay.cli",
        "coach",
        "--no-browser",
        "--model",
        model,
        "--program",
        program,
        *options,
    ]
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "BACKSTAY_DATA": folder}
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        try:
            address = process.stdout.readline() if process.stdout else ""
            where, _, token = address.strip().partition("/?token=")
            yield process, int(where.rpartition(":")[2]), token
        finally:
            process.terminate()
            process.wait(STARTED_WITHIN_S)


async def played(
    pictures: list[bytes], seconds: float, process: psutil.Process, port: int, token: str
) -> tuple[Course, dict[str, float]]:
    """Play the pictures round and round, and return what came back."""
    headers = {"Cookie": f"{COOKIE}_{port}={token}"}
    origin = f"http://127.0.0.1:{port}"
    course = Course()
    async with connect(f"ws://127.0.0.1:{port}/ws", origin=origin, additional_headers=headers) as socket:
        await socket.send(json.dumps({"type": "join", "protocol": PROTOCOL}))
        for command in ("start", "start", "start", "ready"):
            await socket.send(json.dumps({"type": "command", "command": command}))
        listening = asyncio.create_task(listen(socket, course))
        await send(socket, pictures, WARM_S, course)
        course.took_ms.clear()
        course.server.clear()
        warm_dropped, cpu, memory = course.dropped, process.cpu_times(), process.memory_info().rss
        await send(socket, pictures, seconds, course)
        after, grown = process.cpu_times(), process.memory_info().rss - memory
        await asyncio.sleep(0.5)
        listening.cancel()
    course.dropped -= warm_dropped
    spent_s = after.user + after.system - cpu.user - cpu.system
    return course, {"cpu_cores": spent_s / seconds, "memory_mb": memory / MB, "grown_mb": grown / MB}


async def send(socket: ClientConnection, pictures: list[bytes], seconds: float, course: Course) -> None:
    """Send pictures at the page's rate."""
    began_s = time.perf_counter()
    first = len(course.sent_s)
    for number in range(int(seconds * FRAMES_PER_S)):
        await asyncio.sleep(max(0.0, began_s + number / FRAMES_PER_S - time.perf_counter()))
        seq = first + number
        course.sent_s[seq] = time.perf_counter()
        await socket.send(build_frame(seq, course.sent_s[seq], pictures[seq % len(pictures)]))


async def listen(socket: ClientConnection, course: Course) -> None:
    """Take the answers."""
    async for text in socket:
        sight = json.loads(text).get("sight")
        if sight:
            course.took_ms.append(1e3 * (time.perf_counter() - course.sent_s[sight["seq"]]))
            course.server.append(sight["latency"])
            course.models.add(sight["model"])
            course.dropped = sight["dropped"]


def report(course: Course, usage: dict[str, float], seconds: float) -> str:
    """Return the figures as text."""
    frames = round(seconds * FRAMES_PER_S)
    parts = ("waited_ms", "decode_ms", "pose_ms", "judge_ms", "total_ms")
    spent_ms = 1e3 * usage["cpu_cores"] * seconds / max(1, len(course.took_ms))
    lines = [
        f"{frames} frames of {WIDTH_PX}x{HEIGHT_PX} in {seconds:.0f} s, model {', '.join(sorted(course.models))}",
        f"answered {len(course.took_ms)}, left out for newer ones {course.dropped} ({course.dropped / frames:.1%})",
        _percentiles("send to answer", course.took_ms),
        *(_percentiles(f"  server: {part[:-3]}", [each[part] for each in course.server]) for part in parts),
        f"server: {usage['cpu_cores']:.2f} cores, {spent_ms:.1f} ms of processor time an answer",
        f"server: {usage['memory_mb']:.0f} MB, {usage['grown_mb']:+.1f} MB since warm",
        f"machine: {os.cpu_count()} cores, load {psutil.getloadavg()[0]:.1f}",
    ]
    return "\n".join(lines)


def _percentiles(name: str, values: list[float]) -> str:
    p50, p95, p99 = np.percentile(values, [50, 95, 99]) if values else (np.nan,) * 3
    return f"{name:18} p50 {p50:6.1f}  p95 {p95:6.1f}  p99 {p99:6.1f} ms"


if __name__ == "__main__":
    main()
