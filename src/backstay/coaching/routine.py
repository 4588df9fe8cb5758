"""The routine: a session as a value that each input turns into the next, with what is said on the way.

No clock runs in here: every input carries its time. A gap between two inputs (a laptop asleep) counts as one second at
the most.
"""

import math
from collections.abc import Sequence
from dataclasses import replace

from backstay.coaching.commands import pause, take_answer, take_command, take_rating
from backstay.coaching.cues import choose
from backstay.coaching.plan import Assignment, plan_of
from backstay.coaching.saying import number_words, say
from backstay.coaching.stages import LAST_REST_SECONDS, finish_bout, next_bout, with_tally, work
from backstay.coaching.types import (
    Answered,
    Concluded,
    Given,
    Input,
    Interrupted,
    Output,
    Rated,
    Routine,
    Seen,
    Tally,
)
from backstay.coaching.watching import take_conclusion, take_frame
from backstay.coaching.words import Mode, Pace, PauseReason, Speech, Stage, Tone
from backstay.exercises.types import Kind

LONGEST_STEP_S = 1.0
"""More time than this between two inputs is time in which the program did not run."""
COUNTDOWN_S = 3
"""3-2-1."""
LAST_SECONDS = 5
"""The end of a hold is counted aloud from here."""
TIGHTEN_S = 2.0
"""A brace is tightened slowly, over two seconds (evidence.md 1.3: lightly)."""
BREATHE_S = 2.5
"""Then the coach reminds of breathing."""
CUE_SHOWN_S = 5.0
"""A cue stands on the screen for as long as no other may follow."""
REMINDED = 1000
"""In place of a second counted aloud: the one reminder of this stage was given, and every second is still to come."""
BLIND_REASONS = frozenset({PauseReason.CONNECTION, PauseReason.ASLEEP, PauseReason.CUT_OFF})
"""What stops a session that no camera watches."""
REMIND_S = 15.0
"""Who has not reached the position by then is told how to go on."""


def begin(assignments: Sequence[Assignment], *, mode: Mode = Mode.CAMERA, t_s: float = 0.0) -> Routine:
    """Return a session that has not begun.

    Raises:
        ValueError: There is nothing to do.
    """
    plan = plan_of(assignments)
    return Routine(plan=plan, mode=mode, t_s=t_s, tallies=(Tally(),) * len(plan.bouts))


def advance(routine: Routine, given: Input) -> tuple[Routine, tuple[Output, ...]]:
    """Return the routine after one more input, and what it brought: things said, and cues, in order."""
    before = routine
    routine = _take(_timed(routine, given.t_s), given)
    if routine.paused is None:
        routine = _run(routine)
    return routine, _outputs(before, routine)


def pace_of(routine: Routine) -> Pace | None:
    """Return the part of a paced hold; None in any other."""
    if routine.exercise.kind is not Kind.PACED_HOLD:
        return None
    if routine.stage is not Stage.WORK:
        return Pace.RELAX if routine.stage is Stage.REST else None
    if routine.tally.clock_s < TIGHTEN_S:
        return Pace.TIGHTEN
    return Pace.COUNT if _hold_left_s(routine) <= LAST_SECONDS else Pace.BREATHE


def seconds_left(routine: Routine) -> float:
    """Return what is left of the countdown, the rest or the hold; 0 where no time runs."""
    if routine.stage is Stage.COUNTDOWN:
        return max(0.0, COUNTDOWN_S - routine.stage_s)
    if routine.stage in {Stage.REST, Stage.SWAP}:
        return max(0.0, routine.current.rest_s - routine.stage_s)
    is_hold = routine.stage is Stage.WORK and routine.exercise.kind is not Kind.REPETITIONS
    return max(0.0, _hold_left_s(routine)) if is_hold else 0.0


def _hold_left_s(routine: Routine) -> float:
    return routine.current.target - routine.tally.clock_s


def _timed(routine: Routine, t_s: float) -> Routine:
    """Let the time since the last input pass, where it counts."""
    step_s = min(max(t_s - routine.t_s, 0.0), LONGEST_STEP_S)
    routine = replace(routine, t_s=max(routine.t_s, t_s))
    if routine.paused is not None:
        return replace(routine, paused_s=routine.paused_s + step_s)
    routine = replace(routine, stage_s=routine.stage_s + step_s)
    is_hold = routine.stage is Stage.WORK and routine.exercise.kind is not Kind.REPETITIONS
    if is_hold and (routine.is_by_clock or routine.is_holding):
        return with_tally(routine, replace(routine.tally, hold_s=routine.tally.hold_s + step_s))
    return routine


