"""The assessment of one video: the contract that other programs build on (docs/design.md, section 6)."""

import math
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

from backstay.assessment.types import Verdict
from backstay.kinematics.types import ViewLabel

Number = Annotated[
    float | None,
    PlainSerializer(lambda value: None if value is None or not math.isfinite(value) else round(value, 4)),
]
"""A number to four places; null where nothing was measured."""


class Part(BaseModel):
    """A part of the assessment: nothing unknown in it, nothing changes after it was made."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class MediaPart(Part):
    """What was looked at."""

    path: str
    duration_s: Number
    frames: int
    fps: Number
    width_px: int
    height_px: int


class ExercisePart(Part):
    """What it was held against."""

    id: str
    version: int


class ViewPart(Part):
    """Where the camera stood: 0 = in front, positive = on the person's left."""

    label: ViewLabel
    azimuth_deg: Number


class RepetitionPart(Part):
    """One repetition, from leaving the start pose to regaining it."""

    number: int
    side: Literal["left", "right"] | None
    began_s: Number
    peaked_s: Number
    ended_s: Number
    counted: bool
    criteria: dict[str, Verdict]
    readings: dict[str, Number]


class HoldPart(Part):
    """One hold, from reaching the position to leaving it for good."""

    number: int
    side: Literal["left", "right"] | None
    began_s: Number
    ended_s: Number
    held_s: Number
    unsure_s: Number = Field(
        default=None,
        description="Seconds in which the position or a line that stops the clock could not be read; notices say why",
    )
    complete: bool
    criteria: dict[str, Verdict]


class CriterionPart(Part):
    """One line of the prescription over the whole recording."""

    id: str
    says: str
    verdict: Verdict
    met_fraction: Number = Field(description="Of the judged units; null if none was judged.")
    judged_fraction: Number = Field(description="Judged units by all units; null without any unit.")
    reason: str | None = Field(description="Why some units were not judged, and what to change.")
    not_met_intervals: list[tuple[Number, Number]]


class StatePart(Part):
    """A posture kept for a while."""

    state: str
    began_s: Number
    ended_s: Number


class NoticePart(Part):
    """Something the reader must know to read the rest rightly."""

    code: str
    says: str
    from_s: Number
    to_s: Number


class ReadingPart(Part):
    """One measure over the whole recording."""

    unit: str
    min: Number
    median: Number
    max: Number
    error_sd: Number


class ProvenancePart(Part):
    """What made this."""

    backstay: str
    pose_model: str
    weights_sha256: str
    exercise_version: int
    settings_sha256: str


class TimingPart(Part):
    """How long it took, decoding included, the model already compiled."""

    wall_s: Number
    frames_per_s: Number


class Assessment(Part):
    """Everything that can honestly be said of one recording."""

    model_config = ConfigDict(extra="forbid", frozen=True, serialize_by_alias=True, populate_by_name=True)

    schema_name: Literal["backstay.assessment/1"] = Field(default="backstay.assessment/1", alias="schema")
    media: MediaPart
    exercise: ExercisePart
    view: ViewPart
    coverage_fraction: Number
    repetitions: list[RepetitionPart]
    holds: list[HoldPart]
    criteria: list[CriterionPart]
    states: list[StatePart]
    notices: list[NoticePart]
    readings: dict[str, ReadingPart]
    references: dict[str, Number] = Field(
        default_factory=dict,
        description="The person's own values: those that lines were judged as changes from, and own limits for later.",
    )
    provenance: ProvenancePart
    timing: TimingPart
