"""From a video to an honest verdict: see, smooth, measure, judge, sum up.

Live sessions, files, batches and replays all come through here, so the same recording always gets the same counts.
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

import numpy as np

from backstay.assessment.calibration import own_floor, own_tall_sitting
from backstay.assessment.followed import measures_followed
from backstay.assessment.judging import reference_key
from backstay.assessment.own_values import own_limits
from backstay.assessment.paced import Interval, broken_all_along
from backstay.assessment.progress import advance, begin, conclude
from backstay.assessment.still import judge_still
from backstay.assessment.types import Event, Side
from backstay.exercises.consistency import measures_of
from backstay.exercises.types import Exercise, Kind
from backstay.exercises.views import ViewName
from backstay.kinematics.body import LEAST_SAGITTAL_DEG, body_of
from backstay.kinematics.breathing import follow_breath
from backstay.kinematics.measures import MEASURES
from backstay.kinematics.measuring import AT_ONCE, measure_recording
from backstay.kinematics.series import ReadingSeries
from backstay.kinematics.types import Readings, ViewLabel
from backstay.kinematics.view import median_view
from backstay.pose.types import PoseEstimator
from backstay.sessions.notices import notices_of
from backstay.sessions.packing import MotionsOf, PosesOf
from backstay.sessions.provenance import media_part, provenance_of
from backstay.sessions.references import NOTHING_GIVEN, OwnValues, notices_about_own
from backstay.sessions.scratch import scratch_for
from backstay.sessions.seeing import RECORDING_SUFFIX, Seen, Watch, recall, see
from backstay.sessions.summary import (
    NOBODY_SAYS,
    NOTHING_SAYS,
    criterion_parts,
    hold_part,
    holds_in,
    reading_parts,
    repetition_part,
    repetitions_in,
)
from backstay.sessions.survey import SCARCE_SHARE, survey_of
from backstay.sessions.types import (
    Assessment,
    ExercisePart,
    NoticePart,
    TimingPart,
    ViewPart,
)

NOT_PACED = "When each hold was called is not known, so none is timed or judged. Say it: --paced 2.4-12.4,17.8-27.8."

HALF_TURNED = (
    "In {:.0%} of the pictures you faced the camera too nearly for a lean to be read, so holds or verdicts may be "
    "missing. Turn further: side-on is best."
)
HALF_TURNED_SHARE = 0.1
"""One hold of 30 s in five minutes; what is less is turning round, or sitting down."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """What the person was asked to do, beyond the exercise itself.

    Attributes:
        references: The person's own values from a profile, keyed by `judging.reference_key`.
        own: The person's own values from a file, with where they come from.
        side: The side that was to work; None if none was named.
        paced: When each paced hold was called.
    """

    references: Mapping[str, float] = field(default_factory=dict)
    own: OwnValues = NOTHING_GIVEN
    side: Side | None = None
    paced: tuple[Interval, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Assessed:
    """An assessment with all it rests on.

    Attributes:
        assessment: What is handed on.
        seen: What the pose model saw.
        readings: What was measured, one a frame.
        events: What happened, in order.
    """

    assessment: Assessment
    seen: Seen
    readings: Sequence[Readings]
    events: tuple[Event, ...]


def assess_file(
    path: Path,
    exercise: Exercise,
    estimator: PoseEstimator,
    *,
    instruction: Instruction | None = None,
    watch: Watch | None = None,
) -> Assessed:
    """Return the assessment of a video, a picture, or a recording of poses.

    Args:
        path: The file; `.parquet` is taken for a recording.
        exercise: What it is held against.
        estimator: A pose model with no track yet; a recording does not use it.
        instruction: What the person was asked to do.
        watch: Told how far it has come.

    Raises:
        MediaError: Nothing in the file can be decoded.
        StoreError: The recording is damaged.
    """
    seen = recall(path) if path.suffix == RECORDING_SUFFIX else see(path, estimator, watch)
    return assess_seen(seen, exercise, instruction or Instruction())


def assess_seen(seen: Seen, exercise: Exercise, instruction: Instruction) -> Assessed:
    """Return the assessment of what was seen."""
    began_s = time.perf_counter()
    readings = read_all(seen)
    if exercise.follows_breath:
        readings = with_breath(readings, seen)
    given = instruction.own.seen_from(median_view(readings.views()).label).of_exercise(exercise)
    own = {**_own_postures(readings, exercise), **given, **instruction.references}
    followed = readings.with_only(measures_followed(exercise))
    events, references = follow(followed, exercise, replace(instruction, references=own))
    found = {**own_limits(readings, repetitions_in(events), exercise), **references}
    assessment = _sum_up(seen, exercise, readings, events, replace(instruction, references=found))
    wall_s = seen.wall_s + time.perf_counter() - began_s
    timing = TimingPart(wall_s=wall_s, frames_per_s=len(seen.sightings) / wall_s if wall_s > 0.0 else None)
    return Assessed(
        assessment=assessment.model_copy(update={"timing": timing}),
        seen=seen,
        readings=readings,
        events=events,
    )


def read_all(seen: Seen) -> ReadingSeries:
    """Return what was measured on each frame, smoothed without delay; frames without a believed person are empty."""
    poses = PosesOf(sightings=seen.sightings)
    return measure_recording(poses, scratch_for(len(poses)))


def with_breath(readings: ReadingSeries, seen: Seen) -> ReadingSeries:
    """Return readings with what is known of the breathing at each."""
    if not readings:
        return readings
    views, poses = readings.views(), iter(PosesOf(sightings=seen.sightings))
    trunks_px = readings.scratch.columns(1, len(readings), np.float64)[:, 0]
    for first in range(0, len(readings), AT_ONCE):
        part = list(islice(poses, AT_ONCE))
        trunks_px[first : first + len(part)] = body_of(part, list(islice(views, len(part)))).trunk_px
    return readings.with_breaths(follow_breath(MotionsOf(sightings=seen.sightings), trunks_px))


def _own_postures(readings: Sequence[Readings], exercise: Exercise) -> Mapping[str, float]:
    """Return the postures of a whole recording that lines are judged as changes from."""
    if exercise.kind is not Kind.PACED_HOLD:
        return {}
    return {**own_tall_sitting(readings), **own_floor(readings)}


def follow(
    readings: Iterable[Readings], exercise: Exercise, instruction: Instruction
) -> tuple[tuple[Event, ...], Mapping[str, float]]:
    """Return everything that happened in a recording, and the own values that were used."""
    progress = begin(exercise, references=instruction.references, paced=instruction.paced)
    events: list[Event] = []
    for each in readings:
        progress, happened = advance(progress, each, exercise)
        events.extend(happened)
    events.extend(conclude(progress, exercise))
    return tuple(events), progress.work.references


def _sum_up(
    seen: Seen,
    exercise: Exercise,
    readings: ReadingSeries,
    events: tuple[Event, ...],
    instruction: Instruction,
) -> Assessment:
    """Write everything down in the contract's form."""
    repetitions, holds = repetitions_in(events), holds_in(events)
    units = [*(each.judgements for each in repetitions), *(each.judgements for each in holds)]
    if seen.info.is_still:
        units = [judge_still(each, exercise, instruction.references) for each in readings]
    view, survey = median_view(readings.views()), survey_of(seen.sightings)
    return Assessment(
        media=media_part(seen),
        exercise=ExercisePart(id=exercise.id, version=exercise.version),
        view=ViewPart(label=view.label, azimuth_deg=view.azimuth_deg),
        coverage_fraction=survey.coverage_fraction,
        repetitions=[repetition_part(each) for each in repetitions],
        holds=[hold_part(each) for each in holds],
        criteria=criterion_parts(
            exercise, units, holds, nothing_says=NOBODY_SAYS if survey.is_of_nobody else NOTHING_SAYS
        ),
        states=[],
        notices=[
            *notices_of(seen, survey, events, exercise, instruction.side),
            *(_about_own(seen, exercise, instruction.own, view.label) if units and not survey.is_of_nobody else ()),
            *(() if instruction.paced or seen.info.is_still else _about_pace(readings, exercise)),
            *_about_turn(readings, exercise, view.label),
        ],
        readings=reading_parts(readings, list(MEASURES)),
        references=_references_used(exercise, instruction.references),
        provenance=provenance_of(seen, exercise.model_dump(mode="json"), version=exercise.version),
        timing=TimingPart(wall_s=None, frames_per_s=None),
    )


