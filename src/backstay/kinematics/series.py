"""Readings of a whole recording in columns, 0.3 kB a frame; each is made a `Readings` when it is asked for."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import overload

import numpy as np
from numpy.typing import NDArray
from typing_extensions import override

from backstay.kinematics.breath_series import BreathSeries, breath_series
from backstay.kinematics.breathing import BreathReading
from backstay.kinematics.scratch import IN_MEMORY, Scratch
from backstay.kinematics.types import Readings, View, ViewLabel

Array = NDArray[np.float64]

LABELS = tuple(ViewLabel)
AT_ONCE = 256
"""Readings that are made together: enough that it costs nothing, few enough that it takes no room."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReadingSeries(Sequence[Readings]):
    """Readings in order of time; a slice of one is another, over the same numbers.

    Attributes:
        names: The measures, in order.
        t_s: (frame,) media time in seconds.
        values: (frame, measure); NaN = unmeasured.
        azimuth_deg: (frame,) where the camera stands; NaN = unknown.
        labels: (frame,) the azimuth in a word, as its place in `ViewLabel`.
        is_person: (frame,) whether anybody was tracked.
        breaths: What is known of the breathing at each; None where it was not followed.
        scratch: Where the columns lie.
    """

    names: tuple[str, ...]
    t_s: Array
    values: Array
    azimuth_deg: Array
    labels: NDArray[np.uint8]
    is_person: NDArray[np.bool_]
    breaths: BreathSeries | None = None
    scratch: Scratch = IN_MEMORY

    @override
    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.t_s)

    @overload
    def __getitem__(self, place: int) -> Readings: ...
    @overload
    def __getitem__(self, place: slice) -> "ReadingSeries": ...
    @override
    def __getitem__(self, place: int | slice) -> "Readings | ReadingSeries":
        """Return one, or some as a series."""
        if isinstance(place, slice):
            return self._cut(place)
        number = range(len(self))[place]
        return next(iter(self[number : number + 1]))

    @override
    def __iter__(self) -> Iterator[Readings]:
        """Yield one after another."""
        return self.with_only(self.names)

    def with_only(self, names: Sequence[str]) -> Iterator[Readings]:
        """Yield one after another with some of the measures, so that those which are kept take less room."""
        places = [self.names.index(name) for name in names]
        for first in range(0, len(self), AT_ONCE):
            yield from self[first : first + AT_ONCE].made(names, places)
            self.scratch.let_go()

    def made(self, names: Sequence[str], places: Sequence[int]) -> Iterator[Readings]:
        """Yield one after another, all made together; `places` are the columns of the measures."""
        breaths = (None,) * len(self) if self.breaths is None else self.breaths
        columns = (self.t_s, self.values[:, places], self.azimuth_deg, self.labels, self.is_person)
        rows = zip(*(column.tolist() for column in columns), breaths, strict=True)
        for t_s, values, azimuth_deg, label, is_person, breath in rows:
            yield Readings(
                t_s=t_s,
                values=dict(zip(names, values, strict=True)),
                view=View(azimuth_deg=azimuth_deg, label=LABELS[label]),
                is_person=is_person,
                breath=breath,
            )

    def put(
        self,
        where: slice,
        *,
        t_s: Sequence[float],
        values: Sequence[Sequence[float]],
        views: Sequence[View],
        is_person: Sequence[bool],
    ) -> None:
        """Fill in some readings; `values` has a row a measure."""
        self.t_s[where], self.is_person[where] = t_s, is_person
        self.values[where] = np.array(values).T
        self.azimuth_deg[where] = [view.azimuth_deg for view in views]
        self.labels[where] = [LABELS.index(view.label) for view in views]

    def views(self) -> Iterator[View]:
        """Yield where the camera stands at each."""
        for azimuth_deg, label in zip(self.azimuth_deg, self.labels, strict=True):
            yield View(azimuth_deg=float(azimuth_deg), label=LABELS[label])

    def chosen(self, which: "Sequence[bool] | NDArray[np.bool_]") -> "ReadingSeries":
        """Return those of which something is so."""
        is_so = np.array(which, dtype=bool)
        some = empty_series(self.names, int(is_so.sum()), self.scratch)
        some.t_s[:], some.azimuth_deg[:] = self.t_s[is_so], self.azimuth_deg[is_so]
        some.labels[:], some.is_person[:] = self.labels[is_so], self.is_person[is_so]
        for column in range(len(self.names)):
            some.values[:, column] = self.values[is_so, column]
            self.scratch.let_go()
        return replace(some, breaths=None if self.breaths is None else self.breaths.chosen(is_so))

    def with_breaths(self, breaths: Iterable[BreathReading]) -> "ReadingSeries":
        """Return the same with what is known of the breathing at each."""
        return replace(self, breaths=breath_series(breaths, len(self), self.scratch))

    def _cut(self, place: slice) -> "ReadingSeries":
        return ReadingSeries(
            names=self.names,
            t_s=self.t_s[place],
            values=self.values[place],
            azimuth_deg=self.azimuth_deg[place],
            labels=self.labels[place],
            is_person=self.is_person[place],
            breaths=None if self.breaths is None else self.breaths[place],
            scratch=self.scratch,
        )


def empty_series(names: Sequence[str], frames: int, scratch: Scratch = IN_MEMORY) -> ReadingSeries:
    """Return a series to be filled by `put`.

    Args:
        names: The measures.
        frames: How many readings there will be.
        scratch: Where the columns lie.
    """
    return ReadingSeries(
        names=tuple(names),
        t_s=scratch.columns(1, frames, np.float64)[:, 0],
        values=scratch.columns(len(names), frames, np.float64),
        azimuth_deg=scratch.columns(1, frames, np.float64)[:, 0],
        labels=scratch.columns(1, frames, np.uint8)[:, 0],
        is_person=scratch.columns(1, frames, np.bool_)[:, 0],
        scratch=scratch,
    )


def column_of(readings: Sequence[Readings], name: str) -> Array:
    """Return a measure's value in each of some readings, (frame,); NaN = unmeasured."""
    if isinstance(readings, ReadingSeries):
        return readings.values[:, readings.names.index(name)]
    return np.array([each.values[name] for each in readings], dtype=np.float64)
