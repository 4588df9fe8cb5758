"""A recording looked over once says of each frame what looking at that frame alone says, however long it is."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from backstay.kinematics.presence import are_believed, are_found
from backstay.sessions import survey
from backstay.sessions.seeing import recall
from backstay.sessions.survey import survey_of

LOST = Path(__file__).parents[2] / "recordings" / "figure_wall_angel_lost_front.parquet"


@pytest.mark.parametrize("at_once", [7, 10_000])
def test_each_frame_is_as_it_is_alone(at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(survey, "AT_ONCE", at_once)
    sightings = recall(LOST).sightings
    frames = survey_of(sightings).frames
    assert len(frames) == len(sightings)
    for frame, each in zip(frames, sightings, strict=True):
        assert (frame["t_s"], frame["people"]) == (each.pose.t_s, each.people)
        assert frame["luminance_fraction"] == each.luminance_fraction
        assert (frame["is_found"], frame["is_believed"]) == (are_found([each.pose])[0], are_believed([each.pose])[0])
    assert set(frames["is_believed"].tolist()) == {True, False}


def test_a_part_is_outside_where_both_its_sides_are() -> None:
    (first, *_) = recall(LOST).sightings
    (_, height_px), points = first.pose.image_size_px, first.pose.xy_px
    below = np.where(np.isin(np.arange(33), (27, 28))[:, np.newaxis], height_px + 1.0, points)
    half = np.where(np.isin(np.arange(33), (27,))[:, np.newaxis], height_px + 1.0, points)
    seen = [replace(first, pose=replace(first.pose, xy_px=moved)) for moved in (points, half, below)]
    frames = survey_of(seen).frames
    assert frames["without_feet"].tolist() == [False, False, True]
    assert not frames["without_head"].any()


def test_stretches_end_where_something_is_no_longer_so() -> None:
    looked = survey_of(recall(LOST).sightings[:6])
    t_s = looked.frames["t_s"].tolist()
    assert looked.span == (t_s[0], t_s[-1])
    assert looked.runs(np.array([True, True, False, False, True, True])) == [(t_s[0], t_s[2]), (t_s[4], t_s[5])]
    assert looked.runs(np.zeros(6, dtype=bool)) == []


def test_nothing_seen_is_no_coverage() -> None:
    assert survey_of([]).coverage_fraction == 0.0
