"""An old journal that nobody can read goes aside with its date, is said once, and a fresh one stays where it is."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
import pytest

from backstay.coaching.words import Command
from backstay.memory.opening import open_store
from backstay.memory.places import journals_in, set_aside_in
from backstay.sessions.journal import FRESH, About, FileJournal
from backstay.sessions.setting_aside import set_aside_unreadable
from backstay.web.household import Household
from unit.memory.remembered import person
from unit.sessions.filming import Studio

NOW = datetime(2026, 3, 2, 18, tzinfo=UTC)
LONG_AGO = NOW - FRESH - timedelta(minutes=1)


def write(folder: Path, text: str | None, at: datetime = LONG_AGO) -> Path:
    """Write a journal last touched at some time; no text: without a state."""
    folder.mkdir(parents=True)
    (folder / "events.jsonl").write_text('{"t_s": 1.0, "kind": "given", "text": "start"}\n')
    if text is not None:
        (folder / "state.json").write_text(text)
    for each in (*folder.iterdir(), folder):
        os.utime(each, (at.timestamp(), at.timestamp()))
    return folder


def saved(tmp_path: Path, **changes: object) -> str:
    """Return the state of a session that can be read, changed."""
    journal = FileJournal(tmp_path / "other")
    studio = Studio("wall_angel", {"repetitions": 20}, [], journal)
    studio.give(*[Command.START] * 5, Command.PLUS_ONE)
    (found,) = journal.saved()
    return found.model_copy(update=changes).model_dump_json()


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda _: "{", id="torn"),
        pytest.param(lambda _: '{"session_id": "x"}', id="of another version"),
        pytest.param(lambda path: saved(path, routine="{}", process="999999999-0.00"), id="a routine nobody knows"),
        pytest.param(lambda _: None, id="no state"),
    ],
)
def test_an_old_journal_that_cannot_be_read_is_set_aside_whole(tmp_path: Path, make: object) -> None:
    live, aside = tmp_path / "live", tmp_path / "aside"
    before = {each.name: each.read_bytes() for each in write(live / "a", make(tmp_path)).iterdir()}
    said = set_aside_unreadable(live, aside, NOW)
    (moved,) = aside.iterdir()
    assert moved.name == f"a.unreadable-{NOW.astimezone():%Y%m%d-%H%M%S}"
    assert said == (
        "The journal of a session could not be read, torn or from another version: "
        f"it is set aside in {aside} ({moved.name}), and nothing of it is in the history."
    )
    assert {each.name: each.read_bytes() for each in moved.iterdir()} == before
    assert list(live.iterdir()) == []
    assert set_aside_unreadable(live, aside, NOW) == "", "it is said once"


def test_what_is_fresh_readable_or_another_programs_stays(tmp_path: Path) -> None:
    live, aside = tmp_path / "live", tmp_path / "aside"
    write(live / "fresh", "{", NOW - timedelta(hours=1))
    write(live / "readable", saved(tmp_path))
    write(live / "theirs", saved(tmp_path, routine="{}", process=f"1-{started(1):.2f}"))
    assert set_aside_unreadable(live, aside, NOW) == ""
    assert not aside.exists()
    assert set_aside_unreadable(tmp_path / "nowhere", aside, NOW) == ""


def started(pid: int) -> float:
    """Return when a process began."""
    return psutil.Process(pid).create_time()


def test_nothing_that_was_set_aside_before_is_overwritten(tmp_path: Path) -> None:
    live, aside = tmp_path / "live", tmp_path / "aside"
    for _ in range(2):
        write(live / "a", "{")
        set_aside_unreadable(live, aside, NOW)
    assert len(list(aside.iterdir())) == 2


def test_the_coach_says_so_when_it_starts(tmp_path: Path) -> None:
    write(journals_in(tmp_path) / "a", "{", datetime.now(UTC) - timedelta(days=1))
    store = open_store(tmp_path).store
    store.save_person(person())
    household = Household(store, tmp_path, About())
    assert "could not be read, torn or from another version: it is set aside in" in household.settle()
    assert household.settle() == ""
    assert len(list(set_aside_in(tmp_path).iterdir())) == 1
    store.close()
