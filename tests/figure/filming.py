"""Film a performance: from a figure that moves to the poses that a pose model would report."""

from dataclasses import dataclass, replace

import numpy as np

from backstay.pose.types import Landmark, Pose
from figure.blazepose import (
    DEPTH_JITTER_M,
    DEPTH_WANDER_M,
    GROUPS,
    JITTER,
    OTHER_SIDE,
    WANDER,
    WORLD_SCALE,
    WORLD_TILT_DEG,
    WORLD_TURN_DEG,
    confidence_of,
    landmarks_m,
    noise_at,
)
from figure.body import Body, stand, turn
from figure.camera import FRONT, Camera
from figure.posture import Array, Posture
from figure.script import Performance

RIGHT_AXIS, DOWN_AXIS = 0, 1
HIPS = [Landmark.LEFT_HIP, Landmark.RIGHT_HIP]
LEGS = slice(Landmark.LEFT_HIP, Landmark.RIGHT_BIG_TOE + 1)
JITTERY = 6.0
# Quiet standing and breathing: degrees, metres, and breaths a second (14 a minute).
SWAY_DEG, SWAY_M, BREATH_M, BREATH_HZ = 0.25, 0.003, 0.003, 14 / 60
SWAY_HZ = (0.13, 0.29, 0.53)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mishap:
    """Something that goes wrong with the picture or the model for a while.

    Attributes:
        kind: "dropped" (no frames), "lost" (nobody found), "sides_swapped" or "legs_swapped" (left taken for right),
            or "jittery" (six times the noise).
        began_s: From this moment.
        ended_s: Up to this moment.
    """

    kind: str
    began_s: float
    ended_s: float

    def covers(self, t_s: Array) -> np.ndarray:
        """Return which moments it spoils."""
        return (t_s >= self.began_s) & (t_s < self.ended_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """How it is filmed, and how kindly.

    Attributes:
        fps: Frames a second.
        seed: Of everything random; the same seed gives the same noise at the same moment, whatever the frame rate.
        noise: Times the noise that BlazePose showed on clean rendered people; 3 is like real clips, 0 is none.
        offset: Times its usual offsets from the true joints, in picture and depth; 0 puts landmarks on the joints.
        sway: Times quiet sway and breathing; 0 is a statue.
        dropped_fraction: Share of frames lost at random.
        mishaps: What goes wrong, and when.
    """

    fps: float = 30.0
    seed: int = 0
    noise: float = 2.0
    offset: float = 1.0
    sway: float = 1.0
    dropped_fraction: float = 0.0
    mishaps: tuple[Mishap, ...] = ()

    def moments_s(self, duration_s: float) -> Array:
        """Return when the frames are that arrive."""
        t_s = np.arange(0, duration_s, 1 / self.fps)
        arrives = np.random.default_rng(self.seed + 1).random(len(t_s)) >= self.dropped_fraction
        return t_s[arrives & ~self.spoiled("dropped", t_s)]

    def spoiled(self, kind: str, t_s: Array) -> np.ndarray:
        """Return which moments a mishap of this kind covers."""
        covered = [mishap.covers(t_s) for mishap in self.mishaps if mishap.kind == kind]
        return np.any(covered, axis=0) if covered else np.zeros(len(t_s), dtype=bool)


EXACT = Take(noise=0, offset=0, sway=0)


def film(
    performance: Performance, body: Body | None = None, camera: Camera = FRONT, take: Take | None = None
) -> list[Pose]:
    """Return the poses a pose model reports of this performance.

    Args:
        performance: What the figure does.
        body: Its build; 1.75 m if none is given.
        camera: Where it is filmed from.
        take: Frame rate, noise, mishaps; 30 frames a second with BlazePose's usual noise if none is given.

    Returns:
        One pose a frame that arrives; a lost frame's pose is all NaN with confidence 0.
    """
    body, take = body or Body(), take or Take()
    t_s = take.moments_s(performance.duration_s)
    posture = _alive(performance.at(t_s), t_s, take)
    seen_m = camera.seen_from(landmarks_m(stand(body, posture), posture, body.height_m, take.offset))
    noise = _noise_m(t_s, body, take)
    # Error in the picture, in metres at the distance of the hips, as pixels.
    px_per_m = camera.focal_px / seen_m[:, HIPS, 2].mean(axis=1)[:, None, None]
    xy_px = _swapped(camera.project(seen_m) + px_per_m * noise[..., :2], t_s, take)
    azimuth_deg = camera.azimuth_deg - np.asarray(posture.place.heading_deg)
    world_m = _swapped(_world_m(seen_m, azimuth_deg, take) + noise, t_s, take)
    world_m -= world_m[:, HIPS].mean(axis=1, keepdims=True)
    is_inside = ((xy_px >= 0) & (xy_px < camera.image_size_px)).all(axis=-1)
    confidence = confidence_of(azimuth_deg, is_inside)
    lost = take.spoiled("lost", t_s)
    xy_px[lost], world_m[lost], confidence[lost] = np.nan, np.nan, 0
    return [
        Pose(
            t_s=float(t_s[frame]),
            xy_px=xy_px[frame].astype(np.float32),
            world_m=world_m[frame].astype(np.float32),
            confidence=confidence[frame].astype(np.float32),
            image_size_px=camera.image_size_px,
            model="full",
        )
        for frame in range(len(t_s))
    ]


def _alive(posture: Posture, t_s: Array, take: Take) -> Posture:
    """Add sway and breathing."""
    phases = 2 * np.pi * np.random.default_rng(take.seed + 2).random((4, len(SWAY_HZ)))
    turns = 2 * np.pi * np.multiply.outer(t_s, SWAY_HZ)
    forward, left, lean, side = (
        take.sway * np.sin(turns + phase).sum(axis=1) / len(SWAY_HZ) ** 0.5 for phase in phases
    )
    breath_m = take.sway * BREATH_M * np.sin(2 * np.pi * BREATH_HZ * t_s)
    place, trunk = posture.place, posture.trunk
    return replace(
        posture,
        place=replace(place, forward_m=place.forward_m + SWAY_M * forward, left_m=place.left_m + SWAY_M * left),
        trunk=replace(
            trunk,
            inclination_deg=trunk.inclination_deg + SWAY_DEG * lean,
            lateral_deg=trunk.lateral_deg + SWAY_DEG * side,
            shrug_m=trunk.shrug_m + breath_m,
        ),
    )


def _noise_m(t_s: Array, body: Body, take: Take) -> Array:
    """Return the error of each landmark, (frame, landmark, 3): right, down, away; metres."""
    noise = noise_at(t_s, take.seed)
    wander_m = np.stack([body.height_m * WANDER, body.height_m * WANDER, DEPTH_WANDER_M], axis=-1)[GROUPS]
    jitter_m = np.stack([body.height_m * JITTER, body.height_m * JITTER, DEPTH_JITTER_M], axis=-1)[GROUPS]
    times = take.noise * np.where(take.spoiled("jittery", t_s), JITTERY, 1)[:, None, None]
    error_m: Array = times * (wander_m * noise.wander + jitter_m * noise.jitter)
    return error_m


def _world_m(seen_m: Array, azimuth_deg: Array, take: Take) -> Array:
    """Return hip-centred metres, turned towards the camera, tilted and shrunk as the model does."""
    turned = turn(DOWN_AXIS, -take.offset * WORLD_TURN_DEG * np.sin(np.radians(azimuth_deg)))
    tilted = turn(RIGHT_AXIS, take.offset * WORLD_TILT_DEG)
    scale = 1 + take.offset * (WORLD_SCALE - 1)
    centred_m = seen_m - seen_m[:, HIPS].mean(axis=1, keepdims=True)
    return scale * np.einsum("nij,nkj->nki", tilted @ turned, centred_m)


def _swapped(points: Array, t_s: Array, take: Take) -> Array:
    """Take left for right where a mishap says so."""
    legs_only = np.arange(len(Landmark))
    legs_only[LEGS] = OTHER_SIDE[LEGS]
    for kind, order in (("sides_swapped", OTHER_SIDE), ("legs_swapped", legs_only)):
        points = np.where(take.spoiled(kind, t_s)[:, None, None], points[:, order], points)
    return points
