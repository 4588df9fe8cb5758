"""A file appears whole or not at all, and an unmeasured value is an empty cell."""

import csv
import math
import os
import stat
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from backstay.errors import StoreError
from backstay.reports.delivery import Outputs
from backstay.reports.writing import write_readings, write_whole
from unit.assessment.streams import stream

FRAMES = stream(
    1, lambda t_s: {"left_knee_flexion_deg": 10 * t_s, "trunk_inclination_deg": math.nan if t_s < 0.5 else 1 / 3}
)


def test_a_csv(tmp_path):
    write_readings(tmp_path / "out.csv", FRAMES)
    with (tmp_path / "out.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(FRAMES)
    assert rows[0] == {"t_s": "0.000000", "left_knee_flexion_deg": "0.0000", "trunk_inclination_deg": ""}
    assert rows[-1]["trunk_inclination_deg"] == "0.3333"


def test_a_parquet(tmp_path):
    write_readings(tmp_path / "out.parquet", FRAMES)
    table = pq.read_table(tmp_path / "out.parquet")
    assert table.column_names == ["t_s", "left_knee_flexion_deg", "trunk_inclination_deg"]
    assert table["trunk_inclination_deg"].null_count == len(FRAMES) // 2


def test_nothing_read_is_a_table_of_times(tmp_path):
    write_readings(tmp_path / "out.csv", [])
    assert (tmp_path / "out.csv").read_text() == "t_s\n"


def test_a_whole_file_has_the_usual_rights(tmp_path):
    write_whole(tmp_path / "a.txt", b"one")
    write_whole(tmp_path / "a.txt", b"two")
    assert (tmp_path / "a.txt").read_bytes() == b"two"
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE((tmp_path / "a.txt").stat().st_mode) == 0o666 & ~mask
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_no_folder(tmp_path):
    with pytest.raises(StoreError, match=r"cannot be written \(No such file or directory\)"):
        write_whole(tmp_path / "none" / "a.txt", b"")


def test_a_folder_in_the_way_leaves_nothing_behind(tmp_path):
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(StoreError, match="cannot be written"):
        write_whole(tmp_path / "a.txt", b"one")
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_several_videos_get_files_in_folders(tmp_path):
    outputs = Outputs(readings=tmp_path / "tables", overlay=tmp_path / "films").of(Path("in/me.mov"))
    assert outputs.readings == tmp_path / "tables" / "me.csv"
    assert outputs.overlay == tmp_path / "films" / "me.mp4"
    assert outputs.poses is None


def test_a_file_where_a_folder_must_be(tmp_path):
    (tmp_path / "tables").write_text("")
    with pytest.raises(StoreError, match="Several files need one"):
        Outputs(readings=tmp_path / "tables").of(Path("me.mov"))
