"""A history, a day and a session as the page is told of them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from backstay.exercises.types import Exercise
from backstay.memory.types import SessionRecord, SetRecord
from backstay.pose.types import Landmark, Pose
from backstay.reports.history import title_of
from backstay.reports.history_types import History, Series
from backstay.reports.history_words import (
    BAR_FACTOR,
    CAMERA_RULE,
    PAIN_RULE,
    RULE,
    STEADINESS,
    activity_words,
    balance_words,
    counted,
    empty_words,
    fading_words,
    is_marked,
    long_words,
    pain_words,
    series_title,
    series_words,
    totals_words,
    weeks_words,
)
from backstay.reports.remembered import Localise
from backstay.reports.series import was_reached
from backstay.reports.timeline import DayLine, DaySum, Mark, Span
from backstay.web import history_wire as wire

Library = Mapping[str, Exercise]
STATE_WORDS: Mapping[str, str] = {
    "tall": "sitting tall",
    "relaxed": "sitting relaxed",
    "slumped": "sitting slumped",
    "forward_head": "head forward",
    "knees_locked": "standing, knees locked",
    "knees_soft": "standing, knees soft",
    "weight_left": "standing on the left leg",
    "weight_centred": "standing on both legs",
    "weight_right": "standing on the right leg",
    "away": "away",
}
BREAK_WORDS: Mapping[str, str] = {"stand": "stood up", "sit": "sat down", "walk": "walked", "declined": "not now"}
PAIN_WORDS: Mapping[str, str] = {
    "before": "pain before the session",
    "after": "pain after the session",
    "next_morning": "pain the next morning",
}
SECONDS_A_MINUTE, SECONDS_AN_HOUR, HOURS_A_DAY = 60.0, 3600.0, 24.0


def history_view(
    history: History, sums: Sequence[DaySum], sessions: Sequence[wire.HistorySession], library: Library
) -> wire.HistoryView:
    """Return the page's whole."""
    facts = [weeks_words(history), f"Pain after a session: {pain_words(history)}"] if history.sessions else []
    return wire.HistoryView(
        person=history.person,
        today=history.today,
        is_empty=history.began is None and not sums,
        totals=totals_words(history) if history.sessions else empty_words(history.person),
        facts=[fact for fact in facts if fact],
        rules=[CAMERA_RULE, RULE, PAIN_RULE, f"Steadiness: {STEADINESS}."],
        days=_days(history, library),
        weeks=[
            wire.HistoryWeek(began=each.began, days_done=each.days_done, days_planned=each.days_planned)
            for each in history.weeks
        ],
        amounts=[
            wire.HistoryAmount(title=each.title, sessions=each.sessions, done_fraction=each.done_fraction)
            for each in history.amounts
        ],
        ratings=_ratings(history),
        series=[_series(each) for each in history.series],
        corrections=_corrections(history),
        activities=[wire.HistoryActivity(name=each.name, says=activity_words(each)) for each in history.activities],
        balance=balance_words(history),
        timeline=[_day_sum(each) for each in sums],
        sessions=list(sessions),
    )


def _days(history: History, library: Library) -> list[wire.HistoryDay]:
    """Return the days with practice."""
    return [
        wire.HistoryDay(
            day=each.day,
            sessions=each.sessions,
            minutes=each.duration_s / SECONDS_A_MINUTE,
            done_fraction=each.done_fraction,
            exercises=[title_of(name, library) for name in each.exercises],
        )
        for each in history.days
    ]


def _ratings(history: History) -> list[wire.HistoryRating]:
    """Return what was said of each session."""
    return [
        wire.HistoryRating(
            at=each.at,
            pain_before=each.pain_before,
            pain_after=each.pain_after,
            pain_next_morning=each.pain_next_morning,
            effort=each.effort,
        )
        for each in history.ratings
    ]


def _corrections(history: History) -> list[wire.HistoryCorrection]:
    """Return what had to be said."""
    return [
        wire.HistoryCorrection(
            title=each.title, says=each.says, text=each.text, times=each.times, fading=fading_words(each)
        )
        for each in history.corrections
    ]


def _series(series: Series) -> wire.HistorySeries:
    """Return a series with its bars."""
    return wire.HistorySeries(
        id="-".join((series.exercise, series.side or "both", series.kind)),
        title=series_title(series),
        says=series_words(series),
        unit=series.unit,
        kind=series.kind,
        target=series.target,
        is_marked=is_marked(series.change),
        points=[
            wire.HistoryPoint(
                at=each.at,
                value=each.value,
                low=each.value - BAR_FACTOR * each.sd,
                high=each.value + BAR_FACTOR * each.sd,
            )
            for each in series.points
        ],
    )


