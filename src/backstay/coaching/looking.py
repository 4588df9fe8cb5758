"""What the coach sees of the person between repetitions: framing, stillness, a raised hand, the start pose."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from backstay.assessment.holds import working_side
from backstay.assessment.judging import Unit
from backstay.assessment.requirements import broken_requirement
from backstay.assessment.types import Side
from backstay.exercises.types import Exercise
from backstay.kinematics.body import READABLE_CONFIDENCE, SIDES
from backstay.kinematics.presence import TRUNK, are_believed
from backstay.kinematics.types import UNKNOWN_VIEW, Readings, View
from backstay.pose.types import Landmark, Pose, Sighting

SPAN_S = 1.0
"""How far back a look goes: a second is held still on purpose, or not at all."""
LEAST_SPAN_S = 0.7
"""Less than this has been seen too shortly to be called still."""
STILL_TRUNKS = 0.08
"""A body whose points all stay within this share of the trunk is still: 4 cm, against 2 cm of jitter at the wrists."""
HAND_UP_TRUNKS = 0.35
"""A hand this far above the nose is raised: half a head, which no start pose does with one hand alone."""
HAND_DOWN_TRUNKS = 0.2
"""The other hand is this far below its shoulder."""
PRESENT_SHARE = 0.6
"""evidence.md 8: what is seen in 60 % of recent frames is seen."""

Array = NDArray[np.float64]

HEAD = (Landmark.NOSE, Landmark.LEFT_EAR, Landmark.RIGHT_EAR)
HANDS = (Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST)
FEET = (Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE)
LIMBS = (*TRUNK, Landmark.LEFT_ELBOW, Landmark.RIGHT_ELBOW, *HANDS, Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE, *FEET)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Where a part of the body lies in the picture: 0 = left or top edge, 1 = right or bottom edge, NaN = unseen."""

    left_fraction: float
    right_fraction: float
    top_fraction: float
    bottom_fraction: float


NOWHERE = Span(left_fraction=math.nan, right_fraction=math.nan, top_fraction=math.nan, bottom_fraction=math.nan)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A second of looking, summed up.

    Attributes:
        t_s: The newest moment in it.
        is_person: Whether somebody was there most of the time.
        people: How many people the detector saw.
        luminance_fraction: Brightness of the picture.
        view: Where the camera stands.
        head: Where the head is.
        hands: Where the wrists are.
        feet: Where the ankles are.
        shoulders_fraction: Height of the shoulders in the picture, 0 = top.
        trunk_fraction: Length of the trunk by the picture's height.
        is_still: Whether every point that is believed kept its place.
        is_hand_up: Whether one hand is raised over the head and the other hangs down.
        is_in_start_pose: Whether the exercise could begin from here.
        side: The side that the pose works on; None where both do, or neither is set up.
    """

    t_s: float
    is_person: bool = False
    people: int = 0
    luminance_fraction: float = 1.0
    view: View = UNKNOWN_VIEW
    head: Span = NOWHERE
    hands: Span = NOWHERE
    feet: Span = NOWHERE
    shoulders_fraction: float = math.nan
    trunk_fraction: float = math.nan
    is_still: bool = False
    is_hand_up: bool = False
    is_in_start_pose: bool = False
    side: Side | None = None


def look_at(sightings: Sequence[Sighting], readings: Sequence[Readings], exercise: Exercise | None) -> Look:
    """Return what the last second showed.

    Args:
        sightings: The last second, oldest first; at least one.
        readings: The same frames, measured.
        exercise: Whose start pose to look for; None looks for none, which takes half the time.
    """
    newest = sightings[-1]
    poses = [each.pose for each in sightings]
    seen = list(compress(poses, are_believed(poses).tolist()))
    look = Look(
        t_s=newest.pose.t_s,
        is_person=len(seen) >= PRESENT_SHARE * len(sightings),
        people=newest.people,
        luminance_fraction=newest.luminance_fraction,
        view=readings[-1].view,
    )
    return _with_body(look, seen, readings, exercise) if look.is_person else look


def _with_body(look: Look, seen: Sequence[Pose], readings: Sequence[Readings], exercise: Exercise | None) -> Look:
    """Add where the body is and what it does."""
    size_px = np.array(seen[-1].image_size_px, dtype=np.float64)
    points = np.stack([pose.xy_px for pose in seen]).astype(np.float64)
    middle: Array = np.median(points, axis=0)
    trunk_px = trunk_length_px(middle)
    is_still = _is_still(points, seen, trunk_px)
    return Look(
        t_s=look.t_s,
        is_person=True,
        people=look.people,
        luminance_fraction=look.luminance_fraction,
        view=look.view,
        head=_span(middle, HEAD, size_px),
        hands=_span(middle, HANDS, size_px),
        feet=_span(middle, FEET, size_px),
        shoulders_fraction=float(middle[list(TRUNK[:2]), 1].mean() / size_px[1]),
        trunk_fraction=float(trunk_px / size_px[1]),
        is_still=is_still,
        is_hand_up=_is_hand_up(middle, trunk_px) and _are_hands_believed(seen),
        is_in_start_pose=exercise is not None and is_still and is_start_pose(readings, exercise),
        side=side_of(readings, exercise) if exercise is not None else None,
    )


def trunk_length_px(points_px: Array) -> float:
    """Return the distance from mid-hip to mid-shoulder of (landmark, 2)."""
    shoulders, hips = points_px[list(TRUNK[:2])].mean(axis=0), points_px[list(TRUNK[2:])].mean(axis=0)
    return max(1.0, float(np.hypot(*(shoulders - hips))))


def _span(points_px: Array, landmarks: tuple[Landmark, ...], size_px: Array) -> Span:
    """Return the box around some landmarks by the picture's size."""
    (left, top), (right, bottom) = points_px[list(landmarks)].min(axis=0), points_px[list(landmarks)].max(axis=0)
    return Span(
        left_fraction=float(left / size_px[0]),
        right_fraction=float(right / size_px[0]),
        top_fraction=float(top / size_px[1]),
        bottom_fraction=float(bottom / size_px[1]),
    )


