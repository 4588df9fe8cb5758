"""Whether this machine and this installation can do the work; what `backstay doctor` prints."""

import platform
import sys
from collections.abc import Collection
from dataclasses import dataclass
from importlib.metadata import version

import numpy as np
import psutil

from backstay.errors import PoseModelError
from backstay.media.types import Frame
from backstay.pose.weights import WeightsCheck, check_weights

_OLDEST_PYTHON = (3, 11)
_REINSTALL = "install Backstay again (`pip install --force-reinstall --no-deps .` in its folder)"
_REINSTALL_LIBRARIES = (
    "install the libraries again (`pip install --force-reinstall --require-hashes -r constraints.txt`)"
)

_DECODERS = {"H.264": "h264", "HEVC": "hevc", "VP9": "vp9", "AV1": "libdav1d", "Motion JPEG": "mjpeg", "GIF": "gif"}
"""What phones, browsers and web cameras record, and FFmpeg's names for what reads it."""

_ENCODERS = ("libx264", "libopenh264")
"""FFmpeg's names for what writes the overlay video; any one is enough."""

_NEEDED_MB = 1000
"""Free memory below which a video may be too much. Source: measured, 309 MB with the heavy model, 960x720 frames;
the rest is room for 4K frames and the overlay video."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        name: What was looked at, in a word or two.
        is_good: Whether it serves.
        says: One sentence: what was found and, where it is bad, what to do.
    """

    name: str
    is_good: bool
    says: str


def examine() -> list[Finding]:
    """Look at everything Backstay needs; what is broken is found, never raised."""
    return [
        judge_python(sys.version_info[:3]),
        judge_weights(check_weights()),
        _try_pose_model(),
        _look_for_codecs(),
        judge_memory(free_mb=psutil.virtual_memory().available // 1_000_000),
    ]


def judge_python(found: tuple[int, int, int]) -> Finding:
    """Return whether this Python is new enough.

    Args:
        found: Major, minor and micro version.

    Example:
        >>> judge_python((3, 10, 4)).says
        'Python 3.10.4 is too old: install Python 3.11 or newer and set Backstay up with it.'
    """
    is_good = found[:2] >= _OLDEST_PYTHON
    oldest = ".".join(map(str, _OLDEST_PYTHON))
    so = "will do" if is_good else f"is too old: install Python {oldest} or newer and set Backstay up with it"
    return Finding(name="Python", is_good=is_good, says=f"Python {'.'.join(map(str, found))} {so}.")


def judge_weights(checks: list[WeightsCheck]) -> Finding:
    """Return whether every weights file is the published one."""
    missing = [check.name for check in checks if not check.sha256]
    changed = [check.name for check in checks if check.sha256 and not check.is_intact]
    if not missing and not changed:
        says = f"All {len(checks)} files of the pose model are in place and match their SHA-256."
        return Finding(name="Weights", is_good=True, says=says)
    faults = [f"{', '.join(names)} {fault}" for names, fault in ((missing, "missing"), (changed, "damaged")) if names]
    return Finding(name="Weights", is_good=False, says=f"Pose model: {'; '.join(faults)}: {_REINSTALL}.")


def judge_codecs(available: Collection[str]) -> Finding:
    """Return whether the usual videos can be read, and an overlay video written.

    Args:
        available: FFmpeg's names of the codecs there are.
    """
    lacking = [f"read {label}" for label, name in _DECODERS.items() if name not in available]
    if not set(_ENCODERS) & set(available):
        lacking.append("write H.264")
    if lacking:
        says = f"PyAV cannot {', '.join(lacking)}: {_REINSTALL_LIBRARIES}."
        return Finding(name="Video", is_good=False, says=says)
    return Finding(name="Video", is_good=True, says=f"{', '.join(_DECODERS)} can be read, H.264 written.")


def judge_memory(*, free_mb: int) -> Finding:
    """Return whether enough memory is free for a video.

    Args:
        free_mb: Memory to be had without swapping, in MB (10^6 bytes).

    Example:
        >>> judge_memory(free_mb=400).says
        'Only 400 MB of memory are free and a video can need 1000 MB: close other programs first.'
    """
    if free_mb < _NEEDED_MB:
        says = f"Only {free_mb} MB of memory are free and a video can need {_NEEDED_MB} MB: close other programs first."
        return Finding(name="Memory", is_good=False, says=says)
    return Finding(name="Memory", is_good=True, says=f"{free_mb} MB of memory are free; a video needs {_NEEDED_MB} MB.")


# The two below load what they test only when asked: a doctor that needs what may be broken could not say so.


def _try_pose_model() -> Finding:
    name = "Pose model"
    frame = Frame(t_s=0.0, index=0, image_rgb=np.full((240, 320, 3), 127, dtype=np.uint8))
    try:
        from backstay.pose.blazepose import load_pose_model

        model = load_pose_model()
        model.estimate(frame)
    except PoseModelError as error:
        return Finding(name=name, is_good=False, says=str(error))
    except (ImportError, OSError) as error:
        return Finding(
            name=name, is_good=False, says=f"OpenVINO or OpenCV cannot be loaded ({error}): {_REINSTALL_LIBRARIES}."
        )
    where = f"the CPU ({psutil.cpu_count()} cores, {platform.machine()})"
    says = f'OpenVINO {version("openvino")} runs the pose model "{model.model}" on {where}.'
    return Finding(name=name, is_good=True, says=says)


def _look_for_codecs() -> Finding:
    try:
        from av import codecs_available
    except (ImportError, OSError) as error:
        return Finding(name="Video", is_good=False, says=f"PyAV cannot be loaded ({error}): {_REINSTALL_LIBRARIES}.")
    return judge_codecs(codecs_available)
