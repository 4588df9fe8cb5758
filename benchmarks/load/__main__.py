"""Hold more and more sessions on the landmark endpoint until one core is full: `python -m benchmarks.load`.

The server is `backstay coach` in a process of its own, held to one core; the clients are this process, held to the
others. Each session sends the landmarks of a clip, 30 frames a second, round and round, from the first repetition on;
each begins elsewhere in it, for people do not move in step.
What is timed is from sending a frame to having its answer.
"""

import argparse
import asyncio
import itertools
import json
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psutil
from websockets.asyncio.client import ClientConnection, connect

from backstay.pose.blazepose import load_pose_model
from backstay.pose.types import Sighting
from backstay.sessions.seeing import see
from backstay.web.demonstrations import FOLDER
from backstay.web.guard import COOKIE
from backstay.web.landmark_frames import FRAME_BYTES, build_landmarks
from backstay.web.landmark_wire import LANDMARK_PROTOCOL
from benchmarks.accuracy.clips import ROOT
from benchmarks.latency.__main__ import server
from benchmarks.page import replace_part

FRAMES_PER_S = 30
WARM_S = 6.0
"""Left out: opening, and the countdown before the first repetition."""
MOST_MS = 50.0
LADDER = (1, 4, 8, 12, 14, 16, 18, 20, 24, 32, 40, 48, 64)


@dataclass
class Held:
    """What came of holding a number of sessions.

    Attributes:
        sessions: How many.
        took_ms: From each frame to its answer.
        server_cores: Processor time of the server by the clock.
        client_cores: The same of this process: near 1, the clients are what is slow.
        up_bytes: Sent by one session in a second, without the WebSocket's own few bytes.
        down_bytes: Received by one session in a second.
        grown_mb: Memory of the server for one session.
    """

    sessions: int
    took_ms: list[float]
    server_cores: float
    client_cores: float
    up_bytes: float
    down_bytes: float
    grown_mb: float

    def percentile_ms(self, percent: float) -> float:
        """Return how long so many percent of the answers took at most; infinity without an answer."""
        return float(np.percentile(self.took_ms, percent)) if self.took_ms else float("inf")


def main() -> None:
    """Run the benchmark, print its figures, and write them into a page."""
    parser = argparse.ArgumentParser(description="Hold more and more sessions until one core is full.")
    parser.add_argument("--clip", type=Path, default=FOLDER / "wall_angel_front.mp4")
    parser.add_argument("--seconds", type=float, default=8.0, help="how long each number is measured")
    parser.add_argument("--page", type=Path, default=ROOT / "docs" / "scale.md")
    asked = parser.parse_args()
    seen = see(asked.clip, load_pose_model("full"))
    size_px, frames = seen.sightings[0].pose.image_size_px, resampled(seen.sightings)
    held = climb(frames, size_px, asked.seconds)
    lines = list(report(held, asked.clip.name))
    print("\n".join(lines))
    replace_part(asked.page, "load", lines)


def resampled(sightings: Sequence[Sighting]) -> list[Sighting]:
    """Return the sightings nearest to a camera's 30 frames a second."""
    times = np.array([each.pose.t_s for each in sightings])
    return [sightings[int(np.abs(times - t_s).argmin())] for t_s in np.arange(times[0], times[-1], 1 / FRAMES_PER_S)]


def climb(frames: Sequence[Sighting], size_px: tuple[int, int], seconds: float) -> list[Held]:
    """Hold more and more sessions until answers take too long."""
    cores = sorted(psutil.Process().cpu_affinity() or [])
    psutil.Process().cpu_affinity(cores[1:] or cores)
    steps = []
    for sessions in LADDER:
        with server("lite", "prescription") as (process, port, token):
            coach = psutil.Process(process.pid)
            for thread in coach.threads():
                os.sched_setaffinity(thread.id, cores[:1])
            held = asyncio.run(_held(Course(frames, size_px, seconds), sessions, coach, port, token))
        steps.append(held)
        print(_row(held), flush=True)
        if held.percentile_ms(99) > MOST_MS:
            break
    return steps


@dataclass
class Course:
    """What every session sends, and for how long."""

    frames: Sequence[Sighting]
    size_px: tuple[int, int]
    seconds: float


