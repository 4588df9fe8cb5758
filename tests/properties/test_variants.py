"""The adapted exercises count and time what was done, judge it, and count nothing else."""

from functools import cache

import pytest

from backstay.exercises.loading import find_exercise
from backstay.pose.types import Landmark, Pose
from figure.camera import Camera
from figure.changes import guessed
from figure.filming import Take, film
from figure.movements import OTHERS
from figure.presses import Angel, seated_press, wall_angel, wall_angels
from figure.sitting import abdominal_brace
from figure.stances import SEATED
from figure.stretches import hip_flexor_stretch, split_stance_stretch
from properties.judged import STRETCH, assess, codes, counted, verdicts, with_legs_seen

SEATED_ANGEL = find_exercise("seated_wall_angel")
SPLIT_STANCE = find_exercise("split_stance_stretch")
COUNTED_BRACE = find_exercise("counted_abdominal_brace")
WITHIN_S = 1.0
VIEWS = {"front": 0.0, "oblique left": 45.0, "side left": 90.0, "side right": -90.0}
OTHER = {"left": "right", "right": "left"}


def seen(performance, azimuth_deg: float, fps: float = 15) -> list[Pose]:
    camera = Camera(azimuth_deg=azimuth_deg)
    return with_legs_seen(film(performance, camera=camera, take=Take(fps=fps, seed=1)))


@cache
def filmed(movement: str, azimuth_deg: float) -> list[Pose]:
    return seen(OTHERS[movement](), azimuth_deg, fps=10)


@pytest.mark.parametrize("front", ["left", "right"])
@pytest.mark.parametrize("azimuth_deg", [90.0, -90.0, 45.0, -45.0])
def test_a_split_stance_is_timed_on_the_right_side(azimuth_deg, front):
    assessed = assess(seen(split_stance_stretch((5, 8), front), azimuth_deg), SPLIT_STANCE)
    holds = assessed.assessment.holds
    assert [hold.held_s for hold in holds] == [pytest.approx(s, abs=WITHIN_S) for s in (5, 8)]
    assert [hold.side for hold in holds] == [OTHER[front]] * 2
    assert verdicts(assessed)["spine_straight"] == "met"
    assert verdicts(assessed)["pelvis_tucked"] == "ask"


def test_a_lean_in_the_split_stance_is_seen_and_stops_the_clock():
    assessed = assess(seen(split_stance_stretch((6,), trunk_forward_deg=20), 90.0), SPLIT_STANCE)
    assert verdicts(assessed)["spine_straight"] == "not_met"
    assert [hold.held_s for hold in assessed.assessment.holds] == [pytest.approx(0, abs=WITHIN_S)]


def test_kneeling_is_no_split_stance_and_a_split_stance_is_no_kneeling():
    assert assess(seen(hip_flexor_stretch(), 90.0), SPLIT_STANCE).assessment.holds == []
    assert assess(seen(split_stance_stretch(), 90.0), STRETCH).assessment.holds == []


@pytest.mark.parametrize("azimuth_deg", VIEWS.values(), ids=VIEWS)
@pytest.mark.parametrize("movement", OTHERS)
def test_no_split_stance_in_another_movement(movement, azimuth_deg):
    assessed = assess(filmed(movement, azimuth_deg), SPLIT_STANCE)
    assert assessed.assessment.holds == []


@pytest.mark.parametrize("azimuth_deg", [0.0, 45.0, -45.0])
def test_a_seated_angel_counts_every_full_repetition(azimuth_deg):
    assessed = assess(seen(seated_press(4, up_s=2.0, down_s=2.0), azimuth_deg), SEATED_ANGEL)
    assert counted(assessed) == 4


@pytest.mark.parametrize("azimuth_deg", [0.0, 45.0, 90.0])
def test_hidden_knees_make_nobody_sit_and_keep_nobody_from_sitting(azimuth_deg):
    """A table hides the knees: they are where the model guesses them."""
    knees = (Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE)
    standing = assess(guessed(seen(wall_angel(3), azimuth_deg), *knees), SEATED_ANGEL)
    assert counted(standing) == 0
    assert any("standing" in notice.says for notice in standing.assessment.notices)
    sitting = assess(guessed(seen(seated_press(3, up_s=2.0, down_s=2.0), azimuth_deg), *knees), SEATED_ANGEL)
    assert counted(sitting) == 3
    assert not any("standing" in notice.says for notice in sitting.assessment.notices)


def test_a_seated_angel_is_judged_like_the_standing_one():
    angels = [Angel(), Angel(up_s=0.5), Angel(left_short_deg=30), Angel(top_elevation_deg=110)]
    assessed = assess(seen(wall_angels(angels, stance=SEATED), 0.0), SEATED_ANGEL)
    found = verdicts(assessed)
    assert counted(assessed) == 3
    assert {found[line] for line in ("slow_up", "arms_even", "reach_overhead")} == {"not_met"}
    assert {found[line] for line in ("elbows_at_shoulder_height", "elbows_bent_90")} == {"met"}
    assert found["arms_in_line"] == "ask"


def test_a_standing_angel_is_no_seated_one():
    assessed = assess(seen(wall_angel(2), 0.0), SEATED_ANGEL)
    assert counted(assessed) == 0
    assert "standing" in assessed.assessment.notices[0].says


@pytest.mark.parametrize("azimuth_deg", VIEWS.values(), ids=VIEWS)
@pytest.mark.parametrize("movement", OTHERS)
def test_no_seated_angel_in_another_movement(movement, azimuth_deg):
    assert counted(assess(filmed(movement, azimuth_deg), SEATED_ANGEL)) == 0


def test_a_counted_brace_is_timed_and_judged_as_paced():
    performance = abdominal_brace((6.0, 6.0), faults=("", "slouch"))
    paced = tuple((span.began_s, span.ended_s) for span in performance.holds)
    assessed = assess(seen(performance, 90.0), COUNTED_BRACE, paced=paced)
    first, second = assessed.assessment.holds
    assert first.held_s == pytest.approx(6, abs=WITHIN_S)
    assert first.complete
    assert second.held_s < 6 - WITHIN_S
    assert first.criteria["back_straight"] == "met"
    assert second.criteria["back_straight"] == "not_met"
    assert verdicts(assessed)["counted_aloud"] == verdicts(assessed)["braced_lightly"] == "ask"


@pytest.mark.parametrize("movement", ["standing_still", "walking_about", "squats", "marching"])
def test_no_brace_on_ones_feet(movement):
    assessed = assess(filmed(movement, 90.0), COUNTED_BRACE, paced=((1.0, 6.0),))
    assert assessed.assessment.holds == []
    assert "wrong_exercise" in codes(assessed)
