"""Every frame of a recording, looked over once: who was there, how bright it was, and what left the picture."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backstay.kinematics.body import READABLE_CONFIDENCE
from backstay.kinematics.presence import are_believed, are_found
from backstay.pose.types import Landmark, Pose, Sighting
from backstay.sessions.packing import AT_ONCE

SCARCE_SHARE = 0.05
"""Somebody in fewer frames than this is nobody."""
PARTS = {
    "feet": (Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE),
    "hands": (Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST),
    "head": (Landmark.NOSE, Landmark.NOSE),
}
FRAME = np.dtype(
    [
        ("t_s", np.float64),
        ("luminance_fraction", np.float64),
        ("people", np.int32),
        ("is_found", np.bool_),
        ("is_believed", np.bool_),
        *((f"without_{part}", np.bool_) for part in PARTS),
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Survey:
    """What is known of each frame.

    Attributes:
        frames: (frame,) of `FRAME`: time, brightness from 0 to 1, how many people the detector saw, whether a person
            was found, and believed, and whether each part of the body lay outside the picture.
    """

    frames: NDArray[Any]

    @property
    def coverage_fraction(self) -> float:
        """Return the share of frames with a person who can be believed."""
        return float(self.frames["is_believed"].mean()) if len(self.frames) else 0.0

    @property
    def is_of_nobody(self) -> bool:
        """Return whether hardly any frame shows a person who can be believed."""
        return self.coverage_fraction < SCARCE_SHARE

    @property
    def span(self) -> tuple[float, float]:
        """Return the first and the last moment."""
        return self.moment(0), self.moment(-1)

    def moment(self, number: int) -> float:
        """Return when a frame was, `t_s`."""
        return float(self.frames["t_s"][number])

    def runs(self, is_so: NDArray[np.bool_]) -> list[tuple[float, float]]:
        """Return (from_s, to_s) of stretches in which something is so, up to the first frame in which it is not."""
        edges = np.flatnonzero(np.diff(is_so.astype(np.int8), prepend=0, append=0)).tolist()
        last = len(self.frames) - 1
        return [
            (self.moment(began), self.moment(min(ended, last)))
            for began, ended in zip(edges[::2], edges[1::2], strict=True)
        ]


def survey_of(sightings: Sequence[Sighting]) -> Survey:
    """Return all frames, looked over some at a time: all at once would fill the memory."""
    return Survey(frames=np.concatenate([np.zeros(0, dtype=FRAME), *_looked_over(iter(sightings))]))


def _looked_over(sightings: Iterator[Sighting]) -> Iterator[NDArray[Any]]:
    """Yield (frame,) of `FRAME`, some at a time."""
    while some := list(islice(sightings, AT_ONCE)):
        poses, frames = [each.pose for each in some], np.empty(len(some), dtype=FRAME)
        frames["t_s"] = [pose.t_s for pose in poses]
        frames["luminance_fraction"] = [each.luminance_fraction for each in some]
        frames["people"] = [each.people for each in some]
        frames["is_found"], frames["is_believed"] = are_found(poses), are_believed(poses)
        for part, landmarks in PARTS.items():
            frames[f"without_{part}"] = _are_out(poses, landmarks)
        yield frames


def _are_out(poses: Sequence[Pose], landmarks: tuple[Landmark, ...]) -> NDArray[np.bool_]:
    """Return (pose,) whether some landmarks are out of the picture: one lies outside it, and none is seen in it.

    Side-on the far hand is never seen, and the model guesses it anywhere.
    """
    points = np.stack([pose.xy_px[list(landmarks)] for pose in poses])
    confidence = np.stack([pose.confidence[list(landmarks)] for pose in poses])
    sizes_px = np.array([pose.image_size_px for pose in poses])[:, np.newaxis]
    is_beyond = np.any((points < 0.0) | (points > sizes_px), axis=2)
    is_seen = ~is_beyond & (confidence >= READABLE_CONFIDENCE)
    return np.asarray(np.any(is_beyond, axis=1) & ~np.any(is_seen, axis=1))
