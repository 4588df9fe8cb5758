"""How the figure holds itself: every joint angle at one moment, or at many moments at once.

Each number may be a float (one moment) or an array with one value a frame. Angles are in degrees; `sideways` and `out`
point away from the midline for either limb, so a symmetric posture has the same numbers left and right.
"""

from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]
Number: TypeAlias = float | Array


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Arm:
    """One arm, told relative to the trunk.

    Attributes:
        elevation_deg: Upper arm against the trunk: 0 hangs along it, 90 is square to it, 180 is overhead.
        plane_deg: Where the arm goes up: 0 straight forward (sagittal), 90 out to the side (frontal).
        elbow_flexion_deg: 0 straight.
        forearm_turn_deg: Turn about the upper arm: 0 bends the elbow in the plane of elevation, towards "up" (a W when
            the arm is out to the side); 90 is turned in by a quarter (a W falls forward; a hanging arm bends forward).
    """

    elevation_deg: Number = 10.0
    plane_deg: Number = 90.0
    elbow_flexion_deg: Number = 15.0
    forearm_turn_deg: Number = 90.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Leg:
    """One leg; the thigh is told against the vertical, so bending the trunk leaves the feet where they are.

    Attributes:
        thigh_forward_deg: 0 hangs straight down, 90 points forward (sitting), negative points backward.
        thigh_out_deg: 0 straight down, + away from the midline.
        knee_flexion_deg: 0 straight.
        foot_pitch_deg: 0 flat, + toes up, - toes down; beyond -90 the foot points backward, sole up (kneeling).
    """

    thigh_forward_deg: Number = 4.0
    thigh_out_deg: Number = 0.0
    knee_flexion_deg: Number = 8.0
    foot_pitch_deg: Number = 0.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trunk:
    """Pelvis to shoulders.

    Attributes:
        inclination_deg: Line from mid-hip to mid-shoulder against the vertical, + forward.
        bend_deg: Upper half against the lower half: + rounded (slouched), - arched.
        lateral_deg: Same line sideways, + to the person's left.
        twist_deg: Shoulders against the hips, + turned to the person's left.
        pelvis_up_left_deg: Left hip higher than the right is +.
        shrug_m: How far the shoulders are drawn up.
    """

    inclination_deg: Number = 2.0
    bend_deg: Number = 4.0
    lateral_deg: Number = 0.0
    twist_deg: Number = 0.0
    pelvis_up_left_deg: Number = 0.0
    shrug_m: Number = 0.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Head:
    """Where the head sits and looks.

    Attributes:
        forward_deg: Line from mid-shoulder to mid-ear against the trunk, + forward.
        nod_deg: Gaze against the horizontal, + down.
        turn_deg: Gaze against the pelvis, + to the person's left.
        tilt_deg: Line from mid-shoulder to mid-ear against the trunk, sideways, + to the person's left.
    """

    forward_deg: Number = 2.0
    nod_deg: Number = 5.0
    turn_deg: Number = 0.0
    tilt_deg: Number = 0.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Place:
    """Where the figure is on the floor, and what bears it.

    The lowest point of the body is on the floor, unless a seat bears the pelvis. The middle of the ankles (or one
    ankle, or the pelvis on a seat) is what stays put when joints move.

    Attributes:
        forward_m: Along the direction that heading 0 faces.
        left_m: To the left of that direction.
        up_m: Lowest point above the floor: 0 stands, more is a jump.
        heading_deg: Where the person faces, + turned to the left.
        left_foot_share: 1 = the left ankle stays put, 0 = the right, 0.5 = their middle.
        seat: 0 = the feet bear the body, 1 = a chair of knee height does and the pelvis stays put.
    """

    forward_m: Number = 0.0
    left_m: Number = 0.0
    up_m: Number = 0.0
    heading_deg: Number = 0.0
    left_foot_share: Number = 0.5
    seat: Number = 0.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Posture:
    """The whole body."""

    left_arm: Arm = Arm()
    right_arm: Arm = Arm()
    left_leg: Leg = Leg()
    right_leg: Leg = Leg()
    trunk: Trunk = Trunk()
    head: Head = Head()
    place: Place = Place()

    def arms(self, **angles: Number) -> "Posture":
        """Return this posture with both arms changed."""
        return replace(self, left_arm=replace(self.left_arm, **angles), right_arm=replace(self.right_arm, **angles))

    def legs(self, **angles: Number) -> "Posture":
        """Return this posture with both legs changed."""
        return replace(self, left_leg=replace(self.left_leg, **angles), right_leg=replace(self.right_leg, **angles))

    def part(self, part: str, **angles: Number) -> "Posture":
        """Return this posture with one part ("trunk", "left_arm", ...) changed."""
        return replace(self, **{part: replace(getattr(self, part), **angles)})

    def mirrored(self) -> "Posture":
        """Return the posture that a mirror shows."""
        return Posture(
            left_arm=self.right_arm,
            right_arm=self.left_arm,
            left_leg=self.right_leg,
            right_leg=self.left_leg,
            trunk=_negated(self.trunk, "lateral_deg", "twist_deg", "pelvis_up_left_deg"),
            head=_negated(self.head, "turn_deg", "tilt_deg"),
            place=replace(
                _negated(self.place, "left_m", "heading_deg"), left_foot_share=1 - self.place.left_foot_share
            ),
        )


def to_numbers(posture: Posture) -> list[Number]:
    """Return every number of a posture in a fixed order, for interpolation."""
    numbers: list[Number] = []
    for field in fields(posture):
        part = getattr(posture, field.name)
        numbers += [getattr(part, number.name) for number in fields(part)]
    return numbers


def from_numbers(numbers: Array) -> Posture:
    """Return the posture that `to_numbers` took apart; the first axis runs over its numbers."""
    remaining = iter(numbers)
    parts: dict[str, Any] = {}
    for field in fields(Posture):
        kind = type(field.default)
        assert is_dataclass(kind)
        parts[field.name] = kind(**{number.name: next(remaining) for number in fields(kind)})
    return Posture(**parts)


def blended(first: Posture, second: Posture, share: float) -> Posture:
    """Return the posture that is `share` of the way from the first to the second."""
    one, other = (np.array(to_numbers(posture), dtype=float) for posture in (first, second))
    return from_numbers((1 - share) * one + share * other)


def _negated(part: Any, *names: str) -> Any:
    return replace(part, **{name: -getattr(part, name) for name in names})
