"""The socket: one page at a time, the newest frame first, and nothing that is sent to it breaks it."""

import json
import time
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from backstay.media.types import Frame
from backstay.pose.types import Sighting
from backstay.web.desk import MOST_PROBLEMS
from backstay.web.frames import MOST_BYTES, build_frame
from backstay.web.wire import ServerMessage
from web.staging import OWN, SOCKET, FilmedPerson, coach, joined, jpeg, open_desk

ANY = TypeAdapter(ServerMessage)


@pytest.fixture
def page() -> Iterator[TestClient]:
    with coach() as client:
        yield client


def test_joining_brings_the_welcome_and_then_the_state(page: TestClient) -> None:
    with joined(page) as tab:
        welcome, update = tab.next(), tab.next()
    assert (welcome["type"], welcome["resumed"], welcome["demo_url"]) == ("welcome", False, None)
    assert [each["id"] for each in welcome["plan"]["exercises"]] == [
        "wall_angel",
        "hip_flexor_stretch",
        "abdominal_brace",
    ]
    assert len(welcome["stop_rules"]) == 6
    assert update["screen"]["stage"] == "welcome"
    assert update["screen"]["wants_camera"] is False
    assert next(each for each in update["screen"]["buttons"] if each["is_main"])["command"] == "start"


def test_a_whole_session_by_hand_from_start_to_summary(page: TestClient) -> None:
    with joined(page) as tab:
        tab.command("without_camera", "start", "start", "ready")
        tab.until_stage("work")
        tab.command("plus_one", "plus_one", "plus_one")
        question = tab.until(lambda each: each.get("screen", {}).get("question"))["screen"]["question"]
        for _ in range(question["total"]):
            tab.send(type="answer", question=question["id"], yes=True)
            question = tab.until(lambda each, last=question: each["screen"]["question"] != last)["screen"]["question"]
        tab.until_stage("intro")
        tab.command("skip", "skip")
        tab.until(lambda each: each["screen"]["rating"] and each["screen"]["rating"]["rating"] == "pain")
        tab.send(type="rate", rating="pain", value=6).send(type="rate", rating="effort", value=4)
        tab.until_stage("summary")
    summary = page.get("/api/summary").json()
    assert summary["is_finished"] is True
    assert (summary["pain"], summary["effort"]) == (6, 4)
    assert summary["advice"].startswith("Rest today.")
    angel = summary["exercises"][0]
    assert (angel["done_says"], angel["is_complete"]) == ("3 of 3 repetitions", True)
    palms = next(each for each in angel["lines"] if each["criterion"] == "palms_forward")
    assert (palms["verdict"], palms["answer"], palms["reason"]) == ("ask", True, "No camera was used.")


def test_each_frame_is_answered_with_its_number_pose_and_latency(page: TestClient) -> None:
    with joined(page) as tab:
        tab.command("start", "start")
        tab.frame()
        sight = tab.until(lambda each: each.get("sight"))["sight"]
    assert sight["seq"] == 1
    assert len(sight["landmarks"]) == 33
    assert all(0 <= confidence <= 1 for _, _, confidence in sight["landmarks"])
    assert (sight["model"], sight["frames"], sight["dropped"]) == ("full", 1, 0)
    assert sight["latency"]["total_ms"] >= 0


def test_a_flood_of_frames_is_dropped_and_counted_and_the_newest_is_answered() -> None:
    with coach(open_desk(load_model=SlowPerson)) as page, joined(page) as tab:
        for _ in range(200):
            tab.frame()
        sight = tab.until(lambda each: each.get("sight") and each["sight"]["seq"] == 200)["sight"]
    assert sight["dropped"] > 100
    assert sight["dropped"] + sight["frames"] == 200


class SlowPerson(FilmedPerson):
    """A pose model on a slow machine."""

    def estimate(self, frame: Frame) -> Sighting:
        time.sleep(0.03)
        return super().estimate(frame)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("", "bad_message", id="empty"),
        pytest.param("nonsense", "bad_message", id="no-json"),
        pytest.param("[1, 2]", "bad_message", id="list"),
        pytest.param('{"type": "command"}', "bad_message", id="no-command"),
        pytest.param('{"type": "command", "command": "fly"}', "bad_message", id="unknown-command"),
        pytest.param('{"type": "command", "command": "start", "more": 1}', "bad_message", id="unknown-field"),
        pytest.param('{"type": "rate", "rating": "pain", "value": 11}', "bad_message", id="out-of-range"),
        pytest.param('{"type": "rate", "rating": "pain", "value": NaN}', "bad_message", id="nan"),
        pytest.param(json.dumps({"type": "answer", "question": "x" * 5000, "yes": True}), "bad_message", id="long"),
        pytest.param('{"type": "join", "protocol": 1}', "wrong_order", id="second-join"),
    ],
)
def test_a_message_that_is_none_is_answered_in_words_and_changes_nothing(
    page: TestClient, text: str, code: str
) -> None:
    with joined(page) as tab:
        tab.next()
        tab.socket.send_text(text)
        problem = tab.until(lambda each: each["type"] == "problem")
        assert problem["code"] == code
        assert problem["says"].endswith(".")
        tab.command("start")
        assert tab.until_stage("intro")


