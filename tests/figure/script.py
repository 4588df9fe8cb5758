"""A script of postures in time, and the performance it gives: what the figure does and what is true of it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from figure.posture import Array, Posture, from_numbers, to_numbers

STEP_S = 0.05
MINIMUM_JERK = np.polynomial.Polynomial([0, 0, 0, 10, -15, 6])


@dataclass(frozen=True, slots=True, kw_only=True)
class Repetition:
    """One repetition as performed.

    Attributes:
        began_s: Leaving the start pose.
        top_s: Reaching the top.
        top_ended_s: Leaving the top.
        ended_s: Back at the start pose (or where the next repetition sets out from).
        side: "left" or "right" for a one-sided repetition.
        is_full: Whether it is meant to count.
    """

    began_s: float
    top_s: float
    top_ended_s: float
    ended_s: float
    side: str | None = None
    is_full: bool = True

    def later(self, seconds: float) -> "Repetition":
        """Return the same repetition, later."""
        moments = ("began_s", "top_s", "top_ended_s", "ended_s")
        return replace(self, **{moment: getattr(self, moment) + seconds for moment in moments})


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Something that is so from one moment to another: a hold, a fault, a posture."""

    name: str
    began_s: float
    ended_s: float
    side: str | None = None

    def later(self, seconds: float) -> "Span":
        """Return the same span, later."""
        return replace(self, began_s=self.began_s + seconds, ended_s=self.ended_s + seconds)

    @property
    def length_s(self) -> float:
        """Return how long it lasts."""
        return self.ended_s - self.began_s


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Performance:
    """A movement in time, and its truth.

    Attributes:
        name: The movement's name.
        times_s: (key,) when each key posture is reached, from 0.
        numbers: (key, number) the key postures, as `to_numbers` takes them apart.
        eased: (key,) whether the way to this key speeds up and slows down (minimum jerk) or is steady.
        repetitions: What was performed as repetitions of this movement.
        holds: What was held; a broken hold is several spans of one name.
        faults: Where the form is wrong, at full strength.
        states: Postures, one after the other.
    """

    name: str
    times_s: Array
    numbers: Array
    eased: np.ndarray
    repetitions: tuple[Repetition, ...] = ()
    holds: tuple[Span, ...] = ()
    faults: tuple[Span, ...] = ()
    states: tuple[Span, ...] = ()

    @property
    def duration_s(self) -> float:
        """Return when the last posture is reached."""
        return float(self.times_s[-1])

    def at(self, t_s: Array | float) -> Posture:
        """Return the posture at each moment; before the start and after the end it stands still."""
        t_s = np.atleast_1d(np.asarray(t_s, dtype=float))
        after = np.clip(np.searchsorted(self.times_s, t_s, side="right"), 1, len(self.times_s) - 1)
        length_s = np.maximum(self.times_s[after] - self.times_s[after - 1], 1e-9)
        share = np.clip((t_s - self.times_s[after - 1]) / length_s, 0, 1)
        share = np.where(self.eased[after], MINIMUM_JERK(share), share)[:, None]
        return from_numbers(((1 - share) * self.numbers[after - 1] + share * self.numbers[after]).T)

    def then(self, other: "Performance", pause_s: float = 1.5) -> "Performance":
        """Return this performance, `pause_s` to reach the other's first posture, and the other."""
        later_s = self.duration_s + pause_s

        def later(spans: tuple[Span, ...]) -> tuple[Span, ...]:
            return tuple(span.later(later_s) for span in spans)

        return replace(
            self,
            times_s=np.concatenate([self.times_s, other.times_s + later_s]),
            numbers=np.concatenate([self.numbers, other.numbers]),
            eased=np.concatenate([self.eased, other.eased]),
            repetitions=self.repetitions + tuple(repetition.later(later_s) for repetition in other.repetitions),
            holds=self.holds + later(other.holds),
            faults=self.faults + later(other.faults),
            states=self.states + later(other.states),
        )

    def mirrored(self) -> "Performance":
        """Return the performance that a mirror shows: left and right change places."""
        other = {None: None, "left": "right", "right": "left"}
        return replace(
            self,
            numbers=np.array([to_numbers(from_numbers(row).mirrored()) for row in self.numbers], dtype=float),
            repetitions=tuple(replace(repetition, side=other[repetition.side]) for repetition in self.repetitions),
            holds=tuple(replace(hold, side=other[hold.side]) for hold in self.holds),
        )


@dataclass
class Script:
    """Write a performance posture by posture; `t_s` is always the moment reached so far."""

    name: str
    posture: Posture
    t_s: float = 0.0
    repetitions: list[Repetition] = field(default_factory=list)
    holds: list[Span] = field(default_factory=list)
    faults: list[Span] = field(default_factory=list)
    states: list[Span] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Start at rest in the first posture."""
        self._keys: list[tuple[float, Posture, bool]] = [(0.0, self.posture, True)]

    def move(self, posture: Posture, seconds: float) -> "Script":
        """Reach a posture, speeding up and slowing down."""
        return self._key(posture, seconds, eased=True)

    def stay(self, seconds: float) -> "Script":
        """Keep the posture."""
        return self._key(self.posture, seconds, eased=True)

    def follow(self, posture_at: Callable[[float], Posture], seconds: float) -> "Script":
        """Follow a posture that is a function of the share done, 0 to 1; must set out from where the figure is."""
        steps = max(1, round(seconds / STEP_S))
        for step in range(1, steps + 1):
            self._key(posture_at(step / steps), seconds / steps, eased=False)
        return self

    def performance(self) -> Performance:
        """Return what was written."""
        return Performance(
            name=self.name,
            times_s=np.array([t_s for t_s, _, _ in self._keys]),
            numbers=np.array([to_numbers(posture) for _, posture, _ in self._keys], dtype=float),
            eased=np.array([eased for _, _, eased in self._keys]),
            repetitions=tuple(self.repetitions),
            holds=tuple(self.holds),
            faults=tuple(self.faults),
            states=tuple(self.states),
        )

    def _key(self, posture: Posture, seconds: float, *, eased: bool) -> "Script":
        if seconds > 0:
            self.t_s += seconds
            self._keys.append((self.t_s, posture, eased))
            self.posture = posture
        return self


def perform(text: str, postures: Mapping[str, Posture]) -> Performance:
    """Return the performance that a line of text tells.

    Each step is a posture's name and how long reaching it takes; `hold` keeps the posture. The first step's posture is
    held for its time.

    Args:
        text: Such as "stand 1s, W 0.5s, overhead 2s, hold 0.5s, W 2s".
        postures: What the names mean.
    """
    steps = [re.fullmatch(r"\s*(\w+)\s+([\d.]+)\s*s\s*", step) for step in text.split(",")]
    named = [(step[1], float(step[2])) for step in steps if step is not None]
    if len(named) != len(steps):
        message = f"cannot read {text!r}: write steps such as 'overhead 2s', separated by commas"
        raise ValueError(message)
    script = Script(text, postures[named[0][0]]).stay(named[0][1])
    for name, seconds in named[1:]:
        script.stay(seconds) if name == "hold" else script.move(postures[name], seconds)
    return script.performance()
