"""The HTTP routes answer what their schema says: plan, library, moments as data and picture, clips, trust."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from starlette.testclient import TestClient

from backstay.exercises.loading import PRESCRIPTION
from backstay.sessions.moments import KeptMoment, Moments
from backstay.web.app import NOT_BUILT
from backstay.web.demonstrations import FOLDER
from backstay.web.desk import LiveDesk
from backstay.web.results import is_shown
from unit.coaching.acting import judgement
from web.staging import SHORT, coach, open_desk, poses

MOMENT = "wall_angel.elbows_bent_90"


@pytest.fixture(scope="module")
def desk() -> LiveDesk:
    desk = open_desk()
    broken = replace(judgement("elbows_bent_90"), measure="left_elbow_flexion_deg", value=119.0, limit=105.0, sd=4.0)
    unmeasured = replace(broken, criterion="arms_even", measure="", value=float("nan"))
    kept = [KeptMoment(exercise="wall_angel", judgement=each, pose=poses()[30]) for each in (broken, unmeasured)]
    desk.session._moments = Moments(kept={each.id: each for each in kept})
    return desk


@pytest.fixture(scope="module")
def page(desk: LiveDesk) -> Iterator[TestClient]:
    with coach(desk) as client:
        yield client


def test_the_plan_is_the_programs_with_clips_and_questions(page: TestClient) -> None:
    plan = page.get("/api/plan").json()
    assert [each["id"] for each in plan["exercises"]] == list(PRESCRIPTION)
    assert [each["dose_says"] for each in plan["exercises"]] == [
        "3 repetitions",
        "1 hold of 8 seconds on each side",
        "2 holds of 6 seconds",
    ]
    for each in plan["exercises"]:
        clip = page.get(each["demonstration_url"], headers={"range": "bytes=0-99"})
        assert (clip.status_code, len(clip.content), clip.headers["content-type"]) == (206, 100, "video/mp4")


def test_the_library_is_there_as_cards(page: TestClient) -> None:
    cards = page.get("/api/exercises").json()
    assert [card["id"] for card in cards[:3]] == list(PRESCRIPTION)
    assert all(card["steps"] and card["criteria"] for card in cards)


def test_a_moment_comes_as_data_and_as_a_picture(page: TestClient) -> None:
    assert [each["id"] for each in page.get("/api/moments").json()] == [MOMENT], (
        "nothing is shown without a measurement"
    )
    moment = page.get(f"/api/moments/{MOMENT}").json()
    assert moment["why_says"] == "left elbow flexion 119° ± 4°, limit 105°"
    assert moment["marked"] == [11, 13, 15]
    assert len(moment["landmarks"]) == 33
    picture = page.get(moment["picture_url"])
    assert picture.headers["content-type"] == "image/png"
    image = cv2.imdecode(np.frombuffer(picture.content, np.uint8), cv2.IMREAD_COLOR)
    assert image.shape == (480, 640, 3)


@pytest.mark.parametrize(
    "path",
    [
        "/api/moments/nothing",
        "/api/moments/wall_angel.arms_even",
        "/api/moments/wall_angel.arms_even/picture",
        "/demonstrations/nothing.mp4",
        "/demonstrations/..%2F..%2Fcli.py",
        "/nothing",
        "/../pyproject.toml",
    ],
)
def test_what_is_not_there_is_404_in_words(page: TestClient, path: str) -> None:
    answer = page.get(path)
    assert answer.status_code == 404
    assert set(answer.json()) == {"says"}


def test_an_address_that_cannot_be_read_is_422_in_words(page: TestClient) -> None:
    answer = page.get("/api/moments/NOT%20AN%20ID")
    assert answer.status_code == 422
    assert set(answer.json()) == {"says"}


def test_the_trust_line_is_told(page: TestClient) -> None:
    assert page.get("/api/trust").json()["says"] == "0 bytes left this machine."


def test_no_documentation_pages_are_served(page: TestClient) -> None:
    assert {page.get(path).status_code for path in ("/docs", "/redoc", "/openapi.json")} == {404}


def test_a_page_that_is_not_built_is_said(page: TestClient) -> None:
    assert page.get("/").text == NOT_BUILT


def test_the_built_page_is_served(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html><title>Backstay</title>")
    (tmp_path / "assets" / "main.js").write_text("1")
    with coach(client=tmp_path) as page:
        assert "Backstay" in page.get("/").text
        assert page.get("/assets/main.js").headers["content-type"].startswith("text/javascript")
        assert page.get("/assets/../../secret").status_code == 404


def test_a_judgement_without_numbers_is_not_shown() -> None:
    assert not is_shown(replace(judgement("slow_up"), value=float("nan")))
    assert not is_shown(replace(judgement("slow_up"), measure=""))
    assert is_shown(judgement("slow_up"))


def test_every_clip_belongs_to_an_exercise() -> None:
    assert all(any(clip.name.startswith(name) for name in PRESCRIPTION) for clip in FOLDER.glob("*.mp4"))


def test_the_short_program_names_the_whole_prescription() -> None:
    text = SHORT.read_text(encoding="utf-8")
    assert all(name in text for name in PRESCRIPTION), json.dumps(PRESCRIPTION)
