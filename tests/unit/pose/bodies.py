"""Bodies as the landmark network would read them, made by hand."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from backstay.pose.landmarks import Body
from backstay.pose.types import Landmark

STANDING_M = {
    "NOSE": (0.0, -0.62, -0.20),
    "EYE_INNER": (0.01, -0.65, -0.19),
    "EYE": (0.03, -0.65, -0.19),
    "EYE_OUTER": (0.04, -0.65, -0.18),
    "EAR": (0.07, -0.64, -0.08),
    "MOUTH": (0.02, -0.59, -0.18),
    "SHOULDER": (0.17, -0.48, 0.0),
    "ELBOW": (0.22, -0.24, 0.03),
    "WRIST": (0.24, -0.02, -0.02),
    "PINKY": (0.25, 0.06, -0.03),
    "INDEX": (0.23, 0.07, -0.05),
    "THUMB": (0.22, 0.03, -0.05),
    "HIP": (0.11, 0.0, 0.0),
    "KNEE": (0.12, 0.40, 0.02),
    "ANKLE": (0.12, 0.78, 0.08),
    "HEEL": (0.12, 0.82, 0.10),
    "BIG_TOE": (0.14, 0.85, -0.06),
}
"""The left half of a person who faces the camera: x to the left hand, y down, z away, from the middle of the hips."""
PX_PER_M = 220.0
HIPS_PX = np.array([320.0, 250.0])


def standing_m() -> NDArray[np.float64]:
    """Return (landmark, 3): standing, arms hanging."""
    points = np.zeros((len(Landmark), 3))
    for landmark in Landmark:
        parts = [part for part in landmark.name.split("_") if part not in ("LEFT", "RIGHT")]
        points[landmark] = STANDING_M["_".join(parts)]
        if "RIGHT" in landmark.name:
            points[landmark, 0] *= -1
    return points


def turned(points_m: NDArray[np.float64], angle_deg: float) -> NDArray[np.float64]:
    """Return points turned about the vertical."""
    sine, cosine = np.sin(np.radians(angle_deg)), np.cos(np.radians(angle_deg))
    return points_m @ np.array([[cosine, 0, -sine], [0, 1, 0], [sine, 0, cosine]])


def body(points_m: NDArray[np.float64] | None = None, **changes: object) -> Body:
    """Return a body seen straight on from afar, with every point sure."""
    world = standing_m() if points_m is None else points_m
    sure = np.full(len(Landmark), 0.95)
    seen = Body(
        xy_px=HIPS_PX + PX_PER_M * world[:, :2],
        world_m=world,
        visibility=sure,
        presence=sure,
        peak=sure,
        person=1.0,
        steering_px=np.array([HIPS_PX, HIPS_PX - (0.0, PX_PER_M)]),
    )
    return replace(seen, **changes)


def exchanged(seen: Body, *parts: str) -> Body:
    """Return a body in which left and right of some parts, such as "KNEE", have each other's places."""
    order = np.arange(len(Landmark))
    for part in parts:
        left, right = (
            next(point for point in Landmark if {side, *part.split("_")} == set(point.name.split("_")))
            for side in ("LEFT", "RIGHT")
        )
        order[[left, right]] = right, left
    return replace(seen, xy_px=seen.xy_px[order], world_m=seen.world_m[order])
