"""What the reader of an assessment must know: who was seen, how well, and whether it was this exercise."""

from collections.abc import Sequence

import numpy as np

from backstay.assessment.abstaining import NO_START, OUT_OF_SIGHT
from backstay.assessment.types import Event, Hold, HoldEnded, MovementRejected, RepetitionEnded, Side
from backstay.coaching.unsure import TO_READ_SAYS
from backstay.exercises.types import Criterion, Exercise, Kind, Requirement
from backstay.sessions.seeing import Seen
from backstay.sessions.survey import PARTS, Survey
from backstay.sessions.types import NoticePart

DARK_LUMINANCE = 0.2
"""Below it BlazePose loses hands and feet; a dim room lamp measures 0.25, a shaded corner 0.15."""
SPARSE_FPS = 8.0
"""A repetition of a second and a half then has 12 pictures; fewer and its speed cannot be told."""
LEAST_NOTICE_S = 0.5
"""Shorter than this it is a flicker of the detector."""
CROPPED_SHARE = 0.3
"""A part that is out of the picture this often is worth a sentence; a hand that leaves it at the top is not."""
LEAST_UNREAD_S = 1.0
"""As much as the clock forgives at a time (docs/design.md, section 6)."""


def notices_of(
    seen: Seen, survey: Survey, events: Sequence[Event], exercise: Exercise, side: Side | None = None
) -> list[NoticePart]:
    """Return all notices, the ones about the file first.

    Args:
        seen: What was looked at.
        survey: The same, looked over.
        events: What happened in it.
        exercise: What it was held against.
        side: The side that was asked for; None if none was named.
    """
    return [
        *notices_about_seeing(seen, survey),
        *_about_movement(seen, survey, events, exercise),
        *_about_side(events, side),
    ]


def notices_about_seeing(seen: Seen, survey: Survey) -> list[NoticePart]:
    """Return what the file, the people and the picture ask the reader to know."""
    return [*_about_file(seen, survey), *_about_people(survey), *_about_picture(survey)]


def _about_side(events: Sequence[Event], side: Side | None) -> list[NoticePart]:
    """Say which holds worked the other side than the one asked for."""
    holds = [event.hold for event in events if isinstance(event, HoldEnded)]
    return [
        NoticePart(
            code="wrong_side",
            says=f"This hold worked the {hold.side} side; the {side} one was asked for.",
            from_s=hold.began_s,
            to_s=hold.ended_s,
        )
        for hold in holds
        if side is not None and hold.side not in {None, side}
    ]


def _about_file(seen: Seen, survey: Survey) -> list[NoticePart]:
    """Say where a file breaks off, or how sparse it is."""
    notices = []
    from_s, to_s = survey.span
    if seen.truncated_at_s is not None:
        says = f"The file is cut off: only its first {seen.truncated_at_s:.1f} s could be read."
        notices.append(NoticePart(code="truncated", says=says, from_s=seen.truncated_at_s, to_s=seen.truncated_at_s))
    if not seen.info.is_still and 0.0 < seen.info.fps < SPARSE_FPS:
        says = f"Only {seen.info.fps:.1f} pictures a second: speed cannot be judged. Record at 15 or more."
        notices.append(NoticePart(code="few_frames", says=says, from_s=from_s, to_s=to_s))
    return notices


def _about_people(survey: Survey) -> list[NoticePart]:
    """Say when nobody was there, or somebody else as well."""
    from_s, to_s = survey.span
    if survey.is_of_nobody:
        says = "Nobody could be seen. Get your whole body into the picture, large enough, and put on a light."
        return [NoticePart(code="no_person", says=says, from_s=from_s, to_s=to_s)]
    away = [
        NoticePart(code="lost", says=f"You could not be seen from {a:.1f} to {b:.1f} s.", from_s=a, to_s=b)
        for a, b in survey.runs(~survey.frames["is_believed"])
        if b - a >= LEAST_NOTICE_S
    ]
    crowd = [(a, b) for a, b in survey.runs(survey.frames["people"] > 1) if b - a >= LEAST_NOTICE_S]
    if crowd:
        says = "Somebody else was in the picture. Only one person is followed; ask others to step out of it."
        away.append(NoticePart(code="second_person", says=says, from_s=crowd[0][0], to_s=crowd[-1][1]))
    return away


def _about_picture(survey: Survey) -> list[NoticePart]:
    """Say what was out of the picture, and whether it was too dark."""
    from_s, to_s = survey.span
    notices = []
    if float(np.median(survey.frames["luminance_fraction"])) < DARK_LUMINANCE:
        says = "The picture is dark. Put on a light in front of you, and no window behind you."
        notices.append(NoticePart(code="too_dark", says=says, from_s=from_s, to_s=to_s))
    is_found = survey.frames["is_found"]
    for part in PARTS:
        outside = np.flatnonzero(is_found & survey.frames[f"without_{part}"])
        if len(outside) > CROPPED_SHARE * is_found.sum():
            says = f"Your {part} left the picture. Step back, or tilt the camera, until all of you is in it."
            first_s, last_s = survey.moment(outside[0]), survey.moment(outside[-1])
            notices.append(NoticePart(code="cropped", says=says, from_s=first_s, to_s=last_s))
    return notices


