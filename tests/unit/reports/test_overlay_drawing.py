"""Skeletons leave out what is unseen, mark what is doubtful by form, and words wrap within their width."""

import numpy as np
import pytest

from backstay.pose.types import Landmark, Pose
from backstay.reports.drawing import ON_VIDEO, REGULAR, Words, draw_skeleton, fitting_size_px, text_width_px, wrapped

WHITE = (255, 255, 255)


def pose(confidence: float, points: dict[Landmark, tuple[float, float]]) -> Pose:
    xy_px = np.full((len(Landmark), 2), np.nan, np.float32)
    for landmark, point in points.items():
        xy_px[landmark] = point
    return Pose(
        t_s=0.0,
        xy_px=xy_px,
        world_m=np.full((len(Landmark), 3), np.nan, np.float32),
        confidence=np.full(len(Landmark), confidence, np.float32),
        image_size_px=(300, 300),
        model="full",
    )


def drawn(confidence: float, points: dict[Landmark, tuple[float, float]]) -> np.ndarray:
    image = np.full((300, 300, 3), 128, np.uint8)
    draw_skeleton(image, pose(confidence, points))
    return image


THIGH = {Landmark.RIGHT_HIP: (40.0, 150.0), Landmark.RIGHT_KNEE: (260.0, 150.0)}


def is_ink(image: np.ndarray, colour: tuple[int, int, int]) -> np.ndarray:
    return np.abs(image.astype(int) - colour).max(axis=-1) < 30


def test_sure_limbs_are_solid():
    assert is_ink(drawn(0.9, THIGH)[150, 60:240], ON_VIDEO.right).all()


def test_doubtful_limbs_are_dashed():
    ink = is_ink(drawn(0.3, THIGH)[150, 60:240], ON_VIDEO.right)
    assert 0.3 < ink.mean() < 0.7
    assert np.count_nonzero(np.diff(ink.astype(int))) > 10


def test_doubtful_points_are_hollow():
    assert is_ink(drawn(0.9, THIGH)[150, 40], ON_VIDEO.right)
    assert is_ink(drawn(0.3, THIGH)[150, 40], ON_VIDEO.around)


def test_left_and_right_differ():
    left = {Landmark.LEFT_HIP: (40.0, 150.0), Landmark.LEFT_KNEE: (260.0, 150.0)}
    assert is_ink(drawn(0.9, left)[150, 60:240], ON_VIDEO.left).all()


def test_limbs_to_unseen_points_are_left_out():
    image = drawn(0.9, {Landmark.RIGHT_HIP: (40.0, 150.0)})
    assert (image[:, 60:] == 128).all()
    assert not (image[:, :60] == 128).all()


def test_nobody_draws_nothing():
    assert (drawn(0.9, {}) == 128).all()


@pytest.mark.parametrize("far", [1e6, -1e6, 1e30])
def test_points_far_outside_do_no_harm(far):
    image = drawn(0.9, {Landmark.RIGHT_HIP: (150.0, 150.0), Landmark.RIGHT_KNEE: (far, 150.0)})
    assert is_ink(image[150, 290 if far > 0 else 10], ON_VIDEO.right)


def test_lines_are_no_wider_than_asked():
    lines = wrapped([Words(text="one two three four five six seven", colour=WHITE)], 20, 120)
    assert len(lines) > 1
    assert " ".join(word.text for line in lines for word in line) == "one two three four five six seven"
    for line in lines:
        assert text_width_px(" ".join(word.text for word in line), 20, REGULAR) <= 125


def test_what_is_whole_stays_whole():
    lines = wrapped([Words(text="Knees:", colour=WHITE), Words(text="not met", colour=WHITE, is_whole=True)], 20, 100)
    assert [[word.text for word in line] for line in lines] == [["Knees:"], ["not met"]]


def test_a_word_too_long_stands_alone():
    assert len(wrapped([Words(text="a incomprehensibilities b", colour=WHITE)], 40, 60)) == 3


@pytest.mark.parametrize(
    ("text", "lines"),
    [("3 of 10", 1), ("12 of 100 repetitions", 2)],
    ids=["short", "long"],
)
def test_text_shrinks_a_little_before_it_breaks(text, lines):
    words = [Words(text=text, colour=WHITE)]
    size_px = fitting_size_px(words, 200, 60)
    assert 30 <= size_px <= 60
    assert len(wrapped(words, size_px, 200)) == lines


def test_signs_of_measurements_have_glyphs():
    """A missing glyph is drawn as a question mark."""
    missing = text_width_px("?", 40, REGULAR)
    assert all(text_width_px(sign, 40, REGULAR) != missing for sign in "°±–×")
