"""Estimating a pose leaves no trace: OpenVINO's telemetry, which reports every import, is never loaded."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import sys
import numpy as np
from backstay.media.types import Frame
from backstay.pose.blazepose import load_pose_model
frame = Frame(t_s=0.0, index=0, image_rgb=np.zeros((64, 64, 3), np.uint8))
load_pose_model("lite", threads=1).estimate(frame)
print(*sorted(name for name, module in sys.modules.items() if module and "telemetry" in name))
"""
"""Prints the names of all telemetry modules in memory."""
UNGUARDED = "import openvino, sys; print(*sorted(name for name in sys.modules if 'telemetry' in name))"


def run(program: str, home: Path) -> str:
    """Run a program with a home of its own; there is no network to reach."""
    settings = {**os.environ, "HOME": str(home), "USERPROFILE": str(home), "PYTHONPATH": os.pathsep.join(sys.path)}
    settings.update({"HTTPS_PROXY": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9"})
    done = subprocess.run(
        [sys.executable, "-c", program], env=settings, capture_output=True, text=True, check=True, timeout=120
    )
    return done.stdout.strip()


def test_no_telemetry_is_loaded_and_nothing_is_written(tmp_path: Path) -> None:
    assert run(PROGRAM, tmp_path) == ""
    assert list(tmp_path.iterdir()) == []


def test_openvino_by_itself_would_load_it(tmp_path: Path) -> None:
    if "openvino_telemetry" not in run(UNGUARDED, tmp_path):
        pytest.skip("this OpenVINO has no telemetry: the guard in runtime.py may go")
