"""What the page draws is a function of the routine: every stage has a screen, and no button does nothing."""

import itertools
import math
import string
from dataclasses import replace

import pytest

from backstay.assessment.types import HoldBegan, Verdict
from backstay.coaching.types import Interrupted, Routine
from backstay.coaching.words import Command, Mode, PauseReason, Rating, Stage
from backstay.kinematics.types import ViewLabel
from backstay.sessions.moments import Moments
from backstay.web.buttons import LABELS, buttons_of
from backstay.web.results import advice_on, summary_of
from backstay.web.screens import marked_landmarks, screen_of
from unit.coaching.acting import Actor, assignment, hold, judgement, repetition

SIDE = ViewLabel.SIDE_LEFT
NAMES = ("wall_angel", "hip_flexor_stretch", "abdominal_brace")


def session(mode: Mode) -> list[Routine]:
    """Return every state of one session through three exercises."""
    actor = Actor(*NAMES, mode=mode)
    states = [actor.routine]
    for _ in range(3000):
        if actor.stage is Stage.SUMMARY:
            return states
        _press_on(actor)
        states.append(actor.routine)
    raise AssertionError("the session never ended")


def _press_on(actor: Actor) -> None:
    """Do what leads on."""
    if actor.stage in {Stage.WELCOME, Stage.INTRO, Stage.CAMERA_CHECK, Stage.GET_READY}:
        actor.give(Command.READY if actor.stage is Stage.GET_READY else Command.START)
    elif actor.stage is Stage.ASK:
        actor.answer()
    elif actor.stage is Stage.RATE:
        actor.rate(Rating.PAIN if actor.routine.asked == 0 else Rating.EFFORT, 3)
    elif actor.stage is Stage.WORK and actor.routine.exercise.id == "wall_angel":
        actor.give(Command.PLUS_ONE).wait(0.5)
    else:
        actor.be_seen(0.5, view=SIDE, is_holding=True)


@pytest.fixture(scope="module", params=list(Mode))
def states(request: pytest.FixtureRequest) -> list[Routine]:
    return session(request.param)


def test_a_session_passes_through_every_stage(states: list[Routine]) -> None:
    passed = {state.stage for state in states}
    missing = {Stage.CAMERA_CHECK} if states[0].mode is Mode.BY_HAND else set()
    assert passed == set(Stage) - missing


def test_every_state_has_a_screen_with_words_and_one_main_button_at_most(states: list[Routine]) -> None:
    for state in states:
        screen = screen_of(state)
        assert screen.headline
        assert sum(button.is_main for button in screen.buttons) <= 1
        keys = [button.key for button in screen.buttons]
        assert len(set(keys)) == len(keys), (state.stage, keys)
        assert screen.counter is None or math.isfinite(screen.counter.value)
        assert 0 <= screen.progress_fraction <= 1


def test_progress_only_grows(states: list[Routine]) -> None:
    fractions = [screen_of(state).progress_fraction for state in states]
    assert all(after >= before for before, after in itertools.pairwise(fractions))
    assert (fractions[0], fractions[-1]) == (0.0, 1.0)


def test_every_button_changes_something(states: list[Routine]) -> None:
    for state in {(each.stage, each.bout): each for each in states}.values():
        for button in buttons_of(state):
            actor = Actor("wall_angel")
            actor.routine = state
            actor.give(button.command)
            is_new_session = button.command is Command.AGAIN
            is_at_zero = button.command is Command.MINUS_ONE and state.tally.count == 0
            assert actor.routine != state or is_new_session or is_at_zero, (state.stage, button.command)


def test_the_camera_is_wanted_only_where_it_is_of_use() -> None:
    actor = Actor("wall_angel")
    assert not screen_of(actor.routine).wants_camera
    actor.to_work()
    assert screen_of(actor.routine).wants_camera
    actor.give(Command.PAUSE).wait(55)
    assert screen_of(actor.routine).wants_camera
    actor.wait(10)
    assert not screen_of(actor.routine).wants_camera
    actor.give(Command.RESUME)
    assert screen_of(actor.routine).wants_camera
    assert not screen_of(actor.give(Command.WITHOUT_CAMERA).routine).wants_camera


def test_who_walked_out_is_waited_for_longer_with_the_camera_on() -> None:
    actor = Actor("wall_angel").to_work()
    actor.take(Interrupted(t_s=actor.routine.t_s, reason=PauseReason.OUT_OF_FRAME)).wait(120)
    assert screen_of(actor.routine).wants_camera
    assert not screen_of(actor.wait(240).routine).wants_camera


def test_a_cue_is_shown_with_its_place_on_the_body_in_words_and_shape() -> None:
    actor = Actor("wall_angel").to_work().repeat(2, judgement("elbows_bent_90"))
    cue = screen_of(actor.routine).cue
    assert (cue.kind, cue.text, cue.mark.shape) == ("fix", "Bend your elbows to a right angle.", "ring")
    assert cue.mark.landmarks == [11, 12, 13, 14, 15, 16]
    actor.wait(6)
    assert screen_of(actor.routine).cue is None


