"""The real server: this machine's address only, an end that the page hears of, and messages it does not even read."""

import asyncio
import contextlib
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import pytest
import uvicorn
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from backstay.sessions.journal import MemoryJournal, unfinished
from backstay.web import serving
from backstay.web.app import build_app
from backstay.web.frames import MOST_BYTES
from backstay.web.guard import Door
from backstay.web.serving import listen, server_of
from backstay.web.wire import PROTOCOL
from web.staging import TOKEN, open_desk

WITHIN_S = 20.0


class Running:
    """A server in a thread."""

    def __init__(self, journal: MemoryJournal) -> None:
        """Start it."""
        self.listening = listen(0)
        self.port = self.listening.getsockname()[1]
        self.desk = open_desk(journal)
        self.server: uvicorn.Server = server_of(build_app(self.desk, Door(port=self.port, token=TOKEN)))
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.listening]})
        self.thread.start()
        while not self.server.started:
            time.sleep(0.01)

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(WITHIN_S)

    def page(self, **changes: str) -> connect:
        """Return a connection that a page would make, its headers changed where asked."""
        headers = {"Cookie": f"backstay_token_{self.port}={TOKEN}"}
        origin = changes.get("origin", f"http://127.0.0.1:{self.port}")
        return connect(f"ws://127.0.0.1:{self.port}/ws", origin=origin, additional_headers=headers, max_size=None)


@contextmanager
def running(journal: MemoryJournal | None = None) -> Iterator[Running]:
    server = Running(journal or MemoryJournal())
    try:
        yield server
    finally:
        server.stop()


async def joined(page: object) -> dict:
    await page.send(json.dumps({"type": "join", "protocol": PROTOCOL}))
    return json.loads(await page.recv())


async def code_at_the_end(page: object) -> int | None:
    """Return the code with which the server closes."""
    while True:
        try:
            await page.recv()
        except ConnectionClosed as closed:
            return closed.rcvd and closed.rcvd.code


def test_it_listens_on_this_machines_own_address_only() -> None:
    with running() as server:
        mine = [each for each in psutil.Process().net_connections("inet") if each.laddr.port == server.port]
        assert {each.laddr.ip for each in mine if each.status == psutil.CONN_LISTEN} == {"127.0.0.1"}


def test_small_answers_are_sent_at_once() -> None:
    """Where the system gathers small packets, an answer waits for the next frame: 33 ms."""

    async def is_gathered() -> bool:
        accepted: asyncio.Future[asyncio.StreamWriter] = asyncio.get_running_loop().create_future()
        async with await asyncio.start_server(lambda _, writer: accepted.set_result(writer), sock=listen(0)) as server:
            _, mine = await asyncio.open_connection(*server.sockets[0].getsockname())
            theirs = await accepted
            option = theirs.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
            for writer in (mine, theirs):
                writer.close()
                await writer.wait_closed()
            return option == 0

    assert not asyncio.run(is_gathered())


def test_the_usual_port_is_left_to_whoever_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with listen(0) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setattr(serving, "USUAL_PORT", port)
        with listen(0) as another:
            assert another.getsockname()[1] != port
        with pytest.raises(OSError, match=r"in use"):
            listen(port)


def test_a_stopped_server_says_so_and_saves_the_session() -> None:
    journal = MemoryJournal()

    async def session(server: Running) -> int:
        async with server.page() as page:
            await joined(page)
            await page.send('{"type": "command", "command": "start"}')
            while json.loads(await page.recv())["screen"]["stage"] != "intro":
                pass
            server.server.should_exit = True
            return await code_at_the_end(page)

    with running(journal) as server:
        began_s = time.perf_counter()
        assert asyncio.run(session(server)) == 1012
        server.stop()
        assert not server.thread.is_alive()
        assert time.perf_counter() - began_s < WITHIN_S
    assert unfinished(journal, "") is not None
    with running(journal) as server:
        assert server.desk.session.is_resumed


def test_a_huge_message_ends_the_connection_and_not_the_session() -> None:
    async def huge(server: Running) -> int:
        async with server.page() as page:
            await joined(page)
            with contextlib.suppress(ConnectionClosed):
                await page.send(b"x" * (3 * MOST_BYTES))
            return await code_at_the_end(page)

    async def again(server: Running) -> str:
        async with server.page() as page:
            return (await joined(page))["type"]

    with running() as server:
        assert asyncio.run(huge(server)) == 1009
        assert asyncio.run(again(server)) == "welcome"


@pytest.mark.parametrize("origin", ["http://attacker.example", "null", "http://127.0.0.1:1"])
def test_a_foreign_page_gets_403_for_its_handshake(origin: str) -> None:
    async def refused(server: Running) -> int:
        with pytest.raises(InvalidStatus) as answer:
            async with server.page(origin=origin):
                pass
        return answer.value.response.status_code

    with running() as server:
        assert asyncio.run(refused(server)) == 403


def test_half_a_request_holds_nobody_up() -> None:
    async def welcome(server: Running) -> str:
        async with server.page() as page:
            return (await joined(page))["type"]

    with running() as server, socket.create_connection(("127.0.0.1", server.port)) as lazy:
        lazy.sendall(b"GET / HTTP/1.1\r\nHost: 127")
        assert asyncio.run(welcome(server)) == "welcome"
