"""The gate: pain before a session, and after the last ones, decides how much is done today, and says why.

Source:
    docs/evidence.md 5.2, the rule set (pain-monitoring model; not validated for backs, so used only to do less).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import median

from backstay.exercises.types import Dose
from backstay.memory.types import SessionRecord

GO_UP_TO = 3
"""evidence.md 5.2: go up to 3 of 10,"""
GO_ABOVE_USUAL = 1
"""and at most one more than usual."""
STOP_FROM = 6
"""evidence.md 5.2: stop today from 6."""
LESS_FRACTION = 0.6
"""evidence.md 5.2: 50 to 70 % of the dose."""
REST = timedelta(hours=48)
"""evidence.md 5.2: rest for 48 h after two mornings in a row."""
MORNINGS_TO_REST = 2
MORNINGS_TO_ADVISE = 3
"""evidence.md 5.2: two in a row, rest; a third, advise a professional."""
USUAL_OF = 5
"""Sessions whose pain before makes up what is usual; their median is not moved by one bad day."""


class Verdict(StrEnum):
    """What today allows."""

    GO = "go"
    MODIFY = "modify"
    STOP = "stop"


MORNING_REMEMBERED_DAYS = 3
"""How many days later the question about the next morning still makes sense; our own choice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """The gate's answer.

    Attributes:
        verdict: Go, modify or stop.
        dose_fraction: Share of the dose that is done today; 0 at stop.
        says: Why, in one sentence, and at stop what to do.
        until: When practising may begin again, aware; None where nothing is said about it.
        asks_professional: Whether the person is asked to talk to a professional.
    """

    verdict: Verdict
    dose_fraction: float
    says: str
    until: datetime | None = None
    asks_professional: bool = False


def gate(pain: int, sessions: Sequence[SessionRecord], now: datetime, *, has_stop_sign: bool = False) -> Gate:
    """Return what today's pain and the mornings after the last sessions allow.

    Args:
        pain: Now, 0-10.
        sessions: Of one person, oldest first.
        now: Aware.
        has_stop_sign: Whether the person has a stop sign of the session's list right now.
    """
    if has_stop_sign:
        return _stop("One of the stop signs is there, so today is for rest. If it stays or grows, get medical help.")
    if pain >= STOP_FROM:
        return _stop(f"Pain is {pain} of 10, so today is for rest; gentle walking is fine if it feels fine.")
    return _after_mornings(sessions, now) or _by_pain(pain, usual_pain(sessions))


def usual_pain(sessions: Sequence[SessionRecord]) -> int | None:
    """Return the usual pain before a session, 0-10: the median of the last five; None if it was never told."""
    told = [each.pain_before for each in sessions if each.pain_before is not None][-USUAL_OF:]
    return round(median(told)) if told else None


def unsettled_mornings(sessions: Sequence[SessionRecord]) -> int:
    """Return after how many of the last sessions in a row the pain was still up next morning."""
    count = 0
    for session in reversed(sessions):
        if session.pain_next_morning is None:
            continue
        usual = usual_pain([each for each in sessions if each.started_at < session.started_at])
        before = session.pain_before if session.pain_before is not None else usual
        if before is None or session.pain_next_morning <= before:
            break
        count += 1
    return count


def asks_next_morning(sessions: Sequence[SessionRecord], now: datetime) -> SessionRecord | None:
    """Return the session whose next morning is still to be asked about; None if there is none.

    Only the last session counts, from the next day on, and for three days: later nobody remembers.
    """
    done = [each for each in sessions if any(part.done > 0 for part in each.sets)]
    if not done or done[-1].pain_next_morning is not None:
        return None
    days = (now.astimezone().date() - done[-1].started_at.astimezone().date()).days
    return done[-1] if 1 <= days <= MORNING_REMEMBERED_DAYS else None


def lessened(dose: Dose, fraction: float) -> Dose:
    """Return a dose with fewer repetitions or holds, or, where there is one hold only, a shorter one.

    Example:
        >>> lessened(Dose(sets=2, repetitions=10), 0.6).repetitions
        6
    """
    if dose.repetitions is not None:
        return dose.model_copy(update={"repetitions": max(1, round(fraction * dose.repetitions))})
    if dose.holds is not None and dose.holds > 1:
        return dose.model_copy(update={"holds": max(1, round(fraction * dose.holds))})
    return dose.model_copy(update={"hold_s": None if dose.hold_s is None else float(round(fraction * dose.hold_s))})


def _after_mornings(sessions: Sequence[SessionRecord], now: datetime) -> Gate | None:
    """Return what the mornings after the last sessions ask for; None for nothing."""
    mornings = unsettled_mornings(sessions)
    if mornings == 0:
        return None
    until = sessions[-1].ended_at + REST
    is_advised = mornings >= MORNINGS_TO_ADVISE
    advice = " Please talk to your therapist or doctor about it." if is_advised else ""
    if mornings >= MORNINGS_TO_REST and now < until:
        says = f"After the last {mornings} sessions the pain was still up next morning, so two days of rest come first."
        return Gate(
            verdict=Verdict.STOP, dose_fraction=0.0, says=says + advice, until=until, asks_professional=is_advised
        )
    says = "The morning after your last session the pain was still up, so today is about 60 % of the usual amount."
    return Gate(verdict=Verdict.MODIFY, dose_fraction=LESS_FRACTION, says=says + advice, asks_professional=is_advised)


def _by_pain(pain: int, usual: int | None) -> Gate:
    """Return what pain alone asks for, below the border of stop."""
    if pain > GO_UP_TO:
        says = f"Pain is {pain} of 10, so today has fewer repetitions; move only as far as feels fine."
    elif usual is not None and pain > usual + GO_ABOVE_USUAL:
        says = (
            f"Pain is {pain} of 10, more than your usual {usual}, so today has fewer repetitions; keep the range small."
        )
    else:
        return Gate(verdict=Verdict.GO, dose_fraction=1.0, says=f"Pain is {pain} of 10: go ahead as planned.")
    return Gate(verdict=Verdict.MODIFY, dose_fraction=LESS_FRACTION, says=says)


def _stop(says: str) -> Gate:
    """Return a stop for today."""
    return Gate(verdict=Verdict.STOP, dose_fraction=0.0, says=says)
