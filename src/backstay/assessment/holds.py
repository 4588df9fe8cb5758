"""Holds: a position is reached from the own start pose, held still, perhaps left and regained, and left for good.

A hold is one unit: it pauses and resumes, it never restarts (docs/design.md, section 6).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import compress, pairwise

import numpy as np

from backstay.assessment.abstaining import NO_START, NO_START_SAYS, OUT_OF_SIGHT, OUT_OF_SIGHT_SAYS
from backstay.assessment.calibration import medians
from backstay.assessment.clock import GRACE_S, Clock, clock_of, is_broken, stops_clock
from backstay.assessment.judging import Unit, judge_all
from backstay.assessment.requirements import broken_requirement, doubtful_requirements
from backstay.assessment.types import (
    Event,
    Hold,
    HoldBegan,
    HoldEnded,
    HoldPaused,
    HoldResumed,
    Judgement,
    MovementRejected,
    Side,
    Verdict,
)
from backstay.exercises.types import Exercise, Phase, Position
from backstay.kinematics.types import Readings, ViewLabel

SETTLED_S = 0.5
"""The start pose is taken up once it has been seen for half a second."""
SPEED_OVER_S = 0.5
"""Speed is the change over half a second: over a frame, jitter alone exceeds 5 degrees a second."""
START_POSE_S = 2.0
"""The own start pose is looked for in the last two seconds before the shift."""
DOSE_TOLERANCE_S = 1.5
"""docs/design.md, section 6: a dose is met from 1.5 s under it."""
DONE_AWAY_S = 1.0
"""Once the dose is held, leaving the position for a second ends the hold; what follows is the next one."""
SHORTEST_HOLD_S = 1.0
"""Less time in the position is passing through it."""
ALREADY_SHIFTED = 3.0
"""A recording that opens this many least shifts beyond the usual start pose opens inside a hold."""
ALREADY_SHIFTED_S = 1.5
"""How long it must have been still there: going down on one knee passes through it in under a second."""
SEEMS_SHIFTED = 2.0
"""Two least shifts beyond the usual start pose (11 degrees; an upright half-kneel reads -7 to 5) may be a hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldProgress:
    """How far a set of holds has come.

    Attributes:
        side: The working side; None when the start pose is not taken up.
        last_side: The side that worked last.
        seen_s: When that side was last seen to be the working one.
        recent: Readings of the last seconds, for the start pose and for speed.
        since_s: When the side was taken up.
        start: The own level of the start pose; NaN outside a hold.
        high: The highest level of the hold.
        frames: Readings of the hold so far, in and out of the position; empty outside a hold.
        left_s: When the position was left; NaN while it is held.
        has_begun: Whether the position has been reached and said.
        broken_since_s: Criterion id to when it was broken.
        is_paused: Whether the clock stands still.
        number: Holds so far.
        given: Own values from a profile, keyed by `judging.reference_key`.
        own: Own values from this recording, averaged over the start poses of this side.
        starts: How many those are.
        shifted_s: From when to when the person seemed to be in the position with no start pose seen before; or NaN.
    """

    side: Side | None = None
    last_side: Side | None = None
    seen_s: float = math.nan
    recent: tuple[Readings, ...] = ()
    since_s: float = math.nan
    start: float = math.nan
    high: float = -math.inf
    frames: tuple[Readings, ...] = ()
    left_s: float = math.nan
    has_begun: bool = False
    broken_since_s: Mapping[str, float] = field(default_factory=dict)
    is_paused: bool = False
    number: int = 0
    given: Mapping[str, float] = field(default_factory=dict)
    own: Mapping[str, float] = field(default_factory=dict)
    starts: int = 0
    shifted_s: tuple[float, float] = (math.nan, math.nan)

    @property
    def references(self) -> Mapping[str, float]:
        """Return the own values to judge by: the profile's where there are any."""
        return {**self.own, **self.given}


Step = tuple[HoldProgress, tuple[Event, ...]]


def advance_holds(progress: HoldProgress, readings: Readings, exercise: Exercise) -> Step:
    """Return the progress after one more frame, and what happened in it."""
    position = _position(exercise)
    if progress.frames:
        return _holding(progress, readings, exercise)
    side = working_side(readings, position)
    if side is None:
        patience_s = SETTLED_S if _are_legs_read(readings, position) else START_POSE_S
        is_gone = not readings.t_s - progress.seen_s <= patience_s
        return (_stood_up(progress), _missed(progress)) if is_gone else (progress, ())
    missed: tuple[Event, ...] = ()
    if side != progress.side:
        missed = _missed(progress)
        progress = replace(_stood_up(progress), side=side, since_s=readings.t_s, starts=_starts_on(progress, side))
    after, events = _kneeling(progress, readings, position)
    return after, (*missed, *events)


