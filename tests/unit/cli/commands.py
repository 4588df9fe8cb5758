"""Run the command line as a user does, in this process, and catch what it says."""

import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from backstay.cli.program import main
from backstay.sessions.recordings import RecordingInfo, save_recording
from figure.filming import Take, film
from figure.presses import Angel, wall_angels
from properties.judged import sightings_of


@dataclass(frozen=True)
class Said:
    """What came of a command.

    Attributes:
        code: How it exited.
        out: Standard output.
        err: Standard error.
    """

    code: int
    out: str
    err: str


def run(capsys: pytest.CaptureFixture[str], *words: object) -> Said:
    """Run `backstay WORDS...`."""
    capsys.readouterr()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["backstay", *map(str, words)])
        try:
            main()
            code = 0
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else int(left.code is not None)
    said = capsys.readouterr()
    return Said(code, said.out, said.err)


def record(path: Path, poses=None, model="full") -> Path:
    """Save poses as a recording: one good wall angel, one partial, one too fast, unless told otherwise."""
    angels = [Angel(), Angel(top_elevation_deg=100, top_elbow_flexion_deg=80), Angel(up_s=0.6)]
    poses = poses or film(wall_angels(angels), take=Take(fps=12, seed=1))
    info = RecordingInfo(
        source="film.mp4",
        image_size_px=poses[0].image_size_px,
        model=model,
        weights_sha256="ab" * 32,
        backstay_version="0.1.0",
    )
    save_recording(path, sightings_of(poses), info)
    return path
