"""Where the camera stands, read from the body itself."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backstay.kinematics.types import UNKNOWN_VIEW, View, ViewLabel
from backstay.pose.types import Landmark, Pose

FRONT_TO_DEG = 20.0
"""Up to here in front. The model reads people turned by 45 degrees as 25 to 44, people facing the camera as -7 to 7."""
OBLIQUE_TO_DEG = 62.0
"""From here side-on: a sagittal angle is foreshortened by under 1 - sin 62 = 12 %; real side views read 70 to 80."""
SIDE_TO_DEG = 118.0
"""From here behind: the mirror image of the front oblique border."""
HYSTERESIS_DEG = 4.0
"""Azimuth of one steady person wanders by 2-4 degrees (5th to 95th percentile over the rendered clips)."""
SETTLING_S = 0.5
"""Time constant of the average: half a second is 1/10 of a repetition, and turning takes longer than a second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewState:
    """The running average of where the camera stands.

    Attributes:
        t_s: Time of the last pose; NaN before the first.
        cosine: Average cosine of the azimuth.
        sine: Average sine of the azimuth.
        view: The view now.
    """

    t_s: float
    cosine: float
    sine: float
    view: View


NO_VIEW = ViewState(t_s=math.nan, cosine=math.nan, sine=math.nan, view=UNKNOWN_VIEW)


def azimuth_deg(world_m: NDArray[np.floating]) -> float:
    """Return where the camera stands around one body.

    Zero is in front; positive is on the person's left; 180 is behind.

    Args:
        world_m: (landmark, 3) in metres, camera axes (x right, y down, z away).

    Returns:
        Degrees from -180 to 180; NaN if shoulders and hips are unseen.

    Source:
        The line through the hips and the line through the shoulders, both seen from above, summed.
    """
    hips = world_m[Landmark.LEFT_HIP] - world_m[Landmark.RIGHT_HIP]
    shoulders = world_m[Landmark.LEFT_SHOULDER] - world_m[Landmark.RIGHT_SHOULDER]
    across = hips + shoulders
    return math.degrees(math.atan2(-float(across[2]), float(across[0])))


def advance_view(state: ViewState, pose: Pose) -> ViewState:
    """Return the view after one more pose; an unseen person leaves it as it was."""
    azimuth = math.radians(azimuth_deg(pose.world_m))
    if not math.isfinite(azimuth):
        return state
    cosine, sine = math.cos(azimuth), math.sin(azimuth)
    if math.isfinite(state.t_s):
        kept = math.exp(-(pose.t_s - state.t_s) / SETTLING_S)
        cosine = kept * state.cosine + (1.0 - kept) * cosine
        sine = kept * state.sine + (1.0 - kept) * sine
    mean_deg = math.degrees(math.atan2(sine, cosine))
    view = View(azimuth_deg=mean_deg, label=label_view(mean_deg, before=state.view.label))
    return ViewState(t_s=pose.t_s, cosine=cosine, sine=sine, view=view)


def label_view(azimuth_deg: float, *, before: ViewLabel = ViewLabel.UNKNOWN) -> ViewLabel:
    """Return the word for an azimuth, keeping the word before it until a border is passed by 4 degrees.

    Args:
        azimuth_deg: Degrees from -180 to 180.
        before: The label so far.
    """
    plain = _plain_label(azimuth_deg)
    if before in (plain, ViewLabel.UNKNOWN):
        return plain
    size = abs(azimuth_deg)
    nearer = math.copysign(max(size - HYSTERESIS_DEG, 0.0), azimuth_deg)
    further = math.copysign(min(size + HYSTERESIS_DEG, 180.0), azimuth_deg)
    return before if before in (_plain_label(nearer), _plain_label(further)) else plain


def _plain_label(azimuth_deg: float) -> ViewLabel:
    """Return the word for an azimuth, without hysteresis."""
    size = abs(azimuth_deg)
    if size < FRONT_TO_DEG:
        return ViewLabel.FRONT
    if size < OBLIQUE_TO_DEG:
        return ViewLabel.FRONT_OBLIQUE
    if size > SIDE_TO_DEG:
        return ViewLabel.BACK
    return ViewLabel.SIDE_LEFT if azimuth_deg > 0.0 else ViewLabel.SIDE_RIGHT


def follow_views(poses: Sequence[Pose]) -> list[View]:
    """Return the view at each pose of a recording."""
    state, views = NO_VIEW, []
    for pose in poses:
        state = advance_view(state, pose)
        views.append(state.view)
    return views


def median_view(views: Iterable[View]) -> View:
    """Return the one view that stands for a whole recording; unknown when nobody was seen."""
    known_deg = (view.azimuth_deg for view in views if math.isfinite(view.azimuth_deg))
    known = np.radians(np.fromiter(known_deg, dtype=np.float64))
    if known.size == 0:
        return UNKNOWN_VIEW
    middle = math.degrees(math.atan2(float(np.median(np.sin(known))), float(np.median(np.cos(known)))))
    return View(azimuth_deg=middle, label=label_view(middle))
