"""Who may talk to the server: this machine, this page, this run. Checked for every request and every handshake.

Loopback is not enough: any page in the same browser reaches 127.0.0.1, and a hostile name server can point its own
name there. So the Host must be one of ours, an Origin must be our own, a cross-site fetch is refused, and every caller
needs the token that this run printed.

Source:
    CWE-1385 (WebSocket handshakes are not covered by the same-origin policy); docs/design.md, section 9.
"""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

OWN_SITES = frozenset({"same-origin", "none"})
METHODS = frozenset({"GET", "HEAD", "POST"})
MOST_BYTES = 250_000
"""A program of 100 kB as JSON, however it is escaped, with room to spare; nothing else that is sent is as long."""
COOKIE = "backstay_token"


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What is let in.

    Attributes:
        port: The server's own.
        token: This run's.
    """

    port: int
    token: str

    @property
    def hosts(self) -> frozenset[str]:
        """Return the names of this machine, as a browser writes them into Host."""
        return frozenset(f"{name}:{self.port}" for name in ("127.0.0.1", "localhost", "[::1]"))

    @property
    def cookie(self) -> str:
        """Return the cookie's name; ports share cookies, so each server has its own."""
        return f"{COOKIE}_{self.port}"

    def objection(self, headers: Headers, *, is_socket: bool) -> str | None:
        """Return why a caller is not let in, its token left aside; None if there is no reason.

        Args:
            headers: Of the request or the handshake.
            is_socket: Whether it is a handshake: those must name their Origin, which every browser does.
        """
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0] not in self.hosts:
            return "This server answers to its own names only."
        origins = headers.getlist("origin")
        if (origins or is_socket) and origins != [f"http://{hosts[0]}"]:
            return "Another page asked for this."
        if any(site not in OWN_SITES for site in headers.getlist("sec-fetch-site")):
            return "Another site asked for this."
        return None

    def knows(self, token: str) -> bool:
        """Return whether a token is this run's."""
        return hmac.compare_digest(token.encode(), self.token.encode())

    def has_cookie(self, headers: Headers) -> bool:
        """Return whether a caller brings this run's cookie."""
        return any(self.knows(value) for value in _cookie_values(headers.getlist("cookie"), self.cookie))


def _cookie_values(lines: Iterable[str], name: str) -> list[str]:
    """Return a cookie's values; a line that is none is passed over."""
    values = []
    for line in lines:
        try:
            morsel = SimpleCookie(line).get(name)
        except CookieError:
            continue
        if morsel is not None:
            values.append(morsel.value)
    return values


class Guard:
    """Stands before the application: refuses strangers, hands the cookie over once, adds the security headers."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        """Stand before an application."""
        self._app, self._door = app, door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a caller in, or not."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        else:
            await self._request(scope, receive, self._sealed(scope, send))

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a handshake in; one refused before it is accepted is answered with 403."""
        headers = Headers(scope=scope)
        if self._door.objection(headers, is_socket=True) is None and self._door.has_cookie(headers):
            await self._app(scope, receive, send)
            return
        await receive()
        await send({"type": "websocket.close", "code": 4403, "reason": ""})

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in."""
        headers = Headers(scope=scope)
        objection = self._door.objection(headers, is_socket=False)
        if objection is not None:
            await _refuse(403, objection)(scope, receive, send)
        elif scope["method"] not in METHODS:
            await _refuse(405, "This server answers GET and POST only.")(scope, receive, send)
        elif scope["method"] == "POST" and (complaint := _about_body(headers)) is not None:
            await _refuse(*complaint)(scope, receive, send)
        elif self._brings_token(scope):
            await self._hand_over()(scope, receive, send)
        elif self._door.has_cookie(headers):
            await self._app(scope, receive, send)
        else:
            says = "Open the address that `backstay coach` printed: it carries the key to this session."
            await _refuse(403, says)(scope, receive, send)

    def _brings_token(self, scope: Scope) -> bool:
        """Return whether this is the opened address itself, with the token in it."""
        tokens = parse_qs(scope["query_string"].decode("latin-1")).get("token", [])
        return scope["path"] == "/" and len(tokens) == 1 and self._door.knows(tokens[0])

    def _hand_over(self) -> RedirectResponse:
        """Return the answer that puts the token into a cookie, and out of the address."""
        answer = RedirectResponse("/", status_code=303)
        answer.set_cookie(self._door.cookie, self._door.token, httponly=True, samesite="strict", path="/")
        return answer

    def _sealed(self, scope: Scope, send: Send) -> Send:
        """Return a `send` that adds the security headers to every answer."""
        host = Headers(scope=scope).get("host", "")
        host = host if host in self._door.hosts else ""

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in security_headers(host).items():
                    headers[name] = value
                headers.setdefault("cache-control", "no-store")
            await send(message)

        return sealed


def _about_body(headers: Headers) -> tuple[int, str] | None:
    """Return why what is sent is not taken; None if there is no reason.

    A browser names the Origin of every POST, and no other page may send JSON without asking first.
    """
    if not headers.getlist("origin"):
        return 403, "What is sent must say which page it comes from."
    length = headers.get("content-length", "")
    if not length.isdecimal():
        return 411, "What is sent must say how long it is."
    if int(length) > MOST_BYTES:
        return 413, "That is too long."
    media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    return None if media_type == "application/json" else (415, "What is sent must be JSON.")


def security_headers(host: str) -> dict[str, str]:
    """Return what every answer carries.

    Args:
        host: The server's own name in this request, for browsers whose 'self' leaves WebSockets out; may be empty.
    """
    socket = f" ws://{host}" if host else ""
    policy = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' data: blob:",
        "media-src": "'self' blob:",
        "font-src": "'self'",
        "connect-src": f"'self'{socket}",
        "worker-src": "'self'",
        "manifest-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    return {
        "content-security-policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "no-referrer",
        "permissions-policy": "camera=(self), microphone=(), geolocation=(), display-capture=()",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "cross-origin-embedder-policy": "require-corp",
    }


def _refuse(status: int, says: str) -> JSONResponse:
    return JSONResponse({"says": says}, status_code=status)
