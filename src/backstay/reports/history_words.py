"""A history in words, the same in the terminal, on the therapist's page and in the browser. Nothing is scolded."""

import statistics
from collections.abc import Sequence
from datetime import date

from backstay.planning.balance import balance_says
from backstay.reports.history_types import Activity, Correction, Fading, History, Ratings, Series
from backstay.reports.trends import WINDOW, Change, Point, Trend

KIND_WORDS = {"range": "range", "steadiness": "steadiness", "held": "held"}
FADING_WORDS = {
    Fading.TOO_FEW: "too few sessions to tell",
    Fading.FADED: "faded",
    Fading.LESS_OFTEN: "less often",
    Fading.AS_BEFORE: "as before",
    Fading.NEWER: "more often lately",
}
RULE = (
    "A change is marked where the middle of the last three sessions differs from the middle of the first three by more "
    "than measurement error explains (95 %, 1.96 × √2 × error), and never on fewer than six sessions."
)
PAIN_RULE = "Pain is marked from 2 points of 10 and 30 %."
CAMERA_RULE = "Angles are read in the plane of the picture by one ordinary camera; bars are 95 % of its error."
WHOLE_FROM_DEG = 10.0
"""Smaller angles are written with a tenth."""
STEADINESS = "spread between repetitions, less is steadier"
BAR_FACTOR = 1.96
"""An error bar's half length by one SD: 95 %."""


def empty_words(person: str) -> str:
    """Return what is said of somebody without a session."""
    return f"Nothing is kept of {person} yet. After the first session this page shows what was done and how it felt."


def totals_words(history: History) -> str:
    """Return how much there was, such as "7 sessions on 6 days since 20 November 2026, 1 h 24 min"."""
    if history.began is None:
        return empty_words(history.person)
    sessions = counted(history.sessions, "session")
    days, since = counted(len(history.days), "day"), day_words(history.began)
    return f"{sessions} on {days} since {since}, {long_words(history.duration_s)}"


def weeks_words(history: History) -> str:
    """Return days practised against days planned, over whole weeks; empty without one."""
    whole = [week for week in history.weeks if week.is_whole]
    if not whole:
        return ""
    done, planned = sum(week.days_done for week in whole), sum(week.days_planned for week in whole)
    average = f"{done / len(whole):.1f} days a week of {whole[-1].days_planned} planned"
    return f"{average}, over {counted(len(whole), 'whole week')} ({min(100, round(100 * done / planned))} %)"


def work_words(history: History) -> str:
    """Return the work of four weeks, such as "upper back 24 min, hips 54 min, core 30 min"; empty without any."""
    if not any(each.sets for each in history.work):
        return ""
    return ", ".join(f"{each.title} {long_words(each.work_s)}" for each in history.work)


def balance_words(history: History) -> str:
    """Return the work of four weeks, and whether a region came short."""
    work = work_words(history)
    return f"Work in the last four weeks: {work}. {balance_says(history.work)}" if work else ""


def counted(number: int, word: str) -> str:
    """Return a number with its word.

    Example:
        >>> counted(1, "session"), counted(2, "session")
        ('1 session', '2 sessions')
    """
    return f"{number} {word if number == 1 else word + 's'}"


def day_words(day: date) -> str:
    """Return a day as it is written, such as "3 May 2026"."""
    return f"{day.day} {day:%B %Y}"


def long_words(seconds: float) -> str:
    """Return a long time in hours and minutes.

    Example:
        >>> long_words(5060.0), long_words(59.0)
        ('1 h 24 min', '1 min')
    """
    hours, minutes = divmod(round(seconds / 60.0), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def unit_words(value: float, unit: str) -> str:
    """Return a value with its unit, as precise as it deserves.

    Example:
        >>> unit_words(151.6, "deg"), unit_words(9.25, "s"), unit_words(1.25, "deg")
        ('152°', '9.2 s', '1.2°')
    """
    if unit == "deg":
        return f"{value:.0f}°" if abs(value) >= WHOLE_FROM_DEG else f"{value:.1f}°"
    return f"{value:.1f} s" if unit == "s" else f"{value:.2f}"


def series_title(series: Series) -> str:
    """Return what a series shows, such as "Hip flexor stretch, left: weight shifted forward, range"."""
    side = f", {series.side}" if series.side else ""
    says = series.says[0].lower() + series.says[1:]
    kind = "" if series.kind == "held" else f", {KIND_WORDS[series.kind]}"
    return f"{series.title}{side}: {says}{kind}"


def latest(points: Sequence[Point]) -> float:
    """Return the middle of the last three values, or of as many as there are."""
    return statistics.median(point.value for point in points[-WINDOW:])


def series_words(series: Series) -> str:
    """Return what can be said of a series, with its figures."""
    change, unit = series.change, series.unit
    if change.trend is Trend.TOO_FEW:
        return f"{unit_words(latest(series.points), unit)}; {too_few_words(len(series.points), 'session')}"
    figures = f"{unit_words(change.before, unit)} → {unit_words(change.after, unit)}"
    if change.trend is Trend.WITHIN_ERROR:
        return f"{figures}; no change beyond measurement error (±{unit_words(change.least, unit)})"
    return f"{figures}; {_way(series)}, beyond measurement error (±{unit_words(change.least, unit)})"


def _way(series: Series) -> str:
    """Return which way a series changed."""
    words = {"range": ("more", "less"), "held": ("longer", "shorter"), "steadiness": ("more varied", "steadier")}
    return words[series.kind][series.change.trend is Trend.LESS]


def is_marked(change: Change) -> bool:
    """Return whether a change may be called one."""
    return change.trend in {Trend.MORE, Trend.LESS}


def too_few_words(number: int, word: str) -> str:
    """Return that there are too few values to tell."""
    return f"too few to tell yet ({number} of {counted(2 * WINDOW, word)})"


def rating_words(change: Change, number: int, word: str) -> str:
    """Return what ratings say, such as "5 → 3 of 10, less"."""
    if change.trend is Trend.TOO_FEW:
        return too_few_words(number, word)
    figures = f"{change.before:g} → {change.after:g} of 10"
    says = {Trend.WITHIN_ERROR: "no noticeable change", Trend.MORE: "more", Trend.LESS: "less"}[change.trend]
    return f"{figures}, {says}"


def pain_words(history: History) -> str:
    """Return what the ratings of pain after a session say."""
    number = sum(each.pain_after is not None for each in history.ratings)
    return rating_words(history.pain_change, number, "rated session")


def activity_words(activity: Activity) -> str:
    """Return what the ratings of an activity say."""
    return rating_words(activity.change, len(activity.points), "rating")


def pain_row(ratings: Ratings) -> str:
    """Return a session's pain, such as "4 → 3, next morning 4"; a dash where it was not rated."""
    before, after = _rated(ratings.pain_before), _rated(ratings.pain_after)
    morning = "" if ratings.pain_next_morning is None else f", next morning {ratings.pain_next_morning}"
    return f"{before} → {after}{morning}"


def _rated(value: int | None) -> str:
    return "–" if value is None else str(value)


def fading_words(correction: Correction) -> str:
    """Return whether a correction is still needed, such as "faded (3 of the first 3 sessions, 0 of the last 3)"."""
    if correction.fading is Fading.TOO_FEW:
        return FADING_WORDS[Fading.TOO_FEW]
    ends = f"{correction.first} of the first {WINDOW} sessions, {correction.last} of the last {WINDOW}"
    return f"{FADING_WORDS[correction.fading]} ({ends})"
