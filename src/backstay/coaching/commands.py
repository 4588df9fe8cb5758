"""What each key or button does."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from backstay.assessment.types import Judgement, Repetition, Verdict
from backstay.coaching.cues import overrule
from backstay.coaching.saying import PAUSE_SAYS, number_words, questions_of, say
from backstay.coaching.stages import (
    RATINGS,
    RUNNING,
    after_exercise,
    check,
    count_down,
    enter,
    get_ready,
    introduce,
    next_bout,
    next_question,
    redo_bout,
    skip_bout,
    speak_question,
    summarise,
    with_tally,
    work,
)
from backstay.coaching.types import Answered, Overruling, Rated, Routine
from backstay.coaching.words import Command, Mode, PauseReason, Speech, Stage, Tone
from backstay.exercises.types import Kind

Change = Callable[[Routine], Routine]
WATCHED = frozenset({Stage.CAMERA_CHECK, Stage.GET_READY, Stage.COUNTDOWN, Stage.WORK})
"""Stages in which the camera must be where it was."""
COUNTABLE = frozenset({Stage.WORK, Stage.REST, Stage.SWAP, Stage.ASK})
"""Stages in which the count of the current bout can still be put right."""


def take_command(routine: Routine, command: Command) -> Routine:
    """Return the routine after a command; one that makes no sense now changes nothing."""
    return _CHANGES[command](routine)


def take_answer(routine: Routine, given: Answered) -> Routine:
    """Return the routine after a yes or a no; one to a question that nobody asks changes nothing."""
    known = {question for each in routine.plan.assignments for question, _ in questions_of(each.exercise, Mode.BY_HAND)}
    if given.question not in known:
        return routine
    routine = replace(routine, answers={**routine.answers, given.question: given.yes})
    if routine.stage is not Stage.ASK:
        return routine
    current = questions_of(routine.exercise, routine.mode)[routine.asked][0]
    return next_question(routine) if given.question == current else routine


def take_rating(routine: Routine, given: Rated) -> Routine:
    """Return the routine after a rating."""
    routine = replace(routine, ratings={**routine.ratings, given.rating: given.value})
    is_asked = routine.stage is Stage.RATE and RATINGS[routine.asked] is given.rating
    return next_question(routine) if is_asked else routine


def pause(routine: Routine, reason: PauseReason) -> Routine:
    """Return the routine standing still, where it can; one that waits to be lifted outlasts every other."""
    if routine.stage not in RUNNING or routine.paused is not None:
        is_stronger = reason in {PauseReason.PERSON, PauseReason.CUT_OFF} and routine.paused is not None
        return replace(routine, paused=reason) if is_stronger else routine
    paused = replace(routine, paused=reason, paused_s=0.0, is_hand_armed=False, hand_s=0.0)
    return say(paused, PAUSE_SAYS[reason], Speech.NOTICE, Tone.PAUSE)


def resume(routine: Routine) -> Routine:
    """Return the routine going on where it stood still.

    A clock that only runs is counted in again; after a session that was cut off the camera is checked again.
    """
    if routine.paused is None:
        return routine
    if routine.paused is PauseReason.CUT_OFF and routine.stage in WATCHED and routine.mode is Mode.CAMERA:
        return check(replace(routine, paused=None, paused_s=0.0))
    runs_blind = routine.stage is Stage.WORK and routine.is_by_clock and routine.exercise.kind is not Kind.REPETITIONS
    was_asked_for = routine.paused is not PauseReason.OUT_OF_FRAME
    routine = say(replace(routine, paused=None, paused_s=0.0), "On we go.", Speech.NOTICE, Tone.GO)
    return count_down(routine) if runs_blind and was_asked_for else routine


def _start(routine: Routine) -> Routine:
    """Go on to what comes next."""
    if routine.paused is not None:
        return resume(routine)
    change: Mapping[Stage, Change] = {
        Stage.WELCOME: lambda each: introduce(each, 0),
        Stage.INTRO: check,
        Stage.CAMERA_CHECK: get_ready,
        Stage.GET_READY: count_down,
        Stage.COUNTDOWN: work,
        Stage.REST: next_bout,
        Stage.SWAP: next_bout,
    }
    return change.get(routine.stage, _same)(routine)


def _ready(routine: Routine) -> Routine:
    """Begin the countdown, or the clock of a hold that the camera does not see begin."""
    if routine.paused is not None:
        return resume(routine)
    if routine.stage is Stage.GET_READY:
        return count_down(routine)
    if routine.stage is Stage.WORK and routine.exercise.kind is Kind.HOLD and not routine.is_by_clock:
        return say(replace(routine, is_timed_by_hand=True), "Hold.", Speech.INSTRUCTION, Tone.GO)
    return routine


def _skip(routine: Routine) -> Routine:
    """Leave what is going on for what comes after it."""
    routine = replace(routine, paused=None, paused_s=0.0)
    change: Mapping[Stage, Change] = {
        Stage.WELCOME: _start,
        Stage.INTRO: after_exercise,
        Stage.CAMERA_CHECK: after_exercise,
        Stage.GET_READY: skip_bout,
        Stage.COUNTDOWN: skip_bout,
        Stage.WORK: skip_bout,
        Stage.REST: next_bout,
        Stage.SWAP: next_bout,
        Stage.ASK: next_question,
        Stage.RATE: next_question,
    }
    return change.get(routine.stage, _same)(routine)


def _back(routine: Routine) -> Routine:
    """Return to what was before."""
    routine = replace(routine, paused=None, paused_s=0.0)
    if routine.stage in {Stage.ASK, Stage.RATE} and routine.asked > 0:
        return speak_question(replace(routine, asked=routine.asked - 1))
    change: Mapping[Stage, Change] = {
        Stage.INTRO: _previous_exercise,
        Stage.CAMERA_CHECK: lambda each: introduce(each, each.current.assignment),
        Stage.GET_READY: lambda each: introduce(each, each.current.assignment),
        Stage.COUNTDOWN: get_ready,
        Stage.WORK: get_ready,
        Stage.REST: redo_bout,
        Stage.SWAP: redo_bout,
        Stage.ASK: redo_bout,
        Stage.SUMMARY: lambda each: speak_question(replace(enter(each, Stage.RATE), asked=0)),
    }
    return change.get(routine.stage, _same)(routine)


def _previous_exercise(routine: Routine) -> Routine:
    """Return to the exercise before, or to the welcome."""
    before = routine.current.assignment - 1
    return introduce(routine, before) if before >= 0 else enter(routine, Stage.WELCOME)


def _plus_one(routine: Routine) -> Routine:
    """Count one more repetition than was seen."""
    if not _is_countable(routine):
        return routine
    tally = replace(routine.tally, adjusted=routine.tally.adjusted + 1)
    return say(with_tally(routine, tally), number_words(tally.count), Speech.COUNT, Tone.COUNT)


def _minus_one(routine: Routine) -> Routine:
    """Count one repetition less."""
    if not _is_countable(routine) or routine.tally.count == 0:
        return routine
    tally = replace(routine.tally, adjusted=routine.tally.adjusted - 1)
    return say(with_tally(routine, tally), f"Back to {number_words(tally.count)}.", Speech.COUNT)


def _is_countable(routine: Routine) -> bool:
    """Return whether there is a count to put right."""
    return routine.stage in COUNTABLE and routine.exercise.kind is Kind.REPETITIONS


def _that_was_right(routine: Routine) -> Routine:
    """Keep the objection with the judgement it overrules, and say no more about that line in this exercise."""
    judgement = _last_objected(routine)
    if judgement is None:
        return routine
    overruling = Overruling(t_s=routine.t_s, bout=routine.bout, judgement=judgement)
    routine = replace(
        routine,
        overrulings=(*routine.overrulings, overruling),
        memory=overrule(routine.memory, judgement.criterion),
        shown=None,
    )
    return say(routine, "Noted: that was right.", Speech.NOTICE)


def _last_objected(routine: Routine) -> Judgement | None:
    """Return the judgement that the person objects to: the last correction, or the last broken line of a repetition."""
    cues = [cue for cue in routine.cues if not cue.is_praise]
    units = [each.unit for each in routine.done if each.bout == routine.bout]
    recent = [cues[-1].because] if cues else []
    if units and isinstance(units[-1], Repetition):
        recent += [each for each in units[-1].judgements if each.verdict is Verdict.NOT_MET]
    known = {criterion.id for criterion in routine.exercise.criteria} - routine.memory.overruled
    return next((each for each in recent if each.criterion in known), None)


def _without_camera(routine: Routine) -> Routine:
    """Go on by voice, timer and manual count."""
    lifted = None if routine.paused in {PauseReason.CAMERA, PauseReason.OUT_OF_FRAME} else routine.paused
    routine = replace(routine, mode=Mode.BY_HAND, look=None, findings=(), paused=lifted)
    return get_ready(routine) if routine.stage is Stage.CAMERA_CHECK else routine


def _with_camera(routine: Routine) -> Routine:
    """Have the camera watch again."""
    if routine.mode is Mode.CAMERA:
        return routine
    routine = replace(routine, mode=Mode.CAMERA)
    return check(routine) if routine.stage in {Stage.GET_READY, Stage.COUNTDOWN, Stage.WORK} else routine


def _same(routine: Routine) -> Routine:
    """Change nothing."""
    return routine


_CHANGES: Mapping[Command, Change] = MappingProxyType(
    {
        Command.START: _start,
        Command.READY: _ready,
        Command.PAUSE: lambda routine: pause(routine, PauseReason.PERSON),
        Command.RESUME: resume,
        Command.SKIP: _skip,
        Command.BACK: _back,
        Command.PLUS_ONE: _plus_one,
        Command.MINUS_ONE: _minus_one,
        Command.THAT_WAS_RIGHT: _that_was_right,
        Command.MUTE: lambda routine: replace(routine, is_muted=True),
        Command.UNMUTE: lambda routine: replace(routine, is_muted=False),
        Command.WITHOUT_CAMERA: _without_camera,
        Command.WITH_CAMERA: _with_camera,
        Command.END: lambda routine: routine if routine.stage is Stage.SUMMARY else summarise(routine),
        Command.AGAIN: _same,
    }
)
