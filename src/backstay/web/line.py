"""One connection to a page: what waits to be sent is always the newest."""

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable
from dataclasses import replace

from starlette.websockets import WebSocket, WebSocketDisconnect

from backstay.coaching.types import Routine
from backstay.sessions.live import LiveSight, LiveUpdate
from backstay.web.results import landmarks_of
from backstay.web.screens import screen_of
from backstay.web.wire import Farewell, Latency, Problem, Sight, Update, Utterance, Welcome

FAREWELL_CODE = 4000
PROBLEMS_KEPT = 8
"""A page that sends nonsense faster than it reads hears of the first few only."""

Outgoing = Welcome | Update | Problem | Farewell


class Line:
    """Sends updates to one page, the newest only; lives in the event loop."""

    def __init__(self, socket: WebSocket, clock_s: Callable[[], float]) -> None:
        """Take over an accepted socket."""
        self._socket, self._clock_s = socket, clock_s
        self._newest: LiveUpdate | None = None
        self._welcome: Welcome | None = None
        self._problems: deque[Problem] = deque(maxlen=PROBLEMS_KEPT)
        self._is_due = asyncio.Event()
        self._is_over = False
        self.problems = 0

    def offer(self, update: LiveUpdate) -> None:
        """Let an update be sent next; a frame's answer that is not out yet travels with it."""
        if self._newest is not None and update.sight is None:
            update = replace(update, sight=self._newest.sight)
        self._newest = update
        self._is_due.set()

    def greet(self, welcome: Welcome) -> None:
        """Let a new welcome be sent next, before any update."""
        self._welcome = welcome
        self._is_due.set()

    def complain(self, problem: Problem) -> None:
        """Let a problem be sent next."""
        self.problems += 1
        self._problems.append(problem)
        self._is_due.set()

    async def send_for_ever(self) -> None:
        """Send what is due, until cancelled, disconnected, or past the farewell."""
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            await self._send_for_ever()

    async def _send_for_ever(self) -> None:
        """Send until something stops it; a page that has gone is the receiver's business."""
        while not self._is_over:
            await self._is_due.wait()
            self._is_due.clear()
            if self._welcome is not None:
                welcome, self._welcome = self._welcome, None
                await self.send(welcome)
            while self._problems and not self._is_over:
                await self.send(self._problems.popleft())
            if self._newest is not None and not self._is_over:
                newest, self._newest = self._newest, None
                await self.send(update_of(newest, self._clock_s()))

    async def send(self, message: Outgoing) -> None:
        """Send one message."""
        await self._socket.send_text(message.model_dump_json())

    async def say_farewell(self, farewell: Farewell) -> None:
        """Send the last message and close; a page that is gone already does not hear it."""
        self._is_over = True
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            await self.send(farewell)
            await self._socket.close(FAREWELL_CODE)


def update_of(update: LiveUpdate, now_s: float) -> Update:
    """Return an update as it is sent."""
    routine = update.routine
    return Update(
        number=update.number,
        t_s=round(routine.t_s, 3),
        screen=screen_of(routine, update.notice),
        said=utterances_of(routine),
        sight=_sight(update.sight, now_s) if update.sight else None,
    )


def utterances_of(routine: Routine) -> list[Utterance]:
    """Return the newest things said."""
    return [Utterance(id=each.id, text=each.text, kind=each.kind, tone=each.tone) for each in routine.said]


def _sight(sight: LiveSight, now_s: float) -> Sight:
    """Return what a frame showed as it is sent."""
    return Sight(
        seq=sight.frame.seq,
        captured_s=sight.frame.captured_s,
        landmarks=landmarks_of(sight.pose),
        view=sight.view,
        model=sight.pose.model,
        latency=Latency(
            waited_ms=round(sight.sighted.waited_ms, 2),
            decode_ms=round(sight.sighted.decode_ms, 2),
            pose_ms=round(sight.sighted.pose_ms, 2),
            judge_ms=round(sight.judge_ms, 2),
            total_ms=round(1e3 * (now_s - sight.frame.arrived_s), 2),
        ),
        frames=sight.frames,
        dropped=sight.dropped,
    )
