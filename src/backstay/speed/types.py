"""What is measured: each of it comes as JSON from a process of its own."""

from typing import Self

from pydantic import BaseModel, ConfigDict

ALL = 0
"""As many processors as there are."""


class Measured(BaseModel):
    """A measurement; nothing unknown is accepted, nothing changes afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Took(Measured):
    """How long some frames took: by the clock, and in processor time of all threads."""

    frames: int
    wall_s: float
    processor_s: float

    @property
    def by_clock(self) -> float:
        """Return frames a second by the clock."""
        return self.frames / self.wall_s

    @property
    def by_processor(self) -> float:
        """Return frames a second of processor time: a machine busy with other things hardly changes it."""
        return self.frames / self.processor_s

    def or_better(self, other: Self) -> Self:
        """Return the better of both in each respect: what disturbs a measurement only ever slows it."""
        return self.model_copy(
            update={
                "wall_s": self.frames * min(self.wall_s / self.frames, other.wall_s / other.frames),
                "processor_s": self.frames * min(self.processor_s / self.frames, other.processor_s / other.frames),
            }
        )


class Whole(Measured):
    """One pose model over a clip: with decoding, and the pose step alone."""

    with_decoding: Took
    pose_alone: Took
    peak_memory_mb: float = 0.0

    def or_better(self, other: Self) -> Self:
        """Return the better of both."""
        return self.model_copy(
            update={
                "with_decoding": self.with_decoding.or_better(other.with_decoding),
                "pose_alone": self.pose_alone.or_better(other.pose_alone),
            }
        )


class Limits(Measured):
    """What no program of this kind can beat on this machine, on one processor."""

    decoding: Took
    inference: Took
    peak_gflops: float


class Stages(Measured):
    """Processor milliseconds a frame, by stage, on one processor.

    Attributes:
        ms: What every exercise needs, in the order of work.
        chest_ms: Motion of the chest on top, where a line of the exercise asks for the breath.
    """

    ms: dict[str, float]
    chest_ms: float


class Engine(Measured):
    """Everything after the pose, on one processor.

    Attributes:
        engine_frames_per_s: Readings in, events out: the slowest of the three prescribed exercises.
        live_frames_per_s: Landmarks in, events out, as a live session does it: smoothing and measures too.
        loops_per_s: Million turns a second of an empty Python loop, to compare machines by.
    """

    engine_frames_per_s: float
    live_frames_per_s: float
    loops_per_s: float


class Live(Measured):
    """Frames that come at a camera's pace: milliseconds from arrival to verdict, and how many were left out."""

    frames: int
    dropped: int
    p50_ms: float
    p95_ms: float
    p99_ms: float
    peak_memory_mb: float


class StartUp(Measured):
    """Seconds until something is there, by the clock, and processor seconds; the best of a few."""

    help_s: float
    help_processor_s: float
    interpreter_processor_s: float
    server_s: float
