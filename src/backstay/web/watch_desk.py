"""The watch's desk: one watch, and the page that holds it."""

import asyncio
import contextlib
import math
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from pydantic import ValidationError
from starlette.websockets import WebSocket, WebSocketDisconnect

from backstay.coaching.watch.advancing import stage_of, unchanged_s, wants_camera
from backstay.coaching.watch.noticing import changes_per_hour, stance_of
from backstay.coaching.watch.remembering import place_name
from backstay.coaching.watch.types import Choice, Stance, Watch, WatchEvent, WatchSettings
from backstay.coaching.watch.words import (
    calibration_left_s,
    calibration_says,
    offer_says,
    prompt_says,
    remark,
    state_says,
)
from backstay.errors import StoreError
from backstay.reports.load import SOURCES, WHAT_IT_IS, load_of
from backstay.sessions.eyes import ArrivedFrame, Clock
from backstay.sessions.watching import WatchListener, WatchSession
from backstay.web import frames
from backstay.web import watch_wire as wire
from backstay.web.desk import JOIN_WITHIN_S, MOST_PROBLEMS, MOST_TEXT
from backstay.web.watch_keeping import WatchKeeper

FRAMES_PER_S = 3.0
"""Head and shoulders of somebody at a desk move slowly; each picture more costs a hundredth of a core."""
WIDTH_PX, HEIGHT_PX = 480, 360
"""The network looks at 256 pixels of a body."""
FAREWELLS = {
    "taken_over": "The watch goes on in another tab.",
    "other_protocol": "This page is older or newer than the program. Load it again.",
    "too_many_problems": "The page sent too much that could not be used. Load it again.",
}
OpenWatch = Callable[[Watch, WatchListener], WatchSession]
Received = wire.WatchJoin | wire.WatchChoice | wire.WatchPreferences


