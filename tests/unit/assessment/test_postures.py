"""Everyday postures are told apart against one's own, with their times; what the view hides is not invented."""

from itertools import pairwise

import pytest

from backstay.assessment.calibration import own_tall
from backstay.assessment.postures import SURE_S, PostureProgress, Span, advance_posture, conclude_posture, own_knees
from backstay.exercises.loading import postures
from backstay.kinematics.measuring import measure, smooth_poses
from backstay.kinematics.view import follow_views
from backstay.pose.types import Pose
from figure.body import SMALL, TALL, WOMAN, Body
from figure.camera import FRONT, SIDE_LEFT, SIDE_RIGHT, Camera
from figure.filming import Take, film
from figure.script import Performance
from figure.sitting import desk, standing

POSTURES = {posture.id: posture for posture in postures()}
HALF = 0.5


def spans_of(performance: Performance, camera: Camera, name: str, *, with_references: bool = True) -> list[Span]:
    """Return the states that a filmed performance shows."""
    return spans_in(film(performance, camera=camera), name, with_references=with_references)


def spans_in(poses: list[Pose], name: str, *, with_references: bool = True) -> list[Span]:
    """Return the states that poses show."""
    smooth = smooth_poses(poses)
    readings = measure(smooth, follow_views(smooth))
    own = {**own_tall(readings, f"tall_{name}"), **own_knees(readings)} if with_references else {}
    progress, spans = PostureProgress(), []
    for each in readings:
        progress, ended = advance_posture(progress, each, POSTURES[name], own)
        spans.extend(ended)
    return [*spans, *conclude_posture(progress, POSTURES[name])]


@pytest.mark.parametrize(
    ("performance", "camera", "name", "state"),
    [
        pytest.param(
            desk((("tall", 6), ("slumped", 6), ("tall", 6))), SIDE_LEFT, "sitting", "slumped", id="slump-left"
        ),
        pytest.param(
            desk((("tall", 6), ("slumped", 6), ("tall", 6))), SIDE_RIGHT, "sitting", "slumped", id="slump-right"
        ),
        pytest.param(
            desk((("tall", 6), ("forward_head", 6), ("tall", 6))), SIDE_LEFT, "sitting", "forward_head", id="head"
        ),
        pytest.param(
            standing((("knees_soft", 6), ("knees_locked", 6), ("knees_soft", 6))),
            SIDE_LEFT,
            "standing",
            "knees_locked",
            id="knees",
        ),
        pytest.param(
            standing((("knees_soft", 6), ("weight_left", 6), ("knees_soft", 6))),
            FRONT,
            "standing",
            "weight_left",
            id="weight-left",
        ),
        pytest.param(
            standing((("knees_soft", 6), ("weight_right", 6), ("knees_soft", 6))),
            FRONT,
            "standing",
            "weight_right",
            id="weight-right",
        ),
    ],
)
def test_a_state_is_found_while_it_lasts(performance: Performance, camera: Camera, name: str, state: str) -> None:
    spans = [span for span in spans_of(performance, camera, name) if span.state == state]
    scripted = next(each for each in performance.states if each.name == state)
    found_s = sum(max(0.0, min(span.ended_s, scripted.ended_s) - max(span.began_s, scripted.began_s)) for span in spans)
    kept_s = sum(span.ended_s - span.began_s for span in spans)
    assert found_s >= 0.7 * (scripted.ended_s - scripted.began_s)
    assert kept_s - found_s <= 2.0


@pytest.mark.parametrize("camera", [SIDE_LEFT, SIDE_RIGHT], ids=["left", "right"])
def test_tall_relaxed_and_slumped_follow_one_another(camera: Camera) -> None:
    spans = spans_of(desk((("tall", 6), ("leaning_back", 6), ("slumped", 6), ("tall", 6))), camera, "sitting")
    ladder = [span.state for span in spans if span.state in {"tall", "relaxed", "slumped"}]
    lasting = [span.state for span in spans if span.state in set(ladder) and span.ended_s - span.began_s > 3.0]
    assert lasting == ["tall", "relaxed", "slumped", "tall"]
    exclusive = sorted((span.began_s, span.ended_s) for span in spans if span.state in set(ladder))
    assert all(before[1] - after[0] <= HALF * SURE_S for before, after in pairwise(exclusive))


def test_weight_over_both_legs_is_a_state_too() -> None:
    spans = spans_of(standing((("knees_soft", 6), ("weight_left", 6), ("knees_soft", 6))), FRONT, "standing")
    assert [span.state for span in spans if span.state.startswith("weight")] == [
        "weight_centred",
        "weight_left",
        "weight_centred",
    ]


def test_no_reference_no_state() -> None:
    assert spans_of(desk((("tall", 4), ("slumped", 4))), SIDE_LEFT, "sitting", with_references=False) == []


def test_the_front_cannot_show_a_slump() -> None:
    spans = spans_of(desk((("tall", 4), ("slumped", 6))), FRONT, "sitting")
    assert not [span for span in spans if span.state in {"slumped", "forward_head"}]


@pytest.mark.parametrize("body", [WOMAN, SMALL, TALL], ids=["woman", "small", "tall"])
@pytest.mark.parametrize(
    ("performance", "name", "state"),
    [
        pytest.param(desk((("tall", 6), ("slumped", 6), ("tall", 6))), "sitting", "slumped", id="slump"),
        pytest.param(desk((("tall", 6), ("forward_head", 6), ("tall", 6))), "sitting", "forward_head", id="head"),
        pytest.param(
            standing((("knees_soft", 6), ("knees_locked", 6), ("knees_soft", 6))),
            "standing",
            "knees_locked",
            id="knees",
        ),
    ],
)
def test_other_people_in_a_noisy_picture_are_told_the_same(
    body: Body, performance: Performance, name: str, state: str
) -> None:
    poses = film(performance, body, Camera(azimuth_deg=-90.0, distance_m=3.4), Take(fps=15, noise=4.0, seed=7))
    spans = [span for span in spans_in(poses, name) if span.state == state]
    scripted = next(each for each in performance.states if each.name == state)
    found_s = sum(max(0.0, min(span.ended_s, scripted.ended_s) - max(span.began_s, scripted.began_s)) for span in spans)
    kept_s = sum(span.ended_s - span.began_s for span in spans)
    assert found_s >= 0.85 * (scripted.ended_s - scripted.began_s)
    assert kept_s - found_s <= 3.0, "longer than both transitions"


def test_a_glance_is_no_state() -> None:
    spans = spans_of(desk((("tall", 6), ("tall", 6))), SIDE_LEFT, "sitting")
    assert {span.state for span in spans} == {"tall"}
