"""How chest and shoulders move from frame to frame, to a few hundredths of a pixel.

The picture of chest and shoulders is laid on that of a key frame by one affine map, fitted by least squares over all
its pixels at once. That says how the shoulders moved as a whole and how the chest widened. Motion is taken against the
key frame, never summed from pair to pair, so slow breathing does not drown in drift; the key frame is renewed when the
body has moved away from it. What the background does beside the person is the camera's own motion and is taken off.

Measured on six rendered clips of 640 x 480 with true breath: within the holds, shoulder rise plus half the widening
follows it with r = 0.96-0.99, and a held breath leaves 0.2-0.3 of a breath's size (body sway). The rise of a few dozen
tracked corners follows it with 0.63-0.98 and leaves 0.4-1.1. It takes 0.4-0.7 ms of one processor a frame.
"""

from dataclasses import dataclass
from typing import NamedTuple, Self

import cv2
import numpy as np
from numpy.typing import NDArray

from backstay.media.types import Frame
from backstay.pose.types import Landmark, TorsoMotion

Image = NDArray[np.uint8]
Floats = NDArray[np.float32]
Array = NDArray[np.float64]

SHOULDERS = [Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]
HIPS = [Landmark.LEFT_HIP, Landmark.RIGHT_HIP]
ABOVE_SHOULDERS, BELOW_SHOULDERS = 0.18, 0.45
"""How far the region reaches from the shoulder line, in trunk lengths: over the shoulders, not to the chin; down the
chest, not to the hands in the lap."""
LEAST_HALF_WIDTH, BESIDE_SHOULDERS = 0.18, 0.15
"""Half the torso's depth seen from the side, and the rim that takes in the outline, in trunk lengths."""
TRUNK_PX = 120.0
"""Larger torsos are shrunk to this length: larger ones cost time and show no more (own measurement)."""
BLUR_PX = 1.0
"""Evens out noise and compression, and lets the fit follow 2 px of motion."""
MARGIN_PX = 6
FURTHEST_PX, FURTHEST_STRAIN = 2.0, 0.06
"""How far the shoulders may have moved and the chest be deformed before the key frame is renewed."""
GOOD_ERROR = 0.002
"""Standard error, in trunk lengths, at which quality is one half: a third of a small breath."""
MOST_STEPS, SMALL_STEP_PX = 3, 0.2
"""The fit is taken again, up to so often, while it still moves by more."""
LONGEST_GAP_S = 0.5
BACKGROUND_PX = 160
"""Width of the small picture that shows the camera's own motion."""
PERSON_HALF_WIDTH = 1.2
"""What is nearer than this to the trunk, in trunk lengths, may be person: knees and elbows too."""
PERSON_MAY_MOVE = 0.2
BACKGROUND_EVERY = 3
"""Every so many pixels of the background are enough."""
NOISE = 3.0
"""Grey levels: a pixel that differs by more, and by more than a shift by one pixel would make it, hardly counts."""
NOISE_SLOPES = 1.0
"""By what the slopes of a background must exceed those of mere noise: four times 1 / (4 BLUR_PX^2)."""
FEWEST_PIXELS = 500
"""A trunk of 40 px has as many; the 0.4 to 1 % of it that a breath moves is hardly a quarter of a pixel."""


class _Region(NamedTuple):
    """A piece of the picture: first row, past the last, first column, past the last, and how much it is shrunk."""

    top: int
    bottom: int
    left: int
    right: int
    scale: float

    def cut(self, image_rgb: Image) -> Floats:
        grey = cv2.cvtColor(image_rgb[self.top : self.bottom, self.left : self.right], cv2.COLOR_RGB2GRAY)
        if self.scale < 1.0:
            grey = cv2.resize(grey, None, fx=self.scale, fy=self.scale, interpolation=cv2.INTER_AREA)
        return grey.astype(np.float32)


