"""Before a session the page asks, adapts, lessens or stops, and takes a therapist's program, in a real Chromium."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Playwright, expect

from e2e.browsing import LAPTOP, PHONE, browser
from e2e.coaching_server import CoachingServer
from e2e.person import Person
from e2e.programs import write_program
from e2e.test_screens import AXE, axe_violations, shoot

pytestmark = pytest.mark.e2e

LEAST_BUTTON_PX = 64
SIX = re.compile(r"\D6(\D|$)")
"""What is left of ten repetitions at a pain of 4."""
MINE = """id: from_clinic
version: 2
title: From the clinic
author: Ada Lovelace
credentials: Physical therapist
days: [monday, thursday]
exercises:
  - exercise: {exercise}
    dose: {{sets: 1, holds: 4, hold_s: 5}}
source: a note
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CoachingServer]:
    """Return one coach for all: what one test answers, the next one finds."""
    data = tmp_path_factory.mktemp("data")
    program = write_program(data, wall_angel="sets: 1, repetitions: 10", hip_flexor_stretch="holds: 1, hold_s: 4")
    with CoachingServer(program, data) as running:
        yield running


@pytest.fixture
def person(playwright: Playwright, server: CoachingServer) -> Iterator[Person]:
    with browser(playwright, None, allowed=False) as context:
        visitor = Person(context, server.address, checks_in=False)
        visitor.page.locator("#practice-dialog[open][data-view]").wait_for()
        yield visitor
        assert visitor.troubles.unexpected == []


def dialog(person: Person) -> Locator:
    return person.page.locator("#practice-dialog")


def tap(person: Person, label: str | re.Pattern[str]) -> None:
    dialog(person).get_by_role("button", name=label, exact=isinstance(label, str)).click()


def view(person: Person, name: str) -> None:
    person.page.locator(f"#practice-dialog[open][data-view={name}]").wait_for(timeout=5000)


def look(person: Person, name: str) -> None:
    """Check what every screen has to keep: large buttons, nothing past the edge, nothing that axe objects to."""
    shoot(person.page, f"practice-{name}-laptop")
    if AXE.is_file():
        assert axe_violations(person.page) == []
    for width_px, height_px in (LAPTOP, PHONE):
        person.page.set_viewport_size({"width": width_px, "height": height_px})
        for button in dialog(person).get_by_role("button").all():
            box = button.bounding_box()
            assert box is not None
            assert min(box["width"], box["height"]) >= LEAST_BUTTON_PX, button.text_content()
        assert dialog(person).evaluate("each => each.scrollWidth <= each.clientWidth")
    shoot(person.page, f"practice-{name}-phone")
    person.page.set_viewport_size({"width": LAPTOP[0], "height": LAPTOP[1]})


def test_the_screen_stops_sends_and_opens(person: Person) -> None:
    view(person, "screen")
    look(person, "screen")
    tap(person, re.compile("Are both legs weak"))
    tap(person, "That is all")
    view(person, "stopped")
    assert "emergency department now" in dialog(person).inner_text()
    look(person, "stopped")
    tap(person, "Somebody else?")
    expect(dialog(person)).not_to_be_visible()
    person.press("Enter")
    view(person, "stopped")
    assert person.stage == "welcome", "no key begins a session"
    person.page.reload()
    view(person, "stopped")
    tap(person, "Answer again")
    tap(person, re.compile("Have you lost weight"))
    tap(person, "That is all")
    expect(dialog(person)).to_contain_text("see a clinician")
    tap(person, "A clinician has said yes")
    view(person, "pain")


def test_the_gate_lessens_adapts_and_says_why(person: Person) -> None:
    view(person, "pain")
    look(person, "pain")
    tap(person, "4")
    view(person, "ready")
    expect(dialog(person)).to_contain_text("Pain is 4 of 10, so today has fewer repetitions")
    expect(dialog(person).locator(".tasks li").first).to_contain_text(SIX)
    look(person, "ready")
    tap(person, "Go to today's exercises")
    expect(person.page.locator(".plan")).to_contain_text(SIX)
    person.page.locator("#practice").get_by_role("button", name="Safety questions").click()
    tap(person, re.compile("Is there no free wall"))
    tap(person, "That is all")
    view(person, "ready")
    expect(dialog(person).locator(".tasks li").first).to_contain_text("Seated wall angel")
    expect(dialog(person)).to_contain_text("As there is no wall or room, do the angel on a chair.")
    tap(person, "Go to today's exercises")
    practise_a_little(person, "Seated wall angel")
    view(person, "pain")
    tap(person, "8")
    view(person, "screen")
    expect(dialog(person)).to_contain_text("clearly higher than last time")
    tap(person, "That is all")
    view(person, "rest")
    expect(dialog(person)).to_contain_text("today is for rest")


