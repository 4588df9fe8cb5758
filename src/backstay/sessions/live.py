"""A live session: frames and commands in, updates out, the newest frame first.

One thread does the work on frames; commands are taken at once, from whichever thread they come. What is told is always
the state after the last input.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from backstay.coaching.plan import Assignment
from backstay.coaching.routine import advance, begin
from backstay.coaching.types import Input, Interrupted, Routine, Tick
from backstay.coaching.words import PauseReason, Stage
from backstay.kinematics.types import ViewLabel
from backstay.pose.types import Pose
from backstay.sessions.eyes import ArrivedFrame, Clock, Eyes, Sighted
from backstay.sessions.following import Following, follow_sighting
from backstay.sessions.journal import About
from backstay.sessions.keeping import Keeper
from backstay.sessions.moments import Moments, keep_moments, remember_pose
from backstay.sessions.pace import NewestOnly, WakeWatch
from backstay.sessions.poses import live_frame
from backstay.sessions.provenance import settings_sha256
from backstay.sessions.references import OwnValues, of_provenance
from backstay.sessions.stepping import step

TICK_S = 0.1
"""How often time goes on without a frame."""
CLOSING_S = 5.0
"""Longer than any frame takes."""
DEFECT_SAYS = "Something went wrong in the program. Stop it and start it again: the session goes on where it was."
TIMED = frozenset({Stage.COUNTDOWN, Stage.WORK, Stage.REST, Stage.SWAP})
"""Stages in which time alone changes what is shown."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LiveSight:
    """What one frame showed, and where its time went.

    Attributes:
        frame: The frame.
        pose: The skeleton, smoothed; absent where nobody is seen.
        view: Where the camera stands.
        sighted: Waiting, decoding and pose.
        judge_ms: Everything after the pose.
        frames: Frames answered so far.
        dropped: Frames left out for newer ones.
    """

    frame: ArrivedFrame
    pose: Pose
    view: ViewLabel
    sighted: Sighted
    judge_ms: float
    frames: int
    dropped: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LiveUpdate:
    """The state after an input.

    Attributes:
        number: Grows by one.
        routine: The session.
        sight: What the frame showed; None where no frame brought this.
        notice: Something about the machine; usually empty.
    """

    number: int
    routine: Routine
    sight: LiveSight | None
    notice: str


Listener = Callable[[LiveUpdate], None]


