"""One frame after another: readings and an exercise in, events out."""

import math
from dataclasses import dataclass, field, replace

from backstay.assessment.repetitions import RepetitionProgress, advance_repetitions, conclude_repetitions
from backstay.assessment.types import Event, TrackingLost, TrackingRegained, ViewChanged
from backstay.exercises.types import Exercise
from backstay.kinematics.types import UNKNOWN_VIEW, Readings, View, ViewLabel

PATIENCE_S = 1.0
"""How long somebody may be unseen before the coach says so: shorter drop-outs are the model blinking."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a set has come.

    Attributes:
        seen_s: When the person was last seen; NaN before the first time.
        is_lost: Whether the loss has been announced.
        view: Where the camera stood last.
        repetitions: The state of counting.
    """

    seen_s: float = math.nan
    is_lost: bool = True
    view: View = UNKNOWN_VIEW
    repetitions: RepetitionProgress = field(default_factory=RepetitionProgress)


def advance(progress: Progress, readings: Readings, exercise: Exercise) -> tuple[Progress, tuple[Event, ...]]:
    """Return the progress after one more frame, and what happened in it."""
    progress, noticed = _notice(progress, readings)
    if not readings.is_person:
        return progress, noticed
    repetitions, events = advance_repetitions(progress.repetitions, readings, exercise)
    return replace(progress, repetitions=repetitions), (*noticed, *events)


def conclude(progress: Progress, exercise: Exercise) -> tuple[Event, ...]:
    """Return what the end of a recording still brings."""
    return conclude_repetitions(progress.repetitions, exercise)


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
