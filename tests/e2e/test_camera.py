"""Whatever happens to the camera has its sentence, is told to the coach, and is over as soon as the camera is back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Playwright

from e2e.browsing import browser
from e2e.camera_file import pictures_of, write_still
from e2e.scenes import scenes
from e2e.stage import Stage

pytestmark = pytest.mark.e2e

CLIP = Path(__file__).parents[2] / "src/backstay/demonstrations/wall_angel_front.mp4"
REFUSING = """() => {
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  window.refuses = "NAME";
  navigator.mediaDevices.getUserMedia = (wanted) =>
    window.refuses === "" ? ask(wanted) : Promise.reject(new DOMException("as a test wants it", window.refuses));
}"""
"""Stands in for a camera that cannot be had, until it can."""
HIDE = """(isHidden) => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => isHidden });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.fixture(scope="module")
def context(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrowserContext]:
    camera = write_still(tmp_path_factory.mktemp("camera") / "still.mjpeg", next(pictures_of(CLIP))[1])
    with browser(playwright, camera) as opened:
        yield opened


def camera_words(stage: Stage) -> list[object]:
    return [each["state"] for each in stage.sent if each["type"] == "camera"]


@pytest.mark.parametrize(
    ("name", "word", "says"),
    [
        pytest.param("NotAllowedError", "denied", "may not use the camera", id="denied"),
        pytest.param("NotFoundError", "missing", "No camera was found", id="no camera"),
        pytest.param("NotReadableError", "in_use", "Another program holds the camera", id="in use"),
    ],
)
def test_a_camera_that_cannot_be_had_is_told_and_tried_again(
    context: BrowserContext, dist: Path, name: str, word: str, says: str
) -> None:
    stage = Stage(context, dist, [], script=f"({REFUSING.replace('NAME', name)})()")
    stage.show(scenes()["intro"], needs_picture=False)
    alert = stage.page.get_by_role("alert")
    alert.wait_for()
    assert says in alert.inner_text()
    assert camera_words(stage)[-1] == word
    stage.page.evaluate("window.refuses = ''")
    stage.page.get_by_role("button", name="Try again").click()
    alert.wait_for(state="detached")
    assert camera_words(stage)[-1] == "on"
    assert stage.troubles.unexpected == []


def test_an_unplugged_camera_is_told_and_found_again_by_itself(context: BrowserContext, dist: Path) -> None:
    stage = Stage(context, dist, [])
    stage.show(scenes()["work_repetitions"])
    stage.page.evaluate("document.querySelector('#camera').srcObject.getTracks()[0].dispatchEvent(new Event('ended'))")
    alert = stage.page.get_by_role("alert")
    alert.wait_for()
    assert "was unplugged" in alert.inner_text()
    assert camera_words(stage)[-1] == "unplugged"
    stage.page.evaluate("navigator.mediaDevices.dispatchEvent(new Event('devicechange'))")
    alert.wait_for(state="detached")
    assert camera_words(stage)[-1] == "on"


def test_a_hidden_page_tells_the_coach_and_goes_on_when_it_is_shown(context: BrowserContext, dist: Path) -> None:
    stage = Stage(context, dist, [])
    stage.show(scenes()["work_repetitions"])
    stage.page.evaluate(HIDE, arg=True)
    stage.page.wait_for_timeout(100)
    assert camera_words(stage)[-1] == "hidden"
    stage.page.evaluate(HIDE, arg=False)
    stage.page.wait_for_timeout(100)
    assert camera_words(stage)[-1] == "on"
