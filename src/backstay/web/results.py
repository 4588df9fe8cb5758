"""What came of a session, and why, as the page shows it."""

import math

import cv2
import numpy as np

from backstay.assessment.holds import DOSE_TOLERANCE_S
from backstay.assessment.types import Hold, Judgement, Verdict
from backstay.coaching.framing import near_side_says
from backstay.coaching.plan import Assignment, Plan, duration_s
from backstay.coaching.saying import dose_says, side_says
from backstay.coaching.types import Done, Routine
from backstay.coaching.words import Mode, Rating, Stage
from backstay.exercises.types import Kind
from backstay.kinematics.types import ViewLabel
from backstay.pose.types import Pose
from backstay.reports.moment import draw_moment
from backstay.reports.words import VERDICT_WORDS, why_words
from backstay.sessions.moments import KeptMoment, Moments
from backstay.sessions.notices import notices_about_seconds
from backstay.sessions.references import NOTHING_GIVEN, OwnValues, notices_about_own
from backstay.sessions.summary import criterion_parts
from backstay.sessions.types import CriterionPart
from backstay.web import wire
from backstay.web.demonstrations import demonstration_url
from backstay.web.screens import marked_landmarks

STOP_PAIN = 6
"""evidence.md 5.2: stop today from 6 of 10."""
CAREFUL_PAIN = 4
"""evidence.md 5.2: 4 and 5 ask for less."""
NO_CAMERA = "No camera was used."


def plan_of(plan: Plan) -> wire.Plan:
    """Return today's plan."""
    return wire.Plan(
        title="Today's exercises",
        minutes=math.ceil(duration_s(plan) / 60),
        exercises=[card_of(each) for each in plan.assignments],
    )


def card_of(assignment: Assignment) -> wire.ExerciseCard:
    """Return what never changes about an exercise."""
    exercise = assignment.exercise
    return wire.ExerciseCard(
        id=exercise.id,
        title=exercise.title,
        kind=exercise.kind,
        sides=exercise.sides,
        why=exercise.why,
        steps=list(exercise.steps),
        dose_says=dose_says(assignment),
        view_says=near_side_says(exercise),
        demonstration_url=demonstration_url(exercise),
        criteria=[wire.Step(id=each.id, says=each.says, question=each.question) for each in exercise.criteria],
    )


def summary_of(session_id: str, routine: Routine, moments: Moments, own: OwnValues = NOTHING_GIVEN) -> wire.Summary:
    """Return what came of the session so far; `own` is what it was judged with."""
    pain = routine.ratings.get(Rating.PAIN)
    return wire.Summary(
        session_id=session_id,
        is_finished=routine.stage is Stage.SUMMARY,
        duration_s=round(routine.t_s, 1),
        pain=pain,
        effort=routine.ratings.get(Rating.EFFORT),
        advice=advice_on(pain),
        exercises=[_result(routine, number, moments, own) for number in range(len(routine.plan.assignments))],
    )


def advice_on(pain: int | None) -> str | None:
    """Return what a pain score asks for; None where it asks for nothing."""
    if pain is None or pain < CAREFUL_PAIN:
        return None
    if pain < STOP_PAIN:
        return "Do a little less next time: fewer repetitions, or a smaller range."
    return "Rest today. If it is no better tomorrow, or if it worries you, ask a clinician."


def moment_of(moment: KeptMoment, routine: Routine) -> wire.Moment:
    """Return a kept moment."""
    judgement = moment.judgement
    exercise = next(each.exercise for each in routine.plan.assignments if each.exercise.id == moment.exercise)
    return wire.Moment(
        id=moment.id,
        exercise=exercise.id,
        criterion=judgement.criterion,
        says=_line_says(routine, moment),
        why_says=why_words(judgement),
        at_s=moment.pose.t_s,
        value=judgement.value,
        limit=judgement.limit,
        error_sd=judgement.sd,
        unit=judgement.measure.rsplit("_", maxsplit=1)[-1],
        landmarks=landmarks_of(moment.pose),
        marked=marked_landmarks(judgement, exercise),
        picture_url=f"/api/moments/{moment.id}/picture",
    )


def picture_of(moment: KeptMoment, routine: Routine) -> bytes:
    """Return a kept moment as a PNG."""
    says = f"{_line_says(routine, moment)}: {VERDICT_WORDS[moment.judgement.verdict]}"
    image = draw_moment(moment.pose, says, why_words(moment.judgement))
    return cv2.imencode(".png", cv2.cvtColor(image, cv2.COLOR_RGB2BGR))[1].tobytes()


def landmarks_of(pose: Pose) -> list[tuple[float, float, float]]:
    """Return landmarks as shares of the picture, with their confidence; nothing for nobody."""
    if not pose.is_present:
        return []
    shares = pose.xy_px.astype(np.float64) / np.array(pose.image_size_px, dtype=np.float64)
    rows = np.column_stack((np.round(shares, 4), np.round(pose.confidence.astype(np.float64), 2)))
    return [(x, y, confidence) for x, y, confidence in rows.tolist()]


def is_shown(judgement: Judgement) -> bool:
    """Return whether a judgement has a measurement to show."""
    return bool(judgement.measure) and math.isfinite(judgement.value + judgement.limit + judgement.sd)


