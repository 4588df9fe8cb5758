"""Ear, shoulder, hip, knee and ankle against a vertical line: a description of one picture.

Nobody's joints lie on one line, and where they lie says little of how anybody fares (evidence.md 0, fact 4).
"""

import math
from dataclasses import dataclass

import numpy as np

from backstay.kinematics.body import Body, body_of
from backstay.kinematics.frontal import thigh_drop_trunk_fraction
from backstay.kinematics.types import SIDE_VIEWS, View, ViewLabel
from backstay.pose.types import Pose

JOINTS = ("ear", "shoulder", "hip", "knee", "ankle")
SEATED = ("ear", "shoulder", "hip")
SITTING_DROP = 0.5
"""Hips over knees in trunk lengths: sitting under 0.2, standing 0.65-0.95 (docs/measures.md)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlumbPoint:
    """One joint and where it lies.

    Attributes:
        joint: `ear`, `shoulder`, `hip`, `knee` or `ankle`.
        x_px: Across the picture.
        y_px: Down the picture.
        offset_fraction: From the line in trunk lengths: + = ahead seen from the side, to the person's left from the
            front or from behind.
    """

    joint: str
    x_px: float
    y_px: float
    offset_fraction: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Plumb:
    """A vertical line and the joints that can be seen.

    Attributes:
        is_sagittal: Seen from the side: offsets are ahead or behind; else to the left or right.
        through: The joint that the line is drawn through: the ankle, or the hip of somebody who sits or whose ankle
            cannot be seen.
        points: From the top, the one that the line goes through included.
    """

    is_sagittal: bool
    through: str
    points: tuple[PlumbPoint, ...]


def plumb_of(pose: Pose, view: View) -> Plumb | None:
    """Return the joints of a pose against a vertical line.

    Returns:
        None where the camera stands obliquely, or the trunk or the joint to hang the line from cannot be seen.
    """
    is_sagittal = view.label in SIDE_VIEWS
    if not is_sagittal and view.label not in {ViewLabel.FRONT, ViewLabel.BACK}:
        return None
    body = body_of([pose], [view])
    trunk_px = float(body.trunk_px[0])
    is_sitting = bool(thigh_drop_trunk_fraction(body)[0] < SITTING_DROP)
    is_cut_off = not math.isfinite(_place(body, "ankle", view.label)[0])
    through = "hip" if is_sitting or is_cut_off else "ankle"
    places = {joint: _place(body, joint, view.label) for joint in (SEATED if through == "hip" else JOINTS)}
    origin_px = places[through][0]
    if not (math.isfinite(origin_px) and math.isfinite(trunk_px)):
        return None
    sign = _sign(view)
    points = tuple(
        PlumbPoint(joint=joint, x_px=x_px, y_px=y_px, offset_fraction=sign * (x_px - origin_px) / trunk_px)
        for joint, (x_px, y_px) in places.items()
        if math.isfinite(x_px)
    )
    return Plumb(is_sagittal=is_sagittal, through=through, points=points)


def _place(body: Body, joint: str, label: ViewLabel) -> tuple[float, float]:
    """Return where a joint is: from the side the nearer one, as the other is mostly guessed; else the middle."""
    if label in SIDE_VIEWS:
        point = body.of_side("left" if label is ViewLabel.SIDE_LEFT else "right", joint)[0]
    else:
        point = 0.5 * (body.of_side("left", joint) + body.of_side("right", joint))[0]
    return float(point[0]), float(point[1])


def _sign(view: View) -> float:
    """Return +1 where the right of the picture is ahead of the person, or to their left; else -1."""
    if view.label in SIDE_VIEWS:
        return -1.0 if view.label is ViewLabel.SIDE_LEFT else 1.0
    return float(np.sign(np.cos(np.radians(view.azimuth_deg))) or 1.0)
