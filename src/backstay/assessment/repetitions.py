"""Repetitions: an effort signal leaves the person's own start pose, reaches a top, and comes back.

The state is a value. A start pose must lie above `starts_above` and be held still, or be the valley between two tops; a
swing from below it (jumping jacks, arm raises) never becomes one.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, auto

import numpy as np
from numpy.typing import NDArray

from backstay.assessment.excursion import Excursion, time_excursion
from backstay.assessment.judging import INSTANTS, Unit, judge_all, measure_names, reference_key
from backstay.assessment.phases import cut
from backstay.assessment.reach import Way, is_full, peak_of, way_of
from backstay.assessment.requirements import broken_requirement
from backstay.assessment.types import Event, MovementRejected, Repetition, RepetitionBegan, RepetitionEnded
from backstay.exercises.types import CountsFrom, Effort, Exercise, Phase
from backstay.kinematics.types import Readings

Array = NDArray[np.float64]

STILL_S = 0.3
"""A start pose is held for at least this long: twice a simple reaction's 0.15 s."""
START_POSE_S = 3.0
"""How far back the own start level is looked for: slow drift of tired arms is followed, a slow rise is not."""
SETTLING_S = 0.15
"""The start pose is regained once the signal has found no new low for this long."""
LONGEST_SETTLING_S = 0.5
LONGEST_UNSEEN_S = 2.0
"""A repetition survives this long out of sight; longer, and nobody knows what was done meanwhile."""
SHORTEST_REPETITION_S = 0.5
"""Faster than any arm goes up and down; what is shorter is a glitch of tracking."""
LEAST_RETURN_SHARE = 0.5
"""A turn upwards after less than half the way back is a wobble of the same repetition."""
LOW_REST_SHARE = 0.45
"""A rest in the lower half of the way up is a start pose put right; higher up it is a pause of the repetition."""
LOW_REST_S = 0.3
"""How long such a rest takes at least: a slow start of the way up is not one."""
HIGHER_REST_S = 1.0
"""A rest of this long after half the way back ends a repetition that stays higher than it began: elbows held low before
it, and put right since. A slow way down of 4 s moves on by 0.1 trunk lengths in it, twice the threshold of rest."""
STILL_SHARE = 0.4
"""Still on the way up means less change than this share of the effort's lower threshold (0.02 of 0.05)."""
NEARLY_BACK_SHARE = 0.75
"""A recording that stops with three quarters of the way back done stops after the repetition, not in it."""
LEAST_PARTIAL = 1.5
"""A partial repetition is reported from this many times the effort's own threshold."""


class Stage(Enum):
    """Where in the movement the person is."""

    AWAY = auto()
    ARRIVING = auto()
    READY = auto()
    WORKING = auto()
    RETURNING = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class RepetitionProgress:
    """How far a set of repetitions has come.

    Attributes:
        stage: Where in the movement the person is.
        frames: The readings since the start pose; only those whose signal was seen.
        start: The own start level.
        high: The highest level since arriving or since the start pose.
        low: The lowest level since the highest.
        low_s: When that was.
        returned_s: When the start level was regained.
        away_high: The highest level since the arms were last down, with no repetition since; for telling swings.
        away_s: When they were last down; NaN if they never were, or not since a repetition.
        number: Repetitions so far.
        ways: How far those went, where only that tells whether they count.
        references: The person's own values, keyed by `judging.reference_key`.
    """

    stage: Stage = Stage.AWAY
    frames: tuple[Readings, ...] = ()
    start: float = math.nan
    high: float = -math.inf
    low: float = math.inf
    low_s: float = math.nan
    returned_s: float = math.nan
    away_high: float = -math.inf
    away_s: float = math.nan
    number: int = 0
    ways: tuple[Way, ...] = ()
    references: Mapping[str, float] = field(default_factory=dict)


def advance_repetitions(
    progress: RepetitionProgress, readings: Readings, exercise: Exercise
) -> tuple[RepetitionProgress, tuple[Event, ...]]:
    """Return the progress after one more frame, and what happened in it."""
    effort = _effort(exercise)
    level = readings.values[effort.measure]
    if not math.isfinite(level):
        return progress, ()
    if progress.frames and readings.t_s - progress.frames[-1].t_s > LONGEST_UNSEEN_S:
        progress = _fresh(progress)
    step = {
        Stage.AWAY: _away,
        Stage.ARRIVING: _arriving,
        Stage.READY: _ready,
        Stage.WORKING: _working,
        Stage.RETURNING: _returning,
    }[progress.stage]
    return step(progress, readings, exercise)