def _about_movement(seen: Seen, survey: Survey, events: Sequence[Event], exercise: Exercise) -> list[NoticePart]:
    """Say when the movement was another, or none."""
    rejected = [event for event in events if isinstance(event, MovementRejected)]
    done = [event for event in events if isinstance(event, RepetitionEnded | HoldEnded)]
    holds = [event.hold for event in events if isinstance(event, HoldEnded)]
    by_cause: dict[str, list[MovementRejected]] = {}
    for event in rejected:
        by_cause.setdefault(event.because, []).append(event)
    notices = [
        NoticePart(
            code="unsure_hold" if group[0].because in {NO_START, OUT_OF_SIGHT} else "wrong_exercise",
            says=f"{group[0].says}{_times(len(group))}",
            from_s=group[0].from_s,
            to_s=group[-1].t_s,
        )
        for group in by_cause.values()
    ]
    if not done and not rejected and _should_have_units(seen, survey, exercise):
        from_s, to_s = survey.span
        notices.append(NoticePart(code="wrong_exercise", says=_not_seen(exercise), from_s=from_s, to_s=to_s))
    return [*notices, *_about_count(events, exercise), *notices_about_seconds(holds, exercise)]


def notices_about_seconds(holds: Sequence[Hold], exercise: Exercise) -> list[NoticePart]:
    """Say which seconds of the holds could not be watched in full, and what to change."""
    notices = [_doubted(holds, requirement) for requirement in exercise.requires]
    notices += [_unwatched(holds, criterion) for criterion in exercise.criteria]
    unread_s = sum(each.unread_s for each in holds)
    if unread_s > LEAST_UNREAD_S:
        says = (
            f"For {unread_s:.1f} s it could not be seen whether you held the position; of those, up to a second at a "
            f"time is counted. {TO_READ_SAYS}"
        )
        notices.append(NoticePart(code="unsure_hold", says=says, from_s=holds[0].began_s, to_s=holds[-1].ended_s))
    return [each for each in notices if each is not None]


def _unwatched(holds: Sequence[Hold], criterion: Criterion) -> NoticePart | None:
    """Say for how many seconds a line was not judged that would have stopped the clock; None where it always was."""
    mine = [each for each in holds if criterion.id in each.unsure]
    if not mine:
        return None
    reasons = [line.reason for each in mine for line in each.judgements if line.criterion == criterion.id]
    reason = next(filter(None, reasons), criterion.to_see or "")
    share = _share_of(mine, criterion.id)
    says = f"{share}: whether this line was kept could not be told: {criterion.says.lower()}. {reason}"
    return NoticePart(code="unsure_hold", says=says.strip(), from_s=mine[0].began_s, to_s=mine[-1].ended_s)


def _doubted(holds: Sequence[Hold], requirement: Requirement) -> NoticePart | None:
    """Say for how many seconds nobody could tell whether a requirement was kept; None where it always was."""
    mine = [each for each in holds if requirement.id in each.unsure]
    if not mine:
        return None
    says = f"{_share_of(mine, requirement.id)}. {requirement.to_see}"
    return NoticePart(code="unsure_hold", says=says, from_s=mine[0].began_s, to_s=mine[-1].ended_s)


def _share_of(holds: Sequence[Hold], name: str) -> str:
    """Return how much of what these holds count a line or a requirement leaves unsure."""
    unsure_s, held_s = sum(each.unsure[name] for each in holds), sum(each.held_s for each in holds)
    return f"{unsure_s:.1f} of {held_s:.1f} s held are unsure"


def _about_count(events: Sequence[Event], exercise: Exercise) -> list[NoticePart]:
    """Say which movements were left out of a count although the view does not show how far they went."""
    done = [event.repetition for event in events if isinstance(event, RepetitionEnded)]
    counted_by = exercise.counts_from.measure if exercise.counts_from else ""
    unsure = [each for each in done if not each.is_counted and counted_by not in each.readings]
    if not unsure:
        return []
    says = f"Too small to be counted, as far as it shows from here{_times(len(unsure))}. Face the camera to be sure."
    return [NoticePart(code="unsure_count", says=says, from_s=unsure[0].began_s, to_s=unsure[-1].ended_s)]


def _should_have_units(seen: Seen, survey: Survey, exercise: Exercise) -> bool:
    """Return whether a recording like this would show the exercise if it were done in it."""
    has_units = exercise.kind in {Kind.REPETITIONS, Kind.HOLD}
    return has_units and not seen.info.is_still and not survey.is_of_nobody


def _not_seen(exercise: Exercise) -> str:
    """Say what was missing for a unit to be seen."""
    if exercise.position is not None:
        return f"No {exercise.title.lower()} was seen. {exercise.position.side_missing_says}"
    return f"No {exercise.title.lower()} was seen: the movement never left and regained its start pose."


def _times(number: int) -> str:
    """Return how often, in words, where it was more than once."""
    return "" if number == 1 else f" ({number} times)"