class LiveSession:
    """One person's session, and after its summary the next; started once, closed once."""

    def __init__(
        self, assignments: Sequence[Assignment], eyes: Eyes, keeper: Keeper, clock_s: Clock, listener: Listener
    ) -> None:
        """Take up a session that was cut off, or begin a new one.

        Args:
            assignments: What is done today.
            eyes: What looks at frames.
            keeper: What keeps the session.
            clock_s: Seconds that only grow.
            listener: Told of every update, from any thread; quick, or it holds the session up.
        """
        self._assignments = tuple(assignments)
        self._eyes, self._keeper, self._clock_s, self._listener = eyes, keeper, clock_s, listener
        self._lock = threading.RLock()
        self._slot: NewestOnly[ArrivedFrame] = NewestOnly()
        self._number = self._frames = 0
        self._wake = WakeWatch()
        self._take_up()
        self._ticked_s = clock_s()
        self._is_closed = threading.Event()
        self._thread = threading.Thread(target=self._work, name="backstay-live", daemon=True)

    def _take_up(self) -> None:
        """Take up a session that was cut off, and let the person decide about it, or begin a new one."""
        found = self._keeper.take_up()
        self.is_resumed = found is not None
        self._routine, self._moments = found or (begin(self._assignments), Moments())
        if found is not None:
            gone = Interrupted(t_s=self._routine.t_s, reason=PauseReason.CUT_OFF)
            self._routine, _ = advance(self._routine, gone)
        self._following = Following(given=self.own)
        self._began_s = self._clock_s() - self._routine.t_s

    def start(self) -> None:
        """Begin to work on frames and to let time go on."""
        self._thread.start()

    def close(self) -> None:
        """Stop working, and save."""
        self._is_closed.set()
        if self._thread.is_alive():
            self._thread.join(CLOSING_S)
        with self._lock:
            self._keeper.save(self._routine, self._moments)
            self._keeper.finish()

    @property
    def session_id(self) -> str:
        """Return the session's name."""
        return self._keeper.session_id

    @property
    def own(self) -> OwnValues:
        """Return the own values that the session is judged with."""
        return of_provenance(self._keeper.provenance)

    @property
    def routine(self) -> Routine:
        """Return the session as it is."""
        return self._routine

    @property
    def moments(self) -> Moments:
        """Return the kept moments."""
        return self._moments

    def submit(self, frame: ArrivedFrame) -> None:
        """Hand in the newest frame; an older one that nobody has looked at yet is dropped."""
        self._slot.put(frame)

    def take(self, make: Callable[[float], Input]) -> None:
        """Take a command, an answer or an interruption; `make` is given the session's time."""
        with self._lock:
            given = make(self._now_s())
            self._keeper.note(type(given).__name__.lower(), given.t_s, given)
            self._advance(given)
            self._publish(None)

    def tell(self) -> None:
        """Tell the listener the state as it is."""
        with self._lock:
            self._publish(None)

    def begin_again(self) -> None:
        """Begin a new session after a summary, or in place of one that was cut off; a session under way goes on."""
        with self._lock:
            is_cut_off = self._routine.paused is PauseReason.CUT_OFF
            if self._routine.stage is Stage.SUMMARY or is_cut_off:
                self.start_over()

    def start_over(self) -> None:
        """Close the session where it stands, keep what was done of it, and begin a new one."""
        with self._lock:
            self._keeper.save(self._routine, self._moments, is_over=True)
            self._keeper.begin_anew()
            before, self._began_s = self._routine, self._clock_s()
            self._routine = replace(begin(self._assignments), mode=before.mode, is_muted=before.is_muted)
            self._following, self._moments, self.is_resumed = Following(given=self.own), Moments(), False
            self._publish(None)

    @property
    def is_between(self) -> bool:
        """Return whether no session is under way: somebody else can have the next."""
        return self._routine.stage in {Stage.WELCOME, Stage.SUMMARY} or self._routine.paused is PauseReason.CUT_OFF

    def hand_over(self, keeper: Keeper) -> None:
        """Let somebody else have the next session; what the person before was offered stays on offer to them."""
        with self._lock:
            if self._routine.paused is not PauseReason.CUT_OFF:
                self._keeper.save(self._routine, self._moments)
            self._keeper.finish()
            self._keeper = keeper
            self._take_up()
            self._publish(None)

    def tell_time(self, now: datetime) -> None:
        """Take the time of day: where it jumps the computer was asleep, and the session waits for somebody."""
        self._wake, has_slept = self._wake.see(now)
        if has_slept:
            self.take(lambda t_s: Interrupted(t_s=t_s, reason=PauseReason.ASLEEP))

    def replan(self, assignments: Sequence[Assignment], about: About) -> None:
        """Have something else done in this session; one that has begun already goes on as it is.

        Args:
            assignments: What is done today; at least one.
            about: What it follows, and the pain before it.
        """
        with self._lock:
            if self._routine.stage is not Stage.WELCOME:
                return
            hashed = {"settings_sha256": settings_sha256([each.exercise for each in assignments])}
            self._keeper.follow(replace(about, provenance=hashed))
            if tuple(assignments) == self._assignments:
                return
            before, self._assignments = self._routine, tuple(assignments)
            self._routine = replace(
                begin(self._assignments), t_s=before.t_s, mode=before.mode, is_muted=before.is_muted
            )
            self._publish(None)

    def _now_s(self) -> float:
        """Return the session's time."""
        return self._clock_s() - self._began_s

    def _work(self) -> None:
        """Work until closed; a defect ends the work, and is said rather than leaving a page that stands still."""
        try:
            while not self._is_closed.is_set():
                self.work_once(TICK_S)
                self.tell_time(datetime.now(UTC))
        finally:
            if not self._is_closed.is_set():
                self._eyes.notice = DEFECT_SAYS
                self.tell()

    def work_once(self, timeout_s: float) -> None:
        """Work on the next frame, if one comes in time, and let time go on; what the thread does again and again."""
        frame = self._slot.take(timeout_s)
        if frame is not None:
            self._look(frame)
        if self._clock_s() - self._ticked_s >= TICK_S:
            self._ticked_s = self._clock_s()
            self._tick()

    def _tick(self) -> None:
        """Let time go on; tell only when something is to be seen of it."""
        with self._lock:
            before = self._routine
            self._advance(Tick(t_s=self._now_s()))
            is_new = before.said_number != self._routine.said_number
            if is_new or self._routine.stage in TIMED or self._routine.paused is not None:
                self._publish(None)

    def _look(self, frame: ArrivedFrame) -> None:
        """Work on one frame; one that belongs to the session before is ahead of this one's time."""
        sighted = self._eyes.see(frame, self._began_s)
        with self._lock:
            if sighted is None or sighted.sighting.pose.t_s > self._now_s():
                return
            self._keeper.see(live_frame(sighted.sighting, sighted.weights_sha256, self._routine))
            self._following, seen = follow_sighting(self._following, sighted.sighting, self._routine)
            pose = self._following.recent[-1].sighting.pose
            self._moments = remember_pose(self._moments, pose)
            self._advance(seen)
            self._frames += 1
            sight = LiveSight(
                frame=frame,
                pose=pose,
                view=seen.look.view.label,
                sighted=sighted,
                judge_ms=1e3 * (self._clock_s() - sighted.done_s),
                frames=self._frames,
                dropped=self._slot.dropped,
            )
            self._publish(sight)
        self._eyes.rest()

    def _advance(self, given: Input) -> None:
        """Advance the routine, settle a bout that has ended by it, and keep what changed."""
        before = self._routine
        self._following, self._routine, outputs, _ = step(self._following, before, given)
        for done in self._routine.done[len(before.done) :]:
            exercise = self._routine.plan.exercise_of(done.bout)
            self._moments = keep_moments(self._moments, done, exercise.id)
        self._keeper.keep(before, self._routine, outputs, self._moments)

    def _publish(self, sight: LiveSight | None) -> None:
        """Tell the listener."""
        self._number += 1
        notice = self._keeper.notice or self._eyes.notice
        self._listener(LiveUpdate(number=self._number, routine=self._routine, sight=sight, notice=notice))
