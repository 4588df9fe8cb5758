"""The kept poses of a session, put together again from their parts."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from backstay.errors import StoreError
from backstay.kinematics.measuring import measure, smooth_poses
from backstay.kinematics.types import Readings
from backstay.kinematics.view import follow_views
from backstay.pose.types import Pose
from backstay.sessions.recordings import load_recording

SUFFIX = ".parquet"


def has_poses(folder: Path) -> bool:
    """Return whether a session's folder holds any."""
    return any(folder.glob(f"*{SUFFIX}"))


def poses_in(source: Path) -> tuple[Pose, ...]:
    """Return the poses of a recording, or of a folder with the parts of one, in order.

    Raises:
        StoreError: There is none, or one is damaged.
    """
    parts = sorted(source.glob(f"*{SUFFIX}")) if source.is_dir() or not source.suffix else [source]
    if not parts:
        raise StoreError(f"{source}: no poses are kept here. Sessions with a camera keep them unless they are removed.")
    return tuple(sighting.pose for part in parts for sighting in load_recording(part).sightings)


def readings_of(poses: Sequence[Pose]) -> tuple[Readings, ...]:
    """Return what the poses show, smoothed as a file's are; pictures of another size begin anew."""
    groups = [smooth_poses(group) for group in _same_pictures(poses)]
    return tuple(reading for group in groups for reading in measure(group, follow_views(group)))


def _same_pictures(poses: Sequence[Pose]) -> Iterator[list[Pose]]:
    """Yield stretches of poses whose pictures are of one size."""
    for _, group in groupby(poses, key=lambda pose: pose.image_size_px):
        yield list(group)
