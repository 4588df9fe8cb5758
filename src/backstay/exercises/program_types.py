"""What a program is: exercises, doses, days, and the rules by which doses move; the language a therapist writes in."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from backstay.exercises.types import Definition, Dose, Identifier, Sentence

Share = Annotated[float, Field(gt=0.0, le=1.0)]
Score = Annotated[int, Field(ge=0, le=10)]


class Day(StrEnum):
    """A day of the week, Monday first."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"

    @property
    def number(self) -> int:
        """Return 0 for Monday to 6 for Sunday, as `datetime.weekday` does."""
        return tuple(Day).index(self)


class Variable(StrEnum):
    """What may move from session to session, the gentlest change first; evidence.md 5.2."""

    RANGE = "range"
    TEMPO = "tempo"
    REPETITIONS = "repetitions"
    HOLDS = "holds"
    HOLD_S = "hold_s"
    SETS = "sets"
    POSITION = "position"


class Steps(Definition):
    """How a number of the dose may move."""

    by: float = Field(gt=0.0, description="How much one change is.")
    least: float = Field(ge=1.0, description="It never goes under this.")
    most: float = Field(ge=1.0, description="It never goes over this.")


class Changes(Definition):
    """What may change about one exercise; what is left out stays as it is."""

    range: tuple[Sentence, ...] = Field(default=(), description="What to aim for next, one after the other: how far.")
    tempo: tuple[Sentence, ...] = Field(default=(), description="What to aim for next: how slowly or evenly.")
    repetitions: Steps | None = Field(default=None, description="Repetitions a set.")
    holds: Steps | None = Field(default=None, description="Holds a set, or a side.")
    hold_s: Steps | None = Field(default=None, description="Seconds that one hold lasts.")
    sets: Steps | None = Field(default=None, description="Sets.")
    harder: Identifier | None = Field(default=None, description="The exercise that comes after this one.")
    easier: Identifier | None = Field(default=None, description="The exercise to fall back on.")


class Entry(Definition):
    """One exercise of a program."""

    exercise: Identifier = Field(description="An exercise's id; `backstay exercises list` names them.")
    dose: Dose | None = Field(default=None, description="How much; the exercise's own dose if there is none.")
    days: tuple[Day, ...] = Field(default=(), description="Its own days; the program's if there are none.")
    changes: Changes = Field(default_factory=Changes, description="What may change about it, and how far.")


class Progression(Definition):
    """When a little more is asked: one variable of one exercise at a time."""

    after_sessions: int = Field(default=3, ge=1, le=50, description="Sessions in a row that went well.")
    least_done_fraction: Share = Field(default=0.9, description="Repetitions or seconds done, as a share of the dose.")
    most_fault_fraction: float = Field(
        default=0.2, ge=0.0, lt=1.0, description="A line broken in more of the units that show it than this is a fault."
    )
    most_pain: Score = Field(default=3, description="Pain at most this, before and after.")
    most_effort: Score = Field(default=6, description="Effort at most this.")
    order: tuple[Variable, ...] = Field(
        default=tuple(Variable), min_length=1, description="What moves first, second, ..."
    )


class Regression(Definition):
    """When less is asked."""

    least_faults: int = Field(default=2, ge=1, le=20, description="Lines that stay broken after a cue,")
    in_sessions: int = Field(default=2, ge=1, le=50, description="in so many sessions in a row.")
    least_effort: Score = Field(default=8, description="Or effort from here up in the last session.")


class Program(Definition):
    """What somebody does, on which days, and by which rules it moves."""

    id: Identifier = Field(description="The program's short name, as its file is called.")
    version: int = Field(ge=1, description="One more after each change.")
    title: Annotated[str, Field(min_length=3, max_length=60)] = Field(description="Its name, as the person reads it.")
    author: str = Field(min_length=3, max_length=120, description="Who put it together.")
    credentials: str = Field(default="", max_length=200, description="What makes the author fit to, such as a title.")
    days: tuple[Day, ...] = Field(default=(), max_length=7, description="Days of practice; any day if there are none.")
    order: Literal["as_listed", "rotated"] = Field(
        default="as_listed", description="rotated: each practice begins with another exercise."
    )
    exercises: tuple[Entry, ...] = Field(min_length=1, max_length=20, description="What is done, in order.")
    progression: Progression | None = Field(default=None, description="When more is asked; never, if it is left out.")
    regression: Regression | None = Field(default=None, description="When less is asked; never, if it is left out.")
    stop_rules: tuple[Sentence, ...] = Field(
        default=(), max_length=20, description="When to stop and rest, besides what every session says."
    )
    source: str = Field(min_length=3, description="Where the program and its rules come from.")
