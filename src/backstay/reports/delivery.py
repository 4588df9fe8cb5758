"""What a user asked for beside the table, written where they said."""

from dataclasses import dataclass
from pathlib import Path

from backstay.errors import StoreError
from backstay.exercises.types import Exercise
from backstay.reports.writing import write_readings
from backstay.sessions.assessing import Assessed
from backstay.sessions.seeing import RECORDING_SUFFIX, recording_info


@dataclass(frozen=True, slots=True, kw_only=True)
class Outputs:
    """Files to write for one video; None = not wanted.

    Attributes:
        readings: Table of readings.
        poses: Recording of poses.
        overlay: The video with skeleton and verdicts.
    """

    readings: Path | None = None
    poses: Path | None = None
    overlay: Path | None = None

    def of(self, video: Path) -> "Outputs":
        """Return the files for one of several videos: in the folders named, called after the video."""
        return Outputs(
            readings=_inside(self.readings, f"{video.stem}.csv"),
            poses=_inside(self.poses, f"{video.stem}{RECORDING_SUFFIX}"),
            overlay=_inside(self.overlay, f"{video.stem}.mp4"),
        )


def _inside(folder: Path | None, name: str) -> Path | None:
    """Return a file in a folder, where one is wanted."""
    return None if folder is None else folder_file(folder, name)


def folder_file(folder: Path, name: str) -> Path:
    """Return a file in a folder, which is made.

    Raises:
        StoreError: The folder cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be made a folder ({error.strerror}). Several files need one.") from error
    return folder / name


def deliver(assessed: Assessed, exercise: Exercise, outputs: Outputs, video: Path) -> None:
    """Write what was asked for.

    Raises:
        StoreError: A file cannot be written.
        MediaError: The video cannot be read again for the overlay.
    """
    if outputs.readings is not None:
        write_readings(outputs.readings, assessed.readings)
    if outputs.poses is not None:
        from backstay.sessions.recordings import save_recording

        save_recording(outputs.poses, assessed.seen.sightings, recording_info(assessed.seen))
    if outputs.overlay is not None:
        from backstay.reports.captions import captions_of
        from backstay.reports.overlay import write_overlay

        write_overlay(outputs.overlay, video, assessed.seen.sightings, captions_of(assessed, exercise))
