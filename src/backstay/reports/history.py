"""Records -> `History`: what was done, how it felt, and what may be said to have changed. Pure."""

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from backstay.exercises.types import Exercise
from backstay.memory.types import ActivityRecord, CueRecord, SessionRecord
from backstay.planning.balance import balance
from backstay.reports.history_types import (
    Activity,
    Amount,
    Correction,
    Day,
    Fading,
    History,
    Ratings,
    Week,
)
from backstay.reports.remembered import Localise, Remembered
from backstay.reports.series import by_exercise, series_of, was_reached
from backstay.reports.trends import WINDOW, Point, compare_activity, compare_pain

USUAL_DAYS_A_WEEK = 4
"""Where a program names no days: "4-5 times" a week, evidence.md section 0, fact 1."""
WEEK = timedelta(weeks=1)
RATING_SD = 0.0
"""A rating is what the person said; its change is judged by its own rule."""


def history(
    remembered: Remembered,
    library: Mapping[str, Exercise],
    now: datetime,
    localise: Localise,
) -> History:
    """Return everything that reports show.

    Args:
        remembered: The person's records.
        library: Exercise id to its definition, in the order in which they are shown.
        now: The present moment, aware.
        localise: Turns an aware time into the person's own.
    """
    sessions = tuple(sorted(remembered.sessions, key=lambda each: each.started_at))
    days, today = _days(sessions, localise), localise(now).date()
    program = remembered.program
    planned = len(program.days) if program is not None and program.days else USUAL_DAYS_A_WEEK
    after = [float(each.pain_after) for each in sessions if each.pain_after is not None]
    return History(
        person=remembered.person.name,
        program=program.title if program is not None else remembered.person.program,
        today=today,
        began=days[0].day if days else None,
        sessions=len(sessions),
        duration_s=sum(each.duration_s for each in sessions),
        days=days,
        weeks=tuple(_weeks(days, today, planned)),
        amounts=tuple(_amounts(sessions, library)),
        ratings=tuple(_ratings(each) for each in sessions),
        pain_change=compare_pain(after),
        series=series_of(sessions, library),
        corrections=_corrections(sessions, library),
        activities=tuple(_activities(remembered.activities)),
        work=balance(sessions, now),
    )


def done_fraction(session: SessionRecord) -> float:
    """Return done by prescribed, each set as far as its target, 0 to 1.

    Source:
        evidence.md section 5.3 (prescribed against completed sets).
    """
    if not session.sets:
        return 0.0
    return statistics.fmean(min(1.0, each.done / each.target) if each.target else 1.0 for each in session.sets)


def _days(sessions: Sequence[SessionRecord], localise: Localise) -> tuple[Day, ...]:
    """Return the days with practice, in order."""
    by_day: dict[date, list[SessionRecord]] = defaultdict(list)
    for session in sessions:
        by_day[localise(session.started_at).date()].append(session)
    return tuple(
        Day(
            day=day,
            sessions=len(there),
            duration_s=sum(each.duration_s for each in there),
            done_fraction=max(done_fraction(each) for each in there),
            exercises=tuple(dict.fromkeys(part.exercise for each in there for part in each.sets if was_reached(part))),
        )
        for day, there in sorted(by_day.items())
    )


def _weeks(days: Sequence[Day], today: date, planned: int) -> Iterator[Week]:
    """Yield every week from the first session's to this one, those without practice too."""
    if not days:
        return
    practised = Counter(_monday(each.day) for each in days)
    first, last = _monday(days[0].day), max(_monday(today), _monday(days[-1].day))
    monday = first
    while monday <= last:
        is_over = monday + WEEK <= today
        is_whole = is_over and (monday != first or days[0].day == first)
        yield Week(began=monday, days_done=practised[monday], days_planned=planned, is_whole=is_whole)
        monday += WEEK


