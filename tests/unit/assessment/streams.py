"""Streams of readings made by hand: a signal in time, and everything else unmeasured."""

import math
from collections.abc import Callable, Sequence

import numpy as np

from backstay.assessment.judging import Unit
from backstay.assessment.types import Event
from backstay.exercises.types import Criterion, Exercise, Phase
from backstay.kinematics.types import Readings, View, ViewLabel

FPS = 20.0


class Values(dict[str, float]):
    """What was measured; whatever is not in it reads NaN, as an unseen joint does."""

    def __missing__(self, name: str) -> float:
        """Read what is not there."""
        return math.nan


def readings(t_s: float, *, view: ViewLabel = ViewLabel.FRONT, is_person: bool = True, **values: float) -> Readings:
    """Return one frame."""
    azimuth_deg = {ViewLabel.SIDE_LEFT: 90.0, ViewLabel.SIDE_RIGHT: -90.0, ViewLabel.FRONT_OBLIQUE: 40.0}.get(view, 0.0)
    return Readings(t_s=t_s, values=Values(values), view=View(azimuth_deg=azimuth_deg, label=view), is_person=is_person)


def stream(
    seconds: float, values_at: Callable[[float], dict[str, float]], *, view: ViewLabel = ViewLabel.FRONT
) -> list[Readings]:
    """Return 20 frames a second of what a function of time reads."""
    return [readings(float(t_s), view=view, **values_at(float(t_s))) for t_s in np.arange(0, seconds, 1 / FPS)]


def unit_of(
    frames: Sequence[Readings],
    *,
    phase: Phase = Phase.HOLD,
    side: str | None = None,
    references: dict[str, float] | None = None,
    **timings: float,
) -> Unit:
    """Return frames as one phase of a unit."""
    return Unit(
        phases={phase: frames},
        view=frames[0].view.label,
        side=side,
        references=references or {},
        timings=timings,
        began_s=frames[0].t_s,
        ended_s=frames[-1].t_s,
    )


def criterion(**fields: object) -> Criterion:
    """Return a line about the trunk's lean in a hold, seen from the side, changed as told."""
    plain = {
        "id": "upright",
        "says": "Upright",
        "when": "hold",
        "measure": "trunk_inclination_deg",
        "not_met_above": 10.0,
        "change_sd": 1.5,
        "views": ["side", "front_oblique"],
        "to_see": "Turn side-on.",
        "source": "a test",
    }
    return Criterion.model_validate({name: value for name, value in (plain | fields).items() if value is not None})


def events_of(frames: Sequence[Readings], exercise: Exercise, **options: object) -> list[Event]:
    """Return everything that happens in a stream, its end included."""
    from backstay.assessment.progress import advance, begin, conclude

    progress, events = begin(exercise, **options), []
    for each in frames:
        progress, happened = advance(progress, each, exercise)
        events.extend(happened)
    return [*events, *conclude(progress, exercise)]


def of_kind(events: Sequence[Event], kind: type) -> list:
    """Return the events of one kind."""
    return [event for event in events if isinstance(event, kind)]
