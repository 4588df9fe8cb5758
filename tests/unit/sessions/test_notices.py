"""An assessment says what its reader must know: who was seen, how well, and whether it was this exercise at all."""

from dataclasses import replace

import numpy as np
import pytest

from backstay.pose.types import Landmark
from backstay.sessions.assessing import Instruction, assess_seen
from backstay.sessions.summary import NOBODY_SAYS
from figure.camera import Camera
from figure.changes import unseen
from figure.filming import Mishap, Take, film
from figure.movements import OTHERS
from figure.presses import wall_angel
from figure.sitting import abdominal_brace
from figure.stretches import Stretch, hip_flexor_stretch
from properties.judged import BRACE, STRETCH, WALL_ANGEL, assess, seen_of, sightings_of, with_legs_seen

TAKE = Take(fps=12, seed=1)


def notices(seen) -> dict[str, object]:
    """Return the notices by their code; each must say something that a person can act on."""
    found = assess_seen(seen, WALL_ANGEL, Instruction()).assessment.notices
    for notice in found:
        assert notice.says.endswith((".", "times)"))
        assert notice.says[0].isupper()
        assert "\n" not in notice.says
    assert len({(notice.code, notice.says) for notice in found}) == len(found)
    return {notice.code: notice for notice in found}


def angel(take: Take = TAKE, camera: Camera | None = None):
    return film(wall_angel(2), camera=camera or Camera(), take=take)


def test_a_good_film_has_none_but_on_its_limits():
    assert notices(seen_of(sightings_of(angel()))).keys() == {"no_reference"}


@pytest.mark.parametrize(
    ("performance", "code", "says"),
    [(abdominal_brace(holds_s=(3.0,)), "not_paced", "--paced"), (wall_angel(1), "wrong_exercise", "standing")],
    ids=["a brace", "standing"],
)
def test_a_brace_without_a_pace_says_why_nothing_is_timed(performance, code, says):
    assessed = assess(film(performance, camera=Camera(azimuth_deg=90), take=TAKE), BRACE)
    assert assessed.assessment.holds == []
    found = {notice.code: notice.says for notice in assessed.assessment.notices}
    assert says in found[code]


@pytest.mark.parametrize(("azimuth_deg", "is_said"), [(23.0, True), (-30.0, True), (45.0, False), (90.0, False)])
def test_half_turned_is_told_to_turn_further(azimuth_deg, is_said):
    poses = film(hip_flexor_stretch([Stretch(hold_s=3)], "left"), camera=Camera(azimuth_deg=azimuth_deg), take=TAKE)
    assessed = assess(with_legs_seen(poses), STRETCH)
    says = [notice.says for notice in assessed.assessment.notices if notice.code == "half_turned"]
    assert len(says) == is_said
    assert all("Turn further" in each for each in says)


def test_nobody():
    nobody = unseen(angel(), *Landmark)
    assessment = assess_seen(seen_of(sightings_of(nobody)), WALL_ANGEL, Instruction()).assessment
    assert [notice.code for notice in assessment.notices] == ["no_person"]
    assert (assessment.coverage_fraction, assessment.repetitions, assessment.readings) == (0.0, [], {})
    assert assessment.view.label == "unknown"
    assert all(criterion.verdict in {"not_visible", "ask"} for criterion in assessment.criteria)
    assert {criterion.reason for criterion in assessment.criteria} == {NOBODY_SAYS}


def test_legs_only():
    """Shoulders out of the picture: nothing can be said, and it is."""
    upper = [point for point in Landmark if point < Landmark.LEFT_HIP]
    found = notices(seen_of(sightings_of(unseen(angel(), *upper))))
    assert found.keys() & {"no_person", "lost", "cropped", "wrong_exercise"}


def test_lost_for_a_while():
    lost = Mishap(kind="lost", began_s=4.0, ended_s=6.0)
    found = notices(seen_of(sightings_of(angel(replace(TAKE, mishaps=(lost,))))))
    assert found["lost"].from_s == pytest.approx(4.0, abs=0.1)
    assert found["lost"].to_s == pytest.approx(6.0, abs=0.1)
    assert "from 4.0 to 6.0 s" in found["lost"].says


def test_lost_for_a_moment_is_not_worth_a_word():
    lost = Mishap(kind="lost", began_s=4.0, ended_s=4.3)
    assert notices(seen_of(sightings_of(angel(replace(TAKE, mishaps=(lost,)))))).keys() == {"no_reference"}


def test_somebody_else():
    sightings = sightings_of(angel())
    crowded = [replace(each, people=2) if 3 < each.pose.t_s < 5 else each for each in sightings]
    found = notices(seen_of(crowded))
    assert found["second_person"].from_s == pytest.approx(3.0, abs=0.1)
    assert found["second_person"].to_s == pytest.approx(5.0, abs=0.1)


