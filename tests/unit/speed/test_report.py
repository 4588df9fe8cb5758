"""The report shows what was measured, and the page keeps what people wrote."""

from pathlib import Path

import cv2
import pytest

from backstay.speed.page import BEGIN, END, write_page
from backstay.speed.regression import changes, ratios_of
from backstay.speed.report import Circumstances, circumstances, comparison, report
from backstay.speed.running import Wanted
from backstay.speed.types import Took
from unit.speed.runs import run, whole

WHERE = Circumstances(date="2026-01-02", commit="abc1234", processor="A Processor", processors=4, load=0.5)
WANTED = Wanted(clip=Path("film.mp4"), clips=Path(), frames=60, rounds=2, live_s=5.0, mediapipe=None)


def test_the_report_has_every_figure() -> None:
    text = "\n".join(report(run(), WANTED, WHERE))
    for figure in (
        "| Backstay | full | 1 | 50.0 | 55.6 | 100.0 | 111.1 |",
        "| MediaPipe | heavy | all 4 | 20.0 |",
        "| full | 1 | 2.50 | 2.50 |",
        "| the network alone | 125.0 | 80% |",
        "| network | 8.00 | 84% |",
        "30,000 frames/s a processor",
        "| 20 |",
        "p50 12, p95 20, p99 31 ms",
        "10 of 300",
        "2026-01-02 on 4 processors (A Processor)",
        "commit abc1234",
    ):
        assert figure in text


def test_without_mediapipe_it_says_so() -> None:
    text = "\n".join(report(run(theirs_ms=None), WANTED, WHERE))
    assert "MediaPipe was not measured." in text
    assert "Backstay by MediaPipe" not in text


def test_the_better_of_two_turns_counts_in_each_respect() -> None:
    quick_clock = Took(frames=10, wall_s=1.0, processor_s=4.0)
    quick_processor = Took(frames=20, wall_s=4.0, processor_s=4.0)
    best = quick_clock.or_better(quick_processor)
    assert (best.by_clock, best.by_processor) == pytest.approx((10.0, 5.0))
    assert whole(9.0).or_better(whole(7.0)).with_decoding.by_processor == pytest.approx(1000 / 7)


def test_what_was_lost_stands_out() -> None:
    lines = list(comparison(changes(ratios_of(run()), ratios_of(run(ours_ms=20.0)))))
    assert "| full by MediaPipe | 2.5 | 1.25 | -50% LOST |" in lines
    assert not any("engine" in line and "LOST" in line for line in lines)


def test_the_page_keeps_what_people_wrote(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    page.write_text(f"# Speed\n\nBefore.\n\n{BEGIN}\nold\n{END}\n\nAfter.\n")
    write_page(page, run(), WANTED, WHERE)
    write_page(page, run(theirs_ms=None), WANTED, WHERE)
    text = page.read_text()
    assert text.startswith("# Speed\n\nBefore.\n")
    assert text.endswith("\n\nAfter.\n")
    assert "old" not in text
    assert text.count(BEGIN) == text.count(END) == 1
    for plot in ("speed_rates.png", "speed_stages.png"):
        assert f"figures/{plot}" in text
        picture = cv2.imread(str(tmp_path / "figures" / plot))
        assert picture.std() > 10


def test_circumstances_name_this_machine() -> None:
    here = circumstances("today", "")
    assert here.processors >= 1
    assert here.processor
    assert "Python" in here.machine
