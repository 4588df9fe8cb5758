"""What makes sense field by field and not as a whole: measures, views, limits, phases, doses.

Complaints stop an exercise from loading; doubts are for its author to weigh.
"""

import math
import operator
from collections.abc import Iterator
from dataclasses import dataclass

from backstay.exercises.plain_yaml import Place
from backstay.exercises.types import (
    SILENCE,
    UNIT_MEASURES,
    CountsFrom,
    Criterion,
    Definition,
    Effort,
    Exercise,
    Kind,
    Limited,
    Phase,
    Position,
    Reach,
    Requirement,
    SideFrom,
    Which,
)
from backstay.exercises.views import ViewName
from backstay.exercises.wording import did_you_mean
from backstay.kinematics.measures import MEASURES
from backstay.kinematics.types import ViewLabel

Measured = Limited | Effort | CountsFrom | Reach | Position | SideFrom

SIDED_NAMES = frozenset(name.removeprefix("left_") for name in MEASURES if name.startswith("left_"))
RANGES = {"deg": (-180.0, 180.0), "fraction": (-5.0, 5.0), "s": (0.0, 3600.0), "held": (0.0, 2.0)}
"""The last word of a measure's name -> between what any limit on it must lie."""
LIMITS = (
    "not_met_below",
    "not_met_above",
    "met_below",
    "met_above",
    "change_sd",
    "above",
    "starts_above",
    "from_below_reaching",
    "begins_above_own_start",
    "ends_below_own_start",
    "working_above",
    "other_below",
    "usual_start",
    "least_shift",
)
"""Fields in the unit of the measure beside them."""
HOLD_PHASES = frozenset({Phase.HOLD, Phase.ALWAYS, Phase.SET})
PHASES = {
    Kind.REPETITIONS: frozenset(Phase) - {Phase.HOLD},
    Kind.HOLD: HOLD_PHASES,
    Kind.PACED_HOLD: HOLD_PHASES,
    Kind.POSTURE: frozenset({Phase.ALWAYS}),
}
"""What each kind of exercise has to be judged in."""
DOSES = {Kind.REPETITIONS: ("repetitions",), Kind.HOLD: ("holds", "hold_s"), Kind.PACED_HOLD: ("holds", "hold_s")}
"""What a dose of each kind must say."""
UNIT_PHASES = {
    "rising_s": Phase.RISING,
    "lowering_s": Phase.LOWERING,
    "held_s": Phase.HOLD,
    "sides_held": Phase.SET,
    SILENCE: Phase.HOLD,
}
"""The phase that a measure of a whole unit belongs to."""
INSTANTS = frozenset({Phase.START, Phase.PEAK})
LEGS = frozenset({Which.FRONT_LEG, Which.REAR_LEG})
OWN_REFERENCES = {Kind.REPETITIONS: ("first_repetition",), Kind.PACED_HOLD: ("tall_sitting", "on_floor")}
"""The own values that each kind finds in a recording; a hold's is named in its position."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something about one place of a definition.

    Attributes:
        place: Where.
        says: What, and what to do.
    """

    place: Place
    says: str


def complaints(exercise: Exercise) -> Iterator[Finding]:
    """Yield whatever makes an exercise impossible to judge as it is written."""
    for place, part in _parts(exercise, ()):
        if isinstance(part, Measured):
            yield from _about_measures(place, part)
            yield from _about_limits(place, part)
        if isinstance(part, Criterion):
            yield from _about_criterion(place, part, exercise)
        if isinstance(part, Requirement) and part.to_see is not None and exercise.kind is Kind.REPETITIONS:
            yield Finding(place=(*place, "to_see"), says="only the seconds of a hold are unsure; leave it out")
    yield from _about_counting(exercise)
    for field in DOSES.get(exercise.kind, ()):
        if getattr(exercise.dose, field) is None:
            yield Finding(place=("dose",), says=f"kind: {exercise.kind} needs {field}")


def doubts(exercise: Exercise) -> Iterator[Finding]:
    """Yield what the author of an exercise should think about once more."""
    for place, part in _parts(exercise, ()):
        if isinstance(part, Criterion | Requirement) and part.change_sd < _least_sd(part):
            says = f"{part.change_sd:g} is less than {part.measure} is wrong by; write {_least_sd(part):g} or more"
            yield Finding(place=(*place, "change_sd"), says=says)
    if not any(exercise.views.best in criterion.views for criterion in exercise.criteria):
        yield Finding(place=("views", "best"), says=f"no line is judged from here; is {exercise.views.best} right?")