@pytest.mark.parametrize(
    ("measure", "landmarks"),
    [
        pytest.param("left_elbow_flexion_deg", [11, 13, 15], id="left"),
        pytest.param("right_elbow_flexion_deg", [12, 14, 16], id="right"),
        pytest.param("", [11, 12, 13, 14, 15, 16], id="either"),
    ],
)
def test_a_sided_judgement_marks_its_own_side(measure: str, landmarks: list[int]) -> None:
    judged = replace(judgement("elbows_bent_90"), measure=measure)
    assert marked_landmarks(judged, assignment("wall_angel").exercise) == landmarks


def test_a_hold_that_waits_says_so() -> None:
    actor = Actor("hip_flexor_stretch").to_work()
    assert screen_of(actor.routine).phase == "Get into position"
    actor.do(HoldBegan(t_s=4.0, side="left"), is_holding=True, view=SIDE).be_seen(1, is_holding=True, view=SIDE)
    screen = screen_of(actor.routine)
    assert (screen.phase, screen.counter.is_running, screen.bout.says) == ("Hold it", True, "Hold 1 of 2, left hip")
    assert screen_of(actor.be_seen(1, view=SIDE).routine).counter.is_running is False


def test_a_summary_says_what_was_done_and_keeps_every_line() -> None:
    actor = Actor(*NAMES).to_work().repeat(2, judgement("slow_up"), judgement("reach_overhead", Verdict.MET))
    actor.give(Command.THAT_WAS_RIGHT, Command.PLUS_ONE, Command.END)
    summary = summary_of("s", actor.routine, Moments())
    angel, stretch, brace = summary.exercises
    assert (angel.done_says, angel.is_complete) == ("3 of 6 repetitions", False)
    lines = {line.criterion: line for line in angel.lines}
    assert (lines["slow_up"].verdict, lines["slow_up"].overruled) == (Verdict.NOT_MET, True)
    assert (lines["reach_overhead"].verdict, lines["reach_overhead"].met_fraction) == (Verdict.MET, 1.0)
    assert stretch.done_says == "Left hip 0 of 16 s, right hip 0 of 16 s"
    assert len(brace.lines) == len(assignment("abdominal_brace").exercise.criteria)


def test_a_summary_counts_judged_seconds_of_the_right_side_only() -> None:
    actor = Actor("hip_flexor_stretch").to_work()
    actor.do(hold(actor.routine.t_s, 8.0), view=SIDE).do(hold(actor.routine.t_s, 5.0, side="right"), view=SIDE)
    (stretch,) = summary_of("s", actor.routine, Moments()).exercises
    assert stretch.done_says == "Left hip 8 of 16 s, right hip 0 of 16 s"


def test_a_summary_says_which_held_seconds_are_unsure_and_what_to_change() -> None:
    actor = Actor(*NAMES).to_work()
    unsure = hold(actor.routine.t_s, 8.0, unsure={"ankle_under_knee": 6.0})
    stretching = Actor("hip_flexor_stretch").to_work().do(unsure, view=SIDE)
    (stretch,) = summary_of("s", stretching.routine, Moments()).exercises
    assert stretch.unsure_says.startswith("6.0 of 8.0 s held are unsure")
    assert stretch.unsure_says.endswith("Turn side-on, with the whole front leg in the picture.")
    assert [each.unsure_says for each in summary_of("s", actor.routine, Moments()).exercises] == [None] * len(NAMES)


def test_a_summary_says_that_a_knee_may_have_been_off_the_floor() -> None:
    actor = Actor("hip_flexor_stretch").to_work()
    actor.do(hold(actor.routine.t_s, 8.0, unsure={"half_kneeling": 8.0}), view=SIDE)
    (stretch,) = summary_of("s", actor.routine, Moments()).exercises
    assert stretch.unsure_says.startswith("8.0 of 8.0 s held are unsure. The rear knee may be off the floor.")


@pytest.mark.parametrize(
    ("pain", "word"), [(None, None), (0, None), (3, None), (4, "less"), (5, "less"), (6, "Rest"), (10, "Rest")]
)
def test_advice_follows_the_pain(pain: int | None, word: str | None) -> None:
    advice = advice_on(pain)
    assert (word in advice) if word else advice is None


def test_keys_are_told_apart_and_on_every_keyboard() -> None:
    keys = {command: key for command, (_, key) in LABELS.items()}
    assert set(keys) == set(Command)
    plain = set(string.ascii_lowercase) | {"Enter", " ", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"}
    assert set(keys.values()) <= plain


def test_repetitions_of_an_earlier_go_stay_in_the_summary() -> None:
    actor = Actor("wall_angel").to_work().repeat(3).give(Command.BACK).give(Command.READY).wait(3.1)
    actor.do(repetition(actor.routine.t_s))
    (angel,) = summary_of("s", actor.routine, Moments()).exercises
    assert angel.done_says == "4 of 6 repetitions"
