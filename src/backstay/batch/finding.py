"""A folder or a list of videos, and what is asked of each, become jobs."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import PurePosixPath

from backstay.batch.places import Place, change_mark
from backstay.batch.plan import Entry
from backstay.batch.types import Job
from backstay.errors import MediaError
from backstay.pose.weights import DETECTOR, SHA256, landmark_file
from backstay.sessions.seeing import RECORDING_SUFFIX

SUFFIXES = frozenset(
    {".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".gif", ".3gp", ".mpg", ".mpeg", ".ts", ".mts", ".m2ts", ".wmv"}
    | {".flv", ".ogv", RECORDING_SUFFIX}
)
"""Files of a folder that are taken for videos, or for recordings of poses; a list may name others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A video that was found, or named.

    Attributes:
        place: Where it lies.
        size_bytes: Of the file; 0 where unknown.
        mark: Changes when the file does.
    """

    place: Place
    size_bytes: int
    mark: str


def find_videos(source: Place, out: Place) -> tuple[Found, ...]:
    """Return the videos below a folder, or those that a list names, in order.

    Args:
        source: A folder, or a text file with a path or an address a line, seen from the list's own folder.
        out: Where results go; what lies below it is no video.

    Raises:
        MediaError: There is no such folder or list, or no video in it.
        StoreError: It cannot be read.
    """
    if source.info() is None and not source.is_folder:
        raise MediaError(f"{source.named}: no such folder or list. Check the name.")
    found = tuple(_in_folder(source, out) if source.is_folder else _in_list(source))
    if not found:
        raise MediaError(f"{source.named}: no video in it. Name a folder of videos, or a text file with one a line.")
    return found


def _in_folder(folder: Place, out: Place) -> Iterator[Found]:
    for name, info in folder.find().items():
        path = PurePosixPath(name)
        is_hidden = any(part.startswith(".") for part in path.parts)
        place = folder / name
        is_result = f"{place.path}/".startswith(f"{out.path}/")
        if path.suffix.lower() in SUFFIXES and not is_hidden and not is_result:
            yield _found(place, info)


def _in_list(file: Place) -> Iterator[Found]:
    if PurePosixPath(file.path).suffix.lower() in SUFFIXES:
        raise MediaError(f"{file.named}: a video, not a list of videos. For one video: backstay assess.")
    try:
        lines = file.read().decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise MediaError(f"{file.named}: not a list. A list is a text file with one path a line.") from error
    for name in dict.fromkeys(line.strip() for line in lines):
        if name and not name.startswith("#"):
            place = file.folder / name
            yield _found(place, place.info())


def _found(place: Place, info: Mapping[str, object] | None) -> Found:
    size = (info or {}).get("size")
    return Found(place=place, size_bytes=size if isinstance(size, int) else 0, mark=change_mark(info))


def jobs_for_all(videos: Sequence[Found], entry: Entry, model: str) -> tuple[Job, ...]:
    """Return a job for each video, all asked the same; the entry's own path plays no part."""
    return tuple(_job(each, entry, model) for each in videos)


def jobs_by_plan(
    videos: Sequence[Found], entries: Sequence[Entry], root: Place, model: str
) -> tuple[tuple[Job, ...], tuple[str, ...]]:
    """Return a job for each line of a plan, and the videos that the plan does not name.

    Args:
        videos: Those that were found.
        entries: The plan; its paths are seen from the root.
        root: The folder of the videos.
        model: "lite", "full" or "heavy".
    """
    by_path = {each.place.path: each for each in videos}
    jobs, named = [], set()
    for entry in entries:
        place = root / entry.path
        found = by_path.get(place.path) or _found(place, place.info())
        named.add(place.path)
        jobs.append(_job(found, entry, model))
    return tuple(jobs), tuple(each.place.full_name for each in videos if each.place.path not in named)


def _job(found: Found, entry: Entry, model: str) -> Job:
    return Job(
        path=found.place.full_name,
        exercise=entry.exercise,
        side=entry.side,
        paced=entry.paced,
        person=entry.person,
        model=model,
        size_bytes=found.size_bytes,
        fingerprint=_fingerprint(found.mark, entry, model),
    )


def _fingerprint(mark: str, entry: Entry, model: str) -> str:
    """Return what changes when the file does, or anything else that decides its result."""
    settings = {
        "file": mark,
        "exercise": entry.exercise.model_dump(mode="json"),
        "side": entry.side,
        "paced": entry.paced,
        "person": entry.person,
        "weights": [SHA256[landmark_file(model)], SHA256[DETECTOR]],
        "backstay": version("backstay"),
    }
    return hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()
