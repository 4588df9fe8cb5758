"""Landmarks in, events and state out: the same core as with pictures, a session a connection, nothing breaks it."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from backstay.pose.types import Landmark
from backstay.web.desk import MOST_PROBLEMS, MOST_TEXT
from backstay.web.guard import Guard
from backstay.web.landmark_desk import LandmarkDesk
from backstay.web.landmark_frames import FRAME_BYTES, SentLandmarks, build_landmarks, parse_landmarks
from backstay.web.landmark_wire import LANDMARK_PROTOCOL, LandmarkServerMessage
from figure.filming import Take, film
from figure.presses import Angel, wall_angels
from properties.judged import sightings_of
from web.staging import COOKIE, DOOR, OWN, PORT, Page, coach

ADDRESS = f"ws://127.0.0.1:{PORT}/landmarks"
ANY = TypeAdapter(LandmarkServerMessage)
OPENING = {"type": "open", "protocol": LANDMARK_PROTOCOL, "width_px": 640, "height_px": 480}
COUNTDOWN_S = 3.0


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        """Begin at some time that is not zero."""
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


@contextmanager
def served(clock_s=time.perf_counter, most_sessions: int = 10) -> Iterator[TestClient]:
    app = FastAPI()
    app.add_api_websocket_route("/landmarks", LandmarkDesk(clock_s, most_sessions).serve)
    with TestClient(Guard(app, DOOR), base_url=OWN, headers={"cookie": COOKIE}) as client:
        yield client


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """The whole application."""
    with coach() as client:
        yield client


@contextmanager
def opened(client: TestClient, **changes: object) -> Iterator[Page]:
    with client.websocket_connect(ADDRESS, headers={"origin": OWN}) as socket:
        yield Page(socket).send(**{**OPENING, **changes})


def test_a_session_is_opened_and_tells_plan_and_state(client: TestClient) -> None:
    with opened(client) as page:
        welcome, state = page.next(), page.next()
    assert welcome["plan"]["exercises"][0]["id"] == "wall_angel"
    assert len(welcome["stop_rules"]) == 6
    assert (state["type"], state["seq"], state["screen"]["stage"]) == ("state", None, "welcome")


def test_repetitions_are_counted_and_judged_and_every_frame_is_answered() -> None:
    clock = Clock()
    poses = film(wall_angels([Angel(), Angel()]), take=Take(fps=15, seed=1))
    waiting = [replace(poses[0], t_s=number / 15) for number in range(round(15 * COUNTDOWN_S) + 3)]
    began_s, answers = clock.now_s + 0.1, []
    with served(clock) as client, opened(client) as page:
        page.command("start", "start", "start", "ready")
        page.until(lambda each: each.get("screen", {}).get("stage") == "countdown")
        for seq, sighting in enumerate(sightings_of([*waiting, *poses])):
            clock.now_s = began_s + seq / 15
            page.socket.send_bytes(build_landmarks(seq, clock.now_s, sighting))
            answers.append(page.until(lambda each, seq=seq: each.get("seq") == seq))
            ANY.validate_python(answers[-1])
    ended = [each for answer in answers for each in answer.get("happened", []) if each["what"] == "repetition_ended"]
    assert [(each["number"], each["is_full"]) for each in ended] == [(1, True), (2, True)]
    assert ended[0]["verdicts"]["elbows_bent_90"] == "met"
    states = [each for each in answers if each["type"] == "state"]
    assert states[-1]["screen"]["counter"]["value"] == 2
    assert len(states) < len(answers), "nothing is sent twice"


def test_time_goes_on_without_frames(client: TestClient) -> None:
    with opened(client) as page:
        page.command("without_camera", "start", "start", "ready")
        assert page.until(lambda each: each.get("screen", {}).get("stage") == "work")["seq"] is None


def test_sessions_know_nothing_of_each_other(client: TestClient) -> None:
    with opened(client) as one, opened(client) as other:
        one.command("start")
        one.until(lambda each: each.get("screen", {}).get("stage") == "intro")
        other.next()
        assert other.next()["screen"]["stage"] == "welcome"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        pytest.param({"protocol": 99}, "other_protocol", id="protocol"),
        pytest.param({"type": "join"}, "other_protocol", id="type"),
        pytest.param({"width_px": 1_000_000}, "other_protocol", id="size"),
        pytest.param({"program": "nothing"}, "no_such_program", id="program"),
    ],
)
def test_who_cannot_be_served_is_told_and_sent_away(client: TestClient, changes: dict, reason: str) -> None:
    with opened(client, **changes) as page:
        goodbye = page.next()
        assert (goodbye["type"], goodbye["reason"]) == ("goodbye", reason)
        assert goodbye["says"].endswith(".")
        with pytest.raises(WebSocketDisconnect):
            page.next()


def test_a_full_server_says_so_and_has_room_again() -> None:
    with served(most_sessions=1) as client:
        with opened(client) as one, opened(client) as other:
            one.next()
            assert other.next()["reason"] == "full"
        with opened(client) as page:
            assert page.next()["type"] == "opened"


def test_strangers_are_not_let_in(client: TestClient) -> None:
    for headers in ({"origin": "http://evil.example"}, {}, {"origin": OWN, "cookie": "none=1"}):
        with pytest.raises(WebSocketDisconnect), client.websocket_connect(ADDRESS, headers=headers):
            pass


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("nonsense", "bad_message", id="no-json"),
        pytest.param("x" * (MOST_TEXT + 1), "bad_message", id="long"),
        pytest.param(json.dumps(OPENING), "wrong_order", id="second-opening"),
        pytest.param('{"type": "command", "command": "again"}', "wrong_order", id="again"),
    ],
)
def test_what_cannot_be_used_is_answered_in_words(client: TestClient, text: str, code: str) -> None:
    with opened(client) as page:
        page.next()
        page.socket.send_text(text)
        assert page.until(lambda each: each["type"] == "problem")["code"] == code


def test_who_sends_nonsense_for_ever_is_sent_away(client: TestClient) -> None:
    with opened(client) as page:
        for _ in range(MOST_PROBLEMS + 1):
            page.socket.send_bytes(b"nonsense")
        assert page.until(lambda each: each["type"] == "goodbye")["reason"] == "too_many_problems"


def test_a_sighting_survives_the_wire_as_it_survives_a_recording() -> None:
    pose = film(wall_angels([Angel()]), take=Take(fps=15))[10]
    hidden = pose.xy_px.copy()
    hidden[Landmark.NOSE] = np.nan
    sighting = sightings_of([replace(pose, xy_px=hidden)], luminance_fraction=0.4)[0]
    message = build_landmarks(7, 1.5, sighting)
    sent = parse_landmarks(message)
    assert isinstance(sent, SentLandmarks)
    assert (len(message), sent.seq, sent.captured_s) == (FRAME_BYTES, 7, 1.5)
    back = sent.sighting(t_s=pose.t_s, size_px=pose.image_size_px, model="full")
    np.testing.assert_allclose(back.pose.xy_px, sighting.pose.xy_px, atol=0.051)
    np.testing.assert_allclose(back.pose.world_m, pose.world_m, atol=0.00051)
    np.testing.assert_allclose(back.pose.confidence, pose.confidence, atol=0.5 / 255)
    assert (back.people, back.luminance_fraction) == (1, pytest.approx(0.4, abs=0.002))
    again = build_landmarks(7, 1.5, back)
    assert again == message


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.one_of(
            st.binary(max_size=400),
            st.binary(min_size=FRAME_BYTES - 16, max_size=FRAME_BYTES - 16).map(lambda tail: b"BSL1\1\0\0\0" + tail),
            st.binary(min_size=363, max_size=363).map(
                lambda points: b"BSL1\1\0\0\0" + np.float64(1e4).tobytes() + b"\1\x80" + points
            ),
            st.text(max_size=50),
        ),
        max_size=6,
    )
)
def test_no_message_whatever_ends_a_session(client: TestClient, messages: list[bytes | str]) -> None:
    with opened(client) as page:
        page.command("start", "start", "start")
        for message in messages:
            page.socket.send_bytes(message) if isinstance(message, bytes) else page.socket.send_text(message)
        page.command("end")
        page.until(lambda each: each.get("screen", {}).get("stage") in {"rate", "summary"})
