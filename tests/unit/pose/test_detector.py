"""The detector's boxes are read as they were made, doubles become one person, and an empty room holds nobody."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from backstay.pose.detector import Detection, Detector, anchors, decode, merge_doubles, squares_of, without_twins
from backstay.pose.region import Region
from clips import films


@pytest.fixture(scope="module")
def detector() -> Detector:
    return Detector(threads=None)


def box(left: float, top: float, side: float) -> np.ndarray:
    """Return (6, 2): two corners, and four key points in the middle."""
    middle = [left + side / 2, top + side / 2]
    return np.array([[left, top], [left + side, top + side], *[middle] * 4], np.float32)


def test_there_are_2254_anchors_inside_the_picture() -> None:
    centers = anchors()
    assert centers.shape == (2254, 2)
    assert centers.min() > 0
    assert centers.max() < 1


def test_the_first_layer_is_a_grid_of_28_by_28_cells_with_two_anchors_each() -> None:
    first = anchors()[: 28 * 28 * 2]
    np.testing.assert_allclose(first[:4] * 224, [[4, 4], [4, 4], [12, 4], [12, 4]], atol=1e-4)


@given(
    center=arrays(np.float32, 2, elements=st.floats(0, 1, width=32)),
    points=arrays(np.float32, (6, 2), elements=st.floats(0, 1, width=32)),
)
def test_decoding_undoes_encoding(center: np.ndarray, points: np.ndarray) -> None:
    low, high = np.minimum(points[0], points[1]), np.maximum(points[0], points[1])
    raw = np.concatenate([(low + high) / 2 - center, high - low, (points[2:] - center).ravel()]) * 224
    decoded = decode(raw[np.newaxis].astype(np.float32), center[np.newaxis])[0]
    np.testing.assert_allclose(decoded, [low, high, *points[2:]], atol=1e-4)


def test_boxes_that_overlap_are_one_person_with_the_best_score() -> None:
    found = merge_doubles(np.stack([box(0.1, 0.1, 0.2), box(0.12, 0.1, 0.2)]), np.array([0.6, 0.9]))
    assert len(found) == 1
    points, score = found[0]
    assert score == pytest.approx(0.9)
    assert points[0, 0] == pytest.approx((0.6 * 0.1 + 0.9 * 0.12) / 1.5, abs=1e-6)


def test_boxes_side_by_side_are_two_people_the_surest_first() -> None:
    found = merge_doubles(np.stack([box(0.1, 0.1, 0.2), box(0.6, 0.1, 0.2)]), np.array([0.6, 0.9]))
    assert [round(score, 2) for _, score in found] == [0.9, 0.6]


def found_at(x: float, turned_deg: float = 0.0, score: float = 0.9) -> Detection:
    region = Region(center_px=(x, 220.0), size_px=400.0, rotation_rad=float(np.radians(turned_deg)))
    return Detection(score=score, region=region)


def test_a_body_read_upside_down_as_well_is_one_person_the_right_way_up() -> None:
    """As read of a wall angel out of focus: arms overhead are taken for legs, and score higher."""
    upright = found_at(323.0, -4.0, score=0.51)
    assert without_twins([found_at(318.0, 176.0, score=0.75), upright]) == [upright]


def test_people_shoulder_to_shoulder_are_two_the_surest_first() -> None:
    assert [each.score for each in without_twins([found_at(320.0, score=0.6), found_at(400.0)])] == [0.9, 0.6]


def test_no_box_is_nobody() -> None:
    assert merge_doubles(np.zeros((0, 6, 2), np.float32), np.zeros(0)) == []


@pytest.mark.parametrize("level", [0, 127, 255], ids=["black", "gray", "white"])
def test_an_empty_picture_holds_nobody(detector: Detector, level: int) -> None:
    assert detector.detect(np.full((480, 640, 3), level, np.uint8)) == []


def test_noise_holds_nobody(detector: Detector) -> None:
    noise = np.random.default_rng(7).integers(0, 256, (480, 640, 3), dtype=np.uint8)
    assert detector.detect(noise) == []


@pytest.mark.parametrize("shape", [(480, 640), (640, 480), (480, 1280)], ids=["landscape", "portrait", "wide"])
def test_a_person_is_found_where_the_hips_are(detector: Detector, shape: tuple[int, int]) -> None:
    picture = films.pictures(films.FOLDER / "arms_overhead_front.mp4", [0])[0]
    height, width = shape
    canvas = np.full((height, width, 3), 128, np.uint8)
    person = picture[:, 160:480] if width < 640 else picture
    canvas[: person.shape[0], : person.shape[1]] = person
    hips = films.truth("arms_overhead_front")[0, 3].mean(axis=0) - ((160, 0) if width < 640 else (0, 0))
    people = detector.detect(canvas)
    assert len(people) == 1
    np.testing.assert_allclose(people[0].region.center_px, hips, atol=50)
    assert 300 < people[0].region.size_px < 700


@pytest.mark.parametrize(
    ("size_px", "middles"),
    [
        ((640, 480), [(240, 240), (400, 240)]),
        ((1280, 720), [(360, 360), (640, 360), (920, 360)]),
        ((480, 640), [(240, 240), (240, 400)]),
        ((500, 500), [(250, 250)]),
    ],
)
def test_squares_cover_a_picture(size_px: tuple[int, int], middles: list[tuple[int, int]]) -> None:
    squares = squares_of(size_px)
    assert [square.center_px for square in squares] == middles
    assert {square.size_px for square in squares} == {min(size_px)}


@given(width_px=st.integers(1, 8000), height_px=st.integers(1, 8000))
def test_squares_reach_from_edge_to_edge_and_are_never_many(width_px: int, height_px: int) -> None:
    squares = squares_of((width_px, height_px))
    axis = 0 if width_px >= height_px else 1
    edges = [square.center_px[axis] + sign * square.size_px / 2 for square in squares for sign in (-1, 1)]
    assert min(edges) == pytest.approx(0.0, abs=0.01)
    assert max(edges) == pytest.approx(max(width_px, height_px), abs=0.01)
    steps = np.diff([square.center_px[axis] for square in squares])
    assert (steps <= squares[0].size_px / 2 + 0.01).all()
    assert len(squares) <= 7


def test_a_person_too_small_in_a_wide_picture_is_found_from_closer(detector: Detector) -> None:
    person = films.pictures(films.FOLDER / "arms_overhead_front.mp4", [0])[0]
    small = cv2.resize(person, None, fx=0.3, fy=0.3, interpolation=cv2.INTER_AREA)
    wide = cv2.copyMakeBorder(small, 60, 0, 330, 330, cv2.BORDER_REPLICATE)
    found = detector.detect_closer(wide)
    assert detector.detect(wide) == []
    assert len(found) == 1
    assert found[0].region.center_px[0] == pytest.approx(wide.shape[1] / 2, abs=30)


def test_an_empty_room_holds_nobody_from_closer_either(detector: Detector) -> None:
    room = films.pictures(films.FOLDER / "arms_overhead_front.mp4", [0])[0][:, :220]
    assert detector.detect_closer(room) == []
