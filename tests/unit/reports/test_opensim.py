"""OpenSim itself reads what is written for it: names, units, times, signs, and holes."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from backstay.pose.types import Landmark
from backstay.reports.kept_poses import poses_in, readings_of
from backstay.reports.opensim import mot, trc
from figure.filming import Take, film
from figure.presses import Angel, wall_angels

osim = pytest.importorskip("opensim", reason="OpenSim has no wheel for this Python or machine")

RECORDINGS = Path(__file__).parents[2] / "recordings"
HIPS = RECORDINGS / "figure_hip_flexor_both_sides.parquet"
ANGEL = RECORDINGS / "figure_wall_angel_good_front.parquet"
FILMED = film(wall_angels([Angel()]), take=Take(fps=12, seed=1))


@pytest.fixture(autouse=True)
def quiet(tmp_path, monkeypatch):
    """OpenSim writes a log into the folder it runs in."""
    monkeypatch.chdir(tmp_path)
    osim.Logger.setLevelString("Off")


def read_motion(tmp_path, recording):
    poses = poses_in(recording)
    (tmp_path / "a.mot").write_bytes(mot(readings_of(poses), "a"))
    return poses, osim.TimeSeriesTable(str(tmp_path / "a.mot"))


def read_markers(tmp_path, poses):
    (tmp_path / "a.trc").write_bytes(trc(poses, "a.trc"))
    return osim.TimeSeriesTableVec3(str(tmp_path / "a.trc"))


def along(table, marker):
    """Return a marker's positions (time, 3)."""
    column = table.getDependentColumn(marker)
    return np.array([column[number].to_numpy() for number in range(table.getNumRows())])


def test_markers_load(tmp_path):
    poses = FILMED
    table = read_markers(tmp_path, poses)
    data = osim.MarkerData(str(tmp_path / "a.trc"))
    assert data.getUnits().getLabel() == "meters"
    assert data.getNumMarkers() == len(Landmark)
    assert list(table.getColumnLabels()) == [each.name.lower() for each in Landmark]
    times_s = np.array(table.getIndependentColumn())
    assert times_s[0] == pytest.approx(poses[0].t_s, abs=1e-5)
    assert times_s[-1] == pytest.approx(poses[-1].t_s, abs=0.1)
    assert np.ptp(np.diff(times_s)) < 2e-6, "an even rate"


def test_markers_stand_upright_and_face_the_camera(tmp_path):
    table = read_markers(tmp_path, FILMED)
    row = table.getRowAtIndex(0)
    at = {name: row[number].to_numpy() for number, name in enumerate(table.getColumnLabels())}
    assert at["nose"][1] > at["left_shoulder"][1] > at["left_hip"][1] > at["left_ankle"][1]
    assert at["right_shoulder"][2] > at["left_shoulder"][2], "Z to the person's right"
    assert at["nose"][0] > at["left_ear"][0], "X ahead"


def test_a_hole_stays_a_hole(tmp_path):
    poses = list(FILMED)
    for number in range(20, 40):
        gone = poses[number].confidence.copy()
        gone[Landmark.LEFT_WRIST] = 0.1
        poses[number] = replace(poses[number], confidence=gone)
    column = along(read_markers(tmp_path, poses), "left_wrist")
    missing = np.isnan(column[:, 0])
    assert 18 <= missing.sum() <= 24
    assert not np.isnan(column[:15]).any()


def test_angles_load_in_degrees_with_opensim_s_names(tmp_path):
    _, table = read_motion(tmp_path, HIPS)
    assert table.getTableMetaDataAsString("inDegrees") == "yes"
    assert osim.Storage(str(tmp_path / "a.mot")).isInDegrees()
    assert {"hip_flexion_r", "hip_flexion_l", "knee_angle_r", "lumbar_extension"} <= set(table.getColumnLabels())
    assert "arm_add_r" not in table.getColumnLabels(), "no side view shows it"


def test_opensim_s_own_model_knows_the_names():
    names = {"hip_flexion_r", "knee_angle_l", "arm_add_r", "elbow_flex_l", "lumbar_extension"}
    poses = poses_in(ANGEL)
    header = next(line for line in mot(readings_of(poses), "a").decode().splitlines() if line.startswith("time"))
    assert names & set(header.split("\t")) == {"arm_add_r", "elbow_flex_l"}


def test_raising_an_arm_is_negative_adduction_and_leaning_forward_negative_extension(tmp_path):
    poses, table = read_motion(tmp_path, ANGEL)
    ours = [each.values["left_shoulder_elevation_deg"] for each in readings_of(poses)]
    column = table.getDependentColumn("arm_add_l").to_numpy()
    assert np.nanmin(column) == pytest.approx(-np.nanmax(ours), abs=1.0)
    assert np.nanmin(column) < -140.0
    poses, table = read_motion(tmp_path, HIPS)
    leaning = [each.values["trunk_inclination_deg"] for each in readings_of(poses)]
    assert np.nanmedian(table.getDependentColumn("lumbar_extension").to_numpy()) == pytest.approx(
        -np.nanmedian(leaning), abs=0.3
    )
    flexed = [each.values["left_knee_flexion_deg"] for each in readings_of(poses)]
    assert np.nanmax(table.getDependentColumn("knee_angle_l").to_numpy()) == pytest.approx(np.nanmax(flexed), abs=1.0)


def test_one_frame_and_nobody(tmp_path):
    poses = poses_in(ANGEL)[:1]
    assert read_markers(tmp_path, poses).getNumRows() == 1
    nobody = [replace(each, world_m=np.full_like(each.world_m, math.nan)) for each in poses_in(ANGEL)[:5]]
    column = along(read_markers(tmp_path, nobody), "nose")
    assert np.isnan(column).all()
