"""The desk: one live session, the page that holds it, and the answers to what the page asks."""

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from functools import partial
from importlib.metadata import version

from pydantic import ValidationError
from starlette.websockets import WebSocket, WebSocketDisconnect

from backstay.coaching.plan import prescribed
from backstay.coaching.types import Answered, Given, Input, Interrupted, Rated
from backstay.coaching.words import Command, PauseReason, Stage
from backstay.errors import BackstayError
from backstay.exercises.loading import library
from backstay.planning.screening import the_screen
from backstay.sessions.eyes import ArrivedFrame
from backstay.sessions.live import Listener, LiveSession, LiveUpdate
from backstay.web import frames, results, wire
from backstay.web.line import Line
from backstay.web.people import People

JOIN_WITHIN_S = 10.0
OLD_TAB_S = 0.5
"""A page that is loaded anew closes its old connection within this."""
MOST_PROBLEMS = 50
MOST_TEXT = 4096
CAMERA_TROUBLE = {
    "denied": PauseReason.CAMERA,
    "missing": PauseReason.CAMERA,
    "in_use": PauseReason.CAMERA,
    "unplugged": PauseReason.CAMERA,
    "hidden": PauseReason.HIDDEN,
}
NOBODY = wire.PersonCard(id="", name="You")
FAREWELLS = {
    "in_other_tab": "The session is open in another tab.",
    "taken_over": "The session goes on in another tab.",
    "other_protocol": "This page is older or newer than the program. Load it again.",
    "too_many_problems": "The page sent too much that could not be used. Load it again.",
}


