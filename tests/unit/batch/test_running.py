"""A batch: every video is accounted for, whatever happens to it, to its worker or to the whole run."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from backstay.batch.places import Place
from backstay.batch.process_engine import ProcessEngine
from backstay.batch.results import Results
from backstay.batch.running import MOST_DEATHS, MOST_LOST_MACHINES, Progress, pending, run
from backstay.batch.serial_engine import SerialEngine
from backstay.batch.tables import TABLES
from backstay.batch.types import Ended, Engine, Job
from unit.batch.archive import fill, jobs_in
from unit.batch.workers import KILLER, ONCE, assess_or_die


def results_of(folder: Path) -> Results:
    return Results(Place(str(folder)))


def run_all(jobs: tuple[Job, ...], engine: Engine, results: Results) -> list[Progress]:
    seen: list[Progress] = []
    with closing(engine):
        run(jobs, engine, results, seen.append, time.monotonic)
    return seen


def files_in(folder: Path) -> dict[str, bytes]:
    """Return the content of every part file, byte for byte."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("archive"))


@pytest.fixture(scope="module")
def serial(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the serial engine makes of the archive."""
    out = tmp_path_factory.mktemp("serial")
    run_all(jobs_in(archive), SerialEngine(), results_of(out))
    return out


def test_every_video_repetition_hold_and_verdict_has_its_row(archive: Path, serial: Path) -> None:
    results = results_of(serial)
    videos = results.read("videos").to_pylist()
    assert [Path(row["path"]).name for row in videos] == [
        "day 1.parquet",
        "tag_2.parquet",
        "broken.parquet",
        "text.mp4",
    ]
    assert [row["is_assessed"] for row in videos] == [True, True, False, False]
    assert [(row["repetitions"], row["partial_repetitions"]) for row in videos[:2]] == [(1, 1), (1, 0)]
    assert all(row["exercise"] == "wall_angel" for row in videos)
    assert results.read("repetitions").num_rows == 3
    assert results.read("holds").num_rows == 0
    units = results.read("criteria").column("unit").to_pylist()
    lines = len(jobs_in(archive)[0].exercise.criteria)
    assert (units.count("video"), units.count("repetition"), units.count("hold")) == (2 * lines, 3 * lines, 0)


def test_a_bad_video_is_listed_with_its_sentence_and_stops_no_other(serial: Path) -> None:
    bad = [row for row in results_of(serial).read("videos").to_pylist() if not row["is_assessed"]]
    for row in bad:
        assert row["says"].startswith(f"{row['path']}: ")
        assert row["says"].endswith(".")
        assert row["duration_s"] is None
    assert "not a recording" in bad[0]["says"]
    assert "not a video" in bad[1]["says"]


@pytest.mark.kills
def test_processes_give_the_same_files_to_the_last_byte_while_their_workers_die(
    archive: Path, serial: Path, tmp_path: Path
) -> None:
    folder, out = tmp_path / "videos", tmp_path / "out"
    folder.mkdir()
    for name in (KILLER, ONCE):
        (folder / f"{name}.parquet").write_bytes((archive / "anna" / "day 1.parquet").read_bytes())
    deadly = jobs_in(folder)
    seen = run_all((*deadly, *jobs_in(archive)), ProcessEngine(2, assess_or_die), results_of(out))
    rows = {Path(row["path"]).stem: row for row in results_of(out).read("videos").to_pylist()}
    assert rows[ONCE]["is_assessed"]
    assert f"given up after {MOST_DEATHS} workers died" in rows[KILLER]["says"]
    assert [each.done for each in seen] == [1, 2, 3, 4, 5, 6]
    assert seen[-1].failed == 3
    assert seen[-1].left_s == 0.0
    others = {name: content for name, content in files_in(out).items() if Path(name).stem not in {j.id for j in deadly}}
    assert others == files_in(serial)


class LosesMachines:
    """An engine whose machines go again and again."""

    room = 1

    def __init__(self, losses: int) -> None:
        """Lose a machine this often."""
        self.losses, self.serial = losses, SerialEngine()

    def start(self, job: Job) -> None:
        self.serial.start(job)

    def next_ended(self) -> Ended:
        if self.losses:
            self.losses -= 1
            return Ended(job=self.serial._jobs.pop(), outcome=None, is_machine_lost=True)
        return self.serial.next_ended()

    def close(self) -> None:
        pass


@pytest.mark.parametrize(("losses", "is_assessed"), [(MOST_LOST_MACHINES - 1, True), (MOST_LOST_MACHINES, False)])
def test_a_lost_machine_is_not_the_videos_fault_for_long(archive: Path, tmp_path: Path, losses, is_assessed) -> None:
    run_all(jobs_in(archive)[:1], LosesMachines(losses), results_of(tmp_path))
    assert results_of(tmp_path).read("videos").to_pylist()[0]["is_assessed"] is is_assessed


class Notes(SerialEngine):
    """An engine that notes what it was given."""

    def __init__(self) -> None:
        """Begin with nothing noted."""
        super().__init__()
        self.given: list[int] = []

    def start(self, job: Job) -> None:
        self.given.append(job.size_bytes)
        super().start(job)


def test_the_largest_begin_first(archive: Path, tmp_path: Path) -> None:
    """Else one worker may be left with a long one while the others have nothing to do."""
    engine = Notes()
    run_all(jobs_in(archive), engine, results_of(tmp_path))
    assert engine.given == sorted(engine.given, reverse=True)
    assert len({*engine.given}) > 1


def counted_runs(folder: Path, results: Results) -> list[str]:
    """Run what is pending and return which videos that was."""
    todo = pending(jobs_in(folder), results)
    run_all(todo, SerialEngine(), results)
    return [Path(job.path).name for job in todo]


def test_what_is_done_is_not_done_again_unless_file_or_settings_change(tmp_path: Path) -> None:
    folder, results = fill(tmp_path / "videos"), results_of(tmp_path / "out")
    assert len(counted_runs(folder, results)) == 4
    assert counted_runs(folder, results) == ["broken.parquet", "text.mp4"], "failures are tried again"
    changed = folder / "anna" / "day 1.parquet"
    changed.write_bytes((folder / "b<i>ea" / "tag_2.parquet").read_bytes())
    assert counted_runs(folder, results) == ["day 1.parquet", "broken.parquet", "text.mp4"]
    assert [row["repetitions"] for row in results.read("videos").to_pylist()[:2]] == [1, 1], "the old row is gone"
    other_settings = [job.fingerprint for job in jobs_in(folder, exercise="hip_flexor_stretch")]
    assert not set(other_settings) & {job.fingerprint for job in jobs_in(folder)}


def test_a_video_that_fails_after_a_change_loses_its_old_rows(tmp_path: Path) -> None:
    folder, results = fill(tmp_path / "videos"), results_of(tmp_path / "out")
    counted_runs(folder, results)
    for path in folder.rglob("*.parquet"):
        path.write_bytes(b"damaged")
    counted_runs(folder, results)
    assert [results.read(name).num_rows for name in TABLES] == [4, 0, 0, 0]


SCRIPT = """
import sys, time
sys.path[:0] = {path!r}
from pathlib import Path
from backstay.batch.process_engine import ProcessEngine
from backstay.batch.running import run
from unit.batch.archive import jobs_in
from unit.batch.test_running import results_of
if __name__ == "__main__":
    jobs, results = jobs_in(Path({videos!r})), results_of(Path({out!r}))
    run(jobs, ProcessEngine(1), results, lambda _: time.sleep(0.2), time.monotonic)
"""


@pytest.mark.kills
def test_killing_the_whole_run_loses_nothing_finished(archive: Path, serial: Path, tmp_path: Path) -> None:
    script, out = tmp_path / "run.py", tmp_path / "out"
    script.write_text(SCRIPT.format(path=[each for each in sys.path if each], videos=str(archive), out=str(out)))
    process = subprocess.Popen([sys.executable, str(script)])
    wait_for(lambda: len(list(out.glob("videos/*/*.parquet"))) >= 2)
    os.kill(process.pid, signal.SIGKILL)
    process.wait(10)
    finished = results_of(out).finished()
    assert len(finished) == 2
    assert not [path for path in out.rglob("*") if path.is_file() and path.suffix != ".parquet"]
    todo = pending(jobs_in(archive), results_of(out))
    assert {job.id for job in todo}.isdisjoint(finished)
    run_all(todo, SerialEngine(), results_of(out))
    assert files_in(out) == files_in(serial)


def wait_for(is_so: Callable[[], bool], within_s: float = 60.0) -> None:
    until_s = time.monotonic() + within_s
    while not is_so():
        assert time.monotonic() < until_s, "it never came"
        time.sleep(0.02)


def test_time_left_goes_by_bytes_where_sizes_are_known() -> None:
    progress = Progress(videos=4, done=1, size_bytes=100, done_bytes=80, elapsed_s=8.0)
    assert progress.left_s == pytest.approx(2.0)
    assert Progress(videos=4, done=1, elapsed_s=8.0).left_s == pytest.approx(24.0)
    assert Progress(videos=4).left_s is None
