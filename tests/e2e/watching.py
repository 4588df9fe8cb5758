"""The watch as a page meets it: a server in this process, whose clock the test moves."""

import math
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from playwright.sync_api import Page

from backstay.coaching.watch.advancing import wants_camera
from backstay.coaching.watch.types import Watch
from backstay.media.types import Frame
from backstay.pose.types import PoseEstimator, Sighting
from backstay.sessions.watching import Surroundings, WatchListener, WatchSession
from backstay.web.app import build_app
from backstay.web.guard import Door
from backstay.web.serving import HOST, listen, server_of
from backstay.web.watch_desk import WatchDesk
from backstay.web.watch_keeping import MemoryShelf, WatchKeeper
from web.staging import open_desk

STARTS_WITHIN_S = 20.0
QUICK = 20.0
"""Pictures a second, so that a moved clock moves quickly."""
SPIED = """
window.streams = [];
const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async (wishes) => {
  delete wishes.video.frameRate;  // The camera's own pace: a moved clock waits for pictures.
  const got = await ask(wishes); window.streams.push(got); return got; };
window.notices = [];
window.Notification = class { static permission = 'granted'; static requestPermission() { return Promise.resolve('granted'); }
  constructor(title, options) { window.notices.push([title, options.body]); } close() {} };
"""
LIVE_TRACKS = (
    "() => window.streams.flatMap((each) => each.getTracks()).filter((each) => each.readyState === 'live').length"
)


class MovedClock:
    """A clock that stands until the test moves it."""

    def __init__(self) -> None:
        """Begin at some time that is not zero."""
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


class NotedEyes:
    """A pose model that notes when it looked last."""

    def __init__(self, eyes: PoseEstimator) -> None:
        """Look with a pose model; nothing is looked at yet."""
        self._eyes, self.looked_s = eyes, -math.inf
        self.model, self.weights_sha256 = eyes.model, eyes.weights_sha256

    def estimate(self, frame: Frame) -> Sighting:
        sighting = self._eyes.estimate(frame)
        self.looked_s = frame.t_s
        return sighting


class WatchServer:
    """Serves the built page with a watch of its own."""

    def __init__(
        self, dist: Path, load_eyes: Callable[[], PoseEstimator], unchanged_min: int = 20, *, offered: int = 0
    ) -> None:
        """Prepare; nothing runs yet."""
        self.clock, self.shelf, self.is_on_battery = MovedClock(), MemoryShelf(), False
        self.minute_of_day = 10 * 60
        self._eyes: NotedEyes | None = None
        self.shelf.keep({}, {"watch.unchanged_min": str(unchanged_min)})

        def open_eyes() -> PoseEstimator:
            self._eyes = NotedEyes(load_eyes())
            return self._eyes

        def open_watch(watch: Watch, listener: WatchListener) -> WatchSession:
            around = Surroundings(self.clock, lambda: self.minute_of_day, lambda: self.is_on_battery)
            return WatchSession(replace(watch, offered=offered), open_eyes, around, listener)

        keeper = WatchKeeper(self.shelf, lambda: datetime.now(UTC))
        titles = {"wall_angel": "Wall angel"}
        self.desk = WatchDesk(open_watch, keeper, self.clock, titles, QUICK)
        self._socket = listen(0)
        door = Door(port=self._socket.getsockname()[1], token="of-this-test")  # noqa: S106
        self.address = f"http://{HOST}:{door.port}"
        self.entry = f"{self.address}/?token={door.token}"
        self._server = server_of(build_app(open_desk(), door, dist, self.desk))
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True)

    def __enter__(self) -> "WatchServer":
        """Start, and wait until it answers."""
        self._thread.start()
        until(lambda: self._server.started, within_s=STARTS_WITHIN_S)
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self._server.should_exit = True
        self._thread.join(STARTS_WITHIN_S)

    def open(self, page: Page) -> Page:
        """Open the watch page and begin to watch."""
        page.add_init_script(SPIED)
        page.goto(self.entry)
        page.goto(f"{self.address}/watch.html")
        page.get_by_role("button", name="Start watching").click()
        self.see(3)
        return page

    def see(self, pictures: int, within_s: float = 20.0) -> None:
        """Wait until so many more pictures have been looked at, hidden or not."""
        wanted = self.looked + pictures
        until(lambda: self.looked >= wanted, within_s=within_s)

    @property
    def looked(self) -> int:
        """Return the number of the last picture that came."""
        return self.desk.seq

    @property
    def watch(self) -> Watch:
        """Return the watch as it is."""
        session = self.desk.session
        return session.watch if session is not None else Watch()

    def let_pass(self, minutes: float, *, step_s: float = 18.0) -> None:
        """Move the clock on, step by step, looking at a picture at each."""
        for _ in range(round(60.0 * minutes / step_s)):
            reached_s = self.watch.t_s + step_s
            self.clock.now_s += step_s
            until(partial(self._has_looked_since, reached_s), within_s=20.0)

    def _has_looked_since(self, t_s: float) -> bool:
        watch, looked_s = self.watch, -math.inf if self._eyes is None else self._eyes.looked_s
        if watch.calibration is not None or watch.kept is None:
            return watch.t_s >= t_s - 1e-6 and (looked_s >= t_s - 1e-6 or not wants_camera(watch))
        return watch.seen_s >= t_s - 1e-6


def until(is_so: Callable[[], bool], within_s: float) -> None:
    """Wait until something is so."""
    ends_s = time.perf_counter() + within_s
    while not is_so():
        if time.perf_counter() > ends_s:
            raise AssertionError("it did not come in time")
        time.sleep(0.01)