class WatchDesk:
    """Holds one watch and at most one page."""

    def __init__(
        self,
        open_watch: OpenWatch,
        keeper: WatchKeeper,
        clock_s: Clock,
        titles: Mapping[str, str],
        frames_per_s: float = FRAMES_PER_S,
    ) -> None:
        """Prepare; nothing is watched before a page asks.

        Args:
            open_watch: Makes a watch, given who listens to it.
            keeper: Remembers.
            clock_s: The watch's clock.
            titles: Exercise id to title, for what may be offered.
            frames_per_s: How often the page is to look.
        """
        self._open_watch, self._keeper, self._clock_s, self._titles = open_watch, keeper, clock_s, titles
        self._frames_per_s = frames_per_s
        self._loop: asyncio.AbstractEventLoop | None = None
        self._page: _Page | None = None
        self._place, self._seq, self._trouble = "here", 0, ""
        self._is_waiting = False
        self.session: WatchSession | None = None
        self.demo_url: str | None = None

    def camera(self) -> wire.WatchCamera:
        """Return what is watched through: a camera, or the clip of a demonstration."""
        return wire.WatchCamera(demo_url=self.demo_url)

    @property
    def seq(self) -> int:
        """Return the number of the last picture that came on this connection."""
        return self._seq

    @contextlib.contextmanager
    def at_work(self) -> Iterator[None]:
        """Be ready for pages as long as this lasts; entered in the event loop."""
        self._loop = asyncio.get_running_loop()
        try:
            yield
        finally:
            if self.session is not None:
                self.session.close()
            self._loop = None

    async def serve(self, socket: WebSocket) -> None:
        """Hold one connection from its first message to its last; the page before it is sent away."""
        await socket.accept()
        page = _Page(socket)
        try:
            join = _parsed(await asyncio.wait_for(socket.receive_text(), JOIN_WITHIN_S))
            if not isinstance(join, wire.WatchJoin) or join.protocol != wire.WATCH_PROTOCOL:
                await page.say_farewell("other_protocol")
                return
            if self._page is not None:
                await self._page.say_farewell("taken_over")
            await self._hold(socket, page, join)
        except (WebSocketDisconnect, TimeoutError, KeyError):
            return

    async def _hold(self, socket: WebSocket, page: "_Page", join: wire.WatchJoin) -> None:
        """Let a page have the watch until it goes."""
        self._page = page
        await page.send(self._welcome())
        self._join(join.place)
        sender = asyncio.create_task(page.send_for_ever())
        try:
            await self._receive(socket, page)
        finally:
            sender.cancel()
            if self._page is page:
                self._page = None
                self._pause()

    def _pause(self) -> None:
        """Stop watching while there is no page, which is not being away; a page that comes back goes on."""
        if self.session is not None and wants_camera(self.session.watch):
            self._is_waiting = True
            self.session.choose(Choice.PAUSE)

    async def _receive(self, socket: WebSocket, page: "_Page") -> None:
        """Take message after message."""
        while True:
            message = await socket.receive()
            if message["type"] == "websocket.disconnect" or self._page is not page:
                return
            data = message.get("bytes")
            is_used = self._take_text(message.get("text") or "") if data is None else self._take_frame(data)
            page.problems += not is_used
            if page.problems > MOST_PROBLEMS:
                await page.say_farewell("too_many_problems")
                return

    def _join(self, place: str) -> None:
        """Watch in a place; the watch itself goes on where it was."""
        named = place_name(place)
        if self.session is not None:
            self.session.move(self._keeper.profile(named))  # What ends with that ended in the place before.
        self._place = named
        if self.session is not None and self._is_waiting:
            self._is_waiting = False
            self.session.choose(Choice.RESUME)
        if self.session is None:
            watch = Watch(
                settings=self._keeper.settings(),
                profile=self._keeper.profile(self._place),
                exercises=tuple(self._titles),
            )
            self.session = self._open_watch(watch, self._heard)
            self.session.start()
            self.session.tell()

    def _take_frame(self, message: bytes) -> bool:
        """Hand a picture in; return whether it is one."""
        sent = frames.parse_frame(message)
        if not isinstance(sent, frames.SentFrame) or self.session is None:
            return False
        self._seq = sent.seq
        decode = partial(frames.decode_picture, sent.picture)
        self.session.submit(
            ArrivedFrame(seq=sent.seq, captured_s=sent.captured_s, arrived_s=self._clock_s(), decode=decode)
        )
        return True

    def _take_text(self, text: str) -> bool:
        """Take a choice, settings or a new place; return whether it is one."""
        message = _parsed(text)
        if message is None or self.session is None:
            return False
        if isinstance(message, wire.WatchJoin):
            self._join(message.place)
        elif isinstance(message, wire.WatchChoice):
            self.session.choose(message.choice)
        else:
            settings = WatchSettings(**message.model_dump(exclude={"type"}))
            self._remember(lambda: self._keeper.keep_settings(settings))
            self.session.prefer(settings)
        return True

    def _heard(self, watch: Watch, events: tuple[WatchEvent, ...]) -> None:
        """Remember what happened and pass the state on, from whichever thread it comes."""
        if events:
            self._remember(lambda: self._keeper.keep(events, self._place, watch.t_s))
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._offer, watch)

    def _remember(self, keep: Callable[[], None]) -> None:
        """Keep something; a disk that is full is said, and the watch goes on."""
        try:
            keep()
        except StoreError as error:
            self._trouble = str(error)

    def _offer(self, watch: Watch) -> None:
        """Let the page have the newest state, if there is a page."""
        if self._page is not None:
            self._page.offer(update_of(watch, self._titles, self._seq, self._trouble))

    def _welcome(self) -> wire.WatchWelcome:
        """Return what stays the same."""
        return wire.WatchWelcome(
            protocol=wire.WATCH_PROTOCOL,
            frames_per_s=self._frames_per_s,
            frame_width_px=WIDTH_PX,
            frame_height_px=HEIGHT_PX,
            what_load_is=WHAT_IT_IS,
            load_sources=list(SOURCES),
        )


