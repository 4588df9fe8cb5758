"""A session acted out without a camera or a clock: inputs by the second, and what was said."""

import math
from collections.abc import Mapping
from functools import cache

from backstay.assessment.types import Event, Hold, HoldEnded, Judgement, Repetition, RepetitionEnded, Side, Verdict
from backstay.coaching.looking import Look, Span
from backstay.coaching.plan import Assignment
from backstay.coaching.routine import advance, begin
from backstay.coaching.saying import questions_of
from backstay.coaching.types import Answered, Concluded, Given, Input, Output, Rated, Said, Seen, Tick
from backstay.coaching.words import Command, Mode, Rating, Stage
from backstay.exercises.loading import find_exercise
from backstay.exercises.types import Dose
from backstay.kinematics.types import View, ViewLabel

STEP_S = 0.1
SHORT = {
    "wall_angel": {"sets": 2, "repetitions": 3, "rest_s": 5},
    "hip_flexor_stretch": {"holds": 2, "hold_s": 8, "rest_s": 5},
    "abdominal_brace": {"holds": 2, "hold_s": 8, "rest_s": 4},
}
LONG = {
    "wall_angel": {"repetitions": 100},
    "hip_flexor_stretch": {"holds": 1, "hold_s": 600},
    "abdominal_brace": {"holds": 1, "hold_s": 600},
}
AZIMUTH_DEG = {
    ViewLabel.FRONT: 0.0,
    ViewLabel.FRONT_OBLIQUE: 45.0,
    ViewLabel.SIDE_LEFT: 90.0,
    ViewLabel.UNKNOWN: math.nan,
}


@cache
def assignment(name: str, *, is_long: bool = False, rest_s: float | None = None) -> Assignment:
    dose = (LONG if is_long else SHORT)[name] | ({} if rest_s is None else {"rest_s": rest_s})
    return Assignment(exercise=find_exercise(name), dose=Dose(**dose))


def judgement(criterion: str, verdict: Verdict = Verdict.NOT_MET, *, by_sd: float = 2.0, t_s: float = 0.0) -> Judgement:
    return Judgement(
        criterion=criterion, verdict=verdict, measure="m_deg", value=by_sd, limit=0.0, sd=1.0, from_s=t_s, to_s=t_s
    )


def repetition(t_s: float, *judgements: Judgement, is_counted: bool = True) -> RepetitionEnded:
    unit = Repetition(
        number=1,
        side=None,
        began_s=t_s - 3,
        peaked_s=t_s - 1.5,
        ended_s=t_s,
        is_counted=is_counted,
        view=ViewLabel.FRONT,
        judgements=judgements,
        readings={},
    )
    return RepetitionEnded(t_s=t_s, repetition=unit)


def hold(
    t_s: float,
    held_s: float,
    *judgements: Judgement,
    side: Side = "left",
    unread_s: float = 0.0,
    unsure: Mapping[str, float] | None = None,
) -> HoldEnded:
    unit = Hold(
        number=1,
        side=side,
        began_s=t_s - held_s,
        ended_s=t_s,
        held_s=held_s,
        is_complete=True,
        view=ViewLabel.SIDE_LEFT,
        judgements=judgements,
        readings={},
        unread_s=unread_s,
        unsure=unsure or {},
    )
    return HoldEnded(t_s=t_s, hold=unit)


def look(t_s: float = 0.0, view: ViewLabel = ViewLabel.FRONT, **changes: object) -> Look:
    """Return a person well in the picture."""
    whole = {
        "is_person": True,
        "people": 1,
        "luminance_fraction": 0.5,
        "view": View(azimuth_deg=AZIMUTH_DEG[view], label=view),
        "head": span(0.45, 0.55, 0.3, 0.35),
        "hands": span(0.3, 0.7, 0.35, 0.6),
        "feet": span(0.4, 0.6, 0.85, 0.9),
        "shoulders_fraction": 0.4,
        "trunk_fraction": 0.2,
        "is_still": True,
    }
    return Look(t_s=t_s, **{**whole, **changes})


def span(left: float, right: float, top: float, bottom: float) -> Span:
    return Span(left_fraction=left, right_fraction=right, top_fraction=top, bottom_fraction=bottom)


class Actor:
    """Somebody going through a session."""

    def __init__(self, *names: str, mode: Mode = Mode.CAMERA, rest_s: float | None = None) -> None:
        """Stand at the welcome."""
        self.routine = begin([assignment(name, rest_s=rest_s) for name in names], mode=mode)
        self.outputs: list[Output] = []

    @property
    def stage(self) -> Stage:
        return self.routine.stage

    @property
    def texts(self) -> list[str]:
        return [each.text for each in self.outputs if isinstance(each, Said)]

    def take(self, given: Input) -> "Actor":
        self.routine, outputs = advance(self.routine, given)
        self.outputs.extend(outputs)
        return self

    def wait(self, seconds: float) -> "Actor":
        for _ in range(round(seconds / STEP_S)):
            self.take(Tick(t_s=self.routine.t_s + STEP_S))
        return self

    def give(self, *commands: Command) -> "Actor":
        for command in commands:
            self.take(Given(t_s=self.routine.t_s, command=command))
        return self

    def answer(self, *, yes: bool = True) -> "Actor":
        question = questions_of(self.routine.exercise, self.routine.mode)[self.routine.asked][0]
        return self.take(Answered(t_s=self.routine.t_s, question=question, yes=yes))

    def rate(self, rating: Rating, value: int) -> "Actor":
        return self.take(Rated(t_s=self.routine.t_s, rating=rating, value=value))

    def be_seen(
        self, seconds: float, *, is_holding: bool = False, view: ViewLabel = ViewLabel.FRONT, **changes: object
    ) -> "Actor":
        for _ in range(round(seconds / STEP_S)):
            t_s = self.routine.t_s + STEP_S
            self.take(Seen(t_s=t_s, look=look(t_s, view, **changes), is_holding=is_holding))
        return self

    def do(
        self, *events: Event, is_holding: bool = False, view: ViewLabel = ViewLabel.FRONT, **changes: object
    ) -> "Actor":
        t_s = self.routine.t_s + STEP_S
        return self.take(Seen(t_s=t_s, look=look(t_s, view, **changes), events=events, is_holding=is_holding))

    def conclude(self, *events: Event, bout: int | None = None) -> "Actor":
        t_s = self.routine.t_s
        return self.take(Concluded(t_s=t_s, bout=self.routine.bout if bout is None else bout, events=events))

    def repeat(self, times: int, *judgements: Judgement) -> "Actor":
        for _ in range(times):
            self.wait(3).do(repetition(self.routine.t_s, *judgements))
        return self

    def to_work(self) -> "Actor":
        """Go to the first bout's work by buttons."""
        self.give(Command.START, Command.START)
        if self.stage is Stage.CAMERA_CHECK:
            self.give(Command.START)
        return self.give(Command.READY).wait(3.1)
