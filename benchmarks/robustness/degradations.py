"""Every way in which a clip is made worse, as a new video file that can be looked at."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain, pairwise
from pathlib import Path

import av
import numpy as np
from av.container import OutputContainer
from av.video.stream import VideoStream

from backstay.media.reading import open_media
from backstay.media.types import Frame
from benchmarks.accuracy.clips import ROOT, look
from benchmarks.robustness import pictures
from benchmarks.robustness.scene import Scene, scene_of

DEGRADED = ROOT / "out" / "degraded"
USUAL_CRF = 18
"""Compression that adds nothing of its own."""
HEAVY_CRF = 44
TIME_BASE = Fraction(1, 90_000)
SLOW_FPS = 10.0
FAST_FPS = 60.0
TILT_DEG = 10.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Material:
    """What a clip is made worse from.

    Attributes:
        frames: The clip's.
        scene: Where its person is.
        other: Frames of another clip, as many or fewer.
    """

    frames: Iterable[Frame]
    scene: Scene
    other: Iterable[Frame]


@dataclass(frozen=True, slots=True, kw_only=True)
class Degradation:
    """One way in which a clip is made worse.

    Attributes:
        id: Its name in tables and file names.
        says: What it stands for.
        change: From the material to the new frames.
        crf: How hard the result is compressed; 18 invisible, 51 the worst.
        hides_hands: Whether hands may leave the picture, so that a repetition may rightly be missed.
        hides_person: Whether too little is left for anything to be counted.
    """

    id: str
    says: str
    change: Callable[[Material], Iterator[Frame]]
    crf: int = USUAL_CRF
    hides_hands: bool = False
    hides_person: bool = False


def _each(alter: Callable[[pictures.Picture], pictures.Picture]) -> Callable[[Material], Iterator[Frame]]:
    """Return a change of every picture alike."""

    def change(material: Material) -> Iterator[Frame]:
        for frame in material.frames:
            yield replace(frame, image_rgb=alter(frame.image_rgb))

    return change


def _placed(alter: Callable[[pictures.Picture, Scene], pictures.Picture]) -> Callable[[Material], Iterator[Frame]]:
    """Return a change that depends on where the person is."""

    def change(material: Material) -> Iterator[Frame]:
        for frame in material.frames:
            yield replace(frame, image_rgb=alter(frame.image_rgb, material.scene))

    return change


def _rolled(angle_deg: float) -> Callable[[Material], Iterator[Frame]]:
    return _each(lambda picture: pictures.rolled(picture, angle_deg))


def _tipped_up(material: Material) -> Iterator[Frame]:
    yield from _each(lambda picture: pictures.pitched(picture, TILT_DEG))(material)


def _noise(material: Material) -> Iterator[Frame]:
    for frame in material.frames:
        yield replace(frame, image_rgb=pictures.noisy(frame.image_rgb, frame.index))


def _shake(material: Material) -> Iterator[Frame]:
    for frame in material.frames:
        yield replace(frame, image_rgb=pictures.shaky(frame.image_rgb, frame.t_s))


def _beside(material: Material) -> Iterator[Frame]:
    """Show another clip beside this one; when it ends, it stands still."""
    others = iter(material.other)
    last = next(others)
    padded = chain([last], others)
    for frame in material.frames:
        last = next(padded, last)
        yield replace(frame, image_rgb=pictures.with_somebody_beside(frame.image_rgb, last.image_rgb))


def _slower(material: Material) -> Iterator[Frame]:
    """Keep the first frame of each tenth of a second."""
    next_s = 0.0
    for frame in material.frames:
        if frame.t_s >= next_s - 1e-6:
            yield frame
            next_s += 1.0 / SLOW_FPS


def _faster(material: Material) -> Iterator[Frame]:
    """Blend neighbouring frames at sixty a second, as televisions and editors do."""
    index = 0
    for before, after in pairwise(material.frames):
        while (t_s := index / FAST_FPS) < after.t_s - 1e-6:
            share = (t_s - before.t_s) / (after.t_s - before.t_s)
            blend = (1.0 - share) * before.image_rgb + share * after.image_rgb
            yield Frame(t_s=t_s, index=index, image_rgb=blend.astype(np.uint8))
            index += 1


def _unchanged(material: Material) -> Iterator[Frame]:
    yield from material.frames


DEGRADATIONS: tuple[Degradation, ...] = (
    Degradation(id="dim", says="lamp in the next room, gamma 2.8", change=_each(pictures.dim)),
    Degradation(id="backlit", says="window behind: light blown out, dark sunk, veil", change=_each(pictures.backlit)),
    Degradation(id="noisy", says="sensor noise, SD 25 of 255", change=_noise, crf=26),
    Degradation(id="blurred", says="out of focus", change=_each(pictures.blurred)),
    Degradation(id="shaky", says="camera held in the hand", change=_shake),
    Degradation(id="far", says="nearly twice as far away", change=_each(pictures.far)),
    Degradation(id="small", says="320 x 240", change=_each(pictures.small)),
    Degradation(id="slow_10_fps", says="10 frames/s", change=_slower),
    Degradation(id="fast_60_fps", says="60 frames/s, blended", change=_faster),
    Degradation(id="compressed", says="H.264 at CRF 44", change=_unchanged, crf=HEAVY_CRF),
    Degradation(id="hands_out", says="cut above the hair", change=_placed(pictures.without_hands), hides_hands=True),
    Degradation(id="feet_out", says="cut above the ankles", change=_placed(pictures.without_feet)),
    Degradation(id="furniture", says="box before shins and feet", change=_placed(pictures.furniture)),
    Degradation(id="portrait", says="cut to 3 x 4 upright", change=_placed(pictures.portrait)),
    Degradation(id="rolled_left", says="camera rolled by 10 degrees", change=_rolled(TILT_DEG)),
    Degradation(id="rolled_right", says="camera rolled by 10 degrees the other way", change=_rolled(-TILT_DEG)),
    Degradation(id="tipped_up", says="camera low, tipped up by 10 degrees", change=_tipped_up),
    Degradation(id="mirrored", says="left and right swapped", change=_each(pictures.mirrored)),
    Degradation(id="second_person", says="somebody smaller beside", change=_beside),
    Degradation(id="legs_only", says="cut above the hips", change=_placed(pictures.legs_only), hides_person=True),
    Degradation(id="nobody", says="person painted over", change=_placed(pictures.nobody), hides_person=True),
)


def degraded(clip: Path, degradation: Degradation, other: Path, folder: Path = DEGRADED) -> Path:
    """Return the degraded clip's file, made once.

    Args:
        clip: The undisturbed clip.
        degradation: What to do to it.
        other: Another clip, for the somebody beside.
        folder: Where to.
    """
    target = folder / f"{clip.stem}--{degradation.id}-{_fingerprint(clip, other)}.mp4"
    if not target.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = target.with_suffix(".unfinished")
        material = Material(frames=open_media(clip), scene=scene_of(look(clip)), other=open_media(other))
        _write(degradation.change(material), unfinished, degradation.crf)
        unfinished.replace(target)
    return target


def _fingerprint(clip: Path, other: Path) -> str:
    """Return a short hash of all that decides what the degraded clip looks like."""
    sources = (clip, other, Path(__file__), Path(pictures.__file__))
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:12]


def _write(frames: Iterator[Frame], target: Path, crf: int) -> None:
    first = next(frames)
    height, width = first.image_rgb.shape[:2]
    with av.open(target, "w", format="mp4") as container:
        stream = _stream(container, (width, height), crf)
        for frame in chain([first], frames):
            picture = av.VideoFrame.from_ndarray(frame.image_rgb, format="rgb24")
            picture.pts, picture.time_base = round(frame.t_s / TIME_BASE), TIME_BASE
            container.mux(stream.encode(picture))
        container.mux(stream.encode())


def _stream(container: OutputContainer, size_px: tuple[int, int], crf: int) -> VideoStream:
    # One thread and no B-frames: the same pictures always give the same file, and times stay as they are.
    options = {"crf": str(crf), "preset": "veryfast", "bf": "0", "threads": "1"}
    stream = container.add_stream("libx264", rate=30, options=options)
    stream.width, stream.height = size_px
    stream.pix_fmt = "yuv420p"
    stream.time_base = stream.codec_context.time_base = TIME_BASE
    return stream
