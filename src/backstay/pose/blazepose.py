"""Estimate one person's pose in a stream of frames: detect once, then track."""

import numpy as np
from numpy.typing import NDArray

from backstay.media.types import Frame
from backstay.pose.detector import Detector
from backstay.pose.landmarks import Body, LandmarkNetwork
from backstay.pose.region import Region, region_around
from backstay.pose.shape import plausibility
from backstay.pose.steadying import SteadyPoints
from backstay.pose.types import Landmark, Pose, PoseEstimator, Sighting, TorsoMotion

_MIN_PERSON = 0.5
"""Below this presence the track is lost. Source: BlazePose's published graph."""

_BEYOND_THE_EDGE = 0.4
"""What is left of the confidence of a point outside the picture: the network made it up."""


def load_pose_model(model: str = "full", threads: int | None = None) -> PoseEstimator:
    """Return a pose model, ready to estimate a stream of frames.

    Args:
        model: "lite", "full" or "heavy".
        threads: Processor threads; None = all cores.

    Raises:
        PoseModelError: There is no such model, or its weights are missing or damaged.
    """
    return BlazePose(LandmarkNetwork(model, threads=threads), Detector(threads=threads))


class BlazePose:
    """BlazePose on OpenVINO; holds the track between frames."""

    def __init__(self, network: LandmarkNetwork, detector: Detector) -> None:
        """Put the two networks together."""
        self._network = network
        self._detector = detector
        self._region: Region | None = None
        self._steering = SteadyPoints()
        self._people = 0

    @property
    def model(self) -> str:
        """Return the model's name."""
        return self._network.model

    @property
    def weights_sha256(self) -> str:
        """Return the hash of the landmark weights."""
        return self._network.sha256

    def estimate(self, frame: Frame) -> Sighting:
        """Return what this frame shows, given the frames before it."""
        body = self._body(frame)
        return Sighting(
            pose=self._pose(frame, body),
            torso_motion=TorsoMotion(t_s=frame.t_s, flow_px_per_s=(np.nan, np.nan), quality=0.0),
            people=self._people,
            luminance_fraction=float(frame.image_rgb[::8, ::8].mean()) / 255.0,
        )

    def _body(self, frame: Frame) -> Body | None:
        image_rgb = frame.image_rgb
        if self._region is None:
            people = self._detector.detect(image_rgb)
            self._people = len(people)
            self._region = people[0].region if people else None
        if self._region is None:
            return None
        body = self._network.read(image_rgb, self._region)
        if body.person < _MIN_PERSON:
            self._region, self._steering = None, SteadyPoints()
            return None
        scale_px = 2.0 * float(np.linalg.norm(body.steering_px[1] - body.steering_px[0]))
        self._region = region_around(*self._steering.steady(body.steering_px, t_s=frame.t_s, scale_px=scale_px))
        return body

    def _pose(self, frame: Frame, body: Body | None) -> Pose:
        height, width = frame.image_rgb.shape[:2]
        points = len(Landmark)
        return Pose(
            t_s=frame.t_s,
            xy_px=_float32(body.xy_px) if body else np.full((points, 2), np.nan, np.float32),
            world_m=_float32(body.world_m) if body else np.full((points, 3), np.nan, np.float32),
            confidence=_float32(_confidence(body, (width, height))) if body else np.zeros(points, np.float32),
            image_size_px=(width, height),
            model=self.model,
        )


def _confidence(body: Body, size_px: tuple[int, int]) -> NDArray[np.float64]:
    """Return how far each landmark can be believed.

    What the network says of itself (visibility, presence) keeps 40 % of the points that are wrong by over 0.4 trunk
    lengths above one half; times the height of the heatmap there, 10 %.
    """
    claimed = body.visibility * body.presence * body.peak
    is_inside = ((body.xy_px >= 0) & (body.xy_px < size_px)).all(axis=1)
    claimed = np.where(is_inside, claimed, _BEYOND_THE_EDGE * claimed)
    return claimed * plausibility(body.xy_px, body.world_m, claimed)


def _float32(values: NDArray[np.float64]) -> NDArray[np.float32]:
    return values.astype(np.float32)