def _is_still(points: Array, seen: Sequence[Pose], trunk_px: float) -> bool:
    """Return whether every believed point stayed where it was; the middle 90 % of its moments count."""
    if seen[-1].t_s - seen[0].t_s < LEAST_SPAN_S:
        return False
    limbs = list(LIMBS)
    believed = np.median([pose.confidence[limbs] for pose in seen], axis=0) >= READABLE_CONFIDENCE
    low, high = np.percentile(points[:, limbs], [5, 95], axis=0)
    return bool(np.all((high - low)[believed] <= STILL_TRUNKS * trunk_px))


def _are_hands_believed(seen: Sequence[Pose]) -> bool:
    """Return whether both hands were seen: from the side the far one is a guess."""
    return bool(np.all(np.median([pose.confidence[list(HANDS)] for pose in seen], axis=0) >= READABLE_CONFIDENCE))


def _is_hand_up(points: Array, trunk_px: float) -> bool:
    """Return whether exactly one hand is over the head, the other low."""
    nose = points[Landmark.NOSE, 1]
    shoulders = points[list(TRUNK[:2]), 1].mean()
    high, low = sorted(points[list(HANDS), 1])
    return bool(high < nose - HAND_UP_TRUNKS * trunk_px and low > shoulders + HAND_DOWN_TRUNKS * trunk_px)


def is_start_pose(readings: Sequence[Readings], exercise: Exercise) -> bool:
    """Return whether recent readings are the pose from which an exercise begins.

    What the view cannot show does not stand in the way.
    """
    recent = [each for each in readings if each.is_person]
    if not recent:
        return False
    side = side_of(recent, exercise)
    if broken_requirement(exercise.requires, _unit(recent, side), start=recent, whole=recent) is not None:
        return False
    if exercise.effort is not None:
        level = _median(recent, exercise.effort.measure)
        return exercise.effort.starts_above < level < exercise.effort.from_below_reaching
    return exercise.position is None or side is not None


def _unit(readings: Sequence[Readings], side: Side | None) -> Unit:
    """Return what requirements are judged by: the view and the side."""
    return Unit(
        phases={},
        view=readings[-1].view.label,
        side=side,
        references={},
        timings={},
        began_s=readings[0].t_s,
        ended_s=readings[-1].t_s,
    )


def side_of(readings: Sequence[Readings], exercise: Exercise) -> Side | None:
    """Return the side that most of recent readings are set up for; None where neither is."""
    if exercise.position is None:
        return None
    sides = [working_side(each, exercise.position) for each in readings]
    return next((side for side in SIDES if sides.count(side) >= PRESENT_SHARE * len(sides)), None)


def _median(readings: Sequence[Readings], name: str) -> float:
    """Return the median of a measure over the frames that could read it; NaN if none could."""
    values = [each.values[name] for each in readings if math.isfinite(each.values[name])]
    return float(np.median(values)) if values else math.nan