class _Slopes(NamedTuple):
    """A smoothed picture and how its brightness changes to the right and down, per pixel."""

    smooth: Floats
    right: Floats
    down: Floats

    @classmethod
    def of(cls, picture: Floats) -> Self:
        smooth = _blurred(picture)
        right = cv2.Sobel(smooth, cv2.CV_32F, 1, 0, scale=1 / 8)
        down = cv2.Sobel(smooth, cv2.CV_32F, 0, 1, scale=1 / 8)
        return cls(smooth, np.asarray(right, np.float32), np.asarray(down, np.float32))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Fit:
    """Least squares over the pixels of a key picture: what each unknown does to them, and the way back."""

    pixels: NDArray[np.intp]
    values: Floats
    effect: Floats
    solver: Floats
    inverse: Array

    @classmethod
    def of(cls, mask: NDArray[np.bool_], values: Floats, unknowns: list[Floats], *, every: int = 1) -> Self:
        pixels = np.flatnonzero(mask)[::every]
        effect = np.stack([unknown.take(pixels) for unknown in unknowns])
        squares = (effect @ effect.T).astype(np.float64) + 1e-6 * np.eye(len(unknowns))
        inverse = np.asarray(np.linalg.inv(squares), np.float64)
        solver = inverse.astype(np.float32) @ effect
        return cls(pixels=pixels, values=values.take(pixels), effect=effect, solver=solver, inverse=inverse)

    def difference(self, picture: Floats) -> Floats:
        return self.values - picture.take(self.pixels)

    def solve(self, difference: Floats) -> tuple[Floats, float]:
        """Return the unknowns that make up a difference from the key picture, and the mean square of what is left."""
        unknowns = self.solver @ difference
        left = difference - unknowns @ self.effect
        return unknowns, float(left @ left) / len(left)


