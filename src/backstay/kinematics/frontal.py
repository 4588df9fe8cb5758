"""Measures read in the frontal plane or in the picture itself."""

import numpy as np
from numpy.typing import NDArray

from backstay.kinematics.body import SIDES, Body, Side, once
from backstay.kinematics.vectors import angle_deg, length
from backstay.kinematics.view import FRONT_TO_DEG, OBLIQUE_TO_DEG
from backstay.pose.types import Landmark

Array = NDArray[np.float64]

LEAST_ARM_TRUNK_FRACTION = 0.35
"""Upper arm and forearm measure 0.48-0.54 trunk lengths in plane; under 0.35 they point over 45 degrees out of it."""
NEARER_IS_LOWER_TRUNK_FRACTION = 0.08
"""How much lower a knee on the near side reads than one in the middle, and one on the far side higher: of 284 rendered
half-kneels and lunges seen obliquely 0.09, of 237 seen from the side 0.07."""


@once
def shoulder_elevation_deg(body: Body, side: Side) -> Array:
    """Return the humerus against the trunk, 0 = arm at the side, 180 = overhead, (frame,)."""
    humerus = body.in_frontal_plane(body.of_side(side, "elbow") - body.of_side(side, "shoulder"))
    return angle_deg(humerus, -body.in_frontal_plane(body.trunk))


@once
def mean_shoulder_elevation_deg(body: Body) -> Array:
    """Return the mean of both shoulders' elevation; NaN unless both are readable."""
    return 0.5 * (shoulder_elevation_deg(body, "left") + shoulder_elevation_deg(body, "right"))


def shoulder_elevation_difference_deg(body: Body) -> Array:
    """Return how far apart the two arms are raised, never negative."""
    return np.abs(shoulder_elevation_deg(body, "left") - shoulder_elevation_deg(body, "right"))


def shoulder_line_skew_deg(body: Body) -> Array:
    """Return how far the line through the shoulders is from square to the trunk, never negative.

    A camera that stands low or high and a little to one side raises one arm in the picture and lowers the other, and
    the shoulders with them.
    """
    line = body.of_side("left", "shoulder") - body.of_side("right", "shoulder")
    return np.abs(90.0 - angle_deg(body.in_frontal_plane(line), body.in_frontal_plane(body.trunk)))


@once
def elbow_flexion_deg(body: Body, side: Side) -> Array:
    """Return the bend of an elbow, 0 = straight; NaN while the arm points out of the picture's plane."""
    upper = body.of_side(side, "elbow") - body.of_side(side, "shoulder")
    fore = body.of_side(side, "wrist") - body.of_side(side, "elbow")
    is_in_plane = np.minimum(length(upper), length(fore)) >= LEAST_ARM_TRUNK_FRACTION * body.trunk_px
    bend = angle_deg(body.in_frontal_plane(upper), body.in_frontal_plane(fore))
    return np.where(is_in_plane, bend, np.nan)


def mean_elbow_flexion_deg(body: Body) -> Array:
    """Return the mean of both elbows' bend, or the one that can be read."""
    return Body.combine(elbow_flexion_deg(body, "left"), elbow_flexion_deg(body, "right"))


@once
def _wrist_height(body: Body, side: Side) -> Array:
    """Return a wrist's height over mid-shoulder in trunk lengths."""
    rise: Array = (body.middle("shoulder") - body.of_side(side, "wrist"))[:, 1]
    return rise / body.trunk_px


@once
def wrists_above_shoulders_trunk_fraction(body: Body) -> Array:
    """Return the height of the wrists over mid-shoulder in trunk lengths; of the seen one where one is hidden.

    Hands that leave the picture at the top of a movement are still up: there the model's guess serves, so that a count
    survives a tight picture. So it does for one hidden hand seen obliquely: from low down the near hand stands as much
    as half a trunk length over the far one, and a mean that loses one of the two jumps by half of that.
    """
    seen = Body.combine(_wrist_height(body, "left"), _wrist_height(body, "right"))
    guessed = body.guessed_px[:, [Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST]]
    is_above_picture = np.all(guessed[..., 1] < 0.0, axis=1)
    height = (body.middle("shoulder")[:, 1] - np.mean(guessed[..., 1], axis=1)) / body.trunk_px
    azimuth_deg = np.abs(body.azimuth_deg)
    is_oblique = (azimuth_deg > FRONT_TO_DEG) & (azimuth_deg < OBLIQUE_TO_DEG)
    return np.where(
        np.isfinite(seen) & ~is_oblique, seen, np.where(np.isfinite(seen) | is_above_picture, height, np.nan)
    )


def wrists_rise_difference_trunk_fraction(body: Body) -> Array:
    """Return how far apart in height the wrists are, in trunk lengths, never negative."""
    return np.abs(_wrist_height(body, "left") - _wrist_height(body, "right"))


def hands_from_face_fraction(body: Body) -> Array:
    """Return how far the nearer hand is from the nose, by the distance of ears and shoulders; NaN with no hand seen."""
    neck = body.middle("ear") - body.middle("shoulder")
    nose = body.point(Landmark.NOSE)
    hands = [body.of_side(side, joint) - nose for side in SIDES for joint in ("wrist", "index")]
    nearest: Array = np.fmin.reduce([length(hand) for hand in hands])
    return nearest / np.where(length(neck) > 1.0, length(neck), np.nan)


