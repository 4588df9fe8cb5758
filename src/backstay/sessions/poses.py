"""The poses of a live session, kept as it runs: half a minute a file, so that a killed program loses no more.

Poses are kept to look at a session again and to judge it by newer rules. What was counted does not depend on them.
"""

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

from backstay.coaching.types import Routine
from backstay.coaching.words import Stage
from backstay.errors import StoreError
from backstay.pose.types import Sighting
from backstay.sessions.recordings import RecordingInfo, load_recording, save_recording

PART_S = 30.0
"""A part is written in about 40 ms and takes about 0.2 MB (docs/design.md, the store)."""
UNKEPT = frozenset({Stage.WELCOME, Stage.ASK, Stage.RATE, Stage.SUMMARY})
"""Stages in which nothing is done that one would look at again."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LiveFrame:
    """One frame of a live session.

    Attributes:
        sighting: What it showed; its time is the session's.
        weights_sha256: Hash of the weights that looked.
        bout: The bout that was on before this frame, from 0.
        stage: Where the session stood.
        is_assessed: Whether the frame was judged.
    """

    sighting: Sighting
    weights_sha256: str
    bout: int
    stage: Stage
    is_assessed: bool


class PoseKeeper(Protocol):
    """Where the poses of live sessions go."""

    def keep(self, session_id: str, frame: LiveFrame) -> None:
        """Keep one more frame; quick."""
        ...

    def finish(self) -> None:
        """Write what is not written yet."""
        ...

    @property
    def trouble(self) -> str:
        """Return why poses are not kept, a sentence; empty where they are."""
        ...


class NoPoses:
    """Keeps no poses."""

    trouble = ""

    def keep(self, session_id: str, frame: LiveFrame) -> None:
        """Keep nothing."""

    def finish(self) -> None:
        """Do nothing."""


class FilePoses:
    """Poses in a folder, one subfolder a session; written by a thread of its own, as the live one has no time."""

    def __init__(self, folder: Path, part_s: float = PART_S) -> None:
        """Use a folder; it is made when first written to.

        Args:
            folder: The folder.
            part_s: How long a part is, in session time.
        """
        self._folder, self._part_s = folder, part_s
        self._waiting: list[LiveFrame] = []
        self._session_id = ""
        self._lock = threading.Lock()
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="backstay-poses")
        self.trouble = ""

    def keep(self, session_id: str, frame: LiveFrame) -> None:
        """Keep one more frame, and have a part written when it is long enough or another model looks."""
        if frame.stage in UNKEPT:
            return
        with self._lock:
            if self._waiting and not self._continues(session_id, frame):
                self._hand_over()
            self._session_id = session_id
            self._waiting.append(frame)

    def finish(self) -> None:
        """Write what is not written yet, and wait until it is."""
        with self._lock:
            self._hand_over()
        self._writer.submit(lambda: None).result()

    def _continues(self, session_id: str, frame: LiveFrame) -> bool:
        """Return whether a frame belongs to the part that is being gathered."""
        first = self._waiting[0]
        is_same = session_id == self._session_id and frame.weights_sha256 == first.weights_sha256
        is_same_picture = frame.sighting.pose.image_size_px == first.sighting.pose.image_size_px
        return is_same and is_same_picture and frame.sighting.pose.t_s - first.sighting.pose.t_s < self._part_s

    def _hand_over(self) -> None:
        """Have the part that was gathered written."""
        if self._waiting:
            self._writer.submit(self._write, self._folder / self._session_id, self._waiting)
            self._waiting = []

    def _write(self, folder: Path, frames: Sequence[LiveFrame]) -> None:
        """Write one part."""
        try:
            save_part(folder, frames)
        except StoreError as error:
            self.trouble = f"The skeletons of this session are not all kept: {error}"
        else:
            self.trouble = ""


def save_part(folder: Path, frames: Sequence[LiveFrame]) -> None:
    """Write some frames of a session as its next part.

    Raises:
        StoreError: The folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be made ({error.strerror}). Check the rights and the room left.") from error
    first = frames[0]
    info = RecordingInfo(
        source="camera",
        image_size_px=first.sighting.pose.image_size_px,
        model=first.sighting.pose.model,
        weights_sha256=first.weights_sha256,
        backstay_version=version("backstay"),
    )
    marks = {
        "bout": [str(each.bout) for each in frames],
        "stage": [each.stage.value for each in frames],
        "assessed": ["yes" if each.is_assessed else "" for each in frames],
    }
    number = max((int(path.stem) for path in parts_in(folder)), default=-1) + 1
    save_recording(folder / f"{number:05d}.parquet", [each.sighting for each in frames], info, marks)


def parts_in(folder: Path) -> list[Path]:
    """Return the parts of a session in order; none for a session without poses."""
    return sorted(path for path in folder.glob("*.parquet") if path.stem.isdecimal())


def frames_in(folder: Path) -> Iterator[LiveFrame]:
    """Yield the frames of a session in order.

    Raises:
        StoreError: A part is damaged.
    """
    for path in parts_in(folder):
        recording = load_recording(path)
        try:
            marks = zip(*(recording.marks[name] for name in ("bout", "stage", "assessed")), strict=True)
            for sighting, (bout, stage, assessed) in zip(recording.sightings, marks, strict=True):
                yield LiveFrame(
                    sighting=sighting,
                    weights_sha256=recording.info.weights_sha256,
                    bout=int(bout),
                    stage=Stage(stage),
                    is_assessed=bool(assessed),
                )
        except (KeyError, ValueError) as error:
            raise StoreError(f"{path}: a recording, but not of a live session. Move it elsewhere.") from error


def live_frame(sighting: Sighting, weights_sha256: str, routine: Routine) -> LiveFrame:
    """Return a frame with where the session stood before it."""
    return LiveFrame(
        sighting=sighting,
        weights_sha256=weights_sha256,
        bout=routine.bout,
        stage=routine.stage,
        is_assessed=routine.is_assessed,
    )
