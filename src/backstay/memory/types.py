"""What is remembered of a person: plain values that the store keeps and planning and reports read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from backstay.assessment.types import Side, Verdict
from backstay.coaching.words import Mode


class PainWhen(StrEnum):
    """When pain was rated."""

    BEFORE = "before"
    AFTER = "after"
    NEXT_MORNING = "next_morning"


class Tier(StrEnum):
    """What a safety screen comes to, gravest first; evidence.md 6.1."""

    EMERGENCY = "emergency"
    CLINICIAN_FIRST = "clinician_first"
    ADAPT = "adapt"
    CLEAR = "clear"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who exercises on this machine.

    Attributes:
        id: Short name for files and commands, unique; lower-case letters, digits and dashes, 40 at the most.
        name: As the person wants to be called.
        created_at: When the profile was made.
        program: A program's id, or the file it was imported from.
        references: The person's own values, by `assessment.judging.reference_key`.
        settings: The person's choices, such as the minutes before a prompt; each a short text.
    """

    id: str
    name: str
    created_at: datetime
    program: str = "prescription"
    references: Mapping[str, float] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRecord:
    """One repetition or one hold.

    Attributes:
        kind: "repetition" or "hold".
        number: From 1 within its set.
        began_s: Session time.
        ended_s: Session time.
        held_s: Seconds held in good form; NaN for a repetition.
        is_counted: Whether the repetition counted, or the hold was complete.
        verdicts: One a line of the prescription.
        readings: The values behind them, measure name to value.
    """

    kind: str
    number: int
    began_s: float
    ended_s: float
    held_s: float
    is_counted: bool
    verdicts: Mapping[str, Verdict]
    readings: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetRecord:
    """One bout: a set of repetitions, or one hold on one side.

    Attributes:
        exercise: The exercise's id.
        exercise_version: Its version.
        number: Position in the session, from 1.
        side: The side it worked on; None where both work together.
        target: Repetitions or seconds that were asked for.
        done: Repetitions counted, the person's own corrections included, or seconds held.
        units: What the camera saw; empty when counted by hand.
    """

    exercise: str
    exercise_version: int
    number: int
    side: Side | None
    target: float
    done: float
    units: tuple[UnitRecord, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CueRecord:
    """One correction or word of praise that was given."""

    t_s: float
    exercise: str
    criterion: str
    text: str
    is_praise: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRecord:
    """One session, from Start to its summary or to where it was cut off.

    Attributes:
        id: Sorts by time; unique for a person.
        person: `Person.id`.
        started_at: Aware; the wall clock's.
        ended_at: Aware.
        duration_s: By a clock that only grows, pauses included.
        mode: With a camera or by hand.
        program: The program's id.
        program_version: Its version.
        is_finished: Whether the summary was reached.
        sets: Every bout of the plan, in order; nothing done in those that were not reached.
        cues: What was said about form.
        answers: `exercise.criterion` to yes or no.
        pain_before: 0-10; None where not asked.
        pain_after: 0-10; None where not asked.
        pain_next_morning: 0-10; None where not asked.
        effort: 0-10; None where not asked.
        overrulings: `exercise.criterion` of each "that was right".
        note: The person's own words.
        provenance: What made this: backstay, pose_model, weights_sha256, settings_sha256.
    """

    id: str
    person: str
    started_at: datetime
    ended_at: datetime
    duration_s: float
    mode: Mode
    program: str
    program_version: int
    is_finished: bool
    sets: tuple[SetRecord, ...]
    cues: tuple[CueRecord, ...] = ()
    answers: Mapping[str, bool] = field(default_factory=dict)
    pain_before: int | None = None
    pain_after: int | None = None
    pain_next_morning: int | None = None
    effort: int | None = None
    overrulings: tuple[str, ...] = ()
    note: str = ""
    provenance: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningRecord:
    """One safety screen.

    Attributes:
        at: Aware.
        answers: Question id to yes or no.
        tier: What it comes to.
        adaptations: What tier C asks to adapt, as question ids.
    """

    at: datetime
    answers: Mapping[str, bool]
    tier: Tier
    adaptations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityRecord:
    """One of the activities that the person named, rated 0 (unable) to 10 (as before)."""

    at: datetime
    activity: str
    rating: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRecord:
    """One change of dose or exercise, with its reason.

    Attributes:
        at: Aware.
        exercise: The exercise's id.
        variable: What moved, such as `repetitions`, `hold_s`, `sets` or `exercise`.
        before: Its value.
        after: Its value.
        reason: A sentence for the person.
        is_overruled: Whether the person or therapist set it aside.
    """

    at: datetime
    exercise: str
    variable: str
    before: str
    after: str
    reason: str
    is_overruled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PostureRecord:
    """A stretch of everyday posture that was watched.

    Attributes:
        state: `tall`, `relaxed`, `slumped`, ..., or `away`.
        place: The camera and place it was watched from.
        began_at: Aware.
        ended_at: Aware.
        changes: How often posture changed in it, its end included; None where that was not kept.
    """

    state: str
    place: str
    began_at: datetime
    ended_at: datetime
    changes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakRecord:
    """A change that was offered or taken: `stand`, `walk`, an exercise's id, or `declined`."""

    at: datetime
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRecord:
    """Something the person wants remembered, outside a session."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRecord:
    """How the back is, compared with when the person began: -5 (far worse) to 5 (far better), 0 unchanged."""

    at: datetime
    rating: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramRecord:
    """One version of a program that a person was given, as it was written.

    Attributes:
        at: When it was imported, aware; a version imported again is kept beside the one before.
        program: Its id.
        version: Its version.
        text: The YAML, word for word.
        source: The file it came from, without its folder.
    """

    at: datetime
    program: str
    version: int
    text: str
    source: str
