"""An assessment reads as plain words: what was counted, each line's verdict, its measurement, and what is going on."""

import io
import math

import pytest
from rich.console import Console

from backstay.assessment.types import Judgement, Verdict
from backstay.kinematics.types import ViewLabel
from backstay.reports.captions import captions_of
from backstay.reports.tables import broken_lines, render_assessment, render_why
from backstay.reports.words import VERDICT_WORDS, VIEW_WORDS, measure_words, value_words, why_words
from figure.camera import SIDE_LEFT
from figure.filming import Take, film
from figure.presses import Angel, wall_angels
from figure.stretches import Stretch, hip_flexor_stretch
from properties.judged import STRETCH, WALL_ANGEL, assess, with_legs_seen

ANGELS = wall_angels([Angel(), Angel(top_elevation_deg=100, top_elbow_flexion_deg=80), Angel(up_s=0.6)])


@pytest.fixture(scope="module")
def angels():
    return assess(film(ANGELS, take=Take(fps=12, seed=1)))


@pytest.fixture(scope="module")
def stretch():
    poses = film(hip_flexor_stretch([Stretch(hold_s=5)]), camera=SIDE_LEFT, take=Take(fps=12, seed=1))
    return assess(with_legs_seen(poses), STRETCH)


def printed(renderable: object, columns: int = 100) -> str:
    """Return what a terminal of so many columns shows."""
    console = Console(file=io.StringIO(), width=columns, color_system=None)
    console.print(renderable)
    return console.file.getvalue()


def test_every_verdict_and_view_has_words():
    assert VERDICT_WORDS.keys() == set(Verdict)
    assert VIEW_WORDS.keys() == set(ViewLabel)
    assert len(set(VERDICT_WORDS.values())) == len(Verdict)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("left_knee_flexion_deg", "left knee flexion"),
        ("wrists_above_shoulders_trunk_fraction", "wrists above shoulders"),
        ("rising_s", "rising"),
    ],
)
def test_measures_lose_their_unit(name, words):
    assert measure_words(name) == words


@pytest.mark.parametrize(
    ("value", "unit", "words"), [(61.7, "deg", "62°"), (0.347, "s", "0.35 s"), (0.1234, "fraction", "0.12")]
)
def test_numbers_are_as_exact_as_they_deserve(value, unit, words):
    assert value_words(value, unit) == words


def test_why():
    judgement = Judgement(
        criterion="elbows", verdict=Verdict.NOT_MET, measure="left_elbow_flexion_deg", value=119.2, limit=105.0, sd=4.0
    )
    assert why_words(judgement) == "left elbow flexion 119° ± 4°, limit 105°"


def test_the_table(angels):
    shown = printed(render_assessment(angels.assessment, WALL_ANGEL))
    assert "2 repetitions, 1 partial, seen from the front in 100 % of the pictures" in " ".join(shown.split())
    for criterion in WALL_ANGEL.criteria:
        assert criterion.says in shown
    assert "nan" not in shown.lower()
    assert "None" not in shown


def test_the_table_of_holds(stretch):
    shown = " ".join(printed(render_assessment(stretch.assessment, STRETCH)).split())
    assert "1 hold, " in shown
    assert " s held" in shown


@pytest.mark.parametrize("width", [40, 80, 200])
def test_the_table_fits_any_terminal(angels, width):
    shown = printed(render_assessment(angels.assessment, WALL_ANGEL), width)
    assert max(len(line) for line in shown.splitlines()) <= width


def test_each_broken_line_is_explained(angels):
    broken = broken_lines(angels)
    assert [each.from_s for each in broken] == sorted(each.from_s for each in broken)
    assert {each.criterion for each in broken} >= {"slow_up"}
    assert all(math.isfinite(each.value) and math.isfinite(each.limit) for each in broken)
    shown = printed(render_why(angels, {each.id: each.says for each in WALL_ANGEL.criteria}))
    assert "Slowly up" in shown
    assert "limit 0.95 s" in shown


def test_nothing_broken_is_said():
    good = assess(film(wall_angels([Angel()]), take=Take(fps=12, seed=1)))
    assert "No line was judged not met." in printed(render_why(good, {}))


def test_captions_follow_the_repetitions(angels):
    caption = captions_of(angels, WALL_ANGEL)
    first, _, last = angels.assessment.repetitions
    assert caption(0.0).count == "0 of 10"
    assert caption(0.0).phase == "ready"
    assert {word for _, word in caption(0.0).verdicts} == {""}
    assert caption(0.5 * (first.began_s + first.peaked_s)).phase == "up"
    assert caption(0.5 * (first.peaked_s + first.ended_s)).phase == "back down"
    assert caption(first.ended_s + 0.5).count == "1 of 10"
    end = caption(last.ended_s + 1.0)
    assert end.count == "2 of 10", "a partial repetition is none"
    assert ("Slowly up", "not met") in end.verdicts


def test_captions_count_the_seconds_of_a_hold(stretch):
    caption = captions_of(stretch, STRETCH)
    (hold,) = stretch.assessment.holds
    assert caption(hold.began_s + 2.0).phase == "hold"
    assert caption(hold.began_s + 2.0).count == "2 s"
    assert caption(hold.ended_s + 5.0).count == "5 s"