def measures_of(name: str, which: Which) -> tuple[str, ...]:
    """Return the measures that a name stands for: itself, or its left and right.

    Example:
        >>> measures_of("knee_flexion_deg", Which.NEAR_SIDE)
        ('left_knee_flexion_deg', 'right_knee_flexion_deg')
    """
    return (name,) if which is Which.MIDDLE else (f"left_{name}", f"right_{name}")


def labels_of(view: ViewName) -> tuple[ViewLabel, ...]:
    """Return the camera views that a view's name covers."""
    return tuple(label for label in ViewLabel if view.covers(label))


def is_readable(name: str, which: Which, view: ViewName) -> bool:
    """Return whether a measure can be read from a view."""
    full_names = measures_of(name, which)
    return any(MEASURES[full].is_readable_from(label) for full in full_names for label in labels_of(view))


def _parts(part: Definition, place: Place) -> Iterator[tuple[Place, Definition]]:
    """Yield a definition and all that it is made of, with their places."""
    yield place, part
    for field, value in part:
        if isinstance(value, Definition):
            yield from _parts(value, (*place, field))
        elif isinstance(value, tuple):
            for number, item in enumerate(value):
                if isinstance(item, Definition):
                    yield from _parts(item, (*place, field, number))


def _which_of(part: Measured) -> Which:
    """Return which side a part's measure is meant of; a position is the working side's."""
    if isinstance(part, Position | SideFrom):
        return Which.EACH_SIDE
    return part.of if isinstance(part, Limited | Reach) else Which.MIDDLE


def _exists(name: str, which: Which) -> bool:
    """Return whether there is such a measure, on both sides where it has sides."""
    return all(full in MEASURES for full in measures_of(name, which))


def _least_sd(part: Criterion | Requirement) -> float:
    """Return the least error that a part's measure has in the views it claims; 0 where it has another unit."""
    if part.measure is None or part.measure in UNIT_MEASURES or part.scaled_by is not None:
        return 0.0
    measured = MEASURES[measures_of(part.measure, part.of)[0]].change_sd
    return min(sd for label, sd in measured.items() if part.can_be_judged_from(label))


def _about_measures(place: Place, part: Measured) -> Iterator[Finding]:
    """Yield measures that do not exist, and views from which they cannot be read."""
    views = part.views if isinstance(part, Limited | CountsFrom | Reach) else ()
    is_of_unit = isinstance(part, Criterion) and part.measure in UNIT_MEASURES
    if part.measure is not None and not is_of_unit:
        yield from _about_measure((*place, "measure"), part.measure, _which_of(part), views)
    if isinstance(part, Criterion | Requirement | Reach) and part.scaled_by is not None:
        yield from _about_measure((*place, "scaled_by"), part.scaled_by, Which.MIDDLE, views)


def _about_measure(place: Place, name: str, which: Which, views: tuple[ViewName, ...]) -> Iterator[Finding]:
    """Yield what is wrong with one name of a measure."""
    if not _exists(name, which):
        yield Finding(place=place, says=_unknown(name, which))
        return
    for view in views:
        if not is_readable(name, which, view):
            able = ", ".join(each for each in ViewName if is_readable(name, which, each))
            says = f"{view}: {name} cannot be read from this view; it can from {able}"
            yield Finding(place=(*place[:-1], "views"), says=says)


def _unknown(name: str, which: Which) -> str:
    """Return why there is no such measure and what to write."""
    if which is Which.MIDDLE and name in SIDED_NAMES:
        return f"{name} is measured left and right; add of: each_side, near_side, front_leg or rear_leg"
    if which is not Which.MIDDLE and name in MEASURES:
        return f"{name} has no left and right; leave of: out, or take a measure that has"
    names = MEASURES if which is Which.MIDDLE else SIDED_NAMES
    return f"there is no measure {name}{did_you_mean(name, sorted(names)) or '; docs/measures.md lists them all'}"


