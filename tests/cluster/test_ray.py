"""A batch on a real Ray cluster of two machines: one of them is killed while it works, and nothing is lost."""

import os
import shutil
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import psutil
import pytest

from backstay.batch.places import Place
from backstay.batch.ray_engine import RayEngine
from backstay.batch.results import Results
from backstay.batch.running import run
from backstay.batch.serial_engine import SerialEngine
from cluster.ray_nodes import SILENT, two_nodes, wait_for
from unit.batch.archive import fill, jobs_in
from unit.batch.test_running import files_in

pytestmark = pytest.mark.kills
COPIES = 30
"""So many that both machines are in the middle of them when one goes."""


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = fill(tmp_path / "archive")
    for number in range(COPIES):
        shutil.copy(folder / "anna" / "day 1.parquet", folder / f"copy {number}.parquet")
    return folder


def started(archive: Path, out: Path, address: str) -> subprocess.Popen[str]:
    """Start the command line in a program of its own, as the driver of a cluster is."""
    words = ["batch", archive, "--exercise", "wall_angel", "--out", out, "--engine", "ray", "--address", address]
    return subprocess.Popen(
        [sys.executable, "-m", "backstay.cli", *map(str, words)],
        env={**os.environ, **SILENT},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def others_spoken_to(process: psutil.Process) -> set[str]:
    """Return the addresses of other machines that a program and those below it have open connections to."""
    ends = [end for each in (process, *process.children(recursive=True)) for end in each.net_connections("inet")]
    return {end.raddr.ip for end in ends if end.raddr and not end.raddr.ip.startswith(("127.", "::1", "::ffff:127."))}


def test_a_machine_killed_in_the_middle_loses_nothing_and_results_are_the_serial_engines(
    archive: Path, tmp_path: Path
) -> None:
    out = tmp_path / "ray"
    with two_nodes() as (address, second):
        driver = started(archive, out, address)
        wait_for(lambda: driver.poll() is not None or second.is_at_work("assess_one"), "the second machine's work")
        finished_before = len(list(out.glob("videos/*/*.parquet")))
        spoken_to = others_spoken_to(psutil.Process(driver.pid))
        second.kill()
        said, complained = driver.communicate(timeout=120)
    assert finished_before < COPIES, "the machine went after the work was done"
    assert said.startswith(f"{COPIES + 2} of {COPIES + 4} videos assessed, 2 failed"), complained
    assert spoken_to == set()

    serial = tmp_path / "serial"
    with closing(SerialEngine()) as engine:
        run(jobs_in(archive), engine, Results(Place(str(serial))), lambda _: None, time.monotonic)
    assert {name: content for name, content in files_in(out).items() if name != "summary.html"} == files_in(serial)


def test_what_ray_says_never_mixes_with_the_programs_own_output(capsys: pytest.CaptureFixture[str]) -> None:
    with two_nodes() as (address, _):
        with closing(RayEngine(address)):
            sys.stdout.write("a machine went\n")
        sys.stdout.write("2 of 2 videos assessed\n")
    assert capsys.readouterr() == ("2 of 2 videos assessed\n", "a machine went\n")


def test_a_cluster_that_does_not_answer_is_said(archive: Path, tmp_path: Path) -> None:
    driver = started(archive, tmp_path / "out", "127.0.0.1:9")
    said, complained = driver.communicate(timeout=60)
    assert (driver.returncode, said) == (1, "")
    assert complained == (
        "backstay: --address 127.0.0.1:9: no Ray cluster answers there. Start one as docs/batch.md says, "
        "or use --engine processes.\n"
    )
