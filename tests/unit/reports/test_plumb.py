"""The plumb-line picture says where each joint lies and that this is no grade."""

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from backstay.kinematics.plumb import PlumbPoint, plumb_of
from backstay.kinematics.view import follow_views
from backstay.reports.plumb import LINE, NOT_A_GRADE, offset_words, plumb_caption, write_plumb_picture
from figure.camera import OBLIQUE_LEFT, SIDE_LEFT
from test_house_rules import claims
from unit.kinematics.test_plumb import AHEAD, shot


@pytest.mark.parametrize(
    ("fraction", "is_sagittal", "says"),
    [
        (0.154, True, "15 % ahead"),
        (-0.16, True, "16 % behind"),
        (0.1, True, "on the line"),
        (0.2, False, "20 % to your left"),
        (-0.2, False, "20 % to your right"),
    ],
)
def test_an_offset_in_words(*, fraction: float, is_sagittal: bool, says: str) -> None:
    point = PlumbPoint(joint="ear", x_px=0.0, y_px=0.0, offset_fraction=fraction)
    assert offset_words(point, is_sagittal=is_sagittal) == says


def test_it_is_labelled_as_no_grade_and_a_joint_unseen_is_said() -> None:
    pose = shot(AHEAD, SIDE_LEFT)
    found = plumb_of(pose, follow_views([pose])[0])
    without_knee = replace(found, points=tuple(point for point in found.points if point.joint != "knee"))
    rows = dict(plumb_caption(without_knee).verdicts)
    assert rows["Knee"] == "can't see from here"
    assert NOT_A_GRADE in rows
    assert claims(" ".join([*rows, *rows.values()])) == []


@pytest.mark.parametrize(("camera", "has_line"), [(SIDE_LEFT, True), (OBLIQUE_LEFT, False)], ids=["side", "oblique"])
def test_the_picture_shows_the_line_where_there_is_one(tmp_path: Path, *, camera: object, has_line: bool) -> None:
    pose = shot(AHEAD, camera)
    width, height = pose.image_size_px
    photograph, target = tmp_path / "photograph.png", tmp_path / "plumb.png"
    cv2.imwrite(str(photograph), np.full((height, width, 3), 90, np.uint8))
    write_plumb_picture(target, photograph, pose)
    image = cv2.cvtColor(cv2.imread(str(target)), cv2.COLOR_BGR2RGB)
    assert image.shape[1] > image.shape[0] * width / height, "the words stand beside the picture"
    greens = np.all(np.abs(image.astype(int) - LINE) < 12, axis=2).sum()
    assert bool(greens > 200) is has_line
