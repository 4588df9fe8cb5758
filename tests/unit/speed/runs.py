"""Made-up measurements."""

from backstay.pose.weights import LANDMARK_MODELS
from backstay.speed.running import OURS, PROCESSORS, THEIRS, Found, Setting
from backstay.speed.types import Engine, Limits, Live, Stages, StartUp, Took, Whole


def took(ms: float, frames: int = 100) -> Took:
    """Return frames that took so many milliseconds each of processor time, and twice that by the clock."""
    return Took(frames=frames, wall_s=frames * ms / 500, processor_s=frames * ms / 1000)


def whole(ms: float) -> Whole:
    return Whole(with_decoding=took(ms), pose_alone=took(ms - 1), peak_memory_mb=150.0)


def run(*, ours_ms: float = 10.0, theirs_ms: float | None = 25.0, engine_frames_per_s: float = 30_000.0) -> Found:
    """Return a run in which every model takes the same."""
    costs = {OURS: ours_ms} if theirs_ms is None else {OURS: ours_ms, THEIRS: theirs_ms}
    wholes = {
        Setting(program=program, model=model, processors=processors): whole(ms)
        for processors in PROCESSORS
        for model in LANDMARK_MODELS
        for program, ms in costs.items()
    }
    return Found(
        wholes=wholes,
        limits=Limits(decoding=took(1.0), inference=took(8.0), peak_gflops=100.0),
        stages=Stages(ms={"decoding": 1.0, "network": 8.0, "crop": 0.5}, chest_ms=0.9),
        engine=Engine(engine_frames_per_s=engine_frames_per_s, live_frames_per_s=600.0, loops_per_s=20.0),
        live=Live(frames=290, dropped=10, p50_ms=12.0, p95_ms=20.0, p99_ms=31.0, peak_memory_mb=300.0),
        start_up=StartUp(help_s=0.25, help_processor_s=0.2, interpreter_processor_s=0.02, server_s=1.5),
    )
