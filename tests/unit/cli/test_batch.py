"""`backstay batch` as a user meets it: what it says, how it exits, what it leaves behind."""

import os
from html.parser import HTMLParser
from pathlib import Path

import pytest

from unit.batch.archive import fill
from unit.cli.commands import Said, run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return fill(tmp_path / "clinic")


def batch(capsys: pytest.CaptureFixture[str], folder: Path, *words: object) -> Said:
    return run(capsys, "batch", folder, "--out", folder.parent / "out", "--engine", "serial", *words)


def test_a_folder_is_assessed_and_what_failed_is_said(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    said = batch(capsys, folder, "--exercise", "wall_angel")
    assert said.code == 1
    assert said.out == f"2 of 4 videos assessed, 2 failed. See {folder.parent}/out/summary.html\n"
    assert "4 of 4 videos, 2 failed, " in said.err
    assert "videos a minute, 0 s left" in said.err
    assert f"backstay: {folder}/text.mp4: not a video or picture" in said.err
    assert "Traceback" not in said.err


def test_a_second_run_does_what_is_left_and_ends_well_when_all_is(capsys, folder: Path) -> None:
    batch(capsys, folder, "--exercise", "wall_angel")
    for name in ("text.mp4", "broken.parquet"):
        (folder / name).unlink()
    said = batch(capsys, folder, "--exercise", "wall_angel")
    assert (said.code, said.out[:36]) == (0, "2 of 2 videos assessed, 0 failed. Se")
    assert said.err == "2 of 2 videos were assessed before; 0 to go.\n"


def test_a_plan_decides_and_what_it_leaves_out_is_said(capsys, folder: Path) -> None:
    plan = folder / "plan.csv"
    plan.write_text("path,exercise,person\nanna/day 1.parquet,wall_angel,anna\n")
    said = batch(capsys, folder, "--plan", plan)
    assert said.code == 0
    assert "3 of the videos are not in the plan and are left out: " in said.err
    assert said.out.startswith("1 of 1 videos assessed")


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        pytest.param((), 2, "need either --exercise or --plan", id="neither"),
        pytest.param(("--exercise", "wall_angel", "--plan", "a.csv"), 2, "need either", id="both"),
        pytest.param(("--exercise", "wall_angle"), 1, "did you mean wall_angel?", id="exercise"),
        pytest.param(("--exercise", "wall_angel", "--model", "huge"), 2, "--model huge", id="model"),
        pytest.param(("--exercise", "wall_angel", "--engine", "magic"), 2, "magic", id="engine"),
        pytest.param(("--exercise", "wall_angel", "--address", "a:1"), 2, "go together", id="address-without-ray"),
        pytest.param(("--exercise", "wall_angel", "--engine", "ray"), 2, "go together", id="ray-without-address"),
        pytest.param(("--plan", "nowhere.csv"), 1, "nowhere.csv: cannot be read", id="plan"),
    ],
)
def test_what_cannot_be_meant_is_said(capsys, folder: Path, words, code, says: str) -> None:
    said = batch(capsys, folder, *words)
    assert said.code == code
    assert says in said.err
    assert not (folder.parent / "out").exists()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_that_cannot_be_written_is_said(capsys, folder: Path) -> None:
    (folder.parent / "out").mkdir(mode=0o500)
    assert "cannot be made a folder" in batch(capsys, folder, "--exercise", "wall_angel").err


def test_an_out_that_is_a_file_is_said(capsys, folder: Path) -> None:
    (folder.parent / "out").write_text("")
    said = batch(capsys, folder, "--exercise", "wall_angel")
    assert said.code == 1
    assert "out" in said.err
    assert "Traceback" not in said.err


class Outline(HTMLParser):
    """What a page consists of."""

    def __init__(self, page: str) -> None:
        """Read a page."""
        super().__init__()
        self.tags: list[str] = []
        self.outside: list[str] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.outside += [f"{name}={value}" for name, value in attrs if name in {"src", "href", "srcset", "action"}]

    def handle_data(self, data: str) -> None:
        self.texts.append(data.strip())


def test_the_page_needs_nothing_else_escapes_names_and_is_readable_aloud(capsys, folder: Path) -> None:
    batch(capsys, folder, "--exercise", "wall_angel")
    text = (folder.parent / "out" / "summary.html").read_text(encoding="utf-8")
    page = Outline(text)
    assert page.outside == []
    assert not {"script", "img", "link", "i"} & set(page.tags)
    assert f"{folder}/b<i>ea/tag_2.parquet" in page.texts
    assert text.startswith('<!doctype html>\n<html lang="en">')
    assert page.tags.count("h1") == 1
    assert page.tags.count("caption") == page.tags.count("table") == 4
    assert 'scope="col"' in text
    assert 'scope="row"' in text
    assert "2 of 4 videos assessed" in text
