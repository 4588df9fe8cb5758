"""A script reaches each posture when it says, smoothly, and knows the truth of what it shows."""

import numpy as np
import pytest

from figure import angles
from figure.body import Body, stand
from figure.movements import MOVEMENTS
from figure.posture import blended, from_numbers, to_numbers
from figure.presses import Angel, arm_raises, wall_angel, wall_angels
from figure.script import Performance, Script, perform
from figure.sitting import abdominal_brace, desk
from figure.stances import AT_THE_WALL, HANGING, OVERHEAD, SEATED, STANDING, W
from figure.stretches import Stretch, hip_flexor_stretch

POSTURES = {
    "stand": STANDING,
    "W": STANDING.arms(elevation_deg=90, elbow_flexion_deg=90, forearm_turn_deg=0),
    "overhead": STANDING.arms(elevation_deg=157, elbow_flexion_deg=30, forearm_turn_deg=0),
}


def elevation_deg(performance: Performance, t_s: float | np.ndarray, side: str = "LEFT") -> np.ndarray:
    return angles.shoulder_elevation_deg(stand(Body(), performance.at(t_s)), side)


def test_a_line_of_text_is_a_performance() -> None:
    performance = perform("stand 1s, W 0.5s, overhead 2s, hold 0.5s, W 2s", POSTURES)
    assert performance.duration_s == pytest.approx(6.0)
    reached = [float(elevation_deg(performance, t_s)[0]) for t_s in (0.5, 1.5, 3.5, 3.9, 6.0)]
    assert reached == pytest.approx([10, 90, 157, 157, 90])


@pytest.mark.parametrize("text", ["", "stand", "stand 1", "stand 1s overhead 2s"])
def test_text_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="cannot read"):
        perform(text, POSTURES)


def test_a_move_starts_and_ends_at_rest_and_is_fastest_half_way() -> None:
    performance = Script("one move", STANDING).move(STANDING.arms(elevation_deg=110), 2.0).performance()
    speed = np.diff(elevation_deg(performance, np.linspace(0, 2, 201))) / 0.01
    assert abs(speed[0]) < 0.5
    assert abs(speed[-1]) < 0.5
    # A minimum-jerk movement peaks at 1.875 times its mean speed (Flash & Hogan 1985).
    assert speed.max() == pytest.approx(1.875 * 100 / 2, rel=0.01)
    assert int(speed.argmax()) in range(98, 103)


def test_numbers_go_there_and_back() -> None:
    posture = SEATED.part("left_arm", elevation_deg=33).part("place", heading_deg=12)
    assert to_numbers(from_numbers(np.array(to_numbers(posture), dtype=float))) == to_numbers(posture)
    assert to_numbers(blended(posture, STANDING, 0)) == to_numbers(posture)
    assert to_numbers(posture.mirrored().mirrored()) == to_numbers(posture)


def test_wall_angels_are_at_the_start_and_the_top_when_the_truth_says() -> None:
    performance = wall_angel(4, up_s=1.7, top_elevation_deg=162, start_elevation_deg=85)
    assert len(performance.repetitions) == 4
    for repetition in performance.repetitions:
        at_s = np.array([repetition.began_s, repetition.top_s, repetition.top_ended_s, repetition.ended_s])
        assert elevation_deg(performance, at_s) == pytest.approx([85, 162, 162, 85], abs=1e-6)
        assert repetition.top_s - repetition.began_s == pytest.approx(1.7)
        assert repetition.is_full


def test_a_repetition_returns_only_as_far_as_it_is_told() -> None:
    performance = wall_angel(2, return_elevation_deg=125.0)
    first, second = performance.repetitions
    assert elevation_deg(performance, first.ended_s)[0] == pytest.approx(125)
    assert elevation_deg(performance, second.began_s)[0] == pytest.approx(125)


def test_each_angel_may_differ_and_its_faults_are_told() -> None:
    angels = [
        Angel(),
        Angel(top_elevation_deg=112),
        Angel(right_short_deg=28),
        Angel(up_s=0.6, down_s=0.6),
        Angel(return_elevation_deg=68),
        Angel(midway_s=1.0, off_wall_deg=25),
    ]
    performance = wall_angels(angels)
    assert [repetition.is_full for repetition in performance.repetitions] == [True, False, True, True, True, True]
    told = [
        {fault.name for fault in performance.faults if fault.began_s == repetition.began_s}
        for repetition in performance.repetitions
    ]
    assert told == [set(), {"incomplete_overhead"}, {"asymmetry"}, {"too_fast"}, set(), {"arms_off_wall", "elbows_low"}]
    uneven = performance.repetitions[2].top_s
    assert elevation_deg(performance, uneven, "LEFT") - elevation_deg(performance, uneven, "RIGHT") == pytest.approx(28)


def test_a_pause_half_way_up_stands_still() -> None:
    performance = wall_angel(1, midway_s=2.0, up_s=2.0)
    began_s = performance.repetitions[0].began_s
    still = elevation_deg(performance, np.linspace(began_s + 1.05, began_s + 2.95, 20))
    assert np.ptp(still) < 1e-6
    assert still[0] == pytest.approx((90 + 157) / 2)


def test_other_movements_promise_no_full_repetition() -> None:
    assert all(not repetition.is_full for repetition in arm_raises(3).repetitions)


def test_braces_and_desk_states_last_as_long_as_told() -> None:
    brace = abdominal_brace([10, 4], ["", "slouch"])
    assert [hold.length_s for hold in brace.holds] == [10, 4]
    assert [(fault.name, fault.began_s) for fault in brace.faults] == [("slouch", brace.holds[1].began_s)]
    assert [(state.name, state.length_s) for state in desk((("tall", 5), ("slumped", 7))).states] == [
        ("tall", 5),
        ("slumped", 7),
    ]


def test_one_performance_then_another_keeps_both_truths() -> None:
    first, second = wall_angel(2), wall_angel(1)
    both = first.then(second, pause_s=3.0)
    assert both.duration_s == pytest.approx(first.duration_s + 3 + second.duration_s)
    top_s = both.repetitions[2].top_s
    assert top_s == pytest.approx(second.repetitions[0].top_s + first.duration_s + 3)
    assert elevation_deg(both, top_s)[0] == pytest.approx(157)


def test_a_mirror_swaps_the_sides_of_the_truth() -> None:
    performance = hip_flexor_stretch([Stretch(hold_s=2)], front="left").mirrored()
    assert [hold.side for hold in performance.holds] == ["left"]


@pytest.mark.parametrize("name", MOVEMENTS)
def test_every_movement_moves_without_leaps(name: str) -> None:
    performance = MOVEMENTS[name]()
    xyz_m = stand(Body(), performance.at(np.arange(0, performance.duration_s, 1 / 60))).xyz_m
    # Hands of a jumping jack reach 7 m/s; a leap of a script's seam would be far more.
    assert (np.linalg.norm(np.diff(xyz_m, axis=0), axis=2) * 60).max() < 9


def test_the_stances_are_what_they_are_called() -> None:
    assert (HANGING.elevation_deg, W.elevation_deg, OVERHEAD.elevation_deg) == (10, 90, 157)
    wall = stand(Body(), AT_THE_WALL)
    assert angles.knee_flexion_deg(wall, "LEFT")[0] == pytest.approx(14)
