"""The body: segment lengths, and where they put the joints for a given posture (forward kinematics).

Axes of the room: x forward (where heading 0 faces), y to that person's left, z up; the floor is z = 0. Metres.
"""

from dataclasses import dataclass

import numpy as np

from backstay.pose.types import Landmark
from figure.posture import Arm, Array, Head, Leg, Number, Posture, Trunk, from_numbers, to_numbers

LEFT, RIGHT = 1.0, -1.0
FORWARD_AXIS, LEFT_AXIS, UP_AXIS = 0, 1, 2
TOE_OUT_DEG = 7.0
GIRDLE_RISES_FROM_DEG, GIRDLE_RISES_TO_DEG = 30.0, 170.0

# Points of the head from the middle of the ears, as fractions of stature: forward, outward (left +), up.
HEAD_POINTS = {
    Landmark.NOSE: (0.080, 0.0, -0.021),
    Landmark.LEFT_EYE_INNER: (0.056, 0.009, 0.003),
    Landmark.LEFT_EYE: (0.054, 0.018, 0.003),
    Landmark.LEFT_EYE_OUTER: (0.050, 0.027, 0.003),
    Landmark.RIGHT_EYE_INNER: (0.056, -0.009, 0.003),
    Landmark.RIGHT_EYE: (0.054, -0.018, 0.003),
    Landmark.RIGHT_EYE_OUTER: (0.050, -0.027, 0.003),
    Landmark.LEFT_EAR: (0.0, 0.044, 0.0),
    Landmark.RIGHT_EAR: (0.0, -0.044, 0.0),
    Landmark.MOUTH_LEFT: (0.068, 0.015, -0.033),
    Landmark.MOUTH_RIGHT: (0.068, -0.015, -0.033),
}
# Fingers from the wrist, as fractions of stature: along the forearm, towards the thumb. As short as BlazePose draws
# them in front views of rendered people (index 0.047, pinky 0.042, thumb 0.033; the true index is at 0.080).
HAND_POINTS = {"PINKY": (0.039, -0.016), "INDEX": (0.045, 0.012), "THUMB": (0.028, 0.018)}
# Heel and toe from the ankle of a flat foot, as fractions of stature: forward, up.
FOOT_POINTS = {"HEEL": (-0.036, -0.026), "BIG_TOE": (0.118, -0.030)}
# How far above the floor each point is when that part of the body rests on it, as a fraction of stature.
CLEARANCES = {"HEEL": 0.013, "BIG_TOE": 0.009, "KNEE": 0.037, "HIP": 0.055, "SHOULDER": 0.055, "ELBOW": 0.025}
CLEARANCES |= {"WRIST": 0.016, "INDEX": 0.008, "PINKY": 0.008, "EAR": 0.045}


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """One person's build; lengths between joint centres as fractions of stature.

    Source:
        Winter, Biomechanics and Motor Control of Human Movement: limbs and ankle height. His trunk, 0.288, is from
        the trochanter; the rendered people measure 0.26 (arms hanging) to 0.28 from hip centre to shoulder centre, and
        0.139 on to the ears. Spans are between joint centres, hence narrower than bi-acromial and hip breadth.
    """

    height_m: float = 1.75
    upper_arm: float = 0.186
    forearm: float = 0.146
    thigh: float = 0.245
    shank: float = 0.246
    ankle_height_fraction: float = 0.039
    trunk: float = 0.275
    shoulder_span: float = 0.215
    hip_span: float = 0.125
    ear_height_fraction: float = 0.139
    girdle_rise: float = 0.025

    @property
    def seat_height_m(self) -> float:
        """Return where a chair puts the hips: level with the knees of a shank that stands upright."""
        return (self.shank + self.ankle_height_fraction) * self.height_m


MAN = Body(height_m=1.80, shoulder_span=0.225, hip_span=0.118)
WOMAN = Body(height_m=1.63, shoulder_span=0.205, hip_span=0.130)
SMALL = Body(height_m=1.50, shoulder_span=0.205, hip_span=0.130, trunk=0.282, thigh=0.240, shank=0.240)
TALL = Body(height_m=1.98, trunk=0.268, thigh=0.250, shank=0.250)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Skeleton:
    """Where every landmark's true point is.

    Attributes:
        xyz_m: (frame, landmark, 3) in the axes of the room.
    """

    xyz_m: Array

    def __getitem__(self, landmark: Landmark) -> Array:
        """Return one point through time, (frame, 3)."""
        return self.xyz_m[:, landmark]

    def middle(self, part: str) -> Array:
        """Return the point half-way between left and right, (frame, 3)."""
        return (self[Landmark[f"LEFT_{part}"]] + self[Landmark[f"RIGHT_{part}"]]) / 2


