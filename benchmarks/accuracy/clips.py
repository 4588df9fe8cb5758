"""Clips with truth, and what a pose model saw in them, remembered between runs."""

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import backstay.media
import backstay.pose
from backstay.pose.blazepose import load_pose_model
from backstay.pose.weights import DETECTOR, landmark_file, weights_path
from backstay.sessions.recordings import save_recording
from backstay.sessions.seeing import Seen, recall, recording_info, see
from benchmarks.accuracy.truth import truth_path

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "tests" / "clips" / "truth"
LOOSE = ROOT / "tests" / "clips" / "loose"
"""People in wide clothes or with long hair, rendered with another body model."""
SYNTHETIC = ROOT.parent / "shared" / "data" / "synthetic"
CACHE = ROOT / "out" / "poses"
POSTURE = "posture"
"""Clips of postures have no repetitions and no holds; they are scored elsewhere."""


def clips_in(folder: Path) -> list[Path]:
    """Return the exercise clips of a folder that have their truth beside them."""
    found = sorted(folder.glob("*.mp4"))
    return [clip for clip in found if truth_path(clip).is_file() and not clip.stem.startswith(POSTURE)]


def look(clip: Path, model: str = "full", remembered: Path = CACHE) -> Seen:
    """Return what a model sees in a clip; looked at once, then remembered as long as clip, weights and code stay.

    Args:
        clip: A video.
        model: "lite", "full" or "heavy".
        remembered: Folder of recordings.

    Raises:
        MediaError: Nothing in the file can be decoded.
    """
    recording = remembered / f"{_fingerprint(clip, model)}.parquet"
    if not recording.is_file():
        remembered.mkdir(parents=True, exist_ok=True)
        seen = see(clip, load_pose_model(model))
        save_recording(recording, seen.sightings, recording_info(seen))
    return recall(recording)


def _fingerprint(clip: Path, model: str) -> str:
    digest = hashlib.sha256(clip.read_bytes())
    digest.update(_code_and_weights(model))
    return digest.hexdigest()


@cache
def _code_and_weights(model: str) -> bytes:
    """Return a hash of everything that decides what is seen in a clip."""
    digest = hashlib.sha256(model.encode())
    for path in (*_sources(), weights_path(DETECTOR), weights_path(landmark_file(model))):
        digest.update(path.read_bytes())
    return digest.digest()


def _sources() -> Iterator[Path]:
    for room in (backstay.media, backstay.pose):
        yield from sorted(Path(room.__path__[0]).glob("*.py"))
