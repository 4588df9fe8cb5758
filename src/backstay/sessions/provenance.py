"""What made an assessment, so that it can be made again."""

import hashlib
import json
from collections.abc import Sequence
from importlib.metadata import version as version_of

from backstay.exercises.types import Exercise
from backstay.kinematics.smoothing import CUTOFF_HZ, LONGEST_GAP_S, REST_CUTOFF_HZ, SLOPE_CUTOFF_HZ, SPEED_GAIN_HZ
from backstay.sessions.seeing import Seen
from backstay.sessions.types import MediaPart, ProvenancePart


def provenance_of(seen: Seen, definition: object, *, version: int) -> ProvenancePart:
    """Return program, model and settings; `definition` is what was held against, as plain data."""
    settings = {
        "definition": definition,
        "model": seen.model,
        "smoothing": {"zero_phase_cutoff_hz": CUTOFF_HZ, "longest_gap_s": LONGEST_GAP_S},
    }
    return ProvenancePart(
        backstay=version_of("backstay"),
        pose_model=seen.model,
        weights_sha256=seen.weights_sha256,
        exercise_version=version,
        settings_sha256=_sha256(settings),
    )


def settings_sha256(exercises: Sequence[Exercise]) -> str:
    """Return the hash of what a live session is held against."""
    smoothing = {
        "rest_cutoff_hz": REST_CUTOFF_HZ,
        "speed_gain_hz": SPEED_GAIN_HZ,
        "slope_cutoff_hz": SLOPE_CUTOFF_HZ,
    }
    return _sha256({"definitions": [each.model_dump(mode="json") for each in exercises], "smoothing": smoothing})


def _sha256(settings: object) -> str:
    return hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()


def media_part(seen: Seen) -> MediaPart:
    """Return what was looked at."""
    return MediaPart(
        path=seen.info.path,
        duration_s=seen.info.duration_s,
        frames=len(seen.sightings),
        fps=seen.info.fps,
        width_px=seen.info.width_px,
        height_px=seen.info.height_px,
    )
