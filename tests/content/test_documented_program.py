"""The program that the documentation shows is one."""

import re
from pathlib import Path

from backstay.exercises.programs import parse_program

PAGE = Path(__file__).parents[2] / "docs" / "programs.md"


def test_the_program_in_the_documentation_loads() -> None:
    found = re.search(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    program = parse_program(found[1], Path("after_the_holidays.yaml"))
    assert len(program.exercises) == 1
    assert program.progression is not None
