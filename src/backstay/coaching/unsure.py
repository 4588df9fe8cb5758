"""What to say at the end of a hold of which some seconds could not be watched in full."""

from collections.abc import Sequence

from backstay.assessment.clock import GRACE_S
from backstay.assessment.types import Hold
from backstay.exercises.types import Criterion, Exercise, Requirement

TO_READ_SAYS = "Come nearer, put on more light, and turn side-on."
"""What to change where the position itself could not be read."""


def unsure_says(hold: Hold, exercise: Exercise, before: Sequence[Hold] = ()) -> str:
    """Return how many seconds are unsure and what to change, in a breath; empty where there is nothing new to say.

    Args:
        hold: The hold that is over; a second of doubt, which the clock forgives at a time, is not worth a word.
        exercise: What was held.
        before: Earlier holds of it in this session: what was said of one is not said again.
    """
    to_change = _to_change(hold, exercise)
    if not to_change or to_change in {_to_change(each, exercise) for each in before}:
        return ""
    return f"{round(hold.unsure_s)} seconds of that hold are unsure. {to_change}"


def _to_change(hold: Hold, exercise: Exercise) -> str:
    """Return what would let a hold be watched: as its line least seen says, or to be seen at all; empty if all was."""
    if hold.unsure_s <= GRACE_S:
        return ""
    line, unsure_s = max(hold.unsure.items(), key=lambda each: each[1], default=("", 0.0))
    if hold.unread_s > unsure_s:
        return TO_READ_SAYS
    judged: Sequence[Requirement | Criterion] = (*exercise.requires, *exercise.criteria)
    return next((each.to_see for each in judged if each.id == line and each.to_see), TO_READ_SAYS)
