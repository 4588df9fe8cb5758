"""`backstay doctor` finds what is broken, names it, and says in one sentence what to do."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from backstay.diagnosis import examine, judge_codecs, judge_memory, judge_python, judge_weights
from backstay.pose import weights

USUAL_CODECS = {"h264", "hevc", "vp9", "libdav1d", "mjpeg", "gif", "libx264"}


def test_this_installation_is_sound() -> None:
    findings = examine()
    assert [finding.name for finding in findings] == ["Python", "Weights", "Pose model", "Video", "Memory"]
    assert [finding.says for finding in findings if not finding.is_good] == []


@pytest.fixture
def copied_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with the weights that may be damaged."""
    for name in weights.SHA256:
        shutil.copyfile(weights.weights_path(name), tmp_path / name)
    monkeypatch.setattr(weights, "_folder", lambda: tmp_path)
    return tmp_path


def test_one_changed_byte_in_the_weights_is_found(copied_weights: Path) -> None:
    damaged = copied_weights / "pose_landmark_full.tflite"
    content = bytearray(damaged.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)
    found = {finding.name: finding for finding in examine()}
    assert not found["Weights"].is_good
    assert "pose_landmark_full.tflite damaged: install Backstay again" in found["Weights"].says
    assert "landmark_lite" not in found["Weights"].says
    assert not found["Pose model"].is_good
    assert "pose_landmark_full.tflite is damaged" in found["Pose model"].says


def test_missing_and_damaged_weights_are_told_apart(copied_weights: Path) -> None:
    (copied_weights / "pose_detection.tflite").unlink()
    (copied_weights / "pose_landmark_lite.tflite").write_bytes(b"")
    says = judge_weights(weights.check_weights()).says
    assert says.startswith("Pose model: pose_detection.tflite missing; pose_landmark_lite.tflite damaged: ")


@pytest.mark.parametrize(("module", "name"), [("openvino", "Pose model"), ("cv2", "Pose model"), ("av", "Video")])
def test_a_library_that_cannot_be_loaded_is_found(module: str, name: str) -> None:
    script = (
        f"import sys; sys.modules[{module!r}] = None\n"
        "from backstay.diagnosis import examine\n"
        f"print(next(found for found in examine() if found.name == {name!r}))"
    )
    says = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert "is_good=False" in says
    assert "cannot be loaded" in says
    assert "pip install" in says


@pytest.mark.parametrize(
    ("lacking", "says"),
    [
        pytest.param(set(), "H.264, HEVC, VP9, AV1, Motion JPEG, GIF can be read, H.264 written.", id="nothing lacks"),
        pytest.param({"libdav1d"}, "PyAV cannot read AV1: ", id="one decoder lacks"),
        pytest.param({"hevc", "libx264"}, "PyAV cannot read HEVC, write H.264: ", id="decoder and encoder lack"),
    ],
)
def test_codecs(lacking: set[str], says: str) -> None:
    finding = judge_codecs(USUAL_CODECS - lacking)
    assert finding.is_good == (not lacking)
    assert finding.says.startswith(says)


@pytest.mark.parametrize(("free_mb", "is_good"), [(999, False), (1000, True)])
def test_memory(free_mb: int, is_good: bool) -> None:
    assert judge_memory(free_mb=free_mb).is_good == is_good


@pytest.mark.parametrize(("found", "is_good"), [((3, 10, 14), False), ((3, 11, 0), True), ((4, 0, 0), True)])
def test_python(found: tuple[int, int, int], is_good: bool) -> None:
    assert judge_python(found).is_good == is_good


@pytest.mark.parametrize(
    "says",
    [
        pytest.param(judge_python((3, 9, 0)).says, id="python"),
        pytest.param(judge_codecs(set()).says, id="codecs"),
        pytest.param(judge_memory(free_mb=1).says, id="memory"),
    ],
)
def test_what_is_bad_is_said_in_one_sentence_with_what_to_do(says: str) -> None:
    assert re.search(r": (install|close) ", says)
    assert says.endswith(".")
    assert ". " not in says
