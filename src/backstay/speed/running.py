"""Everything measured once, in one run, in turns."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from backstay.pose.weights import LANDMARK_MODELS
from backstay.speed.peers import PeerError, ask_backstay, ask_mediapipe
from backstay.speed.types import ALL, Engine, Limits, Live, Stages, StartUp, Whole

OURS, THEIRS = "Backstay", "MediaPipe"
PROCESSORS = (1, ALL)
MEASURED_MODEL = "full"
ENGINE_FRAMES = 300
"""Of each exercise's clip: a whole repetition, and the beginning of a hold, cost most at their end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to measure.

    Attributes:
        clip: A video.
        clips: The folder of the clips that come with the exercises.
        frames: How many frames of it.
        rounds: How often each setting has its turn; the best counts.
        live_s: How long a live session is played.
        mediapipe: A Python that has MediaPipe; None to leave it out.
    """

    clip: Path
    clips: Path
    frames: int
    rounds: int
    live_s: float
    mediapipe: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A program, a model, and on how many processors (`ALL`: as many as there are)."""

    program: str
    model: str
    processors: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """All that one run measured."""

    wholes: Mapping[Setting, Whole]
    limits: Limits
    stages: Stages
    engine: Engine
    live: Live
    start_up: StartUp


def measure_all(wanted: Wanted, say: Callable[[str], None]) -> Found:
    """Return everything, measured one after the other so that nothing hampers anything else.

    Args:
        wanted: What to measure.
        say: Told what comes next.

    Raises:
        EngineError: Backstay itself cannot be measured; where MediaPipe fails, it is said and left out.
    """
    say("pose models")
    wholes = _wholes(wanted, say)
    say("limits and stages")
    limits = ask_backstay(Limits, "limits", wanted.clip, wanted.frames, MEASURED_MODEL)
    stages = ask_backstay(Stages, "stages", wanted.clip, wanted.frames, MEASURED_MODEL)
    say("engine, live session, starting up")
    return Found(
        wholes=wholes,
        limits=limits,
        stages=stages,
        engine=ask_backstay(Engine, "engine", wanted.clips, ENGINE_FRAMES),
        live=ask_backstay(Live, "live", wanted.clip, wanted.live_s, MEASURED_MODEL),
        start_up=ask_backstay(StartUp, "start_up"),
    )


def _wholes(wanted: Wanted, say: Callable[[str], None]) -> dict[Setting, Whole]:
    """Return the best of several rounds in which every setting has its turn."""
    programs = {OURS} if wanted.mediapipe is None else {OURS, THEIRS}
    best: dict[Setting, Whole] = {}
    for turn, processors, model, program in product(range(wanted.rounds), PROCESSORS, LANDMARK_MODELS, (OURS, THEIRS)):
        if program not in programs:
            continue
        setting = Setting(program=program, model=model, processors=processors)
        say(f"round {turn + 1}: {program} {model} on {processors or 'all'}")
        try:
            now = _whole(setting, wanted)
        except PeerError as error:
            say(f"{error} Going on without it.")
            programs.remove(program)
            best = {each: took for each, took in best.items() if each.program in programs}
            continue
        best[setting] = now.or_better(best[setting]) if setting in best else now
    return best


def _whole(setting: Setting, wanted: Wanted) -> Whole:
    asked = (wanted.clip, wanted.frames, setting.model, setting.processors)
    if setting.program == OURS or wanted.mediapipe is None:
        return ask_backstay(Whole, "whole", *asked)
    return ask_mediapipe(Whole, wanted.mediapipe, *asked)
