"""The watch's socket: one page at a time, states out, choices in; what is nonsense changes nothing."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from backstay.coaching.watch.types import BreakNoted, Calibrated, Choice, Contrast, StateEnded, WatchProfile
from backstay.errors import StoreError
from backstay.memory.types import BreakRecord, PostureRecord
from backstay.sessions.watching import Surroundings, WatchSession
from backstay.web.app import build_app
from backstay.web.desk import MOST_PROBLEMS
from backstay.web.watch_desk import WatchDesk
from backstay.web.watch_keeping import MemoryShelf, WatchKeeper
from backstay.web.watch_wire import WatchServerMessage
from unit.coaching.watch.sitting import SLUMP, TALL
from unit.sessions.filming import Clock
from web.staging import COOKIE, DOOR, OWN, PORT, FilmedPerson, Page, open_desk

ANY = TypeAdapter(WatchServerMessage)
ADDRESS = f"ws://127.0.0.1:{PORT}/watch"
JOIN = {"type": "watch_join", "protocol": 1, "place": "Camera Desk"}
ELSEWHERE = "http://elsewhere.example"
TITLES = {"wall_angel": "Wall angel"}


class FullDisk(MemoryShelf):
    """A shelf that keeps nothing any more."""

    def keep(self, *_: object) -> None:
        raise StoreError("data.db: the disk is full. Make room.")


def watch_desk(shelf: MemoryShelf) -> WatchDesk:
    clock = Clock()

    def open_watch(watch: object, listener: object) -> WatchSession:
        return WatchSession(watch, FilmedPerson, Surroundings(clock, lambda: 600, lambda: False), listener)

    return WatchDesk(open_watch, WatchKeeper(shelf, lambda: datetime.now(UTC)), clock, TITLES)


@contextmanager
def served(shelf: MemoryShelf) -> Iterator[TestClient]:
    app = build_app(open_desk(), DOOR, Path("nowhere"), watch_desk(shelf))
    with TestClient(app, base_url=OWN, headers={"cookie": COOKIE}) as client:
        yield client


@contextmanager
def joined(client: TestClient) -> Iterator[Page]:
    with client.websocket_connect(ADDRESS, headers={"origin": OWN}) as socket:
        yield Page(socket).send(**JOIN)


@pytest.fixture
def shelf() -> MemoryShelf:
    return MemoryShelf()


@pytest.fixture
def client(shelf: MemoryShelf) -> Iterator[TestClient]:
    with served(shelf) as opened:
        yield opened


def update(page: Page, **wanted: object) -> dict:
    return page.until(lambda each: wanted.items() <= each.items())


def test_joining_brings_the_welcome_and_the_state(client: TestClient) -> None:
    with joined(client) as page:
        assert 2.0 <= page.next()["frames_per_s"] <= 5.0
        first = page.next()
    assert first["stage"] == "away"
    assert first["wants_camera"] is True
    assert first["preferences"]["unchanged_min"] == 30


def test_a_picture_is_looked_at_and_answered(client: TestClient) -> None:
    with joined(client) as page:
        page.frame()
        seen = update(page, seq=1, stage="watching")
    assert seen["unchanged_s"] == 0.0
    assert seen["offer"] is None
    ANY.validate_python(seen)


def test_choices_and_settings_are_taken_and_kept(client: TestClient, shelf: MemoryShelf) -> None:
    with joined(client) as page:
        page.send(type="watch_choice", choice="calibrate_standing")
        assert "comfortable and tall" in update(page, stage="calibrating")["instruction"]
        page.send(type="watch_choice", choice="let_go")
        update(page, stage="let_go", wants_camera=False)
        page.send(type="watch_preferences", unchanged_min=45, quiet_from_min=1320, quiet_to_min=420, has_sound=False)
        page.until(lambda each: each["preferences"]["unchanged_min"] == 45)
    with served(shelf) as again, joined(again) as page:
        page.next()
        kept = page.next()["preferences"]
    assert (kept["unchanged_min"], kept["quiet_from_min"], kept["has_sound"]) == (45, 1320, False)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "null",
        '{"type":"watch_choice","choice":"dance"}',
        '{"type":"watch_preferences","unchanged_min":5}',
        '{"type":"watch_preferences","quiet_from_min":1440}',
        json.dumps({**JOIN, "more": 1}),
        "x" * 5000,
    ],
)
def test_nonsense_changes_nothing(client: TestClient, text: str) -> None:
    with joined(client) as page:
        page.next(), page.next()
        page.socket.send_text(text)
        page.socket.send_bytes(b"no frame")
        page.frame()
        after = update(page, seq=1, stage="watching")
    assert after["preferences"]["unchanged_min"] == 30


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.text(max_size=80), st.binary(max_size=80)), max_size=8))
def test_anything_may_be_sent(client: TestClient, messages: list[str | bytes]) -> None:
    with joined(client) as page:
        for each in messages:
            page.socket.send_text(each) if isinstance(each, str) else page.socket.send_bytes(each)
        page.frame()
        update(page, seq=1, stage="watching")


def test_too_much_nonsense_ends_the_connection(client: TestClient) -> None:
    with joined(client) as page:
        for _ in range(MOST_PROBLEMS + 1):
            page.socket.send_text("nonsense")
        assert page.until(lambda each: each["type"] == "watch_farewell")["reason"] == "too_many_problems"


@pytest.mark.parametrize("first", ['{"type":"watch_join","protocol":9,"place":"x"}', "hello"])
def test_another_page_is_told_to_load_again(client: TestClient, first: str) -> None:
    with client.websocket_connect(ADDRESS, headers={"origin": OWN}) as socket:
        socket.send_text(first)
        assert json.loads(socket.receive_text())["reason"] == "other_protocol"


def test_a_second_page_takes_over_and_a_lost_one_pauses(client: TestClient) -> None:
    with joined(client) as page:
        page.frame()
        update(page, seq=1, stage="watching")
        with joined(client) as other:
            assert page.until(lambda each: each["type"] == "watch_farewell")["reason"] == "taken_over"
            other.frame()
            update(other, stage="watching")
    with joined(client) as page:
        page.next()
        assert page.next()["stage"] == "away", "it goes on, and nobody was away"


def test_a_stranger_is_refused(client: TestClient) -> None:
    with (
        pytest.raises(WebSocketDisconnect) as refused,
        client.websocket_connect(ADDRESS, headers={"origin": ELSEWHERE}),
    ):
        pass
    assert refused.value.code == 4403


def test_a_full_disk_is_said_and_the_watch_goes_on() -> None:
    with served(FullDisk()) as client, joined(client) as page:
        page.next(), page.next()
        page.send(type="watch_preferences", unchanged_min=40)
        assert "disk is full" in page.until(lambda each: each["preferences"]["unchanged_min"] == 40)["remark"]
        page.frame()
        update(page, seq=1, stage="watching")


def test_what_happened_is_kept_with_its_place_and_the_wall_clocks_time(shelf: MemoryShelf) -> None:
    now = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
    keeper = WatchKeeper(shelf, lambda: now)
    long, short = (StateEnded(state="tall", began_s=100.0, ended_s=end) for end in (400.0, 104.0))
    keeper.keep((long, short, BreakNoted(t_s=500.0, kind="walk")), "desk", 500.0)
    posture, taken = shelf.records
    assert isinstance(posture, PostureRecord)
    assert (posture.state, posture.place) == ("tall", "desk")
    assert ((now - posture.began_at).total_seconds(), (now - posture.ended_at).total_seconds()) == (400.0, 100.0)
    assert taken == BreakRecord(at=now, kind="walk")


def test_each_place_has_its_own_profile(shelf: MemoryShelf) -> None:
    keeper = WatchKeeper(shelf, lambda: datetime.now(UTC))
    profile = WatchProfile(sitting=Contrast(tall=TALL, slump=SLUMP))
    keeper.keep((Calibrated(t_s=15.0, profile=profile),), "desk", 15.0)
    found = keeper.profile("desk")
    assert found.sitting.slump.head_down_fraction == SLUMP.head_down_fraction
    assert found.standing is None
    assert keeper.profile("kitchen") == WatchProfile()


def test_every_choice_of_the_page_is_known() -> None:
    assert {each.value for each in Choice} >= {"snooze", "take", "decline", "pause", "resume", "let_go"}
