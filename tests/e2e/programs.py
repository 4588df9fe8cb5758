"""Short programs, written as a user would write them."""

from pathlib import Path

TEMPLATE = """id: {name}
version: 1
title: A program for a test
author: Backstay's tests
exercises:
{lines}
source: Short enough to wait for
"""


def write_program(folder: Path, **doses: str) -> Path:
    """Write a program of exercises with doses, such as `wall_angel="sets: 1, repetitions: 3"`."""
    lines = "\n".join(f"  - exercise: {exercise}\n    dose: {{{dose}}}" for exercise, dose in doses.items())
    path = folder / "program.yaml"
    path.write_text(TEMPLATE.format(name="test", lines=lines), encoding="utf-8")
    return path
