"""A hold lasts as long as it is held, to under a second, however it is filmed: it pauses and resumes, never restarts.

Seconds do not depend on the frame rate, on dropped frames or short gaps, on which way round the picture is, or on which
leg is in front.
"""

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backstay.pose.types import Pose
from figure.blazepose import REAL_NOISE
from figure.camera import Camera
from figure.changes import mirrored, scaled, shifted
from figure.filming import Mishap, Take, film
from figure.stretches import ARCHED, LEANING, Stretch, hip_flexor_stretch
from properties.judged import STRETCH, assess, codes, verdicts, with_legs_seen

WITHIN_S = 0.7
"""The mean absolute error that issue 3 asks for; here, of every single hold."""
VIEWS = {"side left": 90.0, "side right": -90.0, "oblique left": 45.0, "oblique right": -45.0}
TWO = (Stretch(hold_s=4), Stretch(hold_s=6))
SIDE = {"left": "right", "right": "left"}


@cache
def filmed(
    stretches: tuple[Stretch, ...] = TWO, azimuth_deg: float = 90.0, front: str = "left", take: Take | None = None
) -> list[Pose]:
    """Return holds, filmed with twice the noise of clean rendered people."""
    take = take or Take(fps=15, seed=1)
    return with_legs_seen(film(hip_flexor_stretch(stretches, front), camera=Camera(azimuth_deg=azimuth_deg), take=take))


def assert_held(assessed, lengths_s) -> None:
    assert [hold.held_s for hold in assessed.assessment.holds] == [pytest.approx(s, abs=WITHIN_S) for s in lengths_s]


@pytest.mark.parametrize("front", ["left", "right"])
@pytest.mark.parametrize("azimuth_deg", VIEWS.values(), ids=VIEWS)
def test_seconds_and_side_from_every_view(azimuth_deg, front):
    assessed = assess(filmed(TWO, azimuth_deg, front), STRETCH)
    assert_held(assessed, [4, 6])
    assert [hold.side for hold in assessed.assessment.holds] == [SIDE[front]] * 2
    truth = hip_flexor_stretch(TWO, front).holds
    assert [hold.began_s for hold in assessed.assessment.holds] == pytest.approx([h.began_s for h in truth], abs=0.4)
    assert [hold.ended_s for hold in assessed.assessment.holds] == pytest.approx([h.ended_s for h in truth], abs=0.4)


@pytest.mark.parametrize(
    "take",
    [
        Take(fps=30, seed=1),
        Take(fps=15, seed=2, dropped_fraction=0.2),
        Take(fps=15, seed=1, mishaps=tuple(Mishap(kind="lost", began_s=s, ended_s=s + 0.2) for s in (8, 10.5, 18, 20))),
    ],
    ids=["30 a second", "a fifth dropped", "short gaps"],
)
@pytest.mark.parametrize("azimuth_deg", [90.0, -45.0], ids=["side", "oblique"])
def test_however_it_is_filmed(azimuth_deg, take):
    assert_held(assess(filmed(TWO, azimuth_deg, "left", take), STRETCH), [4, 6])


def test_with_the_noise_of_real_clips():
    """From the side; obliquely, the noise that foreshortening doubles may cost more than a second."""
    assert_held(assess(filmed(take=Take(fps=15, seed=1, noise=REAL_NOISE)), STRETCH), [4, 6])


@given(right_px=st.integers(-200, 200), down_px=st.integers(-50, 50), times=st.floats(0.4, 3))
@settings(max_examples=2)
def test_wherever_in_the_picture(right_px, down_px, times):
    assert_held(assess(scaled(shifted(filmed(), right_px, down_px), times), STRETCH), [4, 6])


@pytest.mark.parametrize("azimuth_deg", VIEWS.values(), ids=VIEWS)
def test_in_a_mirror_the_other_side_is_held_as_long(azimuth_deg):
    there, here = assess(mirrored(filmed(TWO, azimuth_deg)), STRETCH), assess(filmed(TWO, azimuth_deg), STRETCH)
    held = [(hold.held_s, SIDE[hold.side]) for hold in there.assessment.holds]
    assert held == [(pytest.approx(hold.held_s, abs=0.1), hold.side) for hold in here.assessment.holds]