def _take(routine: Routine, given: Input) -> Routine:
    """Take the input itself."""
    if isinstance(given, Seen):
        return take_frame(routine, given)
    if isinstance(given, Given):
        return take_command(routine, given.command)
    if isinstance(given, Answered):
        return take_answer(routine, given)
    if isinstance(given, Rated):
        return take_rating(routine, given)
    if isinstance(given, Concluded):
        return take_conclusion(routine, given)
    if isinstance(given, Interrupted):
        return _interrupted(routine, given.reason)
    return routine


def _interrupted(routine: Routine, reason: PauseReason) -> Routine:
    """Stop for a reason that matters: without a camera only those do that have nothing to do with one."""
    is_blind = routine.mode is Mode.BY_HAND and reason not in BLIND_REASONS
    return routine if is_blind else pause(routine, reason)


def _run(routine: Routine) -> Routine:
    """Do what time brings in this stage."""
    if routine.shown is not None and routine.t_s - routine.shown.t_s > CUE_SHOWN_S:
        routine = replace(routine, shown=None)
    if routine.stage is Stage.COUNTDOWN:
        routine = _counted_aloud(routine, COUNTDOWN_S)
        return work(routine) if routine.stage_s >= COUNTDOWN_S else routine
    if routine.stage in {Stage.REST, Stage.SWAP}:
        routine = _counted_aloud(routine, LAST_REST_SECONDS)
        return next_bout(routine) if seconds_left(routine) <= 0.0 else routine
    if routine.stage is Stage.WORK:
        return _worked(routine)
    return routine


def _worked(routine: Routine) -> Routine:
    """Finish a bout whose target is reached; before, count, pace and correct."""
    if routine.exercise.kind is Kind.REPETITIONS:
        is_done = routine.tally.count >= routine.current.target
        return finish_bout(routine) if is_done else _corrected(routine)
    if _hold_left_s(routine) <= 0.0:
        return finish_bout(routine)
    if _hold_left_s(routine) <= LAST_SECONDS and (routine.is_by_clock or routine.is_holding):
        return _counted_aloud(routine, LAST_SECONDS)
    return _corrected(_reminded(routine))


def _corrected(routine: Routine) -> Routine:
    """Say the one thing that is to be said about form, if there is one."""
    if routine.mode is Mode.BY_HAND:
        return routine
    memory, cue = choose(routine.memory, routine.exercise, routine.t_s)
    routine = replace(routine, memory=memory)
    if cue is None:
        return routine
    kind, tone = (Speech.PRAISE, Tone.PRAISE) if cue.is_praise else (Speech.CUE, Tone.CUE)
    return say(replace(routine, shown=cue, cues=(*routine.cues, cue)), cue.text, kind, tone)


def _reminded(routine: Routine) -> Routine:
    """Pace a brace, or help somebody who has not reached the position, once each."""
    if routine.announced:
        return routine
    if routine.exercise.kind is Kind.PACED_HOLD:
        if routine.tally.clock_s < BREATHE_S:
            return routine
        return say(replace(routine, announced=REMINDED), "Keep breathing.", Speech.INSTRUCTION)
    if routine.is_by_clock or routine.tally.clock_s > 0.0 or routine.stage_s < REMIND_S:
        return routine
    text = "I can't see the hold yet. Move further into it, or press Start the clock."
    return say(replace(routine, announced=REMINDED), text, Speech.NOTICE)


def _counted_aloud(routine: Routine, longest: int) -> Routine:
    """Count the last seconds, each once."""
    left = math.ceil(seconds_left(routine))
    is_new = 0 < left <= longest and (routine.announced == 0 or left < routine.announced)
    if not is_new:
        return routine
    return say(replace(routine, announced=left), number_words(left), Speech.COUNTDOWN, Tone.TICK)


def _outputs(before: Routine, after: Routine) -> tuple[Output, ...]:
    """Return what was said and cued since."""
    said = [each for each in after.said if each.id > before.said_number]
    return (*said, *after.cues[len(before.cues) :])
