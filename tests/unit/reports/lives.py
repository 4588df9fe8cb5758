"""People who never were: records of somebody new, of one week, and of one year, always the same ones."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from backstay.assessment.types import Verdict
from backstay.coaching.words import Mode
from backstay.exercises.loading import library
from backstay.exercises.programs import find_program
from backstay.exercises.types import Exercise
from backstay.memory.opening import open_store
from backstay.memory.types import (
    ActivityRecord,
    BreakRecord,
    ChangeRecord,
    CueRecord,
    DecisionRecord,
    NoteRecord,
    Person,
    PostureRecord,
    ScreeningRecord,
    SessionRecord,
    SetRecord,
    Tier,
    UnitRecord,
)
from backstay.reports.history import history
from backstay.reports.history_types import History
from backstay.reports.remembered import Remembered

LIBRARY = {each.id: each for each in library()}
TODAY = date(2026, 11, 26)
NOW = datetime(2026, 11, 26, 20, tzinfo=UTC)
PRESCRIBED = find_program("prescription")
STATES = ("tall", "relaxed", "slumped", "forward_head", "knees_soft", "away")
PROVENANCE = {"backstay": "0.1.0", "pose_model": "full", "weights_sha256": "ab" * 32, "settings_sha256": "cd" * 32}


@dataclass(frozen=True)
class Life:
    """How somebody fares: the first value on the first day, the second on the last."""

    days: int
    days_a_week: int = 4
    pain: tuple[float, float] = (5.0, 2.0)
    reach_deg: tuple[float, float] = (140.0, 170.0)
    opening_deg: tuple[float, float] = (9.0, 18.0)
    seed: int = 7

    def at(self, pair: tuple[float, float], done_fraction: float) -> float:
        return pair[0] + (pair[1] - pair[0]) * done_fraction


def as_it_is(at: datetime) -> datetime:
    """Keep a time as it is: these people live in UTC."""
    return at


def nobody() -> Remembered:
    """Return somebody who has just made a profile."""
    return Remembered(person=Person(id="ada", name="Ada", created_at=datetime(2026, 11, 26, 9, tzinfo=UTC)))


def one_week() -> Remembered:
    """Return somebody's first week."""
    return live(Life(days=7, pain=(5.0, 4.0)))


def one_year() -> Remembered:
    """Return somebody's year, with a fortnight off in summer."""
    return live(Life(days=365))


def history_of(remembered: Remembered) -> History:
    """Return the history on the last day of these lives."""
    return history(remembered, LIBRARY, NOW, as_it_is)


def live(life: Life) -> Remembered:
    """Return everything that a life leaves behind."""
    chance = random.Random(life.seed)  # noqa: S311 - no secret hangs on it
    first = TODAY - timedelta(days=life.days - 1)
    days = [first + timedelta(days=number) for number in range(life.days)]
    practised = [day for day in days if _is_practised(day, life, chance)]
    sessions = [_session(day, life, (day - first).days / max(1, life.days - 1), chance) for day in practised]
    return Remembered(
        person=Person(id="ada", name="Ada", created_at=datetime.combine(first, time(8), UTC)),
        program=PRESCRIBED,
        sessions=tuple(sessions),
        screenings=(ScreeningRecord(at=_at(first, 9), answers={"fever": False}, tier=Tier.CLEAR),),
        activities=tuple(_activities(days, chance)),
        decisions=(
            DecisionRecord(
                at=_at(days[-1], 10),
                exercise="hip_flexor_stretch",
                variable="holds",
                before="2",
                after="3",
                reason="Three sessions in a row were complete and felt fine, so there is one hold more.",
            ),
        ),
        postures=tuple(_postures(days[-min(14, life.days) :], chance)),
        breaks=tuple(_breaks(days[-min(14, life.days) :], chance)),
        notes=(NoteRecord(at=_at(days[-1], 20), text="Slept well on the left side."),),
        changes=(ChangeRecord(at=_at(days[-1], 21), rating=2),),
    )


def _is_practised(day: date, life: Life, chance: random.Random) -> bool:
    is_off = day.month == 8 and day.day <= 14
    return not is_off and chance.random() < life.days_a_week / 7 + 0.1


def _at(day: date, hour: float) -> datetime:
    return datetime.combine(day, time(0), UTC) + timedelta(hours=hour)


def _session(day: date, life: Life, share: float, chance: random.Random) -> SessionRecord:
    began = _at(day, chance.uniform(6.8, 8.2))
    sets = tuple(_sets(life, share, chance))
    pain = max(0, min(10, round(life.at(life.pain, share) + chance.gauss(0, 0.7))))
    asked = chance.random() < 0.9
    duration_s = chance.uniform(620.0, 900.0)
    return SessionRecord(
        id=began.strftime("%Y%m%d-%H%M%S-%f"),
        person="ada",
        started_at=began,
        ended_at=began + timedelta(seconds=duration_s),
        duration_s=duration_s,
        mode=Mode.CAMERA,
        program="prescription",
        program_version=1,
        is_finished=chance.random() < 0.9,
        sets=sets,
        cues=tuple(_cues(share, chance)),
        answers={"abdominal_brace.breathing_normally": True},
        pain_before=pain if asked else None,
        pain_after=max(0, pain - chance.randint(0, 1)) if asked else None,
        pain_next_morning=pain if asked and chance.random() < 0.7 and day < TODAY else None,
        effort=chance.randint(3, 6) if asked else None,
        note="Left knee a little stiff." if chance.random() < 0.05 else "",
        provenance=PROVENANCE,
    )


