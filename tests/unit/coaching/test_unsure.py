"""At the end of a hold the coach says, once and briefly, that seconds of it are unsure, and what to change."""

import pytest

from backstay.coaching.unsure import TO_READ_SAYS
from backstay.coaching.words import Command, Stage
from backstay.kinematics.types import ViewLabel
from unit.coaching.acting import Actor, hold

SIDE = ViewLabel.SIDE_LEFT
LEG_SAYS = "6 seconds of that hold are unsure. Turn side-on, with the whole front leg in the picture."
LEG = {"ankle_under_knee": 6.0}


def unsure_said(actor: Actor) -> list[str]:
    return [text for text in actor.texts if "unsure" in text]


def test_a_hold_that_ends_in_sight_says_what_was_unsure() -> None:
    actor = Actor("hip_flexor_stretch", rest_s=15.0).to_work()
    actor.do(hold(actor.routine.t_s, 8.0, unsure={**LEG, "spine_straight": 2.0}), view=SIDE)
    assert unsure_said(actor) == [LEG_SAYS], "of the line least seen"


def test_a_knee_that_may_be_off_the_floor_is_named() -> None:
    actor = Actor("hip_flexor_stretch", rest_s=15.0).to_work()
    actor.do(hold(actor.routine.t_s, 8.0, unsure={"half_kneeling_obliquely": 8.0, "spine_straight": 2.0}), view=SIDE)
    assert unsure_said(actor) == [
        "8 seconds of that hold are unsure. The rear knee may be off the floor. Turn side-on, both feet in the picture."
    ]


def test_a_hold_that_the_coach_ends_says_it_too() -> None:
    actor = Actor("hip_flexor_stretch", rest_s=15.0).to_work().give(Command.SKIP)
    assert actor.stage is not Stage.WORK
    actor.conclude(hold(actor.routine.t_s, 8.0, unsure=LEG), bout=0)
    assert unsure_said(actor) == [LEG_SAYS]


def test_it_is_said_once_unless_there_is_something_else_to_change() -> None:
    actor = Actor("hip_flexor_stretch", rest_s=15.0).to_work()
    for unsure, unread_s in ((LEG, 0.0), (LEG, 0.0), ({}, 4.0), (LEG, 0.0)):
        actor.conclude(hold(actor.routine.t_s, 8.0, unsure=unsure, unread_s=unread_s))
    assert unsure_said(actor) == [LEG_SAYS, f"4 seconds of that hold are unsure. {TO_READ_SAYS}"]


def test_a_second_of_doubt_is_not_worth_a_word() -> None:
    actor = Actor("hip_flexor_stretch", rest_s=15.0).to_work()
    actor.do(hold(actor.routine.t_s, 8.0, unsure={"ankle_under_knee": 1.0}), view=SIDE)
    assert unsure_said(actor) == []


def test_a_brace_says_it_after_the_hold_and_not_in_the_next() -> None:
    actor = Actor("abdominal_brace", rest_s=15.0).to_work()
    actor.conclude(hold(actor.routine.t_s, 8.0, side=None, unsure={"feet_flat": 8.0}), bout=0)
    actor.conclude(hold(actor.routine.t_s, 8.0, side=None, unsure={"feet_flat": 8.0}), bout=1)
    (said,) = unsure_said(actor)
    assert said.startswith("8 seconds of that hold are unsure.")


@pytest.mark.parametrize(("rest_s", "is_said"), [(9.0, False), (10.0, True)])
def test_a_rest_too_short_for_it_is_left_to_the_count(rest_s: float, is_said: bool) -> None:
    actor = Actor("hip_flexor_stretch", rest_s=rest_s).to_work()
    actor.conclude(hold(actor.routine.t_s, 8.0, unsure=LEG))
    assert bool(unsure_said(actor)) is is_said, "88 letters take 6.3 s, the count 3 s"
