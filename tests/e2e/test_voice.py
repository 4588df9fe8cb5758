"""The voice says each thing once and the newest first; one that does not answer is restarted, then tones take its place."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Playwright

from backstay.coaching.words import Speech, Tone
from backstay.web import wire
from e2e.browsing import browser
from e2e.person import SPY
from e2e.scenes import scenes
from e2e.stage import Stage

pytestmark = pytest.mark.e2e

DEAD = """() => {
  window.asked = [];
  window.revived = 0;
  window.notes = 0;
  const silence = {
    getVoices: () => [{ name: "dead", lang: "en" }], addEventListener() {}, removeEventListener() {},
    cancel() {}, pause() {}, resume() { window.revived += 1; },
    speak(utterance) { window.asked.push(utterance.text); },
  };
  Object.defineProperty(window, "speechSynthesis", { value: silence });
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (...when) { window.notes += 1; return start.apply(this, when); };
}"""
"""Stands in for a synthesiser that takes what it is given and never begins to speak; notes are counted."""
DYING_MS = 3000
"""A little longer than the page waits for an utterance to begin."""


@pytest.fixture(scope="module")
def context(playwright: Playwright) -> Iterator[BrowserContext]:
    with browser(playwright, None, allowed=False) as opened:
        yield opened


def utterance(number: int, text: str, kind: Speech = Speech.CUE, tone: Tone = Tone.CUE) -> wire.Utterance:
    return wire.Utterance(id=number, text=text, kind=kind, tone=tone)


def opened(context: BrowserContext, dist: Path, voice: str) -> Stage:
    """Return a page with a voice, begun by a tap as browsers want it."""
    stage = Stage(context, dist, [], script=f"({voice})()")
    stage.show(scenes()["work_by_hand"])
    stage.page.get_by_role("button", name="Pause").click()
    return stage


def spoken(stage: Stage) -> list[str]:
    return [text for text in stage.page.evaluate("window.asked") if text.strip()]


def test_each_is_said_once_and_a_newer_one_of_a_kind_makes_the_older_stale(context: BrowserContext, dist: Path) -> None:
    stage = opened(context, dist, SPY)
    screen = scenes()["work_by_hand"]
    stage.show(screen, [utterance(1, "Elbows up to shoulder height.")])
    stage.show(screen, [utterance(1, "Elbows up to shoulder height."), utterance(2, "one", Speech.COUNT)])
    assert spoken(stage)[-1] == "one", "a number breaks in: it is worth nothing late"
    stage.show(screen, [utterance(3, "Hold.", Speech.INSTRUCTION), utterance(4, "Tuck."), utterance(5, "Chest up.")])
    stage.page.wait_for_function("() => window.asked.includes('Chest up.')")
    assert "Tuck." not in spoken(stage)
    assert len(spoken(stage)) == len(set(spoken(stage)))
    assert stage.troubles.unexpected == []


def test_a_number_goes_before_a_notice_that_waits(context: BrowserContext, dist: Path) -> None:
    stage = opened(context, dist, SPY)
    said = [utterance(1, "Swap sides.", Speech.INSTRUCTION), utterance(2, "Come nearer.", Speech.NOTICE)]
    stage.show(scenes()["work_by_hand"], [*said, utterance(3, "three", Speech.COUNTDOWN)])
    stage.page.wait_for_function("() => window.asked.includes('Come nearer.')")
    assert spoken(stage)[-3:] == ["Swap sides.", "three", "Come nearer."]


def test_when_muted_nothing_is_asked_of_the_voice(context: BrowserContext, dist: Path) -> None:
    stage = opened(context, dist, SPY)
    screen = scenes()["work_by_hand"].model_copy(update={"is_muted": True})
    stage.show(screen)
    stage.show(screen, [utterance(1, "one", Speech.COUNT)])
    assert spoken(stage) == []


def test_a_dead_voice_is_restarted_and_then_tones_take_its_place(context: BrowserContext, dist: Path) -> None:
    stage = opened(context, dist, DEAD)
    screen = scenes()["work_by_hand"]
    stage.show(screen, [utterance(1, "one", Speech.COUNT, Tone.COUNT)])
    assert stage.page.evaluate("window.notes") == 0
    stage.page.wait_for_timeout(DYING_MS)
    assert (stage.page.evaluate("window.revived"), stage.page.evaluate("window.notes")) == (1, 1)
    stage.show(screen, [utterance(2, "two", Speech.COUNT, Tone.COUNT)])
    stage.page.wait_for_timeout(DYING_MS)
    assert stage.page.evaluate("window.notes") == 2
    stage.show(screen, [utterance(3, "three", Speech.COUNT, Tone.COUNT)])
    assert spoken(stage) == ["one", "two"], "it is given up, and tones come at once"
    assert stage.page.evaluate("window.notes") == 3
    assert stage.troubles.unexpected == []
