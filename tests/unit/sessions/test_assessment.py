"""An assessment is the JSON that other programs build on: these keys, these types, these words, and nothing else.

The committed schema of it is the code's own.
"""

import json
import math
from pathlib import Path

import pytest

from backstay.reports.writing import assessments_as_json
from backstay.sessions.assessing import Instruction, assess_seen
from backstay.sessions.types import Assessment
from figure.camera import Camera
from figure.filming import Mishap, Take, film
from figure.presses import Angel, wall_angels
from figure.sitting import abdominal_brace
from figure.stretches import Stretch, hip_flexor_stretch
from properties.judged import BRACE, STRETCH, assess, seen_of, sightings_of, with_legs_seen

SCHEMA = Path(__file__).parents[3] / "docs" / "assessment.schema.json"
TOP = {
    "schema": str,
    "media": dict,
    "exercise": dict,
    "view": dict,
    "coverage_fraction": float,
    "repetitions": list,
    "holds": list,
    "criteria": list,
    "states": list,
    "notices": list,
    "readings": dict,
    "references": dict,
    "provenance": dict,
    "timing": dict,
}
PARTS = {
    "media": {"path", "duration_s", "frames", "fps", "width_px", "height_px"},
    "exercise": {"id", "version"},
    "view": {"label", "azimuth_deg"},
    "repetitions": {"number", "side", "began_s", "peaked_s", "ended_s", "counted", "criteria", "readings"},
    "holds": {"number", "side", "began_s", "ended_s", "held_s", "unsure_s", "complete", "criteria"},
    "criteria": {"id", "says", "verdict", "met_fraction", "judged_fraction", "reason", "not_met_intervals"},
    "notices": {"code", "says", "from_s", "to_s"},
    "provenance": {"backstay", "pose_model", "weights_sha256", "exercise_version", "settings_sha256"},
    "timing": {"wall_s", "frames_per_s"},
}
READING = {"unit", "min", "median", "max", "error_sd"}
SIDE_ON = Camera(azimuth_deg=90)
TAKE = Take(fps=12, seed=1, mishaps=(Mishap(kind="lost", began_s=1.0, ended_s=2.0),))
ANGELS = wall_angels([Angel(), Angel(top_elevation_deg=100, top_elbow_flexion_deg=80), Angel(up_s=0.6)])


def as_json(assessed) -> dict:
    """Return an assessment as another program reads it; NaN and infinity would not be JSON."""

    def refuse(word: str) -> None:
        raise AssertionError(f"{word} is no JSON")

    return json.loads(assessments_as_json([assessed.assessment]), parse_constant=refuse)


@pytest.fixture(scope="module")
def assessments():
    stretch = film(hip_flexor_stretch([Stretch(hold_s=5)]), camera=SIDE_ON, take=TAKE)
    brace = film(abdominal_brace(holds_s=(5,)), camera=SIDE_ON, take=TAKE)
    return {
        "wall_angel": as_json(assess(film(ANGELS, take=TAKE))),
        "hip_flexor_stretch": as_json(assess(with_legs_seen(stretch), STRETCH)),
        "abdominal_brace": as_json(assess(brace, BRACE, paced=((2.4, 7.4),))),
    }


EXERCISES = ("wall_angel", "hip_flexor_stretch", "abdominal_brace")


@pytest.mark.parametrize("exercise", EXERCISES)
def test_keys(assessments, exercise):
    found = assessments[exercise]
    assert list(found) == list(TOP)
    for name, kind in TOP.items():
        assert isinstance(found[name], kind), name
    assert found["schema"] == "backstay.assessment/1"
    assert found["exercise"]["id"] == exercise
    for name, keys in PARTS.items():
        parts = found[name] if isinstance(found[name], list) else [found[name]]
        for part in parts:
            assert part.keys() == keys, name
    assert all(part.keys() == READING for part in found["readings"].values())


@pytest.mark.parametrize(
    ("exercise", "units"),
    [("wall_angel", "repetitions"), ("hip_flexor_stretch", "holds"), ("abdominal_brace", "holds")],
)
def test_units_are_there(assessments, exercise, units):
    """Or the test of their keys would test nothing."""
    assert assessments[exercise][units]
    assert assessments[exercise]["notices"]


@pytest.mark.parametrize("exercise", EXERCISES)
def test_words(assessments, exercise):
    verdicts = {"met", "not_met", "not_visible", "ask"}
    found = assessments[exercise]
    for unit in [*found["repetitions"], *found["holds"]]:
        assert set(unit["criteria"].values()) <= verdicts
        assert unit["side"] in {None, "left", "right"}
    lines = {each["id"] for each in found["criteria"]}
    for each in found["criteria"]:
        assert each["verdict"] in verdicts
        assert each["verdict"] in {"met", "not_met"} or each["reason"], each["id"]
        assert (each["verdict"] == "not_met") == bool(each["not_met_intervals"])
        assert all(a <= b for a, b in each["not_met_intervals"])
    units = [*found["repetitions"], *found["holds"]]
    assert all(unit["criteria"].keys() <= lines for unit in units)


def test_only_the_top_speaks_of_the_set(assessments):
    assert "both_sides" not in assessments["hip_flexor_stretch"]["holds"][0]["criteria"]
    assert "relaxed_between" not in assessments["abdominal_brace"]["holds"][0]["criteria"]


def test_repetitions_are_numbered_in_order_partial_ones_too(assessments):
    found = assessments["wall_angel"]["repetitions"]
    assert [(each["number"], each["counted"]) for each in found] == [(1, True), (2, False), (3, True)]
    assert all(each["began_s"] < each["peaked_s"] < each["ended_s"] for each in found)


def test_the_references_used_are_named(assessments):
    assert assessments["hip_flexor_stretch"]["references"].keys() >= {"upright_half_kneel.trunk_inclination_deg"}
    assert "tall_sitting.trunk_inclination_deg" in assessments["abdominal_brace"]["references"]
    assert all(math.isfinite(value) for value in assessments["abdominal_brace"]["references"].values())


def test_the_brace_without_paces_has_no_holds():
    poses = film(abdominal_brace(holds_s=(5,)), camera=SIDE_ON, take=Take(fps=12, seed=1))
    assert as_json(assess(poses, BRACE))["holds"] == []


def test_several_are_one_object_a_line():
    assessed = assess(film(wall_angels([Angel()]), take=TAKE)).assessment
    lines = assessments_as_json([assessed, assessed]).splitlines()
    assert [json.loads(line)["schema"] for line in lines] == ["backstay.assessment/1"] * 2


def test_the_same_recording_gives_the_same_assessment():
    seen = seen_of(sightings_of(film(ANGELS, take=TAKE)))
    one, other = (as_json(assess_seen(seen, STRETCH, Instruction())) for _ in range(2))
    assert {**one, "timing": None} == {**other, "timing": None}


def test_settings_change_the_hash():
    poses = film(wall_angels([Angel()]), take=TAKE)
    assert as_json(assess(poses))["provenance"] != as_json(assess(poses, STRETCH))["provenance"]


@pytest.mark.parametrize("exercise", EXERCISES)
def test_what_is_written_can_be_read_again(assessments, exercise):
    again = Assessment.model_validate(assessments[exercise])
    assert json.loads(assessments_as_json([again])) == assessments[exercise]


def test_the_schema_is_current():
    assert json.loads(SCHEMA.read_text()) == Assessment.model_json_schema(mode="serialization"), (
        "run: python docs/generate.py"
    )
