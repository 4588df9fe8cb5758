"""Plane and space geometry has known answers, exact near 0 and 180 degrees, and NaN for what has no direction."""

import numpy as np
import pytest

from backstay.kinematics.vectors import angle_deg, length, slope_deg


@pytest.mark.parametrize(
    ("first", "second", "degrees"),
    [
        ((1, 0), (0, 1), 90),
        ((1, 0), (-1, 0), 180),
        ((1, 0), (5, 0), 0),
        ((3, 4), (4, 3), 16.260204708312),
        ((1, 0, 0), (0, 0, 2), 90),
        ((1, 1, 1), (-1, -1, -1), 180),
        ((1, 0), (1, 1e-9), 5.7295779513e-8),
        ((1, 0), (-1, 1e-9), 180 - 5.7295779513e-8),
    ],
    ids=str,
)
def test_angles(first, second, degrees):
    assert float(angle_deg(np.array(first, float), np.array(second, float))) == pytest.approx(degrees, rel=1e-9)


def test_the_order_does_not_matter():
    one, other = np.random.default_rng(1).normal(size=(2, 50, 2))
    np.testing.assert_allclose(angle_deg(one, other), angle_deg(other, one))


def test_no_direction_no_angle():
    nowhere, unseen = np.zeros(2), np.full(2, np.nan)
    right = np.array([1.0, 0.0])
    assert np.isnan(angle_deg(nowhere, right))
    assert np.isnan(angle_deg(right, unseen))
    assert np.isnan(length(nowhere))


def test_lengths():
    assert length(np.array([[3.0, 4.0], [5.0, 12.0]])).tolist() == [5.0, 13.0]


@pytest.mark.parametrize(
    ("along", "up", "degrees"), [(0, 1, 0), (1, 0, 90), (-1, 0, -90), (1, 1, 45), (-1, 1, -45), (1, -1, 135)]
)
def test_slopes(along, up, degrees):
    assert float(slope_deg(np.array(float(along)), np.array(float(up)))) == pytest.approx(degrees)


def test_one_direction_is_no_gap():
    """Parallel vectors, to the last bit, are 0 or 180 degrees apart rather than unmeasured."""
    right = np.array([[1.0, 0.0], [0.6, 0.8]])
    assert angle_deg(right, right).tolist() == [0.0, 0.0]
    assert angle_deg(right, -right).tolist() == [180.0, 180.0]
