"""Told to look where no whole person is, the network claims joints all the same, and the confidence does not follow."""

import numpy as np
import pytest

from backstay.pose.blazepose import confidence
from backstay.pose.landmarks import LandmarkNetwork
from backstay.pose.region import Region
from backstay.pose.types import Landmark
from clips import films

JOINTS = [
    Landmark[f"{side}_{joint}"]
    for joint in ("SHOULDER", "ELBOW", "WRIST", "HIP", "KNEE", "ANKLE")
    for side in ("LEFT", "RIGHT")
]
FRONT, SIDE, OBLIQUE = (
    films.pictures(films.FOLDER / f"{name}.mp4", [0])[0]
    for name in ("arms_overhead_front", "stepping_into_half_kneeling", "seated_oblique")
)
NOBODY = {
    "a wall and a chest of drawers": FRONT[:, :220],
    "a wall with a picture": FRONT[:, 420:],
    "shoes": FRONT[440:],
    "shoes and shins from the side": SIDE[380:],
    "blobs": np.kron(np.random.default_rng(5).integers(0, 256, (12, 16, 3)), np.ones((40, 40, 1))).astype(np.uint8),
}


@pytest.fixture(scope="module")
def network() -> LandmarkNetwork:
    return LandmarkNetwork("full", threads=None)


def forced(network: LandmarkNetwork, picture: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return (joint,) the network's own visibility and our confidence, wherever a whole picture is taken for a body."""
    height_px, width_px = picture.shape[:2]
    around = Region(center_px=(width_px / 2, height_px / 2), size_px=1.25 * max(picture.shape[:2]), rotation_rad=0.0)
    seen = network.read(np.ascontiguousarray(picture), around)
    return seen.visibility[JOINTS], confidence(seen, (width_px, height_px))[JOINTS]


@pytest.mark.parametrize("picture", NOBODY.values(), ids=NOBODY.keys())
def test_nothing_is_believed_where_nobody_is(network: LandmarkNetwork, picture: np.ndarray) -> None:
    _, believed = forced(network, picture)
    assert believed.max() < 0.3


def test_visibility_alone_would_have_been_believed(network: LandmarkNetwork) -> None:
    claimed = [forced(network, picture)[0].max() for picture in NOBODY.values()]
    assert max(claimed) > 0.8


@pytest.mark.parametrize("picture", [FRONT, SIDE, OBLIQUE], ids=["front", "side", "oblique"])
def test_a_person_is_believed(network: LandmarkNetwork, picture: np.ndarray) -> None:
    _, believed = forced(network, picture)
    assert np.median(believed) > 0.45
