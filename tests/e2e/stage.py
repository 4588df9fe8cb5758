"""The built page without a server: each screen is sent to it by hand."""

import json
import re
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Route, WebSocketRoute
from pydantic import BaseModel

from backstay.web import wire
from backstay.web.guard import security_headers
from e2e.browsing import Troubles
from e2e.scenes import summary, welcome

HOST = "127.0.0.1:7000"
TYPES = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".mp4": "video/mp4",
}
TRUST = wire.Trust(connections_elsewhere=0, says="0 bytes left this machine.", how="Every connection is counted.")


class Stage:
    """A page whose every answer comes from here."""

    def __init__(
        self, context: BrowserContext, dist: Path, landmarks: list[tuple[float, float, float]], script: str = ""
    ) -> None:
        """Open the page, with a script that runs before its own."""
        self.troubles = Troubles()
        self.sent: list[dict[str, object]] = []
        self._dist, self._landmarks, self._number = dist, landmarks, 0
        self._socket: WebSocketRoute | None = None
        self.page: Page = context.new_page()
        self.troubles.watch(self.page)
        self.page.route("**/*", self._answer)
        self.page.route_web_socket("**/ws", self._connect)
        if script:
            self.page.add_init_script(script)
        self.page.goto(f"http://{HOST}/")
        self.page.wait_for_function("() => document.querySelector('#trust').textContent !== ''")

    def show(self, screen: wire.Screen, said: Sequence[wire.Utterance] = (), *, needs_picture: bool = True) -> None:
        """Send a screen and what is said with it, and wait until it is drawn, with the camera's picture if it needs one."""
        self._number += 1
        self._send(self._update(screen, said, with_sight=False))
        has_picture = needs_picture and screen.wants_camera
        if has_picture:
            self.page.wait_for_function("() => document.querySelector('#camera').videoWidth > 0")
        self._send(self._update(screen, said, with_sight=has_picture))
        self.page.wait_for_function("stage => document.body.dataset.stage === stage", arg=screen.stage.value)
        self.page.wait_for_timeout(350)

    def _update(self, screen: wire.Screen, said: Sequence[wire.Utterance], *, with_sight: bool) -> wire.Update:
        spent = wire.Latency(waited_ms=1, decode_ms=2, pose_ms=30, judge_ms=3, total_ms=36)
        sight = wire.Sight(
            seq=self._number,
            captured_s=0.0,
            landmarks=self._landmarks,
            view="front",
            model="full",
            latency=spent,
            frames=9,
            dropped=1,
        )
        return wire.Update(
            number=self._number, t_s=0.0, screen=screen, said=list(said), sight=sight if with_sight else None
        )

    def _connect(self, socket: WebSocketRoute) -> None:
        self._socket = socket
        socket.on_message(self._heard)

    def _heard(self, message: str | bytes) -> None:
        if isinstance(message, bytes):
            return
        self.sent.append(json.loads(message))
        if self.sent[-1]["type"] == "join":
            self._send(welcome())

    def _send(self, message: BaseModel) -> None:
        if self._socket is None:
            raise RuntimeError("the page has not connected")
        self._socket.send(message.model_dump_json())

    def _answer(self, route: Route) -> None:
        path = route.request.url.split(HOST)[-1].split("?")[0]
        answers = {"/api/summary": summary(), "/api/trust": TRUST, "/api/moments/m1": self.moment()}
        headers = security_headers(HOST)
        if path in answers:
            route.fulfill(body=answers[path].model_dump_json(), content_type="application/json", headers=headers)
            return
        folder = self._dist.parents[1] if path.startswith("/demonstrations/") else self._dist
        file = folder / ("index.html" if path == "/" else path.removeprefix("/"))
        if file.is_file():
            self._send_file(route, file, {**headers, "content-type": TYPES[file.suffix]})
        else:
            route.fulfill(status=404)

    def _send_file(self, route: Route, file: Path, headers: dict[str, str]) -> None:
        """Answer with a file, or with the bytes that were asked for, as a player needs to move about in a clip."""
        whole = file.read_bytes()
        asked = re.match(r"bytes=(\d+)-(\d*)", route.request.headers.get("range", ""))
        if asked is None:
            route.fulfill(body=whole, headers=headers)
            return
        first, last = int(asked[1]), int(asked[2] or len(whole) - 1)
        place = {"content-range": f"bytes {first}-{last}/{len(whole)}", "accept-ranges": "bytes"}
        route.fulfill(status=206, body=whole[first : last + 1], headers={**headers, **place})

    def moment(self) -> wire.Moment:
        """Return a moment of a bent elbow."""
        return wire.Moment(
            id="m1",
            exercise="wall_angel",
            criterion="elbows_bent",
            says="Elbows stay bent at a right angle",
            why_says="left elbow flexion 119° ± 4°, limit 105°",
            at_s=83.0,
            value=119.0,
            limit=105.0,
            error_sd=4.0,
            unit="deg",
            landmarks=self._landmarks,
            marked=[11, 13, 15],
            picture_url="/api/moments/m1/picture",
        )
