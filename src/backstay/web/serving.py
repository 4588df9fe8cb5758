"""Start the live coach: a server on this machine's own address, and its page in the browser."""

import contextlib
import os
import secrets
import signal
import socket
import tempfile
import time
import webbrowser
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

from backstay.coaching.plan import Assignment, prescribed
from backstay.exercises.program_types import Program
from backstay.exercises.programs import exercises_of, find_program
from backstay.memory.opening import Opened, open_store
from backstay.memory.places import data_folder, database_url
from backstay.memory.store import Store
from backstay.planning.practice import Practice
from backstay.pose.blazepose import load_pose_model
from backstay.sessions.eyes import Eyes
from backstay.sessions.journal import About
from backstay.sessions.keeping import Keeper
from backstay.sessions.live import Listener, LiveSession
from backstay.sessions.provenance import settings_sha256
from backstay.web.app import CLIENT, build_app
from backstay.web.desk import LiveDesk
from backstay.web.frames import MOST_BYTES
from backstay.web.guard import Door
from backstay.web.history_desk import open_history_desk
from backstay.web.household import Household
from backstay.web.people import People
from backstay.web.practice_desk import PracticeDesk
from backstay.web.trust import ConnectionCount
from backstay.web.watch_desk import WatchDesk
from backstay.web.watch_keeping import WatchStoreShelf
from backstay.web.watch_serving import open_watch_desk

HOST = "127.0.0.1"
USUAL_PORT = 8765
"""Tried first, so that a page left open finds a server that was started anew."""
DEMO_URL = "/demonstrations/wall_angel_front.mp4"
DEMO_WATCH_URL = "/demonstrations/abdominal_brace_oblique.mp4"
"""Somebody who sits, half from in front, as a laptop sees them."""
CLOSING_S = 3

clock_s = time.perf_counter


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """How the coach is served.

    Attributes:
        port: The port; 0 = the usual one, or a free one if that is taken.
        opens_browser: Whether the page is opened.
        is_demo: Whether a shipped clip plays as the camera.
        model: The pose model to begin with, "full" or "lite".
        threads: Processor threads of the pose model; None = all that others leave free.
        person: Whose sessions these are, by id or name; empty = whoever has been here longest.
    """

    port: int = 0
    opens_browser: bool = True
    is_demo: bool = False
    model: str = "full"
    threads: int | None = None
    person: str = ""


def serve(serving: Serving, say: Callable[[str], None], program: Program | None = None) -> None:
    """Serve the live coach until it is stopped: by Ctrl+C, or by the SIGTERM of a service, which ends it with status 0.

    Args:
        serving: How.
        say: Told the address, and what else the user should know.
        program: Followed in place of each person's own, as long as this lasts.

    Raises:
        PoseModelError: The pose model cannot be loaded.
        ExerciseError: An exercise is damaged.
        StoreError: What was remembered cannot be used, or nobody is called as asked.
        OSError: The asked port is taken.
    """
    signal.signal(signal.SIGTERM, _end)
    with contextlib.ExitStack() as stack:
        folder, address = data_folder(), database_url()
        if serving.is_demo:
            folder, address = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="backstay-"))), None
        opened = open_store(folder, address)
        stack.callback(opened.store.close)
        _serve(serving, say, program, (opened, folder))


def _end(_: int, __: FrameType | None) -> None:
    """Unwind the program, as Ctrl+C does: left alone, SIGTERM would end it with its store open."""
    raise SystemExit(0)