def conclude_holds(progress: HoldProgress, exercise: Exercise) -> tuple[Event, ...]:
    """Return what the end of a recording still brings: the hold that was under way."""
    return _finished(progress, exercise, progress.left_s)[1] if progress.frames else _missed(progress)


def working_side(readings: Readings, position: Position) -> Side | None:
    """Return the side that works, found on the body; None outside the start pose."""
    rule = position.side_from
    left, right = readings.values[f"left_{rule.measure}"], readings.values[f"right_{rule.measure}"]
    if left > rule.working_above and right < rule.other_below:
        return "left"
    if right > rule.working_above and left < rule.other_below:
        return "right"
    return None


def _are_legs_read(readings: Readings, position: Position) -> bool:
    """Return whether both legs can be read; legs that cannot have not been seen to get up."""
    name = position.side_from.measure
    return all(math.isfinite(readings.values[f"{side}_{name}"]) for side in ("left", "right"))


def _missed(progress: HoldProgress) -> tuple[Event, ...]:
    """Return that a position was held whose start pose nobody saw, if one was for long enough."""
    from_s, to_s = progress.shifted_s
    if not to_s - from_s >= ALREADY_SHIFTED_S:
        return ()
    return (MovementRejected(t_s=to_s, because=NO_START, says=NO_START_SAYS, from_s=from_s),)


def _shifted(progress: HoldProgress, readings: Readings, level: float, position: Position) -> HoldProgress:
    """Return progress that remembers since when the person seems to be in the position already."""
    if level < position.usual_start + SEEMS_SHIFTED * position.least_shift:
        return progress
    from_s = progress.shifted_s[0]
    return replace(progress, shifted_s=(readings.t_s if math.isnan(from_s) else from_s, readings.t_s))


def _has_left_start(readings: Readings, side: Side | None, position: Position) -> bool:
    """Return whether the start pose is clearly given up: the other side works too, or the working side does not."""
    rule = position.side_from
    other = "right" if side == "left" else "left"
    working, resting = readings.values[f"{side}_{rule.measure}"], readings.values[f"{other}_{rule.measure}"]
    return resting > rule.working_above or working < rule.other_below


def _position(exercise: Exercise) -> Position:
    """Return the position that an exercise of holds always has."""
    if exercise.position is None:
        raise ValueError(f"{exercise.id} has no position")
    return exercise.position


def _stood_up(progress: HoldProgress) -> HoldProgress:
    """Return progress with no start pose taken up."""
    return HoldProgress(
        number=progress.number,
        given=progress.given,
        own=progress.own,
        starts=progress.starts,
        last_side=progress.side or progress.last_side,
    )


def _starts_on(progress: HoldProgress, side: Side) -> int:
    """Return how many start poses of a side the own values stand for: none of the other side's."""
    return progress.starts if progress.last_side in {None, side} else 0


def _level(readings: Readings, side: Side | None, position: Position) -> float:
    """Return the working side's level."""
    return readings.values[f"{side}_{position.measure}"]


def _kneeling(progress: HoldProgress, readings: Readings, position: Position) -> Step:
    """The start pose is taken up; wait for the shift."""
    level = _level(readings, progress.side, position)
    if not math.isfinite(level):
        return replace(progress, seen_s=readings.t_s), ()
    recent = (*(each for each in progress.recent if each.t_s >= readings.t_s - START_POSE_S), readings)
    progress = replace(progress, seen_s=readings.t_s, recent=recent)
    still = list(compress(recent, stillness(recent, progress.side, position)))
    if readings.t_s - progress.since_s < SETTLED_S or not still:
        return progress, ()
    start = min(_level(each, progress.side, position) for each in still)
    usual = position.usual_start
    is_long_still = len(still) == len(recent) and readings.t_s - recent[0].t_s >= ALREADY_SHIFTED_S
    if is_long_still and start > usual + ALREADY_SHIFTED * position.least_shift:
        return replace(progress, start=usual, high=level, frames=recent), ()
    if level < start + position.least_shift:
        return _shifted(progress, readings, min(start, level), position), ()
    near = [each for each in still if _level(each, progress.side, position) <= start + 0.5 * position.least_shift]
    own = _averaged(progress, medians(near, position.reference))
    began = replace(progress, start=start, high=level, frames=recent, own=own, starts=progress.starts + 1)
    return replace(began, shifted_s=(math.nan, math.nan)), ()


