"""A landmark moves to the centre of mass of its heatmap nearby, and only where the heatmap is sure."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backstay.pose.landmarks import refine

SIZE = 64


def heatmap(*peaks: tuple[float, float], top: float = 0.95) -> np.ndarray:
    """Return (row, column, point) logits with one round peak a point, at (column, row)."""
    rows, columns = np.mgrid[:SIZE, :SIZE]
    layers = [top * np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / 2.0) for x, y in peaks]
    likely = np.clip(np.stack(layers, axis=-1), 1e-9, 1 - 1e-9)
    return np.log(likely / (1 - likely)).astype(np.float32)


@given(
    x=st.floats(6, 57),
    y=st.floats(6, 57),
    right=st.floats(-1.5, 1.5),
    down=st.floats(-1.5, 1.5),
)
def test_a_point_near_a_peak_moves_onto_it(x: float, y: float, right: float, down: float) -> None:
    start = np.array([[x + right, y + down]]) / SIZE
    refined, peak = refine(start, heatmap((x, y)))
    np.testing.assert_allclose(refined[0] * SIZE, (x, y), atol=0.05)
    assert peak[0] > 0.7


def test_a_low_peak_moves_nothing() -> None:
    start = np.array([[0.5, 0.5]])
    refined, peak = refine(start, heatmap((33, 33), top=0.4))
    np.testing.assert_array_equal(refined, start)
    assert peak[0] == pytest.approx(0.4, abs=0.02)


def test_a_peak_out_of_reach_moves_nothing() -> None:
    start = np.array([[10.5, 10.5]]) / SIZE
    refined, peak = refine(start, heatmap((20, 20)))
    np.testing.assert_array_equal(refined, start)
    assert peak[0] < 0.1


@pytest.mark.parametrize("outside", [(-0.1, 0.5), (0.5, 1.0), (1.2, 1.2), (0.5, -1e-9)])
def test_a_point_outside_the_crop_stays_and_has_no_peak(outside: tuple[float, float]) -> None:
    start = np.array([outside])
    refined, peak = refine(start, heatmap((32, 32)))
    np.testing.assert_array_equal(refined, start)
    assert peak[0] == 0


@pytest.mark.parametrize("corner", [(0, 0), (63, 0), (0, 63), (63, 63)])
def test_at_the_edge_only_what_is_there_counts(corner: tuple[int, int]) -> None:
    flat = np.full((SIZE, SIZE, 1), 2.0, np.float32)
    refined, _ = refine((np.array([corner]) + 0.5) / SIZE, flat)
    inward = np.where(np.array(corner) == 0, 2.0, 61.0)
    np.testing.assert_allclose(refined[0] * SIZE, inward, atol=1e-6)


def test_each_point_reads_its_own_heatmap() -> None:
    starts = np.array([[20.0, 30.0], [40.0, 10.0]]) / SIZE
    refined, _ = refine(starts, heatmap((21, 31), (39, 11)))
    np.testing.assert_allclose(refined * SIZE, [(21, 31), (39, 11)], atol=0.05)