def guessed_wrists_apart_trunk_fraction(body: Body) -> Array:
    """Return how far apart in height the wrists are, in trunk lengths, a hidden one where the model guesses it."""
    wrists = body.guessed_px[:, [Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST], 1]
    return np.abs(wrists[:, 0] - wrists[:, 1]) / body.trunk_px


def forearm_rise_trunk_fraction(body: Body, side: Side) -> Array:
    """Return the height of a wrist over its elbow in trunk lengths: 0 while the forearm is level, as in a straight arm.

    An elbow that points at the camera is found, though the model is unsure of it: there its guess serves.
    """
    elbow = body.guessed_px[:, Landmark[f"{side}_elbow".upper()]]
    rise: Array = (elbow - body.of_side(side, "wrist"))[:, 1]
    return rise / body.trunk_px


def thigh_drop_trunk_fraction(body: Body) -> Array:
    """Return the height of the hips over the knees in trunk lengths: about 0.8 standing, about 0 sitting."""
    drop: Array = (body.middle("knee") - body.middle("hip"))[:, 1]
    return drop / body.trunk_px


def guessed_thigh_drop_trunk_fraction(body: Body) -> Array:
    """Return the height of the hips over the knees in trunk lengths, hidden knees where the model guesses them."""
    knees = body.guessed_px[:, [Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE], 1]
    drop: Array = (np.mean(knees, axis=1) - body.middle("hip")[:, 1]) / body.trunk_px
    return drop


def trunk_length_image_fraction(body: Body) -> Array:
    """Return the trunk's apparent length by the picture's height."""
    return body.trunk_px / body.image_height_px


def ear_height_image_fraction(body: Body) -> Array:
    """Return the height of the ears over the hips, by the picture's height."""
    rise: Array = (body.middle("hip") - body.middle("ear"))[:, 1]
    return rise / body.image_height_px


def wrist_above_hips_image_fraction(body: Body, side: Side) -> Array:
    """Return a wrist's height over mid-hip by the picture's height."""
    height: Array = (body.middle("hip") - body.of_side(side, "wrist"))[:, 1] / body.image_height_px
    return height


def hips_left_of_feet_fraction(body: Body) -> Array:
    """Return how far the hips stand over the person's left foot: 0 = between the ankles, 0.5 = over the left one."""
    left, right = body.of_side("left", "ankle")[:, 0], body.of_side("right", "ankle")[:, 0]
    hip_width = np.abs(body.of_side("left", "hip") - body.of_side("right", "hip"))[:, 0]
    spacing = np.maximum(np.abs(left - right), hip_width)
    offset: Array = (body.middle("hip")[:, 0] - 0.5 * (left + right)) * np.sign(left - right)
    return offset / np.where(spacing > 0.0, spacing, np.nan)


def feet_across_image_fraction(body: Body) -> Array:
    """Return how far right the ankles are, by the picture's height."""
    return body.middle("ankle")[:, 0] / body.image_height_px


def feet_down_image_fraction(body: Body) -> Array:
    """Return how far down the ankles are, by the picture's height."""
    return body.middle("ankle")[:, 1] / body.image_height_px


def hips_across_image_fraction(body: Body) -> Array:
    """Return how far right the hips are, by the picture's height."""
    return body.middle("hip")[:, 0] / body.image_height_px


def hips_down_image_fraction(body: Body) -> Array:
    """Return how far down the hips are, by the picture's height."""
    return body.middle("hip")[:, 1] / body.image_height_px


def foot_down_image_fraction(body: Body, side: Side) -> Array:
    """Return how far down a foot is (mean of ankle, heel and big toe), by the picture's height."""
    points = [body.of_side(side, joint)[:, 1] for joint in ("ankle", "heel", "big_toe")]
    down: Array = np.mean(points, axis=0) / body.image_height_px
    return down


def knee_above_other_ankle_trunk_fraction(body: Body, side: Side) -> Array:
    """Return how high a knee is over the other foot's ankle, in trunk lengths: about 0 where it kneels on the floor."""
    other: Side = "right" if side == "left" else "left"
    rise: Array = (body.of_side(other, "ankle") - body.of_side(side, "knee"))[:, 1]
    return rise / body.trunk_px


@once
def knee_above_floor_trunk_fraction(body: Body, side: Side) -> Array:
    """Return how high a knee is over the floor between its own toes and the other foot, in trunk lengths.

    A kneeling knee lies half way between the two, so it reads about 0 however the camera is tilted. The nearer leg is
    seen lower, the farther one higher; that is put back. Toes half hidden will do.
    """
    other: Side = "right" if side == "left" else "left"
    floor = 0.5 * (body.faint_of_side(side, "big_toe") + body.of_side(other, "ankle"))
    nearness = np.sign(body.azimuth_deg) * (1.0 if side == "left" else -1.0)
    rise: Array = (floor - body.of_side(side, "knee"))[:, 1] / body.trunk_px
    return rise + NEARER_IS_LOWER_TRUNK_FRACTION * nearness
