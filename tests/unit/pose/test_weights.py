"""Weights are used only if they are the published ones; what is missing or damaged is said with what to do."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from backstay.errors import PoseModelError
from backstay.pose import weights
from backstay.pose.blazepose import load_pose_model


@pytest.fixture
def copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with copies of the weights, used in place of the real one."""
    for name in weights.SHA256:
        shutil.copyfile(weights.weights_path(name), tmp_path / name)
    monkeypatch.setattr(weights, "_folder", lambda: tmp_path)
    return tmp_path


def test_all_weights_are_the_published_ones() -> None:
    checks = weights.check_weights()
    assert [check.name for check in checks] == list(weights.SHA256)
    assert all(check.is_intact for check in checks)


def test_the_manifest_of_the_build_names_the_same_files() -> None:
    manifest = weights.weights_path(weights.DETECTOR).with_name("manifest.json")
    if not manifest.is_file():
        pytest.skip("the weights were put there by hand, without a manifest")
    assert json.loads(manifest.read_text()) == weights.SHA256


@pytest.mark.parametrize("name", weights.SHA256)
def test_a_missing_file_is_named_with_what_to_do(copies: Path, name: str) -> None:
    (copies / name).unlink()
    with pytest.raises(PoseModelError, match=rf"{name} is missing.*backstay doctor"):
        weights.verified_weights(name)
    found = {check.name: check for check in weights.check_weights()}
    assert (found[name].is_intact, found[name].sha256) == (False, "")
    assert sum(check.is_intact for check in found.values()) == 3


@pytest.mark.parametrize("name", weights.SHA256)
def test_a_damaged_file_is_named_with_what_to_do(copies: Path, name: str) -> None:
    content = bytearray((copies / name).read_bytes())
    content[len(content) // 2] ^= 1
    (copies / name).write_bytes(content)
    with pytest.raises(PoseModelError, match=rf"{name} is damaged.*backstay doctor"):
        weights.verified_weights(name)
    found = next(check for check in weights.check_weights() if check.name == name)
    assert not found.is_intact
    assert found.sha256 == hashlib.sha256(content).hexdigest()


def test_a_model_with_damaged_weights_does_not_load(copies: Path) -> None:
    (copies / "pose_landmark_lite.tflite").write_bytes(b"")
    with pytest.raises(PoseModelError, match="lite"):
        load_pose_model("lite")


def test_an_unknown_model_names_the_known_ones() -> None:
    with pytest.raises(PoseModelError, match="lite, full, heavy"):
        load_pose_model("enormous")


def test_what_is_no_network_does_not_load(copies: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nonsense = b"TFL3 and nothing more"
    name = "pose_landmark_lite.tflite"
    (copies / name).write_bytes(nonsense)
    monkeypatch.setitem(weights.SHA256, name, hashlib.sha256(nonsense).hexdigest())
    with pytest.raises(PoseModelError, match=r"OpenVINO cannot run.*backstay doctor"):
        load_pose_model("lite")
