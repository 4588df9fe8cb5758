"""Kept poses judged by the same rules come to the same; by other rules, what would change is told."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from backstay.assessment.types import Verdict
from backstay.exercises.types import Exercise
from backstay.memory.opening import open_store
from backstay.memory.places import recordings_in
from backstay.memory.reassessing import Reassessment, reassess
from backstay.memory.types import SessionRecord
from backstay.pose.types import Pose
from backstay.sessions.poses import LiveFrame, frames_in
from figure.camera import FRONT
from figure.filming import Take, film
from figure.presses import Angel, wall_angels
from unit.cli.commands import run
from unit.memory.remembered import person
from unit.memory.test_recording import Kept


class Past:
    """A session that was kept."""

    def __init__(self, folder: Path, poses: Sequence[Pose]) -> None:
        """Do the session live, and keep it."""
        store = open_store(folder).store
        store.save_person(person())
        studio = Kept(poses, store, folder)
        studio.work()
        studio.play()
        studio.end()
        studio.session.close()
        self.exercise: Exercise = studio.exercise
        self.folder, self.record = folder, store.find_sessions("anna")[0]
        self.frames: list[LiveFrame] = list(frames_in(recordings_in(folder) / "anna" / self.record.id))
        store.close()

    def reassessed(self, *exercises: Exercise, record: SessionRecord | None = None) -> Reassessment:
        return reassess(record or self.record, self.frames, {each.id: each for each in exercises})


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Past]:
    angels = [Angel(), Angel(up_s=0.6), Angel()]
    return Past(tmp_path_factory.mktemp("past"), film(wall_angels(angels), camera=FRONT, take=Take(fps=15)))


def test_the_same_rules_change_nothing(past: Past) -> None:
    assert [each.is_counted for each in past.record.sets[0].units] == [True, True, True]
    found = past.reassessed(past.exercise)
    assert (found.counts, found.lines, found.unknown) == ((), (), ())


def other_rules(exercise: Exercise, **changes: object) -> Exercise:
    """Return an exercise with another limit for the way up."""
    criteria = tuple(each.model_copy(update=changes) if each.id == "slow_up" else each for each in exercise.criteria)
    return exercise.model_copy(update={"criteria": criteria})


def test_another_limit_changes_its_line_and_no_other(past: Past) -> None:
    slow_up = next(each for each in past.exercise.criteria if each.id == "slow_up")
    found = past.reassessed(other_rules(past.exercise, not_met_below=slow_up.not_met_below + 10.0))
    assert found.counts == ()
    (line,) = found.lines
    assert (line.exercise, line.criterion) == ("wall_angel", "slow_up")
    assert (line.before[Verdict.NOT_MET], line.after[Verdict.NOT_MET]) == (1, 3)


def test_another_threshold_counts_otherwise(past: Past) -> None:
    counts_from = past.exercise.counts_from.model_copy(update={"above": 175.0})
    (count,) = past.reassessed(past.exercise.model_copy(update={"counts_from": counts_from})).counts
    assert (count.set_number, count.exercise, count.before, count.after) == (1, "wall_angel", 3, 0)


def test_an_exercise_that_is_gone_is_told(past: Past) -> None:
    assert past.reassessed().unknown == ("wall_angel",)


def test_the_command_says_that_nothing_would_change(
    past: Past, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKSTAY_DATA", str(past.folder))
    said = run(capsys, "history", "reassess", "Anna Example")
    assert said.code == 0
    assert "  nothing would change" in said.out
    assert "Anna Example: 1 sessions judged anew, 0 have no kept poses. Nothing was changed." in said.out
