"""Chest and shoulders are followed to a few hundredths of a pixel, whatever camera and light do; else it says so."""

from dataclasses import dataclass, field

import cv2
import numpy as np
import pytest

from backstay.media.types import Frame
from backstay.pose.torso_motion import TorsoMotionMeter
from backstay.pose.types import Landmark, TorsoMotion

FPS = 15
SIZE = (320, 240)
MIDDLE = np.array([160.0, 90.0])
POINTS = {
    Landmark.LEFT_SHOULDER: (175, 90),
    Landmark.RIGHT_SHOULDER: (145, 90),
    Landmark.LEFT_HIP: (170, 155),
    Landmark.RIGHT_HIP: (150, 155),
}


def landmarks(scale: float = 1.0) -> np.ndarray:
    xy_px = np.full((len(Landmark), 2), 120.0)
    for landmark, point in POINTS.items():
        xy_px[landmark] = point
    return xy_px * scale


def texture(seed: int, roughness_px: float = 1.5) -> np.ndarray:
    noise = np.random.default_rng(seed).normal(size=SIZE[::-1]).astype(np.float32)
    smooth = cv2.GaussianBlur(noise, (0, 0), roughness_px)
    return 120.0 + 25.0 * smooth / smooth.std()


def torso_outline() -> np.ndarray:
    outline = np.zeros(SIZE[::-1], np.float32)
    cv2.rectangle(outline, (136, 79), (184, 165), 1.0, -1)
    return cv2.GaussianBlur(outline, (0, 0), 1.0)


CLOTHES, WALL, OUTLINE = texture(1), texture(2, roughness_px=4.0), torso_outline()


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A torso before a wall, moved and widened about the middle of its shoulders, by a camera that moves too."""

    shift_px: tuple[float, float] = (0.0, 0.0)
    wider: float = 0.0
    camera_px: tuple[float, float] = (0.0, 0.0)
    light: float = 1.0
    clothes: np.ndarray = field(default_factory=lambda: CLOTHES)
    wall: np.ndarray = field(default_factory=lambda: WALL)

    def picture(self, seed: int = 0) -> np.ndarray:
        """Return it with the camera's noise."""
        x, y = np.add(self.shift_px, self.camera_px)
        torso = [[1 + self.wider, 0, x - self.wider * MIDDLE[0]], [0, 1, y]]
        behind = [[1, 0, self.camera_px[0]], [0, 1, self.camera_px[1]]]
        clothes, outline, wall = laid(self.clothes, torso), laid(OUTLINE, torso), laid(self.wall, behind)
        noise = np.random.default_rng(seed).normal(0, 2, wall.shape)
        grey = np.clip(self.light * (outline * clothes + (1 - outline) * wall) + noise, 0, 255).astype(np.uint8)
        return np.repeat(grey[..., None], 3, axis=2)


def laid(layer: np.ndarray, matrix: list[list[float]]) -> np.ndarray:
    return cv2.warpAffine(layer, np.float32(matrix), SIZE, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)


def follow(pictures: list[np.ndarray], scale: float = 1.0) -> list[TorsoMotion]:
    meter = TorsoMotionMeter()
    frames = (Frame(t_s=index / FPS, index=index, image_rgb=each) for index, each in enumerate(pictures))
    return [meter.measure(frame, landmarks(scale)) for frame in frames]


