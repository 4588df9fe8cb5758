"""Media files for tests, written on the fly: any container, rotation, time stamps and sound; and ways to break them."""

from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

TIME_BASE = Fraction(1, 1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """What to write: 4 coloured quarters, and a bar at the bottom as long as the share of frames gone by.

    Attributes:
        codec: FFmpeg's name of the encoder.
        pixel_format: FFmpeg's name of the pixel format.
        size_px: (width, height) as stored, before any rotation.
        times_ms: Time stamp of each frame.
        rotation_deg: Turn, counterclockwise, that the player shall make.
        is_mirrored: The player shall swap left and right too.
        pixel_aspect: Width of a pixel by its height.
        has_sound: Add a silent sound track.
        options: Given to the encoder.
        container_options: Given to the container.
    """

    codec: str = "libx264"
    pixel_format: str = "yuv420p"
    size_px: tuple[int, int] = (64, 48)
    times_ms: tuple[int, ...] = tuple(range(0, 1000, 100))
    rotation_deg: int = 0
    is_mirrored: bool = False
    pixel_aspect: Fraction | None = None
    has_sound: bool = False
    options: dict[str, str] = field(default_factory=dict)
    container_options: dict[str, str] = field(default_factory=dict)


QUARTERS = ((220, 40, 40), (40, 200, 40), (40, 40, 220), (230, 230, 230))
"""Colours of the upper left, upper right, lower left and lower right quarter."""


def picture(width_px: int, height_px: int, progress: float = 0.0, grain: int = 0) -> NDArray[np.uint8]:
    """Return the test picture, with `grain` levels of seeded noise (so that files are not tiny)."""
    image = np.empty((height_px, width_px, 3), np.uint8)
    middle_y, middle_x = height_px // 2, width_px // 2
    image[:middle_y, :middle_x], image[:middle_y, middle_x:] = QUARTERS[0], QUARTERS[1]
    image[middle_y:, :middle_x], image[middle_y:, middle_x:] = QUARTERS[2], QUARTERS[3]
    image[-max(1, height_px // 8) :, : int(progress * width_px)] = 0
    if grain:
        noise = np.random.default_rng(int(progress * 1000)).integers(0, grain, image.shape)
        image = np.clip(image.astype(int) + noise, 0, 255).astype(np.uint8)
    return image


def write_clip(path: Path, clip: Clip, grain: int = 0) -> Path:
    """Write the clip and return its path."""
    width, height = clip.size_px
    with av.open(str(path), "w", container_options=clip.container_options) as container:
        stream = container.add_stream(clip.codec, rate=10, options=clip.options)
        stream.width, stream.height, stream.pix_fmt, stream.time_base = width, height, clip.pixel_format, TIME_BASE
        stream.codec_context.time_base = TIME_BASE
        if clip.rotation_deg or clip.is_mirrored:
            stream.set_display_rotation(clip.rotation_deg, hflip=clip.is_mirrored)
        if clip.pixel_aspect:
            stream.sample_aspect_ratio = stream.codec_context.sample_aspect_ratio = clip.pixel_aspect
        sound = container.add_stream("aac", rate=44100, layout="mono") if clip.has_sound else None
        for number, time_ms in enumerate(clip.times_ms):
            image = picture(width, height, number / len(clip.times_ms), grain)
            frame = av.VideoFrame.from_ndarray(image, format="rgb24")
            frame.pts, frame.time_base = time_ms, TIME_BASE
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
        if sound:
            write_silence(container, sound, clip.times_ms[-1] / 1000)
    return path


def write_silence(container: av.container.OutputContainer, sound: av.AudioStream, duration_s: float) -> None:
    for start in range(0, int(duration_s * 44100), 1024):
        block = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
        block.sample_rate, block.pts, block.time_base = 44100, start, Fraction(1, 44100)
        container.mux(sound.encode(block))
    container.mux(sound.encode())


def cut_off(path: Path, share: float) -> Path:
    """Keep only the first share of a file."""
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    return path


def blank_middle(path: Path, share: float = 0.1) -> Path:
    """Overwrite this share of a file, around its middle, with zeros."""
    content = bytearray(path.read_bytes())
    length = int(len(content) * share)
    start = len(content) // 2 - length // 2
    content[start : start + length] = bytes(length)
    path.write_bytes(bytes(content))
    return path
