"""The browser's own notices come at the chosen time on the program's days, and only where they are allowed."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from playwright.sync_api import BrowserContext, Locator, Playwright, expect

from e2e.browsing import browser
from e2e.coaching_server import CoachingServer
from e2e.person import Person

pytestmark = pytest.mark.e2e

MONDAY = datetime(2026, 11, 30, 17, 58)  # noqa: DTZ001 - the browser's own clock
OVERHEAR = """
const Real = window.Notification;
window.told = [];
window.Notification = class extends Real {
  constructor(title, options) {
    super(title, options);
    this.addEventListener("show", () => window.told.push(`${title}: ${options.body}`));
    this.addEventListener("error", () => window.told.push("error"));
    window.made = (window.made ?? 0) + 1;
  }
};
"""
"""The real notices of the browser, overheard."""
DAY_MS = 24 * 3600 * 1000


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CoachingServer]:
    with CoachingServer(None, tmp_path_factory.mktemp("data")) as running:
        yield running


def reminders(context: BrowserContext, server: CoachingServer) -> tuple[Person, Locator]:
    """Open the page on a Monday just before six, and ask for notices at six."""
    context.add_init_script(OVERHEAR)
    context.clock.install(time=MONDAY)
    person = Person(context, server.address)
    dialog = person.page.locator("#practice-dialog")
    person.page.locator("#practice").get_by_role("button", name="Reminders").click()
    dialog.get_by_label("At what time?").fill("18:00")
    dialog.get_by_role("button", name="Remind me in this browser").click()
    return person, dialog


def made(person: Person) -> int:
    return int(person.page.evaluate("window.made ?? 0"))


def test_allowed_notices_come_on_the_programs_days(playwright: Playwright, server: CoachingServer) -> None:
    with browser(playwright, None) as context:
        context.grant_permissions(["notifications"], origin=server.address.partition("/?")[0])
        person, dialog = reminders(context, server)
        expect(dialog.get_by_role("status")).to_contain_text("The next notice comes Monday")
        assert made(person) == 0
        counts = []
        for ahead_ms in (3 * 60 * 1000, DAY_MS, DAY_MS, DAY_MS):
            context.clock.fast_forward(ahead_ms)
            counts.append(made(person))
        assert counts == [1, 2, 2, 3], "Monday, Tuesday, no Wednesday, Thursday"
        assert person.troubles.unexpected == []


def test_refused_notices_are_said_and_none_comes(playwright: Playwright, server: CoachingServer) -> None:
    with browser(playwright, None, allowed=False) as context:
        person, dialog = reminders(context, server)
        expect(dialog.get_by_role("status")).to_have_text(
            "The browser does not allow notices. The calendar file works everywhere."
        )
        context.clock.fast_forward(7 * DAY_MS)
        assert made(person) == 0
