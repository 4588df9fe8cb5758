"""Whatever else a person does before the camera counts as nothing, and the assessment says why.

Other movements are counted by none of the exercises, from no view, and never without a sentence.
"""

import pytest

from figure.camera import Camera
from figure.filming import Take, film
from figure.movements import OTHERS
from figure.presses import seated_press, single_arm_press, wall_angel
from properties.judged import BRACE, STRETCH, assess, codes, counted, with_legs_seen

VIEWS = {"front": 0.0, "oblique left": 45.0, "oblique right": -45.0, "side left": 90.0, "side right": -90.0}
FROM_BELOW = ("jumping_jacks", "raises_overhead", "forward_raises_overhead", "arm_windmills", "overhead_stretch")


@pytest.mark.parametrize("movement", OTHERS)
@pytest.mark.parametrize("azimuth_deg", VIEWS.values(), ids=VIEWS)
def test_no_wall_angel(movement, azimuth_deg):
    assessed = assess(film(OTHERS[movement](), camera=Camera(azimuth_deg=azimuth_deg), take=Take(fps=10, seed=1)))
    assert counted(assessed) == 0
    assert "wrong_exercise" in codes(assessed) or assessed.assessment.repetitions, "partial ones explain themselves"
    assert all(len(notice.says) > 20 for notice in assessed.assessment.notices)


KNEELING = ("kneeling", "split_squat", "split_squat_held", "push_ups", "squats", "marching", "walking_about", "desk")


@pytest.mark.parametrize("movement", KNEELING)
@pytest.mark.parametrize("azimuth_deg", VIEWS.values(), ids=VIEWS)
def test_no_stretch(movement, azimuth_deg):
    """Going down on both knees, lunging, squatting, walking, sitting: no hold."""
    camera = Camera(azimuth_deg=azimuth_deg)
    assessed = assess(with_legs_seen(film(OTHERS[movement](), camera=camera, take=Take(fps=10, seed=1))), STRETCH)
    assert assessed.assessment.holds == []
    assert "wrong_exercise" in codes(assessed)


@pytest.mark.parametrize("azimuth_deg", VIEWS.values(), ids=VIEWS)
def test_no_press_on_a_chair(azimuth_deg):
    assessed = assess(film(seated_press(), camera=Camera(azimuth_deg=azimuth_deg), take=Take(fps=10, seed=1)))
    assert counted(assessed) == 0
    assert "sitting" in assessed.assessment.notices[0].says


@pytest.mark.parametrize("azimuth_deg", VIEWS.values(), ids=VIEWS)
def test_no_brace_standing(azimuth_deg):
    """Standing wall angels in the interval called for a brace are no brace."""
    poses = film(wall_angel(1), camera=Camera(azimuth_deg=azimuth_deg), take=Take(fps=10, seed=1))
    assessed = assess(poses, BRACE, paced=((1.0, 8.0),))
    assert assessed.assessment.holds == []
    assert "standing" in assessed.assessment.notices[-1].says


@pytest.mark.parametrize("movement", FROM_BELOW)
def test_it_says_that_the_hands_came_from_below(movement):
    """Once, however often it happened."""
    assessed = assess(film(OTHERS[movement](), take=Take(fps=10, seed=1)))
    says = [notice.says for notice in assessed.assessment.notices if "from below" in notice.says]
    assert len(says) == 1


@pytest.mark.parametrize(
    ("movement", "azimuth_deg"),
    [("t_to_overhead", 0.0), ("t_to_overhead", 90.0), ("t_to_overhead", -90.0), ("t_to_w", 90.0), ("t_to_w", -90.0)],
)
def test_straight_arms_are_named(movement, azimuth_deg):
    assessed = assess(film(OTHERS[movement](), camera=Camera(azimuth_deg=azimuth_deg), take=Take(fps=10, seed=1)))
    assert any("straight" in notice.says for notice in assessed.assessment.notices)


@pytest.mark.parametrize(("side", "azimuth_deg"), [("left", 90.0), ("right", -90.0)])
def test_one_arm_side_on_is_told_to_turn(side, azimuth_deg):
    performance = single_arm_press(side=side)
    assessed = assess(film(performance, camera=Camera(azimuth_deg=azimuth_deg), take=Take(fps=10, seed=1)))
    assert counted(assessed) == 0
    assert any("face the camera" in notice.says for notice in assessed.assessment.notices)


def test_nothing_is_claimed_about_the_wall_in_another_movement():
    """Lines of the prescription stay unjudged when nothing was counted."""
    assessed = assess(film(OTHERS["jumping_jacks"](), take=Take(fps=10, seed=1)))
    for criterion in assessed.assessment.criteria:
        assert criterion.verdict in {"not_visible", "ask"}
        assert criterion.met_fraction is None
        assert criterion.reason
