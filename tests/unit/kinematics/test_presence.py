"""Somebody is there where the trunk can be believed; live and in files it is the same test."""

from dataclasses import replace

import numpy as np
import pytest

from backstay.kinematics.presence import TRUNK, are_believed, are_found
from backstay.pose.types import Landmark, Pose
from figure.changes import unseen
from figure.filming import Take, film
from figure.movements import OTHERS


@pytest.fixture(scope="module")
def standing() -> Pose:
    return film(OTHERS["standing_still"](), take=Take(fps=5))[0]


def trusted(pose: Pose, confidence: float, *landmarks: Landmark) -> Pose:
    """Return a pose some of whose points are believed as far as is said."""
    return replace(pose, confidence=np.where(np.isin(np.arange(33), landmarks), confidence, pose.confidence))


def test_nobody_is_neither_found_nor_believed(standing: Pose) -> None:
    nobody = unseen([standing], *Landmark)[0]
    gone = replace(nobody, xy_px=np.full_like(nobody.xy_px, np.nan))
    assert (are_found([gone, standing]).tolist(), are_believed([gone, standing]).tolist()) == ([False, True],) * 2


@pytest.mark.parametrize(("confidence", "is_believed"), [(0.51, True), (0.49, False)])
def test_who_is_found_is_believed_by_the_trunk_alone(standing: Pose, confidence: float, is_believed: bool) -> None:
    limbs = [point for point in Landmark if point not in TRUNK]
    pose = trusted(trusted(standing, confidence, *TRUNK), 1.0 - confidence, *limbs)
    assert are_found([pose]).tolist() == [True]
    assert are_believed([pose]).tolist() == [is_believed]


def test_one_hidden_hip_makes_nobody_disappear(standing: Pose) -> None:
    assert are_believed([trusted(standing, 0.1, Landmark.LEFT_HIP)]).tolist() == [True]


def test_of_no_poses_there_is_nothing_to_say() -> None:
    assert (len(are_found([])), len(are_believed([]))) == (0, 0)
