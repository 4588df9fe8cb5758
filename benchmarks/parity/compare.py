"""Say how far Backstay's pose and MediaPipe's lie from each other, and each from the truth.

    python benchmarks/parity/compare.py whole.npz ../shared/data/synthetic

`whole.npz` comes from `record_mediapipe.py --whole`. Backstay is shown every frame at its own time, and judged as it
reports: left and right untangled. Two lines a clip: all twelve joints from shoulder to ankle, in percent of the trunk.
The first number is the mean distance from the truth; the second is what is left of it once each joint's own mean offset
is taken off (joint centres are defined differently); the third is the share of frames whose legs or arms are exchanged.
Frames that either of them does not see are left out.
"""

import gzip
import json
import sys
from pathlib import Path

import av
import numpy as np

from backstay.media.types import Frame
from backstay.pose.blazepose import load_pose_model
from backstay.pose.types import Landmark

PX = 16
UNSEEN = -32768
JOINTS = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
LANDMARKS = [Landmark[f"{side}_{joint.upper()}"] for joint in JOINTS for side in ("LEFT", "RIGHT")]


def main(reference: Path, folder: Path) -> None:
    """Print one table."""
    print(f"{'clip':28}{'':12}{'from truth':>12}{'own offset off':>16}{'exchanged':>12}{'between them':>14}")
    tables = []
    for clip in sorted(folder.glob("*.mp4")):
        true = truth(clip)
        with np.load(reference) as recorded:
            raw = recorded[f"{clip.stem}/full"][:, LANDMARKS, :2]
        frames = min(len(true), len(raw))
        ours, theirs, true = seen(clip)[:frames, LANDMARKS], raw[:frames] / PX, true[:frames]
        both = np.isfinite(ours[:, 0, 0]) & (raw[:frames, 0, 0] != UNSEEN)
        rows = [judge(points[both], true[both]) for points in (ours, theirs)]
        between = distances(ours[both], theirs[both], true[both]).mean()
        for name, row in zip(("Backstay", "MediaPipe"), rows, strict=True):
            print(f"{clip.stem:28}{name:12}{row[0]:12.2%}{row[1]:16.2%}{row[2]:12.1%}{between:14.2%}", flush=True)
        tables.append([*rows[0], *rows[1], between])
    means = np.mean(tables, axis=0)
    for name, row in (("Backstay", means[:3]), ("MediaPipe", means[3:6])):
        print(f"{'mean of clips':28}{name:12}{row[0]:12.2%}{row[1]:16.2%}{row[2]:12.1%}{means[6]:14.2%}")


def truth(clip: Path) -> np.ndarray:
    """Return (frame, joint, 2) true pixels."""
    with gzip.open(clip.with_suffix(".truth.json.gz")) as file:
        content = json.load(file)
    columns = [content["joint_names"].index(f"{joint}_{side}") for joint in JOINTS for side in "LR"]
    return np.array(content["frames"]["joints2d_px"])[:, columns]


def seen(clip: Path) -> np.ndarray:
    """Return (frame, landmark, 2) pixels as Backstay reports them."""
    estimator = load_pose_model("full", measure_torso_motion=False)
    with av.open(clip) as container:
        frames = (
            Frame(t_s=frame.time, index=index, image_rgb=frame.to_ndarray(format="rgb24"))
            for index, frame in enumerate(container.decode(video=0))
        )
        return np.array([estimator.estimate(frame).pose.xy_px for frame in frames])


def judge(points: np.ndarray, true: np.ndarray) -> tuple[float, float, float]:
    """Return mean distance from the truth, the same with each joint's own offset off, and the share exchanged."""
    ways = points - true
    free = true + ways - ways.mean(axis=0)
    other_side = true.reshape(len(true), -1, 2, 2)[:, :, ::-1].reshape(true.shape)
    limbs = [distances(points, side, true).reshape(len(true), 2, -1).mean(axis=2) for side in (true, other_side)]
    exchanged = (limbs[1] < limbs[0] - 0.1).any(axis=1).mean()
    return distances(points, true, true).mean(), distances(free, true, true).mean(), exchanged


def distances(one: np.ndarray, other: np.ndarray, true: np.ndarray) -> np.ndarray:
    """Return (frame, joint) distances in trunk lengths."""
    trunk = true[:, :2].mean(axis=1) - true[:, 6:8].mean(axis=1)
    return np.linalg.norm(one - other, axis=2) / np.linalg.norm(trunk, axis=1)[:, np.newaxis]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
