"""Four tables: a row for each video, repetition, hold and verdict."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from backstay.batch.types import Job, Outcome
from backstay.sessions.types import Assessment, CriterionPart, HoldPart, RepetitionPart

TEXT, NUMBER, WHOLE, YES_NO = pa.string(), pa.float64(), pa.int32(), pa.bool_()
INTERVALS = pa.list_(pa.struct([("from_s", NUMBER), ("to_s", NUMBER)]))
NOTICES = pa.list_(pa.struct([("code", TEXT), ("says", TEXT), ("from_s", NUMBER), ("to_s", NUMBER)]))
VALUES = pa.map_(TEXT, NUMBER)
PARTITION = "exercise"
"""The column that is a folder, `exercise=wall_angel`, rather than a column of the files."""

Value = str | float | int | bool | None | Sequence[Mapping[str, object]] | Sequence[tuple[str, float | None]]
Row = dict[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column.

    Attributes:
        name: With the unit at its end.
        kind: Its type in Arrow.
        says: What it holds.
    """

    name: str
    kind: pa.DataType
    says: str


def _columns(*columns: tuple[str, pa.DataType, str]) -> tuple[Column, ...]:
    return tuple(Column(name=name, kind=kind, says=says) for name, kind, says in columns)


_WHOSE = _columns(
    ("path", TEXT, "The video: an absolute path, or an address."),
    ("person", TEXT, "Whose it is, from the plan; empty if it does not say."),
)
TABLES: Mapping[str, tuple[Column, ...]] = {
    "videos": _WHOSE
    + _columns(
        ("job", TEXT, "Names the part files of this video and exercise."),
        ("fingerprint", TEXT, "Of the file and of everything that decides the result."),
        ("is_assessed", YES_NO, "False: `says` has the reason, and every figure is null."),
        ("says", TEXT, "Why it could not be assessed; empty otherwise."),
        ("side", TEXT, "The side that was asked for; null if none was."),
        ("duration_s", NUMBER, "Of the video."),
        ("frames", WHOLE, "Looked at."),
        ("fps", NUMBER, "Frames per second."),
        ("width_px", WHOLE, "Of the upright picture."),
        ("height_px", WHOLE, "Of the upright picture."),
        ("view", TEXT, "Where the camera stood."),
        ("azimuth_deg", NUMBER, "0 = in front of the person, positive = on the person's left."),
        ("coverage_fraction", NUMBER, "Share of frames with a usable pose."),
        ("repetitions", WHOLE, "That counted."),
        ("partial_repetitions", WHOLE, "That did not reach what counts."),
        ("holds", WHOLE, "Of any length."),
        ("complete_holds", WHOLE, "Of the full dose."),
        ("held_s", NUMBER, "All holds together."),
        ("notices", NOTICES, "What one must know to read the rest rightly."),
        ("readings", VALUES, "Median of each measure that was read."),
        ("references", VALUES, "The person's own values that lines were judged as changes from."),
        ("exercise_version", WHOLE, "Of the definition."),
        ("backstay", TEXT, "Version of the program."),
        ("pose_model", TEXT, "lite, full or heavy."),
        ("weights_sha256", TEXT, "Of the pose model."),
        ("settings_sha256", TEXT, "Of what the verdicts rest on."),
    ),
    "repetitions": _WHOSE
    + _columns(
        ("number", WHOLE, "From 1, partial ones included."),
        ("side", TEXT, "The working side; null where both work together."),
        ("began_s", NUMBER, "Leaving the start pose."),
        ("peaked_s", NUMBER, "The middle of the top."),
        ("ended_s", NUMBER, "Regaining the start pose."),
        ("is_counted", YES_NO, "Whether it reached what counts."),
        ("readings", VALUES, "The values behind its verdicts."),
    ),
    "holds": _WHOSE
    + _columns(
        ("number", WHOLE, "From 1."),
        ("side", TEXT, "The side it works on; null where both work together."),
        ("began_s", NUMBER, "Reaching the position."),
        ("ended_s", NUMBER, "Leaving it for good."),
        ("held_s", NUMBER, "In position and still, less what a broken line took."),
        ("is_complete", YES_NO, "Whether the dose was held."),
    ),
    "criteria": _WHOSE
    + _columns(
        ("unit", TEXT, "What was judged: video, repetition or hold."),
        ("number", WHOLE, "Of the repetition or hold; null for the video."),
        ("criterion", TEXT, "The line's id."),
        ("says", TEXT, "The line."),
        ("verdict", TEXT, "met, not_met, not_visible or ask."),
        ("met_fraction", NUMBER, "Of the judged units; of the video only."),
        ("judged_fraction", NUMBER, "Judged units by all; of the video only."),
        ("reason", TEXT, "Why some were not judged; of the video only."),
        ("not_met_intervals", INTERVALS, "When; of the video only."),
    ),
}
ORDER = ("repetitions", "holds", "criteria", "videos")
"""In which a video's parts are written: its row among the videos says that the others are there."""


