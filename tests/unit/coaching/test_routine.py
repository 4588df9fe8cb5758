"""A session goes from welcome to summary by itself, by buttons or by hand signs, whatever the exercise and the mode."""

import pytest

from backstay.assessment.types import (
    Event,
    HoldBegan,
    HoldPaused,
    HoldResumed,
    MovementRejected,
    RepetitionBegan,
    TrackingLost,
    TrackingRegained,
    Verdict,
)
from backstay.coaching.routine import pace_of, seconds_left
from backstay.coaching.types import Interrupted, Tick
from backstay.coaching.words import Command, Mode, Pace, PauseReason, Rating, Stage
from backstay.kinematics.types import ViewLabel
from unit.coaching.acting import Actor, hold, judgement, repetition

SIDE = ViewLabel.SIDE_LEFT


def test_hands_free_from_the_introduction_to_the_first_repetition() -> None:
    actor = Actor("wall_angel").give(Command.START)
    assert actor.stage is Stage.INTRO
    actor.be_seen(0.2).be_seen(0.6, is_hand_up=True)
    assert actor.stage is Stage.CAMERA_CHECK
    actor.be_seen(1.8)
    assert actor.stage is Stage.GET_READY
    actor.be_seen(3)
    assert actor.stage is Stage.GET_READY, "standing there is not the start pose"
    actor.be_seen(0.9, is_in_start_pose=True)
    assert actor.stage is Stage.COUNTDOWN
    actor.be_seen(3.1)
    assert actor.stage is Stage.WORK
    assert actor.texts[-4:] == ["three", "two", "one", "Go."]


def test_a_raised_hand_passes_the_camera_check_only_after_it_was_down() -> None:
    actor = Actor("wall_angel").give(Command.START).be_seen(0.2).be_seen(3, is_hand_up=True, trunk_fraction=0.05)
    assert actor.stage is Stage.CAMERA_CHECK, "the hand that led here is no new sign"
    actor.be_seen(0.2, trunk_fraction=0.05).be_seen(0.6, is_hand_up=True, trunk_fraction=0.05)
    assert actor.stage is Stage.GET_READY
    actor.be_seen(0.2).be_seen(0.6, is_hand_up=True)
    assert actor.stage is Stage.COUNTDOWN


def test_who_cannot_mend_the_picture_is_told_how_to_start_anyway() -> None:
    actor = Actor("wall_angel").give(Command.START, Command.START).be_seen(40, trunk_fraction=0.05)
    assert actor.texts.count("Raise one hand to start anyway.") == 1
    assert actor.texts.count("You are far away. Come nearer.") > 2


def test_a_set_is_counted_aloud_and_followed_by_a_rest_and_the_next_set() -> None:
    actor = Actor("wall_angel").to_work().repeat(3)
    assert actor.stage is Stage.REST
    assert [text for text in actor.texts if text in {"one", "two", "three"}][-3:] == ["one", "two", "three"]
    actor.wait(5.1)
    assert actor.stage is Stage.GET_READY
    assert actor.routine.bout == 1
    assert actor.routine.tally.count == 0
    assert actor.texts[-5:-1] == ["Well done. Rest.", "three", "two", "one"]


def test_a_partial_repetition_is_kept_and_not_counted() -> None:
    actor = Actor("wall_angel").to_work().do(RepetitionBegan(t_s=4.0)).do(repetition(6.0, is_counted=False))
    assert actor.routine.tally.count == 0
    assert len(actor.routine.done) == 1
    assert actor.texts[-1] == "Almost: not far enough to count."


def test_another_movement_is_named_once_in_a_while() -> None:
    rejected = MovementRejected(t_s=4.0, because="standing", says="You seem to be sitting.", from_s=3.0)
    actor = Actor("wall_angel").to_work().do(rejected).do(rejected)
    assert actor.texts.count("You seem to be sitting.") == 1