def _day_sum(total: DaySum) -> wire.TimelineDay:
    """Return a day in numbers."""
    return wire.TimelineDay(
        day=total.day,
        states=[
            wire.TimelineState(name=name, says=_state_words(name), minutes=seconds / SECONDS_A_MINUTE)
            for name, seconds in total.state_s.items()
        ],
        watched_minutes=total.watched_s / SECONDS_A_MINUTE,
        changes_per_h=total.changes_per_h,
        breaks_taken=total.breaks_taken,
        breaks_declined=total.breaks_declined,
        exercise_minutes=total.exercise_s / SECONDS_A_MINUTE,
        pain=total.pain,
    )


def session_view(session: SessionRecord, library: Library, *, has_poses: bool) -> wire.HistorySession:
    """Return a session in the list of those that can be looked at again."""
    done = dict.fromkeys(title_of(each.exercise, library) for each in session.sets if was_reached(each))
    return wire.HistorySession(
        id=session.id,
        at=session.started_at,
        minutes=session.duration_s / SECONDS_A_MINUTE,
        says=", ".join(done) or "nothing done",
        has_poses=has_poses,
    )


def day_view(line: DayLine, library: Library) -> wire.DayView:
    """Return one day, whole."""
    return wire.DayView(
        day=line.day,
        spans=[_span(each, line, library) for each in line.spans],
        marks=[
            wire.DayMark(kind=each.kind, says=_mark_words(each, library), at_h=_hour(each.at), value=each.value)
            for each in line.marks
        ],
    )


def _span(span: Span, line: DayLine, library: Library) -> wire.DaySpan:
    """Return a stretch of a day; one until midnight ends at 24."""
    is_whole = span.ended_at.date() > line.day
    names = [title_of(name, library) for name in span.name.split(",") if name]
    return wire.DaySpan(
        kind=span.kind,
        name=span.name if span.kind == "posture" else "exercise",
        says=_state_words(span.name) if span.kind == "posture" else ", ".join(names),
        from_h=_hour(span.began_at),
        to_h=HOURS_A_DAY if is_whole else _hour(span.ended_at),
        session=span.session,
    )


def _hour(at: datetime) -> float:
    """Return the hour of the day, with its fraction."""
    return at.hour + at.minute / SECONDS_A_MINUTE + at.second / SECONDS_AN_HOUR


def _state_words(name: str) -> str:
    """Return a posture in words that do not grade it."""
    return STATE_WORDS.get(name, name.replace("_", " "))


def _mark_words(mark: Mark, library: Library) -> str:
    """Return what happened at one moment."""
    if mark.kind == "pain":
        return f"{PAIN_WORDS.get(mark.name, mark.name)}: {mark.value} of 10"
    return BREAK_WORDS.get(mark.name) or title_of(mark.name, library)


def replay_view(
    session: SessionRecord, poses: Sequence[Pose], library: Library, localise: Localise, address: Callable[[str], str]
) -> wire.ReplayView:
    """Return a session to be looked at again."""
    width, height = poses[0].image_size_px
    return wire.ReplayView(
        id=session.id,
        at=localise(session.started_at),
        says=f"{counted(sum(map(was_reached, session.sets)), 'set')}, {long_words(session.duration_s)}",
        duration_s=max(session.duration_s, poses[-1].t_s),
        aspect=width / height,
        landmarks=len(Landmark),
        frames=len(poses),
        poses_url=address(session.id),
        cues=[
            wire.ReplayCue(
                t_s=each.t_s, text=each.text, exercise=title_of(each.exercise, library), is_praise=each.is_praise
            )
            for each in session.cues
        ],
        sets=[_set(each, library) for each in session.sets if was_reached(each)],
    )


def _set(part: SetRecord, library: Library) -> wire.ReplaySet:
    """Return one set: what it was, and where in the session."""
    side = f", {part.side}" if part.side else ""
    return wire.ReplaySet(
        says=f"{title_of(part.exercise, library)}{side}: {part.done:g} of {part.target:g}",
        from_s=min((unit.began_s for unit in part.units), default=None),
        to_s=max((unit.ended_s for unit in part.units), default=None),
    )
