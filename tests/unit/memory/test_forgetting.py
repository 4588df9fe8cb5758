"""What is forgotten is gone from every byte of the data folder; what is exported comes back equal."""

import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from backstay.coaching.words import Stage
from backstay.errors import StoreError
from backstay.memory.archive import FORMAT, export_archive, import_archive
from backstay.memory.forgetting import forget_before, forget_person, holds
from backstay.memory.opening import open_store
from backstay.memory.places import journals_in, recordings_in, set_aside_in
from backstay.memory.rows import DIARIES
from backstay.memory.store import Store
from backstay.memory.types import NoteRecord, ProgramRecord
from backstay.pose.types import Pose
from backstay.sessions.poses import LiveFrame, parts_in, save_part
from figure.filming import Take, film
from figure.presses import Angel, wall_angels
from properties.judged import sightings_of
from unit.memory.remembered import BEGAN, DAY, dated, person, remember, session
from unit.memory.test_recording import Kept

ANNA, BERTA = "Anna Example", "Berta Müller"


@dataclass(frozen=True)
class Home:
    """A data folder with two people's past in it."""

    store: Store
    folder: Path


@pytest.fixture(scope="module")
def poses() -> Sequence[Pose]:
    return film(wall_angels([Angel()]), take=Take(fps=12))


@pytest.fixture
def home(tmp_path: Path, poses: Sequence[Pose]) -> Iterator[Home]:
    folder = tmp_path / "data"
    store = open_store(folder).store
    for name in (ANNA, BERTA):
        someone = remember(store, name=name)
        for day in range(2):
            frames = live_frames(poses)
            for part in (frames[:20], frames[20:]):
                save_part(recordings_in(folder) / someone.id / session(day).id, part)
    yield Home(store, folder)
    store.close()


def live_frames(poses: Sequence[Pose]) -> list[LiveFrame]:
    return [
        LiveFrame(sighting=each, weights_sha256="ab" * 32, bout=0, stage=Stage.WORK, is_assessed=True)
        for each in sightings_of(poses)
    ]


def everything(store: Store, who: str) -> str:
    """Return all that is remembered of somebody, in words."""
    records = [store.find(who, kind) for kind in DIARIES]
    return repr((store.find_person(who), store.find_sessions(who), records))


def files_with(folder: Path, *words: str) -> list[str]:
    """Return the files of a folder of which the name or a byte holds a word, read naively."""
    found = []
    for path in folder.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        if any(word in str(path.relative_to(folder)) or word.encode() in content for word in words):
            found.append(path.name)
    return found


def test_a_person_forgotten_is_in_no_byte_of_the_data_folder(home: Home, poses: Sequence[Pose]) -> None:
    Kept(poses, home.store, home.folder).do()
    damaged = home.folder / "backstay.sqlite3.damaged-20260101-000000"
    damaged.write_bytes(b"\x00" * 5000 + ANNA.encode())
    (journals_in(home.folder) / "torn").mkdir()
    (journals_in(home.folder) / "torn" / "state.json").write_text('{"about":{"person":"anna"')
    (set_aside_in(home.folder) / "old").mkdir(parents=True)
    (set_aside_in(home.folder) / "old" / "events.jsonl").write_text("Anna Example did three.")
    before = everything(home.store, "berta")
    assert len(files_with(home.folder, "anna", ANNA)) > 5
    forgotten = forget_person(home.store, home.folder, person())
    assert files_with(home.folder, "anna", ANNA) == []
    assert (forgotten.rows["sessions"], forgotten.recordings, forgotten.journals) == (3, 2, 1)
    assert set(forgotten.set_aside) == {damaged.name, "state.json", "events.jsonl"}
    assert forgotten.searched_files == sum(path.is_file() for path in home.folder.rglob("*"))
    assert forgotten.traces == ()
    assert everything(home.store, "berta") == before
    assert len(parts_in(recordings_in(home.folder) / "berta" / session(1).id)) == 2


def test_a_trace_in_somebody_elses_words_is_told(home: Home) -> None:
    home.store.save("berta", NoteRecord(at=BEGAN + DAY / 2, text=f"Walked with {ANNA}."))
    assert forget_person(home.store, home.folder, person()).traces == ("backstay.sqlite3",)


