"""The plumb-line picture of a still: joints against a vertical line, described and not graded."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np

from backstay.kinematics.plumb import JOINTS, SEATED, Plumb, PlumbPoint, plumb_of
from backstay.kinematics.view import follow_views
from backstay.media.reading import open_media
from backstay.media.writing import write_picture
from backstay.pose.types import Pose
from backstay.reports.drawing import (
    BOLD,
    ON_VIDEO,
    Image,
    Words,
    draw_dashes,
    draw_line,
    draw_lines,
    limb_width_px,
    text_width_px,
)
from backstay.reports.overlay import Caption, draw_panel

LONGEST_SIDE_PX, LEAST_HEIGHT_PX = 1920, 640
PANEL_SHARE = 0.62
ERROR_PERCENT = 12
"""BlazePose sets hips 0.10-0.14 and shoulders 0.04-0.13 trunk lengths from the joints' centres, as rendered people with
known truth show. In a change that cancels; a picture has nothing to compare with."""
LINE, AHEAD = (126, 226, 168), (255, 255, 255)
NOT_A_GRADE = "A description, not a grade: nobody's joints lie on one line, and many healthy people lie far from it"
NO_LINE = "No line can be drawn: be side-on or face the camera, hips or more in the picture and nothing before you"


def write_plumb_picture(path: Path | str, media_path: Path | str, pose: Pose) -> None:
    """Write a still with the vertical line, each joint's distance from it, and what that is.

    Args:
        path: The PNG to write; an existing file is replaced.
        media_path: The picture that was looked at.
        pose: What was seen in it.

    Raises:
        MediaError: The picture cannot be read.
        StoreError: The PNG cannot be written.
    """
    with open_media(media_path, longest_side_px=LONGEST_SIDE_PX) as media:
        frame = next(iter(media))
    height, width, _ = frame.image_rgb.shape
    enlarging = max(1.0, LEAST_HEIGHT_PX / height)
    size = (round(width * enlarging), round(height * enlarging))
    image = cv2.resize(frame.image_rgb, size).astype(np.uint8, copy=False)
    plumb = plumb_of(pose, follow_views([pose])[0])
    if plumb is not None:
        draw_plumb(image, plumb, scale=size[0] / pose.image_size_px[0])
    panel = draw_panel(plumb_caption(plumb), (round(size[1] * PANEL_SHARE), size[1]))
    write_picture(path, np.hstack([image, panel]))


def draw_plumb(image: Image, plumb: Plumb, *, scale: float) -> None:
    """Draw the line, the joints, and how far each lies from it.

    Args:
        image: RGB, drawn upon.
        plumb: What to draw.
        scale: Pixels of the image to one pixel of the pose.
    """
    width = limb_width_px(image)
    line_px = scale * next(point.x_px for point in plumb.points if point.joint == plumb.through)
    top, bottom = np.array([line_px, 0.0]), np.array([line_px, image.shape[0] - 1.0])
    draw_line(image, top, bottom, ON_VIDEO.around, width + 2)
    draw_line(image, top, bottom, LINE, max(1, width // 2))
    places = [np.array([scale * point.x_px, scale * point.y_px]) for point in plumb.points]
    for above, below in pairwise(places):
        draw_line(image, above, below, ON_VIDEO.around, width + 2)
        draw_line(image, above, below, AHEAD, width)
    for place in places:
        draw_dashes(image, np.array([line_px, place[1]]), place, LINE, max(2, width // 2))
        centre = (round(float(place[0])), round(float(place[1])))
        cv2.circle(image, centre, 2 * width, ON_VIDEO.around, cv2.FILLED, cv2.LINE_AA)
        cv2.circle(image, centre, round(1.4 * width), LINE, cv2.FILLED, cv2.LINE_AA)
    for point, place in zip(plumb.points, places, strict=True):
        _write_name(image, point, place)


def _write_name(image: Image, point: PlumbPoint, place: np.ndarray) -> None:
    """Write a joint's name beside it, within the picture."""
    size = max(14, image.shape[0] // 34)
    wide = text_width_px(point.joint, size, BOLD)
    left = float(place[0]) + 4 * limb_width_px(image)
    left = left if left + wide < image.shape[1] else float(place[0]) - 4 * limb_width_px(image) - wide
    top = round(float(place[1]) - 0.6 * size)
    for shift, colour in ((1, ON_VIDEO.around), (-1, ON_VIDEO.around), (0, AHEAD)):
        words = [[Words(text=point.joint, colour=colour, weight=BOLD)]]
        draw_lines(image, words, round(left) + shift, top + shift, size)


def plumb_caption(plumb: Plumb | None) -> Caption:
    """Return what stands beside the picture."""
    if plumb is None:
        return Caption(headline="Against the vertical, described", count="", phase=NO_LINE, verdicts=())
    return Caption(
        headline=f"Against a vertical line through the {plumb.through}, described",
        count="",
        phase=f"in % of the trunk's length, ± {ERROR_PERCENT} %",
        verdicts=(*_rows(plumb), (NOT_A_GRADE, "")),
    )


def _rows(plumb: Plumb) -> Iterator[tuple[str, str]]:
    """Yield each joint and how far it lies from the line."""
    seen = {point.joint: point for point in plumb.points}
    for joint in SEATED if plumb.through == "hip" else JOINTS:
        if joint in seen and joint != plumb.through:
            yield joint.capitalize(), offset_words(seen[joint], is_sagittal=plumb.is_sagittal)
        elif joint not in seen:
            yield joint.capitalize(), "can't see from here"


def offset_words(point: PlumbPoint, *, is_sagittal: bool) -> str:
    """Return how far a joint lies from the line, such as "12 % ahead".

    Args:
        point: Which.
        is_sagittal: Whether it was seen from the side.
    """
    percent = round(100.0 * point.offset_fraction)
    if abs(percent) < ERROR_PERCENT:
        return "on the line"
    ahead, behind = ("ahead", "behind") if is_sagittal else ("to your left", "to your right")
    return f"{abs(percent)} % {ahead if percent > 0 else behind}"
