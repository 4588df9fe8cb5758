"""The desk for sessions whose landmarks come over the wire: one session a connection, all in the event loop, no thread.

Every frame is answered with one message: `state` where something to be shown has changed, `seen` where not.
"""

import asyncio
import contextlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

from pydantic import BaseModel, ValidationError
from starlette.websockets import WebSocket, WebSocketDisconnect

from backstay.assessment.types import (
    Event,
    FaultBegan,
    FaultEnded,
    HoldEnded,
    HoldPaused,
    Judgement,
    MovementRejected,
    RepetitionEnded,
    Verdict,
)
from backstay.coaching.plan import Assignment, prescribed
from backstay.coaching.words import Command
from backstay.errors import ExerciseError
from backstay.exercises.programs import exercises_of, find_program
from backstay.planning.today import stop_rules_of
from backstay.sessions.pace import CaptureClock
from backstay.sessions.remote import RemoteSession
from backstay.web import landmark_wire as wire
from backstay.web.desk import CAMERA_TROUBLE, MOST_PROBLEMS, MOST_TEXT, input_of
from backstay.web.landmark_frames import parse_landmarks
from backstay.web.line import FAREWELL_CODE, utterances_of
from backstay.web.results import plan_of
from backstay.web.screens import screen_of
from backstay.web.wire import CameraState, CommandGiven, Problem, QuestionAnswered, Rated, Screen