def _averaged(progress: HoldProgress, latest: Mapping[str, float]) -> Mapping[str, float]:
    """Return own values averaged over all start poses of this side: one alone wanders by a degree or two."""
    before = progress.own if progress.starts else {}
    return {
        key: (before[key] * progress.starts + value) / (progress.starts + 1) if key in before else value
        for key, value in latest.items()
    }


def _holding(progress: HoldProgress, readings: Readings, exercise: Exercise) -> Step:
    """A hold is under way; follow it until it is left for good."""
    position = _position(exercise)
    level = _level(readings, progress.side, position)
    if math.isfinite(level):
        progress = replace(progress, frames=(*progress.frames, readings), high=max(progress.high, level))
    is_in = math.isfinite(level) and level >= _border(progress, position)
    if not is_in or _has_left_start(readings, progress.side, position):
        left_s = progress.left_s if math.isfinite(progress.left_s) else readings.t_s
        progress = replace(progress, left_s=left_s)
        if readings.t_s - left_s > _patience_s(progress, exercise):
            return _finished(progress, exercise, readings.t_s)
        return progress, ()
    if not math.isnan(progress.left_s):
        progress = replace(progress, left_s=math.nan)
    if not progress.has_begun and is_still(progress.frames, len(progress.frames) - 1, progress.side, position):
        return replace(progress, has_begun=True), (HoldBegan(t_s=readings.t_s, side=progress.side),)
    return _watched(progress, readings, exercise)


def _border(progress: HoldProgress, position: Position) -> float:
    """Return the level from which the position is reached."""
    return progress.start + position.reached_share * (progress.high - progress.start)


def _patience_s(progress: HoldProgress, exercise: Exercise) -> float:
    """Return how long the position may be left before the hold is over."""
    held_s = progress.frames[-1].t_s - progress.frames[0].t_s
    dose_s = exercise.dose.hold_s or math.inf
    return DONE_AWAY_S if held_s >= dose_s else _position(exercise).away_ends_s


def _watched(progress: HoldProgress, readings: Readings, exercise: Exercise) -> Step:
    """Say when a line has been broken for over a second, and when it is kept again."""
    unit = _unit(progress, (), readings.view.label)
    broken = [each.id for each in exercise.criteria if is_broken(each, readings, unit)]
    since = {name: progress.broken_since_s.get(name, readings.t_s) for name in broken}
    lasting = [name for name, began_s in since.items() if readings.t_s - began_s > GRACE_S]
    if since != progress.broken_since_s:
        progress = replace(progress, broken_since_s=since)
    if lasting and not progress.is_paused:
        return replace(progress, is_paused=True), (HoldPaused(t_s=readings.t_s, criterion=lasting[0]),)
    if progress.is_paused and not lasting:
        return replace(progress, is_paused=False), (HoldResumed(t_s=readings.t_s),)
    return progress, ()


def is_still(frames: Sequence[Readings], index: int, side: Side | None, position: Position) -> bool:
    """Return whether the level moves slower than the position allows, over the half second before and after a frame."""
    here = frames[index]
    first, last = index, index
    while first > 0 and here.t_s - frames[first].t_s < SPEED_OVER_S:
        first -= 1
    while last < len(frames) - 1 and frames[last].t_s - here.t_s < SPEED_OVER_S:
        last += 1
    level = _level(here, side, position)
    changes = (level - _level(frames[first], side, position), _level(frames[last], side, position) - level)
    return all(abs(change) < position.still_below_per_s * SPEED_OVER_S for change in changes)


def stillness(frames: Sequence[Readings], side: Side | None, position: Position) -> list[bool]:
    """Return what `is_still` says of every frame, in one go: both ends of the second around a frame only move on."""
    t_s = [each.t_s for each in frames]
    levels = [_level(each, side, position) for each in frames]
    least, end = position.still_below_per_s * SPEED_OVER_S, len(frames) - 1
    first = last = 0
    still = []
    for here_s, level in zip(t_s, levels, strict=True):
        while here_s - t_s[min(first + 1, end)] >= SPEED_OVER_S:
            first += 1
        while last < end and t_s[last] - here_s < SPEED_OVER_S:
            last += 1
        still.append(abs(level - levels[first]) < least and abs(levels[last] - level) < least)
    return still


