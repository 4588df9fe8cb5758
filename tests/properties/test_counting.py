"""A repetition is counted once, whoever does it, however fast, and however it is filmed; a partial one never.

Counts do not depend on the frame rate, on dropped frames, on short gaps, on where the person stands, on which way round
the picture is, or on a camera tilted by up to 10 degrees.
"""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backstay.pose.types import Pose
from figure.blazepose import REAL_NOISE
from figure.camera import Camera
from figure.changes import later, mirrored, rotated, scaled, shifted
from figure.filming import Mishap, Take, film
from figure.presses import Angel, wall_angels
from properties.judged import assess, codes, counted

FULL = Angel()
PARTIAL = Angel(top_elevation_deg=100, top_elbow_flexion_deg=80)
SET = (FULL, Angel(up_s=1.4, down_s=1.2, rest_s=0.0), PARTIAL, Angel(up_s=2.8, top_s=1.0, down_s=2.8))
COUNTED = 3
VIEWS = {"front": 0.0, "oblique left": 40.0, "oblique right": -40.0, "side left": 90.0, "side right": -90.0}


@cache
def filmed(azimuth_deg: float = 0.0, fps: float = 15.0, roll_deg: float = 0.0, dropped: float = 0.0) -> list[Pose]:
    """Return the set: four angels, one of them partial."""
    camera = Camera(azimuth_deg=azimuth_deg, roll_deg=roll_deg)
    return film(wall_angels(SET), camera=camera, take=Take(fps=fps, seed=4, dropped_fraction=dropped))


@pytest.mark.parametrize("fps", [15.0, 30.0, 60.0])
@pytest.mark.parametrize("azimuth_deg", [0.0, 40.0, -90.0])
def test_at_any_frame_rate(azimuth_deg, fps):
    assert counted(assess(filmed(azimuth_deg, fps))) == COUNTED


@pytest.mark.parametrize("fps", [15.0, 30.0])
@pytest.mark.parametrize("azimuth_deg", [0.0, -40.0, 90.0])
def test_times_are_those_of_the_movement(azimuth_deg, fps):
    """Leaving and regaining the start pose to a quarter of a second; from the side, where the way is shorter, half."""
    repetitions = assess(filmed(azimuth_deg, fps)).assessment.repetitions
    truth = [each for each in wall_angels(SET).repetitions if each.is_full]
    tolerance_s = 0.25 if abs(azimuth_deg) < 45 else 0.5
    for got, true in zip([each for each in repetitions if each.counted], truth, strict=True):
        assert got.began_s == pytest.approx(true.began_s, abs=tolerance_s)
        assert got.ended_s == pytest.approx(true.ended_s, abs=tolerance_s)
        assert got.peaked_s == pytest.approx((true.top_s + true.top_ended_s) / 2, abs=tolerance_s)


@pytest.mark.parametrize("azimuth_deg", VIEWS.values(), ids=VIEWS)
def test_with_a_fifth_of_the_frames_dropped(azimuth_deg):
    assert counted(assess(filmed(azimuth_deg, 15.0, 0.0, 0.2))) == COUNTED


@pytest.mark.parametrize("top_elevation_deg", [105, 115])
@pytest.mark.parametrize("azimuth_deg", [90.0, -90.0, 75.0])
def test_from_the_side_hands_that_stay_below_the_own_top_do_not_count(azimuth_deg, top_elevation_deg):
    low = Angel(top_elevation_deg=top_elevation_deg, top_elbow_flexion_deg=75)
    poses = film(wall_angels((FULL, low, FULL)), camera=Camera(azimuth_deg=azimuth_deg), take=Take(fps=15, seed=4))
    assert [each.counted for each in assess(poses).assessment.repetitions] == [True, False, True]


@pytest.mark.parametrize("roll_deg", [-10.0, 10.0])
@pytest.mark.parametrize("azimuth_deg", [0.0, 40.0, -90.0])
def test_with_a_tilted_camera(azimuth_deg, roll_deg):
    assert counted(assess(filmed(azimuth_deg, roll_deg=roll_deg))) == COUNTED


