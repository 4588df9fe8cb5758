"""`backstay posture --place` holds a recording against what its person set up in the watch."""

from dataclasses import replace

import pytest

from backstay.coaching.watch.remembering import profile_as_numbers
from backstay.coaching.watch.types import Contrast, WatchProfile
from backstay.kinematics.resting import middle_of, resting_of
from backstay.kinematics.view import follow_views
from figure.camera import SIDE_LEFT
from figure.filming import Take, film
from figure.sitting import desk
from unit.cli.commands import record, run
from unit.reports.lives import keep, nobody

TALL, SLUMPED = (film(desk(((name, 5),)), take=Take(fps=12), camera=SIDE_LEFT) for name in ("tall", "slumped"))


@pytest.fixture
def slumped(tmp_path):
    return record(tmp_path / "slumped.parquet", SLUMPED, model="lite")


@pytest.fixture(autouse=True)
def data(tmp_path, monkeypatch):
    """Ada has set her desk up, with one camera; and the kitchen with two."""
    monkeypatch.setenv("BACKSTAY_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("BACKSTAY_DATABASE_URL", raising=False)
    monkeypatch.setenv("COLUMNS", "160")
    tall = middle_of([resting_of(pose, view) for pose, view in zip(TALL, follow_views(TALL), strict=True)])
    profile = WatchProfile(sitting=Contrast(tall=tall, slump=tall))
    places = ("webcam_desk", "webcam_kitchen", "phone_kitchen")
    numbers = {key: value for place in places for key, value in profile_as_numbers(profile, place).items()}
    keep(tmp_path / "data", replace(nobody(), person=replace(nobody().person, references=numbers)))


def test_who_slumps_all_along_is_told_so(capsys, slumped):
    assert "Trunk rounded forward" not in run(capsys, "posture", slumped).out
    said = run(capsys, "posture", slumped, "--place", "Desk")
    assert said.code == 0
    assert "Trunk rounded forward from your tall sitting" in said.out
    assert "Angles are compared with your own tall sitting as set up at Desk" in said.out
    assert run(capsys, "posture", slumped, "--place", "webcam desk", "--person", "ada").out.count("webcam desk") == 1


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (
            ("--place", "Attic"),
            1,
            "Ada has set up no place called 'Attic'. Known: phone_kitchen, webcam_desk, webcam_kitchen.",
        ),
        (
            ("--place", "Kitchen"),
            1,
            "Ada set up 'Kitchen' with several cameras; name one: phone_kitchen, webcam_kitchen.",
        ),
        (("--place", "Desk", "--person", "Bob"), 1, "nobody here is called 'Bob'. Known here: ada (Ada)."),
        (("--person", "Ada"), 2, "--person: whose place is meant? Give --place too."),
        (("--place", "Desk", "--model", "full"), 2, "--model full: the watch looks with lite"),
    ],
    ids=["unknown place", "two cameras", "unknown person", "no place", "other model"],
)
def test_what_cannot_be_meant_is_said(capsys, slumped, words, code, says):
    said = run(capsys, "posture", slumped, *words)
    assert (said.code, said.out) == (code, "")
    assert says in said.err
