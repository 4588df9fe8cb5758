"""Sessions as they might have been, for tests of what follows from them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from backstay.assessment.types import Verdict
from backstay.coaching.words import Mode
from backstay.memory.types import CueRecord, SessionRecord, SetRecord, UnitRecord

MONDAY = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)


def day(number: int, hour: int = 18) -> datetime:
    """Return a moment so many days after a Monday."""
    return MONDAY.replace(hour=hour) + timedelta(days=number)


def unit(number: int, began_s: float = 0.0, **verdicts: Verdict) -> UnitRecord:
    return UnitRecord(
        kind="repetition",
        number=number,
        began_s=began_s,
        ended_s=began_s + 4,
        held_s=float("nan"),
        is_counted=True,
        verdicts=verdicts,
        readings={},
    )


def bout(exercise: str, target: float = 10, done: float | None = None, units: tuple[UnitRecord, ...] = ()) -> SetRecord:
    return SetRecord(
        exercise=exercise,
        exercise_version=1,
        number=1,
        side=None,
        target=target,
        done=target if done is None else done,
        units=units,
    )


def cue(criterion: str, t_s: float, exercise: str = "wall_angel") -> CueRecord:
    return CueRecord(t_s=t_s, exercise=exercise, criterion=criterion, text="Slower.", is_praise=False)


EVERYTHING = (bout("wall_angel", 20), bout("hip_flexor_stretch", 180), bout("abdominal_brace", 100))
"""The prescription's whole doses, each as one set."""


def session(number: int, *sets: SetRecord, **more: object) -> SessionRecord:
    """Return a session so many days after a Monday; good and easy unless told otherwise."""
    began = day(number)
    told = {"pain_before": 1, "pain_after": 1, "effort": 4, "pain_next_morning": 1} | more
    return SessionRecord(
        id=f"s{number:03}",
        person="me",
        started_at=began,
        ended_at=began + timedelta(minutes=20),
        duration_s=1200.0,
        mode=Mode.CAMERA,
        program="prescription",
        program_version=1,
        is_finished=True,
        sets=tuple(replace(each, number=number) for number, each in enumerate(sets or EVERYTHING, start=1)),
        **told,
    )
