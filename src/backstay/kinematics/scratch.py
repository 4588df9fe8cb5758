"""Where long columns of numbers lie while a recording is worked on: in memory, or where the caller has more room."""

from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

_Number = TypeVar("_Number", bound=np.generic)


class Scratch(Protocol):
    """Room for columns that grow with a recording."""

    def columns(self, count: int, frames: int, kind: type[_Number]) -> NDArray[_Number]:
        """Return (frame, column) of undefined numbers, each column's numbers side by side."""
        ...

    def let_go(self) -> None:
        """Hear that a part of the work is done: what was touched for it need not stay in memory."""
        ...


class InMemory:
    """Columns in memory, as long as they are used."""

    def columns(self, count: int, frames: int, kind: type[_Number]) -> NDArray[_Number]:
        """Return (frame, column) of undefined numbers."""
        return np.empty((count, frames), dtype=kind).T

    def let_go(self) -> None:
        """Keep all."""


IN_MEMORY = InMemory()
