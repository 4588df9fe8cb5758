"""A live session comes to what the file's assessment comes to, survives the program, and keeps why it judged."""

import math
import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import psutil
import pytest

from backstay.assessment.types import Verdict
from backstay.coaching.words import Command, PauseReason, Stage
from backstay.errors import StoreError
from backstay.media.types import MediaInfo
from backstay.pose.types import Pose, Sighting, TorsoMotion
from backstay.sessions.assessing import Instruction, assess_seen
from backstay.sessions.eyes import SLOW_SAYS, ArrivedFrame
from backstay.sessions.journal import FileJournal, MemoryJournal, this_process
from backstay.sessions.live import DEFECT_SAYS
from backstay.sessions.moments import moments_from, moments_text
from backstay.sessions.pace import BUDGET_MS, FRAMES_JUDGED, FRAMES_WARMING, CaptureClock, NewestOnly
from backstay.sessions.seeing import Seen, recall
from figure.camera import FRONT, SIDE_LEFT
from figure.filming import Take, film
from figure.presses import Angel, wall_angels
from figure.sitting import abdominal_brace
from unit.sessions.filming import Studio

TAKE = Take(fps=15)


def assessed_as_file(studio: Studio) -> object:
    """Return what the file assessment makes of the same film."""
    motion = TorsoMotion(t_s=0.0, flow_px_per_s=(np.nan, np.nan), quality=0.0)
    poses = studio.poses
    width_px, height_px = poses[0].image_size_px
    info = MediaInfo(
        path="film",
        duration_s=poses[-1].t_s,
        frames=len(poses),
        fps=15.0,
        width_px=width_px,
        height_px=height_px,
        is_still=False,
    )
    sightings = tuple(Sighting(pose=pose, torso_motion=motion, people=1, luminance_fraction=0.5) for pose in poses)
    seen = Seen(info=info, sightings=sightings, truncated_at_s=None, model="full", weights_sha256="0" * 64, wall_s=1.0)
    return assess_seen(seen, studio.exercise, Instruction()).assessment


@pytest.fixture(scope="module")
def angels() -> Sequence[Pose]:
    performance = wall_angels(
        [Angel(), Angel(top_elevation_deg=100), Angel(), Angel(up_s=0.6), Angel(up_s=0.6), Angel()]
    )
    return film(performance, camera=FRONT, take=TAKE)


def studio_at_work(angels: Sequence[Pose], journal: object = None, repetitions: int = 20) -> Studio:
    studio = Studio("wall_angel", {"repetitions": repetitions}, angels, journal)
    studio.give(Command.START, Command.START, Command.START, Command.START, Command.START)
    assert studio.session.routine.stage is Stage.WORK
    return studio


@pytest.fixture(scope="module")
def played(angels: Sequence[Pose]) -> Studio:
    """Return the studio after the whole film."""
    studio = studio_at_work(angels)
    studio.play()
    return studio


def test_repetitions_are_counted_as_in_the_file(played: Studio) -> None:
    units = assessed_as_file(played).repetitions
    done = [each.unit for each in played.session.routine.done]
    assert [each.counted for each in units] == [unit.is_counted for unit in done]
    assert played.session.routine.tally.count == sum(each.counted for each in units) > 3
    for unit, filed in zip(done, units, strict=True):
        live = {each.criterion: each.verdict for each in unit.judgements}
        agreeing = sum(live[name] is verdict for name, verdict in filed.criteria.items())
        assert agreeing >= len(filed.criteria) - 1


def test_a_fault_in_two_repetitions_is_corrected_once(played: Studio) -> None:
    assert [cue.id for cue in played.session.routine.cues if not cue.is_praise] == ["slow_up"]


def test_holds_with_breaks_last_as_long_as_in_the_file() -> None:
    seen = recall(Path(__file__).with_name("hip_flexor_faults.parquet"))
    studio = Studio("hip_flexor_stretch", {"holds": 1, "hold_s": 60}, [sighting.pose for sighting in seen.sightings])
    studio.give(*[Command.START] * 5, Command.SKIP, Command.START, Command.START)
    assert studio.session.routine.current.side == "right"
    studio.play()
    studio.give(Command.SKIP)
    filed = assess_seen(seen, studio.exercise, Instruction()).assessment.holds
    done = [each.unit for each in studio.session.routine.done]
    assert [unit.side for unit in done] == [each.side for each in filed] == ["right"] * 3
    assert [unit.held_s for unit in done] == pytest.approx([each.held_s for each in filed], abs=1.0)
    assert next(cue.text for cue in studio.session.routine.cues if not cue.is_praise) == "Bring your chest up tall."


