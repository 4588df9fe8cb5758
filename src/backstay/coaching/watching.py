"""What a frame does to a session: events are counted, the picture is checked, a raised hand is a button."""

from dataclasses import replace

from backstay.assessment.types import (
    Event,
    FaultBegan,
    FaultEnded,
    Hold,
    HoldBegan,
    HoldEnded,
    HoldPaused,
    HoldResumed,
    Judgement,
    MovementRejected,
    RepetitionBegan,
    RepetitionEnded,
    Side,
    TrackingLost,
    TrackingRegained,
    Verdict,
)
from backstay.coaching.commands import pause, resume
from backstay.coaching.cues import forget_fault, forget_faults, remember_fault, remember_unit
from backstay.coaching.framing import check_camera, has_camera_moved, is_all_clear
from backstay.coaching.looking import Look
from backstay.coaching.saying import number_words, pose_says, say, spoken_s
from backstay.coaching.stages import LAST_REST_SECONDS, check, count_down, get_ready, with_tally, work
from backstay.coaching.types import Concluded, Done, Routine, Seen
from backstay.coaching.unsure import unsure_says
from backstay.coaching.words import Mode, PauseReason, Speech, Stage, Tone
from backstay.exercises.types import Kind

CLEAR_S = 1.5
"""The picture has been right for this long: stepping through the right place is not standing in it."""
READY_S = 0.7
"""The start pose has been held for this long, after the second that a look takes to see stillness."""
OFFER_S = 15.0
"""After this long at the camera check the person is told that it can be passed."""
HAND_S = 0.4
"""A hand has been up for this long, after the second that a look takes."""
MOVED_S = 2.0
"""The picture has looked different for this long."""
LONGEST_STEP_S = 1.0
"""More time than this between two frames was not watched."""
TELL_AGAIN_S = 6.0
"""The same advice about the picture is not repeated sooner."""


def take_frame(routine: Routine, seen: Seen) -> Routine:
    """Return the routine after a frame."""
    if routine.mode is Mode.BY_HAND:
        return routine
    step_s = min(max(seen.t_s - routine.look.t_s, 0.0), LONGEST_STEP_S) if routine.look is not None else 0.0
    routine = _with_hand(replace(routine, look=seen.look), step_s)
    for event in seen.events:
        routine = _take_event(routine, event)
    routine = _lifted(routine, seen.look)
    if routine.paused is not None:
        return replace(routine, is_holding=False)
    routine = replace(routine, is_holding=seen.is_holding and _may_count(routine))
    return _watched(routine, seen.look, step_s)


def _may_count(routine: Routine) -> bool:
    """Return whether a hold that is seen counts for this bout."""
    return routine.stage is Stage.WORK and not routine.is_other_side


def take_conclusion(routine: Routine, given: Concluded) -> Routine:
    """Return the routine with what the end of a bout still brought, counted for that bout; doubt alone has a word."""
    here = replace(routine, bout=given.bout)
    for event in given.events:
        if isinstance(event, RepetitionEnded | HoldEnded):
            here = _settled(here, event)
    routine = replace(routine, done=here.done, tallies=here.tallies)
    holds = [event.hold for event in given.events if isinstance(event, HoldEnded)]
    return _unsure_told(routine, holds[-1], given.bout) if holds else routine


def _lifted(routine: Routine, look: Look) -> Routine:
    """Go on if what stopped the session is over; the person's own pause ends by a raised hand only."""
    if routine.paused is None or routine.paused is PauseReason.CUT_OFF:
        return routine
    is_over = _has_sign(routine) if routine.paused is PauseReason.PERSON else look.is_person
    return resume(routine) if is_over else routine


def _with_hand(routine: Routine, step_s: float) -> Routine:
    """Count for how long a hand has been up, from when none was."""
    if routine.look is None or not routine.look.is_hand_up:
        return replace(routine, is_hand_armed=True, hand_s=0.0)
    return replace(routine, hand_s=routine.hand_s + step_s) if routine.is_hand_armed else routine


def _has_sign(routine: Routine) -> bool:
    """Return whether the person has raised a hand."""
    return routine.hand_s >= HAND_S


