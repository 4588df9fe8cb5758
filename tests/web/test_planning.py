"""Around a session the page asks and tells over HTTP, and no session begins before the questions are through."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar
from starlette.testclient import TestClient

from backstay.memory.opening import open_store
from backstay.memory.store import Store
from backstay.memory.types import Person, ProgramRecord, ScreeningRecord
from backstay.planning.practice import Practice
from backstay.web.app import build_app
from backstay.web.desk import LiveDesk
from backstay.web.practice_desk import PracticeDesk
from web.staging import COOKIE, DOOR, OWN, joined, open_desk

OWN_PROGRAM = """id: own
version: 1
title: My own
author: Ada
credentials: Therapist
days: [monday]
exercises:
  - exercise: abdominal_brace
    dose: {sets: 1, holds: 2, hold_s: 5}
source: a note
"""
MONDAY = datetime(2026, 3, 2, 18, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path)
    opened.store.save_person(Person(id="me", name="Me", created_at=MONDAY - timedelta(days=9)))
    yield opened.store
    opened.store.close()


@pytest.fixture
def desk() -> LiveDesk:
    return open_desk()


@pytest.fixture
def page(store: Store, desk: LiveDesk) -> Iterator[TestClient]:
    mine = Practice(store, "me", lambda: MONDAY)
    practice = PracticeDesk({"me": mine}.__getitem__, lambda: "me", desk.session)
    app = build_app(desk, DOOR, Path("nowhere"), practice=practice)
    with TestClient(app, base_url=OWN, headers={"cookie": COOKIE, "origin": OWN}) as client:
        yield client


def tell(page: TestClient, what: str, **body: object) -> dict:
    answer = page.post(f"/api/{what}", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_questions_come_one_after_the_other_and_bring_todays_plan(page: TestClient, store: Store) -> None:
    first = page.get("/api/checkin").json()
    assert first["step"] == "screen"
    assert len(first["questions"]) > 20
    assert tell(page, "checkin/screen", yes=["no_wall"])["step"] == "pain"
    found = tell(page, "checkin/pain", pain=4, has_stop_sign=False)
    assert found["step"] == "ready"
    assert found["tasks"][0]["exercise"] == "seated_wall_angel"
    assert found["tasks"][0]["dose_says"] == "2 sets of 6"
    assert any("4 of 10" in each for each in found["says"])
    assert [card["id"] for card in page.get("/api/plan").json()["exercises"]] == [
        task["exercise"] for task in found["tasks"]
    ]
    assert [each.adaptations for each in store.find("me", ScreeningRecord)] == [("no_wall",)]


@pytest.mark.parametrize(
    ("yes", "pain", "step"), [([], 7, "rest"), (["both_legs"], None, "stopped"), (["weight_loss"], None, "stopped")]
)
def test_no_session_begins_where_none_should(page: TestClient, yes: list[str], pain: int | None, step: str) -> None:
    found = tell(page, "checkin/screen", yes=yes)
    if pain is not None:
        found = tell(page, "checkin/pain", pain=pain, has_stop_sign=False)
    assert found["step"] == step
    with joined(page) as mine:
        welcome = mine.until(lambda each: each["type"] == "welcome")
        assert welcome["asks_first"]
        problem = mine.command("start").until(lambda each: each["type"] == "problem")
        assert problem["code"] == "wrong_order"


def test_a_session_begins_after_the_questions_with_the_dose_of_today(page: TestClient, desk: LiveDesk) -> None:
    tell(page, "checkin/screen", yes=[])
    tell(page, "checkin/pain", pain=5, has_stop_sign=False)
    with joined(page) as mine:
        welcome = mine.until(lambda each: each["type"] == "welcome")
        assert welcome["plan"]["exercises"][0]["dose_says"] == "2 sets of 6"
        mine.command("start").until_stage("intro")
        about = desk.session._keeper._about
        assert (about.program, about.program_version, about.pain_before) == ("prescription", 2, 5)
        assert page.get("/api/checkin").json()["step"] == "ready", "asking again changes nothing"


def test_a_clinicians_yes_opens(page: TestClient) -> None:
    assert tell(page, "checkin/screen", yes=["past_cancer"])["is_clearable"]
    assert tell(page, "checkin/cleared")["step"] == "pain"


def test_a_program_is_checked_imported_and_followed(page: TestClient, store: Store) -> None:
    mistaken = OWN_PROGRAM.replace("abdominal_brace", "abdominal_brase").replace("[monday]", "[moonday]")
    found = tell(page, "programs/import", name="clinic.yaml", text=mistaken)
    assert [each.split(":")[1] for each in found["complaints"]] == ["6"]
    assert found["program"] is None
    assert store.find("me", ProgramRecord) == ()
    assert tell(page, "programs/check", name="clinic.yaml", text=OWN_PROGRAM)["complaints"] == []
    assert store.find("me", ProgramRecord) == ()
    taken = tell(page, "programs/import", name="clinic.yaml", text=OWN_PROGRAM)
    assert taken["program"]["exercises"] == ["Abdominal brace: 2 holds of 5 seconds"]
    assert [(each["id"], each["is_chosen"]) for each in page.get("/api/programs").json()] == [
        ("prescription", False),
        ("own", True),
    ]
    tell(page, "checkin/screen", yes=[])
    assert [task["exercise"] for task in tell(page, "checkin/pain", pain=0, has_stop_sign=False)["tasks"]] == [
        "abdominal_brace"
    ]
    assert page.post("/api/programs/choose", json={"id": "prescription"}).json()[0]["is_chosen"]


def test_a_program_that_no_longer_loads_is_said_and_the_prescription_followed(page: TestClient, store: Store) -> None:
    broken = OWN_PROGRAM.replace("abdominal_brace", "abdominal_squeeze")
    store.save("me", ProgramRecord(at=MONDAY, program="own", version=1, text=broken, source="clinic.yaml"))
    store.save_person(Person(id="me", name="Me", created_at=MONDAY, program="own"))
    tell(page, "checkin/screen", yes=[])
    found = tell(page, "checkin/pain", pain=0, has_stop_sign=False)
    assert found["step"] == "ready"
    assert found["tasks"][0]["exercise"] == "wall_angel"
    assert found["says"][0].startswith("Your program own cannot be used: clinic.yaml:8: exercises[0]: exercise: no ")
    assert "is followed instead." in found["says"][0]
    shipped, own = page.get("/api/programs").json()
    assert (shipped["is_chosen"], shipped["complaints"]) == (True, [])
    assert (own["id"], own["is_chosen"]) == ("own", False)
    assert own["complaints"][0].startswith("clinic.yaml:8: ")
    tell(page, "programs/import", name="clinic.yaml", text=OWN_PROGRAM)
    assert [each["complaints"] for each in page.get("/api/programs").json()] == [[], []]
    assert "cannot be used" not in " ".join(page.get("/api/checkin").json()["says"])


def test_activities_are_rated(page: TestClient) -> None:
    sent = {"activities": [{"activity": " lifting ", "rating": 4}], "change": 1}
    assert page.post("/api/activities", json=sent).json()["activities"] == [{"activity": "lifting", "rating": 4}]
    assert page.get("/api/activities").json()["activities"] == [{"activity": "lifting", "rating": 4}]


def test_the_calendar_is_a_file(page: TestClient) -> None:
    answer = page.get("/api/reminders.ics?at=07:15&first=2026-03-02")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event.decoded("dtstart").hour == 7
    assert page.get("/api/reminders.ics?at=late&first=2026-03-02").status_code == 422


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({"origin": ""}, 403, id="no origin"),
        pytest.param({"origin": "http://evil.example"}, 403, id="another page"),
        pytest.param({"sec-fetch-site": "cross-site"}, 403, id="another site"),
        pytest.param({"cookie": ""}, 403, id="no token"),
        pytest.param({"content-type": "text/plain"}, 415, id="a form's type"),
        pytest.param({"content-length": "9999999"}, 413, id="too long"),
    ],
)
def test_only_the_page_itself_may_tell(page: TestClient, store: Store, headers: dict[str, str], status: int) -> None:
    sent = {"content-type": "application/json"} | headers
    if sent.get("origin") == "":
        del page.headers["origin"], sent["origin"]
    answer = page.post("/api/checkin/screen", content=b'{"yes": []}', headers=sent)
    assert answer.status_code == status
    assert store.find("me", ScreeningRecord) == ()


@pytest.mark.parametrize("body", [{"yes": ["Not An Id"]}, {"pain": 3}, [], {"yes": ["a"] * 61}])
def test_what_cannot_be_read_is_refused(page: TestClient, store: Store, body: object) -> None:
    assert page.post("/api/checkin/screen", json=body).status_code == 422
    assert store.find("me", ScreeningRecord) == ()
