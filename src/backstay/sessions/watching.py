"""A watch at work: a picture now and then in, the state after it out. One thread looks; choices are taken at once."""

import threading
from collections.abc import Callable
from dataclasses import replace

from backstay.coaching.watch.advancing import advance_watch, wants_camera
from backstay.coaching.watch.noticing import leave
from backstay.coaching.watch.types import (
    Choice,
    Chose,
    ClockRead,
    Looked,
    Preferred,
    Watch,
    WatchEvent,
    WatchInput,
    WatchProfile,
    WatchSettings,
)
from backstay.kinematics.resting import resting_of
from backstay.kinematics.view import NO_VIEW, advance_view
from backstay.media.types import Frame
from backstay.pose.types import PoseEstimator
from backstay.sessions.eyes import ArrivedFrame, Clock
from backstay.sessions.pace import NewestOnly

TICK_S = 1.0
"""How often time goes on without a picture; prompts are a matter of minutes."""
WAIT_S = 0.25
"""How long a picture is waited for, so that closing does not take long."""
CLOSING_S = 5.0
DEFECT_SAYS = "Something went wrong in the program, and nothing is watched. Stop it and start it again."
WatchListener = Callable[[Watch, tuple[WatchEvent, ...]], None]


class Surroundings:
    """What a watch asks of the machine."""

    def __init__(self, clock_s: Clock, minute_of_day: Callable[[], int], is_on_battery: Callable[[], bool]) -> None:
        """Take what tells the time and the mains.

        Args:
            clock_s: Seconds that only grow.
            minute_of_day: By the wall clock.
            is_on_battery: Whether the machine runs without mains.
        """
        self.clock_s, self.minute_of_day, self.is_on_battery = clock_s, minute_of_day, is_on_battery


class WatchSession:
    """One watch, from opening the page to closing it; started once, closed once."""

    def __init__(
        self,
        watch: Watch,
        load_eyes: Callable[[], PoseEstimator],
        surroundings: Surroundings,
        listener: WatchListener,
    ) -> None:
        """Begin to watch; no pose model is loaded before the first picture.

        Args:
            watch: With settings, profile and exercises.
            load_eyes: Makes the pose model.
            surroundings: Time and mains.
            listener: Told of every state and what happened, from any thread; quick, or it holds the watch up.
        """
        self._watch, self._load_eyes, self._around, self._listener = watch, load_eyes, surroundings, listener
        self._lock = threading.RLock()
        self._slot: NewestOnly[ArrivedFrame] = NewestOnly()
        self._eyes: PoseEstimator | None = None
        self._view = NO_VIEW
        self._began_s = self._ticked_s = surroundings.clock_s()
        self._is_closed = threading.Event()
        self._thread = threading.Thread(target=self._work, name="backstay-watch", daemon=True)

    @property
    def watch(self) -> Watch:
        """Return the watch as it is."""
        return self._watch

    def start(self) -> None:
        """Begin to look, and to let time go on."""
        self._thread.start()

    def close(self) -> None:
        """Stop, and end what is under way."""
        self._is_closed.set()
        if self._thread.is_alive():
            self._thread.join(CLOSING_S)
        self.choose(Choice.LET_GO)

    def submit(self, frame: ArrivedFrame) -> None:
        """Hand in the newest picture; an older one that nobody has looked at yet is dropped."""
        self._slot.put(frame)

    def choose(self, choice: Choice) -> None:
        """Take a choice of the person's."""
        with self._lock:
            self._advance(Chose(t_s=self._now_s(), choice=choice))

    def prefer(self, settings: WatchSettings) -> None:
        """Take the person's settings."""
        with self._lock:
            self._advance(Preferred(t_s=self._now_s(), settings=settings))

    def move(self, profile: WatchProfile) -> None:
        """Watch in another place, with what was set up there."""
        with self._lock:
            left, ended = leave(self._watch)
            self._watch = replace(left, profile=profile)
            self._listener(self._watch, ended)

    def tell(self) -> None:
        """Tell the listener the state as it is."""
        with self._lock:
            self._listener(self._watch, ())

    def work_once(self, timeout_s: float) -> None:
        """Look at the next picture, if one comes in time, and let time go on; what the thread does again and again."""
        frame = self._slot.take(timeout_s)
        if self._around.clock_s() - self._ticked_s >= TICK_S:
            self._ticked_s = self._around.clock_s()
            with self._lock:
                self._advance(self._clock_read())
        if frame is not None and wants_camera(self._watch):
            self._look(frame)

    def _work(self) -> None:
        """Work until closed; a defect ends the work, and is said rather than leaving a page that stands still."""
        try:
            while not self._is_closed.is_set():
                self.work_once(WAIT_S)
        finally:
            if not self._is_closed.is_set():
                with self._lock:
                    self._watch = replace(self._watch, notice=DEFECT_SAYS)
                    self.tell()

    def _look(self, frame: ArrivedFrame) -> None:
        """Look at one picture; a damaged one is passed over."""
        image = frame.decode()
        if image is None:
            return
        if self._eyes is None:
            self._eyes = self._load_eyes()
        t_s = self._now_s()
        pose = self._eyes.estimate(Frame(t_s=t_s, index=frame.seq, image_rgb=image)).pose
        self._view = advance_view(self._view, pose)
        with self._lock:
            resting = resting_of(pose, self._view.view) if pose.is_present else None
            self._advance(Looked(t_s=max(t_s, self._watch.t_s), resting=resting))

    def _advance(self, given: WatchInput) -> None:
        """Take an input, and tell what came of it."""
        self._watch, events = advance_watch(self._watch, given)
        self._listener(self._watch, events)

    def _clock_read(self) -> ClockRead:
        """Read the clock and the mains."""
        around = self._around
        return ClockRead(t_s=self._now_s(), minute_of_day=around.minute_of_day(), is_on_battery=around.is_on_battery())

    def _now_s(self) -> float:
        """Return the watch's time, which never runs back."""
        return max(self._around.clock_s() - self._began_s, self._watch.t_s)
