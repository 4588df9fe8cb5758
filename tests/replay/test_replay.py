"""Recorded poses give the counts, times and verdicts that they gave before, and each shows what it was made for.

`pytest tests/replay --rewrite-golden` stores what is found as the new truth; the difference is for a reviewer to read.
"""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from backstay.exercises.loading import find_exercise
from backstay.sessions.assessing import Instruction, assess_seen
from backstay.sessions.seeing import recall
from backstay.sessions.types import Assessment

RECORDINGS = Path(__file__).parents[1] / "recordings"
EXPECTED = RECORDINGS / "expected"
LARGEST_KB = 80
HELD_WITHIN_S = 0.2
PACES = {
    "figure_brace_faults_side": ((2.4, 7.4), (12.8, 17.8), (23.2, 28.2)),
    "degraded_brace_45_shaky": ((2.4, 8.4), (13.8, 19.8)),
    "rendered_brace_good_side": ((2.4, 9.4), (14.8, 21.8), (27.2, 34.2)),
}
EXERCISES = {"hip": "hip_flexor_stretch", "split": "hip_flexor_stretch", "brace": "abdominal_brace"}


def counted(found: Assessment) -> int:
    return sum(each.counted for each in found.repetitions)


def broken(found: Assessment) -> set[str]:
    return {each.id for each in found.criteria if each.verdict == "not_met"}


def not_met(found: Assessment, line: str) -> int:
    return sum(each.criteria[line] == "not_met" for each in found.repetitions)


def rejected(found: Assessment, word: str) -> bool:
    return counted(found) == 0 and not found.holds and any(word in notice.says for notice in found.notices)


def held_s(found: Assessment) -> list[int]:
    return [round(each.held_s) for each in found.holds]


SHOWS: dict[str, Callable[[Assessment], bool]] = {
    "figure_wall_angel_good_front": lambda found: counted(found) == 3 and not broken(found),
    "figure_wall_angel_partial_oblique": lambda found: (counted(found), len(found.repetitions)) == (2, 3),
    "figure_wall_angel_fast_front": lambda found: counted(found) == 3 and broken(found) == {"slow_up", "slow_down"},
    "figure_wall_angel_uneven_front": lambda found: counted(found) == 3 and "arms_even" in broken(found),
    "figure_wall_angel_side": lambda found: counted(found) == 2 and found.view.label == "side_left",
    "figure_wall_angel_lost_front": lambda found: counted(found) == 2 and found.notices[0].code == "lost",
    "figure_jumping_jacks_front": lambda found: rejected(found, "from below"),
    "figure_arm_raises_front": lambda found: rejected(found, "from below"),
    "figure_arm_circles_front": lambda found: rejected(found, "No wall angel"),
    "figure_overhead_stretch_oblique": lambda found: rejected(found, "from below"),
    "figure_seated_press_front": lambda found: rejected(found, "sitting"),
    "figure_squats_front": lambda found: rejected(found, "straight"),
    "figure_walking_front": lambda found: rejected(found, "No wall angel"),
    "figure_single_arm_front": lambda found: rejected(found, "No wall angel"),
    "figure_hip_flexor_both_sides": lambda found: (
        [each.side for each in found.holds] == ["right", "left", "left"] and held_s(found)[2] == 0
    ),
    "figure_split_squat_side": lambda found: rejected(found, "No hip flexor stretch"),
    "figure_brace_faults_side": lambda found: len(found.holds) == 3 and "back_straight" in broken(found),
    "rendered_wall_angel_good_front": lambda found: counted(found) == 4 and not broken(found),
    "rendered_wall_angel_faults_45": lambda found: counted(found) == 4 and "arms_on_wall" in broken(found),
    "rendered_wall_angel_portrait_dim": lambda found: counted(found) == 2 and not broken(found),
    "rendered_hip_flexor_oblique": lambda found: len(found.holds) == 2 and "spine_straight" in broken(found),
    "rendered_brace_good_side": lambda found: held_s(found) == [7, 7, 7] and broken(found) == {"held_10_s"},
    "degraded_brace_45_shaky": lambda found: held_s(found) == [6, 0] and "back_straight" in broken(found),
    "degraded_hip_flexor_knee_wrongside_noisy": lambda found: (
        [each.side for each in found.holds] == ["left"] and "ankle_under_knee" in broken(found)
    ),
    "degraded_wall_angel_faults_45_tipped_up": lambda found: counted(found) == 4 and broken(found) == {"arms_on_wall"},
    "degraded_wall_angel_faults_front_hands_out": lambda found: (
        counted(found) == 4 and "arms_even" in broken(found) and not_met(found, "slow_up") == 1
    ),
    "degraded_wall_angel_faults_side_blurred": lambda found: (
        counted(found) == 4
        and broken(found) == {"head_on_wall"}
        and "second_person" not in {each.code for each in found.notices}
    ),
    "degraded_wall_angel_faults_side_hands_out": lambda found: (
        counted(found) == 0 and any("hands left" in each.says for each in found.notices)
    ),
    "degraded_wall_angel_faults_side_feet_out": lambda found: counted(found) == 4 and broken(found) == {"head_on_wall"},
    "degraded_wall_angel_faults_side_far": lambda found: counted(found) == 4 and broken(found) == {"head_on_wall"},
    "degraded_wall_angel_faults_side_furniture": lambda found: (
        counted(found) == 4 and broken(found) == {"head_on_wall"}
    ),
    "degraded_wall_angel_faults_side_second_person": lambda found: (
        counted(found) == 4 and "second_person" in {each.code for each in found.notices}
    ),
}


