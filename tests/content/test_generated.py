"""What is generated from the code is committed as the code has it, and leaves nothing out."""

import runpy
from pathlib import Path

import pytest

from backstay.exercises.loading import library
from backstay.exercises.types import UNIT_MEASURES
from backstay.kinematics.measures import MEASURES

DOCS = Path(__file__).parents[2] / "docs"
SCRIPT = runpy.run_path(str(DOCS / "generate.py"))
GENERATED = {path.name: (path, text) for path, text in SCRIPT["generated"]().items()}


@pytest.mark.parametrize("name", GENERATED)
def test_the_committed_file_is_current(name: str) -> None:
    path, text = GENERATED[name]
    assert path.read_text(encoding="utf-8") == text, "run: python docs/generate.py"


@pytest.mark.parametrize("name", [*MEASURES, *UNIT_MEASURES])
def test_every_measure_is_documented(name: str) -> None:
    assert f"`{name.removeprefix('left_').removeprefix('right_')}`" in GENERATED["measures.md"][1]


@pytest.mark.parametrize("exercise", library(), ids=lambda exercise: exercise.id)
def test_every_line_of_every_exercise_is_documented(exercise: object) -> None:
    page = GENERATED["exercises.md"][1]
    assert f"## {exercise.title}\n" in page
    assert [line.id for line in exercise.criteria if f"\n`{line.id}`\n" not in page] == []


def test_the_check_names_what_is_out_of_date(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = SCRIPT["main"].__globals__
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(names, "DOCS", tmp_path)
        assert SCRIPT["main"](["--check"]) == 1
        assert capsys.readouterr().err.splitlines() == [
            "measures.md is out of date; run: python docs/generate.py",
            "exercises.md is out of date; run: python docs/generate.py",
            "tables.md is out of date; run: python docs/generate.py",
            "assessment.schema.json is out of date; run: python docs/generate.py",
        ]
        assert list(tmp_path.iterdir()) == []
        assert SCRIPT["main"]([]) == 0
        assert SCRIPT["main"](["--check"]) == 0
