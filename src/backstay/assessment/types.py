"""What the assessment room hands on: verdicts, units, and the events of a stream."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from backstay.kinematics.types import View, ViewLabel


class Verdict(StrEnum):
    """What can honestly be said of one line of the prescription."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_VISIBLE = "not_visible"
    ASK = "ask"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One line of the prescription, judged over one unit.

    Attributes:
        criterion: The line's id.
        verdict: What can be said.
        reason: Why not, where it could not be judged; empty otherwise.
        measure: What was measured, its side included; empty where nothing was.
        value: The deciding value in the measure's unit; NaN where nothing was measured.
        limit: The limit it was held against; NaN without one.
        sd: 1 SD of the value's error in this view; NaN without one.
        from_s: Where the deciding stretch begins.
        to_s: Where it ends.
        is_close: Whether it was measured, and lies too close to the limit to call.
    """

    criterion: str
    verdict: Verdict
    reason: str = ""
    measure: str = ""
    value: float = float("nan")
    limit: float = float("nan")
    sd: float = float("nan")
    from_s: float = float("nan")
    to_s: float = float("nan")
    is_close: bool = False


Side = Literal["left", "right"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Repetition:
    """One repetition.

    Attributes:
        number: From 1, in the order performed, partial ones included.
        side: The working side; None where both work together.
        began_s: Leaving the start pose.
        peaked_s: The middle of the top.
        ended_s: Regaining the start pose.
        is_counted: Whether it reached the peak that counts.
        view: Where the camera stood.
        judgements: One for each criterion.
        readings: The values behind them, measure name to value.
    """

    number: int
    side: Side | None
    began_s: float
    peaked_s: float
    ended_s: float
    is_counted: bool
    view: ViewLabel
    judgements: tuple[Judgement, ...]
    readings: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """One hold.

    Attributes:
        number: From 1.
        side: The side it works on; None where both work together.
        began_s: Reaching the position.
        ended_s: Leaving it for good.
        held_s: Seconds in position and still, less those in which a judged line was broken for over a second.
        is_complete: Whether the dose was held.
        view: Where the camera stood.
        judgements: One for each criterion.
        readings: The values behind them, measure name to value.
        unread_s: Seconds in which the position itself could not be read; up to a second at a time is in `held_s`.
        unsure: Line or requirement to the seconds of `held_s` in which it was not judged though it could have stopped
            the clock.
    """

    number: int
    side: Side | None
    began_s: float
    ended_s: float
    held_s: float
    is_complete: bool
    view: ViewLabel
    judgements: tuple[Judgement, ...]
    readings: Mapping[str, float]
    unread_s: float = 0.0
    unsure: Mapping[str, float] = field(default_factory=dict)

    @property
    def unsure_s(self) -> float:
        """Return how many seconds could not be watched in full: of the position, or of the line least seen."""
        return self.unread_s + max(self.unsure.values(), default=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class RepetitionBegan:
    """The start pose was left."""

    t_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RepetitionEnded:
    """The start pose was regained; the repetition is judged."""

    t_s: float
    repetition: Repetition


@dataclass(frozen=True, slots=True, kw_only=True)
class MovementRejected:
    """A movement of the right size was not this exercise.

    Attributes:
        because: Which requirement it broke.
        says: The same in words for the person.
        from_s: Where the movement began.
    """

    t_s: float
    because: str
    says: str
    from_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldBegan:
    """The position was reached."""

    t_s: float
    side: Side | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldPaused:
    """Form broke for over a second; the clock stands still."""

    t_s: float
    criterion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldResumed:
    """Form is back; the clock runs on."""

    t_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldEnded:
    """The position was left for good; the hold is judged."""

    t_s: float
    hold: Hold


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultBegan:
    """A line has been broken for long enough to say so."""

    t_s: float
    judgement: Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultEnded:
    """That line is kept again."""

    t_s: float
    criterion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingLost:
    """Nobody, or not enough of anybody, has been seen for a second."""

    t_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingRegained:
    """The person is back."""

    t_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewChanged:
    """The camera stands elsewhere now."""

    t_s: float
    view: View


Event = (
    RepetitionBegan
    | RepetitionEnded
    | MovementRejected
    | HoldBegan
    | HoldPaused
    | HoldResumed
    | HoldEnded
    | FaultBegan
    | FaultEnded
    | TrackingLost
    | TrackingRegained
    | ViewChanged
)