def test_a_hold_counts_only_what_is_held_and_swaps_sides() -> None:
    actor = Actor("hip_flexor_stretch").to_work()
    actor.be_seen(4, view=SIDE)
    assert actor.routine.tally.clock_s == 0.0
    actor.do(HoldBegan(t_s=actor.routine.t_s, side="left"), is_holding=True, view=SIDE)
    actor.be_seen(4, is_holding=True, view=SIDE)
    actor.do(HoldPaused(t_s=actor.routine.t_s, criterion="spine_straight"), view=SIDE)
    actor.be_seen(3, is_holding=False, view=SIDE)
    actor.do(HoldResumed(t_s=actor.routine.t_s), is_holding=True, view=SIDE)
    assert actor.routine.tally.clock_s == pytest.approx(4.1, abs=0.15)
    assert "The clock waits: spine straight." in actor.texts
    actor.be_seen(4.1, is_holding=True, view=SIDE)
    assert actor.stage is Stage.REST
    assert actor.texts[-5:] == ["four", "three", "two", "one", "And relax."]
    actor.wait(5.1).give(Command.READY).wait(3.1).be_seen(8.3, is_holding=True, view=SIDE)
    assert actor.stage is Stage.SWAP
    assert actor.routine.plan.bouts[actor.routine.bout + 1].side == "right"
    assert "right hip" in actor.texts[-1]


@pytest.mark.parametrize(
    ("name", "presses", "event"),
    [
        pytest.param("wall_angel", 4, RepetitionBegan(t_s=1.0), id="repetition-in-the-countdown"),
        pytest.param("hip_flexor_stretch", 4, HoldBegan(t_s=1.0, side="left"), id="hold-in-the-countdown"),
        pytest.param("hip_flexor_stretch", 3, HoldBegan(t_s=1.0, side="left"), id="hold-before-the-countdown"),
    ],
)
def test_who_begins_early_is_not_made_to_wait(name: str, presses: int, event: Event) -> None:
    actor = Actor(name).give(*[Command.START] * presses).do(event, view=SIDE)
    assert actor.stage is Stage.WORK


def test_the_judged_hold_corrects_the_clock_that_ran_along() -> None:
    actor = Actor("hip_flexor_stretch").to_work().be_seen(5.1, is_holding=True, view=SIDE)
    actor.do(hold(actor.routine.t_s, 4.0), view=SIDE)
    assert actor.routine.tally.clock_s == pytest.approx(4.0, abs=0.05)
    actor.be_seen(4.2, is_holding=True, view=SIDE)
    assert actor.stage is Stage.REST, "a hold that was left goes on where it was"


def test_the_wrong_side_is_named_and_does_not_start() -> None:
    actor = Actor("hip_flexor_stretch").give(Command.START, Command.START, Command.START)
    actor.be_seen(5, view=SIDE, is_in_start_pose=True, side="right")
    assert actor.stage is Stage.GET_READY
    assert actor.texts[-1].startswith("The other side, please: left hip: left knee down")
    actor.be_seen(1, view=SIDE, is_in_start_pose=True, side="left")
    assert actor.stage is Stage.COUNTDOWN


def test_a_hold_on_the_other_side_is_kept_and_not_counted_for_this_one() -> None:
    actor = Actor("hip_flexor_stretch").to_work().do(HoldBegan(t_s=4.0, side="right"), is_holding=True, view=SIDE)
    actor.be_seen(3, is_holding=True, view=SIDE).do(hold(actor.routine.t_s, 3.0, side="right"), view=SIDE)
    assert actor.routine.tally.clock_s == 0.0
    assert len(actor.routine.done) == 1
    assert "The other side, please: left hip: left knee down, right foot forward." in actor.texts


def test_who_cannot_be_seen_holding_is_told_and_may_start_the_clock() -> None:
    actor = Actor("hip_flexor_stretch").to_work().be_seen(16, view=SIDE)
    assert "press Start the clock" in actor.texts[-1]
    actor.give(Command.READY).be_seen(8.2, view=SIDE)
    assert actor.stage is Stage.REST


def test_a_brace_is_paced_by_voice_through_every_hold() -> None:
    actor = Actor("abdominal_brace").to_work()
    paces = [pace_of(actor.routine)]
    for _ in range(90):
        actor.wait(0.1)
        paces.append(pace_of(actor.routine))
    assert list(dict.fromkeys(paces)) == [Pace.TIGHTEN, Pace.BREATHE, Pace.COUNT, Pace.RELAX]
    assert actor.stage is Stage.REST
    said = actor.texts[actor.texts.index("Tighten lightly.") :]
    assert said[:8] == ["Tighten lightly.", "Keep breathing.", "five", "four", "three", "two", "one", "And relax."]
    actor.wait(3.5)
    assert actor.stage is Stage.WORK, "the coach calls the next one itself"


