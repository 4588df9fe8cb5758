"""MediaPipe in an environment of its own, and one process for each measurement."""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import TypeVar

from platformdirs import user_cache_path

from backstay.errors import EngineError
from backstay.pose.weights import LANDMARK_MODELS, landmark_file, weights_path
from backstay.speed.types import Measured

MEDIAPIPE = "0.10.21"
"""The last release that sends nothing home; it has wheels for Python up to 3.12."""
PEER = Path(__file__).with_name("mediapipe_peer.py")
LONGEST_INSTALL_S = 900
LONGEST_MEASUREMENT_S = 600
Result = TypeVar("Result", bound=Measured)


class PeerError(EngineError):
    """MediaPipe cannot be measured; all else can."""


def mediapipe_python(folder: Path | None = None) -> Path:
    """Return a Python that has MediaPipe, installing it into an environment of its own the first time.

    Args:
        folder: Where the environment is or goes; the user's cache if not given.

    Raises:
        EngineError: It cannot be installed: no network, or no wheel for this Python.
    """
    home = folder or user_cache_path("backstay") / f"mediapipe-{MEDIAPIPE}"
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    done = home / "complete"
    if not done.is_file():
        try:
            venv.create(home, with_pip=True, clear=True)
            _ask(python, "-m", "pip", "install", "--quiet", f"mediapipe=={MEDIAPIPE}", timeout_s=LONGEST_INSTALL_S)
            _put_weights(python)
            done.touch()
        except (OSError, subprocess.SubprocessError) as error:
            says = (
                f"{home}: MediaPipe {MEDIAPIPE} cannot be installed there. It needs the network, once, and Python 3.12"
            )
            raise EngineError(f"{says} or older; or name a Python that has it: --mediapipe PYTHON.") from error
    return python


def _put_weights(python: Path) -> None:
    """Give MediaPipe the weights that it would otherwise fetch at first use: they are the same files."""
    where = _ask(python, "-c", "import importlib.util as u; print(u.find_spec('mediapipe').origin)", timeout_s=60)
    folder = Path(where.splitlines()[-1]).parent / "modules" / "pose_landmark"
    for model in LANDMARK_MODELS:
        shutil.copy(weights_path(landmark_file(model)), folder)


def ask_backstay(kind: type[Result], thing: str, *arguments: object) -> Result:
    """Return a measurement from a fresh process of this program.

    Raises:
        EngineError: It failed, as with a clip that shows nobody.
    """
    command = ("-m", "backstay.speed.measuring", thing, *map(str, arguments))
    try:
        return _read(kind, _ask(Path(sys.executable), *command, timeout_s=LONGEST_MEASUREMENT_S))
    except subprocess.CalledProcessError as error:
        raise EngineError(f"{thing} cannot be measured ({_reason(error)}). Does the clip show somebody?") from error


def ask_mediapipe(kind: type[Result], python: Path, *arguments: object) -> Result:
    """Return the same measurement of MediaPipe.

    Raises:
        PeerError: That Python does not have it, or it failed.
    """
    try:
        # Isolated: beside the script lies a types.py, which must not stand in for Python's own.
        return _read(kind, _ask(python, "-I", str(PEER), *map(str, arguments), timeout_s=LONGEST_MEASUREMENT_S))
    except (OSError, subprocess.SubprocessError) as error:
        says = f"{python}: cannot run MediaPipe ({_reason(error)})."
        raise PeerError(f"{says} Name a Python with mediapipe {MEDIAPIPE}: --mediapipe PYTHON.") from error


def _reason(error: Exception) -> str:
    """Return the last line of what a process said of its end, or what the system says."""
    said = error.stderr if isinstance(error, subprocess.CalledProcessError) else str(error)
    return (said.strip().splitlines() or ["no reason given"])[-1]


def _read(kind: type[Result], said: str) -> Result:
    return kind.model_validate_json(said.splitlines()[-1])


def _ask(python: Path, *arguments: str, timeout_s: float) -> str:
    """Return what a Python says on its standard output; its libraries say more on the other."""
    done = subprocess.run(  # noqa: S603 - a Python of ours, or one that the user named
        [str(python), *arguments],
        check=True,
        capture_output=True,
        text=True,
        timeout=timeout_s,
    )
    return done.stdout