OPEN_WITHIN_S = 10.0
TICK_S = 0.1
"""How often time goes on without a frame, and how often a running timer is told of."""
LEAST_STEP_S = 1 / 62
"""Frames closer together than those of a camera at 60 Hz are answered and not looked at."""
MOST_SESSIONS = 500
GOODBYES = {
    "other_protocol": "The first message is none, or of another version. docs/wire.md says what it should be.",
    "no_such_program": "There is no such program. Name one that ships with Backstay.",
    "full": f"This server holds {MOST_SESSIONS} sessions already. Try again later.",
    "too_many_problems": "Too much was sent that could not be used.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a program asks for.

    Attributes:
        assignments: What is done.
        stop_rules: When to stop and rest.
    """

    assignments: tuple[Assignment, ...]
    stop_rules: tuple[str, ...]


class LandmarkDesk:
    """Lets connections in, up to a number."""

    def __init__(self, clock_s: Callable[[], float], most_sessions: int = MOST_SESSIONS) -> None:
        """Begin without a session.

        Args:
            clock_s: Seconds that only grow.
            most_sessions: How many connections are held at once.
        """
        self._clock_s, self._most = clock_s, most_sessions
        self.sessions = 0

    async def serve(self, socket: WebSocket) -> None:
        """Hold one connection from its first message to its last."""
        await socket.accept()
        with contextlib.suppress(WebSocketDisconnect, TimeoutError, RuntimeError):
            opening = await self._opened(socket)
            if opening is None:
                return
            connection = Connection(socket, opening[0], opening[1], self._clock_s)
            self.sessions += 1
            try:
                await connection.hold()
            finally:
                self.sessions -= 1

    async def _opened(self, socket: WebSocket) -> tuple[wire.OpenSession, Asked] | None:
        """Return the first message and what is to be done; None after a goodbye."""
        message = await asyncio.wait_for(socket.receive(), OPEN_WITHIN_S)
        if message["type"] == "websocket.disconnect":
            return None
        parsed = parse_opening(message.get("text") or "")
        if not isinstance(parsed, wire.OpenSession) or parsed.protocol != wire.LANDMARK_PROTOCOL:
            await _say_goodbye(socket, "other_protocol")
            return None
        if self.sessions >= self._most:
            await _say_goodbye(socket, "full")
            return None
        try:
            return parsed, _asked(parsed.program)
        except ExerciseError:
            await _say_goodbye(socket, "no_such_program")
            return None


class Connection:
    """One client, its session, and what it was told last."""

    def __init__(
        self,
        socket: WebSocket,
        opening: wire.OpenSession,
        asked: Asked,
        clock_s: Callable[[], float],
    ) -> None:
        """Begin a session."""
        self._socket, self._opening, self._clock_s = socket, opening, clock_s
        self._asked, self._session = asked, RemoteSession(asked.assignments)
        self._capture = CaptureClock()
        self._began_s = self._moved_s = clock_s()
        self._last_s = float("-inf")
        self._shown: Screen | None = None
        self._shown_s = float("-inf")
        self._said_number = 0
        self._problems = 0

    async def hold(self) -> None:
        """Take message after message until the client goes or is sent away."""
        await self._send(self._welcome())
        await self._tell(None, (), is_forced=True)
        ticking = asyncio.create_task(self._tick_for_ever())
        try:
            await self._receive()
        finally:
            ticking.cancel()

    async def _receive(self) -> None:
        while True:
            message = await self._socket.receive()
            if message["type"] == "websocket.disconnect":
                return
            data = message.get("bytes")
            problem = await (self._take_frame(data) if data is not None else self._take_text(message.get("text") or ""))
            if problem is None:
                continue
            self._problems += 1
            await self._send(problem)
            if self._problems > MOST_PROBLEMS:
                await _say_goodbye(self._socket, "too_many_problems")
                return

    async def _take_frame(self, message: bytes) -> Problem | None:
        """Look at a frame, and answer it."""
        sent = parse_landmarks(message)
        if isinstance(sent, Problem):
            return sent
        arrived_s = self._clock_s()
        self._capture, captured_s = self._capture.read(sent.captured_s, arrived_s)
        t_s = captured_s - self._began_s
        events: tuple[Event, ...] = ()
        is_now = 0.0 <= t_s <= arrived_s - self._began_s + LEAST_STEP_S  # Rounding: a client's time may be any number.
        if is_now and t_s - self._last_s >= LEAST_STEP_S:
            self._last_s, self._moved_s = t_s, arrived_s
            size_px = (self._opening.width_px, self._opening.height_px)
            events = self._session.see(sent.sighting(t_s=t_s, size_px=size_px, model=self._opening.model))
        await self._tell(sent.seq, events)
        return None

    async def _take_text(self, text: str) -> Problem | None:
        """Take a command, an answer, a rating, or news of the camera."""
        message = parse_opening(text)
        if message is None:
            return Problem(code="bad_message", says="This message is none of those that docs/wire.md lists.")
        if isinstance(message, wire.OpenSession):
            return Problem(code="wrong_order", says="This connection has a session already.")
        if isinstance(message, CommandGiven) and message.command is Command.AGAIN:
            return Problem(code="wrong_order", says="A connection holds one session. Open another for the next.")
        if not isinstance(message, CameraState) or message.state in CAMERA_TROUBLE:
            events = self._session.take(input_of(message, self._now_s()))
            await self._tell(None, events, is_forced=True)
        return None

    async def _tick_for_ever(self) -> None:
        """Let time go on while no frames come."""
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            while True:
                await asyncio.sleep(TICK_S)
                if self._clock_s() - self._moved_s >= TICK_S:
                    await self._tell(None, self._session.tick(self._now_s()))

    def _now_s(self) -> float:
        return self._clock_s() - self._began_s

    async def _tell(self, seq: int | None, events: Sequence[Event], *, is_forced: bool = False) -> None:
        """Send the state if it differs from what was sent; a frame is answered in any case."""
        routine, now_s = self._session.routine, self._clock_s()
        is_new = is_forced or bool(events) or routine.said_number != self._said_number
        if is_new or now_s - self._shown_s >= TICK_S:
            screen, self._shown_s = screen_of(routine), now_s
            if is_new or screen != self._shown:
                self._shown, self._said_number = screen, routine.said_number
                happened = [happened_of(each) for each in events]
                said = utterances_of(routine)
                t_s = round(routine.t_s, 3)
                await self._send(wire.State(seq=seq, t_s=t_s, screen=screen, said=said, happened=happened))
                return
        if seq is not None:
            await self._send(wire.SeenFrame(seq=seq))

    def _welcome(self) -> wire.Opened:
        return wire.Opened(
            protocol=wire.LANDMARK_PROTOCOL,
            backstay=version("backstay"),
            plan=plan_of(self._session.routine.plan),
            stop_rules=list(self._asked.stop_rules),
        )

    async def _send(self, message: BaseModel) -> None:
        await self._socket.send_text(message.model_dump_json())


def happened_of(event: Event) -> wire.Happened:
    """Return an event as it is sent.

    Example:
        >>> from backstay.assessment.types import TrackingLost
        >>> happened_of(TrackingLost(t_s=1.5)).what
        'tracking_lost'
    """
    what = re.sub(r"(?<!^)(?=[A-Z])", "_", type(event).__name__).lower()
    told: dict[str, object] = {"t_s": event.t_s, "what": what}
    if isinstance(event, RepetitionEnded):
        told |= {"number": event.repetition.number, "side": event.repetition.side}
        told |= {"is_full": event.repetition.is_counted, "verdicts": _verdicts(event.repetition.judgements)}
    elif isinstance(event, HoldEnded):
        told |= {"number": event.hold.number, "side": event.hold.side, "held_s": event.hold.held_s}
        told |= {"is_full": event.hold.is_complete, "verdicts": _verdicts(event.hold.judgements)}
    elif isinstance(event, FaultBegan):
        told["criterion"] = event.judgement.criterion
    elif isinstance(event, FaultEnded | HoldPaused):
        told["criterion"] = event.criterion
    elif isinstance(event, MovementRejected):
        told["says"] = event.says
    return wire.Happened.model_validate(told)


@cache
def _asked(name: str) -> Asked:
    """Return what a program asks for, read once.

    Raises:
        ExerciseError: There is no such program, or nothing in it can be coached.
    """
    program = find_program(name)
    assignments = prescribed(exercises_of(program))
    if not assignments:
        raise ExerciseError(f"{name}: nothing in this program can be coached.")
    return Asked(assignments=assignments, stop_rules=stop_rules_of(program))


def _verdicts(judgements: Sequence[Judgement]) -> dict[str, Verdict]:
    return {each.criterion: each.verdict for each in judgements}


def parse_opening(text: str) -> wire.OpenSession | CommandGiven | QuestionAnswered | Rated | CameraState | None:
    """Return the message in a text; None for anything else."""
    if len(text) > MOST_TEXT:
        return None
    try:
        return wire.LANDMARK_CLIENT_MESSAGE.validate_json(text)
    except ValidationError:
        return None


async def _say_goodbye(socket: WebSocket, reason: str) -> None:
    """Send the last message and close."""
    goodbye = wire.Goodbye.model_validate({"reason": reason, "says": GOODBYES[reason]})
    await socket.send_text(goodbye.model_dump_json())
    await socket.close(FAREWELL_CODE)
