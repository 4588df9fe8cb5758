"""Own values: found in a good repetition or a pose, kept with the assessment, given back, refused in one sentence."""

import json

import pytest

from backstay.errors import StoreError
from backstay.kinematics.types import ViewLabel
from backstay.reports.writing import assessments_as_json
from backstay.sessions.references import OwnValues, load_references
from figure.camera import Camera
from figure.filming import Take, film
from figure.presses import Angel, wall_angel, wall_angels
from figure.script import Script
from figure.sitting import abdominal_brace
from figure.stances import AT_THE_WALL
from properties.judged import BRACE, assess, verdicts

RANGE = "overhead_range.mean_shoulder_elevation_deg"
KNEES = "soft_knees.left_knee_flexion_deg"
TAKE = Take(fps=15, seed=3)
SIDE_ON = Camera(azimuth_deg=90)


@pytest.fixture(scope="module")
def low_reach():
    """Return two repetitions of somebody whose arms go up to 138 degrees, seen from the front."""
    return film(wall_angels([Angel(top_elevation_deg=138, top_elbow_flexion_deg=45)] * 2), take=TAKE)


def own(**values: float) -> OwnValues:
    return OwnValues(values={key.replace("__", "."): value for key, value in values.items()}, source="mine.json")


def notice(assessed, code: str) -> str:
    return next((each.says for each in assessed.assessment.notices if each.code == code), "")


def test_a_good_repetition_gives_the_own_overhead_range():
    found = assess(film(wall_angel(2, top_elevation_deg=157), take=TAKE)).assessment.references
    assert found[RANGE] == pytest.approx(157, abs=6)


def test_what_is_found_changes_nothing_in_its_own_recording(low_reach):
    assessed = assess(low_reach)
    assert assessed.assessment.references[RANGE] == pytest.approx(138, abs=6)
    assert verdicts(assessed)["reach_overhead"] == "not_met"
    assert notice(assessed, "no_reference") == "No own overhead range or soft knees given: the usual limits hold."


def test_an_own_range_given_is_the_limit(low_reach):
    assessed = assess(low_reach, own=own(overhead_range__mean_shoulder_elevation_deg=134))
    assert verdicts(assessed)["reach_overhead"] == "met"
    assert notice(assessed, "reference") == "Judged with your own values from mine.json: overhead range 134°."


def test_an_own_range_over_the_usual_limit_asks_no_more():
    assessed = assess(film(wall_angel(2), take=TAKE), own=own(overhead_range__mean_shoulder_elevation_deg=178))
    assert verdicts(assessed)["reach_overhead"] == "met"


def test_knees_straighter_than_the_own_soft_stance_are_not_met():
    poses = film(wall_angel(2), camera=SIDE_ON, take=TAKE)
    usual = assess(poses).assessment.references[KNEES]
    assert verdicts(assess(poses, own=own(soft_knees__left_knee_flexion_deg=usual)))["knees_soft"] == "met"
    assert verdicts(assess(poses, own=own(soft_knees__left_knee_flexion_deg=usual + 8)))["knees_soft"] == "not_met"


def test_a_short_pose_gives_the_own_soft_knees():
    pose = film(Script("pose", AT_THE_WALL).stay(5.0).performance(), camera=SIDE_ON, take=TAKE)
    long = film(Script("pose", AT_THE_WALL).stay(20.0).performance(), camera=SIDE_ON, take=TAKE)
    assert assess(pose).assessment.references[KNEES] == pytest.approx(14, abs=4)
    assert KNEES not in assess(long).assessment.references


def test_values_found_from_another_side_are_left_aside():
    poses = film(abdominal_brace(holds_s=(5.0,)), camera=SIDE_ON, take=TAKE)
    far_off = {"tall_sitting.trunk_inclination_deg": -30.0}
    oblique = OwnValues(values=far_off, view=ViewLabel.FRONT_OBLIQUE, source="mine.json")
    sided = OwnValues(values=far_off, view=ViewLabel.SIDE_RIGHT, source="mine.json")
    left_aside = assess(poses, BRACE, own=oblique, paced=((2.4, 7.4),))
    assert verdicts(left_aside)["back_straight"] == "met"
    assert "left aside" in notice(left_aside, "no_reference")
    assert verdicts(assess(poses, BRACE, own=sided, paced=((2.4, 7.4),)))["back_straight"] == "not_met"


def test_a_former_assessment_is_read(tmp_path, low_reach):
    path = tmp_path / "former.json"
    path.write_text(assessments_as_json([assess(low_reach).assessment]))
    found = load_references(path)
    assert found.view is ViewLabel.FRONT
    assert found.values[RANGE] == pytest.approx(138, abs=6)
    assert verdicts(assess(low_reach, own=found))["reach_overhead"] != "not_met"


def test_a_plain_mapping_is_read(tmp_path):
    path = tmp_path / "own.json"
    path.write_text(json.dumps({RANGE: 141, KNEES: 12.5}))
    assert load_references(path).values == {RANGE: 141.0, KNEES: 12.5}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "line 1 is no JSON"),
        ("{", "line 1 is no JSON"),
        ('{"a": 1}\n{"b": 2}', "several assessments; keep one"),
        ("[1]", "no mapping of names to values"),
        ("{}", "holds no own values"),
        ('{"schema": "backstay.assessment/1"}', "without own values"),
        ('{"overhead_range.mean_sholder_elevation_deg": 141}', f"did you mean {RANGE}?"),
        ('{"x": 1}', "known are"),
        (f'{{"{RANGE}": "far"}}', 'must be a number of degrees; got "far"'),
        (f'{{"{RANGE}": true}}', "must be a number"),
        (f'{{"{RANGE}": NaN}}', "must be a number"),
        (f'{{"{RANGE}": 1e9}}', "must be a number"),
    ],
)
def test_what_is_no_use_is_refused_in_a_sentence(tmp_path, text, says):
    path = tmp_path / "own.json"
    path.write_text(text)
    with pytest.raises(StoreError) as refused:
        load_references(path)
    assert says in str(refused.value)
    assert str(refused.value).startswith(f"{path}: ")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_what_cannot_be_read_is_refused(tmp_path, content):
    path = tmp_path / "own.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(StoreError, match=r"own\.json: (cannot be read|is no text)"):
        load_references(path)
