"""Verdicts are right, wrong or abstained as the rules say, and an independent scorer of the same rules agrees."""

import importlib.util
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from benchmarks.accuracy.clips import SHIPPED, clips_in
from benchmarks.accuracy.scoring import Case, Result, Score, score
from benchmarks.accuracy.truth import Truth, Unit, load_truth

from backstay.assessment.types import Verdict
from backstay.kinematics.types import UNKNOWN_VIEW, Readings, ViewLabel
from backstay.sessions.types import (
    Assessment,
    ExercisePart,
    HoldPart,
    MediaPart,
    ProvenancePart,
    RepetitionPart,
    TimingPart,
    ViewPart,
)


def truth(exercise: str, *units: Unit, view: ViewLabel = ViewLabel.FRONT) -> Truth:
    return Truth(
        exercise=exercise,
        view=view,
        fps=10.0,
        t_s=np.arange(300) / 10.0,
        angles_deg={},
        seen={},
        units=units,
        faults=(),
        stretched_side=None,
    )


def unit(began_s: float, ended_s: float, *faults: str, held_s: float | None = None, peak_deg: float = 150.0) -> Unit:
    held_s = ended_s - began_s if held_s is None else held_s
    return Unit(began_s=began_s, ended_s=ended_s, held_s=held_s, peak_deg=peak_deg, faults=frozenset(faults))


def repetition(began_s: float, ended_s: float, *, counted: bool = True, **criteria: Verdict) -> RepetitionPart:
    return RepetitionPart(
        number=1,
        side=None,
        began_s=began_s,
        peaked_s=(began_s + ended_s) / 2,
        ended_s=ended_s,
        counted=counted,
        criteria=criteria,
        readings={},
    )


def hold(began_s: float, ended_s: float, held_s: float, **criteria: Verdict) -> HoldPart:
    return HoldPart(
        number=1, side="left", began_s=began_s, ended_s=ended_s, held_s=held_s, complete=True, criteria=criteria
    )


def assessment(*, repetitions: tuple[RepetitionPart, ...] = (), holds: tuple[HoldPart, ...] = ()) -> Assessment:
    return Assessment(
        media=MediaPart(path="a.mp4", duration_s=30.0, frames=300, fps=10.0, width_px=640, height_px=480),
        exercise=ExercisePart(id="any", version=1),
        view=ViewPart(label=ViewLabel.FRONT, azimuth_deg=0.0),
        coverage_fraction=1.0,
        repetitions=list(repetitions),
        holds=list(holds),
        criteria=[],
        states=[],
        notices=[],
        readings={},
        provenance=ProvenancePart(
            backstay="0", pose_model="full", weights_sha256="", exercise_version=1, settings_sha256=""
        ),
        timing=TimingPart(wall_s=None, frames_per_s=None),
    )


def scored(true: Truth, **found: tuple[object, ...]) -> Score:
    return score("clip", true, assessment(**found), ())


def results(of: Score) -> list[tuple[Case, str, Result]]:
    return [(each.case, each.criterion, each.result) for each in of.outcomes]


@pytest.mark.parametrize(
    ("verdict", "clean", "faulty"),
    [
        pytest.param(Verdict.MET, Result.RIGHT, Result.WRONG, id="met"),
        pytest.param(Verdict.NOT_MET, Result.WRONG, Result.RIGHT, id="not met"),
        pytest.param(Verdict.NOT_VISIBLE, Result.ABSTAINED, Result.ABSTAINED, id="not visible"),
        pytest.param(Verdict.ASK, Result.ABSTAINED, Result.ABSTAINED, id="ask"),
    ],
)
def test_a_verdict_is_worth_what_truth_makes_of_it(verdict: Verdict, clean: Result, faulty: Result) -> None:
    found = (repetition(1.0, 5.0, arms_even=verdict),)
    was_clean = scored(truth("wall_angel", unit(1.0, 5.0)), repetitions=found)
    was_faulty = scored(truth("wall_angel", unit(1.0, 5.0, "asymmetry")), repetitions=found)
    assert results(was_clean) == [(Case.CLEAN, "arms_even", clean)]
    assert results(was_faulty) == [(Case.FAULT, "arms_even", faulty)]


def test_one_of_several_lines_is_enough_to_find_a_fault() -> None:
    found = (repetition(1.0, 5.0, slow_up=Verdict.MET, slow_down=Verdict.NOT_MET),)
    assert results(scored(truth("wall_angel", unit(1.0, 5.0, "too_fast")), repetitions=found)) == [
        (Case.FAULT, "slow_down", Result.RIGHT)
    ]


def test_a_line_that_a_fault_disturbs_is_not_scored() -> None:
    found = (repetition(1.0, 5.0, reach_overhead=Verdict.NOT_MET, arms_even=Verdict.NOT_MET, slow_up=Verdict.MET),)
    assert results(scored(truth("wall_angel", unit(1.0, 5.0, "incomplete_overhead")), repetitions=found)) == [
        (Case.FAULT, "reach_overhead", Result.RIGHT),
        (Case.CLEAN, "slow_up", Result.RIGHT),
    ]


def test_a_unit_that_was_not_found_leaves_its_fault_abstained() -> None:
    missed = scored(truth("wall_angel", unit(1.0, 5.0, "asymmetry")))
    assert missed.unmatched == 1
    assert results(missed) == [(Case.FAULT, "arms_even", Result.ABSTAINED)]