def conclude_repetitions(progress: RepetitionProgress, exercise: Exercise) -> tuple[Event, ...]:
    """Return what the end of a recording still brings: a repetition that had all but come to rest."""
    if progress.stage is Stage.RETURNING:
        return _finished(progress, exercise, end=min(progress.low, progress.start))[1]
    way_back, excursion = progress.high - progress.low, progress.high - progress.start
    if progress.stage is Stage.WORKING and way_back >= NEARLY_BACK_SHARE * excursion:
        return _finished(progress, exercise, end=progress.low)[1]
    return ()


def _effort(exercise: Exercise) -> Effort:
    """Return the effort that an exercise of repetitions always has."""
    if exercise.effort is None:
        raise ValueError(f"{exercise.id} has no effort")
    return exercise.effort


def _fresh(progress: RepetitionProgress) -> RepetitionProgress:
    """Return progress with nothing under way."""
    return RepetitionProgress(number=progress.number, ways=progress.ways, references=progress.references)


Step = tuple[RepetitionProgress, tuple[Event, ...]]


def _away(progress: RepetitionProgress, readings: Readings, exercise: Exercise) -> Step:
    """The arms are down; wait until they come up."""
    effort = _effort(exercise)
    level = readings.values[effort.measure]
    if level <= effort.starts_above:
        return replace(progress, frames=(readings,), away_s=readings.t_s), ()
    arrived = replace(
        progress, stage=Stage.ARRIVING, frames=(readings,), high=level, low=level, low_s=readings.t_s, away_high=level
    )
    return arrived, ()


def _arriving(progress: RepetitionProgress, readings: Readings, exercise: Exercise) -> Step:
    """The arms come up; wait until they are still, or turn in a valley."""
    effort = _effort(exercise)
    level = readings.values[effort.measure]
    if level <= effort.starts_above:
        return _left(progress, readings, exercise)
    progress = _followed(progress, readings, level)
    progress = replace(progress, away_high=max(progress.away_high, level))
    recent = tuple(frame for frame in progress.frames if frame.t_s >= readings.t_s - STILL_S)
    levels = [frame.values[effort.measure] for frame in recent]
    is_long_enough = readings.t_s - progress.frames[0].t_s >= STILL_S
    if is_long_enough and max(levels) - min(levels) < effort.ends_below_own_start:
        return replace(progress, stage=Stage.READY, frames=recent, start=min(levels)), ()
    if level > progress.low + effort.begins_above_own_start:
        since = tuple(frame for frame in progress.frames if frame.t_s >= progress.low_s)
        return _ready(replace(progress, stage=Stage.READY, frames=since[:-1], start=progress.low), readings, exercise)
    return progress, ()


def _ready(progress: RepetitionProgress, readings: Readings, exercise: Exercise) -> Step:
    """The start pose is held; wait until it is left."""
    effort = _effort(exercise)
    level = readings.values[effort.measure]
    if _are_arms_down(level, effort):
        return _left(progress, readings, exercise)
    kept = tuple(frame for frame in progress.frames if frame.t_s >= readings.t_s - START_POSE_S)
    frames = (*kept, readings)
    start = min(frame.values[effort.measure] for frame in frames)
    frames = _since_start_pose(frames, start + effort.begins_above_own_start, effort)
    progress = replace(progress, frames=frames, start=start, away_high=max(progress.away_high, level))
    if level <= start + effort.begins_above_own_start:
        return progress, ()
    working = replace(progress, stage=Stage.WORKING, high=level, low=level, low_s=readings.t_s)
    return working, (RepetitionBegan(t_s=readings.t_s),)


def _are_arms_down(level: float, effort: Effort) -> bool:
    """Return whether a start pose once taken up is given up: below its limit by as much as begins a repetition.

    Elbows held low bring the hands down to the limit (0.02 trunk lengths in a wall angel of 61 degrees at the start).
    """
    return level <= effort.starts_above - effort.begins_above_own_start


def _since_start_pose(frames: tuple[Readings, ...], border: float, effort: Effort) -> tuple[Readings, ...]:
    """Return the frames of the start pose and the newest one: what lay above the border before belongs to no rise."""
    above = [index for index, frame in enumerate(frames[:-1]) if frame.values[effort.measure] > border]
    return frames[above[-1] + 1 :] if above else frames


def _working(progress: RepetitionProgress, readings: Readings, exercise: Exercise) -> Step:
    """A repetition is under way; wait for the way back."""
    effort = _effort(exercise)
    level = readings.values[effort.measure]
    progress = _followed(progress, readings, level)
    if level < progress.start + effort.ends_below_own_start:
        return _returning(replace(progress, stage=Stage.RETURNING, returned_s=readings.t_s), readings, exercise)
    way_back = progress.high - progress.low
    is_back_enough = way_back >= LEAST_RETURN_SHARE * (progress.high - progress.start)
    if is_back_enough and level > progress.low + effort.begins_above_own_start:
        return _turned(progress, readings, exercise)
    if is_back_enough and _rests_since(progress, effort, readings.t_s - HIGHER_REST_S):
        rested = replace(progress, stage=Stage.RETURNING, returned_s=readings.t_s - HIGHER_REST_S)
        return _returning(rested, readings, exercise)
    return progress, ()


