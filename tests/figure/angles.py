"""True angles, read back from where the joints are."""

import numpy as np

from backstay.pose.types import Landmark
from figure.body import Skeleton
from figure.posture import Array

FORWARD, UP = 0, 2


def between_deg(first: Array, second: Array) -> Array:
    """Return the angle between vectors, degrees 0 to 180, (frame,)."""
    opposite = np.linalg.norm(_unit(first) - _unit(second), axis=-1)
    adjacent = np.linalg.norm(_unit(first) + _unit(second), axis=-1)
    return np.degrees(2 * np.arctan2(opposite, adjacent))


def shoulder_elevation_deg(skeleton: Skeleton, side: str) -> Array:
    """Return the upper arm against the trunk's line down; 0 hangs, 180 is overhead. `side` is "LEFT" or "RIGHT"."""
    trunk_down = skeleton.middle("HIP") - skeleton.middle("SHOULDER")
    return between_deg(skeleton[Landmark[f"{side}_ELBOW"]] - skeleton[Landmark[f"{side}_SHOULDER"]], trunk_down)


def elbow_flexion_deg(skeleton: Skeleton, side: str) -> Array:
    """Return 0 for a straight arm."""
    return _flexion_deg(skeleton, side, ("SHOULDER", "ELBOW", "WRIST"))


def knee_flexion_deg(skeleton: Skeleton, side: str) -> Array:
    """Return 0 for a straight leg."""
    return _flexion_deg(skeleton, side, ("HIP", "KNEE", "ANKLE"))


def hip_flexion_deg(skeleton: Skeleton, side: str) -> Array:
    """Return 0 for a thigh in line with the trunk, 90 for sitting; unsigned."""
    hip = skeleton[Landmark[f"{side}_HIP"]]
    trunk_up = skeleton.middle("SHOULDER") - skeleton.middle("HIP")
    return 180 - between_deg(trunk_up, skeleton[Landmark[f"{side}_KNEE"]] - hip)


def trunk_inclination_deg(skeleton: Skeleton) -> Array:
    """Return mid-hip to mid-shoulder against the vertical, + forward; for a figure of heading 0."""
    return _forward_deg(skeleton.middle("SHOULDER") - skeleton.middle("HIP"))


def shank_inclination_deg(skeleton: Skeleton, side: str) -> Array:
    """Return ankle to knee against the vertical, + knee ahead of the ankle; for a figure of heading 0."""
    return _forward_deg(skeleton[Landmark[f"{side}_KNEE"]] - skeleton[Landmark[f"{side}_ANKLE"]])


def thigh_inclination_deg(skeleton: Skeleton, side: str) -> Array:
    """Return knee to hip against the vertical, + hip ahead of the knee (the hip opens); for a figure of heading 0."""
    return _forward_deg(skeleton[Landmark[f"{side}_HIP"]] - skeleton[Landmark[f"{side}_KNEE"]])


def ear_inclination_deg(skeleton: Skeleton) -> Array:
    """Return mid-shoulder to mid-ear against the vertical, + forward; for a figure of heading 0."""
    return _forward_deg(skeleton.middle("EAR") - skeleton.middle("SHOULDER"))


def _forward_deg(upward: Array) -> Array:
    return np.degrees(np.arctan2(upward[:, FORWARD], upward[:, UP]))


def _flexion_deg(skeleton: Skeleton, side: str, parts: tuple[str, str, str]) -> Array:
    first, middle, last = (skeleton[Landmark[f"{side}_{part}"]] for part in parts)
    return between_deg(middle - first, last - middle)


def _unit(vectors: Array) -> Array:
    return vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)
