"""Turn a clip into what Chromium plays as a camera: MJPEG of 30 frames a second, its first picture held for a while.

Chromium plays such a file at 30 frames a second whatever the file says, and begins anew at its end.
"""

from collections.abc import Iterator
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

FRAMES_PER_S = 30
WIDTH_PX, HEIGHT_PX = 640, 480
QUALITY = 90

Image = NDArray[np.uint8]


def write_camera_file(target: Path, clips: list[Path], *, held_first_s: float = 0.0, held_last_s: float = 0.0) -> Path:
    """Write clips one after another into one file, the very first and last pictures held."""
    with target.open("wb") as file:
        for number, clip in enumerate(clips):
            pictures = list(resampled(clip))
            before = round(held_first_s * FRAMES_PER_S) if number == 0 else 0
            after = round(held_last_s * FRAMES_PER_S) if number == len(clips) - 1 else 0
            for picture in [pictures[0]] * before + pictures + [pictures[-1]] * after:
                file.write(picture)
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


def resampled(clip: Path) -> Iterator[bytes]:
    """Yield JPEGs, 30 for each second of the clip: at each moment the picture that was there."""
    due_s = 0.0
    for t_s, image in pictures_of(clip):
        picture = _jpeg(image)
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
