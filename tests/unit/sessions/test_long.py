"""Long recordings: in columns on disk, smoothed a few at a time, and judged as if all lay in memory."""

import tempfile
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from backstay.assessment.paced import Interval
from backstay.errors import StoreError
from backstay.exercises.loading import find_exercise
from backstay.kinematics import smoothing
from backstay.kinematics.smoothing import smooth_columns, smooth_zero_phase
from backstay.pose.types import Sighting
from backstay.sessions import packing, scratch
from backstay.sessions.assessing import Instruction, assess_seen, read_all
from backstay.sessions.packing import AT_ONCE, SightingSeries
from backstay.sessions.recordings import load_recording, save_recording
from backstay.sessions.seeing import Seen, recall, recording_info

RECORDINGS = Path(__file__).parents[2] / "recordings"
FPS = 30.0
MOST_BYTES_A_FRAME = 250
"""Of memory, while a recording is assessed; what it leaves behind, 5 repetitions a minute, is a third of it.
Columns that do not lie on disk are more than all of it."""


def repeated(seen: Seen, frames: int) -> Seen:
    """Return a recording played round and round."""

    def played() -> Iterator[Sighting]:
        for number in range(frames):
            each, t_s = seen.sightings[number % len(seen.sightings)], number / FPS
            yield replace(each, pose=replace(each.pose, t_s=t_s), torso_motion=replace(each.torso_motion, t_s=t_s))

    info = replace(seen.info, frames=frames, duration_s=frames / FPS, fps=FPS)
    return replace(seen, info=info, sightings=SightingSeries(played()))


def grown_bytes(seen: Seen, exercise: str) -> int:
    """Return the most that assessing takes beyond what was seen."""
    tracemalloc.start()
    assess_seen(seen, find_exercise(exercise), Instruction())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


