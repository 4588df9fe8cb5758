"""The therapist's page is one sheet whatever there is to say, set in fonts that come with the program."""

import re
from dataclasses import replace

import pypdfium2 as pdfium
import pytest

from backstay.memory.types import ActivityRecord
from backstay.reports.therapist import MOST_POINTS, shortened, therapist_pdf, thinned
from backstay.reports.timeline import day_lines, day_sum
from test_house_rules import claims
from unit.reports.lives import as_it_is, history_of, nobody, one_week, one_year

A4_PT = (595.28, 841.89)


def page_of(remembered):
    sums = [day_sum(line) for line in day_lines(remembered, as_it_is)]
    return therapist_pdf(history_of(remembered), remembered, sums)


def words_on(pdf: bytes) -> str:
    document = pdfium.PdfDocument(pdf)
    assert len(document) == 1
    assert document[0].get_size() == pytest.approx(A4_PT, abs=0.1)
    return " ".join(document[0].get_textpage().get_text_bounded().split())


def crowded():
    """Return somebody with a long name, many activities, and notes in the widest letters there are."""
    year = one_year()
    long = "WWWWWWWWW MMMMMMMMM " * 20
    activities = [
        ActivityRecord(at=each.at, activity=f"{number} {long}", rating=each.rating)
        for number in range(6)
        for each in year.activities
    ]
    return replace(
        year,
        person=replace(year.person, name="Ada " * 40),
        activities=tuple(activities),
        decisions=tuple(replace(year.decisions[0], reason=long) for _ in range(9)),
        sessions=tuple(replace(each, note=long) for each in year.sessions),
    )


@pytest.mark.parametrize("life", [nobody, one_week, one_year, crowded])
def test_it_is_one_sheet_of_a4_and_claims_nothing(life):
    words = words_on(page_of(life()))
    assert "Ada" in words
    assert claims(words) == []


def test_nothing_yet_is_said_kindly():
    words = words_on(page_of(nobody()))
    assert "Nothing is kept of Ada yet." in words
    assert "Prescribed" not in words


def test_it_holds_what_the_therapist_looks_for():
    words = words_on(page_of(one_year()))
    for part in (
        "242 sessions on 242 days since 27 November 2025",
        "Prescribed against done Wall angel 97 % in 242 sessions",
        "4 → 2 of 10, less",
        "beyond measurement error",
        "Spine straight 133 times faded",
        "Tying my shoes",
        "changes an hour",
        "Slept well on the left side.",
        "+2 of -5 (far worse) to +5 (far better)",
        "not medical advice",
    ):
        assert part in words, part


def test_it_needs_no_font_of_the_machine():
    pdf = page_of(one_week())
    fonts = set(re.findall(rb"/BaseFont\s*/(?:[A-Z]{6}\+)?([A-Za-z]+)", pdf))
    assert fonts == {b"LibertinusSerif"}
    assert pdf == page_of(one_week())


def test_a_year_is_thinned_without_making_its_error_smaller():
    points = next(each for each in history_of(one_year()).series if each.kind == "range").points
    few = thinned(points)
    assert len(points) > MOST_POINTS >= len(few) > MOST_POINTS / 2
    assert min(each.sd for each in few) >= min(each.sd for each in points)
    assert thinned(points[:5]) == points[:5]
    assert thinned(()) == ()


def test_a_person_s_own_words_cannot_become_typst():
    week = one_week()
    named = replace(week, person=replace(week.person, name='#panic("x") *a* $b$ \\ "'))
    assert '#panic("x") *a* $b$' in words_on(page_of(named))


def test_shortening_keeps_short_texts():
    assert shortened("as it is") == "as it is"
    assert len(shortened("x" * 300)) == 120