@pytest.mark.parametrize("azimuth_deg", [0.0, 40.0])
@given(starts_s=st.lists(st.floats(3, 22), min_size=1, max_size=8), gap_s=st.floats(0.07, 0.3))
@settings(max_examples=6)
def test_with_the_person_lost_for_up_to_a_third_of_a_second(azimuth_deg, starts_s, gap_s):
    lost = tuple(Mishap(kind="lost", began_s=start_s, ended_s=start_s + gap_s) for start_s in starts_s)
    take = Take(fps=15, seed=4, mishaps=lost)
    assert counted(assess(film(wall_angels(SET), camera=Camera(azimuth_deg=azimuth_deg), take=take))) == COUNTED


@given(right_px=st.integers(-250, 250), down_px=st.integers(-40, 80), times=st.floats(0.4, 3), late_s=st.floats(0, 900))
@settings(max_examples=6)
def test_wherever_and_whenever(right_px, down_px, times, late_s):
    poses = later(scaled(shifted(filmed(), right_px, down_px), times), late_s)
    assert counted(assess(poses)) == COUNTED


@pytest.mark.parametrize("azimuth_deg", VIEWS.values(), ids=VIEWS)
def test_in_a_mirror(azimuth_deg):
    poses = filmed(azimuth_deg)
    there, here = assess(mirrored(poses)).assessment, assess(poses).assessment
    assert [each.counted for each in there.repetitions] == [each.counted for each in here.repetitions]
    assert [each.began_s for each in there.repetitions] == pytest.approx(
        [each.began_s for each in here.repetitions], abs=0.02
    )


def test_verdicts_in_a_mirror():
    """Left and right are judged alike: the angels are the same, so the verdicts are."""
    there, here = assess(mirrored(filmed())).assessment, assess(filmed()).assessment
    assert [each.criteria for each in there.repetitions] == [each.criteria for each in here.repetitions]


@given(clockwise_deg=st.floats(-10, 10))
@settings(max_examples=4)
def test_in_a_turned_picture(clockwise_deg):
    assert counted(assess(rotated(filmed(), clockwise_deg))) == COUNTED


FULL_TOPS = st.integers(135, 170)
PARTIAL_TOPS = st.integers(92, 108)
SECONDS = st.integers(8, 40).map(lambda tenths: tenths / 10)
PAUSES = st.just(0.0) | st.integers(1, 20).map(lambda tenths: tenths / 10)


@st.composite
def angels(draw: st.DrawFn) -> Angel:
    """Return one repetition: any tempo, any pause at the top, half-way and below, full or clearly partial."""
    is_full = draw(st.booleans() | st.just(value=True))
    return Angel(
        up_s=draw(SECONDS),
        top_s=draw(PAUSES),
        down_s=draw(SECONDS),
        rest_s=draw(PAUSES),
        midway_s=draw(st.sampled_from([0.0, 0.0, 0.4, 1.0, 1.5])),
        top_elevation_deg=draw(FULL_TOPS if is_full else PARTIAL_TOPS),
        top_elbow_flexion_deg=draw(st.integers(10, 40)) if is_full else 80.0,
        return_elevation_deg=draw(st.sampled_from([90, 90, 85, 97, 105])),
    )


@given(
    performed=st.lists(angels(), min_size=1, max_size=4),
    azimuth_deg=st.sampled_from([0.0, 15.0, -15.0, 35.0, -45.0]),
    noise=st.sampled_from([1.0, 2.0, REAL_NOISE]),
    fps=st.sampled_from([15.0, 30.0]),
)
@settings(max_examples=20)
def test_any_set_counts_exactly(performed, azimuth_deg, noise, fps):
    """Full ones once each, partial ones never; nothing is made of the arms coming up before and going down after."""
    take = Take(fps=fps, seed=len(performed), noise=noise)
    assessed = assess(film(wall_angels(performed), camera=Camera(azimuth_deg=azimuth_deg), take=take))
    assert counted(assessed) == sum(angel.is_full for angel in performed)
    assert len(assessed.assessment.repetitions) <= len(performed)


