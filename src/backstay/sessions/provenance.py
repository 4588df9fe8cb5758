"""What made an assessment, so that it can be made again."""

import hashlib
import json
from importlib.metadata import version as version_of

from backstay.kinematics.smoothing import CUTOFF_HZ, LONGEST_GAP_S
from backstay.sessions.seeing import Seen
from backstay.sessions.types import MediaPart, ProvenancePart


def provenance_of(seen: Seen, definition: object, *, version: int) -> ProvenancePart:
    """Return program, model and settings; `definition` is what was held against, as plain data."""
    settings = {
        "definition": definition,
        "model": seen.model,
        "smoothing": {"zero_phase_cutoff_hz": CUTOFF_HZ, "longest_gap_s": LONGEST_GAP_S},
    }
    text = json.dumps(settings, sort_keys=True)
    return ProvenancePart(
        backstay=version_of("backstay"),
        pose_model=seen.model,
        weights_sha256=seen.weights_sha256,
        exercise_version=version,
        settings_sha256=hashlib.sha256(text.encode()).hexdigest(),
    )


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
