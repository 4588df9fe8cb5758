"""Landmarks of one frame as a client sends them: 381 bytes, in the steps in which a recording keeps them."""

import math
import struct
from dataclasses import dataclass

import numpy as np

from backstay.pose.types import Landmark, Pose, Sighting, TorsoMotion
from backstay.web.wire import Problem

HEAD = struct.Struct("<4sIdBB")
MAGIC = b"BSL1"
POINT = np.dtype([("xy", "<i2", (2,)), ("world", "<i2", (3,)), ("confidence", "u1")])
"""Tenths of a pixel, millimetres, 255ths."""
UNSEEN = -32768
"""In place of a number where nobody is seen."""
FRAME_BYTES = HEAD.size + len(Landmark) * POINT.itemsize


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SentLandmarks:
    """What a client saw in a frame.

    Attributes:
        seq: The client's number.
        captured_s: The client's own time.
        people: How many people its detector saw when it last looked.
        luminance_fraction: Mean brightness of the picture, 0 black to 1 white.
        points: One `POINT` a landmark.
    """

    seq: int
    captured_s: float
    people: int
    luminance_fraction: float
    points: np.ndarray[tuple[int], np.dtype[np.void]]

    def sighting(self, *, t_s: float, size_px: tuple[int, int], model: str) -> Sighting:
        """Return it as the pose room hands it on; the motion of chest and shoulders is unmeasured."""
        xy = self.points["xy"].astype(np.float32)
        world = self.points["world"].astype(np.float32)
        xy[xy == UNSEEN], world[world == UNSEEN] = np.nan, np.nan
        pose = Pose(
            t_s=t_s,
            xy_px=xy / np.float32(10),
            world_m=world / np.float32(1000),
            confidence=self.points["confidence"].astype(np.float32) / np.float32(255),
            image_size_px=size_px,
            model=model,
        )
        motion = TorsoMotion(t_s=t_s, flow_px_per_s=(math.nan, math.nan), quality=0.0)
        return Sighting(pose=pose, torso_motion=motion, people=self.people, luminance_fraction=self.luminance_fraction)


def parse_landmarks(message: bytes) -> SentLandmarks | Problem:
    """Return the landmarks in a binary message, or what is wrong with it.

    Example:
        >>> parse_landmarks(b"nonsense").code
        'bad_frame'
    """
    if len(message) != FRAME_BYTES:
        says = f"A frame of landmarks has {FRAME_BYTES} bytes, not {len(message):,}."
        return Problem(code="bad_frame", says=says)
    magic, seq, captured_s, people, luminance = HEAD.unpack_from(message)
    if magic != MAGIC or not math.isfinite(captured_s):
        return Problem(code="bad_frame", says="A frame of landmarks begins with BSL1, a number and a time.")
    points = np.frombuffer(message, POINT, offset=HEAD.size)
    return SentLandmarks(
        seq=seq, captured_s=captured_s, people=people, luminance_fraction=luminance / 255, points=points
    )


def build_landmarks(seq: int, captured_s: float, sighting: Sighting) -> bytes:
    """Return the message that `parse_landmarks` reads."""
    points = np.empty(len(Landmark), POINT)
    points["xy"] = _steps(sighting.pose.xy_px, 10)
    points["world"] = _steps(sighting.pose.world_m, 1000)
    points["confidence"] = np.rint(np.clip(np.nan_to_num(sighting.pose.confidence), 0, 1) * 255)
    luminance = round(255 * min(max(sighting.luminance_fraction, 0.0), 1.0))
    return HEAD.pack(MAGIC, seq, captured_s, min(sighting.people, 255), luminance) + points.tobytes()


def _steps(values: np.ndarray[tuple[int, ...], np.dtype[np.float32]], steps_per_unit: int) -> object:
    """Return whole numbers of steps within what 16 bits hold; `UNSEEN` for NaN."""
    steps = np.clip(np.rint(values.astype(np.float64) * steps_per_unit), UNSEEN + 1, -UNSEEN - 1)
    return np.where(np.isfinite(values), steps, UNSEEN)
