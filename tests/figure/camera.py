"""A pinhole camera: from points of the room to pixels, and to the axes that the pose model's metres use."""

from dataclasses import dataclass

import numpy as np

from figure.body import FORWARD_AXIS, LEFT_AXIS, UP_AXIS, cross, turn
from figure.posture import Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Camera:
    """Where the camera stands and what it shows.

    Attributes:
        azimuth_deg: 0 in front of a figure of heading 0, + on the person's left, 180 behind.
        distance_m: Level distance from the point it looks at.
        height_m: Of the lens above the floor.
        aim_forward_m: Point of the room it looks at, along the direction that heading 0 faces.
        aim_left_m: Same, to the left of that direction.
        aim_height_m: Same, above the floor.
        roll_deg: Tilt of the picture: + makes the person seem to lean to the right of the picture.
        focal_px: Focal length in pixels; 554 is 60 degrees across 640 pixels.
        size_px: (width, height).
        cut_top_px: What is cut off the picture at the top; hands leave it first.
        cut_bottom_px: What is cut off at the bottom; feet leave it first.
    """

    azimuth_deg: float = 0.0
    distance_m: float = 3.0
    height_m: float = 1.1
    aim_forward_m: float = 0.0
    aim_left_m: float = 0.0
    aim_height_m: float = 1.0
    roll_deg: float = 0.0
    focal_px: float = 554.0
    size_px: tuple[int, int] = (640, 480)
    cut_top_px: int = 0
    cut_bottom_px: int = 0

    @property
    def image_size_px(self) -> tuple[int, int]:
        """Return (width, height) of what is left after cutting."""
        width, height = self.size_px
        return width, height - self.cut_top_px - self.cut_bottom_px

    @property
    def axes(self) -> Array:
        """Return the camera's axes as rows (3, 3): right, down, away, told in the axes of the room."""
        azimuth = np.radians(self.azimuth_deg)
        away = np.array([-np.cos(azimuth), -np.sin(azimuth), (self.aim_height_m - self.height_m) / self.distance_m])
        away /= np.linalg.norm(away)
        right = np.array([-np.sin(azimuth), np.cos(azimuth), 0.0])
        down = cross(away, right)
        return turn(UP_AXIS, self.roll_deg)[0] @ np.stack([right, down, away])

    def seen_from(self, xyz_m: Array) -> Array:
        """Return points of the room (..., 3) in the camera's axes: right, down, away from the lens, metres."""
        azimuth = np.radians(self.azimuth_deg)
        lens = np.zeros(3)
        lens[FORWARD_AXIS] = self.aim_forward_m + self.distance_m * np.cos(azimuth)
        lens[LEFT_AXIS] = self.aim_left_m + self.distance_m * np.sin(azimuth)
        lens[UP_AXIS] = self.height_m
        return (xyz_m - lens) @ self.axes.T

    def project(self, seen_m: Array) -> Array:
        """Return the pixels (..., 2) of points already in the camera's axes."""
        centre_px = np.array([self.size_px[0] / 2, self.size_px[1] / 2 - self.cut_top_px])
        return self.focal_px * seen_m[..., :2] / seen_m[..., 2:] + centre_px


FRONT = Camera()
OBLIQUE_LEFT = Camera(azimuth_deg=45.0)
OBLIQUE_RIGHT = Camera(azimuth_deg=-45.0)
SIDE_LEFT = Camera(azimuth_deg=90.0)
SIDE_RIGHT = Camera(azimuth_deg=-90.0)
BACK = Camera(azimuth_deg=180.0)
VIEWS = {
    "front": FRONT,
    "oblique_left": OBLIQUE_LEFT,
    "oblique_right": OBLIQUE_RIGHT,
    "side_left": SIDE_LEFT,
    "side_right": SIDE_RIGHT,
    "back": BACK,
}
