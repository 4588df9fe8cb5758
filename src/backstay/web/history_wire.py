"""What the history page is told over HTTP: values and words, ready to be drawn."""

from datetime import date, datetime

from pydantic import Field

from backstay.web.wire import Message, Number, Score


class HistoryDay(Message):
    """A day with practice."""

    day: date
    sessions: int
    minutes: Number
    done_fraction: Number
    exercises: list[str] = Field(description="Titles.")


class HistoryWeek(Message):
    """A week, from its Monday."""

    began: date
    days_done: int
    days_planned: int


class HistoryAmount(Message):
    """One exercise, prescribed against done."""

    title: str
    sessions: int
    done_fraction: Number


class HistoryRating(Message):
    """What was said of one session; null where not asked or not answered."""

    at: datetime
    pain_before: Score | None
    pain_after: Score | None
    pain_next_morning: Score | None
    effort: Score | None


class HistoryPoint(Message):
    """One session's value with its bar, 95 % of its error."""

    at: datetime
    value: Number
    low: Number
    high: Number


class HistorySeries(Message):
    """One thing followed from session to session."""

    id: str
    title: str
    says: str = Field(description="What may be said of it, with its figures.")
    unit: str
    kind: str
    target: Number | None
    is_marked: bool = Field(description="Whether that is a change beyond measurement error.")
    points: list[HistoryPoint]


class HistoryCorrection(Message):
    """What the coach had to say about one line."""

    title: str
    says: str
    text: str
    times: int
    fading: str


class HistoryActivity(Message):
    """One of the person's own activities."""

    name: str
    says: str


class TimelineState(Message):
    """A posture and its minutes in a day."""

    name: str
    says: str
    minutes: Number


class TimelineDay(Message):
    """One day in numbers."""

    day: date
    states: list[TimelineState]
    watched_minutes: Number
    changes_per_h: Number | None
    breaks_taken: int
    breaks_declined: int
    exercise_minutes: Number
    pain: Score | None


class HistorySession(Message):
    """A session, and whether it can be looked at again."""

    id: str
    at: datetime
    minutes: Number
    says: str
    has_poses: bool


class HistoryView(Message):
    """Everything on the page but one day and one session."""

    person: str
    today: date
    is_empty: bool
    totals: str
    facts: list[str]
    rules: list[str]
    days: list[HistoryDay]
    weeks: list[HistoryWeek]
    amounts: list[HistoryAmount]
    ratings: list[HistoryRating]
    series: list[HistorySeries]
    corrections: list[HistoryCorrection]
    activities: list[HistoryActivity]
    balance: str = Field(description="Work of the last four weeks by region; empty without any.")
    timeline: list[TimelineDay]
    sessions: list[HistorySession]


class DaySpan(Message):
    """Something that lasted; hours of the day, 0 to 24."""

    kind: str
    name: str
    says: str
    from_h: Number
    to_h: Number
    session: str


class DayMark(Message):
    """Something at one hour of the day."""

    kind: str
    says: str
    at_h: Number
    value: Score | None


class DayView(Message):
    """One day, whole: posture, breaks, exercises and pain."""

    day: date
    spans: list[DaySpan]
    marks: list[DayMark]


class ReplayCue(Message):
    """What was said about form, and when."""

    t_s: Number
    text: str
    exercise: str
    is_praise: bool


class ReplaySet(Message):
    """One set, with when its first and last repetition or hold was seen; null where none was."""

    says: str
    from_s: Number | None
    to_s: Number | None


class ReplayView(Message):
    """One session, to be looked at again; its poses come as bytes from `poses_url`."""

    id: str
    at: datetime
    says: str
    duration_s: Number
    aspect: Number
    landmarks: int
    frames: int
    poses_url: str
    cues: list[ReplayCue]
    sets: list[ReplaySet]
