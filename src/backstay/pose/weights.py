"""The pose model's weights: where they lie, and whether they are what they should be."""

import hashlib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from backstay.errors import PoseModelError

DETECTOR = "pose_detection.tflite"
"""The file that finds people; the npm package calls it `pose_solution_packed_assets.data`."""

LANDMARK_MODELS = ("lite", "full", "heavy")
"""The landmark networks, from the quickest to the most exact."""

SHA256 = {
    DETECTOR: "a63c614bef30d35947f13be361820b1e4e3bec9cfeebf4d11216a18373108e85",
    "pose_landmark_lite.tflite": "f17bfbecadb61c3be1baa8b8d851cc6619c870a87167b32848ad20db306b9d61",
    "pose_landmark_full.tflite": "e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f",
    "pose_landmark_heavy.tflite": "59e42d71bcd44cbdbabc419f0ff76686595fd265419566bd4009ef703ea8e1fe",
}
"""What each file must hash to. Source: npm package @mediapipe/pose 0.5.1675469404 (Apache-2.0)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightsCheck:
    """What became of one weights file.

    Attributes:
        name: File name.
        sha256: Hash of the file as it is; empty when there is none.
        is_intact: Whether it is the published file, byte for byte.
    """

    name: str
    sha256: str
    is_intact: bool


def landmark_file(model: str) -> str:
    """Return the file name of a landmark network.

    Raises:
        PoseModelError: There is no such model.
    """
    if model not in LANDMARK_MODELS:
        raise PoseModelError(f"There is no pose model {model!r}: choose one of {', '.join(LANDMARK_MODELS)}.")
    return f"pose_landmark_{model}.tflite"


def weights_path(name: str) -> Path:
    """Return where a weights file lies.

    Raises:
        PoseModelError: The file is missing.
    """
    path = _folder() / name
    if not path.is_file():
        raise PoseModelError(
            f"The pose model's file {name} is missing: install Backstay again (`pip install .`), "
            "then let `backstay doctor` check it."
        )
    return path


def check_weights() -> list[WeightsCheck]:
    """Return one check for each file the pose model needs; never raises for a damaged one."""
    return [_check(name) for name in SHA256]


def verified_weights(name: str) -> tuple[Path, str]:
    """Return a weights file and its hash, once it is known to be the published one.

    Raises:
        PoseModelError: The file is missing or damaged.
    """
    path = weights_path(name)
    check = _check(name)
    if not check.is_intact:
        raise PoseModelError(
            f"The pose model's file {name} is damaged (its hash is not the published one): "
            "install Backstay again (`pip install --force-reinstall .`), then run `backstay doctor`."
        )
    return path, check.sha256


def _folder() -> Path:
    return Path(str(files("backstay.pose"))) / "weights"


def _check(name: str) -> WeightsCheck:
    path = _folder() / name
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
    return WeightsCheck(name=name, sha256=sha256, is_intact=sha256 == SHA256[name])
