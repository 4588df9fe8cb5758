"""Nothing is forgotten by itself unless somebody chose so; then only what is theirs, old, and not in use."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from backstay.errors import StoreError
from backstay.memory.opening import open_store
from backstay.memory.places import recordings_in
from backstay.memory.retention import Retention, forget_what_is_old, retention_of, with_retention
from backstay.memory.rows import DIARIES
from backstay.memory.store import Store
from backstay.memory.types import DecisionRecord, NoteRecord, ProgramRecord, ScreeningRecord
from backstay.pose.types import Pose
from backstay.sessions.journal import About
from backstay.sessions.poses import parts_in, save_part
from backstay.web.household import Household
from figure.filming import Take, film
from figure.presses import Angel, wall_angels
from unit.cli.commands import run
from unit.memory.remembered import BEGAN, DAY, person, remember, session
from unit.memory.test_forgetting import live_frames

LATER = BEGAN + 3 * DAY + timedelta(minutes=1)
"""Three sessions are then three, two and one days old, and a minute."""


@pytest.fixture(scope="module")
def poses() -> Sequence[Pose]:
    return film(wall_angels([Angel()]), take=Take(fps=12))[:10]


@pytest.fixture
def store(tmp_path: Path, poses: Sequence[Pose]) -> Iterator[Store]:
    opened = open_store(tmp_path).store
    for name in ("Anna Example", "Berta Other"):
        someone = remember(opened, name=name)
        for day in range(3):
            save_part(recordings_in(tmp_path) / someone.id / session(day).id, live_frames(poses))
    yield opened
    opened.close()


def with_poses(folder: Path, who: str = "anna") -> list[str]:
    return sorted(each.name for each in (recordings_in(folder) / who).iterdir() if parts_in(each))


def choose(store: Store, **days: int) -> None:
    store.save_person(with_retention(person(), Retention(**days)))


def test_without_a_choice_nothing_is_forgotten(store: Store, tmp_path: Path) -> None:
    assert forget_what_is_old(store, tmp_path, LATER + 1000 * DAY) == ""
    assert len(store.find_sessions("anna")) == len(with_poses(tmp_path)) == 3


def test_poses_go_and_what_was_counted_stays(store: Store, tmp_path: Path, poses: Sequence[Pose]) -> None:
    save_part(recordings_in(tmp_path) / "anna" / "20260101-000000-000000", live_frames(poses))
    choose(store, poses_days=2)
    assert forget_what_is_old(store, tmp_path, LATER) == (
        "As chosen, the poses of 3 sessions of Anna Example older than 2 days went for good."
    )
    assert with_poses(tmp_path) == [session(2).id]
    assert len(store.find_sessions("anna")) == len(with_poses(tmp_path, "berta")) == 3
    assert forget_what_is_old(store, tmp_path, LATER) == ""


def test_sessions_go_with_their_poses_and_todays_plan_stays_as_it_is(store: Store, tmp_path: Path) -> None:
    choose(store, sessions_days=2)
    assert forget_what_is_old(store, tmp_path, LATER).startswith("As chosen, 2 sessions of Anna Example older")
    assert [each.id for each in store.find_sessions("anna")] == with_poses(tmp_path) == [session(2).id]
    in_use = {DecisionRecord, ScreeningRecord, ProgramRecord}
    left = {kind for kind in DIARIES if len(store.find("anna", kind)) == 3}
    assert left == in_use
    assert len(store.find("anna", NoteRecord)) == 1
    assert len(store.find_sessions("berta")) == 3


def test_the_coach_forgets_when_it_starts_and_says_so(store: Store, tmp_path: Path) -> None:
    choose(store, poses_days=1)
    household = Household(store, tmp_path, About())
    assert "the poses of 3 sessions of Anna Example older than 1 day went for good" in household.settle()
    assert household.settle() == ""


def test_what_cannot_be_forgotten_is_said_and_the_coach_starts(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(store, sessions_days=1)

    def fail(_: Store) -> None:
        raise StoreError("another program uses the database.")

    monkeypatch.setattr(Store, "compact", fail)
    said = Household(store, tmp_path, About()).settle()
    assert said == "What is too old to be kept could not be forgotten now: another program uses the database."


@pytest.mark.parametrize("text", ["", "0", "-3", "often", "1e9", "99999999", "²"])
def test_a_choice_that_makes_no_sense_keeps_everything(text: str) -> None:
    settings = {"keep_poses_days": text, "keep_sessions_days": text}
    assert retention_of(person(settings=settings)) == Retention()


def test_the_choice_is_made_shown_and_taken_back(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKSTAY_DATA", str(tmp_path))
    assert "Poses of Anna Example: kept." in run(capsys, "history", "keep", "anna").out
    said = run(capsys, "history", "keep", "anna", "--poses-days", 90).out
    assert said == "Poses of Anna Example: forgotten after 90 days.\nSessions and notes of Anna Example: kept.\n"
    assert "after 90 days" in run(capsys, "history", "keep", "anna").out
    assert run(capsys, "history", "keep", "anna", "--everything", "--poses-days", 3).code == 2
    assert run(capsys, "history", "keep", "anna", "--poses-days", 0).code == 2
    assert "Poses of Anna Example: kept." in run(capsys, "history", "keep", "anna", "--everything").out
    found = store.find_person("anna")
    assert found is not None
    assert found.settings == person().settings
