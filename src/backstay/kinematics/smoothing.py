"""Quieter trajectories: One-Euro while it happens, zero-phase Butterworth once it is over."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.signal import butter, sosfiltfilt

from backstay.kinematics.scratch import IN_MEMORY, Scratch

Array = NDArray[np.float64]

CUTOFF_HZ = 6.0
"""Winter 2009, Biomechanics and Motor Control, ch. 3: 4-6 Hz keeps voluntary movement; 6 Hz is video's convention."""
TWO_PASS_SHARE = 0.802
"""Winter 2009, ch. 3: two passes of a 2nd-order filter are 3 dB down at 0.802 of its own cut-off."""
SHORTEST_STRETCH = 3
"""Frames that a filter of this order needs to say anything."""
NUMBERS_AT_ONCE = 600_000
"""A filter takes some 50 bytes a number: 30 MB. Up to four minutes at 30 frames/s are smoothed at once."""
LONGEST_GAP_S = 0.3
"""design.md, kinematics: a hole longer than this stays a hole; at 0.3 s a slow limb moves under 10 degrees."""


def fill_short_gaps(t_s: Array, values: Array) -> Array:
    """Return the columns of `values` with holes of up to 0.3 s interpolated linearly.

    Args:
        t_s: (frame,) increasing, seconds.
        values: (frame, column); NaN = unseen.

    Returns:
        The same shape; holes at the ends and longer ones stay NaN.
    """
    filled = values.copy()
    for column in range(values.shape[1]):
        seen = np.flatnonzero(np.isfinite(values[:, column]))
        is_hole = (np.diff(seen) > 1) & (np.diff(t_s[seen]) <= LONGEST_GAP_S)
        for before, after in zip(seen[:-1][is_hole], seen[1:][is_hole], strict=True):
            inside = slice(before + 1, after)
            filled[inside, column] = np.interp(t_s[inside], t_s[[before, after]], values[[before, after], column])
    return filled


