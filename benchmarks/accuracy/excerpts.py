"""Make the small clips with truth that come with the project out of the large rendered ones.

    python -m benchmarks.accuracy.excerpts ../shared/data/synthetic tests/clips/truth
    python -m benchmarks.accuracy.excerpts FOLDER tests/clips/loose NAME [NAME ...]

The pictures are encoded anew at a low bit rate; of the truth is kept what `benchmarks.accuracy.truth` reads.
"""

import gzip
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import av
from av.video.frame import PictureType
from av.video.stream import VideoStream

NAMES = ("wall_angel_faults_front", "wall_angel_faults_45", "hip_flexor_faults", "brace_45")
KEPT = ("meta", "camera", "stature_m", "joint_names", "angle_names", "events", "reps", "holds", "faults")
KEPT_OF_FRAMES = ("t", "angles_deg", "visible")
OPTIONS = {"crf": "28", "preset": "veryslow"}
"""A third of the size of the originals; hands and feet stay sharp enough for the same counts."""


def main(source: Path, target: Path, names: Sequence[str] = NAMES) -> None:
    """Write each clip and its truth."""
    target.mkdir(parents=True, exist_ok=True)
    for name in names:
        _encode(source / f"{name}.mp4", target / f"{name}.mp4")
        with gzip.open(source / f"{name}.truth.json.gz", "rt") as file:
            truth = json.load(file)
        text = json.dumps(_trimmed(truth), separators=(",", ":"))
        # No time of making, so that the same truth gives the same file.
        (target / f"{name}.truth.json.gz").write_bytes(gzip.compress(text.encode(), mtime=0))


def _trimmed(truth: dict[str, Any]) -> dict[str, Any]:
    frames = {key: truth["frames"][key] for key in KEPT_OF_FRAMES}
    return {**{key: truth[key] for key in KEPT if key in truth}, "frames": frames}


def _encode(source: Path, target: Path) -> None:
    with av.open(source) as reader, av.open(target, "w", options={"movflags": "faststart"}) as writer:
        film = reader.streams.video[0]
        stream = writer.add_stream("libx264", rate=film.average_rate, options=OPTIONS)
        assert isinstance(stream, VideoStream)  # noqa: S101 - for the type checker
        stream.width, stream.height, stream.pix_fmt = film.width, film.height, "yuv420p"
        for frame in reader.decode(film):
            # Left to the encoder; otherwise it repeats the source's choices.
            frame.pict_type = PictureType.NONE
            writer.mux(stream.encode(frame))
        writer.mux(stream.encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:] or NAMES)