def test_a_paced_brace_is_judged_in_the_time_that_the_coach_called() -> None:
    poses = film(abdominal_brace(), camera=SIDE_LEFT, take=TAKE)
    studio = Studio("abdominal_brace", {"holds": 1, "hold_s": 8}, poses)
    studio.give(*[Command.START] * 4)
    studio.play()
    assert studio.session.routine.stage is Stage.ASK
    (done,) = studio.session.routine.done
    assert done.unit.ended_s - done.unit.began_s == pytest.approx(8.0, abs=0.3)
    verdicts = {each.criterion: each.verdict for each in done.unit.judgements}
    assert verdicts["abdomen_tightened"] is Verdict.ASK
    assert verdicts["sitting_upright"] is Verdict.MET


def nobody(pose: Pose, later_s: float) -> Pose:
    return replace(
        pose,
        t_s=pose.t_s + later_s,
        xy_px=np.full_like(pose.xy_px, np.nan),
        world_m=np.full_like(pose.world_m, np.nan),
        confidence=np.zeros_like(pose.confidence),
    )


def test_who_walks_out_of_the_picture_is_waited_for_and_nothing_is_lost(angels: Sequence[Pose]) -> None:
    half = next(number for number, pose in enumerate(angels) if pose.t_s > 0.5 * angels[-1].t_s)
    gone = [nobody(angels[half], step / 15) for step in range(45)]
    studio = studio_at_work([*angels, *gone])
    studio.play(angels[:half])
    before = studio.session.routine.tally.count
    studio.play(gone)
    assert studio.session.routine.paused is PauseReason.OUT_OF_FRAME
    studio.play(angels[half:])
    assert studio.session.routine.paused is None
    assert studio.session.routine.tally.count >= before + 2


def test_a_killed_program_goes_on_where_it_was(tmp_path: object, angels: Sequence[Pose]) -> None:
    studio = studio_at_work(angels, FileJournal(tmp_path))
    half = len(angels) // 2
    studio.play(angels[:half])
    before, number = studio.session.routine, studio.session.session_id
    assert before.tally.count >= 1
    studio.clock.now_s = 5.0
    studio.open()
    after = studio.session.routine
    assert studio.session.is_resumed
    assert studio.session.session_id == number
    assert (after.stage, after.bout, after.tally.count) == (before.stage, before.bout, before.tally.count)
    assert after.paused is PauseReason.CUT_OFF
    studio.play(angels[half : half + 15])
    assert studio.session.routine.paused is PauseReason.CUT_OFF, "the person decides whether it goes on"
    studio.give(Command.RESUME)
    assert studio.session.routine.stage is Stage.CAMERA_CHECK, "the camera may stand elsewhere by now"
    studio.give(Command.START, Command.READY, Command.START)
    studio.play(angels[half + 15 :])
    assert studio.session.routine.paused is None
    assert studio.session.routine.tally.count > before.tally.count
    assert studio.session.routine.t_s > before.t_s


def test_a_session_that_was_cut_off_can_be_left_for_a_new_one(tmp_path: object, angels: Sequence[Pose]) -> None:
    studio = studio_at_work(angels, FileJournal(tmp_path))
    number = studio.session.session_id
    studio.session.begin_again()
    assert studio.session.session_id == number, "one under way goes on"
    studio.open()
    studio.session.begin_again()
    assert studio.session.session_id != number
    assert studio.session.routine.stage is Stage.WELCOME


def test_a_computer_that_was_asleep_stops_the_session_until_somebody_is_seen(angels: Sequence[Pose]) -> None:
    studio = studio_at_work(angels)
    now = datetime(2026, 1, 1, 8, tzinfo=UTC)
    for moment in (now, now + timedelta(seconds=5)):
        studio.session.tell_time(moment)
        assert studio.session.routine.paused is None
    studio.session.tell_time(now + timedelta(minutes=30))
    assert studio.session.routine.paused is PauseReason.ASLEEP
    studio.play(angels[:30])
    assert studio.session.routine.paused is None


def test_a_finished_session_is_not_taken_up_again(tmp_path: object, angels: Sequence[Pose]) -> None:
    studio = studio_at_work(angels, FileJournal(tmp_path))
    studio.give(Command.END)
    studio.open()
    assert not studio.session.is_resumed
    assert studio.session.routine.stage is Stage.WELCOME


def test_another_running_programs_session_is_left_to_it(tmp_path: Path, angels: Sequence[Pose]) -> None:
    studio = studio_at_work(angels, FileJournal(tmp_path))
    state = next(tmp_path.glob("*/state.json"))
    other = psutil.Process(os.getppid())
    named = f"{other.pid}-{other.create_time():.2f}"
    state.write_text(state.read_text().replace(this_process(), named))
    studio.open()
    assert not studio.session.is_resumed


def test_a_damaged_state_is_left_alone_and_the_program_starts(tmp_path: object, angels: Sequence[Pose]) -> None:
    studio = studio_at_work(angels, FileJournal(tmp_path))
    state = next(tmp_path.glob("*/state.json"))
    state.write_text(state.read_text()[:500])
    studio.open()
    assert studio.session.routine.stage is Stage.WELCOME
    assert state.exists()