def test_a_word_across_two_chunks_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("backstay.memory.forgetting.CHUNK_BYTES", 8)
    for offset in range(20):
        (tmp_path / "x").write_bytes(b"." * offset + b"annabelle" + b"." * 9)
        assert holds(tmp_path / "x", ["annabelle"], tmp_path)
        assert not holds(tmp_path / "x", ["berta"], tmp_path)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait half a second for other programs, not ten."""
    monkeypatch.setattr("backstay.memory.connecting.WAIT_S", 0.5)


def test_forgetting_while_another_program_reads_says_so_and_can_be_done_again(impatient: None, home: Home) -> None:  # noqa: ARG001 - sought before home
    other = open_store(home.folder).store
    with other.engine.connect() as reader:
        reader.exec_driver_sql("SELECT count(*) FROM sessions").fetchone()
        with pytest.raises(StoreError, match="Close every other Backstay"):
            forget_person(home.store, home.folder, person())
    other.close()
    assert len(home.store.find_sessions("anna")) == 3
    forget_person(home.store, home.folder, person())
    assert files_with(home.folder, "anna", ANNA) == []


def test_only_what_is_old_is_forgotten(home: Home) -> None:
    forgotten = forget_before(home.store, home.folder, person(), BEGAN + DAY)
    assert (forgotten.rows["sessions"], forgotten.recordings) == (1, 1)
    assert [each.id for each in home.store.find_sessions("anna")] == [session(1).id, session(2).id]
    kinds = {kind: len(home.store.find("anna", kind)) for kind in DIARIES}
    assert kinds == {kind: 3 if kind is ProgramRecord else 2 for kind in DIARIES}
    assert not (recordings_in(home.folder) / "anna" / session(0).id).exists()
    assert parts_in(recordings_in(home.folder) / "anna" / session(1).id)
    assert parts_in(recordings_in(home.folder) / "berta" / session(0).id)


def test_an_export_restored_elsewhere_and_exported_again_is_the_same_file(home: Home, tmp_path: Path) -> None:
    export_archive(home.store, home.folder, person(), tmp_path / "one.zip")
    elsewhere = open_store(tmp_path / "elsewhere").store
    restored = import_archive(elsewhere, tmp_path / "elsewhere", tmp_path / "one.zip")
    assert restored.added["sessions"] == 3
    assert restored.known == 0
    export_archive(elsewhere, tmp_path / "elsewhere", restored.person, tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    assert everything(elsewhere, "anna") == everything(home.store, "anna")
    assert elsewhere.find_person("berta") is None
    elsewhere.close()


def test_what_is_here_already_stays_as_it_is(home: Home, tmp_path: Path) -> None:
    export_archive(home.store, home.folder, person(), tmp_path / "one.zip")
    home.store.save_remark("anna", session().id, note="Written since.")
    home.store.forget_sessions("anna", [session(1).id])
    restored = import_archive(home.store, home.folder, tmp_path / "one.zip")
    assert restored.added == {"sessions": 1}
    assert restored.known == 2 + 3 * len(dated())
    assert home.store.find_sessions("anna")[0].note == "Written since."
    assert len(home.store.find_sessions("anna")) == 3


def test_a_forgotten_person_comes_back_from_an_archive(home: Home, tmp_path: Path) -> None:
    before = everything(home.store, "anna")
    export_archive(home.store, home.folder, person(), tmp_path / "one.zip")
    forget_person(home.store, home.folder, person())
    import_archive(home.store, home.folder, tmp_path / "one.zip")
    assert everything(home.store, "anna") == before
    assert len(parts_in(recordings_in(home.folder) / "anna" / session(1).id)) == 2


def test_somebody_else_with_the_same_id_keeps_it(home: Home, tmp_path: Path) -> None:
    export_archive(home.store, home.folder, person(), tmp_path / "one.zip")
    elsewhere = open_store(tmp_path / "elsewhere").store
    elsewhere.save_person(person("Anna Other", created_at=BEGAN + DAY))
    with pytest.raises(StoreError, match=r"somebody else here is called 'anna' already \(Anna Other\)"):
        import_archive(elsewhere, tmp_path / "elsewhere", tmp_path / "one.zip")
    assert elsewhere.find_sessions("anna") == ()
    restored = import_archive(elsewhere, tmp_path / "elsewhere", tmp_path / "one.zip", as_id="anna-2")
    assert restored.person == replace(person(), id="anna-2", references=restored.person.references)
    assert len(elsewhere.find_sessions("anna-2")) == 3
    elsewhere.close()


def changed(source: Path, target: Path, **entries: bytes) -> Path:
    """Copy an archive with other content in some entries."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, entries.get(name.partition(".")[0], old.read(name)))
    return target


@pytest.mark.parametrize(
    ("entries", "says"),
    [
        (
            {"manifest": json.dumps({"format": "backstay.archive/2", "backstay": "9.0"}).encode()},
            r"newer Backstay \(9.0\)",
        ),
        ({"manifest": b"{}"}, "this file is damaged"),
        ({"sessions": b"[{}]"}, "this file is damaged"),
        ({"notes": b"no JSON"}, "this file is damaged"),
        ({"person": b'{"id": "../x", "name": "X", "created_at": "2026-01-01T00:00:00Z"}'}, "no short name"),
    ],
    ids=["newer", "no-format", "no-session", "no-json", "bad-id"],
)
def test_an_archive_that_is_not_right_is_refused_whole(
    home: Home, tmp_path: Path, entries: dict[str, bytes], says: str
) -> None:
    export_archive(home.store, home.folder, person(), tmp_path / "one.zip")
    elsewhere = open_store(tmp_path / "elsewhere").store
    with pytest.raises(StoreError, match=says):
        import_archive(
            elsewhere, tmp_path / "elsewhere", changed(tmp_path / "one.zip", tmp_path / "bad.zip", **entries)
        )
    assert elsewhere.find_people() == ()
    elsewhere.close()


def test_a_truncated_archive_and_no_archive_are_sentences(home: Home, tmp_path: Path) -> None:
    export_archive(home.store, home.folder, person(), tmp_path / "one.zip")
    whole = (tmp_path / "one.zip").read_bytes()
    (tmp_path / "cut.zip").write_bytes(whole[: len(whole) // 2])
    flipped = bytearray(whole)
    flipped[200] ^= 0xFF
    (tmp_path / "flipped.zip").write_bytes(flipped)
    for name in ("cut.zip", "flipped.zip"):
        with pytest.raises(StoreError, match="file is damaged"):
            import_archive(home.store, home.folder, tmp_path / name)
    with pytest.raises(StoreError, match=r"cannot be read \(No such file"):
        import_archive(home.store, home.folder, tmp_path / "none.zip")
    with pytest.raises(StoreError, match="cannot be written"):
        export_archive(home.store, home.folder, person(), tmp_path / "nowhere" / "x.zip")


def test_an_archive_says_its_format(home: Home, tmp_path: Path) -> None:
    export_archive(home.store, home.folder, person(), tmp_path / "one.zip")
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert json.loads(archive.read("manifest.json"))["format"] == FORMAT
        assert len([name for name in archive.namelist() if name.endswith(".parquet")]) == 4
