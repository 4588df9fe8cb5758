"""Kept poses come to the page as few bytes, and lose nothing that can be seen."""

from dataclasses import replace

import numpy as np
import pytest

from backstay.errors import StoreError
from backstay.pose.types import Landmark
from backstay.reports.kept_poses import has_poses, poses_in, readings_of
from backstay.reports.replay import MOST_FRAMES_PER_S, UNSEEN, replay_bytes, spaced
from figure.filming import Take, film
from figure.presses import Angel, wall_angels
from unit.cli.commands import record

FILMED = film(wall_angels([Angel()]), take=Take(fps=30, seed=1))


def decoded(content: bytes):
    count = int(np.frombuffer(content, "<u4", 1)[0])
    t_s = np.frombuffer(content, "<f4", count, 4)
    places = np.frombuffer(content, "<u2", offset=4 + 4 * count).reshape(count, len(Landmark), 2)
    return t_s, places


def test_what_is_decoded_is_what_was_seen():
    t_s, places = decoded(replay_bytes(FILMED))
    assert t_s == pytest.approx([pose.t_s for pose in FILMED], abs=1e-3)
    for pose, row in list(zip(FILMED, places, strict=True))[::40]:
        seen = (row != UNSEEN).all(axis=1)
        assert seen.sum() >= 30
        shares = row[seen] / (UNSEEN - 1)
        assert shares * pose.image_size_px == pytest.approx(pose.xy_px[seen], abs=0.05)


def test_what_was_guessed_or_left_the_picture_is_unseen():
    unsure = FILMED[0].confidence.copy()
    unsure[Landmark.NOSE] = 0.3
    away = FILMED[0].xy_px.copy()
    away[Landmark.LEFT_WRIST] = (-5.0, 100.0)
    _, places = decoded(replay_bytes([replace(FILMED[0], confidence=unsure, xy_px=away)]))
    assert (places[0, [Landmark.NOSE, Landmark.LEFT_WRIST]] == UNSEEN).all()


def test_fifteen_frames_a_second_are_enough():
    few = spaced(FILMED)
    assert len(few) == pytest.approx(MOST_FRAMES_PER_S * FILMED[-1].t_s, abs=2)
    slow = film(wall_angels([Angel()]), take=Take(fps=8, seed=1))
    assert spaced(slow) == tuple(slow)
    assert spaced(()) == ()
    assert decoded(replay_bytes(()))[0].size == 0


def test_parts_are_put_together_in_order(tmp_path):
    first, second = FILMED[:60], FILMED[60:]
    for number, part in enumerate((first, second)):
        record(tmp_path / f"{number:05d}.parquet", part)
    assert has_poses(tmp_path)
    whole = poses_in(tmp_path)
    assert [pose.t_s for pose in whole] == pytest.approx([pose.t_s for pose in FILMED], abs=1e-5)
    assert len(readings_of(whole)) == len(whole)


def test_a_folder_without_poses_says_so(tmp_path):
    assert not has_poses(tmp_path / "nothing")
    with pytest.raises(StoreError, match="no poses are kept here"):
        poses_in(tmp_path / "nothing")