def practise_a_little(person: Person, title: str) -> None:
    """Begin a session, end it at once, rate it, and go on to the next one's questions."""
    person.press("c")
    person.press("Enter")
    person.wait_for("intro")
    assert person.page.locator("h1").first.inner_text() == title
    person.press("e")
    person.wait_for("summary", "rate")
    while person.stage != "summary":
        person.press("1")
        person.wait(0.3)
    person.press("Enter")


def test_a_therapists_program_is_checked_imported_and_followed(  # noqa: PLR0915 - one visit, step by step
    playwright: Playwright, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    with CoachingServer(None, data) as server, browser(playwright, None, allowed=False) as context:
        person = Person(context, server.address)
        person.page.locator("#practice").get_by_role("button", name="My program").click()
        view(person, "programs")
        mistaken, right = tmp_path / "wrong.yaml", tmp_path / "clinic.yaml"
        mistaken.write_text(MINE.format(exercise="abdominal_brase"), encoding="utf-8")
        right.write_text(MINE.format(exercise="abdominal_brace"), encoding="utf-8")
        chooser = dialog(person).get_by_label("Choose a program file (.yaml)")
        chooser.set_input_files(mistaken)
        complaint = dialog(person).get_by_role("alert")
        expect(complaint).to_contain_text("wrong.yaml:8: exercises[0]: exercise: no exercise is called")
        expect(complaint).to_contain_text("did you mean abdominal_brace?")
        look(person, "programs")
        offer_a_file_too_long(person, tmp_path / "long.yaml")
        chooser.set_input_files(right)
        tap(person, "Use this program")
        expect(dialog(person).locator("[data-program=from_clinic]")).to_contain_text("This is yours")
        tap(person, "Back")
        view(person, "ready")
        expect(dialog(person).locator(".tasks")).to_have_text("Abdominal brace4 holds of 5 seconds")
        to_the_exercises(person)
        open_panel(person, "Activities")
        rate_an_activity(person)
        to_the_exercises(person)
        open_panel(person, "Reminders")
        with person.page.expect_download() as download:
            tap(person, "Save a calendar file (.ics)")
        assert "BYDAY=MO,TH" in download.value.path().read_text(encoding="utf-8")
        tap(person, "Back")
        to_the_exercises(person)
        open_panel(person, "Activities")
        expect(dialog(person).get_by_label("Activity 1", exact=True)).to_have_value("lifting my child")
        person.troubles.expected += ["reminders.ics"]
        assert person.troubles.unexpected == []


def offer_a_file_too_long(person: Person, path: Path) -> None:
    """Choose a file that no program can be, and read what is said."""
    path.write_text("a: b\n" * 30_000, encoding="utf-8")
    dialog(person).get_by_label("Choose a program file (.yaml)").set_input_files(path)
    expect(dialog(person).get_by_role("alert")).to_have_text(re.compile("^long.yaml is too long for a program"))


def rate_an_activity(person: Person) -> None:
    """Name an activity, forget its number, be told, and give it."""
    dialog(person).get_by_label("Activity 1", exact=True).fill("lifting my child")
    tap(person, "Save")
    expect(dialog(person).get_by_role("alert")).to_contain_text("Say how well “lifting my child” goes")
    dialog(person).get_by_role("group", name="Activity 1, 0 to 10").get_by_role("button", name="4").click()
    tap(person, "Save")


def open_panel(person: Person, name: str) -> None:
    """Open what a person sets up now and then, and look at it."""
    person.page.locator("#practice").get_by_role("button", name=name).click()
    view(person, name.lower())
    look(person, name.lower())


def to_the_exercises(person: Person) -> None:
    """Close today's plan."""
    view(person, "ready")
    tap(person, "Go to today's exercises")
