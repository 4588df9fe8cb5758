"""A full disk, a folder that may not be written to, a clock set back: said in a sentence, and nothing is lost."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from backstay.coaching.words import Stage
from backstay.errors import StoreError
from backstay.memory.opening import open_store
from backstay.memory.recording import session_record
from backstay.memory.shelf import StoreShelf
from backstay.memory.store import Store
from backstay.sessions.journal import FRESH
from backstay.sessions.keeping import settle
from faults.places import as_ordinary_user, filled, readable_folder, small_disk
from unit.memory.remembered import person, remember, session
from unit.memory.test_recording import Kept, aged

NAME = "backstay.sqlite3"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path).store
    opened.save_person(person())
    yield opened
    opened.close()


def test_a_session_on_a_full_disk_goes_on_says_so_and_is_kept_once_there_is_room() -> None:
    with small_disk() as disk:
        store = open_store(disk).store
        remember(store)
        studio = Kept([], store, disk)
        studio.do()
        with filled(disk):
            studio.do_more()
            assert "Make room" in studio.updates[-1].notice
            studio.end()
            assert "Make room" in studio.updates[-1].notice
            with pytest.raises(StoreError, match="no room left on the disk"):
                store.save_session(session(note="x" * 100_000))
        assert [each.note for each in store.find_sessions("anna")][:3] == [session().note] * 3
        studio.session.close()
        (*_, record) = store.find_sessions("anna")
        assert (record.id, record.sets[0].done) == (studio.session.session_id, 5)
        assert studio.journals == []
        store.close()


def test_nothing_is_made_or_changed_on_a_full_disk() -> None:
    with small_disk() as disk:
        store = open_store(disk / "old").store
        remember(store)
        with store.engine.begin() as connection:
            connection.exec_driver_sql("DELETE FROM backstay_version")
        store.close()
        before = (disk / "old" / NAME).read_bytes()
        with filled(disk):
            for folder in (disk / "new", disk / "old"):
                with pytest.raises(StoreError, match="room"):
                    open_store(folder)
        assert (disk / "old" / NAME).read_bytes() == before
        assert not (disk / "new" / NAME).exists()


def test_a_folder_that_may_not_be_written_to_is_a_sentence() -> None:
    with readable_folder() as folder:
        with as_ordinary_user(folder):
            with pytest.raises(StoreError, match="nothing can be kept in this folder"):
                open_store(folder)
            with pytest.raises(StoreError, match=r"cannot be made \(Permission denied\)"):
                open_store(folder / "deeper")
        assert list(folder.iterdir()) == []


def test_a_database_that_may_not_be_written_to_is_a_sentence_and_stays() -> None:
    with readable_folder() as folder:
        store = open_store(folder).store
        remember(store)
        store.close()
        before = {path.name: path.read_bytes() for path in folder.iterdir()}
        with as_ordinary_user(folder), pytest.raises(StoreError, match=r"Check the folder|may not be written"):
            open_store(folder)
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_session_from_a_clock_ahead_of_ours_is_offered_and_not_thrown_away(store: Store, tmp_path: Path) -> None:
    studio = Kept([], store, tmp_path)
    studio.do()
    aged(studio, 40 * FRESH)
    assert settle(studio.journal, StoreShelf(store)) == ""
    assert (studio.records, len(studio.journals)) == ((), 1)
    studio.open()
    assert studio.session.is_resumed
    assert studio.session.routine.tallies[0].total == 3


def test_a_clock_set_back_during_a_session_shortens_nothing(store: Store, tmp_path: Path) -> None:
    studio = Kept([], store, tmp_path)
    studio.do()
    studio.clock.now_s += 0.5
    studio.end()
    (saved,) = studio.journal.saved()
    back = saved.model_copy(update={"saved_at": saved.saved_at - timedelta(hours=2)})
    record = session_record(back, studio.session.routine)
    assert record.ended_at == record.started_at + timedelta(seconds=record.duration_s)


def test_sessions_after_a_clock_was_set_back_stand_beside_the_earlier_ones(store: Store, tmp_path: Path) -> None:
    remember(store, days=1)
    studio = Kept([], store, tmp_path)
    studio.do()
    aged(studio, -400 * timedelta(days=1))
    settle(studio.journal, StoreShelf(store))
    assert len(store.find_sessions("anna")) == 2
    assert studio.session.routine.stage is Stage.WORK
