"""Measures read in the sagittal plane: side-on, or obliquely with the foreshortening undone."""

import numpy as np
from numpy.typing import NDArray

from backstay.kinematics.body import Body, Side, once
from backstay.kinematics.frontal import knee_above_floor_trunk_fraction, knee_above_other_ankle_trunk_fraction
from backstay.kinematics.vectors import angle_deg, length, slope_deg
from backstay.pose.types import Landmark

Array = NDArray[np.float64]

KNEE_GAIN = 1.05
"""BlazePose reads a knee bent to 90 degrees about 5 degrees too straight, a straight one right: -4.6 on nine rendered
clips, -5.1 in JMIR preprint 102399 (evidence.md 8)."""
TRUNK_OFFSET_DEG = 4.0
"""BlazePose sets the hips ahead of the joint centres: the trunk reads 1.7-8.1 degrees too far back on 13 rendered
clips, 4.6 in the middle. Verdicts use changes, where it cancels."""

ON_FLOOR_TRUNK_FRACTION = 0.3
"""A knee on the floor is at most 0.16 over the other ankle before a level camera (rendered clips). A tilted one shifts
that by 0.2, so it only helps to find a kneeling shank; a knee off the floor is told by its height over both feet."""
LOW_KNEE_TRUNK_FRACTION = 0.24
"""A knee on the floor or on 5 cm of cushion is at most so far over the floor between the feet (390 rendered stills)."""


@once
def knee_flexion_deg(body: Body, side: Side) -> Array:
    """Return the bend of a knee in the sagittal plane, 0 = straight, (frame,)."""
    knee = body.of_side(side, "knee")
    thigh = body.in_sagittal_plane(knee - body.of_side(side, "hip"))
    shank = body.in_sagittal_plane(body.of_side(side, "ankle") - knee)
    return KNEE_GAIN * angle_deg(thigh, shank)


@once
def hip_flexion_deg(body: Body, side: Side) -> Array:
    """Return the thigh against the trunk, 0 = in line, + = thigh ahead, -180 to 180, (frame,)."""
    return trunk_inclination_deg(body) - thigh_inclination_deg(body, side)


@once
def thigh_inclination_deg(body: Body, side: Side) -> Array:
    """Return the thigh against the vertical, 0 = vertical, + = hip ahead of the knee, (frame,)."""
    return _lean_deg(body, body.of_side(side, "hip") - body.of_side(side, "knee"))


@once
def shank_inclination_deg(body: Body, side: Side) -> Array:
    """Return the shank against the vertical, 0 = vertical, + = knee ahead of the ankle, (frame,)."""
    return _lean_deg(body, body.of_side(side, "knee") - body.of_side(side, "ankle"))


def kneeling_shank_inclination_deg(body: Body, side: Side) -> Array:
    """Return the shank against the vertical, (frame,), good enough to tell one on the floor from one that stands.

    An ankle that clothes or the front leg half hide serves where the knee lies as low as the feet: such a shank cannot
    stand.
    """
    is_low = knee_above_other_ankle_trunk_fraction(body, side) < ON_FLOOR_TRUNK_FRACTION
    is_low |= knee_above_floor_trunk_fraction(body, side) < LOW_KNEE_TRUNK_FRACTION
    faint = _lean_deg(body, body.of_side(side, "knee") - body.faint_of_side(side, "ankle"))
    read = shank_inclination_deg(body, side)
    return np.where(np.isnan(read) & is_low, faint, read)


@once
def trunk_inclination_deg(body: Body) -> Array:
    """Return the trunk against the vertical, 0 = upright, + = leaning forward, (frame,)."""
    return _lean_deg(body, body.trunk) + TRUNK_OFFSET_DEG


def ear_forward_inclination_deg(body: Body) -> Array:
    """Return mid-shoulder to mid-ear against the vertical, 0 = ear above shoulder, + = ear ahead, (frame,)."""
    return _lean_deg(body, body.middle("ear") - body.middle("shoulder"))


def nose_ahead_of_ears_fraction(body: Body) -> Array:
    """Return how far the nose is ahead of the ears, by the distance of ears and shoulders: less with a turned head."""
    neck_px = length(body.middle("ear") - body.middle("shoulder"))
    lead: Array = body.forward(body.point(Landmark.NOSE) - body.middle("ear"))
    return lead / np.where(neck_px > 1.0, neck_px, np.nan)


@once
def wrists_ahead_of_shoulders_trunk_fraction(body: Body) -> Array:
    """Return how far the wrists are ahead of mid-shoulder, in trunk lengths.

    Seen obliquely both wrists are needed: a sideways movement of both cancels in their mean, a forward one does not.
    """
    both = 0.5 * (body.of_side("left", "wrist") + body.of_side("right", "wrist"))
    is_side_on = np.abs(np.sin(np.radians(body.azimuth_deg))) > np.sin(np.radians(62.0))
    wrists = np.where(is_side_on[:, None], body.middle("wrist"), both)
    return body.forward(wrists - body.middle("shoulder")) / body.trunk_px


def _lean_deg(body: Body, upward: Array) -> Array:
    """Return how far an upward vector leans to the person's front."""
    return slope_deg(body.forward(upward), -upward[:, 1])
