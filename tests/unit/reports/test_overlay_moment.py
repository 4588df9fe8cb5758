"""A judged moment shows the angle as measured, its limit on the right side, and says both with the error."""

import numpy as np
import pytest

from backstay.pose.types import Landmark, Pose
from backstay.reports.moment import MeasuredAngle, draw_moment

POINTS = {
    Landmark.LEFT_SHOULDER: (300.0, 100.0),
    Landmark.RIGHT_SHOULDER: (200.0, 100.0),
    Landmark.LEFT_ELBOW: (400.0, 100.0),
    Landmark.LEFT_WRIST: (400.0, 20.0),
    Landmark.LEFT_HIP: (280.0, 300.0),
    Landmark.RIGHT_HIP: (220.0, 300.0),
}
XY_PX = np.full((len(Landmark), 2), np.nan, np.float32)
for landmark, point in POINTS.items():
    XY_PX[landmark] = point
POSE = Pose(
    t_s=9.04,
    xy_px=XY_PX,
    world_m=np.full((len(Landmark), 3), np.nan, np.float32),
    confidence=np.ones(len(Landmark), np.float32),
    image_size_px=(640, 480),
    model="full",
)
SAYS = "Elbows bent to 90°: not met"
DRAWING_PX, SPLIT_PX = 365, 269


def elbow(limit_deg: float) -> MeasuredAngle:
    return MeasuredAngle(
        name="left elbow",
        value_deg=90.4,
        error_deg=3.6,
        limit_deg=limit_deg,
        vertex_px=POSE[Landmark.LEFT_ELBOW],
        fixed_px=POSE[Landmark.LEFT_SHOULDER],
        moving_px=POSE[Landmark.LEFT_WRIST],
    )


def reds(image: np.ndarray) -> np.ndarray:
    """Return (y, x) of what is drawn in the mark's red."""
    red, green, blue = np.moveaxis(image.astype(int), -1, 0)
    return np.argwhere((red - green > 120) & (red - blue > 100) & (blue > green))


def test_words():
    assert elbow(75).says() == "left elbow 90° ± 4°, limit 75°"


@pytest.mark.parametrize("size_px", [(640, 480), (480, 640), (1280, 720)], ids=str)
def test_size(size_px):
    image = draw_moment(POSE, SAYS, elbow(75).says(), elbow(75), size_px)
    assert image.shape == (size_px[1], size_px[0], 3)
    assert image.dtype == np.uint8


def test_the_measured_arm_is_red_and_upright():
    close = draw_moment(POSE, SAYS, "", elbow(75))[:DRAWING_PX, SPLIT_PX:]
    columns = np.bincount(reds(close)[:, 1])
    assert columns.max() > 60  # An upright line gathers in few columns.


@pytest.mark.parametrize(("limit_deg", "side"), [(60, -1), (120, 1)], ids=["more closed", "more open"])
def test_the_limit_stands_on_its_side(limit_deg, side):
    """The forearm points up and the angle opens to the right: a smaller limit lies left of it."""
    with_limit = draw_moment(POSE, SAYS, "", elbow(limit_deg)).astype(int)
    without = draw_moment(POSE, SAYS, "", elbow(90.4)).astype(int)
    close = np.abs(with_limit - without).max(axis=2)[:DRAWING_PX, SPLIT_PX:] > 60
    red_rows, red_columns = reds(without[:DRAWING_PX, SPLIT_PX:]).T
    forearm_x = np.bincount(red_columns).argmax()
    beyond = close[: red_rows.max(), :]
    left, right = beyond[:, : forearm_x - 12].sum(), beyond[:, forearm_x + 12 :].sum()
    assert (right - left) * side > 0


def test_a_larger_error_is_shaded_wider():
    def shaded(error_deg: float) -> int:
        angle = elbow(75)
        wider = MeasuredAngle(
            **{name: getattr(angle, name) for name in angle.__slots__ if name != "error_deg"}, error_deg=error_deg
        )
        image = draw_moment(POSE, SAYS, "", wider).astype(int)
        return int((np.abs(image - (250, 208, 208)).max(axis=2) < 3).sum())

    assert shaded(12) > 2 * shaded(4) > 0


def test_without_an_angle_the_skeleton_has_all_the_room():
    image = draw_moment(POSE, SAYS, "hands 38 mm ± 12 mm off the wall, limit 20 mm")
    drawn = np.argwhere(np.abs(image[:DRAWING_PX].astype(int) - (252, 252, 250)).max(axis=2) > 40)
    assert drawn[:, 1].mean() == pytest.approx(320, abs=40)
    assert len(reds(image[:DRAWING_PX])) == 0


@pytest.mark.parametrize("words", [3, 20, 40])
def test_long_words_stay_inside(words):
    image = draw_moment(POSE, "word " * words, "word " * words, size_px=(480, 640)).astype(int)
    assert np.abs(image[-3:] - image[0, 0]).max() == 0
    assert np.abs(image[:, -3:] - image[0, 0]).max() == 0


def test_nobody_is_no_error():
    nobody = Pose(
        t_s=0.0,
        xy_px=np.full((len(Landmark), 2), np.nan, np.float32),
        world_m=POSE.world_m,
        confidence=np.zeros(len(Landmark), np.float32),
        image_size_px=(640, 480),
        model="full",
    )
    assert draw_moment(nobody, SAYS, "").shape == (480, 640, 3)
