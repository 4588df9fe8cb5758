"""`backstay programs` lists, shows, checks and follows programs, and writes their days as a calendar."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from icalendar import Calendar

from backstay.memory.opening import open_store
from backstay.memory.types import Person, ProgramRecord
from unit.cli.commands import run

OWN = """id: own
version: 3
title: From my therapist
author: Ada
days: [monday, thursday]
exercises:
  - exercise: wall_angel
    dose: {sets: 1, repetitions: 6}
    changes: {repetitions: {by: 2, least: 4, most: 8}, easier: seated_wall_angel}
stop_rules: [A headache that grows]
source: a note
"""


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BACKSTAY_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("BACKSTAY_DATABASE_URL", raising=False)
    return tmp_path


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.yaml"
    path.write_text(OWN, encoding="utf-8")
    return path


def test_the_prescription_is_followed_to_begin_with(capsys) -> None:
    said = run(capsys, "programs", "list")
    assert said.code == 0
    assert "* prescription" in said.out.replace("  ", " ")


def test_a_program_is_followed_kept_and_shown(capsys, own: Path) -> None:
    assert "Me follows From my therapist (version 3, by Ada)" in run(capsys, "programs", "use", own).out
    own.unlink()
    shown = " ".join(run(capsys, "programs", "show").out.split())
    for text in (
        "From my therapist",
        "Monday, Thursday",
        "Wall angel: 6 repetitions",
        "4 to 8, by 2",
        "A headache that",
    ):
        assert text in shown
    assert "Trachman" in run(capsys, "programs", "show", "prescription").out
    assert run(capsys, "programs", "use", "prescription").code == 0
    assert run(capsys, "programs", "use", "own").code == 0, "it is still there by its id"


def test_every_mistake_is_said_with_its_line_and_nothing_is_followed(capsys, own: Path) -> None:
    own.write_text(OWN.replace("wall_angel\n", "wall_angle\n").replace("thursday", "thirsday"), encoding="utf-8")
    for command in ("check", "use"):
        said = run(capsys, "programs", command, own)
        assert said.code == 1
        assert "own.yaml:5: days[1]: need one of monday" in said.err
    assert "own" not in run(capsys, "programs", "list").out.split()


def test_a_program_that_no_longer_loads_is_listed_with_what_is_wrong(capsys, data: Path) -> None:
    store = open_store(data / "data").store
    at = datetime(2026, 3, 2, tzinfo=UTC)
    store.save_person(Person(id="me", name="Me", created_at=at, program="own"))
    broken = OWN.replace("exercise: wall_angel", "exercise: gone")
    store.save("me", ProgramRecord(at=at, program="own", version=3, text=broken, source="own.yaml"))
    store.close()
    said = run(capsys, "programs", "list")
    assert said.code == 0
    assert "* prescription" in said.out.replace("  ", " ")
    assert "own was imported, but cannot be used any more: own.yaml:7: exercises[0]: exercise: no exercise" in said.out
    assert "Your program own cannot be used: own.yaml:7:" in said.out


def test_a_file_that_is_right_is_ok(capsys, own: Path) -> None:
    said = run(capsys, "programs", "check", own)
    assert (said.code, said.err) == (0, "")
    assert "ok, From my therapist: 1 exercise, by Ada" in said.out


def test_the_calendar_has_the_days_of_what_is_followed(capsys, own: Path, tmp_path: Path) -> None:
    run(capsys, "programs", "use", own)
    target = tmp_path / "practice.ics"
    assert run(capsys, "programs", "calendar", "--out", target, "--at", "07:45").code == 0
    (event,) = Calendar.from_ical(target.read_bytes()).walk("VEVENT")
    assert event["rrule"]["BYDAY"] == ["MO", "TH"]
    assert event.decoded("dtstart").strftime("%H:%M") == "07:45"


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("show", "prescripton"), 1, "did you mean prescription?"),
        (("use", "nowhere.yaml"), 1, "no such file"),
        (("list", "--person", "zoe"), 1, "nobody here is called 'zoe'"),
        (("calendar", "--out", "a.ics", "--at", "late"), 2, "need a time such as 18:30"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(capsys, words, code, says) -> None:
    said = run(capsys, "programs", *words)
    assert (said.code, says in said.err) == (code, True), said.err