def assessed(name: str) -> Assessment:
    """Return the assessment of a recording, by the exercise that its name begins with."""
    kind = next((exercise for word, exercise in EXERCISES.items() if f"_{word}" in name), "wall_angel")
    seen = recall(RECORDINGS / f"{name}.parquet")
    return assess_seen(seen, find_exercise(kind), Instruction(paced=PACES.get(name, ()))).assessment


def summary_of(found: Assessment) -> dict[str, object]:
    """Return what must not change by itself."""
    whole = found.model_dump(mode="json")
    return {
        "exercise": whole["exercise"]["id"],
        "view": whole["view"]["label"],
        "repetitions": [{key: unit[key] for key in unit if key != "readings"} for unit in whole["repetitions"]],
        "holds": whole["holds"],
        "criteria": {each["id"]: each["verdict"] for each in whole["criteria"]},
        "notices": [notice["code"] for notice in whole["notices"]],
    }


def assert_alike(got: object, expected: object, frame_s: float, path: str = "") -> None:
    """Compare times to one frame, held seconds to a fifth, everything else exactly."""
    if isinstance(expected, dict):
        assert got.keys() == expected.keys(), path
        for key in expected:
            assert_alike(got[key], expected[key], frame_s, f"{path}.{key}")
    elif isinstance(expected, list):
        assert len(got) == len(expected), path
        for number, (one, other) in enumerate(zip(got, expected, strict=True)):
            assert_alike(one, other, frame_s, f"{path}[{number}]")
    elif path.endswith("_s"):
        assert got == pytest.approx(expected, abs=HELD_WITHIN_S if path.endswith("held_s") else frame_s), path
    else:
        assert got == expected, path


@pytest.mark.parametrize("name", SHOWS)
def test_replay(name, is_rewriting_golden):
    found = assessed(name)
    assert SHOWS[name](found), "the recording no longer shows what it is for"
    file = EXPECTED / f"{name}.json"
    if is_rewriting_golden:
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps(summary_of(found), indent=1) + "\n")
    assert_alike(summary_of(found), json.loads(file.read_text()), frame_s=1.01 / found.media.fps)


def test_every_recording_is_replayed_and_small():
    files = sorted(RECORDINGS.glob("*.parquet"))
    assert {file.stem for file in files} == SHOWS.keys() == {file.stem for file in EXPECTED.glob("*.json")}
    assert max(file.stat().st_size for file in files) < LARGEST_KB * 1024
