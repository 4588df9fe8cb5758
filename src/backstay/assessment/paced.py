"""Paced holds: what a camera cannot see begin. The coach says when, the camera judges the posture meanwhile."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from backstay.assessment.clock import clock_of
from backstay.assessment.holds import SHORTEST_HOLD_S, judged_hold
from backstay.assessment.judging import Unit
from backstay.assessment.requirements import broken_requirement
from backstay.assessment.types import Event, HoldBegan, HoldEnded, MovementRejected
from backstay.exercises.types import Exercise, Phase, Requirement
from backstay.kinematics.series import ReadingSeries
from backstay.kinematics.types import Readings, ViewLabel

Interval = tuple[float, float]
"""When a hold was called: (from_s, to_s) of media time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PacedProgress:
    """How far a set of paced holds has come.

    Attributes:
        intervals: The holds still to come or under way, in order.
        frames: Readings of the hold under way.
        number: Holds so far.
        references: The person's own values, keyed by `judging.reference_key`.
    """

    intervals: tuple[Interval, ...] = ()
    frames: tuple[Readings, ...] = ()
    number: int = 0
    references: Mapping[str, float] = field(default_factory=dict)


Step = tuple[PacedProgress, tuple[Event, ...]]


def advance_paced(progress: PacedProgress, readings: Readings, exercise: Exercise) -> Step:
    """Return the progress after one more frame, and what happened in it."""
    events: tuple[Event, ...] = ()
    while progress.intervals and readings.t_s > progress.intervals[0][1]:
        progress, more = _finished(progress, exercise)
        events = (*events, *more)
    if not progress.intervals or readings.t_s < progress.intervals[0][0]:
        return progress, events
    if not progress.frames:
        events = (*events, HoldBegan(t_s=readings.t_s, side=None))
    return replace(progress, frames=(*progress.frames, readings)), events


def conclude_paced(progress: PacedProgress, exercise: Exercise) -> tuple[Event, ...]:
    """Return what the end of a recording still brings: the hold that was under way."""
    return _finished(progress, exercise)[1] if progress.frames else ()


def broken_all_along(readings: ReadingSeries, exercise: Exercise) -> Requirement | None:
    """Return what a whole recording breaks of the exercise, where no hold was called in it; None if nothing."""
    frames = readings.chosen(readings.is_person)
    if not frames:
        return None
    return broken_requirement(exercise.requires, _unit(frames, {}), start=frames, whole=frames)


def _unit(frames: Sequence[Readings], references: Mapping[str, float]) -> Unit:
    """Return frames as one hold."""
    labels = [each.view.label for each in frames]
    return Unit(
        phases={Phase.HOLD: frames, Phase.ALWAYS: frames},
        view=max(ViewLabel, key=labels.count),
        side=None,
        references=references,
        timings={},
        began_s=frames[0].t_s,
        ended_s=frames[-1].t_s,
    )


def _is_watched(frames: Sequence[Readings]) -> list[bool]:
    """Return whether each frame shows the person; a person made out for a moment only is none."""
    is_person = [each.is_person for each in frames]
    seen_s = sum(after.t_s - frame.t_s for frame, after in pairwise(frames) if frame.is_person)
    return is_person if seen_s >= SHORTEST_HOLD_S else [False] * len(frames)


def _finished(progress: PacedProgress, exercise: Exercise) -> Step:
    """Judge the first interval and wait for the next."""
    frames = progress.frames
    after = replace(progress, intervals=progress.intervals[1:], frames=())
    if not frames:
        return after, ()
    unit = _unit(frames, progress.references)
    broken = broken_requirement(exercise.requires, unit, start=frames, whole=frames)
    if broken is not None:
        rejected = MovementRejected(t_s=frames[-1].t_s, because=broken.id, says=broken.says, from_s=frames[0].t_s)
        return after, (rejected,)
    clock = clock_of(frames, _is_watched(frames), exercise.criteria, unit)
    hold = judged_hold(exercise, unit, number=progress.number + 1, clock=clock)
    return replace(after, number=hold.number), (HoldEnded(t_s=math.nextafter(unit.ended_s, math.inf), hold=hold),)