def _rests_since(progress: RepetitionProgress, effort: Effort, since_s: float) -> bool:
    """Return whether the signal has hardly moved since a moment, and fell before it."""
    recent = [frame.values[effort.measure] for frame in progress.frames if frame.t_s >= since_s]
    is_whole = progress.frames[0].t_s < since_s
    return is_whole and max(recent) - min(recent) < effort.ends_below_own_start


def _returning(progress: RepetitionProgress, readings: Readings, exercise: Exercise) -> Step:
    """The start pose is near; wait until the arms come to rest in it, pass it, or turn."""
    effort = _effort(exercise)
    level = readings.values[effort.measure]
    if progress.frames[-1] is not readings:
        if level > progress.low + effort.begins_above_own_start:
            return _turned(replace(progress, frames=(*progress.frames, readings)), readings, exercise)
        if level > progress.high:
            return replace(_followed(progress, readings, level), stage=Stage.WORKING), ()
        progress = _followed(progress, readings, level)
    is_at_rest = readings.t_s - progress.low_s >= SETTLING_S
    is_overdue = readings.t_s - progress.returned_s >= LONGEST_SETTLING_S
    if _are_arms_down(level, effort):
        finished, events = _finished(progress, exercise, end=progress.start)
        away = _fresh(finished)
        return replace(away, frames=(readings,), away_s=readings.t_s), events
    if is_at_rest or is_overdue:
        finished, events = _finished(progress, exercise, end=_level_after(progress, effort))
        kept = tuple(frame for frame in progress.frames if frame.t_s >= progress.low_s)
        return replace(_fresh(finished), stage=Stage.READY, frames=kept, start=progress.low), events
    return progress, ()


def _turned(progress: RepetitionProgress, readings: Readings, exercise: Exercise) -> Step:
    """End a repetition at the valley it turned in, and begin the next from there."""
    since = tuple(frame for frame in progress.frames if frame.t_s >= progress.low_s)
    until = tuple(frame for frame in progress.frames if frame.t_s <= progress.low_s)
    finished, events = _finished(replace(progress, frames=until), exercise, end=progress.low)
    ready = replace(_fresh(finished), stage=Stage.READY, frames=since[:-1], start=progress.low)
    begun, more = _ready(ready, readings, exercise)
    return begun, (*events, *more)


def _left(progress: RepetitionProgress, readings: Readings, exercise: Exercise) -> Step:
    """The arms went down again; say so if they had swung up high without a repetition."""
    effort = _effort(exercise)
    away = replace(_fresh(progress), frames=(readings,), away_s=readings.t_s)
    has_swung_up = math.isfinite(progress.away_s) and progress.away_high >= effort.from_below_reaching
    if not has_swung_up:
        return away, ()
    rejected = MovementRejected(
        t_s=readings.t_s, because="from_below", says=effort.from_below_says, from_s=progress.away_s
    )
    return away, (rejected,)


def _followed(progress: RepetitionProgress, readings: Readings, level: float) -> RepetitionProgress:
    """Return progress with one more frame, its highest level and the lowest level since."""
    frames = (*progress.frames, readings)
    if level >= progress.high:
        return replace(progress, frames=frames, high=level, low=level, low_s=readings.t_s)
    if level < progress.low:
        return replace(progress, frames=frames, low=level, low_s=readings.t_s)
    return replace(progress, frames=frames)


def _finished(progress: RepetitionProgress, exercise: Exercise, *, end: float) -> Step:
    """Judge the repetition in the frames, or reject it."""
    effort = _effort(exercise)
    progress = _from_last_rest(progress, effort)
    frames = progress.frames
    t_s = np.array([frame.t_s for frame in frames])
    level = np.array([frame.values[effort.measure] for frame in frames])
    excursion = time_excursion(t_s, level, start=_resting_level(level, progress.start, effort), end=end)
    size = progress.high - progress.start
    is_glitch = excursion.ended_s - excursion.began_s < SHORTEST_REPETITION_S
    if is_glitch or size < LEAST_PARTIAL * effort.begins_above_own_start:
        return progress, ()
    unit = cut(frames, excursion, exercise, progress.references)
    broken = broken_requirement(
        exercise.requires, unit, start=unit.phases[Phase.START], whole=unit.phases[Phase.ALWAYS]
    )
    if broken is not None:
        rejected = MovementRejected(t_s=frames[-1].t_s, because=broken.id, says=broken.says, from_s=excursion.began_s)
        return progress, (rejected,)
    repetition = _judged(progress, exercise, unit, excursion)
    references = progress.references
    if repetition.is_counted:
        references = {**own_references(exercise, unit), **references}
    done = replace(progress, number=repetition.number, ways=_ways_with(progress, exercise, unit), references=references)
    return done, (RepetitionEnded(t_s=frames[-1].t_s, repetition=repetition),)


