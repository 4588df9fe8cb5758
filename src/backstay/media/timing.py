"""Time stamps of a file to media time."""

from fractions import Fraction

import av

_FALLBACK_STEP_S = 1 / 30
_JUMP_BACK_S = 1.0
"""Time stamps that fall back by this much have started anew (clips joined, a counter wrapped)."""


def seconds(ticks: int | None, time_base: Fraction | None) -> float:
    """Return a file's own time in seconds; 0 where it has none."""
    return float(ticks * time_base) if ticks is not None and time_base is not None else 0.0


class Clock:
    """Turns time stamps into strictly increasing seconds since the first frame."""

    def __init__(self, frame_rate: Fraction | None) -> None:
        """Start before the first frame.

        Args:
            frame_rate: Frames per second, for frames without a time stamp; None where unknown.
        """
        self._step_s = float(1 / frame_rate) if frame_rate else _FALLBACK_STEP_S
        self._origin_s: float | None = None
        self._last_s: float | None = None

    def t_s(self, frame: av.VideoFrame) -> float | None:
        """Return seconds since the first frame, or None for a frame that claims a moment already past."""
        stamp_s = self._stamp_s(frame)
        if self._last_s is None or self._origin_s is None:
            self._origin_s, self._last_s = stamp_s, 0.0
            return 0.0
        t_s = stamp_s - self._origin_s
        if t_s <= self._last_s - _JUMP_BACK_S:
            t_s = self._last_s + self._step_s
            self._origin_s = stamp_s - t_s
        if t_s <= self._last_s:
            return None
        self._last_s = t_s
        return t_s

    def _stamp_s(self, frame: av.VideoFrame) -> float:
        """Return the frame's own time stamp, or one step on from the last frame's."""
        if frame.pts is not None and frame.time_base is not None:
            return seconds(frame.pts, frame.time_base)
        if self._last_s is None or self._origin_s is None:
            return 0.0
        return self._origin_s + self._last_s + self._step_s
