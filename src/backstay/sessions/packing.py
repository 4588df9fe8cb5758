"""Sightings of a whole video in columns, 0.9 kB a frame; each is made a `Sighting` when it is asked for."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import NDArray
from typing_extensions import override

from backstay.pose.types import Pose, Sighting, TorsoMotion

AT_ONCE = 1024
"""Sightings of a block: 0.9 MB."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Block:
    """Some sightings in a row, of one picture size and model.

    Attributes:
        points: (frame, landmark, 6) float32: x, y in pixels, x, y, z in metres, confidence.
        numbers: (frame, 7) pose time, motion time, flow right and down, quality, widening, luminance.
        people: (frame,).
        image_size_px: (width, height).
        model: Which model saw them.
    """

    points: NDArray[np.float32]
    numbers: NDArray[np.float64]
    people: NDArray[np.int32]
    image_size_px: tuple[int, int]
    model: str

    def sighting(self, number: int) -> Sighting:
        """Return one, its landmarks views of the columns."""
        points = self.points[number]
        t_s, moved_s, right, down, quality, widening, luminance = self.numbers[number].tolist()
        pose = Pose(
            t_s=t_s,
            xy_px=points[:, :2],
            world_m=points[:, 2:5],
            confidence=points[:, 5],
            image_size_px=self.image_size_px,
            model=self.model,
        )
        motion = TorsoMotion(t_s=moved_s, flow_px_per_s=(right, down), quality=quality, widening_per_s=widening)
        people = int(self.people[number])
        return Sighting(pose=pose, torso_motion=motion, people=people, luminance_fraction=luminance)


class SightingSeries(Sequence[Sighting]):
    """Sightings in order of time."""

    def __init__(self, sightings: Iterable[Sighting]) -> None:
        """Take sightings one after another."""
        self._blocks: list[_Block] = []
        kind = lambda each: (each.pose.image_size_px, each.pose.model)  # noqa: E731
        for _, alike in itertools.groupby(sightings, kind):
            while block := list(itertools.islice(alike, AT_ONCE)):
                self._blocks.append(_packed(block))
        self._ends = list(itertools.accumulate(len(block.people) for block in self._blocks))

    @override
    def __len__(self) -> int:
        """Return how many there are."""
        return self._ends[-1] if self._ends else 0

    @overload
    def __getitem__(self, place: int) -> Sighting: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Sighting]: ...
    @override
    def __getitem__(self, place: int | slice) -> Sighting | Sequence[Sighting]:
        """Return one, or some."""
        if isinstance(place, slice):
            return [self[number] for number in range(*place.indices(len(self)))]
        number = range(len(self))[place]
        block = int(np.searchsorted(self._ends, number, side="right"))
        return self._blocks[block].sighting(number - (self._ends[block - 1] if block else 0))

    @override
    def __iter__(self) -> Iterator[Sighting]:
        """Yield one after another."""
        for block in self._blocks:
            for number in range(len(block.people)):
                yield block.sighting(number)


def _packed(sightings: Sequence[Sighting]) -> _Block:
    """Return some sightings as columns."""
    first = sightings[0].pose
    points = np.empty((len(sightings), len(first.confidence), 6), dtype=np.float32)
    numbers = np.empty((len(sightings), 7))
    for number, each in enumerate(sightings):
        pose, motion = each.pose, each.torso_motion
        points[number, :, :2], points[number, :, 2:5], points[number, :, 5] = pose.xy_px, pose.world_m, pose.confidence
        told = (motion.quality, motion.widening_per_s, each.luminance_fraction)
        numbers[number] = (pose.t_s, motion.t_s, *motion.flow_px_per_s, *told)
    people = np.array([each.people for each in sightings], dtype=np.int32)
    return _Block(points=points, numbers=numbers, people=people, image_size_px=first.image_size_px, model=first.model)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PosesOf:
    """The poses of sightings, made anew each time one goes through them."""

    sightings: Sequence[Sighting]

    def __iter__(self) -> Iterator[Pose]:
        """Yield one after another."""
        return (each.pose for each in self.sightings)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.sightings)