class LiveDesk:
    """Holds one session and at most one page; implements `api.Desk`."""

    def __init__(
        self,
        open_session: Callable[[Listener], LiveSession],
        trust: Callable[[], wire.Trust],
        clock_s: Callable[[], float],
        demo_url: str | None = None,
        people: People | None = None,
    ) -> None:
        """Open the session.

        Args:
            open_session: Makes the session, given who listens to it.
            trust: Tells what left this machine.
            clock_s: The session's clock.
            demo_url: A clip to play as the camera; None for a camera.
            people: Who exercises here; None for nobody in particular.
        """
        self.session = open_session(self._heard)
        self._trust, self._clock_s, self._demo_url, self._people = trust, clock_s, demo_url, people
        self.may_start: Callable[[], bool] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._line: Line | None = None

    @contextlib.contextmanager
    def at_work(self) -> Iterator[None]:
        """Run the session as long as this lasts; entered in the event loop."""
        self._loop = asyncio.get_running_loop()
        self.session.start()
        try:
            yield
        finally:
            self.session.close()
            self._loop = None

    # What the page asks

    def plan(self) -> wire.Plan:
        """Return what is done today."""
        return results.plan_of(self.session.routine.plan)

    def cards(self) -> list[wire.ExerciseCard]:
        """Return every exercise of the library."""
        return [results.card_of(each) for each in prescribed(library())]

    def summary(self) -> wire.Summary:
        """Return what came of the session so far."""
        session = self.session
        return results.summary_of(session.session_id, session.routine, session.moments, session.own)

    def moments(self) -> list[wire.Moment]:
        """Return every kept moment that has something to show."""
        kept = self.session.moments.kept.values()
        return [results.moment_of(each, self.session.routine) for each in kept if results.is_shown(each.judgement)]

    def moment(self, moment_id: str) -> wire.Moment | None:
        """Return one kept moment."""
        return next((each for each in self.moments() if each.id == moment_id), None)

    def moment_png(self, moment_id: str) -> bytes | None:
        """Return one kept moment as a picture."""
        moment = self.session.moments.kept.get(moment_id)
        if moment is None or not results.is_shown(moment.judgement):
            return None
        return results.picture_of(moment, self.session.routine)

    def trust(self) -> wire.Trust:
        """Return what left this machine."""
        return self._trust()

    # What the page sends

    async def serve(self, socket: WebSocket) -> None:
        """Hold one connection from its first message to its last."""
        await socket.accept()
        line = Line(socket, self._clock_s)
        try:
            join = await self._joined(socket)
            refusal = await self._refusal(join)
            if refusal is not None:
                await line.say_farewell(_farewell(refusal))
                return
            await self._hold(socket, line)
        except (WebSocketDisconnect, TimeoutError):
            return

    async def _joined(self, socket: WebSocket) -> wire.Join | None:
        """Return the first message; None if it is anything but `join`."""
        message = await asyncio.wait_for(socket.receive(), JOIN_WITHIN_S)
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect
        parsed = parse_text(message.get("text") or "")
        return parsed if isinstance(parsed, wire.Join) else None

    async def _refusal(self, join: wire.Join | None) -> str | None:
        """Return why a page cannot have the session; None if it can, the page before it being sent away."""
        if join is None or join.protocol != wire.PROTOCOL:
            return "other_protocol"
        if self._line is not None and not join.takes_over:
            await asyncio.sleep(OLD_TAB_S)
            if self._line is not None:
                return "in_other_tab"
        if self._line is not None:
            before, self._line = self._line, None
            await before.say_farewell(_farewell("taken_over"))
        return None

    async def _hold(self, socket: WebSocket, line: Line) -> None:
        """Let a page have the session until it goes or is sent away."""
        self._line = line
        await line.send(self._welcome())
        self.session.tell()
        sender = asyncio.create_task(line.send_for_ever())
        try:
            await self._receive(socket, line)
        finally:
            sender.cancel()
            if self._line is line:
                self._line = None
                self.session.take(lambda t_s: Interrupted(t_s=t_s, reason=PauseReason.CONNECTION))

    async def _receive(self, socket: WebSocket, line: Line) -> None:
        """Take message after message."""
        while True:
            message = await socket.receive()
            if message["type"] == "websocket.disconnect" or self._line is not line:
                return
            data = message.get("bytes")
            problem = self._take_text(message.get("text") or "") if data is None else self._take_frame(data)
            if problem is not None:
                line.complain(problem)
            if line.problems > MOST_PROBLEMS:
                await line.say_farewell(_farewell("too_many_problems"))
                return

    def _take_frame(self, message: bytes) -> wire.Problem | None:
        """Hand a frame in; it is decoded only when its turn comes."""
        sent = frames.parse_frame(message)
        if isinstance(sent, wire.Problem):
            return sent
        frame = ArrivedFrame(
            seq=sent.seq,
            captured_s=sent.captured_s,
            arrived_s=self._clock_s(),
            decode=partial(frames.decode_picture, sent.picture),
        )
        self.session.submit(frame)
        return None

    def _take_text(self, text: str) -> wire.Problem | None:
        """Take a command, an answer, a rating, or news of the camera."""
        message = parse_text(text)
        if message is None:
            return wire.Problem(code="bad_message", says="This message is none of those that docs/wire.md lists.")
        if isinstance(message, wire.Join):
            return wire.Problem(code="wrong_order", says="The page has joined already.")
        too_early = self._why_too_early(message)
        if too_early:
            return wire.Problem(code="wrong_order", says=too_early)
        if isinstance(message, wire.PersonChosen | wire.PersonAdded):
            self._change_person(message)
        elif isinstance(message, wire.CommandGiven) and message.command is Command.AGAIN:
            self.session.begin_again()
        elif not isinstance(message, wire.CameraState) or message.state in CAMERA_TROUBLE:
            self.session.take(partial(input_of, message))
        return None

    def _change_person(self, message: wire.PersonChosen | wire.PersonAdded) -> None:
        """Let somebody else have the next session; one under way goes on, and nobody unknown comes in."""
        if self._people is None or not self.session.is_between:
            return
        if isinstance(message, wire.PersonAdded):
            keeper = self._people.add(message.name)
        else:
            keeper = self._people.choose(message.id)
        if keeper is not None:
            self.session.hand_over(keeper)
            if self._line is not None:
                self._line.greet(self._welcome())

    def _why_too_early(self, message: object) -> str:
        """Return why a message cannot begin a session yet; empty if it can, or begins none."""
        is_start = isinstance(message, wire.CommandGiven) and message.command is Command.START
        if not is_start or self.session.routine.stage is not Stage.WELCOME or self.may_start is None:
            return ""
        try:
            return "" if self.may_start() else "First come the questions about today."
        except BackstayError as error:
            return str(error)

    def _welcome(self) -> wire.Welcome:
        """Return what stays the same through a session."""
        return wire.Welcome(
            protocol=wire.PROTOCOL,
            backstay=version("backstay"),
            session_id=self.session.session_id,
            person=self._people.now() if self._people else NOBODY,
            people=self._people.known() if self._people else [NOBODY],
            resumed=self.session.is_resumed,
            demo_url=self._demo_url,
            frame_width_px=frames.WIDTH_PX,
            frame_height_px=frames.HEIGHT_PX,
            frames_per_s=frames.FRAMES_PER_S,
            plan=self.plan(),
            stop_rules=list(the_screen().stop_rules),
            asks_first=self.may_start is not None,
        )

    def _heard(self, update: LiveUpdate) -> None:
        """Pass an update on, from whichever thread it comes."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._offer, update)

    def _offer(self, update: LiveUpdate) -> None:
        """Let the page have an update, if there is a page."""
        if self._line is not None:
            self._line.offer(update)


def parse_text(text: str) -> wire.FromPage | None:
    """Return the message in a text; None for anything else."""
    if len(text) > MOST_TEXT:
        return None
    try:
        return wire.CLIENT_MESSAGE.validate_json(text)
    except ValidationError:
        return None


def input_of(message: wire.CommandGiven | wire.QuestionAnswered | wire.Rated | wire.CameraState, t_s: float) -> Input:
    """Return what a message means to the session."""
    if isinstance(message, wire.CommandGiven):
        return Given(t_s=t_s, command=message.command)
    if isinstance(message, wire.QuestionAnswered):
        return Answered(t_s=t_s, question=message.question, yes=message.yes)
    if isinstance(message, wire.Rated):
        return Rated(t_s=t_s, rating=message.rating, value=message.value)
    return Interrupted(t_s=t_s, reason=CAMERA_TROUBLE[message.state])


def _farewell(reason: str) -> wire.Farewell:
    """Return the last message."""
    return wire.Farewell.model_validate({"reason": reason, "says": FAREWELLS[reason]})
