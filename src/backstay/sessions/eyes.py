"""From a frame as it came to a sighting, with the time that took, on whatever model this machine can afford."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backstay.media.types import Frame
from backstay.pose.types import PoseEstimator, Sighting
from backstay.sessions.pace import CaptureClock, SpeedWatch

SLOW_SAYS = "This machine is slow: the lighter model is in use, which is a little less exact."
LIGHTEST = "lite"

Image = NDArray[np.uint8]
LoadModel = Callable[[str], PoseEstimator]
Clock = Callable[[], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivedFrame:
    """A frame as it came, not decoded yet: on a slow machine most are never looked at.

    Attributes:
        seq: The page's number.
        captured_s: The page's own time.
        arrived_s: Our time.
        decode: Gives the picture, or None for one that is damaged.
    """

    seq: int
    captured_s: float
    arrived_s: float
    decode: Callable[[], Image | None]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sighted:
    """What the pose model saw in a frame, and how long that took.

    Attributes:
        sighting: Its time is the session's.
        waited_ms: In line, until work began.
        decode_ms: Decoding.
        pose_ms: The pose model.
        done_s: Our time at the end.
        weights_sha256: Hash of the weights that looked.
    """

    sighting: Sighting
    waited_ms: float
    decode_ms: float
    pose_ms: float
    done_s: float
    weights_sha256: str


class Eyes:
    """A pose model with a sense of time; used by one thread."""

    def __init__(self, load_model: LoadModel, clock_s: Clock, model: str = "full") -> None:
        """Load a model.

        Args:
            load_model: Makes a pose model by name.
            clock_s: Seconds that only grow.
            model: The one to begin with.

        Raises:
            PoseModelError: The model cannot be loaded.
        """
        self._load_model, self._clock_s = load_model, clock_s
        self._estimator = load_model(model)
        self._capture, self._speed = CaptureClock(), SpeedWatch()
        self._last_s = float("-inf")
        self.notice = ""

    def see(self, frame: ArrivedFrame, began_s: float) -> Sighted | None:
        """Return what a frame shows; None for one that is damaged, or that claims a moment already past.

        Args:
            frame: The frame.
            began_s: Our time at which the session began.
        """
        started_s = self._clock_s()
        image = frame.decode()
        if image is None:
            return None
        decoded_s = self._clock_s()
        self._capture, captured_s = self._capture.read(frame.captured_s, frame.arrived_s)
        if captured_s <= self._last_s:
            return None
        self._last_s = captured_s
        sighting = self._estimator.estimate(Frame(t_s=captured_s - began_s, index=frame.seq, image_rgb=image))
        done_s = self._clock_s()
        self._speed.saw(1e3 * (done_s - decoded_s))
        return Sighted(
            sighting=sighting,
            waited_ms=1e3 * (started_s - frame.arrived_s),
            decode_ms=1e3 * (decoded_s - started_s),
            pose_ms=1e3 * (done_s - decoded_s),
            done_s=done_s,
            weights_sha256=self._estimator.weights_sha256,
        )

    def rest(self) -> None:
        """Change to the lighter model if this machine is too slow for the one in use."""
        if self._estimator.model != LIGHTEST and self._speed.is_too_slow:
            self._estimator = self._load_model(LIGHTEST)
            self._speed, self.notice = SpeedWatch(), SLOW_SAYS