def _serve(serving: Serving, say: Callable[[str], None], program: Program | None, kept: tuple[Opened, Path]) -> None:
    """Serve with a store that is open, and the folder of what runs; a demonstration asks nothing."""
    opened, folder = kept
    usual = program or find_program("prescription")
    assignments = prescribed(exercises_of(usual))
    count = ConnectionCount()
    listening = listen(serving.port)
    door = Door(port=listening.getsockname()[1], token=secrets.token_urlsafe(32))
    household = Household(opened.store, folder, _about(serving, usual, assignments))
    keeper = household.keeper()
    notice = " ".join(each for each in (opened.notice, household.settle()) if each)
    keeper.greet(notice)
    desk = open_desk(serving, assignments, keeper, count, household)
    address = f"http://{HOST}:{door.port}/?token={door.token}"
    if notice:
        say(notice)
    say(f"The coach is at {address}")
    if serving.is_demo:
        say("This is a demonstration: recorded clips play as the camera, and nothing of it is remembered.")
    else:
        say(f"What is done is remembered for {household.person.name}, in {folder}.")
    say("Ctrl+C stops it. Pictures stay in this computer's memory; nothing is sent anywhere.")
    if serving.opens_browser and not webbrowser.open(address):
        say("No browser could be opened; open that address yourself.")
    titles = {each.exercise.id: each.exercise.title for each in assignments}
    watch = _watch_desk(serving, WatchStoreShelf(opened.store, lambda: household.person.id), titles)
    history = open_history_desk(opened.store, lambda: household.person)
    practice = None
    if not serving.is_demo:
        practice = PracticeDesk(_practices(opened.store, program), lambda: household.person.id, desk.session)
    server_of(build_app(desk, door, watch=watch, history=history, practice=practice)).run(sockets=[listening])


def _watch_desk(serving: Serving, shelf: WatchStoreShelf, titles: Mapping[str, str]) -> WatchDesk:
    """Return the watch, through a clip where this is a demonstration."""
    watch = open_watch_desk(shelf, clock_s, titles)
    watch.demo_url = DEMO_WATCH_URL if serving.is_demo else None
    return watch


def _about(serving: Serving, program: Program, assignments: Sequence[Assignment]) -> About:
    """Return whose sessions these are, and what they follow."""
    return About(
        person=serving.person,
        program=program.id,
        program_version=program.version,
        provenance={
            "backstay": version("backstay"),
            "settings_sha256": settings_sha256([each.exercise for each in assignments]),
        },
    )


def open_desk(
    serving: Serving,
    assignments: Sequence[Assignment],
    keeper: Keeper,
    count: ConnectionCount,
    people: People | None = None,
) -> LiveDesk:
    """Load the pose model and open the session.

    Raises:
        PoseModelError: The pose model cannot be loaded.
    """
    eyes = Eyes(lambda model: load_pose_model(model, serving.threads), clock_s, serving.model)

    def open_session(listener: Listener) -> LiveSession:
        return LiveSession(assignments, eyes, keeper, clock_s, listener)

    return LiveDesk(open_session, count.trust, clock_s, DEMO_URL if serving.is_demo else None, people)


def _practices(store: Store, program: Program | None) -> Callable[[str], Practice]:
    """Return what gives everybody's practice, by id: the same one each time."""
    return cache(lambda person: Practice(store, person, lambda: datetime.now().astimezone(), program))


def server_of(app: ASGIApp) -> uvicorn.Server:
    """Return the server of an application: one process, no logs of requests, no header that says what it is."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            ws="websockets-sansio",
            ws_max_size=2 * MOST_BYTES,
            ws_per_message_deflate=False,
            timeout_graceful_shutdown=CLOSING_S,
            lifespan="on",
        )
    )


def listen(port: int) -> socket.socket:
    """Return a socket that listens on this machine's own address only.

    Args:
        port: The port; 0 = the usual one, or a free one if that is taken.

    Raises:
        OSError: The asked port is taken.
    """
    if port:
        return _bound(port)
    try:
        return _bound(USUAL_PORT)
    except OSError:
        return _bound(0)


def client_is_built() -> bool:
    """Return whether there is a page to serve."""
    return (CLIENT / "index.html").is_file()


def _bound(port: int) -> socket.socket:
    """Return a listening socket.

    Its protocol is named because asyncio has small answers sent at once only where it is; otherwise each may wait until
    the one before is acknowledged, which is with the next frame.
    """
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name == "posix":
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
        listening.listen()
    except OSError:
        listening.close()
        raise
    return listening
