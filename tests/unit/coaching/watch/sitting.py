"""Somebody before a camera, hour after hour, as places in a picture; the clock is moved by hand."""

import math
from dataclasses import dataclass, field, replace

from backstay.coaching.watch.advancing import advance_watch
from backstay.coaching.watch.types import Choice, Chose, ClockRead, Looked, Watch, WatchEvent
from backstay.kinematics.resting import Resting

TALL = Resting(
    t_s=0.0,
    head_across_fraction=0.60,
    head_down_fraction=0.30,
    shoulders_across_fraction=0.60,
    shoulders_down_fraction=0.50,
    scale_fraction=0.2,
    azimuth_deg=0.0,
    head_forward_deg=math.nan,
    trunk_forward_deg=math.nan,
    is_standing=None,
)


def shifted(place: Resting, across: float = 0.0, down: float = 0.0, **changes: object) -> Resting:
    """Return a place with head and shoulders moved, in scales."""
    return replace(
        place,
        head_across_fraction=place.head_across_fraction + across * place.scale_fraction,
        shoulders_across_fraction=place.shoulders_across_fraction + across * place.scale_fraction,
        head_down_fraction=place.head_down_fraction + down * place.scale_fraction,
        shoulders_down_fraction=place.shoulders_down_fraction + down * place.scale_fraction,
        **changes,
    )


SLUMP = shifted(TALL, down=0.5)
HALF_WAY = shifted(TALL, down=0.25)
STANDING = shifted(TALL, down=-1.0, is_standing=True)


@dataclass
class Day:
    """A watch that is led through a day.

    Attributes:
        watch: As it is.
        events: All that happened.
        told: When, and what happened then.
        minute: Of the day at the start.
    """

    watch: Watch = field(default_factory=Watch)
    events: list[WatchEvent] = field(default_factory=list)
    told: list[tuple[float, tuple[WatchEvent, ...]]] = field(default_factory=list)
    minute: int = 9 * 60
    is_on_battery: bool = False

    def spend(self, seconds: float, place: Resting | None, *, step_s: float = 2.0, wobble: float = 0.02) -> "Day":
        """Let time go on with somebody in a place (None: nobody), wobbling by some scales."""
        for number in range(round(seconds / step_s)):
            t_s = self.watch.t_s + step_s
            self.give(ClockRead(t_s=t_s, minute_of_day=self._minute(t_s), is_on_battery=self.is_on_battery))
            sign = (-1) ** number
            seen = None if place is None else replace(shifted(place, across=sign * wobble), t_s=t_s)
            self.give(Looked(t_s=t_s, resting=seen))
        return self

    def skip(self, seconds: float) -> "Day":
        """Let time go on without a picture or a tick, as while the machine sleeps."""
        self.give(ClockRead(t_s=self.watch.t_s + seconds, minute_of_day=self.minute, is_on_battery=False))
        return self

    def choose(self, choice: Choice) -> "Day":
        self.give(Chose(t_s=self.watch.t_s, choice=choice))
        return self

    def happened(self, kind: type) -> list[WatchEvent]:
        return [event for event in self.events if isinstance(event, kind)]

    def calibrate(
        self, choice: Choice = Choice.CALIBRATE_SITTING, tall: Resting = TALL, slump: Resting = SLUMP
    ) -> "Day":
        return self.choose(choice).spend(9, tall, step_s=0.25).spend(7, slump, step_s=0.25)

    def give(self, given: object) -> None:
        self.watch, events = advance_watch(self.watch, given)
        self.events.extend(events)
        self.told.append((self.watch.t_s, events))

    def _minute(self, t_s: float) -> int:
        return (self.minute + int(t_s // 60)) % (24 * 60)
