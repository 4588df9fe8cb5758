"""Is it still as fast as when the ratios were last kept? Ratios only: seconds differ from machine to machine.

A ratio has lost when it falls by more than its tolerance. On two processors that others kept busy (load 3 to 15), four
runs of one version gave 1.24 to 1.35 for *full* by MediaPipe, 9 % apart; two were 17 % apart in the whole path by the
network alone, which changes most. The tolerance is a little more than that; on a quiet machine it could be less.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from backstay.errors import StoreError
from backstay.pose.weights import LANDMARK_MODELS
from backstay.speed.running import MEASURED_MODEL, OURS, THEIRS, Found, Setting
from backstay.speed.types import Measured

KEPT = Path(__file__).with_name("ratios.json")
TOLERANCE = 0.2
"""Share of a kept ratio by which a run may fall behind it."""
MULTIPLY_ADDS = {"lite": 166_364_928, "full": 351_349_120, "heavy": 1_890_290_816}
"""Multiplications with additions in the convolutions of each landmark network, the outline's left out; counted over
the layers of the published files."""
OPERATIONS = 2
GIGA = 1e9


class Ratios(Measured):
    """Ratios of one run; in each of them more is better.

    Attributes:
        machine: Where they were measured, in words.
        values: By name.
    """

    machine: str
    values: dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One ratio then and now."""

    name: str
    kept: float
    now: float

    @property
    def share(self) -> float:
        """Return by what share it grew; negative where it fell."""
        return self.now / self.kept - 1.0

    @property
    def has_lost(self) -> bool:
        """Return whether it fell by more than measurements spread."""
        return self.share < -TOLERANCE


def ratios_of(found: Found) -> dict[str, float]:
    """Return the ratios of a run: against MediaPipe where it was measured, and against the limits of the machine."""
    limits, start_up = found.limits, found.start_up
    network_gflops = OPERATIONS * MULTIPLY_ADDS[MEASURED_MODEL] * limits.inference.by_processor / GIGA
    ours = found.wholes[Setting(program=OURS, model=MEASURED_MODEL, processors=1)].with_decoding
    return {
        **_against_mediapipe(found),
        "whole path by network alone": ours.by_processor / limits.inference.by_processor,
        "network by arithmetic peak": network_gflops / limits.peak_gflops,
        "engine frames by million empty loops": found.engine.engine_frames_per_s / found.engine.loops_per_s,
        "live frames by million empty loops": found.engine.live_frames_per_s / found.engine.loops_per_s,
        "bare Python by --help": max(start_up.interpreter_processor_s, 0.01) / start_up.help_processor_s,
    }


def _against_mediapipe(found: Found) -> dict[str, float]:
    """Return how many times as many frames as MediaPipe we see in a second of processor time, on one processor."""
    ratios = {}
    for model in LANDMARK_MODELS:
        theirs = found.wholes.get(Setting(program=THEIRS, model=model, processors=1))
        if theirs is not None:
            ours = found.wholes[Setting(program=OURS, model=model, processors=1)]
            ratios[f"{model} by MediaPipe"] = ours.with_decoding.by_processor / theirs.with_decoding.by_processor
    return ratios


def changes(kept: Mapping[str, float], now: Mapping[str, float]) -> list[Change]:
    """Return the ratios that both runs have, in the order of the kept ones."""
    return [Change(name=name, kept=value, now=now[name]) for name, value in kept.items() if name in now]


def load_ratios(path: Path = KEPT) -> Ratios:
    """Return kept ratios.

    Raises:
        StoreError: There are none, or they are damaged.
    """
    try:
        return Ratios.model_validate_json(path.read_text())
    except (OSError, ValidationError) as error:
        says = f"{path}: no ratios to compare with. Keep some first: backstay bench speed --keep {path}."
        raise StoreError(says) from error


def keep_ratios(ratios: Ratios, path: Path) -> None:
    """Write ratios down for later runs to be compared with."""
    path.write_text(ratios.model_dump_json(indent=1) + "\n")
