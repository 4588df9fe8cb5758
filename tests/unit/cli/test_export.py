"""Exports from the command line: a file or a folder, a bundle, markers and motions of kept poses."""

import json
import shutil
from pathlib import Path

import pytest

from unit.cli.commands import run
from unit.reports.lives import keep, one_week

ANGEL = Path(__file__).parents[2] / "recordings" / "figure_wall_angel_good_front.parquet"


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.setenv("BACKSTAY_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("BACKSTAY_DATABASE_URL", raising=False)
    keep(tmp_path / "data", one_week())
    return tmp_path / "data"


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_folder_gets_every_table_and_a_file_gets_one(capsys, tmp_path, kind):
    said = run(capsys, "export", kind, "--out", tmp_path / "all")
    assert said.code == 0
    assert len(list((tmp_path / "all").glob(f"*.{kind}"))) == 14
    assert run(capsys, "export", kind, "ada", "--out", tmp_path / f"one.{kind}", "--table", "cues").code == 0
    assert (tmp_path / f"one.{kind}").read_bytes() == (tmp_path / "all" / f"cues.{kind}").read_bytes()


@pytest.mark.usefixtures("data")
def test_an_unknown_table_is_answered_with_those_there_are(capsys, tmp_path):
    said = run(capsys, "export", "csv", "--out", tmp_path / "x.csv", "--table", "foo")
    assert said.code == 2
    assert "sessions, sets, units" in said.err
    assert not (tmp_path / "x.csv").exists()


@pytest.mark.usefixtures("data")
def test_a_bundle(capsys, tmp_path):
    assert run(capsys, "export", "fhir", "--out", tmp_path / "b.json").code == 0
    assert json.loads((tmp_path / "b.json").read_text())["resourceType"] == "Bundle"


@pytest.mark.parametrize(("kind", "first"), [("trc", "PathFileType"), ("mot", "out")])
def test_the_newest_session_with_poses(capsys, data, tmp_path, kind, first):
    session = one_week().sessions[2].id
    folder = data / "recordings" / "ada" / session
    folder.mkdir(parents=True)
    shutil.copy(ANGEL, folder / "00000.parquet")
    target = tmp_path / f"out.{kind}"
    assert run(capsys, "export", kind, "--out", target).code == 0
    assert target.read_text().startswith(first)
    named = run(capsys, "export", kind, "--session", session, "--out", tmp_path / f"named.{kind}")
    assert named.code == 0
    by_file = run(capsys, "export", kind, "--poses", ANGEL, "--out", tmp_path / f"file.{kind}")
    assert by_file.code == 0


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "no poses are kept of any session of Ada"),
        (("--session", "nothing"), "Ada has no session 'nothing'. The newest is 2026"),
        (("--session", one_week().sessions[0].id), "no poses are kept of session 2026"),
        (("--poses", "nowhere.parquet"), "nowhere.parquet: cannot be read"),
    ],
)
def test_without_poses_it_says_so(capsys, tmp_path, words, says):
    said = run(capsys, "export", "trc", "--out", tmp_path / "x.trc", *words)
    assert said.code == 1
    assert says in said.err
    assert not (tmp_path / "x.trc").exists()
