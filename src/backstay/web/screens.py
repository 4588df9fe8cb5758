"""The routine as the page draws it: a function of nothing but the routine."""

import math
import re

from backstay.assessment.types import Judgement
from backstay.coaching.cues import Cue
from backstay.coaching.plan import duration_s
from backstay.coaching.routine import COUNTDOWN_S, pace_of, seconds_left
from backstay.coaching.saying import PAUSE_SAYS, bout_says, dose_says, pose_says, questions_of, start_pose_says
from backstay.coaching.stages import RATINGS, rating_says
from backstay.coaching.types import Routine
from backstay.coaching.words import Mode, Pace, PauseReason, Rating, Stage
from backstay.exercises.types import Exercise, Kind
from backstay.kinematics.measures import MEASURES
from backstay.pose.types import Landmark
from backstay.web import wire
from backstay.web.buttons import buttons_of

CAPTION_S = 6.0
"""A caption stands for as long as it takes to read twice."""
CAMERA_WAITS_S = 60.0
"""After a minute of pause the camera's light goes off."""
CAMERA_SEARCHES_S = 300.0
"""Somebody who walked out of the picture is waited for with the camera on, but not for ever."""
CAMERALESS = frozenset({Stage.WELCOME, Stage.ASK, Stage.RATE, Stage.SUMMARY})
PACE_SAYS = {
    Pace.TIGHTEN: "Tighten lightly",
    Pace.BREATHE: "Hold, and breathe",
    Pace.COUNT: "Hold, and breathe",
    Pace.RELAX: "Relax",
}
SCALE_SAYS = {Rating.PAIN: ("no pain", "the worst I can imagine"), Rating.EFFORT: ("no effort", "as hard as can be")}
POINTS = {
    "ear": ("EAR",),
    "shoulder": ("SHOULDER",),
    "elbow": ("ELBOW",),
    "wrist": ("WRIST",),
    "hip": ("HIP",),
    "knee": ("KNEE",),
    "ankle": ("ANKLE",),
    "heel": ("HEEL",),
    "toe": ("BIG_TOE",),
    "foot": ("ANKLE", "BIG_TOE"),
    "feet": ("ANKLE", "BIG_TOE"),
}
"""Words of `Measure.landmarks` to the landmarks of one side."""


def screen_of(routine: Routine, notice: str = "") -> wire.Screen:
    """Return what the page draws."""
    return wire.Screen(
        stage=routine.stage,
        mode=routine.mode,
        headline=_headline(routine),
        instruction=_instruction(routine),
        caption=_caption(routine),
        exercise=None if routine.stage in {Stage.WELCOME, Stage.RATE, Stage.SUMMARY} else routine.current.assignment,
        bout=_bout(routine),
        counter=_counter(routine),
        pace=pace_of(routine),
        phase=_phase(routine),
        paused=wire.Pause(reason=routine.paused, says=PAUSE_SAYS[routine.paused]) if routine.paused else None,
        check=[
            wire.Finding(aspect=each.aspect, is_good=each.is_good, says=each.says, arrow=each.arrow)
            for each in (routine.findings if routine.stage is Stage.CAMERA_CHECK else ())
        ],
        cue=_cue(routine),
        question=_question(routine),
        rating=_rating(routine),
        buttons=buttons_of(routine),
        progress_fraction=_progress_fraction(routine),
        is_muted=routine.is_muted,
        wants_camera=_wants_camera(routine),
        notice=notice,
    )


def marked_landmarks(judgement: Judgement, exercise: Exercise) -> list[int]:
    """Return the landmarks that a judgement rests on, of its own side where it has one."""
    is_known = judgement.measure in MEASURES
    name = judgement.measure if is_known else _measure_of(exercise, judgement.criterion)
    measure = MEASURES.get(name) or MEASURES.get(f"left_{name}")
    side = name.split("_")[0] if name.startswith(("left_", "right_")) else None
    sides = [side] if side else ["left", "right"]
    words = re.findall(r"[a-z]+", measure.landmarks) if measure else []
    joints = [joint for word in words for joint in POINTS.get(word, POINTS.get(word.removesuffix("s"), ()))]
    return sorted({int(Landmark[f"{each.upper()}_{joint}"]) for joint in joints for each in sides})


def _measure_of(exercise: Exercise, criterion_id: str) -> str:
    return next((each.measure or "" for each in exercise.criteria if each.id == criterion_id), "")


def _headline(routine: Routine) -> str:
    """Return the largest line of words."""
    if routine.stage is Stage.WELCOME:
        number = len(routine.plan.assignments)
        minutes = math.ceil(duration_s(routine.plan) / 60)
        return f"Today: {number} {'exercise' if number == 1 else 'exercises'}, about {minutes} minutes"
    if routine.stage is Stage.RATE:
        return "How was it?"
    return "Done for today" if routine.stage is Stage.SUMMARY else routine.exercise.title


