"""One out-and-back of a signal: when it left, when it was at the top, when it came back.

Source:
    Flash and Hogan 1985, J Neurosci 5:1688-1703: a smooth reach passes 5 % of its way at 0.19 and 95 % at 0.81 of its
    duration, so what lies before 5 % is 0.306 of the time from 5 to 95 %.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

LOW_SHARE = 0.05
HIGH_SHARE = 0.95
LEAD_SHARE = 0.306
LONGEST_UNSEEN_S = 0.3
"""A hole longer than this inside a rise or a fall leaves its duration unknown (the gap that smoothing fills)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Excursion:
    """Times of one out-and-back, in seconds of media time.

    Attributes:
        began_s: Leaving the start level.
        low_s: Passing 5 % of the way up.
        top_began_s: Passing 95 % of the way up.
        top_ended_s: Passing 95 % on the way down.
        ended_s: Regaining the start level.
        rising_s: Seconds from 5 to 95 %; NaN if part of it was unseen.
        lowering_s: Seconds from 95 to 5 %; NaN if part of it was unseen.
    """

    began_s: float
    low_s: float
    top_began_s: float
    top_ended_s: float
    ended_s: float
    rising_s: float
    lowering_s: float

    @property
    def peaked_s(self) -> float:
        """Return the middle of the top."""
        return 0.5 * (self.top_began_s + self.top_ended_s)


def time_excursion(t_s: Array, level: Array, *, start: float, end: float) -> Excursion:
    """Return the times of one out-and-back.

    Args:
        t_s: (frame,) increasing seconds, from rest before to rest after.
        level: (frame,) the signal; no NaN.
        start: Level of rest before.
        end: Level of rest after.
    """
    top = int(np.argmax(level))
    rise = level[top] - start
    fall = level[top] - end
    low_s = _crossing(t_s[: top + 1][::-1], level[: top + 1][::-1], start + LOW_SHARE * rise)
    top_began_s = _crossing(t_s[: top + 1][::-1], level[: top + 1][::-1], start + HIGH_SHARE * rise)
    top_began_s = min(top_began_s, _first_at_or_above(t_s, level, start + HIGH_SHARE * rise))
    top_ended_s = _last_at_or_above(t_s, level, end + HIGH_SHARE * fall)
    back_s = _crossing(t_s[top:], level[top:], end + LOW_SHARE * fall)
    return Excursion(
        began_s=max(float(t_s[0]), low_s - LEAD_SHARE * (top_began_s - low_s)),
        low_s=low_s,
        top_began_s=top_began_s,
        top_ended_s=top_ended_s,
        ended_s=min(float(t_s[-1]), back_s + LEAD_SHARE * (back_s - top_ended_s)),
        rising_s=_duration_s(t_s, low_s, top_began_s),
        lowering_s=_duration_s(t_s, top_ended_s, back_s),
    )


def _crossing(t_s: Array, level: Array, border: float) -> float:
    """Return when the signal first falls to a border along the arrays, between frames; their end if it never does."""
    below = np.flatnonzero(level <= border)
    if len(below) == 0:
        return float(t_s[-1])
    after = int(below[0])
    if after == 0:
        return float(t_s[0])
    share = (level[after - 1] - border) / (level[after - 1] - level[after])
    return float(t_s[after - 1] + share * (t_s[after] - t_s[after - 1]))


def _first_at_or_above(t_s: Array, level: Array, border: float) -> float:
    """Return the first time at or above a border."""
    return float(t_s[np.flatnonzero(level >= border)[0]])


def _last_at_or_above(t_s: Array, level: Array, border: float) -> float:
    """Return the last time at or above a border, between frames."""
    last = int(np.flatnonzero(level >= border)[-1])
    return _crossing(t_s[last:], level[last:], border)


def _duration_s(t_s: Array, from_s: float, to_s: float) -> float:
    """Return the seconds between two times; NaN if the signal was unseen for long in between."""
    inside = t_s[(t_s > from_s) & (t_s < to_s)]
    steps = np.diff(np.concatenate(([from_s], inside, [to_s])))
    return to_s - from_s if float(np.max(steps)) <= LONGEST_UNSEEN_S else math.nan
