"""What makes sense field by field and not as a whole: measures, views, limits, phases, doses.

Complaints stop an exercise from loading; doubts are for its author to weigh.
"""

import math
import operator
from collections.abc import Iterator
from dataclasses import dataclass

from backstay.exercises.plain_yaml import Place
from backstay.exercises.types import (
    UNIT_MEASURES,
    CountsFrom,
    Criterion,
    Definition,
    Effort,
    Exercise,
    Kind,
    Limited,
    Phase,
    Requirement,
    ViewName,
    Which,
)
from backstay.exercises.wording import did_you_mean
from backstay.kinematics.measures import MEASURES, SIDED_NAMES
from backstay.kinematics.types import ViewLabel

Measured = Limited | Effort | CountsFrom

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
)
"""Fields in the unit of the measure beside them."""
HOLD_PHASES = frozenset({Phase.START, Phase.HOLD, Phase.ALWAYS, Phase.SET})
PHASES = {
    Kind.REPETITIONS: frozenset(Phase) - {Phase.HOLD},
    Kind.HOLD: HOLD_PHASES,
    Kind.PACED_HOLD: HOLD_PHASES,
    Kind.POSTURE: frozenset({Phase.ALWAYS}),
}
"""What each kind of exercise has to be judged in."""
DOSES = {Kind.REPETITIONS: ("repetitions",), Kind.HOLD: ("holds", "hold_s"), Kind.PACED_HOLD: ("holds", "hold_s")}
"""What a dose of each kind must say."""
OF_REPETITIONS = frozenset({"rising_s", "lowering_s"})
"""Unit measures that only repetitions have; the others belong to holds."""


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
        if isinstance(part, Limited | Effort | CountsFrom):
            yield from _about_measures(place, part)
            yield from _about_limits(place, part)
        if isinstance(part, Criterion):
            yield from _about_criterion(place, part, exercise.kind)
    yield from _about_counting(exercise)
    for field in DOSES.get(exercise.kind, ()):
        if getattr(exercise.dose, field) is None:
            yield Finding(place=("dose",), says=f"kind: {exercise.kind} needs {field}")


def doubts(exercise: Exercise) -> Iterator[Finding]:
    """Yield what the author of an exercise should think about once more."""
    for place, part in _parts(exercise, ()):
        if isinstance(part, Limited) and part.measure is not None and part.measure not in UNIT_MEASURES:
            least_sd = min(MEASURES[name].change_sd[label] for name, label in _readings_of(part.measure, part))
            if part.change_sd < least_sd:
                says = f"{part.change_sd:g} is less than {part.measure} is wrong by; write {least_sd:g} or more"
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


def _readings_of(name: str, part: Limited) -> Iterator[tuple[str, ViewLabel]]:
    """Yield each measure and camera view that a part claims and that exist."""
    for full in measures_of(name, part.of):
        for view in part.views:
            yield from ((full, label) for label in labels_of(view) if MEASURES[full].is_readable_from(label))


def _about_measures(place: Place, part: Measured) -> Iterator[Finding]:
    """Yield measures that do not exist, and views from which they cannot be read."""
    which = part.of if isinstance(part, Limited) else Which.MIDDLE
    is_of_unit = isinstance(part, Criterion) and part.measure in UNIT_MEASURES
    if part.measure is not None and not is_of_unit:
        yield from _about_measure(
            (*place, "measure"), part.measure, which, () if isinstance(part, Effort) else part.views
        )
    if isinstance(part, Requirement) and part.scaled_by is not None:
        yield from _about_measure((*place, "scaled_by"), part.scaled_by, Which.MIDDLE, part.views)


def _about_measure(place: Place, name: str, which: Which, views: tuple[ViewName, ...]) -> Iterator[Finding]:
    """Yield what is wrong with one name of a measure."""
    if not all(full in MEASURES for full in measures_of(name, which)):
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
        return f"{name} has no sides; leave out of: {which}"
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


def _about_criterion(place: Place, criterion: Criterion, kind: Kind) -> Iterator[Finding]:
    """Yield what makes one line impossible to judge or to coach."""
    if criterion.when not in PHASES[kind]:
        phases = ", ".join(phase for phase in Phase if phase in PHASES[kind])
        yield Finding(place=(*place, "when"), says=f"kind: {kind} has no {criterion.when}; it has {phases}")
    for field, narrows, is_wider in (
        ("met_above", "not_met_below", operator.lt),
        ("met_below", "not_met_above", operator.gt),
    ):
        inner, outer = getattr(criterion, field), getattr(criterion, narrows)
        if inner is not None and outer is None:
            yield Finding(
                place=(*place, field), says=f"narrows {narrows}, which is missing; add that or leave this out"
            )
        elif inner is not None and is_wider(inner, outer):
            yield Finding(place=(*place, field), says=f"{inner:g} lies beyond {narrows}, {outer:g}; swap them")
    if criterion.measure in UNIT_MEASURES and (criterion.measure in OF_REPETITIONS) != (kind is Kind.REPETITIONS):
        yield Finding(place=(*place, "measure"), says=f"kind: {kind} has no {criterion.measure}")
    if criterion.measure is not None and criterion.measure not in UNIT_MEASURES and criterion.cue is None:
        yield Finding(
            place=place, says="a line that the camera judges needs a cue: what the coach says about the fault"
        )


def _about_counting(exercise: Exercise) -> Iterator[Finding]:
    """Yield views in which nothing would be counted."""
    if exercise.effort is None or exercise.effort.measure not in MEASURES:
        return
    for view in (exercise.views.best, *exercise.views.also):
        if not is_readable(exercise.effort.measure, Which.MIDDLE, view):
            says = (
                f"{view}: the effort, {exercise.effort.measure}, cannot be read from this view, so nothing would count"
            )
            yield Finding(place=("views",), says=says)
