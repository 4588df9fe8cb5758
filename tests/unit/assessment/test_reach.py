"""Where the peak cannot be read, a way by the own size and the own farthest end tell whether a repetition counts."""

import math

import pytest

from backstay.assessment.reach import Way, is_full, way_of
from backstay.exercises.loading import find_exercise
from backstay.exercises.types import Phase
from backstay.kinematics.types import ViewLabel
from unit.assessment.streams import stream, unit_of

REACH = find_exercise("wall_angel").counts_from.reach
NEAR, SIZE = "left_wrist_above_hips_image_fraction", "trunk_length_image_fraction"
TRUNK = 0.2


def way(by_trunk: float, start: float = 1.6, size: float = TRUNK) -> Way:
    """Return a way in trunk lengths, as the picture has it."""
    return Way(start=start * size, end=(start + by_trunk) * size, size=size)


@pytest.mark.parametrize(("by_trunk", "counts"), [(0.16, False), (0.19, False), (0.21, True), (0.5, True)])
def test_the_first_way_counts_by_its_length_alone(by_trunk, counts):
    assert is_full(way(by_trunk), REACH, ()) == counts


@pytest.mark.parametrize(("by_trunk", "counts"), [(0.25, False), (0.29, True), (0.37, True)])
def test_a_later_way_ends_where_the_farthest_did_or_is_surely_long(by_trunk, counts):
    assert is_full(way(by_trunk), REACH, (way(0.33), way(0.3))) == counts


def test_a_surely_long_way_counts_however_far_another_went():
    assert is_full(way(0.37), REACH, (way(0.6),))


def test_a_start_pose_that_was_misread_once_is_corrected_by_the_usual_one():
    high = way(0.15, start=1.7)
    assert not is_full(high, REACH, ())
    assert is_full(high, REACH, (way(0.25), way(0.24)))


def test_ways_before_the_camera_was_moved_say_nothing():
    assert is_full(way(0.25), REACH, (way(0.5, size=1.2 * TRUNK),))


def angel(view: ViewLabel, *, read: bool = True):
    """Return a unit whose hands are 1.6 trunk lengths over the hips for a second, then 2 for three."""

    def values_at(t_s: float) -> dict[str, float]:
        return {NEAR: TRUNK * (1.6 if t_s < 1 else 2.0) if read else math.nan, SIZE: TRUNK * (1.0 if t_s < 1 else 1.1)}

    frames = stream(4.0, values_at, view=view)
    unit = unit_of(frames, phase=Phase.ALWAYS)
    unit.phases[Phase.START] = [each for each in frames if each.t_s < 1]
    return unit


def test_a_way_is_read_by_the_trunk_of_the_start_pose():
    found = way_of(REACH, angel(ViewLabel.SIDE_LEFT))
    assert (found.start, found.end, found.size) == (pytest.approx(0.32), pytest.approx(0.4), pytest.approx(TRUNK))


@pytest.mark.parametrize(("view", "read"), [(ViewLabel.FRONT, True), (ViewLabel.SIDE_LEFT, False)])
def test_there_is_no_way_from_elsewhere_or_with_the_hand_unread(view, read):
    assert way_of(REACH, angel(view, read=read)) is None
    assert way_of(None, angel(ViewLabel.SIDE_LEFT)) is None
