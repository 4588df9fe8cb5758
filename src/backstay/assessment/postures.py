"""Everyday postures: which state one is in, since when, and what the view cannot tell.

A state begins once it has been so in most frames of half a second, and ends once it has not, both backdated: a frame
that jitters neither makes a state nor breaks it. What one frame cannot show leaves the state as it was.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from backstay.assessment.judging import reference_key
from backstay.exercises.posture_types import Posture, Sign, State
from backstay.exercises.types import Which
from backstay.kinematics.body import LEAST_SAGITTAL_DEG
from backstay.kinematics.measures import MEASURES
from backstay.kinematics.series import column_of
from backstay.kinematics.types import Readings, ViewLabel
from backstay.kinematics.view import median_view

SURE_S = 0.5
"""A state must last this long to be one; a glance aside is shorter."""
UNSEEN_S = 2.0
"""A state that has not been readable for this long has ended when it was last read."""
LEAST_KNEE_CONTRAST_DEG = 5.0
"""Locked and soft knees of one person lie 8 degrees apart as read; nearer than 2 SD (2.5) they cannot be told apart."""
SEEN_FROM = {
    ViewLabel.FRONT: "the camera sees you from the front",
    ViewLabel.FRONT_OBLIQUE: "the camera sees you from half in front",
    ViewLabel.SIDE_LEFT: "the camera sees you from the side",
    ViewLabel.SIDE_RIGHT: "the camera sees you from the side",
    ViewLabel.BACK: "your back is to the camera",
    ViewLabel.UNKNOWN: "shoulders and hips cannot be seen",
}
"""Why a view does not show a state."""
NEARLY_FRONT = "the camera sees you almost from the front"
KNEES_MIDWAY = "knees_midway"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A state kept for a while."""

    state: str
    began_s: float
    ended_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mark:
    """One frame of a state: whether its value lies beyond the limit by the error, and beyond the limit at all."""

    t_s: float
    is_clearly_so: bool
    is_so: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Track:
    """One state being followed: since when it is so, when it was last read, and the marks of the last half second."""

    since_s: float = math.nan
    read_s: float = math.nan
    marks: tuple[_Mark, ...] = ()

    @property
    def is_on(self) -> bool:
        return math.isfinite(self.since_s)


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
        mark = _mark(state, readings, references) if is_on else None
        if mark is not None and any(tracks[other].is_on for other in state.unless):
            mark = replace(mark, is_clearly_so=False, is_so=False)
        tracks[state.id], ended = _followed(tracks.get(state.id, _Track()), state, readings.t_s, mark)
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


def shows(state: State, readings: Readings, references: Mapping[str, float], *, is_kept: bool) -> bool | None:
    """Return whether a frame shows a state; None where the view or a missing reference cannot tell.

    Args:
        state: Which.
        readings: One frame's.
        references: The person's own values, keyed by `judging.reference_key`.
        is_kept: Whether it was so just before; then it is so up to the limit itself, else only beyond its error.
    """
    found = [_all_of(signs, readings, references, is_kept=is_kept) for signs in state.shown_by]
    known = [each for each in found if each is not None]
    return any(known) if known else None


def _all_of(
    signs: Sequence[Sign], readings: Readings, references: Mapping[str, float], *, is_kept: bool
) -> bool | None:
    """Return whether all signs of a list are beyond their limits; None where one cannot be told and no other is not."""
    values = [value_of(sign, readings, references) for sign in signs]
    beyond = [
        _is_beyond(sign, value, margin=0.0 if is_kept else sign.change_sd)
        for sign, value in zip(signs, values, strict=True)
        if math.isfinite(value)
    ]
    if not all(beyond):
        return False
    return True if len(beyond) == len(signs) else None


def value_of(sign: Sign, readings: Readings, references: Mapping[str, float]) -> float:
    """Return a sign's value in one frame; NaN where the view or a missing reference cannot give it."""
    if not readings.is_person or not sign.can_be_judged_from(readings.view.label) or is_veiled(sign, readings):
        return math.nan
    name = measure_name(sign, readings.view.label)
    value = readings.values[name]
    if sign.own is None:
        return value
    own = references.get(reference_key(sign.own, name), math.nan)
    if sign.from_own is not None:
        return value - own
    return value / own if own > 0.0 else math.nan


def is_veiled(sign: Sign, readings: Readings) -> bool:
    """Return whether something hides the points that a sign is read from."""
    return any(readings.values[veil.measure] < veil.below for veil in sign.veils)


