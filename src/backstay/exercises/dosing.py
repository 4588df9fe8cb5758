"""An exercise with another dose: what a line asks of the seconds held follows the dose."""

from backstay.exercises.types import Criterion, Dose, Exercise

HELD = "held_s"


def with_dose(exercise: Exercise, dose: Dose) -> Exercise:
    """Return an exercise with another dose.

    A line about the seconds held asks for that dose's, with the margin that its author gave it: nobody is told to have
    held too briefly who held what today asks for.

    Example:
        >>> from backstay.exercises.loading import find_exercise
        >>> shorter = with_dose(find_exercise("hip_flexor_stretch"), Dose(holds=2, hold_s=20))
        >>> next((each.says, each.not_met_below) for each in shorter.criteria if each.measure == HELD)
        ('Held for 20 seconds', 18.5)
    """
    before_s, now_s = exercise.dose.hold_s, dose.hold_s
    criteria = exercise.criteria
    if before_s is not None and now_s is not None and now_s != before_s:
        criteria = tuple(_asking(each, before_s, now_s) for each in criteria)
    return exercise.model_copy(update={"dose": dose, "criteria": criteria})


def _asking(criterion: Criterion, before_s: float, now_s: float) -> Criterion:
    """Return a line with the seconds of another dose; any other line as it is."""
    if criterion.measure != HELD or criterion.not_met_below is None:
        return criterion
    margin_s = before_s - criterion.not_met_below
    says = criterion.says.replace(f"{before_s:g}", f"{now_s:g}")
    return criterion.model_copy(update={"says": says, "not_met_below": max(0.0, now_s - margin_s)})
