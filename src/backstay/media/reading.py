"""Video files and pictures to frames."""

import stat
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
from backstay.media.signatures import is_cut_short, is_heic, is_mp4
from backstay.media.timing import Clock, seconds
from backstay.media.turning import turn_of_frame, turn_of_photograph
from backstay.media.types import Frame, MediaInfo

_CONTAINERS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,gif,apng,mpegts,mpeg,mpegvideo,flv,asf,ogg,h264,hevc,mjpeg,ivf,obu,"
    "image2,jpeg_pipe,png_pipe,webp_pipe,bmp_pipe,tiff_pipe,mp3,wav,flac,aac,aiff"
)
"""What FFmpeg may take a file for. Left out: text, which it draws as letters, and playlists, which name other files."""

_PICTURE_CONTAINERS = ("image2", "_pipe")
_TAIL_S = 0.3
"""A video that ends this much earlier than it announces is cut off; less is rounding, or longer sound."""

_MOST_PX = 2**26
"""A video's larger pictures are refused before memory is taken for them: 8192 by 8192, over 8K in any shape.

A damaged video of 415 bytes claimed 13414 by 12409 and took 1.5 GB. Photographs may have what FFmpeg allows.
"""
_PLAYABLE = "Check that it plays in a video player; if it does, save it anew as MP4"


class Media:
    """A video or picture that can be read any number of times, with one frame in memory at a time.

    Attributes:
        info: What the file says of itself; once it has been read to an undamaged end, duration, frames and rate as met.
        truncated_at_s: After reading to the end: the time of the last frame, if the file is cut off there; else None.
        skipped_frames: Frames of the latest reading that are damaged or claim a moment already past.
    """

    def __init__(self, path: Path, longest_side_px: int | None, threads: int | None) -> None:
        """Look at the first frame; `open_media` is the way in.

        Raises:
            MediaError: The file is missing, unreadable, or holds no picture.
        """
        self._path, self._threads = path, threads
        self._is_cut_off = False
        self.truncated_at_s: float | None = None
        self.skipped_frames = 0
        with _opened(path) as container:
            stream = _video_stream(path, container, threads)
            first = next(self._decoded(container, stream), None)
            if first is None:
                raise MediaError(f"{path}: no frame can be decoded. {_PLAYABLE}.")
            self.info, self._upright = _described(path, container, stream, first, longest_side_px)

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is held open between readings."""

    def __iter__(self) -> Iterator[Frame]:
        """Read from the beginning: frames in order, `t_s` strictly increasing from 0.

        Raises:
            MediaError: The file has gone or changed since it was opened.
        """
        self.truncated_at_s, self.skipped_frames, self._is_cut_off = None, 0, False
        last_t_s, last_index, end_s = 0.0, -1, 0.0
        with _opened(self._path) as container:
            stream = _video_stream(self._path, container, self._threads)
            clock = Clock(stream.average_rate)
            for index, decoded in enumerate(self._decoded(container, stream)):
                t_s = clock.t_s(decoded)
                if t_s is None:
                    self.skipped_frames += 1
                    continue
                yield Frame(t_s=t_s, index=index, image_rgb=self._upright.picture(decoded))
                last_t_s, last_index, end_s = t_s, index, t_s + seconds(decoded.duration, decoded.time_base)
        self._conclude(last_t_s, last_index, end_s)

    def _decoded(self, container: InputContainer, stream: VideoStream) -> Iterator[av.VideoFrame]:
        """Yield every sound frame, stepping over damage."""
        for packet in self._packets(container, stream):
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

    def _packets(self, container: InputContainer, stream: VideoStream) -> Iterator["Packet[VideoStream] | None"]:
        """Yield the stream's packets, lastly an empty one, which empties the decoder, even when the file breaks off."""
        try:
            for packet in container.demux(stream):
                self._is_cut_off = packet.is_corrupt or (self._is_cut_off and not packet.size)
                yield packet
        except IndexError:
            # PyAV 18 trips at the very end over streams that damage made appear halfway.
            return
        except av.FFmpegError:
            self._is_cut_off = True
            yield None

    def _conclude(self, last_t_s: float, last_index: int, end_s: float) -> None:
        """Say whether the end was reached; if so, replace what the container announced by what was met."""
        info = self.info
        if self._is_cut_off or max(last_t_s, end_s) < info.duration_s - _TAIL_S or is_cut_short(self._path):
            self.truncated_at_s = last_t_s
        elif not self.skipped_frames and not info.is_still:
            fps = last_index / last_t_s if last_t_s else info.fps
            duration_s = max(info.duration_s, end_s) or (last_t_s + 1 / fps if fps else 0.0)
            self.info = replace(info, frames=last_index + 1, fps=fps, duration_s=duration_s)


