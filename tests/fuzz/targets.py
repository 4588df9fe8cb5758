"""Everything that reads what somebody else wrote, as functions of bytes: each ends well or in one sentence."""

import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from pathlib import Path

import av
import numpy as np

from backstay.batch.places import Place
from backstay.batch.plan import read_plan
from backstay.errors import BackstayError
from backstay.exercises.loading import LIBRARY, load_exercise
from backstay.exercises.programs import PROGRAMS, load_program
from backstay.media.reading import open_media
from backstay.sessions.recordings import load_recording
from backstay.sessions.references import load_references
from backstay.web.desk import parse_text
from backstay.web.frames import SentFrame, build_frame, decode_picture, parse_frame
from backstay.web.landmark_desk import parse_opening
from backstay.web.landmark_frames import SentLandmarks, build_landmarks, parse_landmarks
from figure.filming import Take, film
from figure.presses import wall_angel
from properties.judged import sightings_of
from unit.cli.commands import record
from web.staging import jpeg

MOST_FRAMES = 30
SIZE_PX = (32, 24)
SENTENCE = re.compile(r"\S.*\S", re.DOTALL)


@dataclass(frozen=True)
class Target:
    """Something that reads bytes.

    Attributes:
        read: Reads them; a BackstayError is a good end.
        seeds: What it reads well, to be changed here and there.
    """

    read: Callable[[bytes], None]
    seeds: Callable[[], list[bytes]]


def through_a_file(name: str, read: Callable[[Path], object]) -> Callable[[bytes], None]:
    """Return a reader of bytes that writes them into a file first; a refusal must name the file."""

    def reader(content: bytes) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.write_bytes(content)
            try:
                read(path)
            except BackstayError as error:
                if path.stem not in str(error) or not SENTENCE.fullmatch(str(error)):
                    raise AssertionError(f"this says nothing: {error}") from error

    return reader


def watch(path: Path) -> None:
    """Read a video as an assessment does, as far as it is not long."""
    with open_media(path) as media:
        shapes = {frame.image_rgb.shape for frame in islice(media, MOST_FRAMES)}
        if shapes and shapes != {(media.info.height_px, media.info.width_px, 3)}:
            raise AssertionError(f"the pictures are {shapes}, the file says {media.info}")


def videos() -> list[bytes]:
    """Return a small video of each kind."""
    kinds = (
        ("mp4", "libx264"),
        ("mov", "mpeg4"),
        ("webm", "libvpx"),
        ("gif", "gif"),
        ("avi", "mjpeg"),
        ("mkv", "mpeg4"),
    )
    return [video(suffix, codec) for suffix, codec in kinds]


def video(suffix: str, codec: str) -> bytes:
    """Return five frames."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a.{suffix}"
        with av.open(str(path), "w") as container:
            stream = container.add_stream(codec, rate=10)
            stream.width, stream.height = SIZE_PX
            stream.pix_fmt = {"gif": "rgb8", "mjpeg": "yuvj420p"}.get(codec, "yuv420p")
            for number in range(5):
                image = np.full((SIZE_PX[1], SIZE_PX[0], 3), 40 * number, np.uint8)
                frame = av.VideoFrame.from_ndarray(image, format="rgb24")
                frame.pts, frame.time_base = number, Fraction(1, 10)
                container.mux(stream.encode(frame))
            container.mux(stream.encode())
        return path.read_bytes()


def recordings() -> list[bytes]:
    """Return a short recording of poses."""
    with tempfile.TemporaryDirectory() as folder:
        return [record(Path(folder) / "a.parquet", film(wall_angel(1), take=Take(fps=4))).read_bytes()]


def look(message: bytes) -> None:
    """Take a frame as the server takes it."""
    sent = parse_frame(message)
    if isinstance(sent, SentFrame):
        decode_picture(sent.picture)


def follow(message: bytes) -> None:
    """Take landmarks as the server takes them."""
    sent = parse_landmarks(message)
    if isinstance(sent, SentLandmarks):
        sent.sighting(t_s=0.0, size_px=(640, 480), model="full")


def hear(message: bytes) -> None:
    """Take a text message as each of the sockets does."""
    text = message.decode(errors="replace")
    parse_text(text)
    parse_opening(text)


def landmarks() -> list[bytes]:
    """Return one frame of landmarks."""
    return [build_landmarks(1, 2.0, sightings_of(film(wall_angel(1), take=Take(fps=4)))[0])]


def files_in(folder: Path) -> Iterator[bytes]:
    """Yield each definition in a folder."""
    return (path.read_bytes() for path in sorted(folder.glob("*.yaml")))


PLAN = b'path,exercise,side,paced,person\na.mp4,hip_flexor_stretch,left,,anna\nb.mp4,abdominal_brace,,"1-2, 3-4",\n'
OWN = b'{"overhead_range.mean_shoulder_elevation_deg": 141, "soft_knees.left_knee_flexion_deg": 9.5}'
ASSESSED = b'{"schema": "backstay.assessment/1", "view": {"label": "side_left"}, "references": ' + OWN + b"}"
TARGETS: Mapping[str, Target] = {
    "video": Target(through_a_file("clip.mp4", watch), videos),
    "recording": Target(through_a_file("poses.parquet", load_recording), recordings),
    "exercise": Target(through_a_file("wall_angel.yaml", load_exercise), lambda: list(files_in(LIBRARY))[:4]),
    "program": Target(through_a_file("prescription.yaml", load_program), lambda: list(files_in(PROGRAMS))),
    "references": Target(through_a_file("own.json", load_references), lambda: [OWN, ASSESSED]),
    "plan": Target(through_a_file("plan.csv", lambda path: read_plan(Place(str(path)))), lambda: [PLAN]),
    "frame": Target(look, lambda: [build_frame(1, 2.0, jpeg())]),
    "landmarks": Target(follow, landmarks),
    "message": Target(
        hear, lambda: [b'{"type": "rate", "rating": "pain", "value": 3}', b'{"type": "open", "protocol": 1}']
    ),
}
