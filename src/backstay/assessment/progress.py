"""One frame after another: readings and an exercise in, events out."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from backstay.assessment.holds import HoldProgress, advance_holds, conclude_holds
from backstay.assessment.paced import Interval, PacedProgress, advance_paced, conclude_paced
from backstay.assessment.repetitions import RepetitionProgress, advance_repetitions, conclude_repetitions
from backstay.assessment.types import Event, TrackingLost, TrackingRegained, ViewChanged
from backstay.exercises.types import Exercise, Kind
from backstay.kinematics.types import UNKNOWN_VIEW, Readings, View, ViewLabel

PATIENCE_S = 1.0
"""How long somebody may be unseen before the coach says so: shorter drop-outs are the model blinking."""

Work = RepetitionProgress | HoldProgress | PacedProgress


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a set has come.

    Attributes:
        work: The state of counting repetitions or timing holds.
        seen_s: When the person was last seen; NaN before the first time.
        is_lost: Whether the loss has been announced.
        view: Where the camera stood last.
    """

    work: Work = field(default_factory=RepetitionProgress)
    seen_s: float = math.nan
    is_lost: bool = True
    view: View = UNKNOWN_VIEW


def begin(
    exercise: Exercise, *, references: Mapping[str, float] | None = None, paced: Sequence[Interval] = ()
) -> Progress:
    """Return the state before the first frame of a set.

    Args:
        exercise: What is to be done.
        references: The person's own values, keyed by `judging.reference_key`.
        paced: When each paced hold was or will be called, in order.
    """
    own = references or {}
    if exercise.kind is Kind.HOLD:
        return Progress(work=HoldProgress(given=own))
    if exercise.kind is Kind.PACED_HOLD:
        return Progress(work=PacedProgress(intervals=tuple(paced), references=own))
    return Progress(work=RepetitionProgress(references=own))


def advance(progress: Progress, readings: Readings, exercise: Exercise) -> tuple[Progress, tuple[Event, ...]]:
    """Return the progress after one more frame, and what happened in it."""
    noticed, work = _noticed(progress, readings), progress.work
    events: tuple[Event, ...] = ()
    if readings.is_person or isinstance(work, PacedProgress):
        work, events = _advance_work(work, readings, exercise)
    if readings.is_person:
        return Progress(work=work, seen_s=readings.t_s, is_lost=False, view=readings.view), (*noticed, *events)
    return replace(progress, work=work, is_lost=progress.is_lost or bool(noticed)), (*noticed, *events)


def _advance_work(work: Work, readings: Readings, exercise: Exercise) -> tuple[Work, tuple[Event, ...]]:
    """Advance whichever kind of work it is."""
    if isinstance(work, HoldProgress):
        return advance_holds(work, readings, exercise)
    if isinstance(work, PacedProgress):
        return advance_paced(work, readings, exercise)
    return advance_repetitions(work, readings, exercise)


def conclude(progress: Progress, exercise: Exercise) -> tuple[Event, ...]:
    """Return what the end of a recording still brings."""
    work = progress.work
    if isinstance(work, HoldProgress):
        return conclude_holds(work, exercise)
    if isinstance(work, PacedProgress):
        return conclude_paced(work, exercise)
    return conclude_repetitions(work, exercise)


def _noticed(progress: Progress, readings: Readings) -> tuple[Event, ...]:
    """Return what a frame changes in who is seen, and from where."""
    if not readings.is_person:
        is_loss = not progress.is_lost and readings.t_s - progress.seen_s > PATIENCE_S
        return (TrackingLost(t_s=readings.t_s),) if is_loss else ()
    events: list[Event] = []
    if progress.is_lost and math.isfinite(progress.seen_s):
        events.append(TrackingRegained(t_s=readings.t_s))
    if readings.view.label is not progress.view.label and readings.view.label is not ViewLabel.UNKNOWN:
        events.append(ViewChanged(t_s=readings.t_s, view=readings.view))
    return tuple(events)
