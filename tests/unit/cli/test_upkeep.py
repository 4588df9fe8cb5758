"""People, forgetting, exporting and importing on the command line, with every message a sentence."""

from pathlib import Path

import pytest

from backstay.memory.opening import open_store
from unit.cli.commands import run
from unit.memory.remembered import remember


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the data folder that commands use."""
    monkeypatch.setenv("BACKSTAY_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def fill(folder: Path) -> None:
    store = open_store(folder).store
    for name in ("Anna Example", "Berta Other"):
        remember(store, name=name, days=2)
    store.close()


def test_people_are_added_listed_and_renamed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Nobody yet." in run(capsys, "people", "list").out
    assert "Zoë is known as zoe:" in run(capsys, "people", "add", " Zoë ").out
    assert "Zoë is known as zoe-2:" in run(capsys, "people", "add", "Zoë").out
    assert "Zoë is called Zoë K. now; the id is still zoe-2." in run(capsys, "people", "rename", "zoe-2", "Zoë K.").out
    listed = run(capsys, "people", "list").out.splitlines()
    assert [line.split()[0] for line in listed] == ["zoe", "zoe-2"]
    assert "Zoë K., since" in listed[1]
    assert folder.is_dir()


def test_own_values_are_kept_shown_and_removed(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(folder)
    file = tmp_path / "own.json"
    file.write_text('{"soft_knees.left_knee_flexion_deg": 9.4}')
    assert "Anna Example has no own values: the usual limits hold." in run(capsys, "people", "own", "anna").out
    assert run(capsys, "people", "own", "anna", file).out == "soft knees (left): 9°, from any side\n"
    assert run(capsys, "people", "own", "anna").out == "soft knees (left): 9°, from any side\n"
    assert "has no own values" in run(capsys, "people", "own", "berta").out
    assert run(capsys, "people", "own", "anna", file, "--remove").code == 2
    assert "has no own values" in run(capsys, "people", "own", "anna", "--remove").out
    file.write_text('{"schema": "backstay.assessment/1", "references": {}}')
    said = run(capsys, "people", "own", "anna", file)
    assert (said.code, "no own values were found in that recording" in said.err) == (1, True)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("people", "add", "  "), "a name has 1 to 60 letters"),
        (("people", "rename", "carl", "Karl"), "nobody here is called 'carl'"),
        (("history", "forget", "carl", "--yes"), "nobody here is called 'carl'"),
        (("history", "reassess", "carl"), "nobody here is called 'carl'"),
        (("import", "nowhere.zip"), "nowhere.zip: cannot be read"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], says: str
) -> None:
    fill(folder)
    said = run(capsys, *words)
    assert said.code == 1
    assert says in said.err


def test_forgetting_asks_tells_and_leaves_others_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill(folder)
    assert run(capsys, "history", "forget").code == 2
    said = run(capsys, "history", "forget", "anna", "--yes")
    assert said.code == 0
    assert "Anna Example: removed" in said.out
    assert "2 sessions" in said.out
    assert "neither name nor id is in any of them." in said.out
    listed = run(capsys, "people", "list").out
    assert "berta" in listed
    assert "anna" not in listed


@pytest.mark.usefixtures("folder")
def test_an_ordinary_word_as_a_name_is_found_everywhere_and_no_cause_for_worry(
    capsys: pytest.CaptureFixture[str],
) -> None:
    run(capsys, "people", "add", "sessions")
    said = run(capsys, "history", "forget", "sessions", "--yes")
    assert "All that was kept of sessions is gone; a short or ordinary word also occurs in" in said.out


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("answer", [(), ("--yes",)])
def test_of_nobody_there_is_nothing_to_forget(answer: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    said = run(capsys, "history", "forget", "--older-than", "1", *answer)
    assert (said.code, said.out.strip()) == (0, "Nobody is remembered here, so there is nothing to forget.")


def test_what_is_old_goes_for_everybody(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill(folder)
    said = run(capsys, "history", "forget", "--older-than", "1", "--yes")
    assert said.out.count("2 sessions") == 2
    assert run(capsys, "people", "list").out.count("0 sessions") == 2


def test_an_archive_goes_out_and_comes_back(folder: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    fill(folder)
    out = tmp_path / "anna.zip"
    assert run(capsys, "export", "archive", "anna", "--out", out).code == 0
    run(capsys, "history", "forget", "anna", "--yes")
    assert "Anna Example (anna): 2 sessions" in run(capsys, "import", out).out
    assert "nothing new; 18 were here already" in run(capsys, "import", out).out
    assert "Anna Example (anna-b): 2 sessions" in run(capsys, "import", out, "--as", "anna-b").out