def test_a_flicker_of_the_detector_is_nobody():
    sightings = sightings_of(angel())
    assert notices(
        seen_of([replace(each, people=2) if index == 30 else each for index, each in enumerate(sightings)])
    ).keys() == {"no_reference"}


def test_cut_off():
    found = notices(seen_of(sightings_of(angel()), truncated_at_s=5.2))
    assert "first 5.2 s" in found["truncated"].says


@pytest.mark.parametrize(("luminance", "is_dark"), [(0.1, True), (0.25, False), (0.5, False)])
def test_dark(luminance, is_dark):
    found = notices(seen_of(sightings_of(angel(), luminance_fraction=luminance)))
    assert ("too_dark" in found) == is_dark


@pytest.mark.parametrize(("camera", "part"), [(Camera(cut_bottom_px=120), "feet"), (Camera(cut_top_px=190), "head")])
def test_out_of_the_picture(camera, part):
    found = notices(seen_of(sightings_of(angel(camera=camera))))
    assert part in found["cropped"].says.lower()


@pytest.mark.parametrize("azimuth_deg", [90.0, -90.0])
def test_hands_out_of_the_picture_are_noticed_side_on_where_the_far_one_is_never_seen(azimuth_deg):
    assert "cropped" not in notices(seen_of(sightings_of(angel(camera=Camera(azimuth_deg=azimuth_deg)))))
    found = notices(seen_of(sightings_of(angel(camera=Camera(azimuth_deg=azimuth_deg, cut_top_px=95)))))
    assert "hands" in found["cropped"].says


def test_too_few_pictures():
    found = notices(seen_of(sightings_of(angel(Take(fps=5, seed=1)))))
    assert "5.0 pictures a second" in found["few_frames"].says


def test_another_movement_is_named_once_however_often():
    poses = film(OTHERS["jumping_jacks"](), take=TAKE)
    found = notices(seen_of(sightings_of(poses)))
    assert "times)" in found["wrong_exercise"].says
    assert found["wrong_exercise"].from_s < found["wrong_exercise"].to_s


def test_a_still_is_no_wrong_exercise():
    """One picture shows no repetition, and none is missed."""
    assert "wrong_exercise" not in notices(seen_of(sightings_of(angel()[60:61])))


def test_notices_have_times_within_the_film():
    lost = Mishap(kind="lost", began_s=4.0, ended_s=99.0)
    seen = seen_of(sightings_of(angel(replace(TAKE, mishaps=(lost,)))))
    for notice in notices(seen).values():
        assert 0.0 <= notice.from_s <= notice.to_s <= seen.info.duration_s + 1e-6
        assert np.isfinite([notice.from_s, notice.to_s]).all()


def test_a_small_movement_from_the_side_is_left_out_of_the_count_and_said_to_be_unsure():
    low = film(wall_angel(2, top_elevation_deg=105.0), camera=Camera(azimuth_deg=90), take=TAKE)
    assessed = assess_seen(seen_of(sightings_of(low)), WALL_ANGEL, Instruction()).assessment
    assert [each.counted for each in assessed.repetitions] == [False, False]
    assert "Face the camera" in notices(seen_of(sightings_of(low)))["unsure_count"].says


def test_a_low_movement_from_the_front_is_sure():
    low = film(wall_angel(2, top_elevation_deg=110.0), camera=Camera(), take=TAKE)
    assert "unsure_count" not in notices(seen_of(sightings_of(low)))


@pytest.mark.parametrize(("are_feet_hidden", "codes"), [(True, {"unsure_hold"}), (False, set())])
def test_seconds_without_the_feet_are_unsure_and_say_what_to_change(are_feet_hidden, codes):
    poses = film(abdominal_brace(holds_s=(5,)), camera=Camera(azimuth_deg=90), take=TAKE)
    feet = [each for each in Landmark if each.name.endswith(("ANKLE", "HEEL", "FOOT_INDEX"))]
    shown = unseen(poses, *feet) if are_feet_hidden else poses
    assessment = assess(shown, BRACE, paced=((2.4, 7.4),)).assessment
    found = {notice.code: notice.says for notice in assessment.notices}
    assert found.keys() & {"unsure_hold"} == codes
    (hold,) = assessment.holds
    assert hold.held_s == pytest.approx(5, abs=0.3)
    assert hold.unsure_s == pytest.approx(hold.held_s if are_feet_hidden else 0, abs=0.1)
    assert all("feet are in the picture" in found[code] for code in codes)
