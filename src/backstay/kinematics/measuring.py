"""From poses to readings."""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Protocol

import numpy as np

from backstay.kinematics.body import Body, body_of
from backstay.kinematics.measures import MEASURES, Measure
from backstay.kinematics.series import ReadingSeries, series_of
from backstay.kinematics.smoothing import smooth_columns
from backstay.kinematics.types import Readings, View
from backstay.kinematics.view import NO_VIEW, advance_view
from backstay.pose.types import Landmark, Pose

TRUNK = [Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER, Landmark.LEFT_HIP, Landmark.RIGHT_HIP]
COLUMNS = 2 * len(Landmark) + 3 * len(TRUNK)
AT_ONCE = 1024
"""Poses that are measured together: enough that it is quick, few enough that it takes no room."""


class Poses(Protocol):
    """Poses in order of time, which may be made anew each time one goes through them."""

    def __iter__(self) -> Iterator[Pose]:
        """Yield one after another."""
        ...

    def __len__(self) -> int:
        """Return how many there are."""
        ...


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


def measure_recording(poses: Poses, is_person: Callable[[Sequence[Pose]], Sequence[bool]]) -> ReadingSeries:
    """Return what a whole recording shows, smoothed without delay, in 0.3 kB a frame.

    Args:
        poses: Of one picture size; gone through twice.
        is_person: Which of some smooth poses can be believed.
    """
    return series_of(_measured(poses, is_person), tuple(MEASURES), len(poses))


def _measured(poses: Poses, is_person: Callable[[Sequence[Pose]], Sequence[bool]]) -> Iterator[Readings]:
    """Yield what one pose after another shows."""
    smooth, state = _smoothed(poses), NO_VIEW
    while part := list(islice(smooth, AT_ONCE)):
        views = []
        for pose in part:
            state = advance_view(state, pose)
            views.append(state.view)
        for each, is_seen in zip(measure(part, views), is_person(part), strict=True):
            yield replace(each, is_person=bool(is_seen))


def smooth_poses(poses: Sequence[Pose]) -> list[Pose]:
    """Return a recording's poses with zero-phase smoothed landmarks and holes of up to 0.3 s filled.

    Of world landmarks shoulders and hips are smoothed, which the view is read from; the others are as they were.
    """
    return list(_smoothed(poses))


def _smoothed(poses: Poses) -> Iterator[Pose]:
    """Yield `smooth_poses` one after another."""
    if not len(poses):
        return
    t_s = np.array([pose.t_s for pose in poses])
    smooth = np.empty((len(t_s), COLUMNS), dtype=np.float32)
    for number, pose in enumerate(poses):
        smooth[number] = np.concatenate((pose.xy_px.ravel(), pose.world_m[TRUNK].ravel()))
    smooth_columns(t_s, smooth)
    last: Pose | None = None
    for pose, row in zip(poses, smooth, strict=True):
        last = pose if pose.is_present or last is None else last
        world_m = pose.world_m.copy()
        world_m[TRUNK] = row[pose.xy_px.size :].reshape(len(TRUNK), 3)
        xy_px = row[: pose.xy_px.size].reshape(pose.xy_px.shape)
        yield replace(pose, xy_px=xy_px, world_m=world_m, confidence=last.confidence)
