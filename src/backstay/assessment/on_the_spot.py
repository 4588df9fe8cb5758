"""Standing and walking told apart: feet that travel are nobody's stance."""

from collections.abc import Sequence

import numpy as np

from backstay.kinematics.series import column_of
from backstay.kinematics.types import Readings

AROUND_S = 0.5
"""What is looked at before and after each frame: a slow walk takes a step in this time."""
MOST_TRAVEL_TRUNKS = 0.3
"""A step is half a leg, 0.8 trunk lengths, and moves the middle of the feet by 0.4; ankles jitter by 0.02."""
WAYS = ("feet_across_image_fraction", "feet_down_image_fraction")
TRUNK = "trunk_length_image_fraction"


def on_the_spot(readings: Sequence[Readings]) -> list[bool]:
    """Return, for each frame, whether the feet stay where they are around it; feet that cannot be seen are taken to.

    Args:
        readings: Of a whole recording, in order.
    """
    if not readings:
        return []
    t_s = np.array([each.t_s for each in readings])
    begins, ends = np.searchsorted(t_s, t_s - AROUND_S), np.searchsorted(t_s, t_s + AROUND_S, side="right")
    trunks = column_of(readings, TRUNK)
    stays = np.ones(len(readings), dtype=bool)
    for way in WAYS:
        places = column_of(readings, way)
        for frame, (begin, end) in enumerate(zip(begins, ends, strict=True)):
            seen = places[begin:end][np.isfinite(places[begin:end])]
            stays[frame] &= not (len(seen) and np.ptp(seen) > MOST_TRAVEL_TRUNKS * trunks[frame])
    return [bool(each) for each in stays]
