"""What an exercise and a program are: the language a therapist writes in.

These are pydantic models because their text comes from outside; inside they are frozen values like any other.
"""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from backstay.exercises.views import ViewName, labels_covered
from backstay.kinematics.types import ViewLabel

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Sentence = Annotated[str, Field(min_length=3, max_length=200)]
Seconds = Annotated[float, Field(ge=0.0, le=3600.0)]


SILENCE = "longest_without_breath_s"
UNIT_MEASURES = {
    "rising_s": "seconds from 5 to 95 % of the repetition's own excursion",
    "lowering_s": "seconds from 95 to 5 % of the repetition's own excursion",
    "held_s": "seconds held in good form",
    "sides_held": "sides on which a hold was done",
    SILENCE: "longest time without a breath seen, while chest and shoulders are seen sharply and at rest",
}
"""Measures of a whole unit or set rather than of one pose."""


class Definition(BaseModel):
    """A part of a definition file: nothing unknown is accepted, nothing changes after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Kind(StrEnum):
    """What one unit of an exercise is."""

    REPETITIONS = "repetitions"
    HOLD = "hold"
    PACED_HOLD = "paced_hold"
    POSTURE = "posture"


class Phase(StrEnum):
    """The part of a unit in which a line is judged."""

    START = "start"
    RISING = "rising"
    PEAK = "peak"
    LOWERING = "lowering"
    HOLD = "hold"
    ALWAYS = "always"
    SET = "set"


class Which(StrEnum):
    """Which of a left and a right value is meant."""

    MIDDLE = "middle"
    EACH_SIDE = "each_side"
    NEAR_SIDE = "near_side"
    FRONT_LEG = "front_leg"
    REAR_LEG = "rear_leg"


class Otherwise(StrEnum):
    """The verdict where the camera cannot judge."""

    NOT_VISIBLE = "not_visible"
    ASK = "ask"


class Views(Definition):
    """Where the camera should stand."""

    best: ViewName = Field(description="The view that can judge most lines.")
    also: tuple[ViewName, ...] = Field(default=(), description="Other views in which the exercise can be followed.")


class Dose(Definition):
    """How much is prescribed."""

    sets: int = Field(default=1, ge=1, le=20, description="How many sets.")
    repetitions: int | None = Field(default=None, ge=1, le=100, description="Repetitions a set.")
    holds: int | None = Field(default=None, ge=1, le=100, description="Holds a set (a side, where sides swap).")
    hold_s: Seconds | None = Field(default=None, description="Seconds that one hold lasts.")
    rest_s: Seconds = Field(default=30.0, description="Seconds of rest between sets or holds.")


class CueText(Definition):
    """What the coach says about a fault, and how often at most."""

    text: str = Field(min_length=3, max_length=60, description="What the coach says.")
    priority: int = Field(ge=1, le=9, description="1 is said first.")
    pause_s: Seconds = Field(default=6.0, description="Seconds before it may be said again.")


class Limited(Definition):
    """A measure held against limits; the limit of `not_met` is passed by one SD of the change."""

    measure: Identifier | None = Field(
        default=None, description="What the camera measures; docs/measures.md lists all."
    )
    of: Which = Field(default=Which.MIDDLE, description="Which side, where a measure has a left and a right.")
    not_met_below: float | None = Field(
        default=None, description="A value under this is a fault; in the measure's unit."
    )
    not_met_above: float | None = Field(
        default=None, description="A value over this is a fault; in the measure's unit."
    )
    change_sd: float = Field(default=0.0, ge=0.0, description="1 SD of the measure's change within a recording.")
    views: tuple[ViewName, ...] = Field(default=(), description="Where the camera may stand to judge this.")

    @model_validator(mode="after")
    def _limits_belong_together(self) -> Self:
        has_limit = self.not_met_below is not None or self.not_met_above is not None
        if self.measure is None and has_limit:
            raise ValueError("a limit needs a measure")
        if self.measure is not None and not has_limit:
            raise ValueError("a measure needs not_met_below, not_met_above or both")
        if self.measure is not None and not self.views:
            raise ValueError("a measure needs the views it can be judged in")
        low, high = self.not_met_below, self.not_met_above
        if low is not None and high is not None and low >= high:
            raise ValueError(f"not_met_below ({low:g}) must be less than not_met_above ({high:g})")
        return self

    def can_be_judged_from(self, label: ViewLabel) -> bool:
        """Return whether a camera's view shows this line."""
        return label in labels_covered(self.views)


class OwnLimit(Definition):
    """A limit of the person's own in place of the usual one, where a profile or a former assessment gives it."""

    reference: Identifier = Field(description="The own value: overhead_range, soft_knees.")
    margin: float = Field(default=0.0, description="What is added to it to make not_met_below.")
    only_if_lower: bool = Field(default=False, description="True: an own value over the usual limit changes nothing.")


