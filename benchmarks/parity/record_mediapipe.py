"""Record what MediaPipe sees in clips: the reference that the tests compare Backstay's pose with.

    python benchmarks/parity/record_mediapipe.py tests/replay/parity/mediapipe.npz tests/clips \
        ../shared/data/synthetic ../shared/data/real

`--whole` at the end records every frame of every clip, with *full* alone: not for the tests, but for `compare.py`.

Needs an environment of its own with mediapipe 0.10.21, av and numpy; Backstay is not needed. *lite* and *heavy* are
fetched by MediaPipe at first use: to stay offline, put pose_landmark_lite.tflite and pose_landmark_heavy.tflite of the
npm package @mediapipe/pose into its folder `modules/pose_landmark` first.

The file holds, for each clip and model, int16 (frame, landmark, 5): x and y in sixteenths of a pixel, world x, y and z
in millimetres; UNSEEN where there is nobody. `CLIP/frames` are the numbers of the frames, in the order in which they
were shown; MediaPipe's Python package stamps them 1/30 s apart, whatever the clip's rate.
"""

import sys
from pathlib import Path

import av
import mediapipe as mp
import numpy as np

MODELS = ("lite", "full", "heavy")
UNSEEN = -32768
PX = 16
MM = 1000
SHORT_FRAMES = 48
"""A clip of at most this many frames is recorded whole and with every model."""
LONG_FRAMES, LONG_STEP = 24, 2
"""Of a longer one, this many frames from its middle, every second one, with *full* alone."""


def main(target: Path, folders: list[Path], *, whole: bool) -> None:
    """Record every clip of some folders into one file."""
    reference = {}
    for clip in sorted(path for folder in folders for path in folder.glob("*.mp4")):
        numbers, pictures, models = choose(clip, whole=whole)
        reference[f"{clip.stem}/frames"] = np.array(numbers, np.int16)
        for model in models:
            reference[f"{clip.stem}/{model}"] = record(pictures, MODELS.index(model))
        print(clip.stem, len(numbers), *models, flush=True)
    np.savez_compressed(target, **reference)


def choose(clip: Path, *, whole: bool) -> tuple[list[int], list[np.ndarray], tuple[str, ...]]:
    """Return the numbers and pictures of the frames to show, and the models to show them to."""
    with av.open(clip) as container:
        pictures = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    if whole:
        return list(range(len(pictures))), pictures, ("full",)
    if len(pictures) <= SHORT_FRAMES:
        return list(range(len(pictures))), pictures, MODELS
    first = (len(pictures) - LONG_FRAMES * LONG_STEP) // 2
    numbers = list(range(first, first + LONG_FRAMES * LONG_STEP, LONG_STEP))
    return numbers, [pictures[number] for number in numbers], ("full",)


def record(pictures: list[np.ndarray], complexity: int) -> np.ndarray:
    """Return int16 (frame, landmark, 5) as MediaPipe sees the pictures, one after the other, unsmoothed."""
    settings = {"static_image_mode": False, "smooth_landmarks": False}
    with mp.solutions.pose.Pose(model_complexity=complexity, **settings) as pose:
        seen = [_numbers(pose.process(picture), picture.shape) for picture in pictures]
    return np.array(seen, np.int16)


def _numbers(result: object, shape: tuple[int, ...]) -> np.ndarray:
    if not result.pose_landmarks:
        return np.full((33, 5), UNSEEN)
    height, width = shape[:2]
    rows = [
        (point.x * width * PX, point.y * height * PX, world.x * MM, world.y * MM, world.z * MM)
        for point, world in zip(result.pose_landmarks.landmark, result.pose_world_landmarks.landmark, strict=True)
    ]
    return np.clip(np.rint(rows), UNSEEN + 1, -UNSEEN - 1)


if __name__ == "__main__":
    arguments = [argument for argument in sys.argv[1:] if argument != "--whole"]
    main(Path(arguments[0]), [Path(folder) for folder in arguments[1:]], whole="--whole" in sys.argv)
