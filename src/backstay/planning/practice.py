"""One person's practice: what is asked before a session, and what is done today; over the store."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from backstay.exercises.program_types import Program
from backstay.memory.store import Period, Store
from backstay.memory.types import ActivityRecord, ChangeRecord, DecisionRecord, ScreeningRecord, SessionRecord
from backstay.planning.choosing import followed_by
from backstay.planning.gate import Gate, Verdict, asks_next_morning, gate
from backstay.planning.progression import decide, overruled
from backstay.planning.screening import Due, adaptations_of, come_to, has_jumped, why_due
from backstay.planning.today import BLOCKING, Past, Today, moving, plan_today

PAIN_LASTS = timedelta(hours=3)
"""Pain told longer ago is asked about again; as long as a session that was cut off can be resumed."""
LOOKED_BACK = timedelta(weeks=8)
"""Twice the four weeks of the balance; the rules look at the last few sessions, and a year takes seconds to read."""
MOST_ACTIVITIES = 3
"""evidence.md 7: a few activities that the person names; three are quickly rated."""


class CheckInStep(StrEnum):
    """What comes next before a session."""

    SCREEN = "screen"
    STOPPED = "stopped"
    MORNING = "morning"
    PAIN = "pain"
    READY = "ready"
    REST = "rest"


@dataclass(frozen=True, slots=True, kw_only=True)
class PainNow:
    """Pain as it was told today.

    Attributes:
        at: When, aware.
        value: 0-10.
        has_stop_sign: Whether a stop sign was told with it.
    """

    at: datetime
    value: int
    has_stop_sign: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn:
    """Where the questions before a session stand.

    Attributes:
        step: What comes next.
        due: Why the screen is due; None unless it comes next.
        screening: The last screen; None before the first.
        morning: The session whose next morning is asked about; None unless that comes next.
        gate: The answer to today's pain; None before it.
        today: What is done today.
        program: The program that it follows.
        trouble: Why that is not the program that was chosen, a sentence; usually empty.
        decisions: What moved, oldest first, overruled ones too.
        sessions: Those of the last eight weeks, oldest first.
    """

    step: CheckInStep
    due: Due | None
    screening: ScreeningRecord | None
    morning: SessionRecord | None
    gate: Gate | None
    today: Today
    program: Program
    trouble: str
    decisions: tuple[DecisionRecord, ...]
    sessions: tuple[SessionRecord, ...]

    @property
    def is_open(self) -> bool:
        """Return whether a session may begin."""
        return self.step is CheckInStep.READY


class Practice:
    """What is asked and planned for one person; every method may raise `StoreError`."""

    def __init__(self, store: Store, person: str, now: Callable[[], datetime], program: Program | None = None) -> None:
        """Begin with nothing told today.

        Args:
            store: What is remembered.
            person: Whose practice it is.
            now: Aware, in the person's own time zone.
            program: Followed in place of the person's own, as long as this lasts.
        """
        self._store, self._person, self.now, self._override = store, person, now, program
        self._pain: PainNow | None = None
        self._has_skipped_morning = False

    @property
    def store(self) -> Store:
        """Return what is remembered."""
        return self._store

    @property
    def person(self) -> str:
        """Return whose practice it is."""
        return self._person

    @property
    def program(self) -> Program:
        """Return the program that is followed; the prescription where one that was imported no longer loads."""
        return self._followed()[0]

    def _followed(self) -> tuple[Program, str]:
        """Return the program that is followed, and why it is not the person's own, if it should be."""
        return followed_by(self._store, self._person) if self._override is None else (self._override, "")

    @property
    def pain(self) -> int | None:
        """Return the pain told today; None before."""
        return None if self._pain is None else self._pain.value

    def check_in(self) -> CheckIn:
        """Return where the questions before a session stand; due decisions are taken on the way."""
        now, (program, trouble) = self.now(), self._followed()
        if self._pain is not None and not timedelta() <= now - self._pain.at < PAIN_LASTS:
            self._pain = None
        sessions = self._store.find_sessions(self._person, Period(since=now - LOOKED_BACK))
        screenings = self._store.find(self._person, ScreeningRecord)
        screening = screenings[-1] if screenings else None
        decisions = self._decide(program, sessions, screening, now)
        due = why_due(screenings, now, self._jumped_at(sessions))
        morning = None if self._has_skipped_morning else asks_next_morning(sessions, now)
        found = self._gate(sessions, now)
        past = Past(sessions=sessions, decisions=decisions, screening=screening)
        today = plan_today(program, past, found, now)
        return CheckIn(
            step=_step(due, screening, morning, found, today),
            due=due,
            screening=screening,
            morning=morning,
            gate=found,
            today=today,
            program=program,
            trouble=trouble,
            decisions=decisions,
            sessions=sessions,
        )

    def tell_screen(self, answers: Mapping[str, bool], *, is_cleared: bool = False) -> None:
        """Take the answers of the safety screen."""
        screenings = self._store.find(self._person, ScreeningRecord)
        before = screenings[-1] if screenings else None
        self._store.save(self._person, come_to(answers, self.now(), before, is_cleared=is_cleared))

    def tell_clinicians_yes(self) -> None:
        """Take it that a clinician has said yes to the answers of the last screen."""
        screenings = self._store.find(self._person, ScreeningRecord)
        if screenings:
            self._store.save(self._person, come_to(screenings[-1].answers, self.now(), is_cleared=True))

    def tell_morning(self, session: str, value: int | None) -> None:
        """Take how it felt the morning after a session, 0-10; None leaves it unanswered for today."""
        if value is None:
            self._has_skipped_morning = True
        else:
            self._store.save_remark(self._person, session, next_morning=value)

    def tell_pain(self, value: int, *, has_stop_sign: bool = False) -> None:
        """Take the pain before today's session, 0-10, and whether a stop sign is there."""
        self._pain = PainNow(at=self.now(), value=value, has_stop_sign=has_stop_sign)

    def follow_own(self) -> None:
        """Follow the person's own program from now on, whatever it began with."""
        self._override = None

    def forget_pain(self) -> None:
        """Ask again: a session is over, and the next one begins with its own question."""
        self._pain = None

    def overrule(self, exercise: str, at: datetime) -> None:
        """Set a decision aside; one that is not known changes nothing."""
        for each in self._store.find(self._person, DecisionRecord):
            if each.exercise == exercise and each.at == at:
                self._store.save(self._person, overruled(each))

    def activities(self) -> tuple[ActivityRecord, ...]:
        """Return the newest rating of each of the person's activities, the newest first, three at most."""
        newest: dict[str, ActivityRecord] = {}
        for each in reversed(self._store.find(self._person, ActivityRecord)):
            newest.setdefault(each.activity, each)
        return tuple(newest.values())[:MOST_ACTIVITIES]

    def rate(self, ratings: Mapping[str, int], change: int | None = None) -> None:
        """Take ratings of activities, 0-10, and how the back is against the beginning, -5 to 5."""
        at = self.now()
        records = [
            ActivityRecord(at=at, activity=activity, rating=value)
            for activity, value in list(ratings.items())[:MOST_ACTIVITIES]
        ]
        self._store.save(self._person, *records, *([] if change is None else [ChangeRecord(at=at, rating=change)]))

    def _jumped_at(self, sessions: tuple[SessionRecord, ...]) -> datetime | None:
        """Return when a jump in pain was told; None without one."""
        told = [pain for each in sessions[-1:] for pain in _pains(each)]
        before = told[-1] if told else None
        return self._pain.at if self._pain is not None and has_jumped(before, self._pain.value) else None

    def _gate(self, sessions: tuple[SessionRecord, ...], now: datetime) -> Gate | None:
        """Return the answer to today's pain; None before it."""
        if self._pain is None:
            return None
        return gate(self._pain.value, sessions, now, has_stop_sign=self._pain.has_stop_sign)

    def _decide(
        self,
        program: Program,
        sessions: tuple[SessionRecord, ...],
        screening: ScreeningRecord | None,
        now: datetime,
    ) -> tuple[DecisionRecord, ...]:
        """Take the decisions that the last sessions ask for, and return all there are."""
        decisions, adaptations = self._store.find(self._person, DecisionRecord), adaptations_of(screening)
        entries = [moving(entry, decisions, adaptations) for entry in program.exercises]
        found = (decide(program, entry, sessions, decisions, now) for entry in entries)
        fresh = tuple(each for each in found if each is not None)
        if fresh:
            self._store.save(self._person, *fresh)
        return (*decisions, *fresh)


def _pains(session: SessionRecord) -> list[int]:
    """Return what was told of pain around a session, in order."""
    told = (session.pain_before, session.pain_after, session.pain_next_morning)
    return [each for each in told if each is not None]


def _step(
    due: Due | None, screening: ScreeningRecord | None, morning: SessionRecord | None, found: Gate | None, today: Today
) -> CheckInStep:
    """Return what comes next."""
    if due in {Due.STOPPED, Due.NOT_CLEARED} and screening is not None and screening.tier in BLOCKING:
        return CheckInStep.STOPPED
    if due is not None:
        return CheckInStep.SCREEN
    if morning is not None:
        return CheckInStep.MORNING
    if found is None:
        return CheckInStep.PAIN
    return CheckInStep.READY if today.tasks and found.verdict is not Verdict.STOP else CheckInStep.REST