def _finished(progress: HoldProgress, exercise: Exercise, now_s: float) -> Step:
    """Judge the hold in the frames, and wait for the next."""
    position = _position(exercise)
    inside = _held_frames(progress, position)
    after = replace(
        _stood_up(progress),
        side=progress.side,
        seen_s=progress.frames[-1].t_s,
        since_s=progress.frames[0].t_s,
        recent=tuple(each for each in progress.frames if each.t_s >= progress.left_s),
    )
    held = np.flatnonzero(inside)
    if len(held) == 0 or progress.frames[held[-1]].t_s - progress.frames[held[0]].t_s < SHORTEST_HOLD_S:
        return after, _out_of_sight(progress, now_s)
    first, last = int(held[0]), int(held[-1])
    frames = progress.frames[first : last + 1]
    kept = tuple(each for each, is_in in zip(frames, inside[first : last + 1], strict=True) if is_in)
    labels = [each.view.label for each in kept]
    unit = _unit(progress, kept, max(ViewLabel, key=labels.count), whole=frames)
    broken = broken_requirement(exercise.requires, unit, start=kept, whole=kept)
    if broken is not None:
        rejected = MovementRejected(t_s=frames[-1].t_s, because=broken.id, says=broken.says, from_s=frames[0].t_s)
        return after, (rejected,)
    clock = clock_of(frames, inside[first : last + 1], exercise.criteria, unit)
    hold = judged_hold(exercise, unit, number=progress.number + 1, clock=clock)
    return replace(after, number=hold.number), (HoldEnded(t_s=progress.frames[-1].t_s, hold=hold),)


def _out_of_sight(progress: HoldProgress, now_s: float) -> tuple[Event, ...]:
    """Return that what may have been a hold was out of sight, if nothing was read of it since it was last seen."""
    last_s = progress.frames[-1].t_s
    if not progress.left_s > last_s:
        return ()
    return (MovementRejected(t_s=now_s, because=OUT_OF_SIGHT, says=OUT_OF_SIGHT_SAYS, from_s=last_s),)


def _held_frames(progress: HoldProgress, position: Position) -> list[bool]:
    """Return whether each frame is in position and still; a move there that is over in half a second is jitter."""
    border = _border(progress, position)
    is_reached = [
        _level(each, progress.side, position) >= border and not _has_left_start(each, progress.side, position)
        for each in progress.frames
    ]
    is_at_rest = stillness(progress.frames, progress.side, position)
    is_held = [is_in and rests for is_in, rests in zip(is_reached, is_at_rest, strict=True)]
    for before, after in pairwise(np.flatnonzero(is_held).tolist()):
        is_short = progress.frames[after].t_s - progress.frames[before + 1].t_s < SPEED_OVER_S
        if is_short and all(is_reached[before:after]):
            is_held[before:after] = [True] * (after - before)
    return is_held


def _unit(
    progress: HoldProgress, held: tuple[Readings, ...], view: ViewLabel, *, whole: tuple[Readings, ...] = ()
) -> Unit:
    """Return a hold as a unit to judge."""
    return Unit(
        phases={Phase.HOLD: held, Phase.ALWAYS: whole},
        view=view,
        side=progress.side,
        references=progress.references,
        timings={},
        began_s=whole[0].t_s if whole else math.nan,
        ended_s=whole[-1].t_s if whole else math.nan,
    )


def judged_hold(exercise: Exercise, unit: Unit, *, number: int, clock: Clock) -> Hold:
    """Return a hold with its verdicts."""
    timed = replace(unit, timings={"held_s": clock.held_s})
    judgements = judge_all(exercise.criteria, timed)
    return Hold(
        number=number,
        side=unit.side,
        began_s=unit.began_s,
        ended_s=unit.ended_s,
        held_s=clock.held_s,
        is_complete=clock.held_s >= (exercise.dose.hold_s or 0.0) - DOSE_TOLERANCE_S,
        view=unit.view,
        judgements=judgements,
        readings={each.measure: each.value for each in judgements if each.measure},
        unread_s=clock.unread_s,
        unsure=_unsure(exercise, unit, judgements, clock),
    )


def _unsure(exercise: Exercise, unit: Unit, judgements: Sequence[Judgement], clock: Clock) -> Mapping[str, float]:
    """Return the seconds on the clock in which a line or requirement that could have stopped it was not judged."""
    judged = {each.criterion for each in judgements if each.verdict in {Verdict.MET, Verdict.NOT_MET}}
    watched = [each.id for each in exercise.criteria if stops_clock(each, unit)]
    seconds = {name: clock.unwatched[name] if name in judged else clock.held_s for name in watched}
    seconds |= {each.id: clock.held_s for each in doubtful_requirements(exercise.requires, unit)}
    return {name: unsure_s for name, unsure_s in seconds.items() if unsure_s > 0.0}