def smooth_columns(t_s: Array, values: NDArray[np.float32], scratch: Scratch = IN_MEMORY) -> None:
    """Smooth columns in place as `smooth_zero_phase` does, a few at a time where they are long: each is on its own.

    Args:
        t_s: (frame,) increasing, seconds.
        values: (frame, column); NaN = unseen.
        scratch: Where they lie.
    """
    together = max(1, NUMBERS_AT_ONCE // len(t_s))
    for first in range(0, values.shape[1], together):
        few = values[:, first : first + together]
        few[:] = smooth_zero_phase(t_s, few.astype(np.float64))
        scratch.let_go()


def smooth_zero_phase(t_s: Array, values: Array) -> Array:
    """Return trajectories without what is faster than 6 Hz, and without delay.

    A 4th-order Butterworth low-pass, run forwards and backwards on each unbroken stretch, on an even time grid at the
    recording's own median rate (phone videos have none of their own).

    Args:
        t_s: (frame,) increasing, seconds.
        values: (frame, column); NaN = unseen.

    Returns:
        The same shape; holes of up to 0.3 s are filled, longer ones stay NaN; a stretch too short to filter is kept.

    Source:
        Winter 2009, Biomechanics and Motor Control of Human Movement, ch. 3.
    """
    filled = fill_short_gaps(t_s, values)
    if len(t_s) < SHORTEST_STRETCH:
        return filled
    step_s = float(np.median(np.diff(t_s)))
    cutoff_hz = CUTOFF_HZ / TWO_PASS_SHARE
    if step_s <= 0.0 or cutoff_hz >= 0.5 / step_s:
        return filled
    sections = butter(2, cutoff_hz, btype="low", fs=1.0 / step_s, output="sos")
    smooth = filled.copy()
    for start, stop, columns in _stretches(filled):
        smooth[start:stop, columns] = _filter_stretch(t_s[start:stop], filled[start:stop, columns], sections, step_s)
    return smooth


def _stretches(values: Array) -> list[tuple[int, int, NDArray[np.intp]]]:
    """Return (start, stop, columns) of unbroken runs, columns with the same holes together."""
    is_seen, alike = np.isfinite(values), defaultdict[bytes, list[int]](list)
    for column in range(values.shape[1]):
        alike[is_seen[:, column].tobytes()].append(column)
    runs: list[tuple[int, int, NDArray[np.intp]]] = []
    for columns in alike.values():
        edges = np.flatnonzero(np.diff(is_seen[:, columns[0]].astype(np.int8), prepend=0, append=0))
        runs.extend((int(a), int(b), np.array(columns)) for a, b in zip(edges[::2], edges[1::2], strict=True))
    return runs


def _filter_stretch(t_s: Array, values: Array, sections: Array, step_s: float) -> Array:
    """Filter one unbroken stretch (frame, column) over an even grid."""
    even_s = np.arange(t_s[0], t_s[-1] + 0.5 * step_s, step_s)
    pad = min(len(even_s) - 1, round(1.0 / (CUTOFF_HZ * step_s)) * 3)
    if pad < SHORTEST_STRETCH:
        return values
    is_even = len(even_s) == len(t_s) and bool(np.all(np.abs(even_s - t_s) < 0.02 * step_s))
    grid = values if is_even else _resample(t_s, values, even_s)
    smooth = np.asarray(sosfiltfilt(sections, grid, axis=0, padlen=pad))
    return smooth if is_even else _resample(even_s, smooth, t_s)


def _resample(from_s: Array, values: Array, to_s: Array) -> Array:
    """Interpolate every column linearly at other times."""
    return np.stack([np.interp(to_s, from_s, column) for column in values.T], axis=1)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OneEuro:
    """A One-Euro filter's state after some samples: quiet at rest, quick in movement.

    Attributes:
        t_s: Time of the last sample.
        value: Filtered values (column,).
        slope_per_s: Filtered rate of change (column,).

    Source:
        Casiez, Roussel, Vogel 2012, CHI, doi 10.1145/2207676.2208639.
    """

    t_s: float
    value: Array
    slope_per_s: Array

    @staticmethod
    def begin(t_s: float, values: Array) -> "OneEuro":
        """Return the state after a first sample."""
        return OneEuro(t_s=t_s, value=values.astype(np.float64), slope_per_s=np.zeros(values.shape))

    def advance(self, t_s: float, values: Array, *, scale: float) -> "OneEuro":
        """Return the state after one more sample; unseen values restart their own column.

        Args:
            t_s: Seconds, later than the last sample.
            values: (column,); NaN = unseen.
            scale: Size of the body in the unit of the values, so that speed is judged in bodies per second.
        """
        step_s = t_s - self.t_s
        if step_s <= 0.0:
            return self
        slope = (values - self.value) / step_s
        share = _share(SLOPE_CUTOFF_HZ, step_s)
        slope = np.where(np.isfinite(slope), share * slope + (1.0 - share) * self.slope_per_s, 0.0)
        cutoff_hz = REST_CUTOFF_HZ + SPEED_GAIN_HZ * np.abs(slope) / scale
        share = _share(cutoff_hz, step_s)
        value = np.where(np.isfinite(self.value), share * values + (1.0 - share) * self.value, values)
        return OneEuro(t_s=t_s, value=value, slope_per_s=slope)


REST_CUTOFF_HZ = 1.5
"""Lowest cut-off at rest: holds jitter under a pixel with under 0.1 s of lag (Casiez 2012, section 'Tuning')."""
SPEED_GAIN_HZ = 10.0
"""Cut-off gained per trunk length per second of speed: 6 Hz at the pace of a slow repetition (0.45 per s)."""
SLOPE_CUTOFF_HZ = 1.0
"""Casiez 2012: the derivative's own cut-off, 1 Hz."""


def _share(cutoff_hz: Array | float, step_s: float) -> Array:
    """Weight of the new sample in a first-order low-pass."""
    ratio = 2.0 * np.pi * np.asarray(cutoff_hz) * step_s
    return np.asarray(ratio / (1.0 + ratio))
