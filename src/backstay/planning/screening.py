"""The safety screen: when it is due, and what its answers come to. It names nothing a person might have.

Source:
    docs/evidence.md 6.1 to 6.4: tiers A, B and C, asked once at the beginning, weekly, and after a jump in pain.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

from pydantic import Field
from pydantic_core import to_json

from backstay.exercises.plain_yaml import read_document
from backstay.exercises.program_types import Variable
from backstay.exercises.types import Definition, Identifier
from backstay.memory.types import ScreeningRecord, Tier

SCREEN = Path(__file__).with_name("screening.yaml")
WEEKLY = timedelta(days=7)
"""evidence.md 6.1: repeat weekly."""
PAIN_JUMP = 3
"""evidence.md 6.1: repeat after any pain jump of 3 or more of 10."""
CLEARED = "clinician_said_yes"
"""The answer that a clinician has said yes, kept among the answers of a screen."""


class Adaptation(Definition):
    """What an answer changes about an exercise."""

    exercise: Identifier = Field(description="The exercise that is adapted.")
    instead: Identifier | None = Field(default=None, description="What is done instead; left out where there is none.")
    says: str = Field(min_length=3, description="What is done and why, as the person reads it.")
    keeps: tuple[Variable, ...] = Field(default=(), description="What does not move on, however well it goes.")


class ScreenQuestion(Definition):
    """One question, to be answered with yes or no."""

    id: Identifier
    tier: Tier = Field(description="What a yes comes to.")
    asks: str = Field(min_length=3, description="The question.")
    is_lasting: bool = Field(default=False, description="A yes that once was cleared by a clinician stays cleared.")
    adapts: tuple[Adaptation, ...] = Field(default=(), description="What a yes changes about exercises.")
    source: str = Field(min_length=3)


class TierWords(Definition):
    """What a tier is called on the page."""

    headline: str
    says: str


class Screen(Definition):
    """The whole screen, and the stop rules of every session."""

    source: str
    tiers: Mapping[Tier, TierWords]
    questions: tuple[ScreenQuestion, ...]
    stop_rules: tuple[str, ...]


class Due(StrEnum):
    """Why the screen is due."""

    FIRST = "first"
    STOPPED = "stopped"
    NOT_CLEARED = "not_cleared"
    PAIN_JUMP = "pain_jump"
    WEEKLY = "weekly"


DUE_SAYS = {
    Due.FIRST: "Before you begin: a few questions, so that practising is safe for you.",
    Due.STOPPED: "Last time your answers asked you not to exercise. Please answer again.",
    Due.NOT_CLEARED: "Last time your answers asked you to see a clinician first. Have you, and what did they say?",
    Due.PAIN_JUMP: "Your pain is clearly higher than last time. Please answer these questions once more.",
    Due.WEEKLY: "Once a week we ask these questions again, in case something has changed.",
}


@cache
def the_screen() -> Screen:
    """Return the screen that ships with Backstay."""
    return Screen.model_validate_json(to_json(read_document(SCREEN).values))


def why_due(screenings: Sequence[ScreeningRecord], now: datetime, jumped_at: datetime | None = None) -> Due | None:
    """Return why the screen is due now; None if it is not.

    Args:
        screenings: Of one person, oldest first.
        now: Aware.
        jumped_at: When a jump in pain was told, or None (`has_jumped`).
    """
    if not screenings:
        return Due.FIRST
    last = screenings[-1]
    if last.tier is Tier.EMERGENCY:
        return Due.STOPPED
    if last.tier is Tier.CLINICIAN_FIRST:
        return Due.NOT_CLEARED
    if jumped_at is not None and last.at < jumped_at:
        return Due.PAIN_JUMP
    return Due.WEEKLY if not timedelta() <= now - last.at < WEEKLY else None


def has_jumped(before: int | None, now: int | None) -> bool:
    """Return whether pain has risen by 3 or more of 10.

    Example:
        >>> has_jumped(2, 5), has_jumped(2, 4), has_jumped(None, 9)
        (True, False, False)
    """
    return before is not None and now is not None and now - before >= PAIN_JUMP


def come_to(
    answers: Mapping[str, bool], at: datetime, before: ScreeningRecord | None = None, *, is_cleared: bool = False
) -> ScreeningRecord:
    """Return what a screen's answers come to: the gravest tier of what was answered with yes.

    Args:
        answers: Question id to yes or no; what is not answered counts as no.
        at: Aware.
        before: The screen before this one; a lasting yes that was cleared then stays cleared.
        is_cleared: Whether a clinician has said yes to exercising, knowing these answers.
    """
    asked = {each.id: bool(answers.get(each.id, False)) for each in the_screen().questions}
    said = [each for each in the_screen().questions if asked[each.id]]
    kept = before is not None and before.answers.get(CLEARED, False)
    open_ones = [
        each
        for each in said
        if each.tier is Tier.CLINICIAN_FIRST
        and not is_cleared
        and not (kept and each.is_lasting and before is not None and before.answers.get(each.id, False))
    ]
    is_any_open = any(each.tier is Tier.CLINICIAN_FIRST for each in said)
    return ScreeningRecord(
        at=at,
        answers={**asked, CLEARED: is_any_open and not open_ones},
        tier=_tier(said, is_open=bool(open_ones)),
        adaptations=tuple(each.id for each in said if each.tier is Tier.ADAPT),
    )


def adaptations_of(screening: ScreeningRecord | None) -> dict[str, Adaptation]:
    """Return what a screen adapts, by exercise; leaving out goes before another exercise, and that before a word."""
    if screening is None:
        return {}
    found: dict[str, Adaptation] = {}
    wanted = [each for each in the_screen().questions if each.id in screening.adaptations]
    for adaptation in (each for question in wanted for each in question.adapts):
        known = found.get(adaptation.exercise)
        if known is None or _weight(adaptation) > _weight(known):
            found[adaptation.exercise] = adaptation
    return found


def _weight(adaptation: Adaptation) -> int:
    """Return how far an adaptation goes."""
    if adaptation.instead is None:
        return 2
    return 0 if adaptation.instead == adaptation.exercise else 1


def _tier(said: Sequence[ScreenQuestion], *, is_open: bool) -> Tier:
    """Return the gravest tier that is open."""
    if any(each.tier is Tier.EMERGENCY for each in said):
        return Tier.EMERGENCY
    if is_open:
        return Tier.CLINICIAN_FIRST
    return Tier.ADAPT if any(each.tier is Tier.ADAPT for each in said) else Tier.CLEAR
