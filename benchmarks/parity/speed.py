"""Time the pose step against MediaPipe's, in turns, on the same frames.

    python benchmarks/parity/speed.py ../shared/data/synthetic/wall_angel_set10_front.mp4 MEDIAPIPE_PYTHON

MEDIAPIPE_PYTHON is the interpreter of an environment with mediapipe 0.10.21 and av. Backstay runs on one thread with
all its own work (tracking, gate, left and right; with and without the chest's motion); MediaPipe as it comes: one
thread for inference, others for the rest of its graph. Pictures are decoded beforehand. Turns alternate, so that a busy
machine slows both alike; processor time per frame hardly feels it at all.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import av
import numpy as np

FRAMES = 100
TURNS = 5
MODELS = ("lite", "full", "heavy")


def main(clip: Path, other_python: str) -> None:
    """Print a few rows for each model, then what the steps cost."""
    images = decode(clip)
    print(f"{'':6}{'':22}{'frames/s, best':>16}{'processor ms a frame':>22}{'times MediaPipe':>17}")
    for model in MODELS:
        runs = {
            "MediaPipe": theirs(clip, model, other_python),
            "Backstay": ours(images, model, measure_torso_motion=False),
            "Backstay with chest": ours(images, model, measure_torso_motion=True),
        }
        for run in runs.values():
            run()
        took_s = {name: [] for name in runs}
        for _ in range(TURNS):
            for name, run in runs.items():
                took_s[name].append(run())
        ratios = {name: np.median(np.divide(took_s["MediaPipe"], times)[:, 0]) for name, times in took_s.items()}
        for name, times in took_s.items():
            wall_s, processor_s = np.array(times).T
            rate, cost_ms = len(images) / wall_s.min(), 1000 * np.median(processor_s) / len(images)
            print(f"{model:6}{name:22}{rate:16.1f}{cost_ms:22.1f}{ratios[name]:17.2f}", flush=True)
    stages(images)


def decode(clip: Path) -> list[np.ndarray]:
    """Return the first frames of a clip."""
    with av.open(clip) as container:
        return [frame.to_ndarray(format="rgb24") for frame in islice(container.decode(video=0), FRAMES)]


def ours(images: list[np.ndarray], model: str, *, measure_torso_motion: bool) -> Callable[[], tuple[float, float]]:
    """Return what times Backstay on the pictures: seconds passed, and seconds of processor time."""
    from backstay.media.types import Frame
    from backstay.pose.blazepose import load_pose_model

    estimator = load_pose_model(model, threads=1, measure_torso_motion=measure_torso_motion)
    frames = [Frame(t_s=index / 30, index=index, image_rgb=image) for index, image in enumerate(images)]

    def run() -> tuple[float, float]:
        return timed(lambda: [estimator.estimate(frame) for frame in frames])

    return run


def theirs(clip: Path, model: str, python: str) -> Callable[[], tuple[float, float]]:
    """Return what times MediaPipe on the same pictures in an interpreter of its own."""
    worker = subprocess.Popen(
        [python, __file__, "--worker", clip, str(MODELS.index(model))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )

    def run() -> tuple[float, float]:
        worker.stdin.write("go\n")
        worker.stdin.flush()
        wall_s, processor_s = worker.stdout.readline().split()
        return float(wall_s), float(processor_s)

    return run


def work(clip: Path, complexity: int) -> None:
    """Show MediaPipe the pictures each time a line comes in, and answer with the times it took."""
    import mediapipe as mp

    images = decode(clip)
    with mp.solutions.pose.Pose(model_complexity=complexity, smooth_landmarks=False) as pose:
        for _ in sys.stdin:
            print(*timed(lambda: [pose.process(image) for image in images]), flush=True)


def timed(step: Callable[[], object]) -> tuple[float, float]:
    """Return how long a step takes: seconds passed, and seconds of processor time on all threads."""
    began_s, began_processor_s = time.perf_counter(), time.process_time()
    step()
    return time.perf_counter() - began_s, time.process_time() - began_processor_s


def stages(images: list[np.ndarray]) -> None:
    """Print what the steps of *full* cost in processor time, each at its best."""
    import cv2

    from backstay.pose.blazepose import confidence
    from backstay.pose.detector import Detector
    from backstay.pose.landmarks import LandmarkNetwork
    from backstay.pose.region import crop
    from backstay.pose.swaps import SwapCatcher

    network, detector, swaps = LandmarkNetwork("full", threads=1), Detector(threads=1), SwapCatcher()
    region = detector.detect(images[0])[0].region
    body = network.read(images[0], region)
    size_px = (images[0].shape[1], images[0].shape[0])
    steps = {
        "detector, once a second": lambda: detector.detect(images[0]),
        "crop, network, refinement": lambda: network.read(images[0], region),
        "of it the crop": lambda: crop(images[0], region, 256, border=cv2.BORDER_REPLICATE),
        "confidence with its gate": lambda: confidence(body, size_px),
        "left and right": lambda: swaps.untangle(body, t_s=time.perf_counter()),
    }
    for name, step in steps.items():
        print(f"{name:28}{1000 * min(timed(step)[1] for _ in range(FRAMES)):8.2f} ms")


if __name__ == "__main__":
    if sys.argv[1] == "--worker":
        work(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        main(Path(sys.argv[1]), sys.argv[2])
