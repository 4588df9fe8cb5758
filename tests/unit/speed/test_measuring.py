"""What is measured is really worked off, in processes of their own; no time is ever asserted."""

import sys
import time
from pathlib import Path

import pytest

from backstay.errors import EngineError
from backstay.speed.frames import measure_stages
from backstay.speed.peers import ask_backstay, ask_mediapipe, mediapipe_python
from backstay.speed.stopwatch import Laps, exhausted, peak_memory_mb, timed
from backstay.speed.types import Limits, Whole
from clips.films import FOLDER

CLIP = FOLDER / "truth" / "wall_angel_faults_front.mp4"


def test_timing_counts_what_was_worked_off() -> None:
    took = timed(lambda: exhausted(range(7)))
    assert took.frames == 7
    assert took.wall_s > 0


def test_laps_add_up_by_stage() -> None:
    began_s = time.process_time()
    laps = Laps()
    for _ in range(2):
        laps.lap("one")
        laps.lap("other")
    assert list(laps.seconds) == ["one", "other"]
    assert 0.0 <= sum(laps.seconds.values()) <= time.process_time() - began_s


def test_memory_is_that_of_a_python() -> None:
    assert 20 < peak_memory_mb() < 20_000


@pytest.mark.slow
def test_a_process_of_its_own_measures_a_model() -> None:
    whole = ask_backstay(Whole, "whole", CLIP, 12, "lite", 1)
    assert whole.with_decoding.frames == whole.pose_alone.frames == 12


@pytest.mark.slow
def test_limits_and_stages_cover_the_frames() -> None:
    limits = ask_backstay(Limits, "limits", CLIP, 12, "lite")
    assert limits.decoding.frames == limits.inference.frames == 12
    assert limits.peak_gflops > 1
    stages = measure_stages(CLIP, 12, "lite")
    assert {"decoding", "colours", "crop", "network"} <= stages.ms.keys()
    assert stages.chest_ms > 0
    assert all(ms >= 0 for ms in stages.ms.values())


@pytest.mark.slow
def test_a_clip_that_cannot_be_measured_is_said(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=r"whole cannot be measured .*no such file"):
        ask_backstay(Whole, "whole", tmp_path / "none.mp4", 12, "lite", 1)


def test_a_python_without_mediapipe_is_said(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="cannot run MediaPipe"):
        ask_mediapipe(Whole, tmp_path / "python", CLIP, 12, "lite", 1)


def test_the_peer_needs_nothing_but_mediapipe() -> None:
    with pytest.raises(EngineError, match="No module named 'mediapipe'"):
        ask_mediapipe(Whole, Path(sys.executable), CLIP, 12, "lite", 1)


def test_where_it_cannot_be_installed_that_is_said(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    with pytest.raises(EngineError, match="cannot be installed there"):
        mediapipe_python(in_the_way / "environment")
