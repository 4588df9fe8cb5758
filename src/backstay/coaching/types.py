"""What the coaching room takes in, keeps, and hands on."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from backstay.assessment.types import Event, Hold, Judgement, Repetition
from backstay.coaching.cues import Cue, CueMemory
from backstay.coaching.framing import Finding
from backstay.coaching.looking import Look
from backstay.coaching.plan import Assignment, Bout, Plan
from backstay.coaching.words import Command, Mode, PauseReason, Rating, Speech, Stage, Tone
from backstay.exercises.types import Exercise, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """Time went on."""

    t_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The person pressed a key or a button."""

    t_s: float
    command: Command


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The person answered a question, `exercise.criterion`."""

    t_s: float
    question: str
    yes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """The person rated pain or effort from 0 to 10."""

    t_s: float
    rating: Rating
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A frame was worked on.

    Attributes:
        t_s: Its time.
        look: What the last second showed.
        events: What the assessment made of it.
        is_holding: Whether a position is held, still and in good form, in this frame.
    """

    t_s: float
    look: Look
    events: tuple[Event, ...] = ()
    is_holding: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Concluded:
    """What the end of a bout still brought.

    Attributes:
        t_s: When.
        bout: Which bout it belongs to.
        events: What the assessment made of its last frames.
    """

    t_s: float
    bout: int
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Interrupted:
    """Something outside stopped the session: no camera, no page."""

    t_s: float
    reason: PauseReason


Input = Tick | Given | Answered | Rated | Seen | Concluded | Interrupted


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Something said aloud, with its sound; the caption is the same text.

    Attributes:
        id: Grows by one.
        t_s: When.
        text: What.
        kind: What for.
        tone: The sound that goes with it.
    """

    id: int
    t_s: float
    text: str
    kind: Speech
    tone: Tone = Tone.NONE


Output = Said | Cue


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What was done in one bout.

    Attributes:
        seen: Repetitions that the camera counted.
        adjusted: Repetitions that the person added, or took away.
        held_s: Seconds of holds that are over.
        hold_s: Seconds of the hold under way.
        earlier: Repetitions of an earlier go at the same bout.
    """

    seen: int = 0
    adjusted: int = 0
    held_s: float = 0.0
    hold_s: float = 0.0
    earlier: int = 0

    @property
    def count(self) -> int:
        """Return the repetitions of this go."""
        return self.seen + self.adjusted

    @property
    def total(self) -> int:
        """Return the repetitions of every go."""
        return self.earlier + self.count

    @property
    def clock_s(self) -> float:
        """Return the seconds held so far."""
        return self.held_s + self.hold_s


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A repetition or a hold, with the bout it belongs to."""

    bout: int
    unit: Repetition | Hold


@dataclass(frozen=True, slots=True, kw_only=True)
class Overruling:
    """The person said "that was right": kept as evidence, beside the judgement it overrules."""

    t_s: float
    bout: int
    judgement: Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Routine:
    """One session, whole: a value that each input turns into the next.

    Attributes:
        plan: What is to be done.
        mode: With a camera or by hand.
        stage: Where the session stands.
        bout: The stretch of work that is prepared, done, or just over.
        t_s: Time of the last input.
        stage_s: Seconds spent in this stage, pauses left out.
        announced: The last whole second that was counted aloud in this stage; 0 for none.
        paused: Why it stands still; None while it runs.
        paused_s: Seconds of the pause so far.
        is_muted: Whether the person wants no voice.
        is_timed_by_hand: Whether the person started this hold's clock without waiting for the camera.
        tallies: What was done, one a bout.
        done: Repetitions and holds, in order.
        look: What the camera showed last; None without a camera.
        is_holding: Whether the hold's clock runs, as the camera sees it.
        is_other_side: Whether the hold under way is on the side not asked for; it is kept, but not counted here.
        is_moving: Whether a repetition is under way.
        findings: The camera check's.
        good_s: Seconds for which all has been well in this stage: a clear view, or the start pose.
        is_hand_armed: Whether no hand was up at some moment of this stage: one that was up before is no new sign.
        hand_s: Seconds for which a hand has been up since.
        framed: What the camera showed when the bout began; None before.
        moved_s: Seconds for which the picture has looked as if the camera had been moved.
        told: What was last said about the picture or the position, so as not to repeat it.
        told_s: When.
        memory: What choosing cues remembers.
        shown: The cue that stands on the screen.
        cues: Every cue of the session.
        overrulings: Every "that was right".
        asked: How many questions of this exercise, or ratings, are through.
        answers: Question id to yes or no.
        ratings: Pain and effort.
        said: The newest utterances.
        said_number: The id of the newest.
    """

    plan: Plan
    mode: Mode = Mode.CAMERA
    stage: Stage = Stage.WELCOME
    bout: int = 0
    t_s: float = 0.0
    stage_s: float = 0.0
    announced: int = 0
    paused: PauseReason | None = None
    paused_s: float = 0.0
    is_muted: bool = False
    is_timed_by_hand: bool = False
    tallies: tuple[Tally, ...] = ()
    done: tuple[Done, ...] = ()
    look: Look | None = None
    is_holding: bool = False
    is_other_side: bool = False
    is_moving: bool = False
    findings: tuple[Finding, ...] = ()
    good_s: float = 0.0
    is_hand_armed: bool = False
    hand_s: float = 0.0
    framed: Look | None = None
    moved_s: float = 0.0
    told: str = ""
    told_s: float = float("-inf")
    memory: CueMemory = field(default_factory=CueMemory)
    shown: Cue | None = None
    cues: tuple[Cue, ...] = ()
    overrulings: tuple[Overruling, ...] = ()
    asked: int = 0
    answers: Mapping[str, bool] = field(default_factory=dict)
    ratings: Mapping[Rating, int] = field(default_factory=dict)
    said: tuple[Said, ...] = ()
    said_number: int = 0

    @property
    def exercise(self) -> Exercise:
        """Return the exercise of the current bout."""
        return self.plan.exercise_of(self.bout)

    @property
    def assignment(self) -> Assignment:
        """Return the current exercise with its dose."""
        return self.plan.assignments[self.current.assignment]

    @property
    def current(self) -> Bout:
        """Return the current bout."""
        return self.plan.bouts[self.bout]

    @property
    def tally(self) -> Tally:
        """Return what was done in the current bout."""
        return self.tallies[self.bout]

    @property
    def is_by_clock(self) -> bool:
        """Return whether a hold's seconds simply run: paced, by hand, or started by the person."""
        return self.mode is Mode.BY_HAND or self.exercise.kind is Kind.PACED_HOLD or self.is_timed_by_hand

    @property
    def is_assessed(self) -> bool:
        """Return whether frames are to be assessed now."""
        is_watched = self.mode is Mode.CAMERA and self.paused in {None, PauseReason.OUT_OF_FRAME}
        return is_watched and self.stage in {Stage.GET_READY, Stage.COUNTDOWN, Stage.WORK}
