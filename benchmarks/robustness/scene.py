"""Where the person is in a clip, so that a picture can be cut or covered in the right place."""

from dataclasses import dataclass

import numpy as np

from backstay.pose.types import Landmark
from backstay.sessions.seeing import Seen

SHOULDERS = [Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]
HIPS = [Landmark.LEFT_HIP, Landmark.RIGHT_HIP]
FEET = [Landmark.LEFT_HEEL, Landmark.RIGHT_HEEL, Landmark.LEFT_BIG_TOE, Landmark.RIGHT_BIG_TOE]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """The person's place in the picture over a whole clip, in pixels.

    Attributes:
        left_px: Leftmost reach of any point.
        right_px: Rightmost reach.
        top_px: Highest reach of any point.
        bottom_px: Lowest reach.
        nose_px: Height of the nose, median.
        hip_px: Height of the hips, median.
        foot_px: Height of the lower foot, median.
        middle_px: Middle of the hips from left to right, median.
        trunk_px: Length from shoulders to hips, median.
    """

    left_px: float
    right_px: float
    top_px: float
    bottom_px: float
    nose_px: float
    hip_px: float
    foot_px: float
    middle_px: float
    trunk_px: float


def scene_of(seen: Seen) -> Scene:
    """Return where the person is in what was seen of the undisturbed clip."""
    xy_px = np.stack([each.pose.xy_px for each in seen.sightings if each.pose.is_present])
    shoulder, hip = xy_px[:, SHOULDERS].mean(axis=1), xy_px[:, HIPS].mean(axis=1)
    return Scene(
        left_px=float(xy_px[..., 0].min()),
        right_px=float(xy_px[..., 0].max()),
        top_px=float(xy_px[..., 1].min()),
        bottom_px=float(xy_px[..., 1].max()),
        nose_px=float(np.median(xy_px[:, Landmark.NOSE, 1])),
        hip_px=float(np.median(hip[:, 1])),
        foot_px=float(np.median(xy_px[:, FEET, 1].max(axis=1))),
        middle_px=float(np.median(hip[:, 0])),
        trunk_px=float(np.median(np.linalg.norm(shoulder - hip, axis=1))),
    )