def test_after_the_last_bout_come_questions_ratings_and_the_summary() -> None:
    actor = Actor("abdominal_brace").to_work().wait(8 + 4 + 8.5)
    assert actor.stage is Stage.ASK
    actor.answer(yes=True).answer(yes=False).answer(yes=True)
    assert actor.stage is Stage.RATE
    actor.rate(Rating.PAIN, 2).rate(Rating.EFFORT, 5)
    assert actor.stage is Stage.SUMMARY
    assert actor.routine.answers == {
        "abdominal_brace.abdomen_tightened": True,
        "abdominal_brace.breathing_normally": False,
        "abdominal_brace.relaxed_between": True,
    }
    assert actor.routine.ratings == {Rating.PAIN: 2, Rating.EFFORT: 5}


def test_without_a_camera_the_person_counts_and_the_clock_runs() -> None:
    actor = Actor("wall_angel", "hip_flexor_stretch", mode=Mode.BY_HAND).to_work()
    actor.give(*[Command.PLUS_ONE] * 3).wait(0.1)
    assert actor.stage is Stage.REST
    actor.give(Command.SKIP, Command.READY).wait(3.1).give(*[Command.PLUS_ONE] * 3).wait(0.1)
    assert actor.stage is Stage.ASK
    questions = 0
    while actor.stage is Stage.ASK:
        actor.answer()
        questions += 1
    assert questions == 4, "every line with a question is asked, as no camera saw it"
    actor.give(Command.START, Command.START, Command.READY).wait(3.1 + 8.1)
    assert actor.stage is Stage.REST


def test_an_exercise_that_was_left_out_is_not_asked_about() -> None:
    actor = Actor("wall_angel", "abdominal_brace").give(Command.START, Command.SKIP)
    assert actor.stage is Stage.INTRO
    assert actor.routine.exercise.id == "abdominal_brace"
    actor.give(Command.SKIP)
    assert actor.stage is Stage.RATE


def test_out_of_the_picture_everything_waits_and_goes_on_by_itself() -> None:
    actor = Actor("wall_angel").to_work().repeat(2).be_seen(1)
    actor.do(TrackingLost(t_s=actor.routine.t_s), is_person=False)
    assert actor.routine.paused is PauseReason.OUT_OF_FRAME
    actor.be_seen(5, is_person=False)
    assert actor.routine.paused is PauseReason.OUT_OF_FRAME
    actor.do(TrackingRegained(t_s=15.0))
    assert actor.routine.paused is None
    assert actor.stage is Stage.WORK
    assert actor.routine.tally.count == 2


@pytest.mark.parametrize("reason", [PauseReason.CAMERA, PauseReason.CONNECTION, PauseReason.HIDDEN, PauseReason.ASLEEP])
def test_what_stopped_from_outside_lifts_itself_when_the_person_is_seen(reason: PauseReason) -> None:
    actor = Actor("wall_angel").to_work().repeat(1)
    actor.take(Interrupted(t_s=actor.routine.t_s, reason=reason)).wait(30)
    assert actor.routine.paused is reason
    actor.be_seen(0.2)
    assert actor.routine.paused is None
    assert (actor.stage, actor.routine.tally.count) == (Stage.WORK, 1)


def test_the_persons_own_pause_ends_by_a_button_or_a_raised_hand() -> None:
    actor = Actor("wall_angel").to_work().give(Command.PAUSE).be_seen(5)
    assert actor.routine.paused is PauseReason.PERSON
    actor.be_seen(0.6, is_hand_up=True)
    assert actor.routine.paused is None
    assert actor.give(Command.PAUSE, Command.RESUME).routine.paused is None


