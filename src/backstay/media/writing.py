"""Pictures to a video or picture file."""

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import cv2
import numpy as np
from av.container import OutputContainer
from av.video.reformatter import ColorRange, Colorspace
from av.video.stream import VideoStream
from numpy.typing import NDArray

from backstay.errors import StoreError

_TIME_BASE = Fraction(1, 90_000)
"""The usual clock of video containers; a third of a 30 frames/s frame is exact in it."""

_ENCODERS = ("libx264", "libopenh264", "mpeg4")
"""In order of preference: H.264 plays everywhere."""

_OPTIONS = {"crf": "21", "preset": "veryfast", "bf": "0"}
"""Of libx264. No B-frames: with them and uneven times, the duration that players show is too short."""


class VideoWriter:
    """Takes pictures and their times; made by `write_video`."""

    def __init__(self, container: OutputContainer, stream: VideoStream) -> None:
        """Start before the first frame."""
        self._container = container
        self._stream = stream
        self._last_pts = -1

    def write(self, image_rgb: NDArray[np.uint8], t_s: float) -> None:
        """Add one picture.

        Args:
            image_rgb: uint8 (height, width, 3), of the size announced.
            t_s: When it is shown, in seconds from 0; later than the one before.
        """
        frame = av.VideoFrame.from_ndarray(_padded_to_even(image_rgb), format="rgb24")
        frame = frame.reformat(format="yuv420p", dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG)
        self._last_pts = max(self._last_pts + 1, round(t_s / _TIME_BASE))
        frame.pts, frame.time_base = self._last_pts, _TIME_BASE
        self._container.mux(self._stream.encode(frame))

    def finish(self) -> None:
        """Write what the encoder still holds."""
        self._container.mux(self._stream.encode())


@contextmanager
def write_video(path: Path | str, fps: float, size_px: tuple[int, int]) -> Iterator[VideoWriter]:
    """Write an H.264 MP4 that appears under its name only when it is whole.

    Args:
        path: Where to; an existing file is replaced.
        fps: Mean frames per second, for the encoder's rate control; times come with the frames.
        size_px: (width, height) of the pictures; odd sizes gain one column or row.

    Yields:
        What to hand the pictures to.

    Raises:
        StoreError: The file cannot be written.
    """
    options = {"movflags": "faststart"}
    with (
        _appearing(Path(path)) as unfinished,
        av.open(f"file:{unfinished}", "w", format="mp4", container_options=options) as container,
    ):
        writer = VideoWriter(container, _add_stream(container, fps, size_px))
        yield writer
        writer.finish()


def write_picture(path: Path | str, image_rgb: NDArray[np.uint8]) -> None:
    """Write a PNG that appears under its name only when it is whole.

    Args:
        path: Where to; an existing file is replaced.
        image_rgb: uint8 (height, width, 3).

    Raises:
        StoreError: The file cannot be written.
    """
    _, content = cv2.imencode(".png", image_rgb[..., ::-1])
    with _appearing(Path(path)) as unfinished:
        unfinished.write_bytes(content.tobytes())


@contextmanager
def _appearing(target: Path) -> Iterator[Path]:
    """Give a place to write to, and move what is there to its name at the end; leave nothing after an error."""
    unfinished = target.with_name(f".{target.name}.unfinished")
    try:
        yield unfinished
        unfinished.replace(target)
    except (OSError, av.FFmpegError) as error:
        raise StoreError(
            f"{target}: cannot be written ({error.strerror}). Check the folder and the space left."
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)


def _add_stream(container: OutputContainer, fps: float, size_px: tuple[int, int]) -> VideoStream:
    encoder = next(name for name in _ENCODERS if name in av.codecs_available)
    rate = Fraction(fps or 1).limit_denominator(1001)
    options = _OPTIONS if encoder == "libx264" else None
    stream = cast("VideoStream", container.add_stream(encoder, rate=rate, options=options))
    width, height = size_px
    stream.width, stream.height = width + width % 2, height + height % 2
    stream.pix_fmt = "yuv420p"
    stream.time_base = stream.codec_context.time_base = _TIME_BASE
    stream.codec_context.colorspace = Colorspace.ITU709
    stream.codec_context.color_range = ColorRange.MPEG
    return stream


def _padded_to_even(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width, _ = image.shape
    if height % 2 == 0 and width % 2 == 0:
        return np.ascontiguousarray(image)
    return np.pad(image, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
