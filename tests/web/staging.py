"""A live coach without a pose model: a filmed figure stands in for the person, and time is the machine's own."""

import itertools
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from starlette.testclient import TestClient

from backstay.coaching.plan import Assignment, prescribed
from backstay.exercises.programs import exercises_of, load_program
from backstay.media.types import Frame
from backstay.pose.types import Pose, Sighting, TorsoMotion
from backstay.sessions.eyes import Eyes
from backstay.sessions.journal import Journal, MemoryJournal
from backstay.sessions.keeping import Keeper
from backstay.sessions.live import Listener, LiveSession
from backstay.web.app import build_app
from backstay.web.desk import LiveDesk
from backstay.web.frames import build_frame
from backstay.web.guard import Door
from backstay.web.people import People
from backstay.web.wire import PROTOCOL, Trust
from figure.filming import Take, film
from figure.presses import wall_angel

PORT = 8765
TOKEN = "of-this-run"  # noqa: S105 - a test's own
DOOR = Door(port=PORT, token=TOKEN)
OWN = f"http://127.0.0.1:{PORT}"
SOCKET = f"ws://127.0.0.1:{PORT}/ws"
COOKIE = f"{DOOR.cookie}={TOKEN}"
SHORT = Path(__file__).with_name("short.yaml")
TRUST = Trust(connections_elsewhere=0, says="0 bytes left this machine.", how="A test says so.")


@cache
def poses() -> tuple[Pose, ...]:
    return tuple(film(wall_angel(4), take=Take(fps=15)))


class FilmedPerson:
    """Stands in for a pose model: gives the poses of a film, one a frame, round and round."""

    def __init__(self, model: str = "full") -> None:
        """Stand at the beginning of the film."""
        self.model, self.weights_sha256 = model, "0" * 64
        self._film = itertools.cycle(poses())

    def estimate(self, frame: Frame) -> Sighting:
        motion = TorsoMotion(t_s=frame.t_s, flow_px_per_s=(np.nan, np.nan), quality=0.0)
        pose = replace(next(self._film), t_s=frame.t_s, model=self.model)
        return Sighting(pose=pose, torso_motion=motion, people=1, luminance_fraction=0.5)


@cache
def assignments() -> tuple[Assignment, ...]:
    return prescribed(exercises_of(load_program(SHORT)))


def open_desk(
    journal: Journal | None = None, load_model: type = FilmedPerson, people: People | None = None
) -> LiveDesk:
    clock_s = time.perf_counter

    def open_session(listener: Listener) -> LiveSession:
        eyes = Eyes(load_model, clock_s)
        return LiveSession(assignments(), eyes, Keeper(journal or MemoryJournal()), clock_s, listener)

    return LiveDesk(open_session, lambda: TRUST, clock_s, people=people)


@contextmanager
def coach(desk: LiveDesk | None = None, client: Path = Path("nowhere")) -> Iterator[TestClient]:
    """Serve a coach to a page that has its cookie."""
    app = build_app(desk or open_desk(), DOOR, client)
    with TestClient(app, base_url=OWN, headers={"cookie": COOKIE}) as page:
        yield page


class Page:
    """The page's end of the socket."""

    def __init__(self, socket: object) -> None:
        """Take an open socket."""
        self.socket, self.seq, self.last = socket, 0, {}

    def send(self, **message: object) -> "Page":
        self.socket.send_text(json.dumps(message))
        return self

    def command(self, *commands: str) -> "Page":
        for command in commands:
            self.send(type="command", command=command)
        return self

    def frame(self, picture: bytes | None = None) -> "Page":
        self.seq += 1
        self.socket.send_bytes(build_frame(self.seq, time.perf_counter(), jpeg() if picture is None else picture))
        return self

    def next(self) -> dict:
        self.last = json.loads(self.socket.receive_text())
        return self.last

    def until(self, is_it: Callable[[dict], object], within: int = 400) -> dict:
        """Return the first message of which something is true, the last one received included."""
        if self.last and is_it(self.last):
            return self.last
        for _ in range(within):
            if is_it(self.next()):
                return self.last
        raise AssertionError("the message never came")

    def until_stage(self, stage: str) -> dict:
        return self.until(lambda each: each["type"] == "update" and each["screen"]["stage"] == stage)


@contextmanager
def joined(page: TestClient, *, takes_over: bool = False) -> Iterator[Page]:
    """Open the socket and join."""
    with page.websocket_connect(SOCKET, headers={"origin": OWN}) as socket:
        yield Page(socket).send(type="join", protocol=PROTOCOL, takes_over=takes_over)


@cache
def jpeg(width_px: int = 64, height_px: int = 48) -> bytes:
    picture = np.full((height_px, width_px, 3), 128, np.uint8)
    return cv2.imencode(".jpg", picture)[1].tobytes()