def _line_says(routine: Routine, moment: KeptMoment) -> str:
    """Return the line of the prescription."""
    lines = (criterion for each in routine.plan.assignments for criterion in each.exercise.criteria)
    return next((each.says for each in lines if each.id == moment.judgement.criterion), moment.judgement.criterion)


def _result(routine: Routine, number: int, moments: Moments, own: OwnValues) -> wire.ExerciseResult:
    """Return what came of one exercise."""
    assignment = routine.plan.assignments[number]
    return wire.ExerciseResult(
        id=assignment.exercise.id,
        title=assignment.exercise.title,
        done_says=_done_says(routine, number),
        is_complete=all(_is_complete(routine, bout) for bout in _bouts(routine, number)),
        judged_says=_judged_says(routine, number, own),
        unsure_says=_unsure_says(routine, number),
        lines=_lines(routine, number, moments),
    )


def _judged_says(routine: Routine, number: int, own: OwnValues) -> str | None:
    """Return which own values an exercise was judged with; None where nothing was judged, or no line has any."""
    views = [each.unit.view for each in _done(routine, number)]
    if not views:
        return None
    view = max(ViewLabel, key=views.count)
    said = notices_about_own(own, routine.plan.assignments[number].exercise, view)
    return " ".join(says for _, says in said) or None


def _unsure_says(routine: Routine, number: int) -> str | None:
    """Return which held seconds of an exercise are unsure, and what to change; None where none are."""
    holds = [each.unit for each in _done(routine, number) if isinstance(each.unit, Hold)]
    notices = notices_about_seconds(holds, routine.plan.assignments[number].exercise)
    return " ".join(each.says for each in notices) or None


def _done(routine: Routine, number: int) -> list[Done]:
    """Return the repetitions and holds of one exercise."""
    return [each for each in routine.done if routine.plan.bouts[each.bout].assignment == number]


def _lines(routine: Routine, number: int, moments: Moments) -> list[wire.LineResult]:
    """Return each line of the prescription over the whole exercise."""
    exercise = routine.plan.assignments[number].exercise
    units = [each.unit for each in _done(routine, number)]
    holds = [unit for unit in units if isinstance(unit, Hold)]
    overruled = {
        each.judgement.criterion for each in routine.overrulings if routine.plan.bouts[each.bout].assignment == number
    }
    return [
        wire.LineResult(
            criterion=part.id,
            says=part.says,
            verdict=part.verdict,
            verdict_says=VERDICT_WORDS[part.verdict],
            reason=_reason(part, answer) if units or routine.mode is Mode.CAMERA else NO_CAMERA,
            met_fraction=part.met_fraction,
            answer=answer,
            overruled=part.id in overruled,
            moment=_moment_id(f"{exercise.id}.{part.id}", moments),
        )
        for part in criterion_parts(exercise, [unit.judgements for unit in units], holds)
        for answer in [routine.answers.get(f"{exercise.id}.{part.id}")]
    ]


def _reason(part: CriterionPart, answer: bool | None) -> str | None:  # noqa: FBT001 - yes, no, or not asked
    """Return why a line was not judged; nothing where it was, or where the person's answer stands in."""
    is_open = part.verdict in {Verdict.NOT_VISIBLE, Verdict.ASK} and answer is None
    return part.reason if is_open else None


def _moment_id(name: str, moments: Moments) -> str | None:
    """Return a moment's id if there is one with something to show."""
    moment = moments.kept.get(name)
    return name if moment is not None and is_shown(moment.judgement) else None


def _bouts(routine: Routine, number: int) -> list[int]:
    """Return the bouts of one exercise."""
    return [each for each, bout in enumerate(routine.plan.bouts) if bout.assignment == number]


def held_s(routine: Routine, bout: int) -> float:
    """Return the seconds held in a bout: as judged where it was, else as the clock ran."""
    side = routine.plan.bouts[bout].side
    units = [each.unit for each in routine.done if each.bout == bout and isinstance(each.unit, Hold)]
    judged = [unit.held_s for unit in units if side in {None, unit.side}]
    return sum(judged) if judged else routine.tallies[bout].clock_s


def _is_complete(routine: Routine, bout: int) -> bool:
    """Return whether a bout reached its target; a hold is met from 1.5 s under it."""
    target = routine.plan.bouts[bout].target
    if routine.plan.exercise_of(bout).kind is Kind.REPETITIONS:
        return routine.tallies[bout].total >= target
    return held_s(routine, bout) >= target - DOSE_TOLERANCE_S


def _done_says(routine: Routine, number: int) -> str:
    """Return how much was done, in words."""
    bouts = _bouts(routine, number)
    exercise = routine.plan.assignments[number].exercise
    if exercise.kind is Kind.REPETITIONS:
        done = sum(routine.tallies[bout].total for bout in bouts)
        return f"{done} of {sum(routine.plan.bouts[bout].target for bout in bouts):.0f} repetitions"
    sides = dict.fromkeys(routine.plan.bouts[bout].side for bout in bouts)
    parts = []
    for side in sides:
        here = [bout for bout in bouts if routine.plan.bouts[bout].side == side]
        done_s, target_s = sum(held_s(routine, bout) for bout in here), sum(routine.plan.bouts[b].target for b in here)
        parts.append(f"{side_says(exercise, side) + ' ' if side else ''}{done_s:.0f} of {target_s:.0f} s")
    return ", ".join(parts).capitalize()
