"""All is measured in turns; a peer that fails takes nothing else with it."""

from pathlib import Path

import pytest

from backstay.coaching.words import Stage
from backstay.exercises.loading import find_exercise
from backstay.pose.weights import LANDMARK_MODELS
from backstay.speed import running
from backstay.speed.beyond import DEMONSTRATED, at_work
from backstay.speed.peers import PeerError
from backstay.speed.running import OURS, PROCESSORS, Wanted, measure_all
from unit.speed.runs import run

WANTED = Wanted(clip=Path("film.mp4"), clips=Path(), frames=60, rounds=2, live_s=5.0, mediapipe=Path("python"))
FAILS_AT = 5
"""When four have been measured already."""


def test_a_peer_that_fails_is_said_and_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    made, said, asked = run(), [], []

    def ours(_kind: type, thing: str, *_: object) -> object:
        kinds = {"limits": made.limits, "stages": made.stages, "engine": made.engine, "live": made.live}
        return {**kinds, "start_up": made.start_up, "whole": next(iter(made.wholes.values()))}[thing]

    def theirs(_kind: type, _python: Path, *arguments: object) -> object:
        asked.append(arguments)
        if len(asked) == FAILS_AT:
            raise PeerError("python: cannot run MediaPipe (out of memory).")
        return next(iter(made.wholes.values()))

    monkeypatch.setattr(running, "ask_backstay", ours)
    monkeypatch.setattr(running, "ask_mediapipe", theirs)
    found = measure_all(WANTED, said.append)
    assert len(asked) == FAILS_AT
    assert {setting.program for setting in found.wholes} == {OURS}
    assert len(found.wholes) == len(LANDMARK_MODELS) * len(PROCESSORS)
    assert "python: cannot run MediaPipe (out of memory). Going on without it." in said


@pytest.mark.parametrize("name", DEMONSTRATED)
def test_what_is_timed_live_is_work(name: str) -> None:
    assert at_work(find_exercise(name)).stage is Stage.WORK
