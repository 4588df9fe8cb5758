"""Where head and shoulders rest in the picture: what any camera sees of somebody at a desk, legs hidden or not."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from backstay.kinematics.body import READABLE_CONFIDENCE
from backstay.kinematics.measuring import measure
from backstay.kinematics.types import View
from backstay.pose.types import Landmark, Pose

EARS = (Landmark.LEFT_EAR, Landmark.RIGHT_EAR)
SHOULDERS = (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER)
HIPS = (Landmark.LEFT_HIP, Landmark.RIGHT_HIP)
KNEES = (Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE)
HEAD, TRUNK = "ear_forward_inclination_deg", "trunk_inclination_deg"
SHOULDER_WIDTH_SHARE = 0.6
"""Shoulders are about 1.7 times as far apart as ears are above them; so scaled, front and side agree on the scale."""
STANDING_DROP = 0.6
SITTING_DROP = 0.5
"""Hips over knees in trunk lengths: standing 0.65-0.95, sitting under 0.2 (docs/measures.md)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resting:
    """Where head and shoulders are, by the picture's height: 0 = its left or top edge.

    Attributes:
        t_s: Media time.
        head_across_fraction: Middle of the ears.
        head_down_fraction: Middle of the ears.
        shoulders_across_fraction: Middle of the shoulders.
        shoulders_down_fraction: Middle of the shoulders.
        scale_fraction: About the height of the ears over the shoulders; never zero.
        azimuth_deg: Where the camera stands; NaN = unknown.
        head_forward_deg: Shoulders to ears against the vertical, + forward; NaN where the view cannot show it.
        trunk_forward_deg: Hips to shoulders against the vertical, + forward; NaN where it cannot be seen.
        is_standing: None where legs are hidden.
    """

    t_s: float
    head_across_fraction: float
    head_down_fraction: float
    shoulders_across_fraction: float
    shoulders_down_fraction: float
    scale_fraction: float
    azimuth_deg: float
    head_forward_deg: float
    trunk_forward_deg: float
    is_standing: bool | None


def resting_of(pose: Pose, view: View) -> Resting | None:
    """Return where one's head and shoulders rest; None where no ear or no shoulder can be believed.

    The model's guess serves for the far ear and shoulder: it moves with the near one, and leaving it out would look
    like a movement each time its confidence flickers.
    """
    if not all(_is_any_readable(pose, pair) for pair in (EARS, SHOULDERS)):
        return None
    height_px = float(pose.image_size_px[1])
    ears, shoulders = (pose.xy_px[list(pair)].astype(np.float64) / height_px for pair in (EARS, SHOULDERS))
    head, middle = ears.mean(axis=0), shoulders.mean(axis=0)
    scale = max(math.dist(head, middle), SHOULDER_WIDTH_SHARE * math.dist(*shoulders))
    if not (math.isfinite(scale) and scale > 0.0):
        return None
    angles = measure([pose], [view], (HEAD, TRUNK))[0].values
    return Resting(
        t_s=pose.t_s,
        head_across_fraction=float(head[0]),
        head_down_fraction=float(head[1]),
        shoulders_across_fraction=float(middle[0]),
        shoulders_down_fraction=float(middle[1]),
        scale_fraction=scale,
        azimuth_deg=view.azimuth_deg,
        head_forward_deg=angles[HEAD],
        trunk_forward_deg=angles[TRUNK],
        is_standing=_is_standing(pose),
    )


def middle_of(restings: Sequence[Resting]) -> Resting:
    """Return the median of some moments, at the time of the last; at least one is needed."""
    columns = zip(*((*_place(each), each.scale_fraction) for each in restings), strict=True)
    middle = [median(column) for column in columns]
    known = [each.is_standing for each in restings if each.is_standing is not None]
    return Resting(
        t_s=restings[-1].t_s,
        head_across_fraction=middle[0],
        head_down_fraction=middle[1],
        shoulders_across_fraction=middle[2],
        shoulders_down_fraction=middle[3],
        scale_fraction=middle[4],
        azimuth_deg=_around_deg([each.azimuth_deg for each in restings]),
        head_forward_deg=_median_of_known([each.head_forward_deg for each in restings]),
        trunk_forward_deg=_median_of_known([each.trunk_forward_deg for each in restings]),
        is_standing=2 * sum(known) > len(known) if 2 * len(known) > len(restings) else None,
    )


def moved_fraction(before: Resting, after: Resting) -> float:
    """Return how far head or shoulders moved, whichever moved more, in scales of the first; never negative."""
    first, second = _place(before), _place(after)
    return max(math.dist(first[:2], second[:2]), math.dist(first[2:], second[2:])) / before.scale_fraction


def share_of_way(start: Resting, end: Resting, now: Resting) -> float:
    """Return how far along the way from one rest to another somebody is: 0 = at the start, 1 = at the end.

    Returns:
        Also below 0 and above 1; NaN where start and end are one place.
    """
    way = [there - here for here, there in zip(_place(start), _place(end), strict=True)]
    gone = [there - here for here, there in zip(_place(start), _place(now), strict=True)]
    length = sum(step * step for step in way)
    return sum(one * other for one, other in zip(way, gone, strict=True)) / length if length > 0.0 else math.nan


def _place(resting: Resting) -> tuple[float, float, float, float]:
    return (
        resting.head_across_fraction,
        resting.head_down_fraction,
        resting.shoulders_across_fraction,
        resting.shoulders_down_fraction,
    )


def _median_of_known(values: Sequence[float]) -> float:
    """Return the median of the numbers among some values; NaN unless most are."""
    known = [value for value in values if math.isfinite(value)]
    return median(known) if 2 * len(known) > len(values) else math.nan


def _around_deg(azimuths_deg: Sequence[float]) -> float:
    """Return the mean direction of the known among some azimuths; NaN where none is."""
    turned = [math.radians(azimuth) for azimuth in azimuths_deg if math.isfinite(azimuth)]
    if not turned:
        return math.nan
    return math.degrees(math.atan2(sum(map(math.sin, turned)), sum(map(math.cos, turned))))


def _is_any_readable(pose: Pose, pair: tuple[Landmark, Landmark]) -> bool:
    return bool(np.max(pose.confidence[list(pair)]) >= READABLE_CONFIDENCE)


def _is_standing(pose: Pose) -> bool | None:
    """Return whether one stands; None where hips or knees are hidden, or it is in between."""
    if not all(_is_any_readable(pose, pair) for pair in (HIPS, KNEES)):
        return None
    shoulders, hips, knees = (
        pose.xy_px[list(pair)].astype(np.float64).mean(axis=0) for pair in (SHOULDERS, HIPS, KNEES)
    )
    trunk_px = math.dist(shoulders, hips)
    drop = float(knees[1] - hips[1]) / trunk_px if trunk_px > 0.0 else math.nan
    if drop > STANDING_DROP:
        return True
    return False if drop < SITTING_DROP else None