def _watched(routine: Routine, look: Look, step_s: float) -> Routine:
    """Look at the picture as the stage needs it."""
    if routine.stage is Stage.INTRO:
        return check(routine) if _has_sign(routine) else routine
    if routine.stage is Stage.CAMERA_CHECK:
        return _checked(routine, look, step_s)
    if routine.stage is Stage.GET_READY:
        return _got_ready(routine, look, step_s)
    if routine.stage is Stage.WORK:
        return _framed(routine, look, step_s)
    return routine


def _checked(routine: Routine, look: Look, step_s: float) -> Routine:
    """Check the picture; go on once it has been right for a while, or on a sign, else say the first thing to change."""
    findings = check_camera(look, routine.exercise)
    is_clear = is_all_clear(findings)
    routine = replace(routine, findings=findings, good_s=routine.good_s + step_s if is_clear else 0.0)
    if routine.good_s >= CLEAR_S:
        return get_ready(say(routine, "I can see all of you.", Speech.NOTICE, Tone.DONE))
    if _has_sign(routine):
        return get_ready(routine)
    if routine.stage_s >= OFFER_S and not routine.announced:
        return say(replace(routine, announced=1), "Raise one hand to start anyway.", Speech.NOTICE)
    return routine if is_clear else _told(routine, next(each.says for each in findings if not each.is_good))


def _got_ready(routine: Routine, look: Look, step_s: float) -> Routine:
    """Begin the countdown once the start pose is held, or a hand is up."""
    is_side_right = not _is_other_side(routine, look.side)
    is_ready = look.is_in_start_pose and is_side_right
    routine = replace(routine, good_s=routine.good_s + step_s if is_ready else 0.0)
    if routine.good_s >= READY_S or _has_sign(routine):
        return count_down(routine)
    if not is_side_right:
        return _told(routine, _other_side_says(routine))
    return routine


def _other_side_says(routine: Routine) -> str:
    """Return which side it should be."""
    side = routine.current.side
    return f"The other side, please: {pose_says(routine.exercise, side)}." if side else "The other side, please."


def _framed(routine: Routine, look: Look, step_s: float) -> Routine:
    """Check the picture again if the camera seems to have been moved."""
    if routine.framed is None:
        return replace(routine, framed=look if look.is_still else None)
    has_moved = has_camera_moved(routine.framed, look)
    routine = replace(routine, moved_s=routine.moved_s + step_s if has_moved else 0.0)
    if routine.moved_s < MOVED_S or routine.exercise.kind is Kind.PACED_HOLD:
        return routine
    return check(say(routine, "The camera seems to have moved.", Speech.NOTICE, Tone.PAUSE))


def _told(routine: Routine, text: str) -> Routine:
    """Say something about the picture, unless it was just said."""
    is_new = text != routine.told
    if routine.t_s - routine.told_s < (TELL_AGAIN_S / 2 if is_new else TELL_AGAIN_S):
        return routine
    return say(replace(routine, told=text, told_s=routine.t_s), text, Speech.NOTICE)


def _take_event(routine: Routine, event: Event) -> Routine:
    """Return the routine after one event of the assessment."""
    if isinstance(event, TrackingLost):
        is_working = routine.stage in {Stage.COUNTDOWN, Stage.WORK}
        return pause(routine, PauseReason.OUT_OF_FRAME) if is_working else routine
    if isinstance(event, TrackingRegained):
        return resume(routine) if routine.paused is PauseReason.OUT_OF_FRAME else routine
    if routine.paused is not None:
        return routine
    if _is_early(routine, event):
        routine = work(routine)
    return _take_work(routine, event) if routine.stage is Stage.WORK else routine


def _take_work(routine: Routine, event: Event) -> Routine:
    """Return the routine after something that happened at work."""
    if isinstance(event, RepetitionBegan | RepetitionEnded | MovementRejected):
        return _take_repetition(routine, event)
    if isinstance(event, HoldBegan | HoldPaused | HoldResumed | HoldEnded):
        return _take_hold(routine, event)
    if isinstance(event, FaultBegan):
        return replace(routine, memory=remember_fault(routine.memory, event.judgement, event.t_s))
    if isinstance(event, FaultEnded):
        return replace(routine, memory=forget_fault(routine.memory, event.criterion))
    return routine


