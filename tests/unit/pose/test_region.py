"""A region's crop and its way back into the picture agree, whatever its place, size and turn."""

import math

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstay.pose.region import Region, crop, in_picture, region_around, region_of_picture

REGIONS = st.builds(
    Region,
    center_px=st.tuples(st.floats(-500, 2000), st.floats(-500, 2000)),
    size_px=st.floats(1, 4000),
    rotation_rad=st.floats(-math.pi, math.pi),
)


@given(region=REGIONS)
def test_the_middle_of_the_crop_is_the_center(region: Region) -> None:
    np.testing.assert_allclose(in_picture(np.array([[0.5, 0.5]]), region)[0], region.center_px, atol=1e-6)


@given(region=REGIONS)
def test_a_region_from_its_own_steering_points_is_itself(region: Region) -> None:
    center, top = in_picture(np.array([[0.5, 0.5], [0.5, 0.5 - 0.5 / 1.25]]), region)
    again = region_around(center, top)
    np.testing.assert_allclose(again.center_px, region.center_px, atol=1e-6)
    assert again.size_px == pytest.approx(region.size_px)
    assert math.cos(again.rotation_rad - region.rotation_rad) == pytest.approx(1.0)


@given(region=REGIONS)
def test_corners_lie_half_a_diagonal_from_the_center(region: Region) -> None:
    corners = in_picture(np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]]), region)
    ways = np.linalg.norm(corners - region.center_px, axis=1)
    np.testing.assert_allclose(ways, region.size_px / math.sqrt(2), rtol=1e-9)


@pytest.mark.parametrize(
    ("top", "rotation_deg"),
    [
        pytest.param((100, 50), 0, id="head up"),
        pytest.param((150, 100), 90, id="head to the right"),
        pytest.param((50, 100), -90, id="head to the left"),
    ],
)
def test_rotation_turns_the_head_clockwise(top: tuple[int, int], rotation_deg: float) -> None:
    region = region_around(np.array([100.0, 100.0]), np.array(top, float))
    assert math.degrees(region.rotation_rad) == pytest.approx(rotation_deg)
    assert region.size_px == pytest.approx(125)


@pytest.mark.parametrize("size", [(640, 480), (480, 640), (641, 359)], ids=["landscape", "portrait", "odd"])
def test_the_whole_picture_fits_in_its_region(size: tuple[int, int]) -> None:
    region = region_of_picture(size)
    fractions = (np.array([(0, 0), size]) - region.center_px) / region.size_px + 0.5
    assert fractions.min() >= 0
    assert fractions.max() <= 1


def test_a_crop_shows_what_lies_in_the_region() -> None:
    picture = np.zeros((200, 300, 3), np.uint8)
    picture[80:120, 150:190] = (255, 0, 0)
    upright = Region(center_px=(170.0, 100.0), size_px=80.0, rotation_rad=0.0)
    view = crop(picture, upright, 16, border=cv2.BORDER_CONSTANT)
    assert view.shape == (16, 16, 3)
    assert view[8, 8].tolist() == [255, 0, 0]
    assert view[1, 1].tolist() == [0, 0, 0]


def test_a_turned_crop_is_the_turned_picture() -> None:
    picture = np.random.default_rng(1).integers(0, 256, (64, 64, 3), dtype=np.uint8)
    picture = cv2.GaussianBlur(picture, (9, 9), 3)
    upright = Region(center_px=(31.5, 31.5), size_px=32.0, rotation_rad=0.0)
    quarter = Region(center_px=(31.5, 31.5), size_px=32.0, rotation_rad=math.pi / 2)
    views = [crop(picture, region, 32, border=cv2.BORDER_REPLICATE).astype(int) for region in (upright, quarter)]
    # The head of a turned region points to the right of the picture, so its crop is the picture turned left.
    # A crop's first pixel lies on the region's edge and its last one a pixel short of it: compare what both have.
    np.testing.assert_allclose(views[1][1:, :], np.rot90(views[0])[:-1, :], atol=3)


def test_what_lies_outside_is_black_or_the_edge() -> None:
    picture = np.full((50, 50, 3), 200, np.uint8)
    outside = Region(center_px=(-100.0, 25.0), size_px=40.0, rotation_rad=0.0)
    assert crop(picture, outside, 8, border=cv2.BORDER_CONSTANT).max() == 0
    assert crop(picture, outside, 8, border=cv2.BORDER_REPLICATE).min() == 200