def test_every_line_not_met_keeps_the_moment_that_shows_it(played: Studio) -> None:
    kept = played.session.moments.kept
    broken = {
        f"wall_angel.{each.criterion}"
        for done in played.session.routine.done
        for each in done.unit.judgements
        if each.verdict is Verdict.NOT_MET
    }
    assert set(kept) == broken > set()
    for moment in kept.values():
        assert abs(moment.pose.t_s - 0.5 * (moment.judgement.from_s + moment.judgement.to_s)) < 0.1
    again = moments_from(moments_text(played.session.moments))
    assert set(again.kept) == set(kept)
    name = next(iter(kept))
    assert again.kept[name].judgement == kept[name].judgement
    np.testing.assert_allclose(again.kept[name].pose.xy_px, kept[name].pose.xy_px, atol=0.06)


class FullDisk(MemoryJournal):
    """A journal on a disk without room."""

    def append(self, session_id: str, entry: object) -> None:  # noqa: ARG002
        raise StoreError("no room")

    def save(self, session: object, *, is_lasting: bool = True) -> None:  # noqa: ARG002
        raise StoreError("no room")


def test_a_full_disk_is_said_and_the_session_goes_on(angels: Sequence[Pose]) -> None:
    studio = studio_at_work(angels, FullDisk())
    studio.play(angels[: len(angels) // 3])
    assert studio.session.routine.tally.count == 1
    assert studio.updates[-1].notice == "no room"


def test_a_slow_machine_changes_to_the_lighter_model_and_says_so(angels: Sequence[Pose]) -> None:
    studio = studio_at_work(angels * 2)
    tired = studio.session._eyes._estimator
    estimate = tired.estimate

    def slowly(frame: object) -> Sighting:
        sighting = estimate(frame)
        studio.clock.now_s += 1.5e-3 * BUDGET_MS
        return sighting

    tired.estimate = slowly
    studio.play(studio.poses[: FRAMES_WARMING + FRAMES_JUDGED + 2])
    sights = [update.sight for update in studio.updates if update.sight]
    assert {sight.pose.model for sight in sights[: FRAMES_WARMING + FRAMES_JUDGED]} == {"full"}
    assert sights[-1].pose.model == "lite"
    assert studio.updates[-1].notice == SLOW_SAYS


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_defect_is_said_rather_than_leaving_a_page_that_stands_still(angels: Sequence[Pose]) -> None:
    studio = studio_at_work(angels)
    studio.session.start()
    studio.session.submit(ArrivedFrame(seq=0, captured_s=1.0, arrived_s=1.0, decode=lambda: 1 // 0))
    studio.session._thread.join(5.0)
    assert studio.updates[-1].notice == DEFECT_SAYS


def test_a_frame_from_before_the_new_session_changes_nothing(angels: Sequence[Pose]) -> None:
    studio = studio_at_work(angels)
    studio.play(angels[:60])
    studio.give(Command.END)
    late = ArrivedFrame(seq=61, captured_s=studio.clock.now_s, arrived_s=studio.clock.now_s, decode=lambda: None)
    studio.session.begin_again()
    studio.session.submit(late)
    studio.session.work_once(0.0)
    assert studio.session.routine.t_s < 1.0
    assert studio.session.routine.stage is Stage.WELCOME


def test_time_goes_on_without_frames() -> None:
    studio = Studio("wall_angel", {"sets": 2, "repetitions": 1, "rest_s": 5}, [])
    studio.give(Command.WITHOUT_CAMERA, *[Command.START] * 2, Command.READY)
    for _ in range(40):
        studio.clock.now_s += 0.1
        studio.session.work_once(0.0)
    assert studio.session.routine.stage is Stage.WORK


def test_only_the_newest_is_taken() -> None:
    slot: NewestOnly[int] = NewestOnly()
    for number in range(5):
        slot.put(number)
    assert (slot.take(0.0), slot.take(0.0), slot.dropped) == (4, None, 4)


def test_uneven_arrival_does_not_shake_the_time_axis() -> None:
    clock, times = CaptureClock(), []
    for number in range(100):
        captured_s = number / 30
        late_s = 0.005 + 0.02 * (number % 3)
        clock, t_s = clock.read(captured_s, 500.0 + captured_s + late_s)
        times.append(t_s)
    assert np.ptp(np.diff(times[3:])) < 1e-9
    assert times[-1] == pytest.approx(500.0 + 99 / 30 + 0.005)


@pytest.mark.parametrize("jump_s", [-50.0, 50.0], ids=["page-loaded-anew", "laptop-asleep"])
def test_a_clock_that_jumps_is_followed(jump_s: float) -> None:
    clock, _ = CaptureClock().read(100.0, 500.0)
    clock, t_s = clock.read(100.0 + jump_s, 501.0)
    assert t_s == pytest.approx(501.0)
    assert math.isfinite(clock.ahead_s)