def _sets(life: Life, share: float, chance: random.Random) -> Iterator[SetRecord]:
    number = 0
    for _ in range(2):
        number += 1
        yield _angels(number, life.at(life.reach_deg, share) + chance.gauss(0, 2), chance)
    for side in ("left", "right"):
        for _ in range(3):
            number += 1
            opening = life.at(life.opening_deg, share) + chance.gauss(0, 1.5)
            readings = {f"{side}_hip_flexion_change_deg": -opening}
            yield _hold(LIBRARY["hip_flexor_stretch"], number, side, 30.0, readings, chance)
    for _ in range(10):
        number += 1
        readings = {"trunk_inclination_change_deg": chance.gauss(1.0, 1.2 - 0.6 * share)}
        yield _hold(LIBRARY["abdominal_brace"], number, None, 10.0, readings, chance)


def _angels(number: int, reach_deg: float, chance: random.Random) -> SetRecord:
    done = 10 if chance.random() < 0.85 else chance.randint(6, 9)
    units = tuple(
        UnitRecord(
            kind="repetition",
            number=each + 1,
            began_s=60.0 * number + 5.0 * each,
            ended_s=60.0 * number + 5.0 * each + 4.2,
            held_s=float("nan"),
            is_counted=True,
            verdicts={"reach_overhead": Verdict.MET if reach_deg > 150 else Verdict.NOT_MET, "slow_up": Verdict.MET},
            readings={"mean_shoulder_elevation_deg": reach_deg + chance.gauss(0, 2.5), "rising_s": 1.9},
        )
        for each in range(done)
    )
    return SetRecord(
        exercise="wall_angel", exercise_version=1, number=number, side=None, target=10.0, done=float(done), units=units
    )


def _hold(  # noqa: PLR0913 - a scene of a test
    exercise: Exercise, number: int, side: str | None, target_s: float, readings: dict, chance: random.Random
) -> SetRecord:
    held_s = target_s if chance.random() < 0.8 else target_s * chance.uniform(0.6, 0.95)
    unit = UnitRecord(
        kind="hold",
        number=1,
        began_s=45.0 * number,
        ended_s=45.0 * number + target_s,
        held_s=held_s,
        is_counted=held_s >= target_s - 1.5,
        verdicts={exercise.criteria[0].id: Verdict.MET},
        readings={**readings, "held_s": held_s},
    )
    return SetRecord(
        exercise=exercise.id, exercise_version=1, number=number, side=side, target=target_s, done=held_s, units=(unit,)
    )


def _cues(share: float, chance: random.Random) -> Iterator[CueRecord]:
    for exercise, line, odds in (
        ("wall_angel", "reach_overhead", 0.9 - 1.1 * share),
        ("wall_angel", "slow_down", 0.45),
        ("hip_flexor_stretch", "spine_straight", 0.7 - 0.4 * share),
        ("abdominal_brace", "head_over_shoulders", 0.2),
    ):
        if chance.random() < odds:
            cue = next(each.cue for each in LIBRARY[exercise].criteria if each.id == line)
            yield CueRecord(
                t_s=round(chance.uniform(60, 600), 2), exercise=exercise, criterion=line, text=cue.text, is_praise=False
            )
    yield CueRecord(t_s=300.0, exercise="wall_angel", criterion="reach_overhead", text="Good reach.", is_praise=True)


def _activities(days: list[date], chance: random.Random) -> Iterator[ActivityRecord]:
    for number, day in enumerate(days[::14]):
        for name in ("Tying my shoes", "Carrying shopping"):
            rating = min(10, 4 + number // 4 + chance.randint(0, 1))
            yield ActivityRecord(at=_at(day, 19), activity=name, rating=rating)


def _postures(days: list[date], chance: random.Random) -> Iterator[PostureRecord]:
    for day in days:
        if day.weekday() > 4:
            continue
        hour = 9.0
        while hour < 17.0:
            state = chance.choices(STATES, (3, 5, 3, 2, 2, 1))[0]
            hours = chance.uniform(0.1, 0.6)
            yield PostureRecord(state=state, place="desk", began_at=_at(day, hour), ended_at=_at(day, hour + hours))
            hour += hours


def _breaks(days: list[date], chance: random.Random) -> Iterator[BreakRecord]:
    for day in days:
        if day.weekday() <= 4:
            for hour in (10.2, 11.6, 14.3, 15.9):
                kind = chance.choice(("stand", "walk", "wall_angel", "declined"))
                yield BreakRecord(at=_at(day, hour + chance.uniform(0, 0.4)), kind=kind)


def keep(folder: Path, remembered: Remembered) -> None:
    """Put somebody into the store of a data folder."""
    opened = open_store(folder)
    opened.store.save_person(remembered.person)
    for session in remembered.sessions:
        opened.store.save_session(session)
    dated = (*remembered.screenings, *remembered.activities, *remembered.decisions)
    rest = (*remembered.postures, *remembered.breaks, *remembered.notes, *remembered.changes)
    opened.store.save(remembered.person.id, *dated, *rest)
    opened.store.close()
