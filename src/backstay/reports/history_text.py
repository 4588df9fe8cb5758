"""A history as text for a terminal: a calendar, tables, and what may be said of them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from backstay.reports.history_types import Day, History
from backstay.reports.history_words import (
    PAIN_RULE,
    RULE,
    activity_words,
    balance_words,
    counted,
    empty_words,
    fading_words,
    is_marked,
    pain_row,
    pain_words,
    series_title,
    series_words,
    totals_words,
    weeks_words,
)
from backstay.reports.timeline import DaySum

WEEKS_SHOWN = 12
"""What fits a terminal of 80 columns beside the names of the days."""
SESSIONS_SHOWN = 8
CORRECTIONS_SHOWN = 6
DAYS_SHOWN = 7
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
ALL_DONE = 0.9
"""evidence.md 5.2: complete from 90 % of repetitions and held seconds."""


def render_history(history: History, sums: Sequence[DaySum]) -> RenderableType:
    """Return a person's history.

    Args:
        history: What was done and how it felt.
        sums: The timeline's days.
    """
    if history.began is None and not sums:
        return Text(empty_words(history.person))
    parts: list[RenderableType] = [Text(f"{history.person}: {totals_words(history)}", style="bold")]
    parts.extend(Text(line) for line in _facts(history))
    for title, part in _sections(history, sums):
        parts.extend((Text(f"\n{title}", style="bold"), Padding(part, (0, 0, 0, 2))))
    parts.append(Text(f"\n{RULE} {PAIN_RULE}", style="dim"))
    return Group(*parts)


def _facts(history: History) -> Iterator[str]:
    """Yield what the whole comes to."""
    weeks = weeks_words(history)
    if weeks:
        yield f"Practised {weeks}."
    if history.sessions:
        yield f"Pain after a session: {pain_words(history)}."
    balance = balance_words(history)
    if balance:
        yield balance


def _sections(history: History, sums: Sequence[DaySum]) -> Iterator[tuple[str, RenderableType]]:
    """Yield every section that has something in it."""
    if history.days:
        yield "Calendar (● whole session, ◐ part of one)", _calendar(history.days, history.today)
        yield "Prescribed against done", _amounts(history)
        yield f"Last {counted(min(SESSIONS_SHOWN, len(history.ratings)), 'session')}", _ratings(history)
    if history.series:
        yield "Range, steadiness and held seconds", _series(history)
    if history.corrections:
        yield "What the coach said most", _corrections(history)
    if history.activities:
        rows = ((each.name, activity_words(each)) for each in history.activities)
        yield "Own activities (10: as before)", _table(("Activity", "Rating"), rows)
    if any(each.watched_s for each in sums):
        yield "Posture and breaks", _postures(sums)


def _table(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> Table:
    """Return a plain table."""
    table = Table(show_header=True, header_style="bold", box=None, pad_edge=False)
    for heading in headings:
        table.add_column(heading)
    for row in rows:
        table.add_row(*map(Text, row))
    return table


def _calendar(days: Sequence[Day], today: date) -> Table:
    """Return the last weeks, a column each, the newest on the right."""
    by_day = {each.day: each for each in days}
    last = today - timedelta(days=today.weekday())
    weeks = min(WEEKS_SHOWN, max(1, (last - days[0].day).days // 7 + 2))
    mondays = [last - timedelta(weeks=back) for back in reversed(range(weeks))]
    table = Table(show_header=True, header_style="dim", box=None, pad_edge=False)
    table.add_column("")
    for monday in mondays:
        table.add_column(f"{monday.day}.{monday.month}.", justify="center", no_wrap=True)
    for number, name in enumerate(WEEKDAYS):
        cells = (_cell(by_day.get(monday + timedelta(days=number))) for monday in mondays)
        table.add_row(name, *cells)
    return table


def _cell(day: Day | None) -> Text:
    """Return a day's sign; a day without practice is a quiet dot, not a reproach."""
    if day is None:
        return Text("·", style="dim")
    return Text("●" if day.done_fraction >= ALL_DONE else "◐", style="green")


def _amounts(history: History) -> Table:
    """Return prescribed against done."""
    rows = (
        (each.title, counted(each.sessions, "session"), f"{100.0 * each.done_fraction:.0f} % of what was asked for")
        for each in history.amounts
    )
    return _table(("Exercise", "In", "Done"), rows)


def _ratings(history: History) -> Table:
    """Return the last sessions, newest first."""
    rows = (
        (f"{each.at:%Y-%m-%d}", pain_row(each), "–" if each.effort is None else f"{each.effort}")
        for each in reversed(history.ratings[-SESSIONS_SHOWN:])
    )
    return _table(("Day", "Pain before → after", "Effort"), rows)


def _series(history: History) -> Table:
    """Return what is followed; a filled mark stands only where a change may be called one."""
    rows = (("◆" if is_marked(each.change) else " ", series_title(each), series_words(each)) for each in history.series)
    return _table(("", "What", "First three → last three sessions"), rows)


def _corrections(history: History) -> Table:
    """Return the most frequent corrections."""
    rows = (
        (each.title, each.says, counted(each.times, "time"), fading_words(each))
        for each in history.corrections[:CORRECTIONS_SHOWN]
    )
    return _table(("Exercise", "Line", "Said", "Since"), rows)


def _postures(sums: Sequence[DaySum]) -> Table:
    """Return the last watched days."""
    watched = [each for each in sums if each.watched_s][-DAYS_SHOWN:]
    rows = (
        (
            f"{each.day:%Y-%m-%d}",
            f"{each.watched_s / 3600.0:.1f} h",
            "–" if each.changes_per_h is None else f"{each.changes_per_h:.1f}",
            f"{each.breaks_taken} of {each.breaks_taken + each.breaks_declined}",
        )
        for each in reversed(watched)
    )
    return _table(("Day", "Watched", "Changes an hour", "Breaks taken"), rows)