def _is_early(routine: Routine, event: Event) -> bool:
    """Return whether the person has begun before being asked to: nobody is made to wait, or to do it again."""
    if isinstance(event, HoldBegan):
        is_waiting = routine.stage in {Stage.GET_READY, Stage.COUNTDOWN} and not routine.is_by_clock
        return is_waiting and not _is_other_side(routine, event.side)
    return isinstance(event, RepetitionBegan) and routine.stage is Stage.COUNTDOWN


def _is_other_side(routine: Routine, side: Side | None) -> bool:
    """Return whether this is not the side that is asked for."""
    return routine.current.side is not None and side is not None and side != routine.current.side


def _take_repetition(routine: Routine, event: RepetitionBegan | RepetitionEnded | MovementRejected) -> Routine:
    """Count a repetition, or say why it does not count."""
    if isinstance(event, RepetitionBegan):
        return replace(routine, is_moving=True)
    routine = replace(routine, is_moving=False)
    if isinstance(event, MovementRejected):
        return _told(routine, event.says)
    routine = _settled(routine, event)
    memory = remember_unit(routine.memory, event.repetition.judgements, event.t_s)
    routine = replace(routine, memory=memory)
    if not event.repetition.is_counted:
        return say(routine, "Almost: not far enough to count.", Speech.COUNT)
    return say(routine, number_words(routine.tally.count), Speech.COUNT, Tone.COUNT)


def _take_hold(routine: Routine, event: HoldBegan | HoldPaused | HoldResumed | HoldEnded) -> Routine:
    """Follow a hold; the coach calls a paced one itself."""
    if isinstance(event, HoldEnded):
        routine = replace(_settled(routine, event), is_other_side=False)
        routine = replace(routine, memory=forget_faults(routine.memory))
        return _unsure_told(routine, event.hold, routine.bout)
    if routine.is_by_clock:
        return routine
    if isinstance(event, HoldBegan) and _is_other_side(routine, event.side):
        return _told(replace(routine, is_other_side=True), _other_side_says(routine))
    if isinstance(event, HoldBegan):
        return say(routine, "Hold.", Speech.INSTRUCTION, Tone.GO)
    if isinstance(event, HoldResumed):
        return say(routine, "The clock runs on.", Speech.NOTICE, Tone.GO)
    says = next((each.says for each in routine.exercise.criteria if each.id == event.criterion), event.criterion)
    judgement = Judgement(criterion=event.criterion, verdict=Verdict.NOT_MET, from_s=event.t_s - 1.0)
    routine = replace(routine, memory=remember_fault(routine.memory, judgement, event.t_s))
    return say(routine, f"The clock waits: {says[0].lower()}{says[1:]}.", Speech.NOTICE, Tone.PAUSE)


def _unsure_told(routine: Routine, hold: Hold, bout: int) -> Routine:
    """Say, once an exercise, that seconds of a hold just settled are unsure, and what to change.

    In a rest too short for it the count to the next hold would cut it off: the summary says it then.
    """
    here = routine.plan.bouts[bout].assignment
    mine = [each.unit for each in routine.done if routine.plan.bouts[each.bout].assignment == here]
    before = [unit for unit in mine if isinstance(unit, Hold) and unit is not hold]
    says = unsure_says(hold, routine.plan.exercise_of(bout), before)
    room_s = routine.plan.assignments[here].dose.rest_s - LAST_REST_SECONDS
    return say(routine, says, Speech.NOTICE) if says and spoken_s(says) <= room_s else routine


def _settled(routine: Routine, event: RepetitionEnded | HoldEnded) -> Routine:
    """Keep a repetition or a hold, and what it adds to the tally; a judged hold corrects the clock that ran along."""
    unit = event.repetition if isinstance(event, RepetitionEnded) else event.hold
    routine = replace(routine, done=(*routine.done, Done(bout=routine.bout, unit=unit)))
    tally = routine.tally
    if isinstance(event, RepetitionEnded):
        return with_tally(routine, replace(tally, seen=tally.seen + int(event.repetition.is_counted)))
    if routine.is_by_clock:
        return routine
    held_s = 0.0 if _is_other_side(routine, event.hold.side) else event.hold.held_s
    return with_tally(routine, replace(tally, held_s=tally.held_s + held_s, hold_s=0.0))
