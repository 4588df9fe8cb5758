"""A person's own postures, found in a recording, so that lines can be judged as changes from them.

The own tall sitting is the steady stretch with the head highest over the hips: slumping, leaning and a forward head all
lower it, whatever the model's constant offsets.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from backstay.assessment.judging import reference_key
from backstay.kinematics.series import column_of
from backstay.kinematics.types import Readings

Array = NDArray[np.float64]

TALL_SITTING = "tall_sitting"
ON_FLOOR = "on_floor"
ALIKE_DEG = 4.0
"""Stretches this near to the most upright are the same posture: trunk and head wander by 1 SD of 1.5 and 2 degrees
(docs/measures.md), and the most upright moment alone would be as far off as jitter goes."""
FEET = ("left_foot_down_image_fraction", "right_foot_down_image_fraction")
STEADY_S = 2.0
"""docs/design.md, section 6: a reference is the first or tallest steady two seconds."""
STEADY_DEG = 2.0
"""Trunk inclination of a person sitting still stays within 2 SD (1 degree each way) of its median."""
STEADY_SHARE = 0.03
"""The head's height over the hips jitters by 0.3-0.6 %; from relaxed to tall or slumped it changes by 2-8 %."""
HEIGHT = "ear_height_image_fraction"
HEAD = "ear_forward_inclination_deg"
LEAN = "trunk_inclination_deg"
QUARTERS = 4
AS_TALL_SHARE = 0.01
"""Within 1 % of the tallest is as tall, given the jitter; of those the most upright stretch is the own tall sitting."""


def own_tall_sitting(readings: Sequence[Readings]) -> Mapping[str, float]:
    """Return `own_tall` of somebody who sits."""
    return own_tall(readings, TALL_SITTING)


def own_tall(readings: Sequence[Readings], name: str) -> Mapping[str, float]:
    """Return every measure's median over the tallest steady two seconds, keyed by `judging.reference_key`.

    Args:
        readings: A recording, or as much of it as there is so far, or only the part in which one sits, or stands.
        name: What to call the reference.

    Returns:
        Nothing where no steady two seconds were seen.
    """
    steady = [window for window in _windows(readings) if _is_steady(window)]
    heights = [_median(window, HEIGHT) for window in steady]
    tallest = max((height for height in heights if np.isfinite(height)), default=np.nan)
    tall = [window for window, height in zip(steady, heights, strict=True) if height >= (1.0 - AS_TALL_SHARE) * tallest]
    upright_deg = min(map(_forward_deg, tall), default=np.nan)
    alike = [window for window in tall if _forward_deg(window) <= upright_deg + ALIKE_DEG]
    return _medians(alike, name)


def _median(window: Sequence[Readings], name: str) -> float:
    """Return a measure's median over the frames that could read it; NaN if none could."""
    values = column_of(window, name)
    values = values[np.isfinite(values)]
    return float(np.median(values)) if len(values) else float("nan")


def _forward_deg(window: Sequence[Readings]) -> float:
    """Return how far trunk and head lean forward together; nothing where neither can be read."""
    return float(np.nansum([_median(window, LEAN), _median(window, HEAD)]))


def own_floor(readings: Sequence[Readings]) -> Mapping[str, float]:
    """Return how far down each foot rests on the floor, in its lowest two seconds, keyed by `judging.reference_key`."""
    own = {}
    for name in FEET:
        levels = [np.median(column_of(window, name)) for window in _windows(readings)]
        seen = [float(level) for level in levels if np.isfinite(level)]
        if seen:
            own[reference_key(ON_FLOOR, name)] = max(seen)
    return own


def _windows(readings: Sequence[Readings]) -> list[Sequence[Readings]]:
    """Return stretches of two seconds, starting every half second; not where most of one is missing."""
    if not readings:
        return []
    t_s = np.array([each.t_s for each in readings])
    starts = np.arange(t_s[0], t_s[-1] - STEADY_S + 1e-9, STEADY_S / 4)
    edges = [(np.searchsorted(t_s, start), np.searchsorted(t_s, start + STEADY_S)) for start in starts]
    least_s = 0.75 * STEADY_S
    return [readings[first:last] for first, last in edges if last > first and t_s[last - 1] - t_s[first] >= least_s]


def _is_steady(window: Sequence[Readings]) -> bool:
    """Return whether the head hardly rose or sank, and the trunk hardly leaned, as far as it can be told."""
    height, lean = _course(window, HEIGHT), _course(window, LEAN)
    is_level = bool(np.ptp(height) < STEADY_SHARE * np.median(height))
    if np.isnan(lean).any():
        return is_level
    return is_level and bool(np.ptp(lean) < 2.0 * STEADY_DEG)


def _course(window: Sequence[Readings], name: str) -> Array:
    """Return a measure's median over each quarter of a window: jitter of a noisy picture is no movement."""
    edges = np.linspace(0, len(window), QUARTERS + 1).astype(int)
    return np.array([_median(window[first:last], name) for first, last in pairwise(edges)])


def medians(window: Sequence[Readings], reference: str) -> Mapping[str, float]:
    """Return every measure's median over a stretch, keyed by `judging.reference_key`."""
    return _medians([window] if window else [], reference)


def _medians(windows: Sequence[Sequence[Readings]], reference: str) -> Mapping[str, float]:
    """Return every measure's median over some stretches together, keyed by `judging.reference_key`."""
    own = {}
    for name in windows[0][0].values if windows else ():
        values = np.concatenate([column_of(window, name) for window in windows])
        values = values[np.isfinite(values)]
        if len(values):
            own[reference_key(reference, name)] = float(np.median(values))
    return own