def way(motions: list[TorsoMotion]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return how far (right, down, wider) everything went, summed from the second frame on."""
    rates = np.array([(*motion.flow_px_per_s, motion.widening_per_s) for motion in motions[1:]])
    return tuple((np.cumsum(rates, axis=0) / FPS).T)


WAVE = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(40) / 40)


def test_a_rise_of_a_third_of_a_pixel_is_seen():
    right, down, wider = way(
        follow(
            [
                Scene(
                    shift_px=(0, -0.33 * w),
                ).picture(i)
                for i, w in enumerate(WAVE)
            ]
        )
    )
    np.testing.assert_allclose(-down, 0.33 * WAVE[1:], atol=0.06)
    assert np.abs(right).max() < 0.06
    assert np.abs(wider).max() < 0.002


def test_a_widening_of_one_percent_is_seen_and_is_no_rise():
    right, down, wider = way(
        follow(
            [
                Scene(
                    wider=0.01 * w,
                ).picture(i)
                for i, w in enumerate(WAVE)
            ]
        )
    )
    np.testing.assert_allclose(wider, 0.01 * WAVE[1:], atol=0.003)
    assert max(np.abs(right).max(), np.abs(down).max()) < 0.08


@pytest.mark.parametrize("reach_px", [0.5, 3.0], ids=["half a pixel", "three pixels"])
def test_what_the_camera_does_is_taken_off(reach_px):
    shaken = [
        Scene(
            camera_px=(0.7 * reach_px * w, reach_px * w),
        ).picture(i)
        for i, w in enumerate(WAVE)
    ]
    right, down, _ = way(follow(shaken))
    assert max(np.abs(right).max(), np.abs(down).max()) < 0.15 * reach_px


def test_somebody_passing_behind_moves_nobody():
    walls = []
    for index in range(40):
        walls.append(WALL.copy())
        cv2.rectangle(walls[-1], (5 + index, 60), (20 + index, 200), 200.0, -1)
    right, down, _ = way(
        follow(
            [
                Scene(
                    wall=wall,
                ).picture(i)
                for i, wall in enumerate(walls)
            ]
        )
    )
    assert max(np.abs(right).max(), np.abs(down).max()) < 0.5


def test_a_plain_wall_is_no_reference_and_does_no_harm():
    plain = np.full(SIZE[::-1], 160.0, np.float32)
    _, down, _ = way(
        follow(
            [
                Scene(
                    shift_px=(0, -0.5 * w),
                    wall=plain,
                ).picture(i)
                for i, w in enumerate(WAVE)
            ]
        )
    )
    np.testing.assert_allclose(-down, 0.5 * WAVE[1:], atol=0.08)


def test_flickering_light_is_no_motion():
    light = 1.0 + 0.15 * np.sin(np.arange(40) / 3.0)
    right, down, wider = way(
        follow(
            [
                Scene(
                    light=each,
                ).picture(i)
                for i, each in enumerate(light)
            ]
        )
    )
    assert max(np.abs(right).max(), np.abs(down).max()) < 0.06
    assert np.abs(wider).max() < 0.002


def test_a_long_way_is_followed_over_many_key_frames():
    meter = TorsoMotionMeter()
    motions = []
    for index in range(40):
        shift_px = (0.8 * index, 0.0)
        frame = Frame(t_s=index / FPS, index=index, image_rgb=Scene(shift_px=shift_px).picture(index))
        motions.append(meter.measure(frame, landmarks() + shift_px))
    right, _, _ = way(motions)
    assert right[-1] == pytest.approx(0.8 * 39, rel=0.05)


def test_pixels_are_those_of_the_whole_picture():
    small = [
        Scene(
            shift_px=(0, -1.0 * w),
        ).picture(i)
        for i, w in enumerate(WAVE[:21])
    ]
    large = [cv2.resize(each, None, fx=2.5, fy=2.5, interpolation=cv2.INTER_CUBIC) for each in small]
    for frames, scale in ((small, 1.0), (large, 2.5)):
        assert -way(follow(frames, scale))[1][-1] == pytest.approx(scale, abs=0.12 * scale)


def test_plain_clothes_give_no_quality():
    plain = np.full(SIZE[::-1], 120.0, np.float32)
    pictures = [
        Scene(
            clothes=plain,
            wall=plain,
        ).picture(i)
        for i in range(10)
    ]
    assert max(motion.quality for motion in follow(pictures)) < 0.3


def test_sharp_clothes_give_full_quality():
    assert min(motion.quality for motion in follow([Scene().picture(i) for i in range(10)])[1:]) > 0.8


@pytest.mark.parametrize(
    ("second_s", "is_there", "size"),
    [(0.7, True, SIZE), (0.0, True, SIZE), (0.1, False, SIZE), (0.1, True, (160, 120))],
    ids=["after a gap", "without time passing", "nobody there", "another picture size"],
)
def test_without_a_frame_to_compare_with_nothing_is_measured(second_s, is_there, size):
    meter = TorsoMotionMeter()
    first = meter.measure(Frame(t_s=0.0, index=0, image_rgb=Scene().picture()), landmarks())
    frame = Frame(t_s=second_s, index=1, image_rgb=cv2.resize(Scene().picture(), size))
    second = meter.measure(frame, landmarks() if is_there else None)
    for motion in (first, second):
        assert motion.quality == 0.0
        assert np.isnan([*motion.flow_px_per_s, motion.widening_per_s]).all()


@pytest.mark.parametrize("offset_px", [(-500, 0), (0, 500), (150, 0)], ids=["left of it", "below it", "on its rim"])
def test_a_torso_out_of_the_picture_is_not_followed_off_it(offset_px):
    meter = TorsoMotionMeter()
    for index in range(3):
        frame = Frame(t_s=index / FPS, index=index, image_rgb=Scene().picture(index))
        motion = meter.measure(frame, landmarks() + offset_px)
    assert motion.quality == 0.0 or np.abs(motion.flow_px_per_s).max() < 20.0
