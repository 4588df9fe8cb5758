"""`backstay assess` exits 0 with a result, 1 with one clear sentence a file, 2 when it is used wrongly.

Recordings of poses stand for videos wherever the pictures themselves do not matter.
"""

import csv
import json
import shutil
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import av
import numpy as np
import pyarrow.parquet as pq
import pytest

from backstay.kinematics.measures import MEASURES
from backstay.pose.landmarks import LandmarkNetwork
from backstay.pose.torso_motion import TorsoMotionMeter
from figure.camera import Camera
from figure.filming import Take, film
from figure.sitting import abdominal_brace
from figure.stretches import Stretch, hip_flexor_stretch
from properties.judged import with_legs_seen
from unit.cli.commands import record, run
from unit.media.clips import Clip, cut_off, write_clip, write_silence

CLIPS = Path(__file__).parents[2] / "clips"
ANGEL = ("--exercise", "wall_angel")


@pytest.fixture(scope="module")
def recording(tmp_path_factory) -> Path:
    return record(tmp_path_factory.mktemp("recordings") / "film.parquet")


@pytest.fixture(scope="module")
def brace(tmp_path_factory) -> Path:
    poses = film(abdominal_brace(holds_s=(6, 6)), camera=Camera(azimuth_deg=90), take=Take(fps=10, seed=1))
    return record(tmp_path_factory.mktemp("recordings") / "brace.parquet", poses)


@pytest.fixture(scope="module")
def stretch(tmp_path_factory) -> Path:
    performance = hip_flexor_stretch([Stretch(hold_s=5)])
    poses = with_legs_seen(film(performance, camera=Camera(azimuth_deg=90), take=Take(fps=10, seed=1)))
    return record(tmp_path_factory.mktemp("recordings") / "stretch.parquet", poses)


def test_the_table(capsys, recording):
    said = run(capsys, "assess", recording, *ANGEL)
    assert said.code == 0
    assert said.err == ""
    assert "2 repetitions, 1 partial" in " ".join(said.out.split())
    assert "from the front" in said.out
    for words in ("not met", "you tell me", "can't see from here", "Slowly up", "Palms forward"):
        assert words in said.out


def test_why(capsys, recording):
    said = run(capsys, "assess", recording, *ANGEL, "--why")
    assert said.code == 0
    assert "limit 0.95" in said.out
    assert "±" in said.out


def test_json_on_the_terminal_is_nothing_but_json(capsys, recording):
    said = run(capsys, "assess", recording, *ANGEL, "--json", "-")
    assert said.code == 0
    assert json.loads(said.out)["schema"] == "backstay.assessment/1"


def test_json_in_a_file(capsys, recording, tmp_path):
    said = run(capsys, "assess", recording, *ANGEL, "--json", tmp_path / "out.json")
    assert said.code == 0
    found = json.loads((tmp_path / "out.json").read_text())
    assert [each["counted"] for each in found["repetitions"]] == [True, False, True]
    assert "repetitions" in said.out


