"""Readings of a whole recording in columns, 0.3 kB a frame; each is made a `Readings` when it is asked for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import overload

import numpy as np
from numpy.typing import NDArray
from typing_extensions import override

from backstay.kinematics.breathing import BreathReading
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
        breaths: What is known of the breathing at each; empty where it was not followed.
    """

    names: tuple[str, ...]
    t_s: Array
    values: Array
    azimuth_deg: Array
    labels: NDArray[np.uint8]
    is_person: NDArray[np.bool_]
    breaths: Sequence[BreathReading] = ()

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
            return self._cut(place, self.breaths[place])
        number = range(len(self))[place]
        return next(iter(self[number : number + 1]))

    @override
    def __iter__(self) -> Iterator[Readings]:
        """Yield one after another."""
        for first in range(0, len(self), AT_ONCE):
            yield from self[first : first + AT_ONCE].made()

    def made(self) -> Iterator[Readings]:
        """Yield one after another, all made together."""
        breaths = self.breaths or (None,) * len(self)
        columns = (self.t_s, self.values, self.azimuth_deg, self.labels, self.is_person)
        rows = zip(*(column.tolist() for column in columns), breaths, strict=True)
        for t_s, values, azimuth_deg, label, is_person, breath in rows:
            yield Readings(
                t_s=t_s,
                values=dict(zip(self.names, values, strict=True)),
                view=View(azimuth_deg=azimuth_deg, label=LABELS[label]),
                is_person=is_person,
                breath=breath,
            )

    def views(self) -> Iterator[View]:
        """Yield where the camera stands at each."""
        for azimuth_deg, label in zip(self.azimuth_deg, self.labels, strict=True):
            yield View(azimuth_deg=float(azimuth_deg), label=LABELS[label])

    def chosen(self, which: Sequence[bool]) -> "ReadingSeries":
        """Return those of which something is so."""
        is_so = np.array(which, dtype=bool)
        return self._cut(is_so, tuple(each for each, is_in in zip(self.breaths, which, strict=False) if is_in))

    def with_breaths(self, breaths: Sequence[BreathReading]) -> "ReadingSeries":
        """Return the same with what is known of the breathing."""
        return replace(self, breaths=breaths)

    def _cut(self, which: "slice | NDArray[np.bool_]", breaths: Sequence[BreathReading]) -> "ReadingSeries":
        return ReadingSeries(
            names=self.names,
            t_s=self.t_s[which],
            values=self.values[which],
            azimuth_deg=self.azimuth_deg[which],
            labels=self.labels[which],
            is_person=self.is_person[which],
            breaths=breaths,
        )


def series_of(readings: Iterator[Readings], names: Sequence[str], frames: int) -> ReadingSeries:
    """Return readings as a series.

    Args:
        readings: One after another.
        names: Their measures.
        frames: How many there are.
    """
    t_s, azimuth_deg, values = np.empty(frames), np.empty(frames), np.empty((frames, len(names)))
    labels, is_person = np.empty(frames, dtype=np.uint8), np.empty(frames, dtype=bool)
    for number, each in enumerate(readings):
        t_s[number], azimuth_deg[number] = each.t_s, each.view.azimuth_deg
        values[number] = list(each.values.values())
        labels[number], is_person[number] = LABELS.index(each.view.label), each.is_person
    return ReadingSeries(
        names=tuple(names), t_s=t_s, values=values, azimuth_deg=azimuth_deg, labels=labels, is_person=is_person
    )


def column_of(readings: Sequence[Readings], name: str) -> Array:
    """Return a measure's value in each of some readings, (frame,); NaN = unmeasured."""
    if isinstance(readings, ReadingSeries):
        return readings.values[:, readings.names.index(name)]
    return np.array([each.values[name] for each in readings], dtype=np.float64)