@pytest.mark.parametrize("share", [0.35, 0.6])
@pytest.mark.parametrize("azimuth_deg", VIEWS.values(), ids=VIEWS)
def test_a_repetition_needs_a_return(azimuth_deg, share):
    """A film that stops on the way up, or at the top, holds no repetition."""
    angel = Angel(up_s=2.0, top_s=3.0)
    performance = wall_angels([angel])
    stops_s = performance.repetitions[0].began_s + share * (angel.up_s + angel.top_s)
    poses = film(performance, camera=Camera(azimuth_deg=azimuth_deg), take=Take(fps=15, seed=2))
    assessed = assess([pose for pose in poses if pose.t_s < stops_s])
    assert assessed.assessment.repetitions == []


@pytest.mark.parametrize("azimuth_deg", [0.0, 40.0])
def test_arms_that_stay_up_count_nothing(azimuth_deg):
    angel = Angel(top_s=8.0)
    poses = film(wall_angels([angel]), camera=Camera(azimuth_deg=azimuth_deg), take=Take(fps=15, seed=2))
    began_s = wall_angels([angel]).repetitions[0].top_s + 0.5
    assert counted(assess([pose for pose in poses if began_s < pose.t_s < began_s + 7])) == 0


@pytest.mark.parametrize("rest_s", [0.0, 2.0])
@pytest.mark.parametrize("return_deg", [90, 105])
@pytest.mark.parametrize("azimuth_deg", VIEWS.values(), ids=VIEWS)
def test_rests_and_lazy_returns(azimuth_deg, return_deg, rest_s):
    performed = [Angel(rest_s=rest_s, return_elevation_deg=return_deg)] * 3
    poses = film(wall_angels(performed), camera=Camera(azimuth_deg=azimuth_deg), take=Take(fps=15, seed=6))
    assert counted(assess(poses)) == len(performed)


@pytest.mark.parametrize("azimuth_deg", VIEWS.values(), ids=VIEWS)
def test_elbows_put_right_before_the_last_repetition(azimuth_deg):
    """It comes to rest higher than it began, and the film ends before the arms go down."""
    performance = wall_angels([Angel(return_elevation_deg=65), Angel(return_elevation_deg=92, rest_s=2.5)])
    poses = film(performance, camera=Camera(azimuth_deg=azimuth_deg), take=Take(fps=15, seed=6))
    last_s = performance.repetitions[-1].ended_s + 2.0
    assert counted(assess([pose for pose in poses if pose.t_s < last_s])) == 2


@pytest.mark.parametrize("azimuth_deg", VIEWS.values(), ids=VIEWS)
def test_a_good_set_has_no_notice(azimuth_deg):
    """Arms that come up before a set and go down after it are no other movement; only the limits are told.

    Where the height of the arms does not show, so is that one too small to be counted was left out.
    """
    left_out = ["unsure_count"] if abs(azimuth_deg) == 90.0 else []
    assert codes(assess(filmed(azimuth_deg))) == [*left_out, "no_reference"]


def test_a_repetition_out_of_sight_is_not_made_up():
    """Lost for 2.5 s in the middle of the second of three: the other two are counted, and the loss is said."""
    performance = wall_angels([FULL] * 3)
    began_s = performance.repetitions[1].began_s + 1.0
    lost = Mishap(kind="lost", began_s=began_s, ended_s=began_s + 2.5)
    assessed = assess(film(performance, take=Take(fps=15, seed=3, mishaps=(lost,))))
    assert counted(assessed) == 2
    assert [notice.code for notice in assessed.assessment.notices] == ["lost", "no_reference"]
