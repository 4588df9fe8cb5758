"""Plane and space geometry on arrays of vectors; NaN in, NaN out."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def angle_deg(first: Array, second: Array) -> Array:
    """Return the unsigned angle between vectors.

    Exact near 0 and 180 degrees, where the arc cosine is not.

    Args:
        first: (..., 2) or (..., 3).
        second: The same shape.

    Returns:
        Degrees from 0 to 180, shape (...,); NaN where a vector is NaN or has no length.

    Source:
        Kahan 2006, How futile are mindless assessments of roundoff, section 12.

    Example:
        >>> float(angle_deg(np.array([1.0, 0.0]), np.array([0.0, 2.0])))
        90.0
    """
    one = first / length(first)[..., None]
    other = second / length(second)[..., None]
    half: Array = np.arctan2(_norm(one - other), _norm(one + other))
    return np.degrees(2.0 * half)


def length(vector: Array) -> Array:
    """Return Euclidean lengths, shape (...,), NaN for a vector of no length."""
    size = _norm(vector)
    return np.where(size > 0.0, size, np.nan)


def _norm(vector: Array) -> Array:
    """Return Euclidean lengths, shape (...,), zero for a vector of no length."""
    size: Array = np.sqrt(np.add.reduce(vector * vector, axis=-1))
    return size


def slope_deg(along: Array, up: Array) -> Array:
    """Return how far a direction leans from the vertical.

    Zero is straight up; leaning towards positive `along` is positive.

    Args:
        along: Horizontal component, any unit.
        up: Vertical component, up positive, same unit.

    Returns:
        Degrees from -180 to 180; NaN in, NaN out.

    Example:
        >>> float(slope_deg(np.array(1.0), np.array(1.0)))
        45.0
    """
    lean: Array = np.degrees(np.arctan2(along, up))
    return lean
