"""Turn a clip into what Chromium plays as a camera: MJPEG of 30 frames a second, its first picture held for a while.

Chromium plays such a file at 30 frames a second whatever the file says, and begins anew at its end.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

FRAMES_PER_S = 30
WIDTH_PX, HEIGHT_PX = 640, 480
QUALITY = 80

Image = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch of a clip, with its first and last pictures held.

    Attributes:
        clip: The clip.
        begins_s: Where the stretch begins.
        held_first_s: How long its first picture stands before it.
        held_last_s: How long its last picture stands after it.
        is_mirrored: Whether left and right change places.
    """

    clip: Path
    begins_s: float = 0.0
    held_first_s: float = 0.0
    held_last_s: float = 0.0
    is_mirrored: bool = False


def write_camera_file(target: Path, *parts: Part) -> Path:
    """Write stretches of clips one after another into one file."""
    with target.open("wb") as file:
        for part in parts:
            pictures = list(_resampled(part))
            before, after = round(part.held_first_s * FRAMES_PER_S), round(part.held_last_s * FRAMES_PER_S)
            file.write(b"".join([pictures[0]] * before + pictures + [pictures[-1]] * after))
    return target


def write_still(target: Path, image: Image) -> Path:
    """Write one picture, an RGB image of the camera's size, as a camera that shows nothing else."""
    target.write_bytes(_jpeg(image) * FRAMES_PER_S)
    return target


def pictures_of(clip: Path) -> Iterator[tuple[float, Image]]:
    """Yield (seconds, RGB picture) of a clip, fitted into the camera's size."""
    with av.open(str(clip)) as container:
        for frame in container.decode(video=0):
            yield float(frame.time or 0.0), _fitted(frame.to_ndarray(format="rgb24"))


def _resampled(part: Part) -> Iterator[bytes]:
    """Yield JPEGs, 30 for each second of a stretch: at each moment the picture that was there."""
    due_s = part.begins_s
    for t_s, image in pictures_of(part.clip):
        if t_s < due_s:
            continue
        picture = _jpeg(np.ascontiguousarray(image[:, ::-1]) if part.is_mirrored else image)
        while due_s <= t_s:
            yield picture
            due_s += 1 / FRAMES_PER_S


def _fitted(image: Image) -> Image:
    """Return the picture scaled into the camera's frame, with bars where its shape differs."""
    height, width = image.shape[:2]
    scale = min(WIDTH_PX / width, HEIGHT_PX / height)
    size = (round(width * scale), round(height * scale))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    left, top = (WIDTH_PX - size[0]) // 2, (HEIGHT_PX - size[1]) // 2
    canvas = np.zeros((HEIGHT_PX, WIDTH_PX, 3), np.uint8)
    canvas[top : top + size[1], left : left + size[0]] = small
    return canvas


def _jpeg(image: Image) -> bytes:
    bgr = cv2.cvtColor(image, cv2.COLOR_RGB2BGR)
    return cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1].tobytes()
