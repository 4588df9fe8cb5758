"""Going from one stage of a session to another, and what is said on the way."""

from dataclasses import replace

from backstay.coaching.cues import forget_faults, fresh_memory
from backstay.coaching.saying import dose_says, go_says, questions_of, say, side_says, start_pose_says
from backstay.coaching.types import Routine, Tally
from backstay.coaching.words import Mode, Rating, Speech, Stage, Tone
from backstay.exercises.types import Kind

RATINGS = (Rating.PAIN, Rating.EFFORT)
RUNNING = frozenset(
    {Stage.INTRO, Stage.CAMERA_CHECK, Stage.GET_READY, Stage.COUNTDOWN, Stage.WORK, Stage.REST, Stage.SWAP}
)
"""Stages that a pause can stop."""
LAST_REST_SECONDS = 3
"""The end of a rest is counted aloud from here."""


def enter(routine: Routine, stage: Stage) -> Routine:
    """Return the routine at the beginning of a stage."""
    return replace(
        routine,
        stage=stage,
        stage_s=0.0,
        announced=0,
        good_s=0.0,
        is_hand_armed=False,
        hand_s=0.0,
        moved_s=0.0,
        told="",
        is_holding=False,
        is_other_side=False,
        is_moving=False,
        shown=None,
    )


def introduce(routine: Routine, assignment: int) -> Routine:
    """Return the routine at the introduction of an exercise."""
    bout = routine.plan.first_of(assignment)
    routine = enter(replace(routine, bout=bout, asked=0, memory=fresh_memory(routine.memory), framed=None), Stage.INTRO)
    exercise = routine.exercise
    hint = "Raise one hand, or press Start, to go on." if routine.mode is Mode.CAMERA else "Press Start to go on."
    return say(routine, f"{exercise.title}. {dose_says(routine.assignment)}. {hint}", Speech.INSTRUCTION)


def check(routine: Routine) -> Routine:
    """Return the routine at the camera check, or past it without a camera."""
    if routine.mode is Mode.BY_HAND:
        return get_ready(routine)
    return say(enter(routine, Stage.CAMERA_CHECK), "Let me see all of you.", Speech.INSTRUCTION)


def get_ready(routine: Routine) -> Routine:
    """Return the routine waiting for the start pose of the current bout."""
    routine = enter(replace(routine, is_timed_by_hand=False), Stage.GET_READY)
    text = start_pose_says(routine.exercise, routine.current.side, routine.mode)
    return say(routine, text, Speech.INSTRUCTION)


def count_down(routine: Routine) -> Routine:
    """Return the routine at the 3-2-1."""
    return replace(enter(routine, Stage.COUNTDOWN), framed=routine.look)


def work(routine: Routine) -> Routine:
    """Return the routine at work."""
    return say(enter(routine, Stage.WORK), go_says(routine.exercise), Speech.INSTRUCTION, Tone.GO)


def finish_bout(routine: Routine) -> Routine:
    """Return the routine after a bout: at rest, swapping sides, or past the exercise."""
    routine = replace(routine, memory=forget_faults(routine.memory))
    if routine.plan.is_last_of_exercise(routine.bout):
        return ask(say(routine, "Well done. That was the last one.", Speech.INSTRUCTION, Tone.DONE))
    following = routine.plan.bouts[routine.bout + 1]
    if following.side != routine.current.side and following.side is not None:
        text = f"And relax. Swap sides: the {side_says(routine.exercise, following.side)} is next."
        return say(enter(routine, Stage.SWAP), text, Speech.INSTRUCTION, Tone.DONE)
    text = "And relax." if routine.exercise.kind is not Kind.REPETITIONS else "Well done. Rest."
    return say(enter(routine, Stage.REST), text, Speech.INSTRUCTION, Tone.DONE)


def skip_bout(routine: Routine) -> Routine:
    """Return the routine past a bout; who has done nothing in it needs no rest."""
    if routine.tally.total > 0 or routine.tally.clock_s > 0.0:
        return finish_bout(routine)
    return ask(routine) if routine.plan.is_last_of_exercise(routine.bout) else next_bout(routine)


def next_bout(routine: Routine) -> Routine:
    """Return the routine after a rest; a paced hold follows at once, as the coach calls it."""
    routine = replace(routine, bout=routine.bout + 1)
    return work(routine) if routine.exercise.kind is Kind.PACED_HOLD else get_ready(routine)


def ask(routine: Routine) -> Routine:
    """Return the routine at the first question of the exercise; what was not tried is not asked about."""
    routine = replace(enter(routine, Stage.ASK), asked=0)
    return speak_question(routine) if _was_tried(routine) else after_exercise(routine)


def next_question(routine: Routine) -> Routine:
    """Return the routine at the next question or rating, or past the last."""
    return speak_question(replace(routine, asked=routine.asked + 1))


def speak_question(routine: Routine) -> Routine:
    """Return the routine with its current question or rating asked, or past the last."""
    if routine.stage is Stage.ASK:
        questions = questions_of(routine.exercise, routine.mode)
        if routine.asked >= len(questions):
            return after_exercise(routine)
        return say(routine, questions[routine.asked][1], Speech.INSTRUCTION)
    if routine.asked >= len(RATINGS):
        return summarise(routine)
    return say(routine, rating_says(RATINGS[routine.asked]), Speech.INSTRUCTION)


def rating_says(rating: Rating) -> str:
    """Return what is rated, as a question."""
    if rating is Rating.PAIN:
        return "How much pain do you feel now, from zero to ten?"
    return "How hard was it, from zero to ten?"


def after_exercise(routine: Routine) -> Routine:
    """Return the routine at the next exercise, or at the ratings after the last one."""
    following = routine.current.assignment + 1
    if following < len(routine.plan.assignments):
        return introduce(routine, following)
    return speak_question(replace(enter(routine, Stage.RATE), asked=0))


def summarise(routine: Routine) -> Routine:
    """Return the routine at its end."""
    routine = replace(routine, paused=None, paused_s=0.0)
    return say(enter(routine, Stage.SUMMARY), "That's it for today. Here is how it went.", Speech.INSTRUCTION)


def redo_bout(routine: Routine) -> Routine:
    """Return the routine ready to do the current bout once more; what was done before stays counted in the total."""
    tally = Tally(earlier=routine.tally.total)
    return get_ready(with_tally(routine, tally))


def with_tally(routine: Routine, tally: Tally) -> Routine:
    """Return the routine with another tally for the current bout."""
    tallies = (*routine.tallies[: routine.bout], tally, *routine.tallies[routine.bout + 1 :])
    return replace(routine, tallies=tallies)


def _was_tried(routine: Routine) -> bool:
    """Return whether anything of the current exercise was done."""
    here = routine.current.assignment
    return any(
        tally.total > 0 or tally.clock_s > 0.0
        for bout, tally in zip(routine.plan.bouts, routine.tallies, strict=True)
        if bout.assignment == here
    )