def _instruction(routine: Routine) -> str:
    """Return the one sentence that says what to do now."""
    if routine.stage is Stage.WELCOME:
        return "Press Start when you have some room."
    if routine.stage is Stage.INTRO:
        return f"{dose_says(routine.assignment)}. {routine.exercise.why}"
    if routine.stage is Stage.CAMERA_CHECK:
        bad = [each.says for each in routine.findings if not each.is_good]
        return bad[0] if bad else ("Stay there." if routine.findings else "Waiting for the camera.")
    if routine.stage in {Stage.GET_READY, Stage.COUNTDOWN}:
        return start_pose_says(routine.exercise, routine.current.side, routine.mode)
    if routine.stage is Stage.SWAP:
        side = routine.plan.bouts[routine.bout + 1].side
        return f"Next, the {pose_says(routine.exercise, side)}." if side else "Swap sides."
    if routine.stage is Stage.REST:
        return f"Rest. Next: {bout_says(routine.assignment, routine.plan.bouts[routine.bout + 1]).lower()}."
    if routine.stage is Stage.SUMMARY:
        return "What each line of the prescription came to."
    return ""


def _caption(routine: Routine) -> str:
    """Return what was said last, while it is fresh."""
    is_fresh = bool(routine.said) and routine.t_s - routine.said[-1].t_s <= CAPTION_S
    return routine.said[-1].text if is_fresh else ""


def _bout(routine: Routine) -> wire.Bout | None:
    """Return which set or hold this is."""
    if routine.stage in {Stage.WELCOME, Stage.INTRO, Stage.ASK, Stage.RATE, Stage.SUMMARY}:
        return None
    here = [each for each in routine.plan.bouts if each.assignment == routine.current.assignment]
    return wire.Bout(
        says=bout_says(routine.assignment, routine.current),
        side=routine.current.side,
        number=routine.bout - routine.plan.first_of(routine.current.assignment) + 1,
        total=len(here),
    )


def _counter(routine: Routine) -> wire.Counter | None:
    """Return the main figure."""
    is_running = routine.paused is None
    left_s = round(seconds_left(routine), 2)
    if routine.stage is Stage.COUNTDOWN:
        return wire.Counter(
            kind="countdown", value=left_s, target=COUNTDOWN_S, is_running=is_running, says=str(math.ceil(left_s))
        )
    if routine.stage in {Stage.REST, Stage.SWAP}:
        says = f"{math.ceil(left_s)} s of rest"
        return wire.Counter(kind="rest", value=left_s, target=routine.current.rest_s, is_running=is_running, says=says)
    if routine.stage not in {Stage.GET_READY, Stage.WORK}:
        return None
    target = routine.current.target
    if routine.exercise.kind is Kind.REPETITIONS:
        count = routine.tally.count
        return wire.Counter(
            kind="repetitions", value=count, target=target, is_running=is_running, says=f"{count} of {target:.0f}"
        )
    left_s = round(max(0.0, target - routine.tally.clock_s), 2)
    clock_runs = routine.stage is Stage.WORK and (routine.is_by_clock or routine.is_holding)
    return wire.Counter(
        kind="hold",
        value=left_s,
        target=target,
        is_running=is_running and clock_runs,
        says=f"{math.ceil(left_s)} s to hold",
    )


def _phase(routine: Routine) -> str:
    """Return what is going on within a repetition or a hold."""
    if routine.stage is not Stage.WORK:
        return ""
    pace = pace_of(routine)
    if pace is not None:
        return PACE_SAYS[pace]
    if routine.exercise.kind is Kind.REPETITIONS:
        return "Slowly" if routine.is_moving else "At your own pace"
    if routine.is_by_clock or routine.is_holding:
        return "Hold it"
    return "The clock waits" if routine.memory.faults else "Get into position"


def _cue(routine: Routine) -> wire.CueShown | None:
    """Return the correction or the praise that stands on the screen."""
    cue = routine.shown
    if cue is None:
        return None
    return wire.CueShown(
        id=f"{cue.id}-{cue.t_s:.2f}", kind="praise" if cue.is_praise else "fix", text=cue.text, mark=_mark(cue, routine)
    )


def _mark(cue: Cue, routine: Routine) -> wire.Mark | None:
    """Return where on the body a cue points."""
    landmarks = marked_landmarks(cue.because, routine.exercise)
    if not landmarks:
        return None
    return wire.Mark(landmarks=landmarks, shape="tick" if cue.is_praise else "ring", says=cue.text)


def _question(routine: Routine) -> wire.Question | None:
    """Return the question that is asked now."""
    if routine.stage is not Stage.ASK:
        return None
    questions = questions_of(routine.exercise, routine.mode)
    name, says = questions[routine.asked]
    return wire.Question(id=name, says=says, number=routine.asked + 1, total=len(questions))


def _rating(routine: Routine) -> wire.RatingAsked | None:
    """Return what is rated now."""
    if routine.stage is not Stage.RATE:
        return None
    rating = RATINGS[routine.asked]
    low, high = SCALE_SAYS[rating]
    return wire.RatingAsked(rating=rating, says=rating_says(rating), low_says=low, high_says=high)


def _progress_fraction(routine: Routine) -> float:
    """Return how much of the plan is behind, by bouts."""
    if routine.stage in {Stage.RATE, Stage.SUMMARY}:
        return 1.0
    is_over = routine.stage in {Stage.REST, Stage.SWAP, Stage.ASK}
    return min(1.0, (routine.bout + int(is_over)) / len(routine.plan.bouts))


def _wants_camera(routine: Routine) -> bool:
    """Return whether the camera is of any use now."""
    if routine.mode is Mode.BY_HAND or routine.stage in CAMERALESS or routine.paused is PauseReason.CUT_OFF:
        return False
    is_searching = routine.paused is PauseReason.OUT_OF_FRAME
    waits_s = CAMERA_SEARCHES_S if is_searching else CAMERA_WAITS_S
    return routine.paused is None or routine.paused_s < waits_s
