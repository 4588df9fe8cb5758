"""From poses to readings."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Protocol

import numpy as np

from backstay.kinematics.body import Body, body_of
from backstay.kinematics.measure_types import Measure
from backstay.kinematics.measures import MEASURES
from backstay.kinematics.presence import TRUNK, are_believed
from backstay.kinematics.scratch import IN_MEMORY, Scratch
from backstay.kinematics.series import ReadingSeries, empty_series
from backstay.kinematics.smoothing import smooth_columns
from backstay.kinematics.types import Readings, View
from backstay.kinematics.view import NO_VIEW, advance_view
from backstay.pose.types import Landmark, Pose

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


def measure_recording(poses: Poses, scratch: Scratch = IN_MEMORY) -> ReadingSeries:
    """Return what a whole recording shows, smoothed without delay; a frame without a believed person shows nobody.

    Args:
        poses: Of one picture size; gone through twice.
        scratch: Where the columns lie: 0.3 kB a frame for what is smoothed, 0.3 kB for what is measured.
    """
    series = empty_series(tuple(MEASURES), len(poses), scratch)
    smooth, state = _smoothed(poses, scratch), NO_VIEW
    for first in range(0, len(poses), AT_ONCE):
        part, views = list(islice(smooth, AT_ONCE)), []
        for pose in part:
            state = advance_view(state, pose)
            views.append(state.view)
        body = body_of(part, views)
        series.put(
            slice(first, first + len(part)),
            t_s=[pose.t_s for pose in part],
            values=[_where_readable(each, body, views) for each in MEASURES.values()],
            views=views,
            is_person=are_believed(part).tolist(),
        )
        scratch.let_go()
    return series


def smooth_poses(poses: Sequence[Pose]) -> list[Pose]:
    """Return a recording's poses with zero-phase smoothed landmarks and holes of up to 0.3 s filled.

    Of world landmarks shoulders and hips are smoothed, which the view is read from; the others are as they were.
    """
    return list(_smoothed(poses, IN_MEMORY))


def _smoothed(poses: Poses, scratch: Scratch) -> Iterator[Pose]:
    """Yield `smooth_poses` one after another."""
    if not len(poses):
        return
    t_s = np.fromiter((pose.t_s for pose in poses), dtype=np.float64, count=len(poses))
    smooth = scratch.columns(COLUMNS, len(t_s), np.float32)
    unread = iter(poses)
    for first in range(0, len(t_s), AT_ONCE):
        part = list(islice(unread, AT_ONCE))
        rows = [np.concatenate((pose.xy_px.ravel(), pose.world_m[list(TRUNK)].ravel())) for pose in part]
        smooth[first : first + len(part)] = rows
        scratch.let_go()
    smooth_columns(t_s, smooth, scratch)
    last: Pose | None = None
    for pose, row in zip(poses, smooth, strict=True):
        last = pose if pose.is_present or last is None else last
        world_m = pose.world_m.copy()
        world_m[list(TRUNK)] = row[pose.xy_px.size :].reshape(len(TRUNK), 3)
        xy_px = row[: pose.xy_px.size].reshape(pose.xy_px.shape)
        yield replace(pose, xy_px=xy_px, world_m=world_m, confidence=last.confidence)
