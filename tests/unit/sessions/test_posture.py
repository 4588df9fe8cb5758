"""A posture is told where the camera can tell it; elsewhere the reason is said, and a picture is only described."""

from dataclasses import replace

import numpy as np
import pytest

from backstay.coaching.watch.types import Contrast, WatchProfile
from backstay.exercises.loading import postures
from backstay.kinematics.resting import middle_of, resting_of
from backstay.kinematics.view import follow_views
from backstay.media.types import MediaInfo
from backstay.pose.types import Landmark, Pose, Sighting, TorsoMotion
from backstay.sessions.posture import WALKS, assess_posture
from backstay.sessions.seeing import Seen
from backstay.sessions.set_up import NOTHING_SET_UP, SetUp
from backstay.sessions.types import Assessment
from figure.camera import FRONT, SIDE_LEFT, Camera
from figure.filming import film
from figure.romps import walking_about
from figure.script import Performance
from figure.sitting import desk, standing

LAPTOP = Camera(azimuth_deg=4.0, distance_m=0.75, height_m=1.15, aim_height_m=1.15, cut_bottom_px=0)
BEHIND = Camera(azimuth_deg=176.0)
FIRST_STEP_S, LAST_STEP_S = 1.7, 4.8
"""Of a walk of 3 m, with a turn before it."""
TALL_THEN_SLUMPED = desk((("tall", 5), ("slumped", 5)))


def assessed(poses: list[Pose], set_up: SetUp = NOTHING_SET_UP, *, model: str = "lite") -> Assessment:
    quiet = TorsoMotion(t_s=0.0, flow_px_per_s=(np.nan, np.nan), quality=0.0)
    sightings = tuple(Sighting(pose=pose, torso_motion=quiet, people=1, luminance_fraction=0.5) for pose in poses)
    width, height = poses[0].image_size_px
    info = MediaInfo(
        path="film",
        duration_s=poses[-1].t_s,
        frames=len(poses),
        fps=30.0,
        width_px=width,
        height_px=height,
        is_still=len(poses) == 1,
    )
    seen = Seen(info=info, sightings=sightings, truncated_at_s=None, model=model, weights_sha256="0" * 64, wall_s=1.0)
    return assess_posture(seen, postures(), set_up).assessment


@pytest.mark.parametrize("camera", [FRONT, Camera(azimuth_deg=90.0, distance_m=5.0)], ids=["across", "towards"])
def test_who_walks_about_takes_no_stance(camera: Camera) -> None:
    """Knees that swing and weight that changes feet are walking, and nobody's own knees to compare with either."""
    assessment = assessed(film(walking_about(lengths=1, length_m=3.0), camera=camera))
    kept = [each for each in assessment.states if each.state.startswith(("knees", "weight"))]
    assert all(each.ended_s <= FIRST_STEP_S or each.began_s >= LAST_STEP_S for each in kept)
    assert camera is not FRONT or [each.says for each in assessment.notices].count(WALKS) == 1


def test_who_bends_the_knees_stands_on_the_spot() -> None:
    still = standing((("knees_soft", 5), ("knees_locked", 5), ("knees_soft", 5)))
    assessment = assessed(film(still, camera=SIDE_LEFT))
    assert {each.state for each in assessment.states} >= {"knees_soft", "knees_locked"}
    assert WALKS not in [each.says for each in assessment.notices]


def reasons(assessment: Assessment, says: str) -> list[str]:
    return [each.says for each in assessment.notices if each.code == "not_visible" and each.says.startswith(says)]


def with_hand_at_face(poses: list[Pose]) -> list[Pose]:
    moved = []
    for pose in poses:
        xy = pose.xy_px.copy()
        xy[[Landmark.LEFT_WRIST, Landmark.LEFT_INDEX]] = xy[Landmark.NOSE] + (4.0, 8.0)
        moved.append(replace(pose, xy_px=xy))
    return moved


@pytest.mark.parametrize(
    ("performance", "camera", "reason"),
    [
        pytest.param(TALL_THEN_SLUMPED, LAPTOP, "the camera sees you from the front", id="laptop"),
        pytest.param(TALL_THEN_SLUMPED, BEHIND, "your back is to the camera", id="behind"),
    ],
)
def test_what_a_view_hides_is_said_with_its_reason(performance: Performance, camera: Camera, reason: str) -> None:
    assessment = assessed(film(performance, camera=camera))
    assert assessment.states == []
    for says in ("Trunk rounded", "As tall as", "Head ahead"):
        (found,) = reasons(assessment, says)
        assert reason in found
        assert found.endswith(("from the side.", "hips included."))