def stand(body: Body, posture: Posture) -> Skeleton:
    """Return where the joints are when this body takes this posture.

    Args:
        body: The build.
        posture: Floats, or arrays with one value a frame.
    """
    posture = _with_frames(posture)
    trunk_axes, shoulders_middle = _trunk(body, posture.trunk)
    points: dict[Landmark, Array] = {}
    points |= _head(body, posture.trunk, posture.head, shoulders_middle)
    for side, arm, leg in (
        (LEFT, posture.left_arm, posture.left_leg),
        (RIGHT, posture.right_arm, posture.right_leg),
    ):
        shoulder = shoulders_middle + _girdle(body, posture.trunk, arm, trunk_axes, side)
        points |= _arm(body, arm, trunk_axes, shoulder, side)
        points |= _leg(body, leg, posture.trunk, side)
    xyz_m = np.stack([points[landmark] for landmark in Landmark], axis=1) * body.height_m
    return Skeleton(xyz_m=_placed(body, posture, xyz_m))


def _with_frames(posture: Posture) -> Posture:
    """Give every number of the posture the same frames."""
    return from_numbers(np.stack(np.broadcast_arrays(*(np.atleast_1d(number) for number in to_numbers(posture)))))


def turn(axis: int, angle_deg: Number) -> Array:
    """Return right-handed rotations about one axis, (frame, 3, 3)."""
    angle = np.radians(np.atleast_1d(angle_deg))
    after, last = (axis + 1) % 3, (axis + 2) % 3
    matrices = np.zeros((angle.size, 3, 3))
    matrices[:, axis, axis] = 1
    matrices[:, after, after] = matrices[:, last, last] = np.cos(angle)
    matrices[:, after, last] = -np.sin(angle)
    matrices[:, last, after] = np.sin(angle)
    return matrices


def _vector(forward: Number, left: Number, up: Number) -> Array:
    return np.stack(np.broadcast_arrays(*(np.atleast_1d(part) for part in (forward, left, up))), axis=-1).astype(float)


def _leaning(inclination_deg: Number, lateral_deg: Number) -> Array:
    """Return axes tipped forward by one angle and to the left by the other."""
    return turn(FORWARD_AXIS, -np.asarray(lateral_deg)) @ turn(LEFT_AXIS, inclination_deg)


def _trunk(body: Body, trunk: Trunk) -> tuple[Array, Array]:
    """Return the trunk's axes (its own line up, turned with the shoulders) and the middle of the shoulders."""
    half_bend = np.asarray(trunk.bend_deg) / 2
    lower = _leaning(trunk.inclination_deg - half_bend, trunk.lateral_deg)[:, :, UP_AXIS]
    upper = _leaning(trunk.inclination_deg + half_bend, trunk.lateral_deg)[:, :, UP_AXIS]
    axes = _leaning(trunk.inclination_deg, trunk.lateral_deg) @ turn(UP_AXIS, trunk.twist_deg)
    return axes, body.trunk / 2 * (lower + upper)


def _girdle(body: Body, trunk: Trunk, arm: Arm, axes: Array, side: float) -> Array:
    """Return the shoulder joint from the middle of the shoulders; the girdle rises with the arm."""
    risen = (arm.elevation_deg - GIRDLE_RISES_FROM_DEG) / (GIRDLE_RISES_TO_DEG - GIRDLE_RISES_FROM_DEG)
    up = body.girdle_rise * np.clip(risen, 0, 1) + trunk.shrug_m / body.height_m
    return _rotated(axes, _vector(0, side * body.shoulder_span / 2, up))


def _rotated(axes: Array, vectors: Array) -> Array:
    return np.einsum("nij,nj->ni", axes, np.broadcast_to(vectors, (len(axes), 3)))


