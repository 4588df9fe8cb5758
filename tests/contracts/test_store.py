"""SQLite and PostgreSQL keep, find and forget the same."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta, timezone
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from backstay.errors import StoreError
from backstay.memory.archive import export_archive, import_archive
from backstay.memory.migrating import VERSION_TABLE
from backstay.memory.opening import open_store
from backstay.memory.rows import DIARIES
from backstay.memory.store import Period, Store
from backstay.memory.tables import METADATA
from backstay.memory.types import DecisionRecord, PostureRecord
from contracts.postgresql import Server, server, theirs
from unit.memory.remembered import BEGAN, DAY, dated, person, remember, session

KINDS = ("sqlite", "postgresql")


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    with server() as started:
        yield started


@pytest.fixture(params=KINDS)
def address(request: pytest.FixtureRequest) -> str | None:
    """Return the address of an empty database; None for the file."""
    return None if request.param == "sqlite" else request.getfixturevalue("running").emptied()


@pytest.fixture
def store(address: str | None, tmp_path: Path) -> Iterator[Store]:
    with ExitStack() as stack:
        opened = open_store(tmp_path, address)
        stack.callback(opened.store.close)
        assert opened.notice == ""
        yield opened.store


def test_a_person_comes_back_as_saved(store: Store) -> None:
    store.save_person(person())
    assert repr(store.find_person("anna")) == repr(person())
    assert store.find_person("berta") is None


def test_a_person_saved_again_takes_the_old_ones_place_and_keeps_the_sessions(store: Store) -> None:
    remember(store, days=1)
    store.save_person(person(program="own"))
    assert [each.program for each in store.find_people()] == ["own"]
    assert len(store.find_sessions("anna")) == 1


def test_people_are_listed_by_when_they_came(store: Store) -> None:
    for name, days in (("Berta", 2), ("Anna", 1), ("Carl", 0)):
        store.save_person(person(name, created_at=BEGAN + days * DAY))
    assert [each.id for each in store.find_people()] == ["carl", "anna", "berta"]


@pytest.mark.parametrize("bad", ["", "Anna", "an na", "../anna", "-anna", "a" * 41, "änna"])
def test_a_person_whose_id_could_not_name_a_folder_is_refused(store: Store, bad: str) -> None:
    with pytest.raises(StoreError, match="no short name"):
        store.save_person(person(id=bad))


def test_a_session_comes_back_as_saved_to_the_last_bit(store: Store) -> None:
    store.save_person(person())
    store.save_session(session())
    assert repr(store.find_sessions("anna")) == repr((session(),))
    assert repr(store.find_session("anna", session().id)) == repr(session())
    assert store.find_session("anna", "20200101-000000-000000") is None


def test_a_session_saved_twice_is_there_once_as_it_was_last(store: Store) -> None:
    store.save_person(person())
    store.save_session(session())
    shorter = session(sets=session().sets[:1], cues=(), note="")
    store.save_session(shorter)
    assert repr(store.find_sessions("anna")) == repr((shorter,))


def test_sessions_are_found_by_person_and_period(store: Store) -> None:
    remember(store, days=4)
    remember(store, name="Berta", days=1)
    found = store.find_sessions("anna", Period(since=BEGAN + DAY, until=BEGAN + 3 * DAY))
    assert [each.started_at for each in found] == [BEGAN + DAY, BEGAN + 2 * DAY]
    assert [each.person for each in store.find_sessions("berta")] == ["berta"]
    assert store.find_sessions("anna", Period(until=BEGAN)) == ()


def test_another_time_zone_is_the_same_moment(store: Store) -> None:
    store.save_person(person())
    elsewhere = BEGAN.astimezone(timezone(timedelta(hours=-9, minutes=-30)))
    store.save_session(session(started_at=elsewhere))
    assert store.find_sessions("anna")[0].started_at == BEGAN
    assert store.find_sessions("anna", Period(since=elsewhere))[0].started_at == BEGAN


def test_what_is_known_only_later_is_added_to_a_session(store: Store) -> None:
    remember(store, days=2)
    store.save_remark("anna", session().id, next_morning=2)
    store.save_remark("anna", session().id, note="Stiff at first.")
    first, second = store.find_sessions("anna")
    assert (first.pain_next_morning, first.note) == (2, "Stiff at first.")
    assert repr(second) == repr(session(1))
    with pytest.raises(StoreError, match="has no session"):
        store.save_remark("anna", "20200101-000000-000000", note="x")


@pytest.mark.parametrize("record", dated(), ids=lambda each: type(each).__name__)
def test_dated_records_come_back_as_saved_in_order(store: Store, record: object) -> None:
    kind = type(record)
    position = [type(each) for each in dated()].index(kind)
    store.save_person(person())
    for day in (2, 0, 1):
        store.save("anna", dated(day)[position])
    store.save("anna", record)
    assert store.find("anna", kind) == tuple(dated(day)[position] for day in range(3))
    assert store.find("anna", kind, Period(since=BEGAN + DAY, until=BEGAN + 2 * DAY)) == (dated(1)[position],)


def test_a_decision_overruled_takes_the_others_place(store: Store) -> None:
    store.save_person(person())
    decision = next(each for each in dated() if isinstance(each, DecisionRecord))
    store.save("anna", decision)
    store.save("anna", replace(decision, is_overruled=True))
    assert store.find("anna", DecisionRecord) == (replace(decision, is_overruled=True),)


def test_a_posture_under_way_grows(store: Store) -> None:
    store.save_person(person())
    posture = next(each for each in dated() if isinstance(each, PostureRecord))
    longer = replace(posture, ended_at=posture.ended_at + DAY)
    store.save("anna", posture)
    store.save("anna", longer)
    assert store.find("anna", PostureRecord) == (longer,)


def test_all_records_are_kept_or_none(store: Store) -> None:
    store.save_person(person())
    good, broken = dated()[0], replace(dated()[1], rating=None)
    with pytest.raises(StoreError):
        store.save("anna", good, broken)
    assert store.find("anna", type(good)) == ()


def test_nothing_is_kept_of_somebody_unknown(store: Store) -> None:
    with pytest.raises(StoreError, match="nobody here is called 'anna'"):
        store.save_session(session())
    with pytest.raises(StoreError, match="nobody here is called 'anna'"):
        store.save("anna", *dated())


def test_a_person_forgotten_leaves_nothing_and_others_keep_everything(store: Store) -> None:
    remember(store)
    remember(store, name="Berta")
    gone = store.forget_person("anna")
    assert gone["people"] == 1
    assert gone["sessions"] == 3
    assert gone["units"] == 12
    assert set(gone) == {*METADATA.tables}
    assert [each.id for each in store.find_people()] == ["berta"]
    with store.engine.connect() as connection:
        for table in METADATA.tables.values():
            column = table.c.id if table.name == "people" else table.c.person
            assert set(connection.execute(table.select().with_only_columns(column)).scalars()) == {"berta"}
    assert len(store.find_sessions("berta")) == 3


def test_old_sessions_and_records_are_forgotten(store: Store) -> None:
    remember(store)
    assert store.forget_sessions("anna", [session(0).id, session(1).id, "unknown"]) == 2
    assert [each.id for each in store.find_sessions("anna")] == [session(2).id]
    for kind in DIARIES:
        assert store.forget_dated("anna", kind, BEGAN + 2 * DAY) == 2
        assert len(store.find("anna", kind)) == 1


def test_an_export_restored_in_either_database_and_exported_again_is_the_same_file(
    store: Store, tmp_path: Path
) -> None:
    someone = remember(store)
    export_archive(store, tmp_path, someone, tmp_path / "one.zip")
    file = open_store(tmp_path / "file").store
    import_archive(file, tmp_path / "file", tmp_path / "one.zip")
    export_archive(file, tmp_path / "file", someone, tmp_path / "two.zip")
    file.close()
    store.forget_person(someone.id)
    assert store.find_people() == ()
    import_archive(store, tmp_path, tmp_path / "two.zip")
    export_archive(store, tmp_path, someone, tmp_path / "three.zip")
    one, two, three = ((tmp_path / f"{name}.zip").read_bytes() for name in ("one", "two", "three"))
    assert one == two == three


def test_a_compacted_store_goes_on_with_what_is_left(store: Store) -> None:
    remember(store)
    remember(store, name="Berta", days=1)
    store.forget_person("anna")
    store.compact()
    store.save_session(session(5, of="berta"))
    assert [each.started_at for each in store.find_sessions("berta")] == [BEGAN, BEGAN + 5 * DAY]


@pytest.mark.parametrize("bad", ["", "../../etc", "a/b", "x" * 41])
def test_a_session_whose_id_could_not_name_a_folder_is_refused(store: Store, bad: str) -> None:
    store.save_person(person())
    with pytest.raises(StoreError, match="no session's id"):
        store.save_session(session(id=bad))


def test_the_migrations_come_to_the_tables_of_today(store: Store) -> None:
    with store.engine.connect() as connection:
        options = {"compare_type": True, "version_table": VERSION_TABLE}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), METADATA) == []


def test_opened_again_everything_is_there(store: Store, address: str | None, tmp_path: Path) -> None:
    remember(store)
    store.close()
    again = open_store(tmp_path, address)
    assert again.notice == ""
    assert len(again.store.find_sessions("anna")) == 3
    again.store.close()


def test_two_stores_at_once_share(store: Store, address: str | None, tmp_path: Path) -> None:
    remember(store, days=1)
    other = open_store(tmp_path, address).store

    def write(to: Store, first: int) -> None:
        for day in range(first, first + 10):
            to.save_session(session(day))

    threads = [threading.Thread(target=write, args=each) for each in ((store, 1), (other, 11))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(each.find_sessions("anna")) for each in (store, other)] == [21, 21]
    other.close()


def test_somebody_elses_database_is_refused(address: str | None, tmp_path: Path) -> None:
    opened = open_store(tmp_path, address).store
    with opened.engine.begin() as connection:
        connection.execute(text(f"DROP TABLE {VERSION_TABLE}"))
        if address is None:
            connection.exec_driver_sql("PRAGMA application_id = 0")
    opened.close()
    with pytest.raises(StoreError, match=r"not Backstay's"):
        open_store(tmp_path, address)


def test_a_newer_database_is_refused(address: str | None, tmp_path: Path) -> None:
    opened = open_store(tmp_path, address).store
    with opened.engine.begin() as connection:
        connection.execute(text("UPDATE backstay_version SET version_num = '9999'"))
    opened.close()
    with pytest.raises(StoreError, match="newer Backstay"):
        open_store(tmp_path, address)


def test_a_password_is_never_shown(running: Server) -> None:
    wrong = running.address.replace("@127", "x@127")
    with pytest.raises(StoreError, match="refuses this user") as refused:
        open_store(Path("nowhere"), wrong)
    assert wrong.split(":")[2].split("@")[0] not in str(refused.value)


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("postgresql://backstay@127.0.0.1:1/none", "does not answer"),
        ("mysql://127.0.0.1/none", "names mysql"),
        ("certainly not", "no address"),
    ],
)
def test_an_address_that_cannot_be_used_is_a_sentence(address: str, says: str) -> None:
    with pytest.raises(StoreError, match=says):
        open_store(Path("nowhere"), address)


def test_the_tests_refuse_a_database_that_is_not_theirs() -> None:
    with pytest.raises(AssertionError, match="not the tests' own"):
        theirs("postgresql://127.0.0.1/backstay")
