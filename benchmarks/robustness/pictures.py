"""Pictures made worse, one at a time."""

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.robustness.scene import Scene

Picture = NDArray[np.uint8]

DIM_GAMMA = 2.8
NOISE_SD = 25.0
SHAKE_PX = (4.0, 3.0)
SHAKE_S = (1.9, 0.7)
"""A camera held in the hand: how far it sways and trembles, and with what periods."""
FAR_SCALE = 0.55
BLUR_PX = 2.5
SMALL_PX = (320, 240)
FOCAL_FRACTION = 0.866
"""Focal length by picture width of the rendered camera, 60 degrees wide; phones and webcams have 55 to 75."""
BOX_RGB = (121, 85, 58)


def dim(picture: Picture) -> Picture:
    """Darken as a lamp in the next room would: middle grey becomes 14 % of white."""
    levels = 255.0 * (np.arange(256) / 255.0) ** DIM_GAMMA
    return _by_level(picture, levels)


def backlit(picture: Picture) -> Picture:
    """Blow out what is light, sink what is dark, and lay the veil of a bright window over all."""
    grey = np.arange(256) / 255.0
    contrast = 1.0 / (1.0 + np.exp(-14.0 * (grey - 0.62)))
    return _by_level(picture, 255.0 * (0.12 + 0.88 * contrast))


def noisy(picture: Picture, index: int) -> Picture:
    """Add the noise of a small sensor in poor light; the same for the same frame."""
    noise = NOISE_SD * np.random.default_rng(index).standard_normal(picture.shape, dtype=np.float32)
    return np.clip(picture + noise, 0, 255).astype(np.uint8)


def shaky(picture: Picture, t_s: float) -> Picture:
    """Sway and tremble as a camera held in the hand does."""
    turns = [2.0 * np.pi * t_s / period_s for period_s in SHAKE_S]
    right_px = sum(size_px * np.sin(turn) for size_px, turn in zip(SHAKE_PX, turns, strict=True))
    down_px = sum(size_px * np.cos(1.3 * turn) for size_px, turn in zip(SHAKE_PX, turns, strict=True))
    shift = np.array([[1.0, 0.0, right_px], [0.0, 1.0, down_px]])
    height_px, width_px = picture.shape[:2]
    return _bytes(cv2.warpAffine(picture, shift, (width_px, height_px), borderMode=cv2.BORDER_REPLICATE))


def blurred(picture: Picture) -> Picture:
    """Blur as a lens out of focus, or a smeared one, does."""
    return _bytes(cv2.GaussianBlur(picture, (0, 0), BLUR_PX))


def far(picture: Picture) -> Picture:
    """Show the scene from nearly twice as far away, the room's edges drawn out."""
    height_px, width_px = picture.shape[:2]
    middle = (1.0 - FAR_SCALE) / 2.0
    shrink = np.array([[FAR_SCALE, 0.0, middle * width_px], [0.0, FAR_SCALE, middle * height_px]])
    size_px = (width_px, height_px)
    return _bytes(cv2.warpAffine(picture, shrink, size_px, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))


def small(picture: Picture) -> Picture:
    """Shrink to a quarter of VGA, upright or lying as it was."""
    size_px = SMALL_PX if picture.shape[1] >= picture.shape[0] else SMALL_PX[::-1]
    return _bytes(cv2.resize(picture, size_px, interpolation=cv2.INTER_AREA))


def mirrored(picture: Picture) -> Picture:
    """Swap left and right, as a selfie camera does."""
    return np.ascontiguousarray(picture[:, ::-1])


def without_hands(picture: Picture, scene: Scene) -> Picture:
    """Cut off what is above the hair: hands overhead leave the picture."""
    return _rows(picture, scene.nose_px - 0.5 * scene.trunk_px, picture.shape[0])


def without_feet(picture: Picture, scene: Scene) -> Picture:
    """Cut off feet and ankles."""
    return _rows(picture, 0.0, scene.foot_px - 0.3 * scene.trunk_px)


def legs_only(picture: Picture, scene: Scene) -> Picture:
    """Cut off everything above the hips, as a camera that points at the floor does."""
    return _rows(picture, scene.hip_px, picture.shape[0])


