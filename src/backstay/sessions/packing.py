"""Sightings of a whole video in columns, 0.9 kB a frame; each is made a `Sighting` when it is asked for.

Those of the first ten minutes stay in memory, later ones lie on disk.
"""

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import NDArray
from typing_extensions import override

from backstay.pose.types import Pose, Sighting, TorsoMotion
from backstay.sessions.scratch import SMALL_FRAMES, Pile

AT_ONCE = 1024
"""Sightings of a block: 0.9 MB."""
NUMBERS = 7
"""Beside the landmarks, of each sighting."""


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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Away:
    """A block that lies on disk.

    Attributes:
        place: Where in the pile.
        points_shape: (frame, landmark, 6).
        image_size_px: (width, height).
        model: Which model saw them.
    """

    place: int
    points_shape: tuple[int, ...]
    image_size_px: tuple[int, int]
    model: str

    def fetched(self, pile: Pile) -> _Block:
        """Return it."""
        frames = self.points_shape[0]
        points, numbers = math.prod(self.points_shape), frames * NUMBERS
        content = pile.get(self.place, 4 * points + 8 * numbers + 4 * frames)
        return _Block(
            points=np.frombuffer(content, np.float32, points).reshape(self.points_shape),
            numbers=np.frombuffer(content, np.float64, numbers, 4 * points).reshape(frames, NUMBERS),
            people=np.frombuffer(content, np.int32, frames, 4 * points + 8 * numbers),
            image_size_px=self.image_size_px,
            model=self.model,
        )


class SightingSeries(Sequence[Sighting]):
    """Sightings in order of time."""

    def __init__(self, sightings: Iterable[Sighting]) -> None:
        """Take sightings one after another.

        Raises:
            StoreError: There are many, and the disk is full.
        """
        self._blocks: list[_Block | _Away] = []
        self._pile = Pile()
        sizes: list[int] = []
        kind = lambda each: (each.pose.image_size_px, each.pose.model)  # noqa: E731
        for _, alike in itertools.groupby(sightings, kind):
            while block := list(itertools.islice(alike, AT_ONCE)):
                self._blocks.append(self._put(_packed(block)))
                sizes.append(len(block))
        self._ends = list(itertools.accumulate(sizes))

    def _put(self, block: _Block) -> "_Block | _Away":
        """Keep a block in memory while there are few, else on disk."""
        if len(self._blocks) * AT_ONCE < SMALL_FRAMES:
            return block
        return _Away(
            place=self._pile.put((block.points, block.numbers, block.people)),
            points_shape=block.points.shape,
            image_size_px=block.image_size_px,
            model=block.model,
        )

    def _block(self, number: int) -> _Block:
        """Return a block, wherever it lies."""
        block = self._blocks[number]
        return block.fetched(self._pile) if isinstance(block, _Away) else block

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
            first, last, step = place.indices(len(self))
            return list(itertools.islice(self._from(first), 0, last - first, step)) if step > 0 else [*self][place]
        number = range(len(self))[place]
        block = int(np.searchsorted(self._ends, number, side="right"))
        return self._block(block).sighting(number - (self._ends[block - 1] if block else 0))

    @override
    def __iter__(self) -> Iterator[Sighting]:
        """Yield one after another."""
        return self._from(0)

    def _from(self, first: int) -> Iterator[Sighting]:
        """Yield one after another, from one on."""
        for place in range(int(np.searchsorted(self._ends, first, side="right")), len(self._blocks)):
            block = self._block(place)
            began = self._ends[place] - len(block.people)
            for number in range(max(0, first - began), len(block.people)):
                yield block.sighting(number)


def _packed(sightings: Sequence[Sighting]) -> _Block:
    """Return some sightings as columns."""
    first = sightings[0].pose
    points = np.empty((len(sightings), len(first.confidence), 6), dtype=np.float32)
    numbers = np.empty((len(sightings), NUMBERS))
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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MotionsOf:
    """The motions of chest and shoulders, made anew each time one goes through them."""

    sightings: Sequence[Sighting]

    def __iter__(self) -> Iterator[TorsoMotion]:
        """Yield one after another."""
        return (each.torso_motion for each in self.sightings)
