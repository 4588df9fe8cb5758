"""What is known of the breathing in a whole recording, in columns; each is made a `BreathReading` when asked for."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import overload

import numpy as np
from numpy.typing import NDArray
from typing_extensions import override

from backstay.kinematics.breathing import BreathReading, OwnBreathing
from backstay.kinematics.scratch import IN_MEMORY, Scratch

T, LAST_BREATH, UNSEEN_FOR = range(3)
AT_ONCE = 256

_Kind = tuple[bool, OwnBreathing | None, str]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BreathSeries(Sequence[BreathReading]):
    """Readings of the breathing in order of time; a slice of one is another, over the same numbers.

    Attributes:
        numbers: (frame, 3) media time, when the last breath was fully in (NaN = none yet), and seconds without one.
        kinds: Each readability, own breathing and reason that occurs.
        kind: (frame,) which of them.
    """

    numbers: NDArray[np.float64]
    kinds: tuple[_Kind, ...]
    kind: NDArray[np.int32]

    @override
    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.kind)

    @overload
    def __getitem__(self, place: int) -> BreathReading: ...
    @overload
    def __getitem__(self, place: slice) -> "BreathSeries": ...
    @override
    def __getitem__(self, place: int | slice) -> "BreathReading | BreathSeries":
        """Return one, or some as a series."""
        if isinstance(place, slice):
            return replace(self, numbers=self.numbers[place], kind=self.kind[place])
        number = range(len(self))[place]
        return next(iter(self[number : number + 1]))

    @override
    def __iter__(self) -> Iterator[BreathReading]:
        """Yield one after another."""
        for first in range(0, len(self), AT_ONCE):
            some = slice(first, first + AT_ONCE)
            for numbers, kind in zip(self.numbers[some].tolist(), self.kind[some].tolist(), strict=True):
                is_readable, own, reason = self.kinds[kind]
                yield BreathReading(
                    t_s=numbers[T],
                    is_readable=is_readable,
                    last_breath_s=numbers[LAST_BREATH] if numbers[LAST_BREATH] == numbers[LAST_BREATH] else None,
                    unseen_for_s=numbers[UNSEEN_FOR],
                    own=own,
                    reason=reason,
                )

    def chosen(self, which: NDArray[np.bool_]) -> "BreathSeries":
        """Return those of which something is so."""
        return replace(self, numbers=self.numbers[which], kind=self.kind[which])


def breath_series(readings: Iterable[BreathReading], frames: int, scratch: Scratch = IN_MEMORY) -> BreathSeries:
    """Return readings of the breathing, one a frame, as a series."""
    numbers, kind = scratch.columns(3, frames, np.float64), scratch.columns(1, frames, np.int32)[:, 0]
    kinds: dict[_Kind, int] = {}
    for number, each in enumerate(readings):
        last_breath_s = np.nan if each.last_breath_s is None else each.last_breath_s
        numbers[number] = (each.t_s, last_breath_s, each.unseen_for_s)
        kind[number] = kinds.setdefault((each.is_readable, each.own, each.reason), len(kinds))
        if number % AT_ONCE == 0:
            scratch.let_go()
    return BreathSeries(numbers=numbers, kinds=tuple(kinds), kind=kind)
