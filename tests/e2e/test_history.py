"""The history in a real Chromium, from a data folder over a real server: nothing yet, a week, a year, a session again."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright

from backstay.memory.opening import open_store
from backstay.memory.types import CueRecord
from backstay.reports.remembered import Remembered
from backstay.web.app import build_app
from backstay.web.guard import Door
from backstay.web.history_desk import HistoryDesk, StoredArchive
from backstay.web.serving import HOST, listen, server_of
from e2e.browsing import LAPTOP, PHONE, Troubles, browser
from e2e.test_screens import AXE, RUN_AXE, SHOTS
from e2e.watching import until
from unit.cli.commands import record
from unit.reports.lives import LIBRARY, as_it_is, keep, nobody, one_week, one_year
from web.staging import open_desk

pytestmark = pytest.mark.e2e

SIZES = {"laptop": LAPTOP, "phone": PHONE}
SECTIONS = ("calendar", "ratings", "range", "held", "steadiness", "corrections", "timeline", "sessions", "rules")
CUE = CueRecord(t_s=7.0, exercise="wall_angel", criterion="slow_down", text="Slower on the way down.", is_praise=False)
INK = """(canvas) => { const { width, height } = canvas;
  return canvas.getContext('2d').getImageData(0, 0, width, height).data.filter((value, at) => at % 4 === 3 && value > 0).length }"""


class HistoryServer:
    """Serves the built page with the history of a data folder, over HTTP, in this process."""

    def __init__(self, dist: Path, data: Path, remembered: Remembered) -> None:
        """Keep somebody, the newest session with poses and a cue in them, the oldest with damaged ones."""
        self._patch = pytest.MonkeyPatch()
        self._patch.setenv("BACKSTAY_DATA", str(data))
        if remembered.sessions:
            *before, last = remembered.sessions
            remembered = replace(remembered, sessions=(*before, replace(last, cues=(CUE,))))
            for session in (before[0], last):
                (data / "recordings" / "ada" / session.id).mkdir(parents=True)
            record(data / "recordings" / "ada" / last.id / "00000.parquet")
            (data / "recordings" / "ada" / before[0].id / "00000.parquet").write_bytes(b"nonsense")
        keep(data, remembered)
        self._store = open_store(data).store
        archive = StoredArchive(self._store, lambda: remembered.person)
        desk = HistoryDesk(archive, LIBRARY, as_it_is, lambda: datetime(2026, 11, 26, 20, tzinfo=UTC))
        self._socket = listen(0)
        door = Door(port=self._socket.getsockname()[1], token="of-this-test")  # noqa: S106
        self.address = f"http://{HOST}:{door.port}/?token={door.token}"
        self._server = server_of(build_app(open_desk(), door, dist, history=desk))
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True)

    def __enter__(self) -> "HistoryServer":
        """Start, and wait until it answers."""
        self._thread.start()
        until(lambda: self._server.started, within_s=20.0)
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self._server.should_exit = True
        self._thread.join(20.0)
        self._store.close()
        self._patch.undo()


@contextmanager
def opened(playwright: Playwright, server: HistoryServer, scheme: str, size: str) -> Iterator[tuple[Page, Troubles]]:
    """Open the history from the coach's own page, and make sure that nothing went wrong in the end."""
    with browser(playwright, None, color_scheme=scheme, timezone_id="UTC") as context:
        page, troubles = context.new_page(), Troubles()
        troubles.watch(page)
        page.set_viewport_size(dict(zip(("width", "height"), SIZES[size], strict=True)))
        page.goto(server.address)
        page.get_by_role("link", name="History").click()
        page.wait_for_function("() => document.querySelector('.lead') !== null")
        yield page, troubles
        assert troubles.unexpected == []