class _Torso:
    """Chest and shoulders of one key frame, and the affine map that later frames follow.

    The map is: right, down (pixels, at the middle of the shoulders), then its four slopes in pixels a trunk length.
    """

    def __init__(self, image_rgb: Image, region: _Region, corners: Array, middle: Array, trunk_px: float) -> None:
        self.region, self.trunk_px = region, trunk_px
        self.small_trunk_px = trunk_px * region.scale
        origin = np.array([region.left, region.top])
        self.middle = (middle - origin) * region.scale
        picture = _Slopes.of(region.cut(image_rgb))
        mask = np.zeros(picture.smooth.shape, np.uint8)
        self.size = mask.shape[::-1]
        cv2.fillConvexPoly(mask, np.round((corners - origin) * region.scale).astype(np.int32), 1)
        rows, columns = np.indices(mask.shape, dtype=np.float32)
        x = (columns - np.float32(self.middle[0])) / np.float32(self.small_trunk_px)
        y = (rows - np.float32(self.middle[1])) / np.float32(self.small_trunk_px)
        right, down = picture.right, picture.down
        terms = [right, down, right * x, right * y, down * x, down * y, np.ones_like(x), picture.smooth]
        self.fit = _Fit.of(mask > 0, picture.smooth, terms)
        rise_and_half_widening = np.array([0.0, -1.0, 0.5, 0.0, 0.0, 0.0, 0.0, 0.0])
        variance = float(rise_and_half_widening @ self.fit.inverse @ rise_and_half_widening)
        self.error_of_noise = float(np.sqrt(variance * 4.0 * np.pi * BLUR_PX**2)) / self.small_trunk_px
        self.contrast = max(float(self.fit.values.var()), 1e-6)
        self.map = np.zeros(6)

    def follow(self, image_rgb: Image) -> tuple[Array, float]:
        """Return how much further the map went (full-size pixels), and how sharply that is known, from 0 to 1."""
        picture, before = self.region.cut(image_rgb), self.map
        left, step_px = np.inf, np.inf
        for _ in range(MOST_STEPS):
            if step_px >= SMALL_STEP_PX:
                step, left = self.fit.solve(self.fit.difference(_blurred(self._laid_on_key(picture))))
                self.map, step_px = self.map + step[:6], float(np.hypot(*step[:2]))
        error = self.error_of_noise * left**0.5 / GOOD_ERROR
        likeness = max(0.0, 1.0 - left / self.contrast)
        return (self.map - before) / self.region.scale, likeness / (1.0 + error * error)

    def _laid_on_key(self, picture: Floats) -> Floats:
        slopes = self.map[2:].reshape(2, 2) / self.small_trunk_px
        matrix = np.column_stack((np.eye(2) + slopes, self.map[:2] - slopes @ self.middle))
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        laid = cv2.warpAffine(picture, matrix, self.size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(laid, np.float32)

    @property
    def has_moved_away(self) -> bool:
        is_far = np.hypot(*self.map[:2]) > FURTHEST_PX
        return bool(is_far or np.abs(self.map[2:]).max() > FURTHEST_STRAIN * self.small_trunk_px)


class _Background:
    """The picture beside the person in one key frame, made small, and how far it has shifted since."""

    def __init__(self, image_rgb: Image, middle_x: float, trunk_px: float) -> None:
        self.middle_x, self.trunk_px = middle_x, trunk_px
        self.stride = max(1, image_rgb.shape[1] // (2 * BACKGROUND_PX))
        picture = _Slopes.of(self._small(image_rgb))
        self.scale = picture.smooth.shape[1] / image_rgb.shape[1]
        columns = (np.arange(picture.smooth.shape[1]) + 0.5) / self.scale
        mask = np.broadcast_to(np.abs(columns - middle_x) > PERSON_HALF_WIDTH * trunk_px, picture.smooth.shape)
        terms = [picture.right, picture.down, np.ones_like(picture.smooth), picture.smooth]
        self.fit = _Fit.of(mask, picture.smooth, terms, every=BACKGROUND_EVERY)
        self.tolerance = NOISE + np.hypot(self.fit.effect[0], self.fit.effect[1])
        self.shift = np.zeros(2)

    def has_changed(self, middle_x: float) -> bool:
        """Return whether the camera or the person has moved too far for it to go on serving."""
        is_far = np.hypot(*self.shift) > FURTHEST_PX
        return bool(is_far or abs(middle_x - self.middle_x) > PERSON_MAY_MOVE * self.trunk_px)

    def _small(self, image_rgb: Image) -> Floats:
        green = np.ascontiguousarray(image_rgb[:: self.stride, :: self.stride, 1])
        width = min(BACKGROUND_PX, green.shape[1])
        size = (width, max(1, round(green.shape[0] * width / green.shape[1])))
        return cv2.resize(green, size, interpolation=cv2.INTER_AREA).astype(np.float32)

    def follow(self, image_rgb: Image) -> Array:
        """Return how much further the camera shifted the picture (full-size pixels).

        What does not shift with the rest, such as somebody passing, hardly counts; where there is nothing to hold on
        to, the camera is taken to stand still.
        """
        if len(self.fit.pixels) < FEWEST_PIXELS:
            return np.zeros(2)
        matrix = np.column_stack((np.eye(2), self.shift))
        small = self._small(image_rgb)
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        laid = cv2.warpAffine(small, matrix, small.shape[::-1], flags=flags, borderMode=cv2.BORDER_REPLICATE)
        difference = self.fit.difference(_blurred(np.asarray(laid, np.float32)))
        weights = (1.0 + (difference / self.tolerance) ** 2) ** -2
        weighed = self.fit.effect * weights
        noise = NOISE_SLOPES * float(weights @ difference**2)
        squares = weighed @ self.fit.effect.T + np.diag([noise, noise, 1e-6, 1e-6])
        step = np.linalg.solve(squares.astype(np.float64), (weighed @ difference).astype(np.float64))[:2]
        self.shift = self.shift + step
        return np.asarray(step / self.scale, np.float64)


class TorsoMotionMeter:
    """Follows the torso of one person from frame to frame."""

    def __init__(self) -> None:
        """Start without a key frame."""
        self._torso: _Torso | None = None
        self._background: _Background | None = None
        self._t_s = -np.inf
        self._size_px = (0, 0)

    def measure(self, frame: Frame, xy_px: Array | None) -> TorsoMotion:
        """Return how the torso moved since the frame before.

        Args:
            frame: Now.
            xy_px: (landmark, 2) where the person is now; None = nobody.
        """
        elapsed_s, size_px = frame.t_s - self._t_s, frame.image_rgb.shape[:2]
        if xy_px is None or size_px != self._size_px or not 0.0 < elapsed_s <= LONGEST_GAP_S:
            self._torso = self._background = None
        self._t_s, self._size_px = frame.t_s, size_px
        motion = self._follow(frame, elapsed_s)
        if xy_px is not None and (self._torso is None or self._torso.has_moved_away):
            self._begin(frame.image_rgb, xy_px)
        return motion

    def _follow(self, frame: Frame, elapsed_s: float) -> TorsoMotion:
        if self._torso is None or self._background is None:
            return TorsoMotion(t_s=frame.t_s, flow_px_per_s=(np.nan, np.nan), quality=0.0)
        step, quality = self._torso.follow(frame.image_rgb)
        right, down = (step[:2] - self._background.follow(frame.image_rgb)) / elapsed_s
        return TorsoMotion(
            t_s=frame.t_s,
            flow_px_per_s=(float(right), float(down)),
            widening_per_s=float(step[2]) / (self._torso.trunk_px * elapsed_s),
            quality=quality,
        )

    def _begin(self, image_rgb: Image, xy_px: Array) -> None:
        """Take this frame as the key frame, if the torso lies in the picture and is large enough."""
        shoulders = xy_px[SHOULDERS].astype(np.float64)
        middle = shoulders.mean(axis=0)
        trunk = middle - xy_px[HIPS].mean(axis=0)
        trunk_px = max(float(np.hypot(*trunk)), 1e-6)
        corners = _corners(shoulders, middle, trunk, trunk_px)
        region = _region_around(corners, image_rgb.shape, scale=min(1.0, TRUNK_PX / trunk_px))
        torso = _Torso(image_rgb, region, corners, middle, trunk_px) if region else None
        self._torso = torso if torso and len(torso.fit.pixels) >= FEWEST_PIXELS else None
        if self._torso is None:
            self._background = None
        elif self._background is None or self._background.has_changed(float(middle[0])):
            self._background = _Background(image_rgb, float(middle[0]), trunk_px)


def _corners(shoulders: Array, middle: Array, trunk: Array, trunk_px: float) -> Array:
    """Return the corners (4, 2) of chest and shoulders, upright along the trunk."""
    across = np.array([-trunk[1], trunk[0]]) / trunk_px
    half_px = max(0.5 * abs(float((shoulders[0] - shoulders[1]) @ across)), LEAST_HALF_WIDTH * trunk_px)
    side = (half_px + BESIDE_SHOULDERS * trunk_px) * across
    top, bottom = middle + ABOVE_SHOULDERS * trunk, middle - BELOW_SHOULDERS * trunk
    return np.array([top - side, top + side, bottom + side, bottom - side])


def _region_around(corners: Array, shape: tuple[int, ...], *, scale: float) -> _Region | None:
    """Return the upright region around the corners, inside the picture; None if hardly any of it is."""
    margin = int(np.ceil(MARGIN_PX / scale))
    left, top = (np.floor(corners.min(axis=0)).astype(int) - margin).tolist()
    right, bottom = (np.ceil(corners.max(axis=0)).astype(int) + margin).tolist()
    region = _Region(max(top, 0), min(bottom, shape[0]), max(left, 0), min(right, shape[1]), scale)
    is_large = min(region.bottom - region.top, region.right - region.left) * scale > 4 * MARGIN_PX
    return region if is_large else None


def _blurred(picture: Floats) -> Floats:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), BLUR_PX), np.float32)