def _about_pace(readings: ReadingSeries, exercise: Exercise) -> list[NoticePart]:
    """Say why nothing was timed where no hold was called: another movement, or nobody said when."""
    if exercise.kind is not Kind.PACED_HOLD or readings.is_person.sum() < SCARCE_SHARE * len(readings):
        return []
    broken = broken_all_along(readings, exercise)
    code, says = ("not_paced", NOT_PACED) if broken is None else ("wrong_exercise", broken.says)
    return [NoticePart(code=code, says=says, from_s=readings[0].t_s, to_s=readings[-1].t_s)]


def _about_turn(readings: ReadingSeries, exercise: Exercise, view: ViewLabel) -> list[NoticePart]:
    """Say in how many pictures somebody half turned stood too nearly in front for what leans to be read."""
    if exercise.views.best is not ViewName.SIDE or view is not ViewLabel.FRONT_OBLIQUE:
        return []
    is_lost = readings.is_person & (np.abs(readings.azimuth_deg) < LEAST_SAGITTAL_DEG)
    share = is_lost.sum() / max(readings.is_person.sum(), 1)
    if share < HALF_TURNED_SHARE:
        return []
    from_s, to_s = readings.t_s[np.flatnonzero(is_lost)[[0, -1]]].tolist()
    return [NoticePart(code="half_turned", says=HALF_TURNED.format(share), from_s=from_s, to_s=to_s)]


def _about_own(seen: Seen, exercise: Exercise, own: OwnValues, view: ViewLabel) -> list[NoticePart]:
    """Say what lines were held against; one picture has no steady two seconds, and its lines say so themselves."""
    from_s, to_s = seen.sightings[0].pose.t_s, seen.sightings[-1].pose.t_s
    return [
        NoticePart(code=code, says=says, from_s=from_s, to_s=to_s)
        for code, says in notices_about_own(own, exercise, view)
        if not (seen.info.is_still and code == "no_reference")
    ]


def _references_used(exercise: Exercise, references: Mapping[str, float]) -> dict[str, float | None]:
    """Return the own values that lines were judged as changes from, and the own limits for later recordings."""
    keys = {
        reference_key(reference, name)
        for each in exercise.criteria
        for reference in (each.from_own, each.own_limit.reference if each.own_limit else None)
        for name in measures_of(each.measure or "", each.of)
        if reference is not None
    }
    return {key: value for key, value in references.items() if key in keys}