class _Page:
    """Sends states to one page, the newest only; lives in the event loop."""

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket
        self._newest: wire.WatchUpdate | None = None
        self._is_due = asyncio.Event()
        self.problems = 0

    def offer(self, update: wire.WatchUpdate) -> None:
        self._newest = update
        self._is_due.set()

    async def send_for_ever(self) -> None:
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            while True:
                await self._is_due.wait()
                self._is_due.clear()
                newest, self._newest = self._newest, None
                if newest is not None:
                    await self.send(newest)

    async def send(self, message: wire.WatchWelcome | wire.WatchUpdate | wire.WatchFarewell) -> None:
        await self._socket.send_text(message.model_dump_json())

    async def say_farewell(self, reason: str) -> None:
        farewell = wire.WatchFarewell.model_validate({"reason": reason, "says": FAREWELLS[reason]})
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            await self.send(farewell)
            await self._socket.close()


def update_of(watch: Watch, titles: Mapping[str, str], seq: int, trouble: str = "") -> wire.WatchUpdate:
    """Return a watch as the page shows it.

    Args:
        watch: As it is.
        titles: Exercise id to title.
        seq: The last picture's number.
        trouble: What could not be remembered; usually empty.
    """
    settings = watch.settings
    return wire.WatchUpdate(
        seq=seq,
        stage=stage_of(watch),
        wants_camera=wants_camera(watch),
        says=state_says(watch),
        instruction=calibration_says(watch),
        left_s=_known(calibration_left_s(watch)),
        unchanged_s=_known(unchanged_s(watch)),
        changes_per_hour=_known(changes_per_hour(watch)),
        offer=_offer_of(watch, titles),
        remark=trouble or remark(watch),
        load=_load_of(watch),
        is_sitting_set_up=watch.profile.sitting is not None,
        is_standing_set_up=watch.profile.standing is not None,
        preferences=wire.WatchPreferences(
            type="watch_preferences",
            unchanged_min=settings.unchanged_min,
            quiet_from_min=settings.quiet_from_min,
            quiet_to_min=settings.quiet_to_min,
            has_sound=settings.has_sound,
            runs_on_battery=settings.runs_on_battery,
            uses_backrest=settings.uses_backrest,
        ),
    )


def _offer_of(watch: Watch, titles: Mapping[str, str]) -> wire.WatchOffer | None:
    """Return what is offered as it is shown."""
    if watch.prompt is None:
        return None
    offer = watch.prompt.offer
    return wire.WatchOffer(number=watch.offered, offer=offer, title=offer_says(offer, titles), says=prompt_says(watch))


def _load_of(watch: Watch) -> wire.WatchLoad | None:
    """Return load in words, for somebody who sits where it was set up and is seen from the side or half of it."""
    kept, contrast = watch.kept, watch.profile.sitting
    if kept is None or contrast is None or stance_of(watch, kept.place) is not Stance.SITTING:
        return None
    now, tall = watch.window[-1] if watch.window else kept.place, contrast.tall
    words = load_of(
        now.head_forward_deg - tall.head_forward_deg,
        now.trunk_forward_deg - tall.trunk_forward_deg,
        uses_backrest=watch.settings.uses_backrest,
    )
    return wire.WatchLoad(neck=words.neck, low_back=words.low_back) if words.neck or words.low_back else None


def _known(value: float) -> float | None:
    """Return a number to one decimal; None for NaN."""
    return round(value, 1) if math.isfinite(value) else None


def _parsed(text: str) -> Received | None:
    """Return the message in a text; None for anything else."""
    if len(text) > MOST_TEXT:
        return None
    try:
        return wire.WATCH_CLIENT_MESSAGE.validate_json(text)
    except ValidationError:
        return None
