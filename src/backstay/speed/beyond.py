"""What one process measures beyond pictures: the engine alone, a live session, and starting up."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import psutil
from numpy.typing import NDArray

from backstay.coaching.plan import prescribed
from backstay.coaching.routine import advance, begin
from backstay.coaching.types import Given, Routine
from backstay.coaching.words import Command
from backstay.exercises.loading import find_exercise
from backstay.exercises.types import Exercise
from backstay.kinematics.types import Readings
from backstay.media.reading import open_media
from backstay.pose.blazepose import load_pose_model
from backstay.sessions.assessing import Instruction, follow, read_all
from backstay.sessions.eyes import ArrivedFrame, Eyes
from backstay.sessions.following import Following, follow_sighting
from backstay.sessions.seeing import Seen, see
from backstay.speed.stopwatch import exhausted, peak_memory_mb, timed
from backstay.speed.types import Engine, Live, StartUp, Took
from backstay.web.frames import FRAMES_PER_S, HEIGHT_PX, WIDTH_PX, decode_picture

DEMONSTRATED = {
    "wall_angel": "wall_angel_front.mp4",
    "hip_flexor_stretch": "hip_flexor_stretch_side.mp4",
    "abdominal_brace": "abdominal_brace_oblique.mp4",
}
"""Exercises and the clips that come with them."""
PACED = ((2.0, 12.0),)
TURNS = 5
TO_WORK = (Command.START, Command.START, Command.START, Command.READY, Command.START)
"""What brings a session from its welcome to its work by hand."""
LOOPS = 200_000
MILLION = 1e6
JPEG_QUALITY = 80
WARM_UP_FRAMES = 30
START_UPS = 5


def measure_engine(clips: Path, frames: int) -> Engine:
    """Return how fast readings become events, and landmarks do, on the clips in a folder."""
    engine, live = [], []
    for name, clip in DEMONSTRATED.items():
        exercise, seen = find_exercise(name), _seen(clips / clip, frames)
        readings = list(read_all(seen))
        instruction = Instruction(paced=PACED if name == "abdominal_brace" else ())

        engine.append(_best(partial(_followed_alone, readings, exercise, instruction)).by_processor)
        live.append(_best(partial(_followed_live, seen, exercise)).by_processor)
    loops = _best(lambda: exhausted(range(LOOPS)))
    return Engine(
        engine_frames_per_s=min(engine), live_frames_per_s=min(live), loops_per_s=loops.by_processor / MILLION
    )


def _best(work: Callable[[], int]) -> Took:
    took = timed(work)
    for _ in range(TURNS - 1):
        took = took.or_better(timed(work))
    return took


def _seen(clip: Path, frames: int) -> Seen:
    """Return what the lightest model sees in the beginning of a clip: what follows costs the same for each."""
    seen = see(clip, load_pose_model("lite", 1, measure_torso_motion=False))
    return Seen(
        info=seen.info,
        sightings=seen.sightings[:frames],
        truncated_at_s=None,
        model=seen.model,
        weights_sha256=seen.weights_sha256,
        wall_s=0.0,
    )


def _followed_alone(readings: Sequence[Readings], exercise: Exercise, instruction: Instruction) -> int:
    """Turn readings into events, as a file does."""
    follow(readings, exercise, instruction)
    return len(readings)


def _followed_live(seen: Seen, exercise: Exercise) -> int:
    """Follow sightings as a live session does while one exercises."""
    following, routine = Following(), at_work(exercise)
    for sighting in seen.sightings:
        following, _ = follow_sighting(following, sighting, routine)
    return len(seen.sightings)


def at_work(exercise: Exercise) -> Routine:
    """Return a session that has come to its work."""
    routine = begin(prescribed([exercise]))
    for command in TO_WORK:
        routine, _ = advance(routine, Given(t_s=0.0, command=command))
    return routine


def measure_live(clip: Path, seconds: float, model: str) -> Live:
    """Return how quickly frames are answered that come at a camera's pace, the newest first."""
    jpegs = _encoded(clip)
    eyes = Eyes(lambda name: load_pose_model(name, None), time.perf_counter, model)
    following, routine = Following(), at_work(find_exercise("wall_angel"))
    began_s, took_ms = time.perf_counter(), []
    frames, seq, dropped = round(seconds * FRAMES_PER_S) + WARM_UP_FRAMES, 0, 0
    while seq < frames:
        time.sleep(max(0.0, began_s + seq / FRAMES_PER_S - time.perf_counter()))
        newest = min(int((time.perf_counter() - began_s) * FRAMES_PER_S), frames - 1)
        dropped, seq = dropped + max(newest - seq, 0), max(newest, seq)
        arrived_s = began_s + seq / FRAMES_PER_S
        decode = partial(decode_picture, jpegs[seq % len(jpegs)])
        frame = ArrivedFrame(seq=seq, captured_s=arrived_s, arrived_s=arrived_s, decode=decode)
        sighted = eyes.see(frame, began_s)
        if sighted is not None:
            following, _ = follow_sighting(following, sighted.sighting, routine)
        if seq >= WARM_UP_FRAMES:
            took_ms.append(1e3 * (time.perf_counter() - arrived_s))
        seq += 1
    p50, p95, p99 = (float(value) for value in np.percentile(took_ms, [50, 95, 99]))
    return Live(
        frames=len(took_ms), dropped=dropped, p50_ms=p50, p95_ms=p95, p99_ms=p99, peak_memory_mb=peak_memory_mb()
    )


def _encoded(clip: Path) -> list[bytes]:
    """Return a clip's frames in the size and form in which the page sends them."""
    with open_media(clip) as media:
        return [_jpeg(frame.image_rgb) for frame in media]


def _jpeg(image_rgb: NDArray[np.uint8]) -> bytes:
    small = cv2.resize(image_rgb, (WIDTH_PX, HEIGHT_PX), interpolation=cv2.INTER_AREA)
    settings = [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY]
    return cv2.imencode(".jpg", cv2.cvtColor(small, cv2.COLOR_RGB2BGR), settings)[1].tobytes()


def measure_start_up() -> StartUp:
    """Return how soon the help is there, and the server; and what Python alone takes."""
    helped = [_run("-m", "backstay.cli", "--help") for _ in range(START_UPS)]
    bare = [_run("-c", "pass") for _ in range(START_UPS)]
    return StartUp(
        help_s=min(took.wall_s for took in helped),
        help_processor_s=min(took.processor_s for took in helped),
        interpreter_processor_s=min(took.processor_s for took in bare),
        server_s=min(_server_s() for _ in range(2)),
    )


def _run(*arguments: str) -> Took:
    """Run Python with some arguments and return how long that took."""
    before, began_s = _children_s(), time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - ourselves
    return Took(frames=1, wall_s=time.perf_counter() - began_s, processor_s=_children_s() - before)


def _children_s() -> float:
    times = psutil.Process().cpu_times()
    return float(times.children_user + times.children_system)


def _server_s() -> float:
    """Return how soon the coach says where it is."""
    began_s = time.perf_counter()
    command = [sys.executable, "-m", "backstay.cli", "coach", "--no-browser"]
    with tempfile.TemporaryDirectory(prefix="backstay-") as folder:
        environment = {**os.environ, "BACKSTAY_DATA": folder}
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603
            said = server.stdout.readline() if server.stdout else ""
            took_s = time.perf_counter() - began_s
            server.terminate()
    return took_s if said else float("nan")
