"""Everyday postures: which state one is in, since when, and what the view cannot tell.

A state begins once it has been so for half a second, backdated to its onset; it ends when the value is back within the
limit itself, so that jitter at the border makes no states. What one frame cannot show leaves the state as it was.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from backstay.assessment.judging import reference_key
from backstay.exercises.types import Posture, State, Which
from backstay.kinematics.measures import MEASURES
from backstay.kinematics.types import Readings, ViewLabel

SURE_S = 0.5
"""A state must last this long to be one; a glance aside is shorter."""
UNSEEN_S = 2.0
"""A state that has not been readable for this long has ended when it was last read."""
LEAST_KNEE_CONTRAST_DEG = 5.0
"""Locked and soft knees of one person lie 8 degrees apart as read; nearer than 2 SD (2.5) they cannot be told apart."""
KNEES_MIDWAY = "knees_midway"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A state kept for a while."""

    state: str
    began_s: float
    ended_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Track:
    """One state being followed: since when it is or is not so, and when it was last read."""

    since_s: float = math.nan
    read_s: float = math.nan


@dataclass(frozen=True, slots=True, kw_only=True)
class PostureProgress:
    """What has been going on so far.

    Attributes:
        tracks: State id to how it is going.
    """

    tracks: Mapping[str, _Track] = field(default_factory=dict)


def advance_posture(
    progress: PostureProgress, readings: Readings, posture: Posture, references: Mapping[str, float]
) -> tuple[PostureProgress, tuple[Span, ...]]:
    """Return the progress after one more frame, and the states that ended in it.

    Args:
        progress: So far.
        readings: One frame's.
        posture: Whose states to follow.
        references: The person's own values, keyed by `judging.reference_key`.
    """
    tracks = dict(progress.tracks)
    spans: list[Span] = []
    is_on = applies(readings, posture)
    for state in posture.states:
        track = tracks.get(state.id, _Track())
        value = value_of(state, readings, references) if is_on else math.nan
        tracks[state.id], ended = _followed(track, state, readings.t_s, value)
        spans.extend(ended)
    return replace(progress, tracks=tracks), tuple(spans)


def conclude_posture(progress: PostureProgress, posture: Posture) -> tuple[Span, ...]:
    """Return the states that the end of a recording ends."""
    tracks = (progress.tracks.get(state.id, _Track()) for state in posture.states)
    return tuple(span for state, track in zip(posture.states, tracks, strict=True) for span in _span(state, track))


def applies(readings: Readings, posture: Posture) -> bool:
    """Return whether one sits, or stands, as the posture asks."""
    value = readings.values[posture.applies.measure]
    if not math.isfinite(value):
        return posture.applies.when_unseen
    is_under = posture.applies.below is None or value < posture.applies.below
    is_over = posture.applies.above is None or value > posture.applies.above
    return is_under and is_over


def value_of(state: State, readings: Readings, references: Mapping[str, float]) -> float:
    """Return a state's value in one frame; NaN where the view or a missing reference cannot give it."""
    if not readings.is_person or not state.can_be_judged_from(readings.view.label):
        return math.nan
    name = measure_name(state, readings.view.label)
    value = readings.values[name]
    if state.from_own is not None:
        value -= references.get(reference_key(state.from_own, name), math.nan)
    return value


def measure_name(state: State, view: ViewLabel) -> str:
    """Return the measure that a state reads, with the side nearest the camera where it is sided."""
    if state.of is not Which.NEAR_SIDE:
        return state.measure or ""
    return f"{'right' if view is ViewLabel.SIDE_RIGHT else 'left'}_{state.measure}"


def _followed(track: _Track, state: State, t_s: float, value: float) -> tuple[_Track, tuple[Span, ...]]:
    """Return one state's track after one more value, and its span if it ended."""
    if not math.isfinite(value):
        is_stale = math.isfinite(track.read_s) and t_s - track.read_s > UNSEEN_S
        return (_Track(), _span(state, track)) if is_stale else (track, ())
    if not math.isfinite(track.since_s):
        since_s = t_s if _is_beyond(state, value, margin=state.change_sd) else math.nan
        return _Track(since_s=since_s, read_s=t_s), ()
    if _is_beyond(state, value, margin=0.0):
        return replace(track, read_s=t_s), ()
    return _Track(read_s=t_s), _span(state, track)


def _is_beyond(state: State, value: float, *, margin: float) -> bool:
    """Return whether a value lies beyond a limit by more than a margin."""
    is_over = state.not_met_above is not None and value > state.not_met_above + margin
    is_under = state.not_met_below is not None and value < state.not_met_below - margin
    return is_over or is_under


def _span(state: State, track: _Track) -> tuple[Span, ...]:
    """Return the span of a state that was kept for long enough."""
    if not math.isfinite(track.since_s) or track.read_s - track.since_s < SURE_S:
        return ()
    return (Span(state=state.id, began_s=track.since_s, ended_s=track.read_s),)


def own_knees(readings: Sequence[Readings]) -> Mapping[str, float]:
    """Return, for each knee, the angle midway between locked and soft, where a recording shows both."""
    own = {}
    for name in ("left_knee_flexion_deg", "right_knee_flexion_deg"):
        values = np.array([each.values[name] for each in readings])
        values = values[np.isfinite(values)]
        if len(values) == 0:
            continue
        low, high = np.percentile(values, [5, 95])
        if high - low >= LEAST_KNEE_CONTRAST_DEG and name in MEASURES:
            own[reference_key(KNEES_MIDWAY, name)] = float(0.5 * (low + high))
    return own
