"""Left and right exchanged for a short while are exchanged back; a person who turns, or what lasts, is believed."""

from collections.abc import Iterator

import numpy as np
import pytest

from backstay.media.types import Frame
from backstay.pose.detector import Detector
from backstay.pose.landmarks import Body, LandmarkNetwork
from backstay.pose.swaps import SwapCatcher
from backstay.pose.tracking import PersonTracker
from backstay.pose.types import Landmark
from clips import films
from unit.pose.bodies import body, exchanged, standing_m, turned

FRAMES_PER_S = 20
HALF_KNEELING = {
    Landmark.LEFT_KNEE: (0.12, 0.05, -0.40),
    Landmark.LEFT_ANKLE: (0.12, 0.43, -0.40),
    Landmark.LEFT_HEEL: (0.12, 0.47, -0.36),
    Landmark.LEFT_BIG_TOE: (0.12, 0.47, -0.55),
    Landmark.RIGHT_KNEE: (-0.12, 0.41, 0.05),
    Landmark.RIGHT_ANKLE: (-0.12, 0.44, 0.42),
    Landmark.RIGHT_HEEL: (-0.12, 0.40, 0.46),
    Landmark.RIGHT_BIG_TOE: (-0.12, 0.48, 0.52),
}
LEG = ("HIP", "KNEE", "ANKLE", "HEEL", "BIG_TOE")
ARM = ("SHOULDER", "ELBOW", "WRIST", "PINKY", "INDEX", "THUMB")
FACE = ("EYE_INNER", "EYE", "EYE_OUTER", "EAR", "MOUTH")


def half_kneeling() -> Body:
    points = standing_m()
    for landmark, place in HALF_KNEELING.items():
        points[landmark] = place
    return body(turned(points, 90))


def untangled(bodies: Iterator[Body] | list[Body], frames_per_s: float = FRAMES_PER_S) -> list[Body]:
    catcher = SwapCatcher()
    return [catcher.untangle(seen, t_s=index / frames_per_s) for index, seen in enumerate(bodies)]


def same_places(one: Body, other: Body) -> bool:
    return bool(np.allclose(one.xy_px, other.xy_px))


@pytest.mark.parametrize(
    ("right", "parts"),
    [
        pytest.param(
            half_kneeling(), ("KNEE", "ANKLE", "HEEL", "BIG_TOE"), id="lower legs, half-kneeling from the side"
        ),
        pytest.param(half_kneeling(), LEG, id="legs from the hip, half-kneeling from the side"),
        pytest.param(body(), LEG, id="legs, standing in front"),
        pytest.param(body(), ARM + FACE, id="arms, standing in front"),
        pytest.param(body(), ("ELBOW", "WRIST", "PINKY", "INDEX", "THUMB"), id="lower arms, standing in front"),
        pytest.param(body(), ARM + LEG + FACE, id="the whole body, standing in front"),
    ],
)
@pytest.mark.parametrize("wrong_frames", [1, 10, 30])
def test_a_short_exchange_is_undone(right: Body, parts: tuple[str, ...], wrong_frames: int) -> None:
    wrong = exchanged(right, *parts)
    found = untangled([right] * 5 + [wrong] * wrong_frames + [right] * 5)
    assert not same_places(wrong, right)
    assert all(same_places(seen, right) for seen in found)


def test_what_stays_exchanged_is_believed_after_two_seconds() -> None:
    right = half_kneeling()
    wrong = exchanged(right, *LEG)
    found = untangled([right] * 5 + [wrong] * 60)
    assert same_places(found[5 + 38], right)
    assert all(same_places(seen, wrong) for seen in found[5 + 42 :])


@pytest.mark.parametrize("turn_deg_per_s", [90, 180, 360])
@pytest.mark.parametrize("frames_per_s", [15, 30])
@pytest.mark.parametrize("tremble_m", [0.0, 0.01], ids=["steady", "trembling"])
def test_a_person_who_turns_round_is_left_alone(turn_deg_per_s: float, frames_per_s: int, tremble_m: float) -> None:
    rng = np.random.default_rng(3)
    turning = [
        body(turned(standing_m(), turn_deg_per_s * index / frames_per_s) + rng.normal(0, tremble_m, (33, 3)))
        for index in range(2 * frames_per_s)
    ]
    assert all(same_places(seen, true) for seen, true in zip(untangled(turning, frames_per_s), turning, strict=True))