def _monday(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def _amounts(sessions: Sequence[SessionRecord], library: Mapping[str, Exercise]) -> Iterator[Amount]:
    """Yield prescribed against done, in the library's order; what it no longer knows comes last."""
    rows = {}
    for exercise, sets in by_exercise(part for session in sessions for part in session.sets):
        done = statistics.fmean(min(1.0, each.done / each.target) if each.target else 1.0 for each in sets)
        rows[exercise] = Amount(
            exercise=exercise,
            title=title_of(exercise, library),
            prescribed=len(sets),
            done_fraction=done,
            sessions=len(_sessions_with(sessions, exercise)),
        )
    for exercise in (*library, *sorted(rows.keys() - library.keys())):
        if exercise in rows:
            yield rows[exercise]


def title_of(exercise: str, library: Mapping[str, Exercise]) -> str:
    """Return an exercise's name; its id in words where the library does not know it any more."""
    return library[exercise].title if exercise in library else exercise.replace("_", " ").capitalize()


def _ratings(session: SessionRecord) -> Ratings:
    """Return what the person said of a session."""
    return Ratings(
        at=session.started_at,
        session=session.id,
        pain_before=session.pain_before,
        pain_after=session.pain_after,
        pain_next_morning=session.pain_next_morning,
        effort=session.effort,
    )


def _corrections(sessions: Sequence[SessionRecord], library: Mapping[str, Exercise]) -> tuple[Correction, ...]:
    """Return what had to be said, most frequent first."""
    said: dict[tuple[str, str], list[tuple[str, CueRecord]]] = defaultdict(list)
    for session in sessions:
        for cue in session.cues:
            if not cue.is_praise:
                said[cue.exercise, cue.criterion].append((session.id, cue))
    rows = [_correction(key, cues, _sessions_with(sessions, key[0]), library) for key, cues in said.items()]
    return tuple(sorted(rows, key=lambda each: (-each.times, each.exercise, each.criterion)))


def _sessions_with(sessions: Sequence[SessionRecord], exercise: str) -> list[str]:
    """Return the ids of the sessions with an exercise, in order."""
    return [each.id for each in sessions if any(part.exercise == exercise and was_reached(part) for part in each.sets)]


def _correction(
    key: tuple[str, str],
    cues: Sequence[tuple[str, CueRecord]],
    order: Sequence[str],
    library: Mapping[str, Exercise],
) -> Correction:
    """Return one line's corrections."""
    exercise, criterion = key
    where = {session for session, _ in cues}
    first, last = len(where & set(order[:WINDOW])), len(where & set(order[-WINDOW:]))
    lines = library[exercise].criteria if exercise in library else ()
    says = next((line.says for line in lines if line.id == criterion), criterion.replace("_", " ").capitalize())
    return Correction(
        exercise=exercise,
        title=title_of(exercise, library),
        criterion=criterion,
        says=says,
        text=cues[-1][1].text,
        times=len(cues),
        sessions=len(where),
        first=first,
        last=last,
        fading=_fading(first, last, len(order)),
    )


def _fading(first: int, last: int, sessions: int) -> Fading:
    """Return what the first and the last three sessions come to; a correction of one session may be chance.

    Example:
        >>> _fading(2, 0, 6).value, _fading(2, 1, 6).value, _fading(1, 1, 5).value
        ('faded', 'less_often', 'too_few')
    """
    if sessions < 2 * WINDOW:
        return Fading.TOO_FEW
    if last == 0 and first > 1:
        return Fading.FADED
    if last < first:
        return Fading.LESS_OFTEN
    return Fading.NEWER if last > first else Fading.AS_BEFORE


def _activities(records: Sequence[ActivityRecord]) -> Iterator[Activity]:
    """Yield each activity of the person's own, by when it was first rated."""
    for name in dict.fromkeys(each.activity for each in records):
        rows = [each for each in records if each.activity == name]
        points = tuple(Point(at=each.at, session="", value=float(each.rating), sd=RATING_SD) for each in rows)
        yield Activity(name=name, points=points, change=compare_activity([each.value for each in points]))
