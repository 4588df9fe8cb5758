"""Breathing is followed wherever a line asks for it: in a file as a whole, and live as it goes."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from backstay.coaching.routine import begin
from backstay.pose.types import Pose, Sighting, TorsoMotion
from backstay.sessions.assessing import Instruction, assess_seen
from backstay.sessions.following import Following, follow_sighting
from figure.camera import Camera
from figure.filming import Take, film
from figure.sitting import abdominal_brace
from properties.judged import BRACE, WALL_ANGEL, seen_of, sightings_of
from unit.coaching.acting import assignment

MOTIONS = Path(__file__).parents[2] / "recordings" / "torso_motion_brace_10s.npz"
HOLDS = ((2.4, 12.4), (17.8, 27.8), (33.2, 43.2))
OBLIQUE = Camera(azimuth_deg=45)


def trunk_px(pose: Pose) -> float:
    """Return the distance from mid-hip to mid-shoulder."""
    return float(np.hypot(*(pose.xy_px[11:13].mean(axis=0) - pose.xy_px[23:25].mean(axis=0))))


def breathing(poses: list[Pose]) -> tuple[Sighting, ...]:
    """Return poses with the motions of a rendered clip, in which the breath is held in the second brace."""
    with np.load(MOTIONS) as kept:
        rows, recorded_px = kept["motions"].astype(float).tolist(), float(kept["trunk_px"])
    scale = float(np.median([trunk_px(pose) for pose in poses])) / recorded_px
    motions = [
        TorsoMotion(t_s=pose.t_s, flow_px_per_s=(right * scale, down * scale), quality=quality, widening_per_s=widening)
        for pose, (_, right, down, widening, quality) in zip(poses, rows, strict=False)
    ]
    return tuple(
        replace(sighting, torso_motion=motion) for sighting, motion in zip(sightings_of(poses), motions, strict=False)
    )


@pytest.fixture(scope="module")
def sightings():
    return breathing(film(abdominal_brace(), camera=OBLIQUE, take=Take(fps=15, seed=1)))


def test_a_file_says_in_which_brace_the_breath_was_held(sightings):
    assessment = assess_seen(seen_of(sightings), BRACE, Instruction(paced=HOLDS)).assessment
    assert [hold.criteria["breathing_normally"].value for hold in assessment.holds] == ["met", "not_met", "met"]
    line = next(each for each in assessment.criteria if each.id == "breathing_normally")
    ((from_s, to_s),) = line.not_met_intervals
    assert HOLDS[1][0] <= from_s < to_s <= HOLDS[1][1]


def test_a_recording_without_motion_asks(sightings):
    still = tuple(replace(each, torso_motion=replace(each.torso_motion, quality=0.0)) for each in sightings)
    assessment = assess_seen(seen_of(still), BRACE, Instruction(paced=HOLDS)).assessment
    line = next(each for each in assessment.criteria if each.id == "breathing_normally")
    assert line.verdict.value == "ask"
    assert "20 s of quiet sitting" in (line.reason or "")
    assert (line.reason or "").endswith("Did you keep breathing, or count aloud?")


def test_from_the_front_it_says_where_to_turn():
    frontal = breathing(film(abdominal_brace(), take=Take(fps=15, seed=1)))
    assessment = assess_seen(seen_of(frontal), BRACE, Instruction(paced=HOLDS)).assessment
    line = next(each for each in assessment.criteria if each.id == "breathing_normally")
    assert line.verdict.value == "ask"
    assert "Turn side-on" in (line.reason or "")


def later(sighting: Sighting, by_s: float) -> Sighting:
    pose = replace(sighting.pose, t_s=sighting.pose.t_s + by_s)
    return replace(sighting, pose=pose, torso_motion=replace(sighting.torso_motion, t_s=pose.t_s))


def test_live_the_own_breathing_is_learnt_and_its_absence_noticed(sightings):
    """In the first round it is learnt; in the second its absence is noticed, and only there."""
    routine, following = begin((assignment("abdominal_brace"),)), Following()
    round_s = sightings[-1].pose.t_s + 1 / 15
    missing_s = []
    for sighting in (*sightings, *(later(each, round_s) for each in sightings)):
        following, _ = follow_sighting(following, sighting, routine)
        reading = following.recent[-1].readings.breath
        if reading.is_breath_missing:
            missing_s.append(reading.t_s - round_s)
    assert following.breath.own.period_s == pytest.approx(60 / 13, abs=0.5)
    assert missing_s
    assert HOLDS[1][0] + 6 < missing_s[0] <= missing_s[-1] < HOLDS[1][1] + 1


def test_where_no_line_asks_for_it_nothing_is_followed(sightings):
    readings = assess_seen(seen_of(sightings), WALL_ANGEL, Instruction()).readings
    assert all(each.breath is None for each in readings)
