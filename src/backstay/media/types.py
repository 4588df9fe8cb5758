"""What the media room hands on."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Frame:
    """One picture at one moment.

    Attributes:
        t_s: Media time in seconds since the first frame, from the file's own time stamps.
        index: Position in the stream, from 0, gaps where frames were dropped.
        image_rgb: uint8 (height, width, 3), upright (rotation metadata already applied).
    """

    t_s: float
    index: int
    image_rgb: NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaInfo:
    """What a file says of itself, after rotation.

    Attributes:
        path: The file, as the user named it.
        duration_s: Seconds; 0 for a still picture.
        frames: How many frames the container announces; 0 where it does not say.
        fps: Mean frames per second; 0 for a still picture.
        width_px: Width of the upright picture.
        height_px: Height of the upright picture.
        is_still: One picture rather than a video.
    """

    path: str
    duration_s: float
    frames: int
    fps: float
    width_px: int
    height_px: int
    is_still: bool
