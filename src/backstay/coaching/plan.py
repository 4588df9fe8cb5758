"""What is to be done today, cut into bouts: one set, or one hold, on one side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from backstay.assessment.types import Side
from backstay.exercises.types import Dose, Exercise, Kind

SECONDS_A_REPETITION = 4.5
"""A slow repetition: 2 s up, 2 s back, half a second of rest; evidence.md 1.4 (own pace of the rendered people)."""
SECONDS_AROUND_AN_EXERCISE = 60.0
"""Reading the steps, the camera check and the questions, as tried."""
SWAP_S = 15.0
"""Time to change knees at the least; a longer rest of the dose goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """One exercise and how much of it is asked for today.

    Attributes:
        exercise: The definition.
        dose: Today's dose, which may differ from the definition's.
    """

    exercise: Exercise
    dose: Dose


@dataclass(frozen=True, slots=True, kw_only=True)
class Bout:
    """One stretch of work between two rests.

    Attributes:
        assignment: Position in the plan, from 0.
        side: The side it works on; None where both work together.
        set_number: From 1.
        hold_number: From 1 within a set and side; 0 for repetitions.
        target: Repetitions, or seconds to hold.
        rest_s: Rest after it; 0 after the last of an exercise.
    """

    assignment: int
    side: Side | None
    set_number: int
    hold_number: int
    target: float
    rest_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is done in one session.

    Attributes:
        assignments: In order; at least one.
        bouts: Every stretch of work, in order.
    """

    assignments: tuple[Assignment, ...]
    bouts: tuple[Bout, ...]

    def exercise_of(self, bout: int) -> Exercise:
        """Return the exercise of a bout."""
        return self.assignments[self.bouts[bout].assignment].exercise

    def is_last_of_exercise(self, bout: int) -> bool:
        """Return whether the exercise ends with this bout."""
        following = bout + 1
        return following == len(self.bouts) or self.bouts[following].assignment != self.bouts[bout].assignment

    def first_of(self, assignment: int) -> int:
        """Return the first bout of an exercise."""
        return next(number for number, bout in enumerate(self.bouts) if bout.assignment == assignment)


def prescribed(exercises: Sequence[Exercise]) -> tuple[Assignment, ...]:
    """Return exercises with the doses that they come with; postures have none and are left out."""
    return tuple(
        Assignment(exercise=exercise, dose=exercise.dose) for exercise in exercises if exercise.kind is not Kind.POSTURE
    )


def plan_of(assignments: Sequence[Assignment]) -> Plan:
    """Return the plan of some assignments.

    Raises:
        ValueError: There is nothing to do.
    """
    if not assignments:
        raise ValueError("a plan needs an exercise")
    bouts = [bout for number, each in enumerate(assignments) for bout in _bouts(number, each)]
    return Plan(assignments=tuple(assignments), bouts=tuple(bouts))


def _bouts(number: int, assignment: Assignment) -> list[Bout]:
    """Cut one exercise into bouts; the last has no rest, a change of sides takes its time."""
    order = list(_order(assignment))
    bouts = []
    for position, (set_number, side, hold_number) in enumerate(order):
        is_last = position + 1 == len(order)
        swaps = not is_last and order[position + 1][1] != side
        rest_s = max(assignment.dose.rest_s, SWAP_S) if swaps else assignment.dose.rest_s
        bouts.append(
            Bout(
                assignment=number,
                side=side,
                set_number=set_number,
                hold_number=hold_number,
                target=target_of(assignment),
                rest_s=0.0 if is_last else rest_s,
            )
        )
    return bouts


def _order(assignment: Assignment) -> Iterator[tuple[int, Side | None, int]]:
    """Yield set, side and hold in the order in which they are done: all holds of a side before the other."""
    sides: tuple[Side | None, ...] = ("left", "right") if is_one_sided(assignment.exercise) else (None,)
    is_counted = assignment.exercise.kind is Kind.REPETITIONS
    holds = (0,) if is_counted else range(1, (assignment.dose.holds or 1) + 1)
    for set_number in range(1, assignment.dose.sets + 1):
        for side in sides:
            yield from ((set_number, side, hold) for hold in holds)


def is_one_sided(exercise: Exercise) -> bool:
    """Return whether an exercise is done on one side, then on the other."""
    return exercise.sides == "one_at_a_time"


def target_of(assignment: Assignment) -> float:
    """Return the repetitions of a set, or the seconds of a hold."""
    if assignment.exercise.kind is Kind.REPETITIONS:
        return float(assignment.dose.repetitions or 1)
    return assignment.dose.hold_s or 1.0


def duration_s(plan: Plan) -> float:
    """Return about how long a plan takes, in seconds."""
    total_s = SECONDS_AROUND_AN_EXERCISE * len(plan.assignments)
    for bout in plan.bouts:
        is_counted = plan.assignments[bout.assignment].exercise.kind is Kind.REPETITIONS
        total_s += bout.rest_s + bout.target * (SECONDS_A_REPETITION if is_counted else 1.0)
    return total_s
