"""What sessions take in the store: `python -m benchmarks.load.storing [SESSIONS]`.

A whole prescription each: 2 sets of 10 repetitions, 4 holds of 30 s and 10 of 10 s, every line judged, 12 cues.
"""

import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from backstay.assessment.types import Verdict
from backstay.coaching.words import Mode
from backstay.exercises.loading import PRESCRIPTION, find_exercise
from backstay.exercises.types import Exercise, Kind
from backstay.memory.opening import open_store
from backstay.memory.types import CueRecord, Person, SessionRecord, SetRecord, UnitRecord

BEGAN = datetime(2026, 1, 1, 8, tzinfo=UTC)
BOUTS = {"wall_angel": (10, 10), "hip_flexor_stretch": (1, 1, 1, 1), "abdominal_brace": (1,) * 10}
READINGS = 12
CUES = 12


def main() -> None:
    """Save sessions, and print what they take."""
    sessions = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as folder:
        opened = open_store(Path(folder))
        opened.store.save_person(Person(id="me", name="Me", created_at=BEGAN))
        before, began_s = size(folder), time.process_time()
        for number in range(sessions):
            opened.store.save_session(session(number))
        spent_s = time.process_time() - began_s
        opened.store.close()
        taken = (size(folder) - before) / sessions
    units = sum(len(each.units) for each in session(0).sets)
    print(f"{sessions} sessions: {taken / 1e3:.1f} kB each, {1e3 * spent_s / sessions:.1f} ms of processor time each")
    print(f"rows each: 1 session, {len(session(0).sets)} sets, {units} repetitions and holds, {CUES} cues")


def size(folder: str) -> int:
    """Return the bytes in a folder."""
    return sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())


def session(number: int) -> SessionRecord:
    """Return one day's session."""
    began = BEGAN + timedelta(days=number)
    exercises = {name: find_exercise(name) for name in PRESCRIPTION}
    bouts = [(exercises[name], units) for name, each in BOUTS.items() for units in each]
    return SessionRecord(
        id=began.strftime("%Y%m%d-%H%M%S-%f"),
        person="me",
        started_at=began,
        ended_at=began + timedelta(minutes=16),
        duration_s=960.0,
        mode=Mode.CAMERA,
        program="prescription",
        program_version=1,
        is_finished=True,
        sets=tuple(_bout(exercise, position, units) for position, (exercise, units) in enumerate(bouts, start=1)),
        cues=tuple(
            CueRecord(t_s=40.0 * each, exercise="wall_angel", criterion="elbows_bent_90", text="Bend.", is_praise=False)
            for each in range(CUES)
        ),
        pain_before=2,
        pain_after=2,
        effort=4,
    )


def _bout(exercise: Exercise, position: int, units: int) -> SetRecord:
    is_repetitions = exercise.kind is Kind.REPETITIONS
    return SetRecord(
        exercise=exercise.id,
        exercise_version=exercise.version,
        number=position,
        side=None,
        target=10.0,
        done=10.0,
        units=tuple(
            UnitRecord(
                kind="repetition" if is_repetitions else "hold",
                number=each,
                began_s=10.123456 * each,
                ended_s=10.123456 * each + 6.54321,
                held_s=float("nan") if is_repetitions else 29.876543,
                is_counted=True,
                verdicts={line.id: Verdict.MET for line in exercise.criteria},
                readings={f"reading_{name}_deg": 90.0 + name / 7 for name in range(READINGS)},
            )
            for each in range(1, units + 1)
        ),
    )


if __name__ == "__main__":
    main()