class Criterion(Limited):
    """One line of the prescription and how it is judged.

    `met_above` and `met_below` narrow what may be called met: between them and the limit of `not_met` the verdict
    abstains, because the camera cannot tell.
    """

    id: Identifier = Field(description="A short name for this line, such as knees_soft.")
    says: Sentence = Field(description="The line, as the person reads it.")
    when: Phase = Field(description="In which part of the exercise it is judged.")
    met_above: float | None = Field(default=None, description="Met only from here up; between, too close to call.")
    met_below: float | None = Field(default=None, description="Met only from here down; between, too close to call.")
    met_with: Identifier | None = Field(
        default=None,
        description="A line of the same posture: while that is broken or too close to call, this is not called met.",
    )
    from_own: Identifier | None = Field(default=None, description="The own reference that the value is a change from.")
    own_limit: OwnLimit | None = Field(default=None, description="The person's own limit, where one is given.")
    scaled_by: Identifier | None = Field(default=None, description="A measure of size that the change is divided by.")
    for_s: Seconds = Field(default=0.0, description="Seconds that a fault must last.")
    can_confirm: bool = Field(default=True, description="False: a fault can be seen, but its absence proves nothing.")
    otherwise: Otherwise = Field(default=Otherwise.NOT_VISIBLE, description="The verdict where no camera can judge.")
    question: Sentence | None = Field(default=None, description="What the person is asked where no camera can tell.")
    to_see: Sentence | None = Field(default=None, description="What to change so that the camera can tell.")
    cue: CueText | None = Field(default=None, description="What the coach says about a fault.")
    evidence: Sentence | None = Field(default=None, description="How well a camera sees this, as measured.")
    source: str = Field(min_length=3, description="Where the line and its limit come from.")

    @model_validator(mode="after")
    def _abstaining_has_words(self) -> Self:
        if self.otherwise is Otherwise.ASK and self.question is None:
            raise ValueError("otherwise: ask needs a question")
        if self.otherwise is Otherwise.NOT_VISIBLE and self.to_see is None:
            raise ValueError("a line that some views cannot judge needs to_see: what to change, or why none can")
        return self


class Requirement(Limited):
    """What makes a movement this exercise at all; a unit that clearly breaks it is not counted."""

    id: Identifier = Field(description="A short name for this requirement, such as standing.")
    says: Sentence = Field(description="What the person is told when a movement breaks it.")
    when: Literal["start", "always"] = Field(default="always", description="In the start pose, or all the time.")
    measure: Identifier = Field(description="What the camera measures; docs/measures.md lists all.")
    statistic: Literal["middle", "spread"] = Field(
        default="middle",
        description="The median over the unit, or how far the measure travels in it (5th to 95th percentile).",
    )
    scaled_by: Identifier | None = Field(
        default=None, description="A measure of size that the statistic is divided by."
    )
    to_see: Sentence | None = Field(
        default=None,
        description="What to say of seconds held beyond the limit by less than one SD, which count but are unsure.",
    )


class Effort(Definition):
    """The signal that makes a repetition, with hysteresis; any view carries it."""

    measure: Identifier = Field(description="What rises and falls once a repetition; docs/measures.md lists all.")
    starts_above: float = Field(description="A start pose lies above this; below it nothing of the exercise goes on.")
    from_below_reaching: float = Field(description="A swing from below the start pose up to here is another movement.")
    from_below_says: Sentence = Field(
        description="What to tell a person whose movement comes from below the start pose."
    )
    begins_above_own_start: float = Field(gt=0.0, description="A repetition begins this far above the start pose.")
    ends_below_own_start: float = Field(gt=0.0, description="It ends back within this; less than where it begins.")

    @model_validator(mode="after")
    def _has_hysteresis(self) -> Self:
        if self.ends_below_own_start >= self.begins_above_own_start:
            raise ValueError("ends_below_own_start must be less than begins_above_own_start")
        return self


class SideFrom(Definition):
    """How the working side of a one-sided exercise is found on the body."""

    measure: Identifier = Field(description="A sided measure.")
    working_above: float = Field(description="The working side reads more than this,")
    other_below: float = Field(description="while the other side reads less than this.")

    @model_validator(mode="after")
    def _sides_differ(self) -> Self:
        if self.working_above <= self.other_below:
            raise ValueError("working_above must be more than other_below")
        return self


class Position(Definition):
    """The position that a hold is held in: a shift of one measure from the person's own start."""

    measure: Identifier = Field(description="A sided measure of the working side; it grows into the position.")
    side_from: SideFrom
    side_missing_says: Sentence = Field(description="What to tell a person who never takes up the start pose.")
    working_leg_says: str = Field(
        default="knee down", min_length=3, max_length=40, description="What the working side's leg does at the start."
    )
    usual_start: float = Field(
        description="The level of most people's start pose, for a recording that opens in a hold."
    )
    least_shift: float = Field(gt=0.0, description="A shift smaller than this is no hold.")
    reached_share: float = Field(gt=0.0, lt=1.0, description="The position is reached at this share of the own shift.")
    still_below_per_s: float = Field(gt=0.0, description="Slower than this the position is held, not entered or left.")
    away_ends_s: Seconds = Field(description="Out of the position for longer than this, the hold is over.")
    reference: Identifier = Field(description="The name of the own start pose, which criteria name in from_own.")


