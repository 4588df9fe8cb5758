"""Keeping up: one place for the newest frame, times that only grow, and a lighter model on a slow machine."""

import math
import threading
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

import numpy as np

T = TypeVar("T")
BUDGET_MS = 60.0
"""A pose may take this long in 19 of 20 frames: with decoding, judging and drawing the answer then takes under 80 ms
(docs/design.md, live coach)."""
FRAMES_JUDGED = 60
"""Two seconds of frames decide; the first are left out, while the network warms up."""
FRAMES_WARMING = 15
ASLEEP = timedelta(seconds=10)
"""A program that looks ten times a second has missed a hundred looks; no other load holds it up for as long."""
LATEST_S = 1.0
"""A frame that seems older than this on arrival: the page's clock and ours have drifted apart (a laptop asleep)."""


class NewestOnly(Generic[T]):
    """A place for one thing: putting a newer one in drops the older."""

    def __init__(self) -> None:
        """Begin empty."""
        self._item: T | None = None
        self._changed = threading.Condition()
        self._dropped = 0

    @property
    def dropped(self) -> int:
        """Return how many were dropped."""
        return self._dropped

    def put(self, item: T) -> None:
        """Put the newest in."""
        with self._changed:
            self._dropped += self._item is not None
            self._item = item
            self._changed.notify()

    def take(self, timeout_s: float) -> T | None:
        """Take it out; None if nothing comes in time."""
        with self._changed:
            self._changed.wait_for(lambda: self._item is not None, timeout_s)
            item, self._item = self._item, None
            return item

    def clear(self) -> None:
        """Throw away what is in it, and do not count it as dropped."""
        with self._changed:
            self._item = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureClock:
    """Turns a page's own time stamps into the server's time, so that uneven arrival does not shake the time axis.

    Attributes:
        ahead_s: Server time less page time at the quickest arrival so far; NaN before the first frame.
    """

    ahead_s: float = math.nan

    def read(self, captured_s: float, arrived_s: float) -> tuple["CaptureClock", float]:
        """Return the clock after one more frame, and when that frame was captured, in the server's time."""
        ahead_s = arrived_s - captured_s
        is_drifted = not abs(ahead_s - self.ahead_s) <= LATEST_S
        ahead_s = ahead_s if is_drifted else min(ahead_s, self.ahead_s)
        return CaptureClock(ahead_s=ahead_s), captured_s + ahead_s


@dataclass(frozen=True, slots=True, kw_only=True)
class WakeWatch:
    """Tells a computer that was asleep: only the time of day goes on meanwhile, the program's own clock may stand.

    Attributes:
        seen: When the program last looked; None before.
    """

    seen: datetime | None = None

    def see(self, now: datetime) -> tuple["WakeWatch", bool]:
        """Return the watch after one more look, and whether the computer was asleep since the last."""
        gap = now - self.seen if self.seen is not None else timedelta()
        return WakeWatch(seen=now), gap > ASLEEP


class SpeedWatch:
    """Tells a machine that is too slow for its model."""

    def __init__(self) -> None:
        """Begin without a measurement."""
        self._took_ms: deque[float] = deque(maxlen=FRAMES_JUDGED)
        self._frames = 0

    def saw(self, took_ms: float) -> None:
        """Add how long one pose took."""
        self._frames += 1
        if self._frames > FRAMES_WARMING:
            self._took_ms.append(took_ms)

    @property
    def is_too_slow(self) -> bool:
        """Whether 1 in 20 of the last 60 poses took longer than the budget."""
        is_full = len(self._took_ms) == FRAMES_JUDGED
        return is_full and float(np.percentile(self._took_ms, 95)) > BUDGET_MS
