"""Who is there and believed: one test for whatever asks whether a frame shows a person, live and in files."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from backstay.kinematics.body import READABLE_CONFIDENCE
from backstay.pose.types import Landmark, Pose

TRUNK = (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER, Landmark.LEFT_HIP, Landmark.RIGHT_HIP)
"""A person without limbs in the picture is a person; one without a trunk is a guess."""


def are_found(poses: Sequence[Pose]) -> NDArray[np.bool_]:
    """Return (pose,) whether a person was found at all, believed or not."""
    if not poses:
        return np.zeros(0, dtype=bool)
    return np.asarray(np.isfinite(np.stack([pose.xy_px for pose in poses])).any(axis=(1, 2)))


def are_believed(poses: Sequence[Pose]) -> NDArray[np.bool_]:
    """Return (pose,) whether a person was found whose shoulders and hips can be believed, taken together."""
    if not poses:
        return np.zeros(0, dtype=bool)
    confidence = np.stack([pose.confidence for pose in poses])[:, list(TRUNK)].mean(axis=1)
    return np.asarray(are_found(poses) & (confidence >= READABLE_CONFIDENCE))
