"""A degraded clip is worse in the way it says, and otherwise the same."""

from pathlib import Path

import numpy as np
import pytest
from benchmarks.robustness import pictures
from benchmarks.robustness.degradations import DEGRADATIONS, Degradation, Material
from benchmarks.robustness.scene import Scene

from backstay.media.reading import open_media
from backstay.media.types import Frame

CLIP = Path(__file__).parents[2] / "clips" / "seated_oblique.mp4"
SCENE = Scene(
    left_px=250.0,
    right_px=390.0,
    top_px=150.0,
    bottom_px=420.0,
    nose_px=170.0,
    hip_px=290.0,
    foot_px=410.0,
    middle_px=320.0,
    trunk_px=90.0,
)


def frames(count: int = 6, fps: float = 20.0) -> list[Frame]:
    """Return grey pictures that brighten from left to right, and from frame to frame."""
    ramp = np.linspace(20, 200, 640).astype(np.uint8)
    picture = np.broadcast_to(ramp[np.newaxis, :, np.newaxis], (480, 640, 3))
    return [Frame(t_s=index / fps, index=index, image_rgb=picture + np.uint8(5 * index)) for index in range(count)]


def changed(name: str, material: list[Frame]) -> list[Frame]:
    degradation = next(each for each in DEGRADATIONS if each.id == name)
    return list(degradation.change(Material(frames=material, scene=SCENE, other=material)))


@pytest.mark.parametrize("degradation", DEGRADATIONS, ids=lambda each: each.id)
def test_every_degradation_yields_pictures_that_a_video_can_hold(degradation: Degradation) -> None:
    with open_media(CLIP) as media:
        made = list(degradation.change(Material(frames=list(media)[:5], scene=SCENE, other=frames())))
    times_s = [frame.t_s for frame in made]
    assert times_s == sorted(set(times_s))
    for frame in made:
        height, width, colours = frame.image_rgb.shape
        assert (height % 2, width % 2, colours, frame.image_rgb.dtype) == (0, 0, 3, np.uint8)


def test_the_slow_clip_has_ten_frames_a_second_at_their_own_times() -> None:
    assert [frame.t_s for frame in changed("slow_10_fps", frames(20))] == pytest.approx(np.arange(10) / 10)


def test_the_fast_clip_blends_between_its_neighbours() -> None:
    made = changed("fast_60_fps", frames(3))
    assert [frame.t_s for frame in made] == pytest.approx(np.arange(6) / 60)
    levels = [int(frame.image_rgb[0, 0, 0]) for frame in made]
    assert levels == sorted(levels)
    assert levels[0] < levels[1] < levels[3]


@pytest.mark.parametrize(
    ("alter", "top", "bottom"),
    [
        pytest.param(pictures.without_hands, 125, 479, id="hands: from over the hair down"),
        pytest.param(pictures.without_feet, 0, 382, id="feet: down to the shins"),
        pytest.param(pictures.legs_only, 290, 480, id="legs: from the hips down"),
    ],
)
def test_cuts_fall_where_the_body_is(alter: object, top: int, bottom: int) -> None:
    rows = np.broadcast_to((np.arange(480) // 2).astype(np.uint8)[:, np.newaxis, np.newaxis], (480, 640, 3))
    assert callable(alter)
    kept = alter(rows, SCENE)
    assert (kept[0, 0, 0], kept[-1, 0, 0]) == (rows[top, 0, 0], rows[bottom - 1, 0, 0])


def test_nobody_is_left_and_the_room_stays() -> None:
    picture = frames(1)[0].image_rgb.copy()
    picture[200:400, 280:360] = 255
    empty = pictures.nobody(picture, SCENE)
    assert empty.max() <= 200
    assert np.array_equal(empty[:100], picture[:100])


def test_mirroring_twice_changes_nothing() -> None:
    picture = frames(1)[0].image_rgb
    assert np.array_equal(pictures.mirrored(pictures.mirrored(picture)), picture)


def test_a_rolled_camera_turns_the_picture_about_its_middle() -> None:
    picture = np.zeros((480, 640, 3), np.uint8)
    picture[238:242, 500:504] = 255
    rows, columns = np.nonzero(pictures.rolled(picture, 10.0)[..., 0] > 100)
    angle_deg = np.degrees(np.arctan2(240 - rows.mean(), columns.mean() - 320))
    assert angle_deg == pytest.approx(10.0, abs=0.5)


def test_a_camera_tipped_up_keeps_the_middle_and_narrows_what_is_high() -> None:
    picture = np.zeros((480, 640, 3), np.uint8)
    for row, column in ((240, 320), (100, 200), (100, 440), (380, 200), (380, 440)):
        picture[row - 2 : row + 3, column - 2 : column + 3] = 255
    rows, columns = np.nonzero(pictures.pitched(picture, 10.0)[..., 0] > 100)
    high, low, middle = rows < 180, rows > 300, (rows >= 180) & (rows <= 300)
    assert np.ptp(columns[high]) < np.ptp(columns[low])
    assert (rows[middle].mean(), columns[middle].mean()) == pytest.approx((240, 320), abs=2)


def test_noise_is_the_same_for_the_same_frame_only() -> None:
    picture = frames(1)[0].image_rgb
    assert np.array_equal(pictures.noisy(picture, 3), pictures.noisy(picture, 3))
    assert not np.array_equal(pictures.noisy(picture, 3), pictures.noisy(picture, 4))