def test_readings_as_csv(capsys, recording, tmp_path):
    """A column `t_s`, one a measure; what this view cannot show is empty, never nan."""
    run(capsys, "assess", recording, *ANGEL, "--readings", tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["t_s", *MEASURES]
    assert {row["trunk_inclination_deg"] for row in rows} == {""}, "a lean cannot be seen from the front"
    assert all(60 < float(row["left_shoulder_elevation_deg"]) < 180 for row in rows[40:60])
    times_s = [float(row["t_s"]) for row in rows]
    assert times_s == sorted(times_s)
    assert "nan" not in (tmp_path / "out.csv").read_text()


def test_readings_as_parquet(capsys, recording, tmp_path):
    run(capsys, "assess", recording, *ANGEL, "--readings", tmp_path / "out.parquet")
    run(capsys, "assess", recording, *ANGEL, "--readings", tmp_path / "out.csv")
    table = pq.read_table(tmp_path / "out.parquet")
    assert table.column_names == ["t_s", *MEASURES]
    assert table["trunk_inclination_deg"].null_count == table.num_rows
    with (tmp_path / "out.csv").open(newline="") as file:
        elevation = [float(row["left_shoulder_elevation_deg"] or "nan") for row in csv.DictReader(file)]
    np.testing.assert_allclose(
        table["left_shoulder_elevation_deg"].to_numpy().astype(float), elevation, atol=1e-4, equal_nan=True
    )


def test_poses_are_assessed_alike_again(capsys, recording, tmp_path):
    """What `--poses` writes gives the same assessment, but for its name and its timing."""

    def found(path: Path, *options: object) -> dict:
        said = run(capsys, "assess", path, *ANGEL, "--json", "-", *options)
        result = json.loads(said.out)
        return {**result, "timing": None, "media": {**result["media"], "path": None}}

    first = found(recording, "--poses", tmp_path / "again.parquet")
    assert found(tmp_path / "again.parquet") == first


def test_a_recording_needs_no_pose_model(capsys, recording, monkeypatch):
    """Nor the time to load one."""
    monkeypatch.setitem(sys.modules, "backstay.pose.blazepose", None)
    assert run(capsys, "assess", recording, *ANGEL).code == 0


def test_a_video_of_our_own(capsys, tmp_path):
    """From pictures to JSON, and again from its poses: counts, verdicts and readings agree."""
    clip = CLIPS / "arms_overhead_front.mp4"
    poses = tmp_path / "poses.parquet"
    words = ("assess", clip, *ANGEL, "--model", "lite", "--json", "-", "--poses", poses)
    first = json.loads(run(capsys, *words).out)
    again = json.loads(run(capsys, "assess", poses, *ANGEL, "--json", "-").out)
    assert first["coverage_fraction"] > 0.9
    assert first["view"]["label"] == "front"
    assert first["timing"]["frames_per_s"] > 1
    assert again["repetitions"] == first["repetitions"]
    assert again["criteria"] == first["criteria"]


def test_a_second_video_knows_nothing_of_the_first(capsys, tmp_path, monkeypatch):
    """One pose model is loaded for all; what it remembers of a person ends with the video."""
    loaded = Counter()
    monkeypatch.setattr(LandmarkNetwork, "__init__", counting(LandmarkNetwork.__init__, loaded))
    clips = [CLIPS / "seated_oblique.mp4", CLIPS / "arms_overhead_front.mp4", CLIPS / "seated_oblique.mp4"]
    poses = tmp_path / "poses"
    poses.mkdir()
    copies = [shutil.copy(clip, tmp_path / f"{number}.mp4") for number, clip in enumerate(clips)]
    words = ("assess", *copies, "--exercise", "abdominal_brace", "--model", "lite", "--poses", poses)
    assert run(capsys, *words).code == 0
    assert loaded.total() == 1
    first, other, again = (pq.read_table(poses / f"{number}.parquet") for number in range(3))
    assert first == again
    assert first != other


def test_the_chest_is_followed_where_somebody_asks_for_it(capsys, tmp_path, monkeypatch):
    """A line on the breath does, and so do poses that are kept; else it would only cost time."""
    followed = Counter()
    monkeypatch.setattr(TorsoMotionMeter, "_begin", counting(TorsoMotionMeter._begin, followed))
    words = ("assess", CLIPS / "seated_oblique.mp4", "--model", "lite")
    for exercise, options, is_followed in (
        ("wall_angel", (), False),
        ("abdominal_brace", (), True),
        ("wall_angel", ("--poses", tmp_path / "poses.parquet"), True),
    ):
        followed.clear()
        assert run(capsys, *words, "--exercise", exercise, *options).code == 0
        assert (followed.total() > 0) is is_followed


def counting(method: Callable[..., None], calls: Counter[str]) -> Callable[..., None]:
    """Return a method that counts how often it is called."""

    def counted(*args: object, **options: object) -> None:
        calls[method.__name__] += 1
        method(*args, **options)

    return counted


def test_sides(capsys, stretch):
    wrong = json.loads(
        run(capsys, "assess", stretch, "--exercise", "hip_flexor_stretch", "--side", "left", "--json", "-").out
    )
    assert [notice["code"] for notice in wrong["notices"]] == ["wrong_side"]


def test_paces(capsys, brace):
    said = run(capsys, "assess", brace, "--exercise", "abdominal_brace", "--paced", "2.4-8.4, 14-20", "--json", "-")
    holds = json.loads(said.out)["holds"]
    assert [(hold["began_s"], hold["ended_s"]) for hold in holds] == [
        (pytest.approx(2.4, abs=0.1), pytest.approx(8.4, abs=0.1)),
        (pytest.approx(14, abs=0.1), pytest.approx(20, abs=0.1)),
    ]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--exercise", "wall_angel", "--side", "left"), "works both sides together"),
        (("--exercise", "hip_flexor_stretch", "--side", "front"), "need left or right"),
        (("--exercise", "wall_angel", "--model", "huge"), "need one of lite, full, heavy"),
        (("--exercise", "wall_angel", "--paced", "1-2"), "is not paced"),
        (("--exercise", "abdominal_brace", "--paced", "soon"), "soon is no hold"),
        (("--exercise", "abdominal_brace", "--paced", "5-2"), "5-2 is no hold"),
        (("--exercise", "abdominal_brace", "--paced", "5-5"), "5-5 is no hold"),
        (("--exercise", "abdominal_brace", "--paced", "1-5,,7-9"), "nothing is no hold"),
        (("--exercise", "abdominal_brace", "--paced", "-1-5"), "-1-5 is no hold"),
        (("--exercise", "abdominal_brace", "--paced", "nan-inf"), "nan-inf is no hold"),
        (("--exercise", "abdominal_brace", "--paced", "1-5,4-9"), "without overlap"),
        (("--exercise", "abdominal_brace", "--paced", "7-9,1-5"), "follow one another"),
        (("--exercise", "wall_angel", "--threads", "0"), "--threads"),
        ((), "--exercise"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_wrong_usage(capsys, recording, words, says):
    said = run(capsys, "assess", recording, *words)
    assert said.code == 2
    assert says in said.err
    assert said.out == ""


def missing(path: Path) -> None:
    """Leave the place empty."""


def folder(path: Path) -> None:
    path.mkdir()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def text(path: Path) -> None:
    path.write_text("Not a video.")


def sound_only(path: Path) -> None:
    with av.open(str(path), "w") as container:
        write_silence(container, container.add_stream("aac", rate=44100, layout="mono"), 0.5)


def broken_off(path: Path) -> None:
    cut_off(write_clip(path, Clip()), 0.02)


BROKEN = {
    "missing": (missing, "video.mp4"),
    "a folder": (folder, "video.mp4"),
    "empty": (empty, "video.mp4"),
    "text": (text, "video.mp4"),
    "sound only": (sound_only, "video.mp4"),
    "broken off": (broken_off, "video.mp4"),
    "no recording": (text, "poses.parquet"),
    "no such recording": (missing, "poses.parquet"),
}


@pytest.fixture
def no_model(monkeypatch) -> None:
    """Load no pose model where no picture will ever reach it."""
    monkeypatch.setattr(
        "backstay.pose.blazepose.load_pose_model", lambda *_, **__: SimpleNamespace(anew=lambda **_: None)
    )


@pytest.mark.usefixtures("no_model")
@pytest.mark.parametrize(("make", "name"), BROKEN.values(), ids=BROKEN)
def test_what_cannot_be_read_is_one_sentence(capsys, tmp_path, make, name):
    """Which file, what is wrong and what to do; nothing half-written is left."""
    path = tmp_path / "in" / name
    path.parent.mkdir()
    make(path)
    out = tmp_path / "out"
    out.mkdir()
    wanted = ("--json", out / "a.json", "--readings", out / "a.csv", "--poses", out / "a.parquet")
    said = run(capsys, "assess", path, *ANGEL, "--model", "lite", *wanted)
    assert said.code == 1
    assert said.err.startswith(f"backstay: {path}")
    assert said.err.count("\n") == 1
    assert said.err.rstrip().endswith(".")
    assert "Traceback" not in said.err
    assert list(out.iterdir()) == []


@pytest.mark.usefixtures("no_model")
def test_one_bad_file_does_not_spoil_the_others(capsys, recording, tmp_path):
    """They are assessed and written; the exit still says that something went wrong."""
    other = record(tmp_path / "other.parquet")
    out = tmp_path / "tables"
    said = run(
        capsys,
        *("assess", recording, tmp_path / "none.mp4", other, *ANGEL),
        *("--json", tmp_path / "out.jsonl", "--readings", out),
    )
    assert said.code == 1
    assert said.err.count("none.mp4") == 1
    lines = (tmp_path / "out.jsonl").read_text().splitlines()
    assert [Path(json.loads(line)["media"]["path"]).name for line in lines] == ["film.parquet", "other.parquet"]
    assert sorted(path.name for path in out.iterdir()) == ["film.csv", "other.csv"]


def test_own_values_of_a_former_assessment(capsys, recording, tmp_path):
    former = tmp_path / "former.json"
    assert run(capsys, "assess", recording, *ANGEL, "--json", former).code == 0
    said = run(capsys, "assess", recording, *ANGEL, "--references", former)
    assert said.code == 0
    assert "Judged with your own values from former.json" in " ".join(said.out.split())


def test_own_values_that_are_none(capsys, recording, tmp_path):
    said = run(capsys, "assess", recording, *ANGEL, "--references", tmp_path / "missing.json")
    assert said.code == 1
    assert said.err.count("\n") == 1
    assert "missing.json: cannot be read" in said.err


def test_an_unknown_exercise(capsys, recording):
    said = run(capsys, "assess", recording, "--exercise", "handstand")
    assert said.code == 1
    assert "handstand" in said.err
    assert "wall_angel" in said.err, "the sentence names what there is"


@pytest.mark.parametrize("option", ["--json", "--readings", "--poses"])
def test_where_nothing_can_be_written(capsys, recording, tmp_path, option):
    said = run(capsys, "assess", recording, *ANGEL, option, tmp_path / "nowhere" / "out.parquet")
    assert said.code == 1
    assert "cannot be written" in said.err
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("somebody", [True, False])
def test_a_picture_has_no_two_seconds_to_compare_with(capsys, tmp_path, somebody):
    picture = tmp_path / "picture.png"
    clip = (
        CLIPS / "seated_oblique.mp4" if somebody else write_clip(tmp_path / "empty_room.mp4", Clip(size_px=(320, 240)))
    )
    with av.open(clip) as film:
        next(film.decode(video=0)).to_image().save(picture)
    said = run(capsys, "assess", picture, "--exercise", "abdominal_brace", "--model", "lite", "--json", "-")
    assert said.code == 0
    assert "two seconds" not in " ".join(notice["says"] for notice in json.loads(said.out)["notices"])


def test_nobody_in_the_picture_is_a_result(capsys, tmp_path):
    """Exit 0: zero counts, and a notice in words."""
    clip = write_clip(tmp_path / "empty_room.mp4", Clip(size_px=(320, 240)))
    said = run(capsys, "assess", clip, *ANGEL, "--model", "lite", "--json", "-")
    assert said.code == 0
    found = json.loads(said.out)
    assert (found["repetitions"], found["coverage_fraction"]) == ([], 0.0)
    assert [notice["code"] for notice in found["notices"]] == ["no_person"]
