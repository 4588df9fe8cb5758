"""One person's landmarks over some frames, as named points, ready to be measured."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Concatenate, Literal, ParamSpec

import numpy as np
from numpy.typing import NDArray

from backstay.kinematics.types import View
from backstay.pose.types import Landmark, Pose

Array = NDArray[np.float64]
Side = Literal["left", "right"]
SIDES: tuple[Side, Side] = ("left", "right")

READABLE_CONFIDENCE = 0.5
"""Below it a point counts as unseen; the rendered clips' truth: hidden limbs read 0.05-0.5, seen ones above 0.8."""
FAINT_CONFIDENCE = 0.35
"""Enough to tell a shank on the floor from one that stands, if its knee is believed: of 515 ankles between this and one
half, in 43 rendered clips, 2 % were that wrong, all under a skirt; of 249 under 0.3, nearly all. Enough for the toes of
a kneeling leg too: over 77 of such the knee's height is as wrong as over toes well seen, over 14 fainter ones twice."""
LEAST_SAGITTAL_DEG = 25.0
"""Nearer to the front than this a lean forwards or backwards is foreshortened by more than 1 - sin 25 = 58 %."""
LEAST_FRONTAL_DEG = 65.0
"""Nearer to the side than this a sideways angle is foreshortened by more than 1 - cos 65 = 58 %."""

_P = ParamSpec("_P")
_SIDED = {
    tuple(point.name.lower().split("_", 1)): point for point in Landmark if point.name.startswith(("LEFT", "RIGHT"))
}
"""Such as ("left", "knee")."""


def once(
    work_out: Callable[Concatenate["Body", _P], Array],
) -> Callable[Concatenate["Body", _P], Array]:
    """Have what several measures need worked out once for a body; nobody may write into it.

    Live, where a body is a single frame, this halves the time that measuring takes.
    """

    @wraps(work_out)
    def known(body: "Body", /, *args: _P.args, **named: _P.kwargs) -> Array:
        key = (work_out, args)
        if key not in body.worked_out:
            body.worked_out[key] = work_out(body, *args, **named)
        return body.worked_out[key]

    return known


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Body:
    """Landmarks of one person over some frames.

    Attributes:
        xy_px: (frame, landmark, 2), x right, y down; NaN where confidence is under one half.
        faint_px: The same; NaN where confidence is under `FAINT_CONFIDENCE`.
        guessed_px: The same, believed or not; NaN only where nobody was found.
        azimuth_deg: (frame,) where the camera stands; NaN = unknown.
        image_height_px: Height of the picture.
        worked_out: What was worked out from these so far.
    """

    xy_px: Array
    faint_px: Array
    guessed_px: Array
    azimuth_deg: Array
    image_height_px: float
    worked_out: dict[object, Array] = field(default_factory=dict, repr=False)

    def point(self, landmark: Landmark) -> Array:
        """Return a landmark's (frame, 2) in pixels."""
        return self.xy_px[:, landmark]

    def of_side(self, side: Side, joint: str) -> Array:
        """Return a sided landmark by name, such as ("left", "knee"), (frame, 2) in pixels."""
        return self.xy_px[:, _SIDED[side, joint]]

    def faint_of_side(self, side: Side, joint: str) -> Array:
        """Return a sided landmark by name, faintly seen or better, (frame, 2) in pixels."""
        return self.faint_px[:, _SIDED[side, joint]]

    @once
    def middle(self, joint: str) -> Array:
        """Return the middle of a left and a right landmark; the seen one where the other is hidden."""
        return self.combine(self.of_side("left", joint), self.of_side("right", joint))

    @staticmethod
    def combine(first: Array, second: Array) -> Array:
        """Return the mean of two arrays where both are known, else whichever is."""
        both = 0.5 * (first + second)
        return np.where(np.isfinite(both), both, np.where(np.isfinite(first), first, second))

    @property
    @once
    def trunk(self) -> Array:
        """Return mid-hip to mid-shoulder, (frame, 2) in pixels."""
        return self.middle("shoulder") - self.middle("hip")

    @property
    @once
    def trunk_px(self) -> Array:
        """Return the trunk's apparent length, (frame,)."""
        size: Array = np.hypot(self.trunk[:, 0], self.trunk[:, 1])
        return np.where(size > 1.0, size, np.nan)

    def forward(self, vector: Array) -> Array:
        """Return how far an image vector points to the person's front, undoing the foreshortening of an oblique view.

        Args:
            vector: (frame, 2) in pixels.

        Returns:
            (frame,) in pixels, front positive; NaN where the camera stands too near the front or the back.
        """
        return -vector[:, 0] / self.forward_sine

    @property
    @once
    def forward_sine(self) -> Array:
        """Return by how much the way to the person's front is foreshortened, (frame,); NaN from too near the front."""
        sine = np.sin(np.radians(self.azimuth_deg))
        return np.where(np.abs(sine) >= np.sin(np.radians(LEAST_SAGITTAL_DEG)), sine, np.nan)

    @property
    @once
    def frontal_cosine(self) -> Array:
        """Return by how much the way across the person is foreshortened, (frame,); NaN from too far round."""
        cosine = np.cos(np.radians(self.azimuth_deg))
        return np.where(np.abs(cosine) >= np.cos(np.radians(LEAST_FRONTAL_DEG)), cosine, np.nan)

    def in_frontal_plane(self, vector: Array) -> Array:
        """Return an image vector as seen from straight in front, (frame, 2); NaN from too far round."""
        return np.stack([vector[:, 0] / self.frontal_cosine, vector[:, 1]], axis=1)

    def in_sagittal_plane(self, vector: Array) -> Array:
        """Return an image vector as seen from the person's side, (frame, 2): forwards and down, in pixels."""
        return np.stack([self.forward(vector), vector[:, 1]], axis=1)


def body_of(poses: Sequence[Pose], views: Sequence[View]) -> Body:
    """Gather poses of one recording into a `Body`; points that cannot be believed become NaN."""
    guessed = np.stack([pose.xy_px for pose in poses]).astype(np.float64)
    confidence = np.stack([pose.confidence for pose in poses])[:, :, np.newaxis]
    return Body(
        xy_px=np.where(confidence >= READABLE_CONFIDENCE, guessed, np.nan),
        faint_px=np.where(confidence >= FAINT_CONFIDENCE, guessed, np.nan),
        guessed_px=guessed,
        azimuth_deg=np.array([view.azimuth_deg for view in views], dtype=np.float64),
        image_height_px=float(poses[0].image_size_px[1]),
    )
