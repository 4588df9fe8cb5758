"""A video is written whole, at the times given, or not at all."""

from pathlib import Path

import numpy as np
import pytest

from backstay.errors import StoreError
from backstay.media.reading import open_media
from backstay.media.writing import write_picture, write_video
from unit.media.clips import picture

TIMES_S = [0, 0.033, 0.1, 0.15, 0.8, 0.81, 2.0]


@pytest.mark.parametrize("size_px", [(64, 48), (65, 47), (48, 65)], ids=str)
def test_what_is_written_can_be_read(tmp_path, size_px):
    path = tmp_path / "out.mp4"
    with write_video(path, 30, size_px) as video:
        for t_s in TIMES_S:
            video.write(picture(*size_px, t_s / 2), t_s)
    with open_media(path) as media:
        frames = list(media)
    assert [frame.t_s for frame in frames] == pytest.approx(TIMES_S, abs=1e-4)
    assert media.info.duration_s == pytest.approx(2.03, abs=0.02)
    even = frames[0].image_rgb[: size_px[1], : size_px[0]]
    assert frames[0].image_rgb.shape == (size_px[1] + size_px[1] % 2, size_px[0] + size_px[0] % 2, 3)
    assert np.abs(even.astype(int) - picture(*size_px)).mean() < 6
    assert list(tmp_path.iterdir()) == [path]


def test_index_comes_first(tmp_path):
    """So that a browser can play before it has everything."""
    path = tmp_path / "out.mp4"
    with write_video(path, 10, (64, 48)) as video:
        video.write(picture(64, 48), 0)
    content = path.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


def break_off(path: Path, error: type[BaseException]) -> None:
    with write_video(path, 10, (64, 48)) as video:
        video.write(picture(64, 48), 0)
        raise error


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt], ids=lambda error: error.__name__)
def test_nothing_is_left_after_an_error(tmp_path, error):
    path = tmp_path / "out.mp4"
    path.write_text("an earlier one")
    with pytest.raises(error):
        break_off(path, error)
    assert path.read_text() == "an earlier one"
    assert list(tmp_path.iterdir()) == [path]


def test_impossible_place(tmp_path):
    with (
        pytest.raises(StoreError, match=r"out.mp4: cannot be written .*Check the folder"),
        write_video(tmp_path / "missing" / "out.mp4", 10, (64, 48)),
    ):
        pass


def test_pictures_are_written_exactly(tmp_path):
    path = tmp_path / "out.png"
    write_picture(path, picture(65, 47))
    assert np.array_equal(next(iter(open_media(path))).image_rgb, picture(65, 47))
    assert list(tmp_path.iterdir()) == [path]


def test_impossible_place_of_a_picture(tmp_path):
    with pytest.raises(StoreError, match=r"out.png: cannot be written .*Check the folder"):
        write_picture(tmp_path / "missing" / "out.png", picture(64, 48))
