"""What is asked and answered around a session: screen, pain, today's plan, programs, activities."""

from datetime import datetime
from typing import Annotated

from pydantic import BeforeValidator, Field, StrictBool

from backstay.exercises.types import Identifier
from backstay.planning.practice import CheckInStep
from backstay.web.wire import Message, Plan, Score
from backstay.web.written_dates import written

MOST_TEXT = 100_000
"""As long as a definition may be (`exercises.plain_yaml.MAX_BYTES`)."""
Change = Annotated[int, Field(strict=True, ge=-5, le=5)]
Short = Annotated[str, Field(min_length=1, max_length=80)]


class AskedQuestion(Message):
    """One question of the safety screen, answered with yes by a tap."""

    id: Identifier
    asks: str
    group: str = Field(description="Questions of one group stand together; the gravest come first.")
    was_yes: bool = Field(description="A lasting yes of last time, to begin with.")


class TodaysTask(Message):
    """One exercise of today, with what is different about it."""

    exercise: Identifier
    title: str
    dose_says: str
    reasons: list[str]
    decided_at: datetime | None = Field(description="Its newest change, which can be overruled; null: none.")
    entry: Identifier = Field(
        description="What decisions about its dose are kept under: the exercise, or what the screen puts in its place."
    )


class RegionWork(Message):
    """What was done for one region over four weeks."""

    title: str
    minutes: int
    share_fraction: float


class CheckInState(Message):
    """What comes next before a session, and what is done today."""

    step: CheckInStep
    headline: str
    says: list[str]
    questions: list[AskedQuestion]
    is_clearable: bool = Field(description="Whether a clinician's yes opens it.")
    morning_session: str | None = Field(description="The session whose next morning is asked about.")
    tasks: list[TodaysTask]
    left_out: list[str]
    stop_rules: list[str]
    balance_says: str
    balance: list[RegionWork]
    plan: Plan


class ScreenAnswers(Message):
    """The answers of the safety screen: the questions answered with yes."""

    yes: list[Identifier] = Field(max_length=60)


class MorningAnswer(Message):
    """How it felt the morning after a session."""

    session: Short
    pain: Score | None = Field(description="Null: no answer today.")


class PainAnswer(Message):
    """Pain before the session."""

    pain: Score
    has_stop_sign: StrictBool


class Overruled(Message):
    """A change of dose that is set aside."""

    entry: Identifier
    decided_at: Annotated[datetime, BeforeValidator(written)]


class ProgramCard(Message):
    """A program one can choose."""

    id: Identifier
    version: int
    title: str
    author: str
    credentials: str
    days_says: str
    exercises: list[str] = Field(description='In words, such as "Wall angel: 2 sets of 10".')
    source: str
    is_chosen: bool
    complaints: list[str] = Field(
        description="Why it cannot be used, a sentence for everything to mend; usually empty."
    )


class ProgramText(Message):
    """A program as it was written, to be checked or imported."""

    name: Short = Field(description="The file's name.")
    text: str = Field(max_length=MOST_TEXT)


class ProgramChecked(Message):
    """What is to mend in a program, or what it says."""

    complaints: list[str] = Field(description="A sentence for everything to mend; empty for none.")
    program: ProgramCard | None


class ProgramChosen(Message):
    """Which program to follow."""

    id: Identifier


class ActivityRating(Message):
    """One of the person's activities."""

    activity: Short
    rating: Score = Field(description="0: unable, 10: as before.")


class Activities(Message):
    """Up to three activities the person named, and how the back is against the beginning."""

    activities: list[ActivityRating] = Field(description="Three at most are kept.")
    change: Change | None = Field(description="-5: far worse, 0: as at the beginning, 5: far better.")
