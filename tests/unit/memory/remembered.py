"""A person with a past, for whatever keeps, moves or shows it."""

from datetime import UTC, datetime, timedelta
from math import nan

from backstay.assessment.types import Verdict
from backstay.coaching.words import Mode
from backstay.memory.store import Store
from backstay.memory.types import (
    ActivityRecord,
    BreakRecord,
    ChangeRecord,
    CueRecord,
    DecisionRecord,
    NoteRecord,
    Person,
    PostureRecord,
    ProgramRecord,
    ScreeningRecord,
    SessionRecord,
    SetRecord,
    Tier,
    UnitRecord,
)

BEGAN = datetime(2026, 3, 2, 7, 30, 0, 123456, tzinfo=UTC)
DAY = timedelta(days=1)


def person(name: str = "Anna Example", **changes: object) -> Person:
    """Return somebody; the id is the first name."""
    values = {
        "id": name.split()[0].lower(),
        "name": name,
        "created_at": BEGAN,
        "references": {"start.left_knee_flexion_deg": 4.25, "start.right_knee_flexion_deg": nan},
        "settings": {"prompt_after_min": "30"},
    }
    return Person(**(values | changes))


def unit(number: int = 1, **changes: object) -> UnitRecord:
    values = {
        "kind": "repetition",
        "number": number,
        "began_s": 10.0 * number,
        "ended_s": 10.0 * number + 4.5,
        "held_s": nan,
        "is_counted": number != 3,
        "verdicts": {"slow_up": Verdict.MET, "palms_forward": Verdict.ASK, "arms_on_wall": Verdict.NOT_VISIBLE},
        "readings": {"rising_s": 0.1 + 0.2, "left_shoulder_elevation_deg": nan},
    }
    return UnitRecord(**(values | changes))


def sets() -> tuple[SetRecord, ...]:
    """Return a set that was done, one that was not, and a hold on one side."""
    hold = unit(kind="hold", held_s=28.75, is_counted=False, verdicts={"spine_straight": Verdict.NOT_MET})
    return (
        SetRecord(
            exercise="wall_angel",
            exercise_version=1,
            number=1,
            side=None,
            target=10.0,
            done=9.0,
            units=tuple(unit(each) for each in range(1, 4)),
        ),
        SetRecord(exercise="wall_angel", exercise_version=1, number=2, side=None, target=10.0, done=0.0),
        SetRecord(
            exercise="hip_flexor_stretch",
            exercise_version=1,
            number=3,
            side="left",
            target=30.0,
            done=28.75,
            units=(hold,),
        ),
    )


def session(day: int = 0, of: str = "anna", **changes: object) -> SessionRecord:
    """Return a session on some day: two sets and a hold on one side."""
    began = BEGAN + day * DAY
    values = {
        "id": f"{began:%Y%m%d-%H%M%S-%f}",
        "person": of,
        "started_at": began,
        "ended_at": began + timedelta(minutes=14),
        "duration_s": 840.5,
        "mode": Mode.CAMERA,
        "program": "prescription",
        "program_version": 1,
        "is_finished": True,
        "sets": sets(),
        "cues": (
            CueRecord(
                t_s=31.5, exercise="wall_angel", criterion="slow_up", text="Slower on the way up.", is_praise=False
            ),
            CueRecord(t_s=48.0, exercise="wall_angel", criterion="slow_up", text="Much better.", is_praise=True),
        ),
        "answers": {"wall_angel.palms_forward": True, "wall_angel.comfortable": False},
        "pain_before": 4,
        "pain_after": 3,
        "effort": 0,
        "overrulings": ("wall_angel.slow_up",),
        "note": "Slept well — „besser“ 🙂",
        "provenance": {"backstay": "0.1.0", "pose_model": "full", "weights_sha256": "ab" * 32},
    }
    return SessionRecord(**(values | changes))


def dated(day: int = 0) -> tuple[object, ...]:
    """Return one record of every kind that has a date."""
    at = BEGAN + day * DAY
    return (
        ScreeningRecord(at=at, answers={"fever": False, "kneeling": True}, tier=Tier.ADAPT, adaptations=("kneeling",)),
        ActivityRecord(at=at, activity="carrying shopping", rating=6),
        DecisionRecord(
            at=at, exercise="wall_angel", variable="repetitions", before="10", after="12", reason="Two good sessions."
        ),
        PostureRecord(state="relaxed", place="desk", began_at=at, ended_at=at + timedelta(minutes=25)),
        BreakRecord(at=at, kind="walk"),
        NoteRecord(at=at, text="Moved house."),
        ChangeRecord(at=at, rating=2),
        ProgramRecord(at=at, program="own", version=3, text="id: own\n", source="own.yaml"),
    )


def remember(store: Store, *, name: str = "Anna Example", days: int = 3) -> Person:
    """Fill a store with somebody's past."""
    someone = person(name)
    store.save_person(someone)
    for day in range(days):
        store.save_session(session(day, of=someone.id))
        store.save(someone.id, *dated(day))
    return someone
