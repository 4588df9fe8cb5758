"""Kept poses as a few bytes a frame, for a page that draws them again.

Little-endian: the number of frames (uint32), each frame's time in seconds (float32), then for each frame and landmark x
and y (uint16) by the picture's width and height, 0 to 65534; 65535 is unseen.
"""

from collections.abc import Sequence

import numpy as np

from backstay.pose.types import Pose

MOST_FRAMES_PER_S = 15.0
"""Enough for the eye; a session of ten minutes is 1.2 MB."""
UNSEEN = 65535
SURE_FROM = 0.5
"""A landmark below this is a guess and is not drawn; evidence.md 8."""
SPARE_S = 1e-3


def spaced(poses: Sequence[Pose]) -> tuple[Pose, ...]:
    """Return poses at most `MOST_FRAMES_PER_S` a second."""
    kept: list[Pose] = []
    for pose in poses:
        if not kept or pose.t_s - kept[-1].t_s >= 1.0 / MOST_FRAMES_PER_S - SPARE_S:
            kept.append(pose)
    return tuple(kept)


def replay_bytes(poses: Sequence[Pose]) -> bytes:
    """Return poses as the page reads them."""
    count = np.array([len(poses)], "<u4")
    if not poses:
        return count.tobytes()
    t_s = np.array([pose.t_s for pose in poses], "<f4")
    shares = np.stack([pose.xy_px / np.array(pose.image_size_px, np.float32) for pose in poses])
    sure = np.stack([pose.confidence for pose in poses]) >= SURE_FROM
    is_seen = np.isfinite(shares).all(axis=2) & ((shares >= 0.0) & (shares <= 1.0)).all(axis=2) & sure
    steps = np.rint(np.where(is_seen[..., np.newaxis], shares, 0.0) * (UNSEEN - 1)).astype("<u2")
    steps[~is_seen] = UNSEEN
    return b"".join((count.tobytes(), t_s.tobytes(), steps.tobytes()))