@given(hold_s=st.floats(4, 9), opening_deg=st.floats(10, 22), shift_s=st.floats(1.2, 3.0), rest_s=st.floats(1.5, 4))
@settings(max_examples=5)
def test_any_hold(hold_s, opening_deg, shift_s, rest_s):
    stretch = Stretch(hold_s=hold_s, hip_opening_deg=opening_deg, shift_s=shift_s, rest_s=rest_s)
    poses = with_legs_seen(
        film(hip_flexor_stretch([stretch]), camera=Camera(azimuth_deg=90), take=Take(fps=15, seed=3))
    )
    assert_held(assess(poses, STRETCH), [hold_s])


@pytest.mark.parametrize("azimuth_deg", VIEWS.values(), ids=VIEWS)
def test_a_break_pauses_and_the_hold_resumes(azimuth_deg):
    """Up for a second and back: one hold, from the first reaching to the last leaving, less the seconds out of it."""
    broken = (Stretch(hold_s=8, broken_after_s=4),)
    assessed = assess(filmed(broken, azimuth_deg), STRETCH)
    (hold,) = assessed.assessment.holds
    assert hold.held_s == pytest.approx(8, abs=1.0 if abs(azimuth_deg) == 90 else 1.2)
    assert hold.ended_s - hold.began_s == pytest.approx(11, abs=0.6)


@pytest.mark.parametrize(("stretch", "line"), [(LEANING, "spine_straight"), (ARCHED, "spine_straight")])
@pytest.mark.parametrize("azimuth_deg", VIEWS.values(), ids=VIEWS)
def test_bad_form_is_a_hold_of_no_seconds(azimuth_deg, stretch, line):
    poses = filmed((Stretch(hold_s=4), replace(stretch, hold_s=5)), azimuth_deg)
    good, bad = assess(poses, STRETCH).assessment.holds
    assert good.held_s == pytest.approx(4, abs=WITHIN_S)
    assert bad.held_s == pytest.approx(0, abs=WITHIN_S)
    assert bad.criteria[line] == "not_met"
    assert good.criteria[line] == "met"


def test_the_dose_is_met_from_a_second_and_a_half_under_it():
    long, short = (assess(filmed((Stretch(hold_s=seconds),)), STRETCH).assessment.holds[0] for seconds in (30, 26))
    assert (long.complete, long.criteria["held_30_s"]) == (True, "met")
    assert (short.complete, short.criteria["held_30_s"]) == (False, "not_met")


def test_the_wrong_side_is_said():
    assessed = assess(filmed(), STRETCH, side="left")
    assert codes(assessed) == ["wrong_side", "wrong_side"]
    assert assessed.assessment.notices[0].says == "This hold worked the right side; the left one was asked for."
    assert codes(assess(filmed(), STRETCH, side="right")) == []


def test_both_sides():
    """Held on each side in full, the line about both sides is met; on one side only, it is not."""
    thirty = (Stretch(hold_s=30),)
    both = hip_flexor_stretch(thirty, "left").then(hip_flexor_stretch(thirty, "right"))
    poses = with_legs_seen(film(both, camera=Camera(azimuth_deg=90), take=Take(fps=10, seed=1)))
    assessed = assess(poses, STRETCH)
    assert [hold.side for hold in assessed.assessment.holds] == ["right", "left"]
    assert verdicts(assessed)["both_sides"] == "met"
    assert verdicts(assess(filmed(thirty), STRETCH))["both_sides"] == "not_met"


def test_passing_through_is_no_hold():
    """Down on one knee and up again at once: nothing was held."""
    assessed = assess(filmed((Stretch(hold_s=0.3, rest_s=0.2),)), STRETCH)
    assert all(hold.held_s < 1.2 for hold in assessed.assessment.holds)
