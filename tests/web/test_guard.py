"""Only this page, on this machine, in this run, is answered: Host x Origin x site x token, for HTTP and WebSocket."""

import itertools
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from web.staging import COOKIE, DOOR, OWN, PORT, TOKEN, coach

HOSTS = {
    "127": (f"127.0.0.1:{PORT}", True),
    "localhost": (f"localhost:{PORT}", True),
    "ipv6": (f"[::1]:{PORT}", True),
    "rebound-name": (f"attacker.example:{PORT}", False),
    "other-port": (f"127.0.0.1:{PORT + 1}", False),
    "no-port": ("127.0.0.1", False),
    "lan": (f"192.168.1.20:{PORT}", False),
    "prefix": (f"127.0.0.1:{PORT}.attacker.example", False),
}
ORIGINS = {
    "own": ("http://{host}", True),
    "none": (None, None),
    "null": ("null", False),
    "https": ("https://{host}", False),
    "other-port": (f"http://127.0.0.1:{PORT + 1}", False),
    "other-name": ("http://attacker.example", False),
    "suffix": ("http://{host}.attacker.example", False),
}
SITES = {
    "same": ("same-origin", True),
    "none": (None, True),
    "typed": ("none", True),
    "cross": ("cross-site", False),
    "same-site": ("same-site", False),
}
TOKENS = {
    "cookie": (COOKIE, True),
    "among-others": (f"a=b; {COOKIE}; c=d", True),
    "missing": (None, False),
    "wrong": (f"{DOOR.cookie}=guess", False),
    "empty": (f"{DOOR.cookie}=", False),
    "other-name": (f"token={TOKEN}", False),
    "garbled": (f"\x01{DOOR.cookie}={TOKEN}", False),
}


def cases() -> Iterator[object]:
    """Yield every case that differs from a good one in at most one way."""
    for names in itertools.product(HOSTS, ORIGINS, SITES, TOKENS):
        chosen = (HOSTS[names[0]], ORIGINS[names[1]], SITES[names[2]], TOKENS[names[3]])
        if sum(each[1] is not True for each in chosen) <= 1:
            yield pytest.param(*chosen, id="-".join(names))


MATRIX = tuple(cases())


@pytest.fixture(scope="module")
def page() -> Iterator[TestClient]:
    with coach() as client:
        client.headers.pop("cookie")
        yield client


def headers_of(host: str, origin: str | None, site: str | None, cookie: str | None) -> dict[str, str]:
    given = {"host": host, "origin": origin and origin.format(host=host), "sec-fetch-site": site, "cookie": cookie}
    return {name: value for name, value in given.items() if value is not None}


@pytest.mark.parametrize(("host", "origin", "site", "cookie"), MATRIX)
def test_a_request_needs_all_of_them(page: TestClient, host: tuple, origin: tuple, site: tuple, cookie: tuple) -> None:
    is_good = host[1] and origin[1] is not False and site[1] and cookie[1]
    answer = page.get("/api/plan", headers=headers_of(host[0], origin[0], site[0], cookie[0]))
    assert answer.status_code == (200 if is_good else 403)
    assert is_good or set(answer.json()) == {"says"}


@pytest.mark.parametrize(("host", "origin", "site", "cookie"), MATRIX)
def test_a_handshake_needs_all_of_them_and_its_origin(
    page: TestClient, host: tuple, origin: tuple, site: tuple, cookie: tuple
) -> None:
    is_good = host[1] and origin[1] is True and site[1] and cookie[1]
    headers = headers_of(host[0], origin[0], site[0], cookie[0])
    if is_good:
        with page.websocket_connect("/ws", headers=headers) as socket:
            socket.send_text('{"type": "join", "protocol": 999}')
            assert socket.receive_json()["reason"] == "other_protocol"
    else:
        with pytest.raises(WebSocketDisconnect) as refused, page.websocket_connect("/ws", headers=headers):
            pass
        assert refused.value.code == 4403


@pytest.mark.parametrize(
    "path", ["/", "/api/trust", "/assets/main.js", "/demonstrations/wall_angel_front.mp4", "/nothing"]
)
def test_nothing_at_all_is_given_to_a_stranger(page: TestClient, path: str) -> None:
    assert page.get(path).status_code == 403


def test_the_opened_address_hands_over_the_cookie_and_hides_the_token(page: TestClient) -> None:
    answer = page.get(f"/?token={TOKEN}", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/"
    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith(f"{DOOR.cookie}={TOKEN}")
    assert {"httponly", "samesite=strict", "path=/"} <= {part.strip() for part in cookie.split(";")}
    page.cookies.clear()


@pytest.mark.parametrize("query", ["?token=wrong", "?token=", f"?token={TOKEN}&token={TOKEN}", f"?t={TOKEN}"])
def test_a_wrong_token_in_the_address_gets_nothing(page: TestClient, query: str) -> None:
    assert page.get(f"/{query}", follow_redirects=False).status_code == 403


def test_the_token_counts_at_the_door_only(page: TestClient) -> None:
    assert page.get(f"/api/plan?token={TOKEN}").status_code == 403


def test_a_token_from_a_foreign_page_is_refused(page: TestClient) -> None:
    answer = page.get(f"/?token={TOKEN}", headers={"sec-fetch-site": "cross-site"}, follow_redirects=False)
    assert answer.status_code == 403


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_only_asking_and_telling_is_answered(page: TestClient, method: str) -> None:
    assert page.request(method, "/api/plan", headers={"cookie": COOKIE, "origin": OWN}).status_code == 405


@pytest.mark.parametrize("path", ["/api/plan", "/nothing"])
@pytest.mark.parametrize("cookie", [COOKIE, ""], ids=["page", "stranger"])
def test_every_answer_is_sealed(page: TestClient, path: str, cookie: str) -> None:
    headers = page.get(path, headers={"cookie": cookie}).headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["connect-src"] == f"'self' ws://127.0.0.1:{PORT}"
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["permissions-policy"].startswith("camera=(self), microphone=()")
    assert headers["cache-control"] == "no-store"
