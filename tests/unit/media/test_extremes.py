"""Very long, very large, very fast and very short videos are read like any other, with one picture in memory."""

import re
import struct
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import psutil
import pytest

from backstay.errors import MediaError
from backstay.media.reading import open_media
from figure.filming import Take, film
from figure.presses import Angel, wall_angels
from properties.judged import assess, counted
from unit.media.clips import Clip, write_clip

HOURS = 3
MOST_GROWTH_MB = 15.0
MEGA = 1e6


def write_still(path: Path, *, size_px: tuple[int, int], frames: int, fps: int) -> Path:
    """Write one grey picture again and again."""
    width, height = size_px
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=fps, options={"preset": "ultrafast", "g": "250"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        frame = av.VideoFrame.from_ndarray(np.full((height, width, 3), 90, np.uint8), format="rgb24")
        frame = frame.reformat(format="yuv420p")
        for number in range(frames):
            frame.pts, frame.time_base = number, Fraction(1, fps)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def test_hours_are_read_in_constant_memory(tmp_path: Path) -> None:
    path = write_still(tmp_path / "long.mp4", size_px=(64, 48), frames=HOURS * 3600, fps=1)
    process, used_mb, last_s = psutil.Process(), [], 0.0
    with open_media(path) as media:
        for frame in media:
            last_s = frame.t_s
            if frame.index % 500 == 0:
                used_mb.append(process.memory_info().rss / MEGA)
    assert last_s == pytest.approx(HOURS * 3600 - 1)
    assert max(used_mb[2:]) - used_mb[2] < MOST_GROWTH_MB


@pytest.mark.parametrize("size_px", [(3840, 2160), (7680, 4320)], ids=["4K", "8K"])
def test_large_pictures_are_read_whole_or_shrunk(tmp_path: Path, size_px: tuple[int, int]) -> None:
    path = write_still(tmp_path / "large.mp4", size_px=size_px, frames=2, fps=30)
    with open_media(path) as media:
        shapes = [frame.image_rgb.shape for frame in media]
    assert shapes == [(size_px[1], size_px[0], 3)] * 2
    with open_media(path, longest_side_px=640) as media:
        assert next(iter(media)).image_rgb.shape == (360, 640, 3)


def test_240_frames_a_second_keep_their_times(tmp_path: Path) -> None:
    path = write_still(tmp_path / "fast.mp4", size_px=(64, 48), frames=240, fps=240)
    with open_media(path) as media:
        times_s = [frame.t_s for frame in media]
    assert media.info.fps == pytest.approx(240, rel=0.01)
    np.testing.assert_allclose(np.diff(times_s), 1 / 240, atol=1e-4)


def test_240_frames_a_second_count_as_30_do() -> None:
    slow, fast = (film(wall_angels([Angel()]), take=Take(fps=fps, seed=1)) for fps in (30, 240))
    assert counted(assess(slow)) == counted(assess(fast)) == 1


def test_one_frame_is_a_video_of_one_moment(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "one.mp4", Clip(times_ms=(0,)))
    with open_media(path) as media:
        assert [frame.t_s for frame in media] == [0.0]
    assert media.truncated_at_s is None


def test_a_picture_too_large_to_hold_is_refused_by_what_the_file_announces(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "vast.gif", Clip(codec="gif", pixel_format="rgb8"))
    content = bytearray(path.read_bytes())
    content[6:10] = struct.pack("<HH", 12000, 9000)
    path.write_bytes(content)
    with pytest.raises(MediaError, match=r"12000 by 9000 are too large to be read\. Save it smaller\.$"):
        open_media(path)


def test_a_picture_too_large_to_hold_is_refused_before_memory_is_taken(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "vast.webm", Clip(codec="libvpx"))
    content = bytearray(path.read_bytes())
    for frame in re.finditer(rb"\x9d\x01\x2a", bytes(content)):  # VP8's mark of a whole picture; its size follows
        content[frame.end() : frame.end() + 4] = struct.pack("<HH", 13414, 12409)
    path.write_bytes(content)
    with pytest.raises(MediaError, match="no frame can be decoded"):
        open_media(path)


def test_pictures_in_an_unknown_form_are_refused(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "unknown.mp4", Clip())
    path.write_bytes(path.read_bytes().replace(b"avc1", b"zzzz"))
    with pytest.raises(MediaError, match=r"in a form that is not known here\. Check that it plays in a video player"):
        open_media(path)


def test_whoever_shares_the_processors_decodes_on_one_thread(tmp_path: Path) -> None:
    path = write_still(tmp_path / "large.mp4", size_px=(1920, 1080), frames=60, fps=30)
    at_rest = psutil.Process().num_threads()
    with open_media(path, threads=1) as media:
        assert max(psutil.Process().num_threads() - at_rest for _ in media) <= 0
    with open_media(path) as media:
        assert max(psutil.Process().num_threads() - at_rest for _ in media) > 0 or (psutil.cpu_count() or 1) == 1
