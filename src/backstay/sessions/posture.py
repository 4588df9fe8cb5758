"""Everyday posture in a video or picture: states over time, angles described, nothing graded."""

import math
import time
from collections.abc import Mapping, Sequence

from backstay.assessment.calibration import own_tall
from backstay.assessment.on_the_spot import on_the_spot
from backstay.assessment.postures import (
    KNEES_MIDWAY,
    PostureProgress,
    Span,
    advance_posture,
    applies,
    conclude_posture,
    measure_name,
    own_knees,
    shows,
    why_not,
)
from backstay.exercises.posture_types import Posture, State
from backstay.kinematics.measures import MEASURES
from backstay.kinematics.series import ReadingSeries
from backstay.kinematics.types import Readings
from backstay.kinematics.view import median_view
from backstay.sessions.assessing import Assessed, read_all
from backstay.sessions.notices import notices_about_seeing
from backstay.sessions.provenance import media_part, provenance_of
from backstay.sessions.seeing import Seen
from backstay.sessions.set_up import NOTHING_SET_UP, SetUp
from backstay.sessions.summary import reading_parts
from backstay.sessions.survey import survey_of
from backstay.sessions.types import Assessment, ExercisePart, NoticePart, StatePart, TimingPart, ViewPart

WALKS = "You walk about: standing is told only while your feet stay in their place."
NO_REFERENCE = "there is no posture of your own to compare with yet"


def assess_posture(seen: Seen, postures: Sequence[Posture], set_up: SetUp = NOTHING_SET_UP) -> Assessed:
    """Return the states that were seen; a picture has no reference of its own, so it gets angles and no state.

    Args:
        seen: What the pose model saw.
        postures: What to tell apart, sitting and standing.
        set_up: The person's own tall postures from the watch; without them the recording's own stand for them.
    """
    began_s = time.perf_counter()
    readings = read_all(seen)
    own = {} if seen.info.is_still else _own(readings, postures)
    view, survey = median_view(readings.views()), survey_of(seen.sightings)
    known = set_up.own_tall(view.azimuth_deg, seen.model)
    used = {**own, **known}
    spans = [] if seen.info.is_still else _spans(readings, postures, used)
    wall_s = seen.wall_s + time.perf_counter() - began_s
    assessment = Assessment(
        media=media_part(seen),
        exercise=ExercisePart(id="posture", version=max(posture.version for posture in postures)),
        view=ViewPart(label=view.label, azimuth_deg=view.azimuth_deg),
        coverage_fraction=survey.coverage_fraction,
        repetitions=[],
        holds=[],
        criteria=[],
        states=[StatePart(state=each.state, began_s=each.began_s, ended_s=each.ended_s) for each in spans],
        notices=[
            *notices_about_seeing(seen, survey),
            _about_reference(seen, set_up.says(known)),
            *_not_visible(seen, readings, postures, used),
        ],
        readings=reading_parts(readings, list(MEASURES)),
        references={key: value for key, value in used.items() if _is_used(key, postures)},
        provenance=provenance_of(seen, [posture.model_dump(mode="json") for posture in postures], version=1),
        timing=TimingPart(wall_s=wall_s, frames_per_s=len(seen.sightings) / wall_s if wall_s > 0.0 else None),
    )
    return Assessed(assessment=assessment, seen=seen, readings=readings, events=())


def _own(readings: ReadingSeries, postures: Sequence[Posture]) -> Mapping[str, float]:
    """Return what states are compared with, each posture's from the part of the recording in which it applies."""
    own: dict[str, float] = {}
    for posture in postures:
        shown = _taken(readings, posture)
        for name in {sign.own for state in posture.states for sign in state.signs if sign.own is not None}:
            own.update(own_knees(shown) if name == KNEES_MIDWAY else own_tall(shown, name))
    return own


def _spans(readings: ReadingSeries, postures: Sequence[Posture], references: Mapping[str, float]) -> list[Span]:
    """Return all states of all postures, in order of time."""
    spans: list[Span] = []
    for posture in postures:
        progress = PostureProgress()
        for each, stays in zip(readings, _stays(readings, posture), strict=True):
            if stays:
                progress, ended = advance_posture(progress, each, posture, references)
            else:
                progress, ended = PostureProgress(), conclude_posture(progress, posture)
            spans.extend(ended)
        spans.extend(conclude_posture(progress, posture))
    return sorted(spans, key=lambda span: span.began_s)


def _stays(readings: ReadingSeries, posture: Posture) -> Sequence[bool]:
    """Return, for each frame, whether a posture can be taken: not in the middle of a walk, where it asks for that."""
    return on_the_spot(readings) if posture.on_the_spot else [True] * len(readings)


def _taken(readings: ReadingSeries, posture: Posture) -> ReadingSeries:
    """Return the frames in which somebody takes a posture."""
    stays = _stays(readings, posture)
    return readings.chosen(
        [may and each.is_person and applies(each, posture) for each, may in zip(readings, stays, strict=True)]
    )


def _is_used(key: str, postures: Sequence[Posture]) -> bool:
    """Return whether some state is judged against an own value."""
    return any(
        sign.own == key.split(".")[0] and key.endswith(sign.measure)
        for posture in postures
        for state in posture.states
        for sign in state.signs
    )


def _about_reference(seen: Seen, compared: str) -> NoticePart:
    """Say what the states are compared with."""
    from_s, to_s = seen.sightings[0].pose.t_s, seen.sightings[-1].pose.t_s
    if seen.info.is_still:
        says = "A picture has nothing to compare with: angles are described, no state is given."
        return NoticePart(code="no_reference", says=says, from_s=from_s, to_s=to_s)
    return NoticePart(code="reference", says=compared, from_s=from_s, to_s=to_s)


def _not_visible(
    seen: Seen, readings: ReadingSeries, postures: Sequence[Posture], references: Mapping[str, float]
) -> list[NoticePart]:
    """Say which states could never be told, why, and what to change; of a picture, why an angle cannot be read."""
    notices = []
    for posture in postures:
        there = readings.chosen([each.is_person and applies(each, posture) for each in readings])
        shown = _taken(readings, posture)
        if 2 * len(shown) < len(there):
            notices.append(NoticePart(code="not_visible", says=WALKS, from_s=there[0].t_s, to_s=there[-1].t_s))
        for state in posture.states if shown else ():
            says = _picture_hides(state, shown) if seen.info.is_still else _never_told(state, shown, references)
            if says:
                notices.append(NoticePart(code="not_visible", says=says, from_s=shown[0].t_s, to_s=shown[-1].t_s))
    return list({notice.says: notice for notice in notices}.values())


def _never_told(state: State, shown: Sequence[Readings], references: Mapping[str, float]) -> str:
    """Return why a state could not be told in any of some frames; empty where it could."""
    if any(shows(state, each, references, is_kept=False) is not None for each in shown):
        return ""
    return f"{state.says}: can't see from here, {why_not(state, shown) or NO_REFERENCE}. {state.to_see}"


def _picture_hides(state: State, shown: Sequence[Readings]) -> str:
    """Return why a picture does not show what a state is read from; empty where it does."""
    names = [measure_name(sign, each.view.label) for each in shown for sign in state.signs]
    if any(math.isfinite(each.values[name]) for each in shown for name in names):
        return ""
    return f"Not every angle can be read: {why_not(state, shown)}. {state.to_see}"