def portrait(picture: Picture, scene: Scene) -> Picture:
    """Cut to three by four, the person in the middle."""
    height_px, width_px = picture.shape[:2]
    wide_px = min(width_px, _even(0.75 * height_px))
    left = int(np.clip(scene.middle_px - wide_px / 2, 0, width_px - wide_px))
    return np.ascontiguousarray(picture[:, left : left + wide_px])


def furniture(picture: Picture, scene: Scene) -> Picture:
    """Put a box in front of shins and feet."""
    changed = picture.copy()
    top = int(scene.foot_px - 0.6 * scene.trunk_px)
    left, right = max(0, int(scene.left_px) - 20), int(scene.right_px) + 20
    changed[top:, left:right] = BOX_RGB
    return changed


def nobody(picture: Picture, scene: Scene) -> Picture:
    """Paint the person over with the room left and right of them."""
    changed = picture.copy()
    margin_px = 0.4 * scene.trunk_px
    left = max(1, int(scene.left_px - margin_px))
    right = min(picture.shape[1] - 2, int(scene.right_px + margin_px))
    top, bottom = max(0, int(scene.top_px - margin_px)), int(scene.bottom_px + margin_px)
    share = np.linspace(0.0, 1.0, right - left)[np.newaxis, :, np.newaxis]
    before, after = picture[top:bottom, left - 1 : left], picture[top:bottom, right : right + 1]
    changed[top:bottom, left:right] = ((1.0 - share) * before + share * after).astype(np.uint8)
    return changed


def rolled(picture: Picture, angle_deg: float) -> Picture:
    """Turn the camera about its axis; positive turns the picture anticlockwise."""
    height_px, width_px = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width_px / 2, height_px / 2), angle_deg, 1.0)
    return _bytes(cv2.warpAffine(picture, turn, (width_px, height_px), borderMode=cv2.BORDER_REPLICATE))


def pitched(picture: Picture, angle_deg: float) -> Picture:
    """Tip the camera up and move it down so far that the middle stays in the middle."""
    height_px, width_px = picture.shape[:2]
    focal_px = FOCAL_FRACTION * max(width_px, height_px)
    camera = np.array([[focal_px, 0, width_px / 2], [0, focal_px, height_px / 2], [0, 0, 1]])
    sine, cosine = np.sin(np.radians(angle_deg)), np.cos(np.radians(angle_deg))
    tip = np.array([[1, 0, 0], [0, cosine, sine], [0, -sine, cosine]])
    back = np.array([[1, 0, 0], [0, 1, -focal_px * np.tan(np.radians(angle_deg))], [0, 0, 1]])
    warp = back @ camera @ tip @ np.linalg.inv(camera)
    return _bytes(cv2.warpPerspective(picture, warp, (width_px, height_px), borderMode=cv2.BORDER_REPLICATE))


def with_somebody_beside(picture: Picture, other: Picture) -> Picture:
    """Put the middle of another clip beside the person, smaller, as somebody farther away."""
    height_px = picture.shape[0]
    scale = 0.7 * height_px / other.shape[0]
    shrunk = _bytes(cv2.resize(other, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
    wide_px = _even(0.5 * shrunk.shape[1])
    left = (shrunk.shape[1] - wide_px) // 2
    strip = np.empty((height_px, wide_px, 3), dtype=np.uint8)
    strip[:] = shrunk[:1, left : left + wide_px]
    strip[height_px - shrunk.shape[0] :] = shrunk[:, left : left + wide_px]
    return np.concatenate((picture, strip), axis=1)


def _by_level(picture: Picture, levels: NDArray[np.float64]) -> Picture:
    """Map each of the 256 levels to another."""
    return np.clip(np.rint(levels), 0, 255).astype(np.uint8)[picture]


def _rows(picture: Picture, top_px: float, bottom_px: float) -> Picture:
    """Keep some rows, an even number of them as video wants it."""
    top = int(np.clip(top_px, 0, picture.shape[0] - 2))
    bottom = int(np.clip(bottom_px, top + 2, picture.shape[0]))
    return np.ascontiguousarray(picture[top : top + _even(bottom - top)])


def _even(size_px: float) -> int:
    return int(size_px) // 2 * 2


def _bytes(picture: object) -> Picture:
    return np.asarray(picture, dtype=np.uint8)