def _from_last_rest(progress: RepetitionProgress, effort: Effort) -> RepetitionProgress:
    """Return a repetition from the last rest low on its way up: there, the start pose was put right."""
    t_s = np.array([frame.t_s for frame in progress.frames])
    level = np.array([frame.values[effort.measure] for frame in progress.frames])
    highest = progress.start + LOW_REST_SHARE * (progress.high - progress.start)
    for last in range(int(np.argmax(level)) - 1, 0, -1):
        if level[last] > highest or t_s[last] - t_s[0] < LOW_REST_S:
            continue
        around = (t_s >= t_s[last] - LOW_REST_S) & (t_s <= t_s[last])
        if np.ptp(level[around]) < LOW_REST_SHARE * effort.ends_below_own_start:
            if level[last] <= progress.start + effort.begins_above_own_start:
                return progress
            first = int(np.flatnonzero(around)[0])
            return replace(progress, frames=progress.frames[first:], start=float(np.min(level[around])))
    return progress


def _resting_level(level: Array, start: float, effort: Effort) -> float:
    """Return where the signal rested before it left: the median of what lay near the own start level."""
    leaving = int(np.flatnonzero(level > start + effort.begins_above_own_start)[0])
    near = level[:leaving][level[:leaving] <= start + effort.ends_below_own_start]
    return float(np.median(near)) if len(near) else start


def _level_after(progress: RepetitionProgress, effort: Effort) -> float:
    """Return where the signal came to rest: the median of what lies near its low; jitter makes the low too low."""
    after = [frame.values[effort.measure] for frame in progress.frames if frame.t_s >= progress.returned_s]
    near = [level for level in after if level <= progress.low + effort.ends_below_own_start]
    return float(np.median(near)) if near else progress.low


def _judged(progress: RepetitionProgress, exercise: Exercise, unit: Unit, excursion: Excursion) -> Repetition:
    """Return the repetition with its verdicts."""
    if exercise.counts_from is None:
        raise ValueError(f"{exercise.id} has no counts_from")
    judgements = judge_all(exercise.criteria, unit)
    peak = peak_of(exercise.counts_from, unit)
    readings = {each.measure: each.value for each in judgements if each.measure}
    readings |= {exercise.counts_from.measure: peak} if math.isfinite(peak) else {}
    return Repetition(
        number=progress.number + 1,
        side=None,
        began_s=excursion.began_s,
        peaked_s=excursion.peaked_s,
        ended_s=excursion.ended_s,
        is_counted=_is_counted(progress, exercise.counts_from, unit, peak),
        view=unit.view,
        judgements=judgements,
        readings=readings,
    )


def _is_counted(progress: RepetitionProgress, counts_from: CountsFrom, unit: Unit, peak: float) -> bool:
    """Return whether a repetition went far enough: by its peak, else by its reach, else by its excursion."""
    if math.isfinite(peak):
        return peak >= counts_from.above
    if progress.high < (counts_from.full_level or -math.inf):
        return False
    way = way_of(counts_from.reach, unit)
    if counts_from.reach is not None and way is not None:
        return is_full(way, counts_from.reach, progress.ways)
    return progress.high - progress.start >= counts_from.full_excursion


def _ways_with(progress: RepetitionProgress, exercise: Exercise, unit: Unit) -> tuple[Way, ...]:
    """Return the ways so far, with that of one more repetition."""
    way = way_of(exercise.counts_from.reach, unit) if exercise.counts_from else None
    return progress.ways if way is None else (*progress.ways, way)


def own_references(exercise: Exercise, unit: Unit) -> Mapping[str, float]:
    """Return the person's own values of the lines that are judged as a change, from one good unit."""
    own = {}
    for criterion in exercise.criteria:
        if criterion.from_own is None or criterion.when not in INSTANTS:
            continue
        for name in measure_names(criterion, unit):
            values = np.array([frame.values[name] for frame in unit.phases[criterion.when]])
            values = values[np.isfinite(values)]
            if len(values):
                own[reference_key(criterion.from_own, name)] = float(np.median(values))
    return own
