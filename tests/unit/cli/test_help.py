"""Every command explains itself with an example, and asking for help loads nothing heavy."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from backstay.cli.program import app
from unit.cli.commands import run

HEAVY = ("numpy", "scipy", "cv2", "openvino", "av", "pyarrow", "fastapi", "matplotlib", "backstay.exercises")
SRC = Path(__file__).parents[3] / "src"


def commands() -> list[tuple[str, ...]]:
    """Return every command there is."""
    found = []
    for name, command in get_command(app).commands.items():
        inner = getattr(command, "commands", None)
        found += [(name, each) for each in inner] if inner else [(name,)]
    return found


@pytest.mark.parametrize("words", commands(), ids=" ".join)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_every_command_shows_an_example(capsys, words, option):
    said = run(capsys, *words, option)
    assert said.code == 0
    assert f"Example: backstay {' '.join(words)}" in " ".join(said.out.split())


def test_every_command_is_found():
    assert {("assess",), ("doctor",), ("exercises", "list"), ("exercises", "show")} <= set(commands())


@pytest.mark.parametrize("words", [(), ("exercises",)], ids=["backstay", "exercises"])
def test_without_a_command_it_helps(capsys, words):
    assert "Usage" in (said := run(capsys, *words)).out + said.err


@pytest.mark.parametrize("words", ["--help", "assess --help", "exercises --help"])
def test_help_loads_nothing_heavy(words):
    program = (
        "import sys, atexit\n"
        f"heavy = {HEAVY!r}\n"
        "atexit.register(lambda: print([n for n in heavy if n in sys.modules], file=sys.stderr))\n"
        f"sys.argv = ['backstay', *{words.split()!r}]\n"
        "from backstay.cli.program import main\n"
        "main()\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(SRC)}
    ran = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False)
    assert "Usage" in ran.stdout
    assert ran.stderr.strip() == "[]"


def test_an_unknown_command(capsys):
    assert run(capsys, "fly").code == 2


def test_exercises(capsys, tmp_path):
    listed = run(capsys, "exercises", "list")
    assert listed.code == 0
    for name in ("wall_angel", "hip_flexor_stretch", "abdominal_brace"):
        assert name in listed.out
        shown = run(capsys, "exercises", "show", name)
        assert shown.code == 0
        assert len(shown.out) > 500
    mine = tmp_path / "mine.yaml"
    mine.write_text("id: mine\n")
    checked = run(capsys, "exercises", "check", mine)
    assert checked.code == 1
    assert "mine.yaml" in checked.err