@pytest.mark.parametrize(
    ("peak_deg", "got", "off"),
    [
        pytest.param(150.0, 1, 0, id="overhead and counted"),
        pytest.param(150.0, 0, -1, id="overhead and missed"),
        pytest.param(110.0, 1, 1, id="too low and counted"),
        pytest.param(120.0, 0, 0, id="close call, not counted"),
        pytest.param(120.0, 1, 0, id="close call, counted"),
    ],
)
def test_a_repetition_counts_from_the_height_that_counts(peak_deg: float, got: int, off: int) -> None:
    found = (repetition(1.0, 5.0, counted=bool(got)),)
    of = scored(truth("wall_angel", unit(1.0, 5.0, peak_deg=peak_deg)), repetitions=found)
    assert of.count is not None
    assert of.count.off == off


def test_a_broken_hold_is_scored_by_its_seconds_and_not_by_its_lines() -> None:
    true = truth("hip_flexor_stretch", unit(1.0, 9.0, "hold_broken", held_s=6.0), view=ViewLabel.SIDE_LEFT)
    of = scored(true, holds=(hold(1.0, 9.0, 6.5, spine_straight=Verdict.NOT_MET),))
    assert [held.error_s for held in of.holds] == [pytest.approx(0.5)]
    assert of.outcomes == ()


@pytest.mark.parametrize(
    ("held_s", "verdict", "result"),
    [
        pytest.param(28.6, Verdict.MET, Result.RIGHT, id="just reached"),
        pytest.param(28.4, Verdict.MET, Result.WRONG, id="just not reached"),
        pytest.param(28.4, Verdict.NOT_MET, Result.RIGHT, id="just not reached, and said so"),
        pytest.param(30.0, Verdict.NOT_VISIBLE, Result.WRONG, id="there is nothing to abstain from"),
    ],
)
def test_a_dose_is_reached_from_a_second_and_a_half_under_it(held_s: float, verdict: Verdict, result: Result) -> None:
    true = truth("hip_flexor_stretch", unit(0.0, held_s), view=ViewLabel.SIDE_LEFT)
    of = scored(true, holds=(hold(0.0, held_s, held_s, held_30_s=verdict, both_sides=Verdict.NOT_MET),))
    assert results(of) == [(Case.DOSE, "held_30_s", result)]


def test_angles_are_compared_where_the_near_limb_is_seen() -> None:
    names = [f"{side}_{joint}_deg" for side in ("left", "right") for joint in ("elbow_flexion", "knee_flexion")]
    names += [
        f"{side}_{joint}_deg" for side in ("left", "right") for joint in ("shoulder_elevation", "shank_inclination")
    ]
    values = dict.fromkeys([*names, "trunk_inclination_deg"], float("nan"))
    values |= {"left_knee_flexion_deg": 93.0, "right_knee_flexion_deg": 93.0}
    readings = [Readings(t_s=t / 10, values=values, view=UNKNOWN_VIEW, is_person=True) for t in range(300)]
    true = replace(
        truth("hip_flexor_stretch", view=ViewLabel.SIDE_LEFT),
        angles_deg={
            f"{base}_{side}": np.full(300, 90.0)
            for base in ("elbow", "knee", "arm_elevation", "shank_forward")
            for side in "LR"
        }
        | {"trunk_inclination": np.zeros(300)},
        seen={
            f"{joint}_{side}": np.arange(300) >= 100
            for joint in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
            for side in "LR"
        },
    )
    errors = score("clip", true, assessment(), readings).angles
    assert [(each.joint, each.errors_deg.size) for each in errors] == [("knee_flexion_deg", 200)]
    assert errors[0].errors_deg == pytest.approx(3.0)


def scorer(shared: Path) -> ModuleType:
    path = shared / "tools" / "score.py"
    if not path.is_file():
        pytest.skip("there is no other scorer to compare with")
    spec = importlib.util.spec_from_file_location("score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("clip", clips_in(SHIPPED), ids=lambda clip: clip.stem)
@pytest.mark.parametrize("said", list(Verdict))
def test_the_other_scorer_agrees(clip: Path, said: Verdict, shared: Path) -> None:
    """Whatever is said of all lines alike, hits, misses, alarms and abstentions come out the same."""
    other, true = scorer(shared), load_truth(clip)
    lines = {line: said for fault in other.FAULTS[true.exercise].values() for line in fault}
    lines |= dict.fromkeys(("held_10_s", "held_30_s", "both_sides", "palms_forward"), said)
    if true.exercise == "wall_angel":
        made = assessment(repetitions=tuple(repetition(each.began_s, each.ended_s, **lines) for each in true.units))
    else:
        made = assessment(holds=tuple(hold(each.began_s, each.ended_s, each.held_s, **lines) for each in true.units))
    row: dict[str, object] = {}
    table: dict[object, dict[str, int]] = {}
    other.score_verdicts(other.truth_of(clip), made.model_dump(mode="json"), row, table)
    total = {
        name: sum(cell.get(name, 0) for cell in table.values())
        for name in ("hit", "miss", "met", "false_alarm", "abstained", "right", "wrong")
    }
    ours = score(clip.stem, true, made, ()).outcomes
    count = {
        (case, result): sum((each.case, each.result) == (case, result) for each in ours)
        for case in Case
        for result in Result
    }
    assert total == {
        "hit": count[Case.FAULT, Result.RIGHT],
        "miss": count[Case.FAULT, Result.WRONG],
        "met": count[Case.CLEAN, Result.RIGHT],
        "false_alarm": count[Case.CLEAN, Result.WRONG],
        "abstained": count[Case.FAULT, Result.ABSTAINED] + count[Case.CLEAN, Result.ABSTAINED],
        "right": count[Case.DOSE, Result.RIGHT],
        "wrong": count[Case.DOSE, Result.WRONG],
    }