@pytest.mark.parametrize(
    "message", [b"", b"x", b"BSF1", build_frame(1, float("nan"), b"x")], ids=["empty", "short", "head-only", "no-time"]
)
def test_a_frame_that_is_none_is_answered_in_words(page: TestClient, message: bytes) -> None:
    with joined(page) as tab:
        tab.socket.send_bytes(message)
        assert tab.until(lambda each: each["type"] == "problem")["code"] == "bad_frame"


def test_a_frame_too_large_is_refused_and_the_session_goes_on(page: TestClient) -> None:
    with joined(page) as tab:
        tab.socket.send_bytes(build_frame(1, 0.0, b"x" * MOST_BYTES))
        assert tab.until(lambda each: each["type"] == "problem")["code"] == "frame_too_large"
        tab.command("start")
        assert tab.until_stage("intro")


def test_a_damaged_picture_is_passed_over(page: TestClient) -> None:
    with joined(page) as tab:
        tab.frame(b"no picture").frame(jpeg()[:40]).frame()
        assert tab.until(lambda each: each.get("sight"))["sight"]["seq"] == 3


def test_a_page_that_sends_only_nonsense_is_sent_away(page: TestClient) -> None:
    with joined(page) as tab:
        for _ in range(MOST_PROBLEMS + 1):
            tab.socket.send_text("nonsense")
        assert tab.until(lambda each: each["type"] == "farewell")["reason"] == "too_many_problems"
        with pytest.raises(WebSocketDisconnect):
            tab.next()
    with joined(page) as tab:
        assert tab.next()["type"] == "welcome"


def test_a_second_tab_is_told_and_the_first_goes_on(page: TestClient) -> None:
    with joined(page) as first:
        first.next()
        with joined(page) as second:
            assert second.next()["reason"] == "in_other_tab"
        first.command("start")
        assert first.until_stage("intro")


def test_a_second_tab_can_take_over(page: TestClient) -> None:
    with joined(page) as first:
        first.command("start")
        first.until_stage("intro")
        with joined(page, takes_over=True) as second:
            assert second.next()["type"] == "welcome"
            assert second.next()["screen"]["stage"] == "intro"
            assert first.until(lambda each: each["type"] == "farewell")["reason"] == "taken_over"
            second.command("start")
            assert second.until_stage("camera_check")


def test_a_page_of_another_version_is_told_to_load_again(page: TestClient) -> None:
    with page.websocket_connect(SOCKET, headers={"origin": OWN}) as socket:
        socket.send_text('{"type": "join", "protocol": 0}')
        assert socket.receive_json()["reason"] == "other_protocol"


@pytest.mark.parametrize("first", ["nonsense", '{"type": "command", "command": "start"}'])
def test_whoever_does_not_join_first_gets_nothing(page: TestClient, first: str) -> None:
    with page.websocket_connect(SOCKET, headers={"origin": OWN}) as socket:
        socket.send_text(first)
        assert socket.receive_json()["type"] == "farewell"


def test_a_page_that_goes_away_pauses_the_session_and_one_that_comes_finds_it(page: TestClient) -> None:
    with joined(page) as tab:
        tab.command("start", "start")
        tab.until_stage("camera_check")
    with joined(page) as tab:
        screen = tab.until(lambda each: each["type"] == "update")["screen"]
        assert screen["stage"] == "camera_check"
        assert screen["paused"]["reason"] == "connection"
        for _ in range(20):
            tab.frame()
        assert tab.until(lambda each: each["type"] == "update" and each["screen"]["paused"] is None)


@pytest.mark.parametrize(
    ("state", "reason"),
    [("denied", "camera"), ("missing", "camera"), ("in_use", "camera"), ("unplugged", "camera"), ("hidden", "hidden")],
)
def test_camera_trouble_pauses_with_words_and_a_way_on(page: TestClient, state: str, reason: str) -> None:
    with joined(page) as tab:
        tab.command("start", "start").send(type="camera", state=state)
        screen = tab.until(lambda each: each["type"] == "update" and each["screen"]["paused"])["screen"]
        assert screen["paused"]["reason"] == reason
        assert "without_camera" in [each["command"] for each in screen["buttons"]]
        tab.command("without_camera")
        assert tab.until(lambda each: each["screen"]["mode"] == "by_hand")["screen"]["wants_camera"] is False


def test_after_the_summary_a_new_session_begins(page: TestClient) -> None:
    with joined(page) as tab:
        tab.command("start", "end")
        tab.until_stage("summary")
        before = page.get("/api/summary").json()["session_id"]
        tab.command("again")
        tab.until_stage("welcome")
        assert page.get("/api/summary").json()["session_id"] != before


FIELDS = st.sampled_from(("type", "command", "state", "value", "rating", "yes"))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(("command", "start", "camera", "rate", "answer")),
    lambda each: st.lists(each, max_size=3) | st.dictionaries(FIELDS, each, max_size=4),
    max_leaves=8,
)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(st.text(max_size=40) | st.binary(max_size=60) | JSON.map(json.dumps), max_size=12))
def test_no_message_whatever_breaks_the_session(page: TestClient, messages: list) -> None:
    with joined(page, takes_over=True) as tab:
        for message in messages:
            if isinstance(message, bytes):
                tab.socket.send_bytes(message)
            else:
                tab.socket.send_text(message.encode("utf-8", "replace").decode())
        tab.command("mute")
        received = tab.until(lambda each: ANY.validate_python(each).type == "update" and each["screen"]["is_muted"])
        tab.command("unmute")
        assert received["screen"]["stage"] == "welcome"