def _about_limits(place: Place, part: Measured) -> Iterator[Finding]:
    """Yield limits that no body and no camera can reach."""
    low, high = RANGES.get((part.measure or "").rsplit("_", maxsplit=1)[-1], (-math.inf, math.inf))
    for field in LIMITS:
        value = getattr(part, field, None)
        if value is not None and not low <= value <= high:
            says = f"{value:g} is out of reach; {part.measure} lies between {low:g} and {high:g}"
            yield Finding(place=(*place, field), says=says)


def _about_criterion(place: Place, criterion: Criterion, exercise: Exercise) -> Iterator[Finding]:
    """Yield what makes one line impossible to judge or to coach."""
    kind, name = exercise.kind, criterion.measure
    if criterion.when not in PHASES[kind]:
        phases = ", ".join(phase for phase in Phase if phase in PHASES[kind])
        yield Finding(place=(*place, "when"), says=f"kind: {kind} has no {criterion.when}; it has {phases}")
    elif UNIT_PHASES.get(name or "", criterion.when) is not criterion.when:
        yield Finding(place=(*place, "when"), says=f"{name} goes with when: {UNIT_PHASES[name or '']}")
    if name is not None and name not in UNIT_MEASURES and criterion.cue is None:
        yield Finding(
            place=place, says="a line that the camera judges needs a cue: what the coach says about the fault"
        )
    if criterion.of in LEGS and exercise.position is None:
        yield Finding(place=(*place, "of"), says=f"{criterion.of} needs a position, which finds the working side")
    yield from _about_reference(place, criterion, exercise)
    yield from _about_met(place, criterion)
    yield from _about_met_with(place, criterion, exercise)


def _about_reference(place: Place, criterion: Criterion, exercise: Exercise) -> Iterator[Finding]:
    """Yield own values that no recording of this kind gives."""
    if criterion.from_own is None:
        return
    known = OWN_REFERENCES.get(exercise.kind, ()) if exercise.position is None else (exercise.position.reference,)
    if criterion.from_own not in known:
        choice = f"write {' or '.join(known)}" if known else "leave it out"
        yield Finding(place=(*place, "from_own"), says=f"kind: {exercise.kind} has no {criterion.from_own}; {choice}")
    elif exercise.kind is Kind.REPETITIONS and criterion.when not in INSTANTS:
        yield Finding(
            place=(*place, "from_own"), says="a change from the first repetition goes with when: start or peak"
        )


def _about_met(place: Place, criterion: Criterion) -> Iterator[Finding]:
    """Yield bounds of "met" that do not narrow a limit."""
    narrowings = (("met_above", "not_met_below", operator.lt), ("met_below", "not_met_above", operator.gt))
    for field, limit, is_wider in narrowings:
        inner, outer = getattr(criterion, field), getattr(criterion, limit)
        if inner is not None and outer is None:
            yield Finding(place=(*place, field), says=f"narrows {limit}, which is missing; add that or leave this out")
        elif inner is not None and is_wider(inner, outer):
            yield Finding(place=(*place, field), says=f"{inner:g} lies beyond {limit}, {outer:g}; move it inside")


def _about_met_with(place: Place, criterion: Criterion, exercise: Exercise) -> Iterator[Finding]:
    """Yield a line to go with that is not there, is not measured, or is judged at another time."""
    if criterion.met_with is None:
        return
    others = [
        each.id
        for each in exercise.criteria
        if each is not criterion and each.measure is not None and each.when is criterion.when
    ]
    if criterion.met_with not in others:
        choice = f"write {' or '.join(others)}" if others else "leave it out"
        says = f"{criterion.met_with} is no other measured line with when: {criterion.when}; {choice}"
        yield Finding(place=(*place, "met_with"), says=says)


def _about_counting(exercise: Exercise) -> Iterator[Finding]:
    """Yield views in which nothing would be counted or held."""
    for _, part in _parts(exercise, ()):
        if not isinstance(part, Effort | Position) or not _exists(part.measure, _which_of(part)):
            continue
        for view in (exercise.views.best, *exercise.views.also):
            if not is_readable(part.measure, _which_of(part), view):
                says = f"{view}: {part.measure} cannot be read from this view, so nothing would count"
                yield Finding(place=("views",), says=says)
