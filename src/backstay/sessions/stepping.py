"""One step of a live session, pure: what was given changes the routine, and a bout that ends by it is settled."""

from backstay.assessment.types import Event
from backstay.coaching.routine import advance
from backstay.coaching.types import Concluded, Input, Output, Routine
from backstay.sessions.following import Following, conclude_bout

Step = tuple[Following, Routine, tuple[Output, ...], tuple[Event, ...]]


def step(following: Following, routine: Routine, given: Input) -> Step:
    """Return following and routine after one more input, what it brought, and the events that ended a bout.

    Args:
        following: So far.
        routine: As it is.
        given: A frame, a command, an answer, or nothing but time.
    """
    routine, outputs = advance(routine, given)
    following, ended = conclude_bout(following, routine)
    if ended is None:
        return following, routine, outputs, ()
    bout, events = ended
    routine, more = advance(routine, Concluded(t_s=routine.t_s, bout=bout, events=events))
    return following, routine, (*outputs, *more), events