@pytest.mark.parametrize("frames_per_s", [15, 30])
def test_legs_that_pass_each_other_are_left_alone(frames_per_s: int) -> None:
    def walking(t_s: float) -> Body:
        points = standing_m()
        for side, sign in (("LEFT", 1), ("RIGHT", -1)):
            for part, swing in (("KNEE", 0.2), ("ANKLE", 0.4), ("HEEL", 0.4), ("BIG_TOE", 0.4)):
                points[Landmark[f"{side}_{part}"], 2] += sign * swing * np.sin(2 * np.pi * t_s)
        return body(turned(points, 90))

    walk = [walking(index / frames_per_s) for index in range(3 * frames_per_s)]
    assert all(same_places(seen, true) for seen, true in zip(untangled(walk, frames_per_s), walk, strict=True))


def test_depth_stays_with_its_side_when_the_hips_kept_theirs() -> None:
    right = half_kneeling()
    found = untangled([right] * 5 + [exchanged(right, "KNEE", "ANKLE", "HEEL", "BIG_TOE")])[-1]
    # The network gave the left knee the right knee's place in depth: after the exchange it keeps what it gave.
    assert found.world_m[Landmark.LEFT_KNEE, 2] == right.world_m[Landmark.RIGHT_KNEE, 2]
    np.testing.assert_allclose(found.world_m[:, :2], right.world_m[:, :2])


def test_a_limb_seen_nowhere_in_between_does_not_hide_an_exchange() -> None:
    right = half_kneeling()
    lost = body(right.world_m * (1.0, 0.8, 1.0), peak=np.where(np.arange(33) >= Landmark.LEFT_KNEE, 0.1, 0.95))
    found = untangled([right] * 5 + [lost] * 4 + [exchanged(right, *LEG[1:])] * 5)
    assert all(same_places(seen, right) for seen in found[9:])


@pytest.mark.parametrize("gap_s", [0.0, -1.0, 3.0], ids=["no time passed", "time ran back", "long ago"])
def test_without_a_frame_just_before_nothing_is_exchanged(gap_s: float) -> None:
    right = half_kneeling()
    wrong = exchanged(right, *LEG)
    catcher = SwapCatcher()
    catcher.untangle(right, t_s=10.0)
    assert catcher.untangle(wrong, t_s=10.0 + gap_s) is wrong


def legs_exchanged(xy_px: np.ndarray, true: np.ndarray) -> bool:
    """Return whether hips, knees and ankles fit the truth better with left and right exchanged."""
    legs = xy_px[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP, *range(Landmark.LEFT_KNEE, Landmark.LEFT_HEEL)]]
    legs = legs.reshape(3, 2, 2)
    as_is, other = (np.linalg.norm(legs - places, axis=2).mean() for places in (true[3:], true[3:, ::-1]))
    return bool(other < as_is - 10.0)


def test_stepping_into_half_kneeling_keeps_the_legs_apart() -> None:
    name = "stepping_into_half_kneeling"
    network, tracker, catcher = (
        LandmarkNetwork("full", threads=None),
        PersonTracker(Detector(threads=None)),
        SwapCatcher(),
    )

    def read(frame: Frame) -> Body:
        region = tracker.look(frame)
        assert region is not None
        seen = network.read(frame.image_rgb, region)
        assert tracker.follow(seen, t_s=frame.t_s)
        return seen

    frames, places = films.clip(name), films.truth(name)
    raw = [read(frame) for frame in frames]
    kept = [catcher.untangle(seen, t_s=frame.t_s) for seen, frame in zip(raw, frames, strict=True)]
    wrong_raw, wrong_kept = (
        sum(legs_exchanged(seen.xy_px, true) for seen, true in zip(bodies, places, strict=True))
        for bodies in (raw, kept)
    )
    assert wrong_raw >= 10
    assert wrong_kept <= 3
