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
    progress, noticed = _notice(progress, readings)
    if not readings.is_person and not isinstance(progress.work, PacedProgress):
        return progress, noticed
    work, events = _advance_work(progress.work, readings, exercise)
    return replace(progress, work=work), (*noticed, *events)


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


def _notice(progress: Progress, readings: Readings) -> tuple[Progress, tuple[Event, ...]]:
    """Follow who is seen, and from where."""
    if not readings.is_person:
        if not progress.is_lost and readings.t_s - progress.seen_s > PATIENCE_S:
            return replace(progress, is_lost=True), (TrackingLost(t_s=readings.t_s),)
        return progress, ()
    events: list[Event] = []
    if progress.is_lost and math.isfinite(progress.seen_s):
        events.append(TrackingRegained(t_s=readings.t_s))
    if readings.view.label is not progress.view.label and readings.view.label is not ViewLabel.UNKNOWN:
        events.append(ViewChanged(t_s=readings.t_s, view=readings.view))
    return replace(progress, seen_s=readings.t_s, is_lost=False, view=readings.view), tuple(events)
