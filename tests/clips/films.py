"""Read the clips as frames, exactly as the recorded references were read."""

from collections.abc import Iterable
from itertools import islice
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from backstay.media.types import Frame

FOLDER = Path(__file__).parent
NAMES = ("arms_overhead_front", "seated_oblique", "stepping_into_half_kneeling")
FRAMES_PER_S = {"arms_overhead_front": 20, "seated_oblique": 15, "stepping_into_half_kneeling": 20}


def pictures(path: Path, numbers: Iterable[int] | None = None) -> list[NDArray[np.uint8]]:
    """Return some frames of a film, or all, as uint8 (height, width, 3)."""
    wanted = None if numbers is None else {int(number) for number in numbers}
    with av.open(path) as container:
        decoded = enumerate(islice(container.decode(video=0), None if wanted is None else max(wanted) + 1))
        return [frame.to_ndarray(format="rgb24") for number, frame in decoded if wanted is None or number in wanted]


def film(images: Iterable[NDArray[np.uint8]], frames_per_s: float) -> list[Frame]:
    """Return pictures as frames at an even rate."""
    return [Frame(t_s=index / frames_per_s, index=index, image_rgb=image) for index, image in enumerate(images)]


def clip(name: str) -> list[Frame]:
    """Return one of the short clips."""
    return film(pictures(FOLDER / f"{name}.mp4"), FRAMES_PER_S[name])


def truth(name: str) -> NDArray[np.float32]:
    """Return (frame, joint, side, 2) true pixels; joints from shoulder to ankle as in `JOINTS`, left before right."""
    with np.load(FOLDER / "truth.npz") as truths:
        places: NDArray[np.float32] = truths[name].reshape(-1, 6, 2, 2)
    return places