def schema_of(table: str) -> pa.Schema:
    """Return the schema of a table's files."""
    return pa.schema([pa.field(each.name, each.kind) for each in TABLES[table]])


def tables_of(job: Job, outcome: Outcome) -> Mapping[str, pa.Table]:
    """Return what came of a job as four tables, by name; times of computing are left out, so that runs compare."""
    assessment = outcome.assessment
    rows: dict[str, list[Row]] = {name: [] for name in TABLES}
    whose: Row = {"path": job.path, "person": job.person}
    if assessment is None:
        rows["videos"] = [whose | _named(job) | {"is_assessed": False, "says": outcome.says}]
    else:
        rows["videos"] = [whose | _named(job) | _video(assessment)]
        rows["repetitions"] = [whose | _repetition(each) for each in assessment.repetitions]
        rows["holds"] = [whose | _hold(each) for each in assessment.holds]
        rows["criteria"] = [whose | each for each in _criteria(assessment)]
    return {name: pa.Table.from_pylist([dict(row) for row in rows[name]], schema=schema_of(name)) for name in TABLES}


def _named(job: Job) -> Row:
    return {"job": job.id, "fingerprint": job.fingerprint, "side": job.side, "exercise_version": job.exercise.version}


def _video(assessment: Assessment) -> Row:
    counted = sum(each.counted for each in assessment.repetitions)
    return {
        "is_assessed": True,
        "says": "",
        "duration_s": _number(assessment.media.duration_s),
        "frames": assessment.media.frames,
        "fps": _number(assessment.media.fps),
        "width_px": assessment.media.width_px,
        "height_px": assessment.media.height_px,
        "view": assessment.view.label.value,
        "azimuth_deg": _number(assessment.view.azimuth_deg),
        "coverage_fraction": _number(assessment.coverage_fraction),
        "repetitions": counted,
        "partial_repetitions": len(assessment.repetitions) - counted,
        "holds": len(assessment.holds),
        "complete_holds": sum(each.complete for each in assessment.holds),
        "held_s": math.fsum(_number(each.held_s) or 0.0 for each in assessment.holds),
        "notices": [
            {"code": each.code, "says": each.says, "from_s": _number(each.from_s), "to_s": _number(each.to_s)}
            for each in assessment.notices
        ],
        "readings": _values({name: each.median for name, each in assessment.readings.items()}),
        "references": _values(assessment.references),
        "backstay": assessment.provenance.backstay,
        "pose_model": assessment.provenance.pose_model,
        "weights_sha256": assessment.provenance.weights_sha256,
        "settings_sha256": assessment.provenance.settings_sha256,
    }


def _repetition(part: RepetitionPart) -> Row:
    return {
        "number": part.number,
        "side": part.side,
        "began_s": _number(part.began_s),
        "peaked_s": _number(part.peaked_s),
        "ended_s": _number(part.ended_s),
        "is_counted": part.counted,
        "readings": _values(part.readings),
    }


def _hold(part: HoldPart) -> Row:
    return {
        "number": part.number,
        "side": part.side,
        "began_s": _number(part.began_s),
        "ended_s": _number(part.ended_s),
        "held_s": _number(part.held_s),
        "is_complete": part.complete,
    }


def _criteria(assessment: Assessment) -> Iterator[Row]:
    """Yield the verdicts on the whole video, then those on each unit."""
    says = {each.id: each.says for each in assessment.criteria}
    yield from (_criterion(each) for each in assessment.criteria)
    units = [("repetition", each.number, each.criteria) for each in assessment.repetitions]
    units += [("hold", each.number, each.criteria) for each in assessment.holds]
    for unit, number, verdicts in units:
        for name, verdict in verdicts.items():
            yield {"unit": unit, "number": number, "criterion": name, "says": says[name], "verdict": verdict.value}


def _criterion(part: CriterionPart) -> Row:
    return {
        "unit": "video",
        "criterion": part.id,
        "says": part.says,
        "verdict": part.verdict.value,
        "met_fraction": _number(part.met_fraction),
        "judged_fraction": _number(part.judged_fraction),
        "reason": part.reason,
        "not_met_intervals": [
            {"from_s": _number(from_s), "to_s": _number(to_s)} for from_s, to_s in part.not_met_intervals
        ],
    }


def _values(values: Mapping[str, float | None]) -> list[tuple[str, float | None]]:
    """Return values in the order of their names."""
    return [(name, _number(values[name])) for name in sorted(values)]


def _number(value: float | None) -> float | None:
    """Return a number; None where there is none."""
    return None if value is None or not math.isfinite(value) else value