class Reach(Definition):
    """How far a repetition went, where its peak cannot be read: a way by the own size, and the own farthest end."""

    measure: Identifier = Field(description="What travels from the start pose to the top; docs/measures.md lists all.")
    of: Which = Field(default=Which.MIDDLE, description="Which side, where a measure has a left and a right.")
    scaled_by: Identifier = Field(description="A measure of size; its value in the start pose divides the way.")
    views: tuple[ViewName, ...] = Field(description="Where the camera may stand to read it.")
    surely: float = Field(gt=0.0, description="A way of this length counts,")
    at_least: float = Field(gt=0.0, description="and one of this length, if its end comes")
    near_own_farthest: float = Field(gt=0.0, description="this near to the farthest end so far.")

    @model_validator(mode="after")
    def _has_room_for_doubt(self) -> Self:
        if self.at_least > self.surely:
            raise ValueError("at_least must not be more than surely")
        return self


class CountsFrom(Definition):
    """The peak a repetition needs to count; where it cannot be read, a full excursion counts."""

    measure: Identifier = Field(description="What has to peak; docs/measures.md lists all.")
    above: float = Field(description="The peak that a counted repetition passes, in the measure's unit.")
    change_sd: float = Field(default=0.0, ge=0.0, description="1 SD of the measure's change within a recording.")
    views: tuple[ViewName, ...] = Field(description="Where the camera may stand to read the peak.")
    full_excursion: float = Field(gt=0.0, description="In the unit of the effort; counts where the peak is unreadable,")
    full_level: float | None = Field(
        default=None, description="if the effort also reaches this level, where one is set."
    )
    reach: Reach | None = Field(default=None, description="What tells a full excursion better from some views.")


class Followed(Definition):
    """The line whose measure the history follows from session to session; its `change_sd` makes the error bars."""

    line: Identifier = Field(description="A line of criteria; its measure is the range that is followed.")
    more: Literal["up", "down", "neither"] = Field(
        description="Which way the measure goes as the range grows; neither: only its steadiness says anything."
    )


class Exercise(Definition):
    """One exercise, whole."""

    id: Identifier = Field(description="The exercise's short name, as its file is called.")
    version: int = Field(ge=1, description="One more after each change that changes verdicts.")
    title: str = Field(min_length=3, max_length=60, description="The exercise's name, as the person reads it.")
    region: Literal["upper_back", "hips", "core"] = Field(description="The part of the body it is for.")
    kind: Kind = Field(description="What one unit of it is.")
    sides: Literal["both_together", "one_at_a_time"] = Field(
        default="both_together", description="Whether left and right work together or one after the other."
    )
    views: Views = Field(description="Where the camera should stand.")
    dose: Dose = Field(description="How much is prescribed.")
    why: Sentence = Field(description="What it is for, as the person reads it; it promises nothing medical.")
    steps: tuple[Sentence, ...] = Field(min_length=1, description="How it is done, in order.")
    effort: Effort | None = Field(default=None, description="The signal that makes a repetition.")
    position: Position | None = Field(default=None, description="The position that a hold is held in.")
    counts_from: CountsFrom | None = Field(default=None, description="The peak that a repetition needs to count.")
    requires: tuple[Requirement, ...] = Field(default=(), description="What makes a movement this exercise at all.")
    criteria: tuple[Criterion, ...] = Field(min_length=1, description="The lines of the prescription, in its order.")
    follows: Followed | None = Field(default=None, description="What the history follows; nothing if left out.")
    source: str = Field(min_length=3, description="Where the exercise comes from.")

    @property
    def follows_breath(self) -> bool:
        """Return whether a line is judged by the breathing, so that chest and shoulders must be followed."""
        return any(criterion.measure == SILENCE for criterion in self.criteria)

    @model_validator(mode="after")
    def _follows_a_measured_line(self) -> Self:
        measured = [criterion.id for criterion in self.criteria if criterion.measure is not None]
        if self.follows is not None and self.follows.line not in measured:
            lines = ", ".join(measured) or "none, as no line has one"
            raise ValueError(f"follows: {self.follows.line} is no line with a measure; there are {lines}")
        return self

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        ids = [requirement.id for requirement in self.requires] + [criterion.id for criterion in self.criteria]
        twice = sorted({each for each in ids if ids.count(each) > 1})
        if twice:
            raise ValueError(f"lines or requirements named twice: {', '.join(twice)}")
        if self.kind is Kind.REPETITIONS and (self.effort is None or self.counts_from is None):
            raise ValueError("kind: repetitions needs effort and counts_from")
        if self.kind is Kind.HOLD and self.position is None:
            raise ValueError("kind: hold needs position")
        if self.kind in {Kind.HOLD, Kind.PACED_HOLD} and self.dose.hold_s is None:
            raise ValueError("a hold needs dose.hold_s")
        return self
