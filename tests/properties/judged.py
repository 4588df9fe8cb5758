"""A film of the figure becomes an assessment, as a file's poses would."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from backstay.exercises.loading import find_exercise
from backstay.kinematics.measuring import measure
from backstay.kinematics.types import Readings, View
from backstay.kinematics.view import follow_views
from backstay.media.types import MediaInfo
from backstay.pose.types import Landmark, Pose, Sighting, TorsoMotion
from backstay.sessions.assessing import Assessed, Instruction, assess_seen
from backstay.sessions.seeing import Seen

WALL_ANGEL = find_exercise("wall_angel")
STRETCH = find_exercise("hip_flexor_stretch")
BRACE = find_exercise("abdominal_brace")


def sightings_of(poses: Sequence[Pose], *, people: int = 1, luminance_fraction: float = 0.5) -> tuple[Sighting, ...]:
    """Return poses as the pose room hands them on, in a room with so many people and so much light."""
    return tuple(
        Sighting(
            pose=pose,
            torso_motion=TorsoMotion(t_s=pose.t_s, flow_px_per_s=(np.nan, np.nan), quality=0.0),
            people=people if pose.is_present else 0,
            luminance_fraction=luminance_fraction,
        )
        for pose in poses
    )


def seen_of(sightings: Sequence[Sighting], *, truncated_at_s: float | None = None) -> Seen:
    """Return sightings as a file that was looked at."""
    times_s = [sighting.pose.t_s for sighting in sightings]
    duration_s = times_s[-1] - times_s[0]
    width, height = sightings[0].pose.image_size_px
    info = MediaInfo(
        path="film.mp4",
        duration_s=duration_s,
        frames=len(times_s),
        fps=(len(times_s) - 1) / duration_s if duration_s else 0.0,
        width_px=width,
        height_px=height,
        is_still=len(times_s) == 1,
    )
    return Seen(
        info=info,
        sightings=tuple(sightings),
        truncated_at_s=truncated_at_s,
        model="full",
        weights_sha256="0" * 64,
        wall_s=0.0,
    )


def assess(poses, exercise=WALL_ANGEL, **instruction) -> Assessed:
    """Return the assessment of a film."""
    return assess_seen(seen_of(sightings_of(poses)), exercise, Instruction(**instruction))


def counted(assessed: Assessed) -> int:
    """Return how many repetitions count."""
    return sum(repetition.counted for repetition in assessed.assessment.repetitions)


def verdicts(assessed: Assessed) -> dict[str, str]:
    """Return the verdict on each line over the whole film."""
    return {criterion.id: criterion.verdict.value for criterion in assessed.assessment.criteria}


def codes(assessed: Assessed) -> list[str]:
    """Return the codes of the notices, in order."""
    return [notice.code for notice in assessed.assessment.notices]


def readings_of(poses: Sequence[Pose], azimuth_deg: float | None = None) -> list[Readings]:
    """Return what is measured on poses as they are, unsmoothed; seen from a given place or from where they look."""
    views = follow_views(poses)
    if azimuth_deg is not None:
        views = [View(azimuth_deg=azimuth_deg, label=view.label) for view in views]
    return measure(poses, views)


def with_legs_seen(poses: Sequence[Pose]) -> list[Pose]:
    """Return the poses of a half-kneeling person: the legs are apart, and BlazePose sees both (0.5 to 0.9 on clips)."""
    seen = []
    for pose in poses:
        confidence = pose.confidence.copy()
        legs = slice(Landmark.LEFT_HIP, Landmark.RIGHT_BIG_TOE + 1)
        confidence[legs] = np.where(confidence[legs] > 0, np.maximum(confidence[legs], 0.7), 0)
        seen.append(replace(pose, confidence=confidence))
    return seen
