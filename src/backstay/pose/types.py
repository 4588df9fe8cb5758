"""What the pose room hands on."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from backstay.media.types import Frame


class Landmark(IntEnum):
    """The 33 body points, in BlazePose's order; left and right are the person's own."""

    NOSE = 0
    LEFT_EYE_INNER = 1
    LEFT_EYE = 2
    LEFT_EYE_OUTER = 3
    RIGHT_EYE_INNER = 4
    RIGHT_EYE = 5
    RIGHT_EYE_OUTER = 6
    LEFT_EAR = 7
    RIGHT_EAR = 8
    MOUTH_LEFT = 9
    MOUTH_RIGHT = 10
    LEFT_SHOULDER = 11
    RIGHT_SHOULDER = 12
    LEFT_ELBOW = 13
    RIGHT_ELBOW = 14
    LEFT_WRIST = 15
    RIGHT_WRIST = 16
    LEFT_PINKY = 17
    RIGHT_PINKY = 18
    LEFT_INDEX = 19
    RIGHT_INDEX = 20
    LEFT_THUMB = 21
    RIGHT_THUMB = 22
    LEFT_HIP = 23
    RIGHT_HIP = 24
    LEFT_KNEE = 25
    RIGHT_KNEE = 26
    LEFT_ANKLE = 27
    RIGHT_ANKLE = 28
    LEFT_HEEL = 29
    RIGHT_HEEL = 30
    LEFT_BIG_TOE = 31
    RIGHT_BIG_TOE = 32


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pose:
    """Where one person's landmarks are at one moment.

    Attributes:
        t_s: Media time in seconds.
        xy_px: float32 (landmark, 2); x right, y down, in pixels of the whole picture; NaN = unseen.
        world_m: float32 (landmark, 3); metres from the middle of the hips, x right, y down, z away from the camera,
            as the model gives it; NaN = unseen.
        confidence: float32 (landmark,) from 0 to 1; how far the point can be believed, after the human-shape gate.
        image_size_px: (width, height).
        model: Which model made it: "lite", "full" or "heavy".
    """

    t_s: float
    xy_px: NDArray[np.float32]
    world_m: NDArray[np.float32]
    confidence: NDArray[np.float32]
    image_size_px: tuple[int, int]
    model: str

    def __getitem__(self, landmark: Landmark) -> NDArray[np.float32]:
        """Return a landmark's (x, y) in pixels."""
        point: NDArray[np.float32] = self.xy_px[landmark]
        return point

    @property
    def is_present(self) -> bool:
        """Whether a person was found at all."""
        return bool(np.isfinite(self.xy_px).any())


@dataclass(frozen=True, slots=True, kw_only=True)
class TorsoMotion:
    """How chest and shoulders moved since the frame before.

    Attributes:
        t_s: Media time in seconds.
        flow_px_per_s: Mean optical flow at the line of the shoulders (x right, y down), the camera's own motion taken
            off; NaN = unmeasured.
        quality: 0 to 1; 0 = unmeasured.
        widening_per_s: By what share of itself the chest became wider in the picture, in a second; NaN = unmeasured.
    """

    t_s: float
    flow_px_per_s: tuple[float, float]
    quality: float
    widening_per_s: float = float("nan")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sighting:
    """Everything the pose room saw in one frame.

    Attributes:
        pose: The tracked person; all NaN when nobody is found.
        torso_motion: Motion of chest and shoulders, for breathing.
        people: How many people the detector saw when it last looked.
        luminance_fraction: Mean brightness of the picture, 0 black to 1 white.
    """

    pose: Pose
    torso_motion: TorsoMotion
    people: int
    luminance_fraction: float


class PoseEstimator(Protocol):
    """One stream of frames in, one sighting a frame out; holds the track between frames."""

    @property
    def model(self) -> str:
        """Return the model's name: "lite", "full" or "heavy"."""
        ...

    @property
    def weights_sha256(self) -> str:
        """Return the hash of the landmark weights in use."""
        ...

    def estimate(self, frame: Frame) -> Sighting:
        """Return what this frame shows, given the frames before it."""
        ...