def test_a_hand_at_the_face_hides_where_the_head_is() -> None:
    assessment = assessed(with_hand_at_face(film(desk((("tall", 5), ("forward_head", 5))), camera=SIDE_LEFT)))
    assert "forward_head" not in {each.state for each in assessment.states}
    assert "a hand is at your face" in reasons(assessment, "Head ahead")[0]


def test_each_posture_is_compared_with_its_own_tall() -> None:
    sitting = film(desk((("tall", 5), ("slumped", 5))), camera=SIDE_LEFT)
    upright = film(standing((("knees_soft", 5), ("forward_head", 5))), camera=SIDE_LEFT)
    later = [replace(pose, t_s=pose.t_s + sitting[-1].t_s + 0.1) for pose in upright]
    assessment = assessed([*sitting, *later])
    sat_to_s = sitting[-1].t_s
    assert {each.state for each in assessment.states if each.ended_s <= sat_to_s} >= {"tall", "slumped"}
    ahead = [each for each in assessment.states if each.state == "forward_head" and each.began_s > sat_to_s]
    assert sum(each.ended_s - each.began_s for each in ahead) > 3.0
    assert {key.split(".")[0] for key in assessment.references} >= {"tall_sitting", "tall_standing"}


def test_a_picture_is_described_and_given_no_state() -> None:
    assessment = assessed(film(TALL_THEN_SLUMPED, camera=SIDE_LEFT)[:1])
    assert assessment.states == []
    assert assessment.readings["trunk_inclination_deg"].median is not None
    assert [each.code for each in assessment.notices if each.code in {"no_reference", "not_visible"}] == [
        "no_reference"
    ]


def test_a_front_view_tells_where_the_weight_is() -> None:
    assessment = assessed(film(standing((("knees_soft", 4), ("weight_left", 4))), camera=FRONT))
    assert [each.state for each in assessment.states] == ["weight_centred", "weight_left"]


def set_up_from(poses: list[Pose], **elsewhere: float) -> SetUp:
    """Return a desk where somebody's sitting was set up from how they sit in some frames."""
    views = follow_views(poses)
    seen = [resting_of(pose, view) for pose, view in zip(poses, views, strict=True)]
    tall = replace(middle_of(seen), **elsewhere)
    return SetUp(place="Desk", profile=WatchProfile(sitting=Contrast(tall=tall, slump=tall)))


IN_FRONT = {"trunk_forward_deg": np.nan, "head_forward_deg": np.nan}


def said(assessment: Assessment) -> str:
    return next(each.says for each in assessment.notices if each.code == "reference")


def test_who_slumps_all_along_is_told_so_where_the_own_tall_was_set_up_before() -> None:
    tall, slumped = (film(desk(((name, 5),)), camera=SIDE_LEFT) for name in ("tall", "slumped"))
    alone = assessed(slumped)
    assert "slumped" not in {each.state for each in alone.states}
    assert said(alone) == "Compared with the tallest steady two seconds of this recording."
    known = assessed(slumped, set_up_from(tall))
    (span,) = [each for each in known.states if each.state == "slumped"]
    assert span.ended_s - span.began_s > 4.0
    assert "your own tall sitting as set up at Desk" in said(known)
    assert (
        known.references["tall_sitting.trunk_inclination_deg"] != alone.references["tall_sitting.trunk_inclination_deg"]
    )


@pytest.mark.parametrize(
    ("elsewhere", "model"),
    [
        ({"azimuth_deg": 120.0}, "lite"),
        ({}, "full"),
        (IN_FRONT, "lite"),
    ],
    ids=["from another side", "with another model", "from in front"],
)
def test_what_was_set_up_otherwise_is_left_aside_and_said(elsewhere: dict[str, float], model: str) -> None:
    tall, slumped = (film(desk(((name, 5),)), camera=SIDE_LEFT) for name in ("tall", "slumped"))
    assessment = assessed(slumped, set_up_from(tall, **elsewhere), model=model)
    assert "slumped" not in {each.state for each in assessment.states}
    assert said(assessment).startswith("What was set up at Desk does not fit")
