"""Videos and results may lie wherever fsspec reaches; a folder or a list is read as it was meant."""

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import fsspec
import pytest

from backstay.batch.finding import find_videos, jobs_by_plan, jobs_for_all
from backstay.batch.places import Place, change_mark, fetched
from backstay.batch.plan import Entry
from backstay.batch.results import Results
from backstay.batch.running import pending, run
from backstay.batch.serial_engine import SerialEngine
from backstay.errors import MediaError, StoreError
from backstay.exercises.loading import find_exercise
from unit.batch.archive import fill, jobs_in

ANGEL = Entry(path="", exercise=find_exercise("wall_angel"))


@pytest.fixture
def bucket() -> Iterator[str]:
    """An object store's bucket, in memory."""
    store = fsspec.filesystem("memory")
    yield "memory://bucket"
    for path in store.find("/bucket"):
        store.rm_file(path)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return fill(tmp_path / "archive")


def test_videos_and_results_in_an_object_store_are_as_here(archive: Path, bucket: str, tmp_path: Path) -> None:
    fsspec.filesystem("memory").put(str(archive), "/bucket/videos", recursive=True)
    here, there = Results(Place(str(tmp_path / "out"))), Results(Place(f"{bucket}/out"))
    for source, results in ((str(archive), here), (f"{bucket}/videos", there)):
        jobs = jobs_for_all(find_videos(Place(source), results.folder), ANGEL, "full")
        with closing(SerialEngine()) as engine:
            run(pending(jobs, results), engine, results, lambda _: None, time.monotonic)
        assert len(pending(jobs, results)) == 2, "those that failed"
    named = ["path", "job", "fingerprint", "says"]
    assert there.read("videos").drop(named) == here.read("videos").drop(named)
    assert there.read("criteria").drop(["path"]).num_rows > 0
    assert there.read("criteria").drop(["path"]) == here.read("criteria").drop(["path"])
    assert there.read("videos").column("path").to_pylist()[0] == f"{bucket}/videos/anna/day 1.parquet"
    assert not [path for path in fsspec.filesystem("memory").find("/bucket/out") if path.endswith("unfinished")]


def test_a_file_address_is_a_path(archive: Path) -> None:
    by_address = find_videos(Place(f"file://{archive}"), Place("elsewhere"))
    assert [each.place.path for each in by_address] == [job.path for job in jobs_in(archive)]


def test_a_changed_object_has_another_mark(bucket: str) -> None:
    place = Place(f"{bucket}/a")
    place.write(b"1")
    before = change_mark(place.info())
    place.write(b"2")
    assert change_mark(place.info()) != before
    assert place.read() == b"2"
    place.remove()
    place.remove()
    assert place.info() is None


def test_what_cannot_be_fetched_is_said(bucket: str) -> None:
    with pytest.raises(MediaError, match="memory://bucket/nothing: cannot be fetched"), fetched(f"{bucket}/nothing"):
        pass


@pytest.mark.parametrize("address", ["nostore://a/b", "s4://bucket"])
def test_an_unknown_store_is_said(address: str) -> None:
    with pytest.raises(StoreError, match=f"{address}: this store cannot be reached"):
        Place(address)


def test_a_list_names_videos_from_its_own_folder(archive: Path) -> None:
    listed = archive / "list.txt"
    listed.write_text("# comment\n\nanna/day 1.parquet\nnowhere.mp4\nanna/day 1.parquet\n", encoding="utf-8-sig")
    found = find_videos(Place(str(listed)), Place("elsewhere"))
    assert [each.place.path for each in found] == [str(archive / "anna/day 1.parquet"), str(archive / "nowhere.mp4")]
    assert found[1].mark == "missing"


def test_results_and_hidden_files_are_no_videos(archive: Path) -> None:
    for name in ("out/videos/a.parquet", ".hidden/a.mp4", ".a.mp4", "outside.mp4"):
        path = archive / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    found = [Path(each.place.path).name for each in find_videos(Place(str(archive)), Place(str(archive / "out")))]
    assert found == ["day 1.parquet", "tag_2.parquet", "broken.parquet", "outside.mp4", "text.mp4"]


@pytest.mark.parametrize(
    ("make", "says"),
    [
        pytest.param(lambda _: None, "no such folder or list", id="missing"),
        pytest.param(lambda path: path.mkdir(), "no video in it", id="empty-folder"),
        pytest.param(lambda path: path.write_text("\n# nothing\n"), "no video in it", id="empty-list"),
        pytest.param(lambda path: path.write_bytes(b"\xff\xfe\x00"), "not a list", id="no-text"),
    ],
)
def test_a_source_without_videos_is_said(tmp_path: Path, make, says: str) -> None:
    make(tmp_path / "source")
    with pytest.raises(MediaError, match=says):
        find_videos(Place(str(tmp_path / "source")), Place("elsewhere"))


def test_one_video_is_sent_to_assess(tmp_path: Path) -> None:
    (tmp_path / "me.mp4").write_bytes(b"")
    with pytest.raises(MediaError, match="backstay assess"):
        find_videos(Place(str(tmp_path / "me.mp4")), Place("elsewhere"))


def test_a_plan_says_what_each_video_is_and_the_others_are_named(archive: Path) -> None:
    entries = [
        Entry(path="anna/day 1.parquet", exercise=find_exercise("wall_angel"), person="anna"),
        Entry(path="anna/day 1.parquet", exercise=find_exercise("abdominal_brace")),
        Entry(path="nowhere.mp4", exercise=find_exercise("wall_angel")),
    ]
    jobs, unnamed = jobs_by_plan(find_videos(Place(str(archive)), Place("x")), entries, Place(str(archive)), "full")
    assert [job.person for job in jobs] == ["anna", "", ""]
    assert len({job.id for job in jobs}) == 3
    assert [Path(path).name for path in unnamed] == ["tag_2.parquet", "broken.parquet", "text.mp4"]


def test_damaged_results_are_said(archive: Path, tmp_path: Path) -> None:
    part = tmp_path / "videos" / "exercise=wall_angel" / "a.parquet"
    part.parent.mkdir(parents=True)
    part.write_bytes(b"PAR1 damaged")
    with pytest.raises(StoreError, match="cannot be read as results"):
        pending(jobs_in(archive), Results(Place(str(tmp_path))))
