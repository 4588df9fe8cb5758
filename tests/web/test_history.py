"""The history's routes: the whole, one day, one session and its poses, out of a real store."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from backstay.coaching.watch.words import STATES
from backstay.memory.opening import open_store
from backstay.web.app import build_app
from backstay.web.history_desk import HistoryDesk, StoredArchive, open_history_desk
from backstay.web.history_wire import DayView, HistoryView, ReplayView
from unit.cli.commands import record
from unit.reports.lives import LIBRARY, as_it_is, keep, nobody, one_week
from web.staging import COOKIE, DOOR, OWN, open_desk

WEEK = one_week()
LAST = WEEK.sessions[-1].id


@pytest.fixture(scope="module", params=["week"])
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    keep(folder, WEEK)
    poses = folder / "recordings" / "ada" / LAST
    poses.mkdir(parents=True)
    record(poses / "00000.parquet")
    return folder


@pytest.fixture(scope="module")
def page(data: Path) -> Iterator[TestClient]:
    store = open_store(data).store
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BACKSTAY_DATA", str(data))
        archive = StoredArchive(store, lambda: WEEK.person)
        desk = HistoryDesk(archive, LIBRARY, as_it_is, lambda: datetime(2026, 11, 26, 12, tzinfo=UTC))
        app = build_app(open_desk(), DOOR, Path("nowhere"), history=desk)
        with TestClient(app, base_url=OWN, headers={"cookie": COOKIE}) as client:
            yield client
    store.close()


def test_the_whole(page):
    answer = page.get("/api/history")
    assert answer.status_code == 200
    view = HistoryView.model_validate_json(answer.content)
    assert (view.person, view.is_empty, len(view.days), len(view.sessions)) == ("Ada", False, 7, 7)
    assert [each.has_poses for each in view.sessions] == [True] + 6 * [False]
    ranges = [each for each in view.series if each.kind == "range"]
    assert [each.id for each in ranges] == [
        "wall_angel-both-range",
        "hip_flexor_stretch-left-range",
        "hip_flexor_stretch-right-range",
    ]
    assert all(point.low < point.value < point.high for each in ranges for point in each.points)
    assert "NaN" not in answer.text


def test_a_day_has_posture_breaks_exercises_and_pain(page):
    view = DayView.model_validate_json(page.get("/api/history/days/2026-11-25").content)
    assert {each.kind for each in view.spans} | {each.kind for each in view.marks} == {
        "posture",
        "exercise",
        "break",
        "pain",
    }
    assert all(0 <= each.from_h < each.to_h <= 24 for each in view.spans)
    (exercise,) = [each for each in view.spans if each.kind == "exercise"]
    assert exercise.session == WEEK.sessions[-2].id
    mornings = [each for each in view.marks if each.says.startswith("pain the next morning")]
    assert len(mornings) == (WEEK.sessions[-3].pain_next_morning is not None)


def test_a_day_alone_reads_as_the_whole_does(page):
    whole = json.loads(page.get("/api/history").content)
    for total in whole["timeline"]:
        day = page.get(f"/api/history/days/{total['day']}").json()
        minutes = sum(60 * (each["to_h"] - each["from_h"]) for each in day["spans"] if each["kind"] == "exercise")
        assert minutes == pytest.approx(total["exercise_minutes"], abs=0.1)
        taken = [each for each in day["marks"] if each["kind"] == "break" and each["says"] != "not now"]
        assert len(taken) == total["breaks_taken"]


def test_a_day_without_anything_is_empty(page):
    assert page.get("/api/history/days/2020-02-02").json() == {"day": "2020-02-02", "spans": [], "marks": []}


def test_a_session_again(page):
    view = ReplayView.model_validate_json(page.get(f"/api/history/sessions/{LAST}").content)
    assert [each.text for each in view.cues] == [each.text for each in WEEK.sessions[-1].cues]
    assert len(view.sets) == 18
    poses = page.get(view.poses_url)
    assert poses.headers["content-type"] == "application/octet-stream"
    assert int.from_bytes(poses.content[:4], "little") == view.frames
    assert len(poses.content) == 4 + view.frames * (4 + view.landmarks * 4)


@pytest.mark.parametrize("session", [WEEK.sessions[0].id, "nothing", "nothing/poses", f"{WEEK.sessions[0].id}/poses"])
def test_a_session_without_poses_is_answered_in_words(page, session):
    answer = page.get(f"/api/history/sessions/{session}")
    assert (answer.status_code, answer.json()) == (404, {"says": "No poses are kept of this session."})


@pytest.mark.parametrize("address", ["days/yesterday", "sessions/..%2F..%2Fsecret", "sessions/" + "x" * 90])
def test_nothing_else_is_read(page, address):
    assert page.get(f"/api/history/{address}").status_code in {404, 422}


def test_damaged_poses_are_said(page, data):
    broken = data / "recordings" / "ada" / WEEK.sessions[1].id
    broken.mkdir(parents=True)
    (broken / "00000.parquet").write_bytes(b"nonsense")
    answer = page.get(f"/api/history/sessions/{WEEK.sessions[1].id}")
    assert answer.status_code == 500
    assert "damaged" in answer.json()["says"]


def test_somebody_new(tmp_path):
    keep(tmp_path, nobody())
    store = open_store(tmp_path).store
    view = open_history_desk(store, lambda: nobody().person).history()
    store.close()
    assert view.is_empty
    assert view.totals.startswith("Nothing is kept of Ada yet.")


def test_each_state_that_the_watch_tells_has_a_colour_of_its_own():
    css = (Path(__file__).parents[2] / "client/src/style/history.css").read_text(encoding="utf-8")
    usual = re.search(r"^\.state \{\s*fill: (\S+);", css, re.MULTILINE)[1]
    own = {name: re.search(rf"^\.state\.{name} {{\s*fill: (\S+);", css, re.MULTILINE) for name in (*STATES, "away")}
    assert [name for name, colour in own.items() if colour is None] == ["relaxed"], "which has the usual one"
    colours = [usual, *(colour[1] for colour in own.values() if colour is not None)]
    assert len(set(colours)) == len(colours)
