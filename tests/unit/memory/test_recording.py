"""A live session becomes a record of what was done, and goes to the store once it is done."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from backstay.assessment.types import Verdict
from backstay.coaching.types import Rated
from backstay.coaching.words import Command, Rating, Stage
from backstay.memory.opening import open_store
from backstay.memory.shelf import StoreShelf
from backstay.memory.store import Store
from backstay.memory.types import SessionRecord
from backstay.pose.types import Pose
from backstay.sessions.journal import FRESH, About, FileJournal, SavedSession
from backstay.sessions.keeping import Keeper, settle
from backstay.sessions.poses import FilePoses, frames_in, parts_in
from figure.camera import FRONT
from figure.filming import Take, film
from figure.presses import Angel, wall_angels
from unit.memory.remembered import person
from unit.sessions.filming import Studio

ABOUT = About(person="anna", program="own", program_version=4, pain_before=5, provenance={"backstay": "0.1.0"})


@pytest.fixture(scope="module")
def angels() -> Sequence[Pose]:
    performance = wall_angels([Angel(), Angel(up_s=0.6), Angel(up_s=0.6)])
    return film(performance, camera=FRONT, take=Take(fps=15))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path).store
    opened.save_person(person())
    yield opened
    opened.close()


class Kept(Studio):
    """A studio whose sessions are kept."""

    about = ABOUT

    def __init__(self, poses: Sequence[Pose], store: Store, folder: Path) -> None:
        """Open the session."""
        self.store, self.folder = store, folder
        super().__init__("wall_angel", {"sets": 2, "repetitions": 20}, poses, FileJournal(folder / "live"))

    def keeper(self) -> Keeper:
        return Keeper(
            self.journal, self.about, StoreShelf(self.store), FilePoses(self.folder / "recordings" / "anna", part_s=4.0)
        )

    def work(self) -> None:
        self.give(*[Command.START] * 5)
        assert self.session.routine.stage is Stage.WORK

    def do(self) -> None:
        """Do three repetitions that no camera needs to see."""
        self.work()
        self.give(*[Command.PLUS_ONE] * 3)

    def do_more(self) -> None:
        self.give(*[Command.PLUS_ONE] * 2)

    def end(self) -> None:
        self.give(Command.END)
        for rating, value in ((Rating.PAIN, 3), (Rating.EFFORT, 6)):
            self.session.take(lambda t_s, rating=rating, value=value: Rated(t_s=t_s, rating=rating, value=value))
        assert self.session.routine.stage is Stage.SUMMARY

    @property
    def records(self) -> tuple[SessionRecord, ...]:
        return self.store.find_sessions("anna")

    @property
    def journals(self) -> list[str]:
        return [each.session_id for each in self.journal.saved()]


@pytest.fixture
def studio(angels: Sequence[Pose], store: Store, tmp_path: Path) -> Kept:
    return Kept(angels, store, tmp_path)


def test_a_session_is_remembered_with_all_that_was_done(studio: Kept) -> None:
    before = datetime.now(UTC)
    studio.work()
    studio.play()
    routine = studio.session.routine
    studio.end()
    (record,) = studio.records
    assert (record.id, record.person, record.program) == (studio.session.session_id, "anna", "own")
    assert (record.pain_before, record.pain_after, record.effort) == (5, 3, 6)
    assert record.is_finished
    assert before <= record.started_at <= record.ended_at
    assert record.duration_s == pytest.approx(studio.session.routine.t_s, abs=1.0)
    assert record.ended_at - record.started_at >= timedelta(seconds=record.duration_s)
    first, second = record.sets
    assert first.done == routine.tallies[0].total == 3
    assert [each.number for each in first.units] == list(range(1, 1 + len(routine.done)))
    assert [each.is_counted for each in first.units] == [each.unit.is_counted for each in routine.done]
    assert first.units[1].verdicts["slow_up"] is Verdict.NOT_MET
    assert first.units[1].readings
    assert (second.done, second.target, second.units) == (0.0, 20.0, ())
    assert next((cue.exercise, cue.criterion) for cue in record.cues) == ("wall_angel", "slow_up")
    assert record.provenance["pose_model"] == "full"


def test_a_session_stays_in_the_journal_until_it_is_in_the_store_and_over(studio: Kept) -> None:
    studio.do()
    assert studio.records == ()
    studio.end()
    assert len(studio.records) == len(studio.journals) == 1
    studio.session.begin_again()
    assert len(studio.records) == 1
    assert studio.journals == []


def test_a_finished_session_is_kept_once_however_often_it_is_settled(studio: Kept) -> None:
    studio.do()
    studio.end()
    studio.store.save_remark("anna", studio.session.session_id, note="Good day.", next_morning=2)
    for _ in range(3):
        assert settle(studio.journal, StoreShelf(studio.store)) == ""
    (record,) = studio.records
    assert (record.note, record.pain_next_morning) == ("Good day.", 2)
    assert studio.journals == []


def test_a_session_in_which_nothing_was_done_is_not_remembered(
    angels: Sequence[Pose], store: Store, tmp_path: Path
) -> None:
    studio = Kept(angels, store, tmp_path)
    studio.keeper = lambda: Keeper(studio.journal, About(person="anna"), StoreShelf(store))
    studio.open()
    studio.give(Command.START)
    studio.session.start_over()
    assert (studio.records, studio.journals) == ((), [])


def test_a_fresh_session_that_was_cut_off_waits_and_can_be_closed(studio: Kept) -> None:
    studio.do()
    number = studio.session.session_id
    settle(studio.journal, StoreShelf(studio.store))
    assert (studio.records, studio.journals) == ((), [number])
    studio.open()
    assert studio.session.is_resumed
    studio.session.start_over()
    (record,) = studio.records
    assert (record.id, record.is_finished) == (number, False)
    assert record.sets[0].done == 3
    assert studio.journals == []
    assert studio.session.session_id != number


def aged(studio: Kept, by: timedelta) -> SavedSession:
    """Make the journal's session one of another time."""
    (saved,) = studio.journal.saved()
    changed = saved.model_copy(update={"saved_at": saved.saved_at + by, "began_at": saved.began_at + by})
    studio.journal.save(changed)
    return changed


