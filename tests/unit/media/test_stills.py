"""A photograph is one upright frame at time 0."""

import struct
from pathlib import Path

import cv2
import numpy as np
import pytest

from backstay.media.reading import open_media
from unit.media.clips import Clip, picture, write_clip

STORED = picture(64, 48)

SHOWN = {
    1: STORED,
    2: STORED[:, ::-1],
    3: STORED[::-1, ::-1],
    4: STORED[::-1],
    5: STORED.transpose(1, 0, 2),
    6: np.rot90(STORED, -1),
    7: np.rot90(STORED, -1)[::-1],
    8: np.rot90(STORED, 1),
}
"""EXIF orientation to what is shown, from the wording of the standard (which side the first row and column are)."""


def write_picture(path: Path, image_rgb: np.ndarray, orientation: int | None = None) -> Path:
    """Encode with OpenCV, adding an EXIF block."""
    exif = b"II*\0" + struct.pack("<IHHHIHHI", 8, 1, 0x0112, 3, 1, orientation or 1, 0, 0)
    kinds, blocks = ([cv2.IMAGE_METADATA_EXIF], [np.frombuffer(exif, np.uint8)]) if orientation else ([], [])
    done, content = cv2.imencodeWithMetadata(path.suffix, image_rgb[..., ::-1], kinds, blocks)
    assert done
    path.write_bytes(content.tobytes())
    return path


@pytest.mark.parametrize("kind", ["jpg", "png", "webp", "bmp", "tiff"])
def test_still(tmp_path, kind):
    with open_media(write_picture(tmp_path / f"still.{kind}", STORED)) as media:
        frames = list(media)
    assert media.info.is_still
    assert (media.info.frames, media.info.fps, media.info.duration_s) == (1, 0, 0)
    assert [(frame.t_s, frame.index) for frame in frames] == [(0, 0)]
    assert np.abs(frames[0].image_rgb.astype(int) - STORED).mean() < 6
    assert (media.truncated_at_s, media.skipped_frames) == (None, 0)


@pytest.mark.parametrize("kind", ["jpg", "png", "webp"])
@pytest.mark.parametrize("orientation", SHOWN)
def test_exif_orientation(tmp_path, kind, orientation):
    media = open_media(write_picture(tmp_path / f"still.{kind}", STORED, orientation))
    image = next(iter(media)).image_rgb
    assert image.shape == SHOWN[orientation].shape == (media.info.height_px, media.info.width_px, 3)
    assert np.abs(image.astype(int) - SHOWN[orientation]).mean() < 6


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_nonsense_orientation_is_upright(tmp_path, orientation):
    media = open_media(write_picture(tmp_path / "still.png", STORED, orientation or 99))
    assert np.array_equal(next(iter(media)).image_rgb, STORED)


def test_animated_gif_is_a_video(tmp_path):
    media = open_media(write_clip(tmp_path / "clip.gif", Clip(codec="gif", pixel_format="rgb8")))
    assert not media.info.is_still


def test_gif_of_one_frame_is_a_still(tmp_path):
    media = open_media(write_clip(tmp_path / "clip.gif", Clip(codec="gif", pixel_format="rgb8", times_ms=(0,))))
    assert media.info.is_still
    assert len(list(media)) == 1


def test_picture_named_as_a_video(tmp_path):
    written = write_picture(tmp_path / "still.jpg", STORED)
    media = open_media(written.rename(tmp_path / "still.mp4"))
    assert media.info.is_still
