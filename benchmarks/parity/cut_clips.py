"""Cut the short clips that the tests carry out of the long synthetic ones, with their truth.

    python benchmarks/parity/cut_clips.py ../shared/data/synthetic tests/clips

Needs Backstay's own environment. Both input and output are the project's own renderings.
"""

import gzip
import json
import sys
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import av
import numpy as np


@dataclass(frozen=True)
class Cut:
    """Which frames of which clip are kept under which name."""

    name: str
    source: str
    first: int
    count: int = 48


CUTS = (
    Cut("arms_overhead_front", "wall_angel_good_front", 90),
    Cut("stepping_into_half_kneeling", "hip_flexor_faults", 16),
    Cut("seated_oblique", "brace_45", 120),
)
JOINTS = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")


def main(source: Path, target: Path) -> None:
    """Write the clips, and `truth.npz`: (frame, joint, 2) pixels, JOINTS in their order, left and right in turn."""
    truths = {}
    for cut in CUTS:
        path = source / f"{cut.source}.mp4"
        _encode(path, target / f"{cut.name}.mp4", cut)
        with gzip.open(path.with_suffix(".truth.json.gz")) as file:
            truth = json.load(file)
        columns = [truth["joint_names"].index(f"{joint}_{side}") for joint in JOINTS for side in "LR"]
        places = np.array(truth["frames"]["joints2d_px"])[cut.first : cut.first + cut.count, columns]
        truths[cut.name] = places.astype(np.float32)
    np.savez_compressed(target / "truth.npz", **truths)


def _encode(source: Path, target: Path, cut: Cut) -> None:
    with av.open(source) as reader, av.open(target, "w") as writer:
        film = reader.streams.video[0]
        stream = writer.add_stream("libx264", rate=film.average_rate, options={"crf": "23", "preset": "veryslow"})
        stream.width, stream.height, stream.pix_fmt = film.width, film.height, "yuv420p"
        for number, frame in enumerate(islice(reader.decode(film), cut.first, cut.first + cut.count)):
            picture = av.VideoFrame.from_ndarray(frame.to_ndarray(format="rgb24"), format="rgb24")
            picture.pts = number
            writer.mux(stream.encode(picture))
        writer.mux(stream.encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