def looked_at(page: Page, name: str) -> None:
    """Take a picture, and hold the page to its width and to axe's rules."""
    page.wait_for_timeout(300)
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(animations="disabled", path=SHOTS / f"history-{name}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "wider than the page"
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate(RUN_AXE) == []


@pytest.fixture(scope="module")
def week(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HistoryServer]:
    with HistoryServer(dist, tmp_path_factory.mktemp("week"), one_week()) as server:
        yield server


def test_nothing_yet(playwright: Playwright, dist: Path, tmp_path: Path) -> None:
    with HistoryServer(dist, tmp_path, nobody()) as server, opened(playwright, server, "light", "laptop") as (page, _):
        assert "Nothing is kept of Ada yet." in page.inner_text("main")
        assert page.locator("section").count() == 0
        looked_at(page, "none-light-laptop")
        page.get_by_role("link", name="Start the first session").click()
        page.wait_for_function("() => document.body.dataset.stage !== undefined")


@pytest.mark.parametrize(("scheme", "size"), [("dark", "laptop"), ("light", "phone")])
def test_a_week(playwright: Playwright, week: HistoryServer, scheme: str, size: str) -> None:
    with opened(playwright, week, scheme, size) as (page, _):
        assert [page.locator(f"#{each}").count() for each in SECTIONS] == [1] * len(SECTIONS)
        page.wait_for_selector("#timeline .one svg")
        assert page.locator(".plot canvas").count() == 11
        assert page.evaluate(f"[...document.querySelectorAll('.plot canvas')].every((each) => ({INK})(each) > 200)")
        for summary in page.locator("summary").all():
            summary.click()
        page.wait_for_function("() => document.querySelectorAll('#ratings tbody tr').length === 6")
        assert "no change beyond measurement error" in page.inner_text("#range")
        assert page.locator("#range .marked").count() == 0, "a week says nothing yet"
        looked_at(page, f"week-{scheme}-{size}")
        day = page.locator("#timeline .one h3")
        before = day.inner_text()
        page.get_by_role("button", name="Day before").click()
        page.wait_for_function("(was) => document.querySelector('#timeline .one h3').textContent !== was", arg=before)
        for kind in ("state", "exercise", "break"):
            assert page.locator(f"#timeline .one svg .{kind}").count() > 0, kind


def test_a_year(playwright: Playwright, dist: Path, tmp_path: Path) -> None:
    with HistoryServer(dist, tmp_path, one_year()) as server, opened(playwright, server, "dark", "phone") as (page, _):
        page.wait_for_selector("#timeline .one svg")
        assert page.locator("#range .marked").count() >= 1
        assert "242 sessions" in page.inner_text(".lead")
        looked_at(page, "year-dark-phone")
        page.set_viewport_size(dict(zip(("width", "height"), LAPTOP, strict=True)))
        page.wait_for_timeout(300)
        page.screenshot(path=SHOTS / "history-year-dark-laptop.png", full_page=True)
        widths = page.evaluate("[...document.querySelectorAll('#timeline svg[role]')].map((each) => each.clientWidth)")
        assert len(widths) == 2
        assert min(widths) > 1000, "both lines of time follow the page's width"


def test_a_session_again_by_keys_and_buttons(playwright: Playwright, week: HistoryServer) -> None:
    with opened(playwright, week, "dark", "laptop") as (page, _):
        page.locator("button[data-session]:enabled").first.click()
        page.wait_for_selector("#replay[open]")
        clock = page.locator("#replay .clock")
        assert clock.inner_text() == "0:00 of 0:19"
        assert page.evaluate(f"({INK})(document.querySelector('#replay canvas'))") > 500
        page.keyboard.press("ArrowRight")
        assert clock.inner_text() == "0:05 of 0:19"
        assert page.inner_text("#replay .cue") == ""
        page.locator("#replay .cues button", has_text="Slower on the way down.").click()
        assert clock.inner_text() == "0:07 of 0:19"
        assert page.inner_text("#replay .cue") == "Slower on the way down."
        looked_at(page, "replay-dark-laptop")
        page.locator("#replay button", has_text="Play").focus()
        page.keyboard.press("Space")
        page.wait_for_function("() => document.querySelector('#replay .clock').textContent.startsWith('0:09')")
        page.keyboard.press("Space")
        assert page.get_attribute("#replay", "data-playing") == "false"
        page.locator("#replay input").fill("2.0")
        assert clock.inner_text() == "0:02 of 0:19"
        page.keyboard.press("End")
        assert clock.inner_text() == "0:19 of 0:19"
        page.keyboard.press("Escape")
        page.wait_for_selector("#replay:not([open])", state="attached")
        page.set_viewport_size(dict(zip(("width", "height"), PHONE, strict=True)))
        page.locator("button[data-session]:enabled").first.click()
        page.wait_for_selector("#replay[open]")
        looked_at(page, "replay-dark-phone")


def test_damaged_poses_are_said_in_words(playwright: Playwright, week: HistoryServer) -> None:
    with opened(playwright, week, "dark", "laptop") as (page, troubles):
        troubles.expected += ["500 (Internal Server Error)", "500 http"]
        page.locator("button[data-session]:enabled").last.click()
        page.wait_for_selector(".trouble")
        assert "damaged" in page.inner_text(".trouble")
