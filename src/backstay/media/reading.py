"""Video files and pictures to frames."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

import av
from av.container import InputContainer
from av.packet import Packet
from av.stream import Disposition
from av.video.stream import VideoStream

from backstay.errors import MediaError
from backstay.media.picture import Upright
from backstay.media.timing import Clock
from backstay.media.types import Frame, MediaInfo

_CONTAINERS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,gif,apng,mpegts,mpeg,mpegvideo,flv,asf,ogg,h264,hevc,mjpeg,ivf,obu,"
    "image2,jpeg_pipe,png_pipe,webp_pipe,bmp_pipe,tiff_pipe,mp3,wav,flac,aac,aiff"
)
"""What FFmpeg may take a file for. Left out: text, which it draws as letters, and playlists, which name other files."""

_STILL_CONTAINERS = ("image2", "_pipe")
_TAIL_S = 0.75
"""A video that ends this much earlier than it announces is cut off; less is rounding and lost last frames."""

_PLAYABLE = "Check that it plays in a video player; if it does, save it anew as MP4"


class Media:
    """A video or picture that can be read any number of times, with one frame in memory at a time.

    Attributes:
        info: What the file says of itself. A duration, frame count or rate that it does not say (0) is filled in once
            it has been read to the end.
        truncated_at_s: After reading to the end: the time of the last frame, if the file is cut off there; else None.
        skipped_frames: Frames of the latest reading that are damaged or claim a moment already past.
    """

    def __init__(self, path: Path, longest_side_px: int | None) -> None:
        """Look at the first frame; `open_media` is the way in.

        Raises:
            MediaError: The file is missing, unreadable, or holds no picture.
        """
        self._path = path
        self._reading: Iterator[Frame] | None = None
        self.truncated_at_s: float | None = None
        self.skipped_frames = 0
        with _opened(path) as container:
            stream = _video_stream(path, container)
            first = next(self._decoded(container, stream), None)
            if first is None:
                raise MediaError(f"{path}: no frame can be decoded. {_PLAYABLE}.")
            self._upright = Upright.of(first, stream.sample_aspect_ratio, longest_side_px)
            self.info = _info(path, container, stream, self._upright.size_px)
        self.skipped_frames = 0

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is held open between readings."""

    def __iter__(self) -> Iterator[Frame]:
        """Read from the beginning: frames in order, `t_s` strictly increasing from 0."""
        self.truncated_at_s, self.skipped_frames = None, 0
        last: Frame | None = None
        with _opened(self._path) as container:
            stream = _video_stream(self._path, container)
            clock = Clock(stream.average_rate)
            for index, decoded in enumerate(self._decoded(container, stream)):
                t_s = clock.t_s(decoded)
                if t_s is None:
                    self.skipped_frames += 1
                    continue
                last = Frame(t_s=t_s, index=index, image_rgb=self._upright.picture(decoded))
                yield last
        if last is not None:
            self._conclude(last)

    def _decoded(self, container: InputContainer, stream: VideoStream) -> Iterator[av.VideoFrame]:
        """Yield every sound frame, stepping over damage."""
        for packet in _packets(container, stream):
            try:
                frames = stream.decode(packet)
            except av.FFmpegError:
                self.skipped_frames += 1
                continue
            for frame in frames:
                if frame.is_corrupt:
                    self.skipped_frames += 1
                else:
                    yield frame

    def _conclude(self, last: Frame) -> None:
        """Say whether the end was reached, and complete what the container did not announce."""
        info = self.info
        if last.t_s < info.duration_s - _TAIL_S:
            self.truncated_at_s = last.t_s
        frames = info.frames or last.index + 1
        fps = info.fps or (last.index / last.t_s if last.t_s else 0.0)
        duration_s = info.duration_s or (last.t_s + 1 / fps if fps and not info.is_still else 0.0)
        self.info = replace(info, frames=frames, fps=fps, duration_s=duration_s)


def open_media(path: Path | str, longest_side_px: int | None = None) -> Media:
    """Open a video or picture, whatever its name says it is.

    Args:
        path: An MP4, MOV, MKV, WebM, AVI, GIF, JPEG, PNG or WebP file.
        longest_side_px: Shrink pictures while decoding so that neither side is longer; None keeps their size.

    Returns:
        The media, to iterate over.

    Raises:
        MediaError: The file is missing, unreadable, or holds no picture.
    """
    return Media(Path(path), longest_side_px)


@contextmanager
def _opened(path: Path) -> Iterator[InputContainer]:
    """Open a container, local files only, or say what is wrong with it."""
    _check_file(path)
    try:
        container = av.open(
            f"file:{path}",
            options={"format_whitelist": _CONTAINERS, "protocol_whitelist": "file"},
            metadata_errors="replace",
        )
    except av.FFmpegError as error:
        raise MediaError(f"{path}: not a video or picture that can be read ({error.strerror}). {_PLAYABLE}.") from error
    with container:
        yield container


def _check_file(path: Path) -> None:
    if not path.exists():
        raise MediaError(f"{path}: no such file. Check the name and the folder.")
    if path.is_dir():
        raise MediaError(f"{path}: a folder, not a file. Name the video inside it.")
    try:
        with path.open("rb") as file:
            is_empty = not file.read(1)
    except OSError as error:
        raise MediaError(f"{path}: cannot be opened ({error.strerror}). Check who may read it.") from error
    if is_empty:
        raise MediaError(f"{path}: the file is empty. Copy or record it again.")


def _video_stream(path: Path, container: InputContainer) -> VideoStream:
    for stream in container.streams.video:
        if not stream.disposition & Disposition.attached_pic:
            stream.thread_type = "AUTO"
            return stream
    raise MediaError(f"{path}: holds sound but no picture. Name a video or a photograph.")


def _packets(container: InputContainer, stream: VideoStream) -> "Iterator[Packet[VideoStream] | None]":
    """Yield the stream's packets and lastly one that empties the decoder, even when the file breaks off."""
    try:
        yield from container.demux(stream)
    except av.FFmpegError:
        yield None


def _info(path: Path, container: InputContainer, stream: VideoStream, size_px: tuple[int, int]) -> MediaInfo:
    is_still = container.format.name.endswith(_STILL_CONTAINERS)
    rate = stream.average_rate or Fraction(0)
    return MediaInfo(
        path=str(path),
        duration_s=0.0 if is_still else _announced_s(container, stream, rate),
        frames=1 if is_still else stream.frames,
        fps=0.0 if is_still else float(rate),
        width_px=size_px[0],
        height_px=size_px[1],
        is_still=is_still,
    )


def _announced_s(container: InputContainer, stream: VideoStream, rate: Fraction) -> float:
    """Return the duration the file claims; 0 where it claims none."""
    if stream.duration is not None and stream.time_base is not None:
        return float(stream.duration * stream.time_base)
    if container.duration is not None:
        return container.duration / av.time_base
    return float(stream.frames / rate) if rate else 0.0
