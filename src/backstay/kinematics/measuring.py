"""From poses to readings."""

import math
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from backstay.kinematics.body import Body, body_of
from backstay.kinematics.measures import MEASURES, Measure
from backstay.kinematics.smoothing import smooth_zero_phase
from backstay.kinematics.types import Readings, View
from backstay.pose.types import Pose


def measure(poses: Sequence[Pose], views: Sequence[View], names: Iterable[str] | None = None) -> list[Readings]:
    """Return what each pose shows.

    Args:
        poses: One or more, of one picture size.
        views: Where the camera stands at each.
        names: Which measures; all of them when not given.

    Returns:
        One `Readings` a pose; a measure that a pose's view cannot show is NaN.
    """
    if not poses:
        return []
    body = body_of(poses, views)
    wanted = [MEASURES[name] for name in (MEASURES if names is None else names)]
    columns = {each.name: _where_readable(each, body, views) for each in wanted}
    rows = zip(*columns.values(), strict=True) if columns else (() for _ in poses)
    return [
        Readings(t_s=pose.t_s, values=dict(zip(columns, row, strict=True)), view=view, is_person=pose.is_present)
        for pose, view, row in zip(poses, views, rows, strict=True)
    ]


def _where_readable(each: Measure, body: Body, views: Sequence[View]) -> list[float]:
    """Return a measure's values as plain floats, NaN in the views that cannot show it."""
    is_readable = [view.label in each.change_sd for view in views]
    if not any(is_readable):
        return [math.nan] * len(views)
    values: list[float] = each.compute(body).tolist()
    return [value if is_shown else math.nan for value, is_shown in zip(values, is_readable, strict=True)]


def smooth_poses(poses: Sequence[Pose]) -> list[Pose]:
    """Return a recording's poses with zero-phase smoothed landmarks and holes of up to 0.3 s filled."""
    if not poses:
        return []
    t_s = np.array([pose.t_s for pose in poses])
    flat = np.stack([np.concatenate((pose.xy_px.ravel(), pose.world_m.ravel())) for pose in poses]).astype(np.float64)
    smooth = smooth_zero_phase(t_s, flat).astype(np.float32)
    split = poses[0].xy_px.size
    confidence = _confidence_over_holes(poses)
    return [
        Pose(
            t_s=pose.t_s,
            xy_px=row[:split].reshape(pose.xy_px.shape),
            world_m=row[split:].reshape(pose.world_m.shape),
            confidence=sure,
            image_size_px=pose.image_size_px,
            model=pose.model,
        )
        for pose, row, sure in zip(poses, smooth, confidence, strict=True)
    ]


def _confidence_over_holes(poses: Sequence[Pose]) -> list[NDArray[np.float32]]:
    """Return each pose's confidence; a filled hole takes that of the last pose seen."""
    last, filled = poses[0].confidence, []
    for pose in poses:
        last = pose.confidence if pose.is_present else last
        filled.append(last)
    return filled
