"""Changes to poses that change no truth, or in a known way: what a property test does to a film after it is shot."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from backstay.pose.types import Landmark, Pose
from figure.blazepose import OTHER_SIDE


def shifted(poses: Iterable[Pose], right_px: float, down_px: float) -> list[Pose]:
    """Move the person in the picture; world landmarks stay, as they are centred on the hips."""
    by_px = np.array([right_px, down_px], dtype=np.float32)
    return [replace(pose, xy_px=pose.xy_px + by_px) for pose in poses]


def scaled(poses: Iterable[Pose], times: float) -> list[Pose]:
    """Give the picture more or fewer pixels; world landmarks stay."""
    return [
        replace(
            pose,
            xy_px=pose.xy_px * np.float32(times),
            image_size_px=(round(pose.image_size_px[0] * times), round(pose.image_size_px[1] * times)),
        )
        for pose in poses
    ]


def mirrored(poses: Iterable[Pose]) -> list[Pose]:
    """Show the film in a mirror: the picture flips, and the person's left is taken for the right."""
    flip = np.array([-1, 1, 1], dtype=np.float32)
    return [
        replace(
            pose,
            xy_px=(pose.xy_px * flip[:2] + np.array([pose.image_size_px[0], 0], dtype=np.float32))[OTHER_SIDE],
            world_m=(pose.world_m * flip)[OTHER_SIDE],
            confidence=pose.confidence[OTHER_SIDE],
        )
        for pose in poses
    ]


def rotated(poses: Iterable[Pose], clockwise_deg: float) -> list[Pose]:
    """Turn the picture about its middle, clockwise as seen; the world's axes turn with the camera."""
    angle = np.radians(clockwise_deg)
    matrix = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]], dtype=np.float32)
    turned = []
    for pose in poses:
        middle_px = np.array(pose.image_size_px, dtype=np.float32) / 2
        world_m = np.concatenate([pose.world_m[:, :2] @ matrix.T, pose.world_m[:, 2:]], axis=1)
        turned.append(replace(pose, xy_px=(pose.xy_px - middle_px) @ matrix.T + middle_px, world_m=world_m))
    return turned


def later(poses: Iterable[Pose], seconds: float) -> list[Pose]:
    """Move the film in time."""
    return [replace(pose, t_s=pose.t_s + seconds) for pose in poses]


def unseen(poses: Iterable[Pose], *landmarks: Landmark) -> list[Pose]:
    """Lose some landmarks: NaN, confidence 0."""
    hidden = []
    for pose in poses:
        xy_px, world_m, confidence = pose.xy_px.copy(), pose.world_m.copy(), pose.confidence.copy()
        xy_px[list(landmarks)], world_m[list(landmarks)], confidence[list(landmarks)] = np.nan, np.nan, 0
        hidden.append(replace(pose, xy_px=xy_px, world_m=world_m, confidence=confidence))
    return hidden


def guessed(poses: Iterable[Pose], *landmarks: Landmark) -> list[Pose]:
    """Hide some landmarks behind something: they stay where the model would guess them, with a confidence of 0.1."""
    hidden = []
    for pose in poses:
        confidence = pose.confidence.copy()
        confidence[list(landmarks)] = 0.1
        hidden.append(replace(pose, confidence=confidence))
    return hidden
