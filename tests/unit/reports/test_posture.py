"""What is told of a posture is described: states, how long each was kept, and load in words with its sources."""

from rich.console import Console

from backstay.exercises.loading import postures
from backstay.reports.load import SOURCES
from backstay.reports.posture import dwell_words, render_posture
from backstay.sessions.types import Assessment
from figure.camera import SIDE_LEFT
from figure.filming import film
from test_house_rules import claims
from unit.sessions.test_posture import TALL_THEN_SLUMPED, assessed


def told(assessment: Assessment, **options: bool) -> str:
    console = Console(width=200)
    with console.capture() as capture:
        console.print(render_posture(assessment, postures(), **options))
    return capture.get()


def test_load_is_told_against_the_own_upright_and_its_sources_on_request() -> None:
    assessment = assessed(film(TALL_THEN_SLUMPED, camera=SIDE_LEFT))
    plain, rested, sourced = told(assessment), told(assessment, uses_backrest=True), told(assessment, with_sources=True)
    assert "Load on the neck, most of the time: " in plain
    assert "Load on the low back, most of the time: less than your upright." in rested
    assert not any(source in plain for source in SOURCES)
    assert all(source in sourced for source in SOURCES[2:])
    assert claims(sourced) == []


def test_the_time_in_each_state_adds_up() -> None:
    assessment = assessed(film(TALL_THEN_SLUMPED, camera=SIDE_LEFT))
    says = {state.id: state.id for posture in postures() for state in posture.states}
    words = dwell_words(assessment, says)
    slumped = [each for each in assessment.states if each.state == "slumped"]
    assert f"slumped {sum(each.ended_s - each.began_s for each in slumped):.0f} s" in words
    assert words.endswith("changes.")
    assert "an hour" in dwell_words(
        assessment.model_copy(update={"media": assessment.media.model_copy(update={"duration_s": 3600.0})}), says
    )