def test_an_old_session_that_was_cut_off_is_remembered_as_far_as_it_went(studio: Kept) -> None:
    studio.do()
    done = studio.session.routine.tallies[0].total
    saved = aged(studio, -2 * FRESH)
    assert settle(studio.journal, StoreShelf(studio.store)) == ""
    (record,) = studio.records
    assert (record.sets[0].done, record.is_finished, record.started_at) == (done, False, saved.began_at)
    assert studio.journals == []
    studio.open()
    assert not studio.session.is_resumed


def test_another_persons_session_is_not_taken_up(studio: Kept) -> None:
    studio.work()
    studio.store.save_person(person("Berta"))
    studio.keeper = lambda: Keeper(studio.journal, About(person="berta"), StoreShelf(studio.store))
    studio.open()
    assert not studio.session.is_resumed


def test_poses_are_kept_in_parts_and_come_back_in_order(studio: Kept, angels: Sequence[Pose]) -> None:
    studio.work()
    studio.play()
    studio.end()
    studio.session.close()
    folder = studio.folder / "recordings" / "anna" / studio.session.session_id
    frames = list(frames_in(folder))
    span_s = angels[-1].t_s - angels[0].t_s
    assert len(parts_in(folder)) == 1 + int(span_s // 4.0)
    assert len(frames) == len(angels)
    assert [each.sighting.pose.t_s for each in frames] == sorted(each.sighting.pose.t_s for each in frames)
    assert {(each.bout, each.stage, each.is_assessed) for each in frames} == {(0, Stage.WORK, True)}


def test_poses_that_cannot_be_kept_are_said_and_nothing_stops(studio: Kept) -> None:
    (studio.folder / "recordings").write_text("a file where a folder must be")
    studio.work()
    studio.play()
    studio.session._keeper._poses.finish()
    studio.session.tell()
    assert studio.updates[-1].notice.startswith("The skeletons of this session are not all kept: ")
    studio.end()
    assert len(studio.records) == 1
