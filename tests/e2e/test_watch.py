"""The watch in a real Chromium: it prompts at the right minute, goes on in a hidden tab, and lets the camera go."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from benchmarks.watch.raw_browser import raw_browser
from playwright.sync_api import BrowserContext, Page, Playwright

from backstay.media.types import Frame
from backstay.memory.types import BreakRecord, PostureRecord
from backstay.pose.types import Sighting, TorsoMotion
from backstay.web.serving import DEMO_WATCH_URL
from backstay.web.watch_serving import load_eyes
from e2e.browsing import PHONE, Troubles, browser
from e2e.camera_file import pictures_of, write_still
from e2e.test_screens import AXE, LEAST_BUTTON_PX, RUN_AXE, SHOTS
from e2e.watching import LIVE_TRACKS, SPIED, WatchServer, until
from figure.camera import SIDE_LEFT
from figure.filming import Take, film
from figure.sitting import desk

pytestmark = pytest.mark.e2e

CLIP = Path(__file__).parents[2] / "src/backstay/demonstrations/abdominal_brace_oblique.mp4"


class Sitter:
    """Stands in for the pose model: somebody at a desk who sits as the test says."""

    model, weights_sha256 = "lite", "0" * 64

    def __init__(self) -> None:
        """Sit tall."""
        self.poses = {
            name: film(desk(((name, 1),)), take=Take(fps=2), camera=SIDE_LEFT)[0] for name in ("tall", "slumped")
        }
        self.sits = "tall"

    def estimate(self, frame: Frame) -> Sighting:
        motion = TorsoMotion(t_s=frame.t_s, flow_px_per_s=(np.nan, np.nan), quality=0.0)
        pose = replace(self.poses[self.sits], t_s=frame.t_s)
        return Sighting(pose=pose, torso_motion=motion, people=1, luminance_fraction=0.5)


@pytest.fixture(scope="module")
def camera(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_still(tmp_path_factory.mktemp("camera") / "sitting.mjpeg", next(pictures_of(CLIP))[1])


@pytest.fixture(scope="module")
def context(playwright: Playwright, camera: Path) -> Iterator[BrowserContext]:
    with browser(playwright, camera) as opened:
        yield opened


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    opened = context.new_page()
    troubles = Troubles()
    troubles.watch(opened)
    yield opened
    opened.close()
    assert troubles.unexpected == []


def figure(page: Page, name: str) -> str:
    return (page.locator(f"[data-figure={name}] .figure").text_content() or "").strip()


def test_it_prompts_at_the_right_minute_and_takes_an_answer(page: Page, dist: Path) -> None:
    with WatchServer(dist, load_eyes, unchanged_min=30) as server:
        server.open(page)
        server.let_pass(29.5)
        assert server.watch.prompt is None
        assert page.evaluate("document.body.dataset.rung") == "0"
        server.let_pass(1.0)
        page.wait_for_selector(".offer h2")
        assert page.locator(".offer h2").text_content() == "Stand up for two minutes"
        assert page.title() == "Stand up for two minutes · Backstay"
        assert page.evaluate("document.body.dataset.rung") == "1"
        assert page.evaluate("window.notices.map((each) => each[0])") == ["Stand up for two minutes"]
        assert figure(page, "minutes") == "30"
        assert figure(page, "changes") == "0"
        page.get_by_role("button", name="Done").click()
        page.wait_for_selector(".offer", state="detached")
        assert [each.kind for each in server.shelf.records if isinstance(each, BreakRecord)] == ["stand"]
        assert page.evaluate("document.body.dataset.rung") == "1"


def test_the_camera_is_let_go_on_one_tap_and_taken_again(page: Page, dist: Path) -> None:
    with WatchServer(dist, Sitter) as server:
        server.open(page)
        assert page.evaluate(LIVE_TRACKS) == 1
        page.get_by_role("button", name="Let the camera go").click()
        assert page.evaluate(LIVE_TRACKS) == 0
        page.wait_for_selector("body[data-watch=let_go]")
        looked = server.looked
        page.wait_for_timeout(600)
        assert server.looked - looked <= 1, "a picture may have been under way"
        page.get_by_role("button", name="Watch again").click()
        server.see(3)
        assert page.evaluate(LIVE_TRACKS) == 1
        server.is_on_battery = True
        server.clock.now_s += 2.0
        page.wait_for_selector("body[data-watch=on_battery]")
        page.wait_for_function(f"() => ({LIVE_TRACKS})() === 0")


def test_setting_up_is_remembered_for_the_place_and_tells_a_slump(page: Page, dist: Path) -> None:
    sitter = Sitter()
    with WatchServer(dist, lambda: sitter) as server:
        server.open(page)
        page.get_by_role("button", name="Set up sitting").click()
        page.wait_for_selector(".setting-up:has-text('comfortable and tall')")
        server.let_pass(9 / 60, step_s=0.75)
        page.wait_for_selector(".setting-up:has-text('slump')")
        sitter.sits = "slumped"
        server.let_pass(6.75 / 60, step_s=0.75)
        server.let_pass(40 / 60, step_s=2.0)
        page.wait_for_selector(".state:has-text('as in your slump')")
        assert "Low back" in (page.locator(".load summary").text_content() or "")
        page.locator(".load summary").click()
        assert page.locator(".load li").count() >= 2
        page.locator("summary", has_text="Settings").click()
        page.get_by_label("My back rests").check()
        page.wait_for_selector(".load summary:has-text('Low back: less than your upright')")
        page.reload()
        page.get_by_role("button", name="Start watching").click()
        page.wait_for_selector(".state:has-text('as in your slump')")
        page.locator("summary", has_text="Settings").click()
        page.get_by_label("Name of this place").fill("Kitchen")
        page.get_by_label("Name of this place").blur()
        page.wait_for_selector(".notice:has-text('Not set up here')")
        page.get_by_label("Minutes without a change").fill("20")
        page.get_by_label("Minutes without a change").blur()
        until(lambda: server.watch.settings.unchanged_min == 20, within_s=5)
    assert {each.state for each in server.shelf.records if isinstance(each, PostureRecord)} == {"slumped"}


@pytest.mark.parametrize("has_processor", [True, False], ids=["frames-in-the-worker", "frames-from-the-page"])
def test_a_hidden_tab_goes_on_watching_and_prompts(camera: Path, dist: Path, *, has_processor: bool) -> None:
    without = "" if has_processor else "delete window.MediaStreamTrackProcessor;"
    with WatchServer(dist, Sitter) as server, raw_browser(camera) as opened:
        tab = opened.open()
        tab.send("Page.enable")
        tab.send("Page.addScriptToEvaluateOnNewDocument", source=SPIED + without)
        tab.go(server.entry)
        tab.go(f"{server.address}/watch.html")
        tab.evaluate("document.querySelector('[data-action=start]').click()")
        server.see(3)
        opened.open("data:text/html,another tab")
        tab.wait_for("document.visibilityState === 'hidden'")
        server.see(20, within_s=10)
        server.let_pass(20.5)
        tab.wait_for("document.body.dataset.rung === '1'")
        assert tab.evaluate("document.visibilityState") == "hidden"
        assert json.loads(tab.evaluate("JSON.stringify(window.notices)"))[0][0] == "Stand up for two minutes"
        assert tab.evaluate("document.title") == "Stand up for two minutes · Backstay"


def test_a_refused_camera_is_said(playwright: Playwright, dist: Path) -> None:
    with WatchServer(dist, Sitter) as server, browser(playwright, None, allowed=False) as refusing:
        tab = refusing.new_page()
        tab.goto(server.entry)
        tab.goto(f"{server.address}/watch.html")
        tab.get_by_role("button", name="Start watching").click()
        tab.wait_for_selector("[role=alert]:has-text('may not use the camera')")
        assert tab.get_by_role("button", name="Start watching").is_visible()


def test_a_demonstration_watches_a_clip_and_says_so(playwright: Playwright, dist: Path) -> None:
    with WatchServer(dist, load_eyes) as server, browser(playwright, None, allowed=False) as without_camera:
        server.desk.demo_url = DEMO_WATCH_URL
        tab = server.open(without_camera.new_page())
        assert "a recorded clip plays" in (tab.locator(".demonstration").text_content() or "")
        tab.wait_for_selector("body[data-watch=watching]")
        assert tab.locator("[role=alert]").count() == 0
        tab.get_by_role("button", name="Let the camera go").click()
        tab.wait_for_selector("body[data-watch=let_go]")
        tab.get_by_role("button", name="Watch again").click()
        server.see(3)


def test_an_exercise_on_offer_leads_to_the_coach(page: Page, dist: Path) -> None:
    with WatchServer(dist, Sitter, offered=2) as server:
        server.open(page)
        server.let_pass(20.5)
        assert page.locator(".offer h2").text_content() == "Two minutes of wall angel"
        assert page.locator(".offer a").get_attribute("href") == "/"
        rung = page.evaluate("document.body.dataset.rung")
        page.get_by_role("button", name="Something else").click()
        page.wait_for_selector(".offer h2:has-text('Stand up')")
        page.get_by_role("button", name="Something else").click()
        page.wait_for_selector(".offer h2:has-text('Walk')")
        assert page.evaluate("document.body.dataset.rung") == rung, "one's own tap does not chime"


def test_the_page_fits_and_passes_axe(page: Page, dist: Path) -> None:
    with WatchServer(dist, Sitter) as server:
        server.open(page)
        server.let_pass(20.5)
        page.wait_for_selector(".offer")
        page.locator("summary", has_text="Settings").click()
        SHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SHOTS / "watch-laptop.png", full_page=True)
        page.evaluate(AXE.read_text(encoding="utf-8"))
        assert page.evaluate(RUN_AXE) == []
        page.set_viewport_size(dict(zip(("width", "height"), PHONE, strict=True)))
        page.screenshot(path=SHOTS / "watch-phone.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
        for button in page.locator("button:visible").all():
            box = button.bounding_box()
            assert box is not None
            assert min(box["width"], box["height"]) >= LEAST_BUTTON_PX
