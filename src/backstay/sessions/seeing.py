"""A video or a recording becomes sightings, with all that is known of where they come from."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from backstay.media.reading import Media, open_media
from backstay.media.types import MediaInfo
from backstay.pose.types import PoseEstimator, Sighting
from backstay.sessions.packing import SightingSeries
from backstay.sessions.recordings import Recording, RecordingInfo, load_recording

Watch = Callable[[float, float], None]
"""Called after each frame with the seconds seen and the seconds there are."""

RECORDING_SUFFIX = ".parquet"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Seen:
    """What a pose model saw in one video.

    Attributes:
        info: What the file says of itself.
        sightings: One a frame, in order.
        truncated_at_s: Where a damaged file ends; None if it is whole.
        model: Which pose model looked.
        weights_sha256: Hash of its weights.
        wall_s: Seconds from the first frame decoded to the last one seen.
    """

    info: MediaInfo
    sightings: Sequence[Sighting]
    truncated_at_s: float | None
    model: str
    weights_sha256: str
    wall_s: float


def see(
    path: Path, estimator: PoseEstimator, watch: Watch | None = None, *, decoder_threads: int | None = None
) -> Seen:
    """Return what the estimator sees in a video or picture.

    Args:
        path: The file.
        estimator: A pose model with no track yet.
        watch: Told how far it has come.
        decoder_threads: To decode with; None = as many as FFmpeg likes.

    Raises:
        MediaError: Nothing in the file can be decoded.
    """
    with open_media(path, threads=decoder_threads) as media:
        began_s = time.perf_counter()
        sightings = SightingSeries(_sighted(media, estimator, watch))
        wall_s = time.perf_counter() - began_s
        return Seen(
            info=media.info,
            sightings=sightings,
            truncated_at_s=media.truncated_at_s,
            model=estimator.model,
            weights_sha256=estimator.weights_sha256,
            wall_s=wall_s,
        )


def _sighted(media: Media, estimator: PoseEstimator, watch: Watch | None) -> Iterator[Sighting]:
    """Yield what is seen in one frame after another."""
    for frame in media:
        yield estimator.estimate(frame)
        if watch is not None:
            watch(frame.t_s, media.info.duration_s)


def recording_info(seen: Seen) -> RecordingInfo:
    """Return where a recording of what was seen comes from."""
    return RecordingInfo(
        source=Path(seen.info.path).name,
        image_size_px=(seen.info.width_px, seen.info.height_px),
        model=seen.model,
        weights_sha256=seen.weights_sha256,
        backstay_version=version("backstay"),
    )


def recall(path: Path) -> Seen:
    """Return what was seen when a recording was made.

    Raises:
        StoreError: The file is no recording, or is damaged.
    """
    return seen_in_recording(load_recording(path), path)


def seen_in_recording(recording: Recording, path: Path) -> Seen:
    """Return a recording as if its video had just been looked at."""
    frames = len(recording.sightings)
    duration_s = recording.sightings[-1].pose.t_s - recording.sightings[0].pose.t_s if frames else 0.0
    width, height = recording.info.image_size_px
    info = MediaInfo(
        path=str(path),
        duration_s=duration_s,
        frames=frames,
        fps=(frames - 1) / duration_s if duration_s > 0.0 else 0.0,
        width_px=width,
        height_px=height,
        is_still=frames == 1,
    )
    return Seen(
        info=info,
        sightings=recording.sightings,
        truncated_at_s=None,
        model=recording.info.model,
        weights_sha256=recording.info.weights_sha256,
        wall_s=0.0,
    )