def _arm(body: Body, arm: Arm, axes: Array, shoulder: Array, side: float) -> dict[Landmark, Array]:
    elevation, plane = np.radians(arm.elevation_deg), np.radians(arm.plane_deg)
    flexion, turned = np.radians(arm.elbow_flexion_deg), np.radians(arm.forearm_turn_deg)
    level = _vector(np.cos(plane), side * np.sin(plane), 0)
    down = _vector(0, 0, -1)
    upper = np.cos(elevation)[:, None] * down + np.sin(elevation)[:, None] * level
    raising = -np.sin(elevation)[:, None] * down + np.cos(elevation)[:, None] * level
    inward = side * cross(upper, raising)
    bending = np.cos(turned)[:, None] * raising + np.sin(turned)[:, None] * inward
    fore = np.cos(flexion)[:, None] * upper + np.sin(flexion)[:, None] * bending
    thumbward = side * cross(side * cross(upper, bending), fore)
    elbow = shoulder + body.upper_arm * _rotated(axes, upper)
    wrist = elbow + body.forearm * _rotated(axes, fore)
    points = {"SHOULDER": shoulder, "ELBOW": elbow, "WRIST": wrist}
    for name, (along, across) in HAND_POINTS.items():
        points[name] = wrist + _rotated(axes, along * fore + across * thumbward)
    return _named(points, side)


def _leg(body: Body, leg: Leg, trunk: Trunk, side: float) -> dict[Landmark, Array]:
    plane = turn(FORWARD_AXIS, side * np.asarray(leg.thigh_out_deg))
    thigh = np.radians(leg.thigh_forward_deg)
    shank = np.radians(leg.thigh_forward_deg - leg.knee_flexion_deg)
    hip = _rotated(turn(FORWARD_AXIS, trunk.pelvis_up_left_deg), _vector(0, side * body.hip_span / 2, 0))
    knee = hip + body.thigh * _rotated(plane, _vector(np.sin(thigh), 0, -np.cos(thigh)))
    ankle = knee + body.shank * _rotated(plane, _vector(np.sin(shank), 0, -np.cos(shank)))
    points = {"HIP": hip, "KNEE": knee, "ANKLE": ankle}
    foot = turn(UP_AXIS, side * TOE_OUT_DEG) @ turn(LEFT_AXIS, -np.asarray(leg.foot_pitch_deg))
    for name, (forward, up) in FOOT_POINTS.items():
        points[name] = ankle + _rotated(foot, _vector(forward, 0, up))
    return _named(points, side)


def _head(body: Body, trunk: Trunk, head: Head, shoulders_middle: Array) -> dict[Landmark, Array]:
    lateral = trunk.lateral_deg + head.tilt_deg
    neck = _leaning(trunk.inclination_deg + head.forward_deg, lateral)
    ears_middle = shoulders_middle + body.ear_height_fraction * neck[:, :, UP_AXIS]
    axes = turn(UP_AXIS, head.turn_deg) @ _leaning(head.nod_deg, lateral)
    return {landmark: ears_middle + _rotated(axes, _vector(*offset)) for landmark, offset in HEAD_POINTS.items()}


def cross(first: Array, second: Array) -> Array:
    """Return the right-handed product of vectors (..., 3)."""
    after, last = [1, 2, 0], [2, 0, 1]
    return first[..., after] * second[..., last] - first[..., last] * second[..., after]


def _named(points: dict[str, Array], side: float) -> dict[Landmark, Array]:
    prefix = "LEFT" if side == LEFT else "RIGHT"
    return {Landmark[f"{prefix}_{name}"]: point for name, point in points.items()}


def _placed(body: Body, posture: Posture, xyz_m: Array) -> Array:
    """Turn the body to its heading, stand it on the floor or seat it, and keep what bears it where it is."""
    place = posture.place
    xyz_m = np.einsum("nij,nkj->nki", turn(UP_AXIS, place.heading_deg), xyz_m)
    on_feet_m = place.up_m - (xyz_m[..., UP_AXIS] - _clearances_m(body)).min(axis=1)
    # A seat keeps the pelvis from sinking; it does not hold down who gets up.
    height_m = on_feet_m + place.seat * np.maximum(0, body.seat_height_m - on_feet_m)
    left, right = xyz_m[:, Landmark.LEFT_ANKLE, :2], xyz_m[:, Landmark.RIGHT_ANKLE, :2]
    share = np.asarray(place.left_foot_share)[:, None]
    held_m = (1 - np.asarray(place.seat))[:, None] * (share * left + (1 - share) * right)
    level_m = np.stack([place.forward_m, place.left_m], axis=-1) - held_m
    return xyz_m + np.concatenate([level_m, np.asarray(height_m)[:, None]], axis=-1)[:, None, :]


def _clearances_m(body: Body) -> Array:
    parts = [landmark.name.removeprefix("LEFT_").removeprefix("RIGHT_") for landmark in Landmark]
    return body.height_m * np.array([CLEARANCES.get(part, 0.0) for part in parts])
