"""Load on neck and back as a ratio to one's own upright: interpolated from measured anchors, never a weight or a force.

Both are right only on average over the few people measured, within the range measured, and say nothing of risk.
"""

import math

NECK_GAIN = 1.41
"""Doubles at 45 degrees: EMG-driven neck model of eight men (Barrett 2020, doi 10.1080/00140139.2019.1677944)."""
NECK_TO_DEG = 45.0
"""Barrett 2020 measured 0 to 45 degrees of flexion."""
TRUNK_GAIN = 0.77
"""20 % more at 15 degrees: five people with measuring implants, sitting (Rohlmann 2011, Spine J meeting abstracts)."""
TRUNK_TO_DEG = 30.0
"""evidence.md 3.4: further forward than this, sitting was not measured."""
BACKREST_SHARE = 0.64
"""36 % less against a backrest (Rohlmann 2011)."""


def neck_load_ratio(head_flexion_deg: float) -> float:
    """Return the load on the neck as a multiple of that with the head in its own neutral.

    Zero is the own neutral; bending the head forward is positive.

    Args:
        head_flexion_deg: From the own neutral.

    Returns:
        1 in neutral, 2 at 45 degrees; NaN below 0, over 45, or for NaN.

    Source:
        evidence.md 3.4, from Barrett 2020.

    Example:
        >>> round(neck_load_ratio(45.0), 2)
        2.0
    """
    return _ratio(NECK_GAIN, head_flexion_deg, NECK_TO_DEG)


def seated_trunk_load_ratio(inclination_deg: float, *, uses_backrest: bool = False) -> float:
    """Return the load on the low back, sitting, as a multiple of that of sitting upright without a backrest.

    Zero is upright; leaning forward is positive.

    Args:
        inclination_deg: From the own upright sitting.
        uses_backrest: Whether the back rests; a camera cannot tell, the person says so.

    Returns:
        1 upright, 1.2 at 15 degrees, 0.64 against a backrest; NaN below 0, over 30, or for NaN.

    Source:
        evidence.md 3.4, from Rohlmann 2011.

    Example:
        >>> round(seated_trunk_load_ratio(15.0), 1), round(seated_trunk_load_ratio(0.0, uses_backrest=True), 2)
        (1.2, 0.64)
    """
    return _ratio(TRUNK_GAIN, inclination_deg, TRUNK_TO_DEG) * (BACKREST_SHARE if uses_backrest else 1.0)


def _ratio(gain: float, angle_deg: float, most_deg: float) -> float:
    """Return one and the gain times the sine, within what was measured."""
    return 1.0 + gain * math.sin(math.radians(angle_deg)) if 0.0 <= angle_deg <= most_deg else math.nan