def why_not(state: State, readings: Sequence[Readings]) -> str:
    """Return why frames that show a person cannot tell a state, in words; empty where only a reference is missing."""
    view = median_view(each.view for each in readings)
    label = view.label
    able = [sign for sign in state.signs if sign.can_be_judged_from(label)]
    if not able:
        return SEEN_FROM[label]
    for veil in (veil for sign in able for veil in sign.veils):
        if _mostly([each.values[veil.measure] < veil.below for each in readings]):
            return veil.says
    if abs(math.sin(math.radians(view.azimuth_deg))) < math.sin(math.radians(LEAST_SAGITTAL_DEG)) and not _is_frontal(
        able
    ):
        return NEARLY_FRONT
    if all(_mostly([not math.isfinite(each.values[measure_name(sign, label)]) for each in readings]) for sign in able):
        return f"hidden or outside the picture: {MEASURES[measure_name(able[0], label)].landmarks}"
    return ""


def _is_frontal(signs: Sequence[Sign]) -> bool:
    """Return whether signs can be read from straight in front or behind."""
    return any(sign.can_be_judged_from(label) for sign in signs for label in (ViewLabel.FRONT, ViewLabel.BACK))


def _mostly(marks: Sequence[bool]) -> bool:
    """Return whether more than half are true."""
    return 2 * sum(marks) > len(marks)


def measure_name(sign: Sign, view: ViewLabel) -> str:
    """Return the measure that a sign reads, with the side nearest the camera where it is sided."""
    if sign.of is not Which.NEAR_SIDE:
        return sign.measure
    return f"{'right' if view is ViewLabel.SIDE_RIGHT else 'left'}_{sign.measure}"


def _mark(state: State, readings: Readings, references: Mapping[str, float]) -> _Mark | None:
    """Return what one frame says of a state; None where it says nothing."""
    is_clearly_so = shows(state, readings, references, is_kept=False)
    is_so = shows(state, readings, references, is_kept=True)
    if is_clearly_so is None or is_so is None:
        return None
    return _Mark(t_s=readings.t_s, is_clearly_so=is_clearly_so, is_so=is_so)


def _followed(track: _Track, state: State, t_s: float, mark: _Mark | None) -> tuple[_Track, tuple[Span, ...]]:
    """Return one state's track after one more frame, and its span if it ended."""
    if mark is None:
        is_stale = math.isfinite(track.read_s) and t_s - track.read_s > UNSEEN_S
        return (_Track(), _span(state, track)) if is_stale else (track, ())
    marks = (*(each for each in track.marks if t_s - each.t_s < SURE_S), mark)
    track = replace(track, read_s=t_s, marks=marks)
    if not track.is_on:
        clear = [each.t_s for each in marks if each.is_clearly_so]
        return (replace(track, since_s=clear[0]) if 2 * len(clear) > len(marks) else track), ()
    if 2 * sum(each.is_so for each in marks) > len(marks):
        return track, ()
    return replace(track, since_s=math.nan), _span(state, track)


def _is_beyond(sign: Sign, value: float, *, margin: float) -> bool:
    """Return whether a value lies beyond a limit by more than a margin."""
    is_over = sign.not_met_above is not None and value > sign.not_met_above + margin
    is_under = sign.not_met_below is not None and value < sign.not_met_below - margin
    return is_over or is_under


def _span(state: State, track: _Track) -> tuple[Span, ...]:
    """Return the span of a state that was kept for long enough, up to when it was last so."""
    ended_s = max((each.t_s for each in track.marks if each.is_so), default=math.nan)
    if not ended_s - track.since_s >= SURE_S:
        return ()
    return (Span(state=state.id, began_s=track.since_s, ended_s=ended_s),)


def own_knees(readings: Sequence[Readings]) -> Mapping[str, float]:
    """Return, for each knee, the angle midway between locked and soft, where a recording shows both."""
    own = {}
    for name in ("left_knee_flexion_deg", "right_knee_flexion_deg"):
        values = column_of(readings, name)
        values = values[np.isfinite(values)]
        if len(values) == 0:
            continue
        low, high = np.percentile(values, [5, 95])
        if high - low >= LEAST_KNEE_CONTRAST_DEG and name in MEASURES:
            own[reference_key(KNEES_MIDWAY, name)] = float(0.5 * (low + high))
    return own
