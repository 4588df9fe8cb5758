"""The same measurement of MediaPipe's own pose solution, run by a Python that has it; needs nothing of Backstay.

PYTHON mediapipe_peer.py CLIP FRAMES MODEL THREADS
"""

import json
import os
import resource
import sys
import time
from collections.abc import Iterable, Iterator
from typing import Protocol

COMPLEXITY = {"lite": 0, "full": 1, "heavy": 2}
WARM_UP_FRAMES = 10


class Estimator(Protocol):
    """What is used of MediaPipe."""

    def process(self, image: object) -> object:
        """Estimate the pose in one RGB picture."""
        ...


def main(clip: str, frames: int, model: str, threads: int) -> None:
    """Measure decoding with the pose step, and the pose step alone, on so many processors."""
    if threads and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])
    import mediapipe  # type: ignore[import-not-found]  # in an environment of its own

    with mediapipe.solutions.pose.Pose(model_complexity=COMPLEXITY[model], smooth_landmarks=False) as pose:
        for image in pictures(clip, WARM_UP_FRAMES):
            pose.process(image)
        whole = timed(pose, pictures(clip, frames))
        alone = timed(pose, list(pictures(clip, frames)))
    sys.stdout.write(json.dumps({"with_decoding": whole, "pose_alone": alone}) + "\n")


def pictures(clip: str, count: int) -> Iterator[object]:
    """Yield RGB pictures, read as MediaPipe's users read them."""
    import cv2

    film = cv2.VideoCapture(clip)
    for _ in range(count):
        is_read, image = film.read()
        if not is_read:
            return
        yield cv2.cvtColor(image, cv2.COLOR_BGR2RGB)


def timed(pose: Estimator, images: Iterable[object]) -> dict[str, float]:
    """Return how many pictures were worked off, in how many seconds by the clock and of processor time."""
    began_wall_s, began_processor_s, count = time.perf_counter(), processor_s(), 0
    for image in images:
        pose.process(image)
        count += 1
    return {
        "frames": count,
        "wall_s": time.perf_counter() - began_wall_s,
        "processor_s": processor_s() - began_processor_s,
    }


def processor_s() -> float:
    """Return the processor time that all threads of this process have used."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
