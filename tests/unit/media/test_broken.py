"""A broken file gives what can be read and says how far, or one sentence that says where, what and what to do."""

import os
import zipfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from backstay.errors import MediaError
from backstay.media.reading import open_media
from unit.media.clips import Clip, blank_middle, cut_off, write_clip, write_silence

CLIP = Clip(size_px=(160, 120), times_ms=tuple(range(0, 4000, 50)), options={"g": "12", "preset": "ultrafast"})
STREAMED = replace(CLIP, container_options={"movflags": "faststart"})
FRAGMENTED = replace(CLIP, container_options={"movflags": "frag_keyframe+empty_moov"})
GRAIN = 30


def nothing(path: Path) -> None:
    """Leave the place empty."""


def empty(path: Path) -> None:
    path.write_bytes(b"")


def text(path: Path) -> None:
    path.write_text("Not a video.\n" * 100)


def archive(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("notes.txt", "Not a video." * 100)


def noise(path: Path) -> None:
    path.write_bytes(np.random.default_rng(1).bytes(50_000))


def folder(path: Path) -> None:
    path.mkdir()


def pipe(path: Path) -> None:
    os.mkfifo(path)


def sound_only(path: Path) -> None:
    with av.open(str(path), "w", format="mp4") as container:
        write_silence(container, container.add_stream("aac", rate=44100, layout="mono"), 0.5)


def playlist(path: Path) -> None:
    path.write_text("#EXTM3U\n#EXTINF:10,\nhttp://192.0.2.1/clip.ts\n#EXT-X-ENDLIST\n")


def subtitles(path: Path) -> None:
    path.write_text("1\n00:00:00,000 --> 00:00:01,000\nNot a video.\n")


def head_only(path: Path) -> None:
    made = write_clip(path.with_name("made.mp4"), replace(Clip(), container_options=STREAMED.container_options))
    content = made.read_bytes()
    path.write_bytes(content[: content.index(b"mdat") + 8])


def index_lost(path: Path) -> None:
    cut_off(write_clip(path.with_name("made.mp4"), Clip()), 0.9).rename(path)


def heic(path: Path) -> None:
    path.write_bytes(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(500))


@pytest.mark.parametrize(
    ("make", "what"),
    [
        (nothing, "no such file"),
        (folder, "a folder"),
        pytest.param(pipe, "a device or pipe", marks=pytest.mark.skipif(os.name == "nt", reason="Windows has none")),
        (empty, "empty"),
        (text, "not a video or picture"),
        (archive, "not a video or picture"),
        (noise, "not a video or picture"),
        (playlist, "not a video or picture"),
        (subtitles, "not a video or picture"),
        (sound_only, "sound but no picture"),
        (head_only, "no frame can be decoded"),
        (index_lost, "index is missing"),
        (heic, "HEIC"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
@pytest.mark.parametrize("name", ["clip.mp4", "clip.txt", "clip.m3u8"])
def test_unreadable(tmp_path, make, what, name):
    path = tmp_path / name
    make(path)
    with pytest.raises(MediaError) as caught:
        open_media(path)
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    assert what in message
    assert message.endswith(".")
    assert "\n" not in message


@pytest.mark.parametrize("name", ["x" * 5000, "nul\0.mp4"], ids=["too long", "impossible"])
def test_impossible_name(name):
    with pytest.raises(MediaError, match="Check the name"):
        open_media(name)


def test_unreadable_by_permission(tmp_path, monkeypatch):
    """Simulated, since the superuser may read everything."""
    path = write_clip(tmp_path / "clip.mp4", Clip())

    def refuse(*_args: object, **_options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(MediaError, match=r"Permission denied.*who may read it"):
        open_media(path)


CUTTABLE = {
    "streamed.mp4": STREAMED,
    "fragmented.mp4": FRAGMENTED,
    "clip.mkv": CLIP,
    "clip.webm": replace(CLIP, codec="libvpx", options={"g": "12", "deadline": "realtime", "cpu-used": "16"}),
    "clip.avi": Clip(codec="mjpeg", pixel_format="yuvj420p", size_px=(160, 120), times_ms=CLIP.times_ms),
    "clip.gif": Clip(codec="gif", pixel_format="rgb8", size_px=(160, 120), times_ms=CLIP.times_ms),
}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The whole files, written once."""
    folder_path = tmp_path_factory.mktemp("whole")
    return {name: write_clip(folder_path / name, clip, grain=GRAIN).read_bytes() for name, clip in CUTTABLE.items()}


@pytest.mark.parametrize("name", CUTTABLE)
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_cut_off(tmp_path, whole, name, share):
    path = tmp_path / name
    path.write_bytes(whole[name])
    cut_off(path, share)
    with open_media(path) as media:
        times_s = [frame.t_s for frame in media]
    assert media.truncated_at_s == times_s[-1]
    if name != "clip.avi":  # Its index is gone, and with it the times of frames.
        assert times_s[-1] == pytest.approx(share * 4, abs=0.5)


@pytest.mark.parametrize("name", [name for name in CUTTABLE if name not in ("fragmented.mp4", "clip.gif")])
def test_reading_goes_on_after_damage(tmp_path, whole, name):
    path = tmp_path / name
    path.write_bytes(whole[name])
    blank_middle(path)
    with open_media(path) as media:
        times_s = [frame.t_s for frame in media]
    assert any(time_s < 1.5 for time_s in times_s)
    assert any(time_s > 2.7 for time_s in times_s)
    assert len(times_s) < len(CLIP.times_ms)
    assert all(later > earlier for earlier, later in pairwise(times_s))


@pytest.mark.parametrize("seed", range(12))
def test_scattered_damage_never_crashes(tmp_path, whole, seed):
    """Whatever bytes are hit, times increase, pictures keep their size, or one MediaError comes."""
    name = list(CUTTABLE)[seed % len(CUTTABLE)]
    path = tmp_path / name
    content = np.frombuffer(whole[name], np.uint8).copy()
    random = np.random.default_rng(seed)
    content[random.integers(0, len(content), 40)] = random.integers(0, 256, 40)
    path.write_bytes(content.tobytes())
    try:
        with open_media(path) as media:
            frames = [(frame.t_s, frame.image_rgb.shape) for frame in media]
    except MediaError:
        return
    size = (media.info.height_px, media.info.width_px, 3)
    assert all(shape == size for _, shape in frames)
    assert all(later[0] > earlier[0] for earlier, later in pairwise(frames))
