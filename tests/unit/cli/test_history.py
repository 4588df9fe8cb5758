"""History and the therapist's page from the command line, with a store of one week, and with none."""

import pytest

from unit.cli.commands import run
from unit.reports.lives import keep, nobody, one_week


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.setenv("BACKSTAY_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("BACKSTAY_DATABASE_URL", raising=False)
    monkeypatch.setenv("COLUMNS", "120")
    return tmp_path / "data"


@pytest.mark.parametrize("words", [(), ("ada",), ("Ada",), ("show", "ada")], ids=["longest", "id", "name", "show"])
def test_a_week(capsys, data, words):
    keep(data, one_week())
    said = run(capsys, "history", *words)
    assert said.code == 0
    for part in ("Ada: 7 sessions", "Calendar", "Hip flexor stretch", "Work in the last four weeks: upper back"):
        assert part in said.out
    assert "missed" not in said.out


def test_somebody_without_a_session(capsys, data):
    keep(data, nobody())
    assert run(capsys, "history").out.startswith("Nothing is kept of Ada yet.")


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("words", [("history",), ("report", "--pdf", "r.pdf")], ids=["history", "report"])
def test_an_empty_machine(capsys, words):
    said = run(capsys, *words)
    assert (said.code, said.out) == (1, "")
    assert said.err == "backstay: nobody has a profile here yet. `backstay coach` makes one at the first session.\n"


def test_an_unknown_name(capsys, data):
    keep(data, one_week())
    said = run(capsys, "history", "bob")
    assert said.code == 1
    assert "nobody here is called 'bob'. Known here: ada (Ada)." in said.err


def test_the_page_is_written(capsys, data, tmp_path):
    keep(data, one_week())
    target = tmp_path / "ada.pdf"
    said = run(capsys, "report", "--pdf", target)
    assert said.code == 0
    assert f"{target}: one page about Ada." in said.out
    assert target.read_bytes().startswith(b"%PDF-")


def test_a_page_that_cannot_be_written(capsys, data, tmp_path):
    keep(data, one_week())
    said = run(capsys, "report", "--pdf", tmp_path / "nowhere" / "ada.pdf")
    assert said.code == 1
    assert "cannot be written" in said.err