def test_a_pause_stops_rest_and_clock_and_a_blind_clock_is_counted_in_again() -> None:
    actor = Actor("abdominal_brace").to_work().wait(4).give(Command.PAUSE).wait(60)
    assert seconds_left(actor.routine) == pytest.approx(4.0, abs=0.2)
    actor.give(Command.RESUME)
    assert actor.stage is Stage.COUNTDOWN
    actor.wait(3.1 + 3)
    assert seconds_left(actor.routine) == pytest.approx(1.0, abs=0.3)


def test_a_laptop_asleep_costs_a_second_at_most() -> None:
    actor = Actor("wall_angel").to_work().repeat(3)
    before_s = seconds_left(actor.routine)
    actor.take(Tick(t_s=actor.routine.t_s + 3600))
    assert before_s - seconds_left(actor.routine) <= 1.0


def test_counts_are_put_right_in_the_set_and_just_after() -> None:
    actor = Actor("wall_angel").to_work().give(Command.PLUS_ONE, Command.MINUS_ONE, Command.MINUS_ONE)
    assert actor.routine.tally.count == 0
    actor.repeat(3).give(Command.MINUS_ONE)
    assert actor.stage is Stage.REST
    assert actor.routine.tallies[0].count == 2


def test_that_was_right_is_kept_with_the_judgement_and_silences_the_cue() -> None:
    broken = judgement("slow_up")
    actor = Actor("wall_angel").to_work().repeat(2, broken)
    assert actor.texts.count("Slower on the way up.") == 1
    actor.give(Command.THAT_WAS_RIGHT)
    assert [each.judgement.criterion for each in actor.routine.overrulings] == ["slow_up"]
    assert actor.routine.shown is None
    actor.repeat(1, broken)
    actor.wait(5.1).give(Command.READY).wait(3.1).repeat(3, broken)
    assert actor.texts.count("Slower on the way up.") == 1


def test_a_moved_camera_is_checked_again_and_nothing_is_lost() -> None:
    actor = Actor("wall_angel").give(Command.START, Command.START, Command.START, Command.READY)
    actor.be_seen(3.2).repeat(1)
    actor.be_seen(3, trunk_fraction=0.3)
    assert actor.stage is Stage.CAMERA_CHECK
    assert "The camera seems to have moved." in actor.texts
    actor.give(Command.START, Command.READY).wait(3.1)
    assert (actor.stage, actor.routine.tally.count) == (Stage.WORK, 1)


@pytest.mark.parametrize(
    ("commands", "stage"),
    [
        pytest.param([Command.START, Command.BACK], Stage.WELCOME, id="introduction"),
        pytest.param([Command.START, Command.START, Command.BACK], Stage.INTRO, id="camera-check"),
        pytest.param([Command.START, Command.START, Command.START, Command.BACK], Stage.INTRO, id="get-ready"),
        pytest.param([Command.START] * 4 + [Command.BACK], Stage.GET_READY, id="countdown"),
        pytest.param([Command.START] * 5 + [Command.BACK], Stage.GET_READY, id="work"),
    ],
)
def test_back_returns_to_what_was_before(commands: list[Command], stage: Stage) -> None:
    assert Actor("wall_angel").give(*commands).stage is stage


def test_back_from_a_rest_does_the_set_again_and_keeps_what_was_done() -> None:
    actor = Actor("wall_angel").to_work().repeat(3).give(Command.BACK)
    assert (actor.stage, actor.routine.bout) == (Stage.GET_READY, 0)
    assert (actor.routine.tally.count, actor.routine.tally.total) == (0, 3)


def test_the_end_of_a_bout_is_counted_for_its_own_bout() -> None:
    actor = Actor("wall_angel").to_work().repeat(1).give(Command.SKIP).give(Command.SKIP)
    assert actor.routine.bout == 1
    actor.conclude(repetition(actor.routine.t_s, judgement("slow_up", Verdict.MET)), bout=0)
    assert [tally.count for tally in actor.routine.tallies] == [2, 0]
    assert actor.routine.bout == 1


@pytest.mark.parametrize("wait_s", [0, 1, 4, 9, 20, 40])
def test_end_leads_to_the_summary_from_anywhere(wait_s: float) -> None:
    actor = Actor("abdominal_brace").give(Command.START, Command.START, Command.START, Command.READY).wait(wait_s)
    assert actor.give(Command.END).stage is Stage.SUMMARY