@pytest.fixture
def everything_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have even short recordings lie on disk, and be smoothed a few columns at a time."""
    for room in (scratch, packing):
        monkeypatch.setattr(room, "SMALL_FRAMES", 0)
    monkeypatch.setattr(smoothing, "NUMBERS_AT_ONCE", 10_000)


@pytest.mark.slow
@pytest.mark.usefixtures("everything_is_long")
def test_assessing_takes_little_more_for_more_frames() -> None:
    seen = recall(RECORDINGS / "rendered_wall_angel_good_front.parquet")
    short, long = (grown_bytes(repeated(seen, frames), "wall_angel") for frames in (2_000, 4_000))
    assert (long - short) / 2_000 < MOST_BYTES_A_FRAME


@pytest.mark.parametrize(
    ("name", "exercise", "paced"),
    [
        ("figure_wall_angel_lost_front", "wall_angel", ()),
        ("rendered_hip_flexor_oblique", "hip_flexor_stretch", ()),
        ("rendered_brace_good_side", "abdominal_brace", ((2.4, 12.4), (17.8, 27.8))),
        ("figure_squats_front", "abdominal_brace", ()),
    ],
    ids=["somebody lost", "holds", "breaths", "another movement"],
)
def test_what_lies_on_disk_is_judged_as_what_lies_in_memory(
    name: str, exercise: str, paced: tuple[Interval, ...], request: pytest.FixtureRequest
) -> None:
    def judged() -> str:
        seen = recall(RECORDINGS / f"{name}.parquet")
        assessed = assess_seen(seen, find_exercise(exercise), Instruction(paced=paced))
        return assessed.assessment.model_copy(update={"timing": None}).model_dump_json() + repr(list(assessed.readings))

    in_memory = judged()
    request.getfixturevalue("everything_is_long")
    assert judged() == in_memory


@pytest.mark.usefixtures("everything_is_long")
def test_a_full_disk_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(StoreError, match=r"no room for a long recording.*TMPDIR"):
        recall(RECORDINGS / "figure_squats_front.parquet")


def test_columns_on_disk_are_let_go_and_come_back() -> None:
    on_disk = scratch.OnDisk()
    columns = on_disk.columns(3, 5_000, np.float64)
    columns[:] = np.arange(15_000.0).reshape(5_000, 3)
    on_disk.let_go()
    assert np.array_equal(columns, np.arange(15_000.0).reshape(5_000, 3))
    assert columns[:, 1].flags.c_contiguous


def test_columns_smoothed_a_few_at_a_time_are_those_smoothed_together(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = np.random.default_rng(7)
    t_s = np.cumsum(chance.uniform(0.02, 0.05, 500))
    values = chance.normal(100.0, 20.0, (500, 12)).astype(np.float32)
    values[40:45, 3] = np.nan
    values[200:300, 5:9] = np.nan
    together = smooth_zero_phase(t_s, values.astype(np.float64)).astype(np.float32)
    monkeypatch.setattr(smoothing, "NUMBERS_AT_ONCE", 1_000)
    smooth_columns(t_s, values)
    assert np.array_equal(values, together, equal_nan=True)


def test_what_is_packed_comes_out_as_it_went_in() -> None:
    seen = recall(RECORDINGS / "figure_wall_angel_lost_front.parquet")
    long = repeated(seen, AT_ONCE + 100).sightings
    for number in (0, 1, AT_ONCE - 1, AT_ONCE, AT_ONCE + 99, -1):
        went_in, came_out = seen.sightings[range(len(long))[number] % len(seen.sightings)], long[number]
        for name in ("xy_px", "world_m", "confidence"):
            assert np.array_equal(getattr(went_in.pose, name), getattr(came_out.pose, name), equal_nan=True)
        assert repr(replace(went_in.torso_motion, t_s=0.0)) == repr(replace(came_out.torso_motion, t_s=0.0))
        assert (went_in.people, went_in.luminance_fraction) == (came_out.people, came_out.luminance_fraction)
    assert [each.pose.t_s for each in long] == [number / FPS for number in range(AT_ONCE + 100)]
    with pytest.raises(IndexError):
        long[AT_ONCE + 100]


def test_readings_in_columns_are_readings() -> None:
    readings = read_all(recall(RECORDINGS / "figure_wall_angel_lost_front.parquet"))
    one_by_one = [readings[number] for number in range(len(readings))]
    assert repr(one_by_one) == repr(list(readings))
    assert repr(list(readings[10:20])) == repr(one_by_one[10:20])
    assert repr(list(readings.chosen([each.is_person for each in readings]))) == repr(
        [each for each in one_by_one if each.is_person]
    )
    assert {each.is_person for each in readings} == {True, False}


def test_readings_with_some_measures_are_the_same_with_the_others_left_out() -> None:
    readings = read_all(recall(RECORDINGS / "figure_wall_angel_lost_front.parquet"))
    names = ("trunk_inclination_deg", readings.names[0])
    some = [replace(each, values={name: each.values[name] for name in names}) for each in readings]
    assert repr(list(readings.with_only(names))) == repr(some)


def test_smoothing_takes_no_more_for_long_columns_than_for_many_short_ones() -> None:
    def taken(frames: int, columns: int) -> int:
        values = np.ones((frames, columns), dtype=np.float32)
        tracemalloc.start()
        smooth_columns(np.arange(frames) / FPS, values)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    assert taken(20_000, 2) < 1.5 * taken(400, 100)


def test_a_recording_longer_than_is_written_at_once_comes_back_whole(tmp_path: Path) -> None:
    seen = repeated(recall(RECORDINGS / "figure_arm_raises_front.parquet"), 9_000)
    save_recording(tmp_path / "long.parquet", seen.sightings, recording_info(seen))
    back = load_recording(tmp_path / "long.parquet").sightings
    assert len(back) == len(seen.sightings)
    for number in (0, 8_191, 8_192, 8_999):
        assert np.array_equal(back[number].pose.xy_px, seen.sightings[number].pose.xy_px, equal_nan=True)