async def _held(course: Course, sessions: int, coach: psutil.Process, port: int, token: str) -> Held:
    """Hold a number of sessions and return what came of it."""
    headers, origin = {"Cookie": f"{COOKIE}_{port}={token}"}, f"http://127.0.0.1:{port}"
    memory = coach.memory_info().rss
    began_s = time.perf_counter() + 1.0 + 0.1 * sessions  # Whoever begins late sends a burst.
    until_s = began_s + WARM_S + course.seconds
    clients = [Client(course, began_s, until_s, number / sessions) for number in range(sessions)]

    async def run(client: "Client") -> None:
        address = f"ws://127.0.0.1:{port}/landmarks"
        async with connect(address, origin=origin, additional_headers=headers, compression=None) as socket:
            await client.run(socket)

    running = [asyncio.create_task(run(client)) for client in clients]
    await asyncio.sleep(began_s + WARM_S - time.perf_counter())
    before = _spent_s(coach), _spent_s(psutil.Process()), time.perf_counter()
    for client in clients:
        client.begin_measuring()
    await asyncio.sleep(course.seconds)
    after = _spent_s(coach), _spent_s(psutil.Process()), time.perf_counter()
    grown = coach.memory_info().rss - memory
    await asyncio.gather(*running)
    took_s = after[2] - before[2]
    return Held(
        sessions=sessions,
        took_ms=[each for client in clients for each in client.took_ms],
        server_cores=(after[0] - before[0]) / took_s,
        client_cores=(after[1] - before[1]) / took_s,
        up_bytes=FRAME_BYTES * FRAMES_PER_S,
        down_bytes=sum(client.received for client in clients) / sessions / took_s,
        grown_mb=grown / sessions / 1e6,
    )


def _spent_s(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system


class Client:
    """One session's client."""

    def __init__(self, course: Course, began_s: float, until_s: float, place: float) -> None:
        """Be about to send the course's frames from one moment to another.

        Args:
            course: What is sent.
            began_s: When the first client begins.
            until_s: When all end.
            place: 0 to 1, this one among the clients: they are evenly spread over a frame's time, and over the clip.
        """
        self._course, self._began_s, self._until_s = course, began_s + place / FRAMES_PER_S, until_s
        self._first = round(place * len(course.frames))
        self._sent_s: dict[int, float] = {}
        self._measures = False
        self.took_ms: list[float] = []
        self.received = 0

    def begin_measuring(self) -> None:
        """Keep what comes from now on."""
        self._measures = True

    async def run(self, socket: ClientConnection) -> None:
        """Open the session, begin the work, send frames and take answers."""
        width, height = self._course.size_px
        opening = {"type": "open", "protocol": LANDMARK_PROTOCOL, "width_px": width, "height_px": height}
        await socket.send(json.dumps(opening))
        for command in ("start", "start", "start", "ready"):
            await socket.send(json.dumps({"type": "command", "command": command}))
        listening = asyncio.create_task(self._listen(socket))
        for seq in itertools.count():
            due_s = self._began_s + seq / FRAMES_PER_S
            if due_s > self._until_s:
                break
            await asyncio.sleep(max(0.0, due_s - time.perf_counter()))
            sighting = self._course.frames[(self._first + seq) % len(self._course.frames)]
            self._sent_s[seq] = time.perf_counter()
            await socket.send(build_landmarks(seq, due_s, sighting))
        await asyncio.sleep(0.2)
        listening.cancel()

    async def _listen(self, socket: ClientConnection) -> None:
        async for text in socket:
            if not self._measures:
                continue
            self.received += len(text)
            seq = json.loads(text).get("seq")
            if seq is not None:
                self.took_ms.append(1e3 * (time.perf_counter() - self._sent_s[seq]))


def report(steps: Sequence[Held], clip: str) -> list[str]:
    """Return the figures as a table, and the number of sessions that a core holds."""
    good = [each for each in steps if each.percentile_ms(99) <= MOST_MS]
    most = good[-1].sessions if good else 0
    spent_ms = 1e3 * steps[-1].server_cores / steps[-1].sessions / FRAMES_PER_S
    when, load = time.strftime("%Y-%m-%d"), psutil.getloadavg()[0]
    return [
        f"Measured {when} on one core of {os.cpu_count()}, landmarks of `{clip}`; load {load:.1f} at the end.",
        "",
        "| Sessions | p50 (ms) | p95 (ms) | p99 (ms) | Server (cores) | Clients (cores) | Up (kB/s) | Down (kB/s) |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
        *(_row(each) for each in steps),
        "",
        f"**{most} sessions a core** at a p99 under {MOST_MS:.0f} ms; {spent_ms:.2f} ms of processor time a frame.",
    ]


def _row(held: Held) -> str:
    p50, p95, p99 = (held.percentile_ms(each) for each in (50, 95, 99))
    traffic = f"{held.up_bytes / 1e3:.1f} | {held.down_bytes / 1e3:.1f}"
    return (
        f"| {held.sessions} | {p50:.1f} | {p95:.1f} | {p99:.1f} | {held.server_cores:.2f} | {held.client_cores:.2f} "
        f"| {traffic} |"
    )


if __name__ == "__main__":
    main()
