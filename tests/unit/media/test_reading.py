"""Every common container comes out upright, with square pixels, true colours and the file's own times."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from av.video.reformatter import ColorRange, Colorspace

from backstay.media.reading import open_media
from backstay.media.types import Frame
from unit.media.clips import QUARTERS, TIME_BASE, Clip, picture, write_clip

CLIP = Clip()

KINDS = {
    "mp4": CLIP,
    "mov": CLIP,
    "mkv": CLIP,
    "ts": CLIP,
    "avi": Clip(codec="mjpeg", pixel_format="yuvj420p"),
    "webm": Clip(codec="libvpx-vp9", options={"deadline": "realtime", "cpu-used": "8"}),
    "gif": Clip(codec="gif", pixel_format="rgb8"),
}


def corners(image: np.ndarray) -> np.ndarray:
    """Return the mean colours in the middle of the four quarters, away from the progress bar."""
    height, width, _ = image.shape
    patches = [
        image[y : y + 4, x : x + 4] for y in (height // 5, 3 * height // 5) for x in (width // 4, 3 * width // 4)
    ]
    return np.array([patch.mean(axis=(0, 1)) for patch in patches])


def read(path: Path, **options: int) -> list[Frame]:
    with open_media(path, **options) as media:
        return list(media)


@pytest.mark.parametrize("kind", KINDS)
def test_container(tmp_path, kind):
    with open_media(write_clip(tmp_path / f"clip.{kind}", KINDS[kind])) as media:
        frames = list(media)
    assert [frame.t_s for frame in frames] == pytest.approx([number / 10 for number in range(10)], abs=0.011)
    assert [frame.index for frame in frames] == list(range(10))
    assert (media.info.width_px, media.info.height_px, media.info.is_still) == (64, 48, False)
    assert media.info.frames == 10
    assert media.info.fps == pytest.approx(10, rel=0.03)
    assert media.info.duration_s == pytest.approx(1.0, abs=0.11)
    assert (media.truncated_at_s, media.skipped_frames) == (None, 0)
    assert np.abs(corners(frames[0].image_rgb) - QUARTERS).max() < 45


@pytest.mark.parametrize("rotation_deg", [0, 90, 180, 270])
@pytest.mark.parametrize("is_mirrored", [False, True], ids=["plain", "mirrored"])
def test_display_matrix_is_applied(tmp_path, rotation_deg, is_mirrored):
    clip = replace(CLIP, rotation_deg=rotation_deg, is_mirrored=is_mirrored)
    frame = read(write_clip(tmp_path / "clip.mp4", clip))[0]
    stored = picture(*clip.size_px)
    shown = np.rot90(stored, rotation_deg // 90)
    if is_mirrored:
        shown = shown[:, ::-1]
    assert frame.image_rgb.shape == shown.shape
    assert np.abs(corners(frame.image_rgb) - corners(shown)).max() < 12


def test_uneven_times_are_kept(tmp_path):
    times_ms = (0, 33, 40, 120, 700, 701, 1500)
    frames = read(write_clip(tmp_path / "clip.mp4", replace(CLIP, times_ms=times_ms)))
    assert [frame.t_s for frame in frames] == pytest.approx([time_ms / 1000 for time_ms in times_ms], abs=1e-3)


def test_time_starts_at_the_first_frame(tmp_path):
    frames = read(write_clip(tmp_path / "clip.mkv", replace(CLIP, times_ms=(5000, 5100, 5200))))
    assert [frame.t_s for frame in frames] == pytest.approx([0, 0.1, 0.2])


def test_a_still_scene_at_the_end_is_no_truncation(tmp_path):
    """The last frame may stand for seconds: it ends where the file says, though it begins long before."""
    path = tmp_path / "clip.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height = CLIP.size_px
        for packet in stream.encode(av.VideoFrame.from_ndarray(picture(*CLIP.size_px), format="rgb24")):
            packet.duration = int(5 / packet.time_base)
            container.mux(packet)
        container.mux(stream.encode())
    with open_media(path) as media:
        list(media)
    assert media.truncated_at_s is None


def test_reading_twice_gives_the_same(tmp_path):
    media = open_media(write_clip(tmp_path / "clip.mp4", CLIP))
    first, second = [[frame.t_s for frame in media] for _ in range(2)]
    assert first == second


def test_reading_can_stop_early(tmp_path):
    media = open_media(write_clip(tmp_path / "clip.mp4", CLIP))
    for frame in media:
        if frame.index == 3:
            break
    assert media.truncated_at_s is None
    assert len(list(media)) == 10


def test_sound_changes_nothing(tmp_path):
    assert len(read(write_clip(tmp_path / "clip.mp4", replace(CLIP, has_sound=True)))) == 10


@pytest.mark.parametrize(
    "name", ["clip.txt", "clip.jpg", "clip", "http:clip.mp4", "häßlich %03d.mp4", "two\nlines.mp4"]
)
def test_name_does_not_matter(tmp_path, name):
    written = write_clip(tmp_path / "clip.mp4", CLIP)
    assert len(read(written.rename(tmp_path / name))) == 10


@pytest.mark.parametrize("size_px", [(63, 47), (31, 64), (2, 2)], ids=str)
def test_odd_sizes(tmp_path, size_px):
    frame = read(write_clip(tmp_path / "clip.mkv", Clip(codec="ffv1", pixel_format="bgr0", size_px=size_px)))[0]
    assert frame.image_rgb.shape == (size_px[1], size_px[0], 3)
    assert np.array_equal(frame.image_rgb, picture(*size_px))


@pytest.mark.parametrize(
    ("pixel_aspect", "size_px"),
    [(Fraction(3, 2), (96, 48)), (Fraction(2, 3), (64, 72)), (Fraction(900, 1), (64, 48))],
    ids=["wide", "tall", "nonsense"],
)
def test_pixels_become_square(tmp_path, pixel_aspect, size_px):
    media = open_media(write_clip(tmp_path / "clip.mkv", replace(CLIP, pixel_aspect=pixel_aspect)))
    assert (media.info.width_px, media.info.height_px) == size_px
    assert next(iter(media)).image_rgb.shape == (size_px[1], size_px[0], 3)


def test_shrinks_to_the_longest_side(tmp_path):
    path = write_clip(tmp_path / "clip.mp4", replace(CLIP, rotation_deg=90))
    assert read(path, longest_side_px=32)[0].image_rgb.shape == (32, 24, 3)
    assert read(path, longest_side_px=500)[0].image_rgb.shape == (64, 48, 3)


@pytest.mark.parametrize("pixel_format", ["yuv420p", "yuv420p10le", "yuv422p"])
@pytest.mark.parametrize("color_range", [ColorRange.MPEG, ColorRange.JPEG], ids=["limited", "full"])
@pytest.mark.parametrize("colorspace", [Colorspace.ITU709, Colorspace.ITU601], ids=["709", "601"])
def test_labelled_colours(tmp_path, pixel_format, color_range, colorspace):
    colour = (200, 60, 30)
    path = tmp_path / "clip.mkv"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=10, options={"crf": "5", "preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 64, 48, pixel_format
        stream.codec_context.colorspace, stream.codec_context.color_range = colorspace, color_range
        frame = av.VideoFrame.from_ndarray(np.full((48, 64, 3), colour, np.uint8), format="rgb24")
        frame = frame.reformat(format=pixel_format, dst_colorspace=colorspace, dst_color_range=color_range)
        frame.pts, frame.time_base = 0, TIME_BASE
        container.mux(stream.encode(frame))
        container.mux(stream.encode())
    assert np.abs(read(path)[0].image_rgb.mean(axis=(0, 1)) - colour).max() < 4


@pytest.mark.parametrize("size_px", [(64, 48), (1280, 720)], ids=["small is 601", "large is 709"])
def test_unlabelled_colours(tmp_path, size_px):
    """What cameras mean when they say nothing."""
    colour = (200, 60, 30)
    colorspace = Colorspace.ITU709 if size_px[1] >= 720 else Colorspace.ITU601
    path = tmp_path / "clip.mkv"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=10, options={"crf": "5", "preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = *size_px, "yuv420p"
        frame = av.VideoFrame.from_ndarray(np.full((size_px[1], size_px[0], 3), colour, np.uint8), format="rgb24")
        frame = frame.reformat(format="yuv420p", dst_colorspace=colorspace, dst_color_range=ColorRange.MPEG)
        frame.pts, frame.time_base = 0, TIME_BASE
        container.mux(stream.encode(frame))
        container.mux(stream.encode())
    assert np.abs(read(path)[0].image_rgb.mean(axis=(0, 1)) - colour).max() < 4


def test_transparency_lies_on_white(tmp_path):
    path = tmp_path / "clip.mkv"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("ffv1", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "bgra"
        image = np.zeros((48, 64, 4), np.uint8)
        image[:, 32:] = (200, 60, 30, 255)
        container.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="rgba")))
        container.mux(stream.encode())
    image = read(path)[0].image_rgb
    assert image[10, 10].tolist() == [255, 255, 255]
    assert image[10, 50].tolist() == [200, 60, 30]