def open_media(path: Path | str, longest_side_px: int | None = None, *, threads: int | None = None) -> Media:
    """Open a video or picture, whatever its name says it is.

    Args:
        path: An MP4, MOV, MKV, WebM, AVI, GIF, JPEG, PNG or WebP file.
        longest_side_px: Shrink pictures while decoding so that neither side is longer; None keeps their size.
        threads: To decode with; None = as many as FFmpeg likes, which is quicker where processors are free.

    Returns:
        The media, to iterate over.

    Raises:
        MediaError: The file is missing, unreadable, or holds no picture.
    """
    return Media(Path(path), longest_side_px, threads)


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
        raise MediaError(_why_unreadable(path, error)) from error
    with container:
        yield container


def _why_unreadable(path: Path, error: av.FFmpegError) -> str:
    if is_mp4(path):
        return f"{path}: its index is missing or damaged, so no frame can be found. Copy or record it again."
    return f"{path}: not a video or picture that can be read ({error.strerror}). {_PLAYABLE}."


def _check_file(path: Path) -> None:
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            kind = "a folder" if stat.S_ISDIR(mode) else "a device or pipe"
            raise MediaError(f"{path}: {kind}, not a file. Name a video or picture.")
        with path.open("rb") as file:
            is_empty = not file.read(1)
    except FileNotFoundError as error:
        raise MediaError(f"{path}: no such file. Check the name and the folder.") from error
    except (OSError, ValueError) as error:
        raise MediaError(f"{path}: cannot be opened ({error}). Check the name and who may read it.") from error
    if is_empty:
        raise MediaError(f"{path}: the file is empty. Copy or record it again.")
    if is_heic(path):
        raise MediaError(f"{path}: HEIC pictures cannot be read. Save it as JPEG or PNG.")


def _video_stream(path: Path, container: InputContainer, threads: int | None) -> VideoStream:
    for stream in container.streams.video:
        if not stream.disposition & Disposition.attached_pic:
            stream.thread_type = "AUTO"
            if not _is_picture(container):
                _limit(path, stream)
            if threads is not None:
                stream.codec_context.thread_count = threads
            return stream
    raise MediaError(f"{path}: holds sound but no picture. Name a video or a photograph.")


def _is_picture(container: InputContainer) -> bool:
    return container.format.name.endswith(_PICTURE_CONTAINERS)


def _limit(path: Path, stream: VideoStream) -> None:
    """Refuse pictures that are too large, those that the container announces and those that only the stream does."""
    if stream.codec_context is None:
        raise MediaError(f"{path}: its pictures are in a form that is not known here. {_PLAYABLE}.")
    width, height = stream.width, stream.height
    if width * height > _MOST_PX:
        raise MediaError(f"{path}: pictures of {width} by {height} are too large to be read. Save it smaller.")
    stream.codec_context.options = {"max_pixels": str(_MOST_PX)}


def _described(
    path: Path, container: InputContainer, stream: VideoStream, first: av.VideoFrame, longest_side_px: int | None
) -> tuple[MediaInfo, Upright]:
    """Return what the file says of itself, and how its pictures come upright."""
    is_picture = _is_picture(container)
    is_still = is_picture or stream.frames == 1
    turn = turn_of_photograph(path) if is_picture else turn_of_frame(first)
    upright = Upright.of(first, turn, None if is_picture else stream.sample_aspect_ratio, longest_side_px)
    rate = stream.average_rate or Fraction(0)
    width_px, height_px = upright.size_px
    info = MediaInfo(
        path=str(path),
        duration_s=0.0 if is_still else _announced_s(container, stream, rate),
        frames=1 if is_still else stream.frames,
        fps=0.0 if is_still else float(rate),
        width_px=width_px,
        height_px=height_px,
        is_still=is_still,
    )
    return info, upright


def _announced_s(container: InputContainer, stream: VideoStream, rate: Fraction) -> float:
    """Return the duration the file claims; 0 where it claims none."""
    if stream.duration is not None:
        return seconds(stream.duration, stream.time_base)
    if container.duration is not None:
        return container.duration / av.time_base
    return float(stream.frames / rate) if rate else 0.0
