"""One clip's assessment against its truth."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from backstay.assessment.types import Verdict
from backstay.kinematics.types import Readings, ViewLabel
from backstay.sessions.types import Assessment, HoldPart, RepetitionPart
from benchmarks.accuracy.rules import (
    ALSO_DISTURBED,
    BROKEN_LINES,
    DOSE_S,
    DOSE_TOLERANCE_S,
    HOLD_BROKEN,
    MEASURED_ANGLES,
    NOT_OF_A_UNIT,
    SURELY_NOT_OVERHEAD_DEG,
    SURELY_OVERHEAD_DEG,
    WRONG_SIDE,
    MeasuredAngle,
)
from benchmarks.accuracy.truth import Truth, Unit, overlap_s

SAME_UNIT_FRACTION = 0.4
"""A unit that was found is the one performed if they share more than this of the latter."""
SIDE_VIEWS = frozenset({ViewLabel.SIDE_LEFT, ViewLabel.SIDE_RIGHT})


class Case(StrEnum):
    """What truth says of a line in a unit."""

    FAULT = "fault"
    CLEAN = "clean"
    DOSE = "dose"


class Result(StrEnum):
    """What the verdict is worth; to abstain is neither right nor wrong."""

    RIGHT = "right"
    WRONG = "wrong"
    ABSTAINED = "abstained"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One line of one unit.

    Attributes:
        clip: Name of the clip.
        exercise: Id.
        view: Where the camera stood.
        case: What truth says.
        criterion: The line; for a fault that may break several, the one that decided.
        fault: The scripted fault; empty for the other cases.
        result: What the verdict is worth.
    """

    clip: str
    exercise: str
    view: ViewLabel
    case: Case
    criterion: str
    fault: str = ""
    result: Result


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Repetitions: counted, and the least and most that are right."""

    least: int
    most: int
    got: int

    @property
    def off(self) -> int:
        """Return how many too many were counted; negative for too few."""
        return max(0, self.got - self.most) + min(0, self.got - self.least)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldSeconds:
    """Seconds of one hold: held, and credited."""

    true_s: float
    got_s: float

    @property
    def error_s(self) -> float:
        """Return how many seconds too many were credited."""
        return self.got_s - self.true_s


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AngleErrors:
    """Errors of one measure in one clip.

    Attributes:
        exercise: Id.
        view: Where the camera stood.
        joint: The measure without its side.
        errors_deg: Reading less truth, one a readable frame.
    """

    exercise: str
    view: ViewLabel
    joint: str
    errors_deg: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Score:
    """One clip's assessment against its truth.

    Attributes:
        clip: Name of the clip.
        truth: What it truly shows.
        assessment: What was said of it.
        count: Repetitions; None where the exercise has none.
        holds: Seconds of the holds without a fault of form; none where the view does not judge them.
        outcomes: Every line of every unit.
        angles: Errors of the measures.
        unmatched: Units performed that were not found.
    """

    clip: str
    truth: Truth
    assessment: Assessment
    count: Count | None
    holds: tuple[HeldSeconds, ...]
    outcomes: tuple[Outcome, ...]
    angles: tuple[AngleErrors, ...]
    unmatched: int


Found = RepetitionPart | HoldPart


def score(clip: str, truth: Truth, assessment: Assessment, readings: Sequence[Readings]) -> Score:
    """Return what an assessment is worth.

    Args:
        clip: Its name, for the tables.
        truth: What it truly shows.
        assessment: What was said of it.
        readings: What was measured, one a frame.
    """
    matched = [(unit, _same(unit, [*assessment.repetitions, *assessment.holds])) for unit in truth.units]
    has_repetitions = truth.exercise == "wall_angel"
    return Score(
        clip=clip,
        truth=truth,
        assessment=assessment,
        count=_count(truth, assessment) if has_repetitions else None,
        holds=_held(truth, assessment),
        outcomes=tuple(outcome for unit, found in matched for outcome in _outcomes(clip, truth, unit, found)),
        angles=tuple(_angle_errors(truth, readings)),
        unmatched=sum(found is None for _, found in matched),
    )


def _same(unit: Unit, found: Sequence[Found]) -> Found | None:
    """Return what was found where a unit was performed."""

    def shared_s(each: Found) -> float:
        return overlap_s((each.began_s or 0.0, each.ended_s or 0.0), (unit.began_s, unit.ended_s))

    best = max(found, key=shared_s, default=None)
    enough_s = SAME_UNIT_FRACTION * (unit.ended_s - unit.began_s)
    return best if best is not None and shared_s(best) > enough_s else None


def _count(truth: Truth, assessment: Assessment) -> Count:
    return Count(
        least=sum(unit.peak_deg >= SURELY_OVERHEAD_DEG for unit in truth.units),
        most=sum(unit.peak_deg >= SURELY_NOT_OVERHEAD_DEG for unit in truth.units),
        got=sum(each.counted for each in assessment.repetitions),
    )


def _held(truth: Truth, assessment: Assessment) -> tuple[HeldSeconds, ...]:
    """Return the seconds of the stretch's holds; their form is judged from the side only."""
    if truth.exercise != "hip_flexor_stretch" or truth.view not in SIDE_VIEWS:
        return ()
    clean = [unit for unit in truth.units if not unit.faults - {HOLD_BROKEN, WRONG_SIDE}]
    found = [_same(unit, assessment.holds) for unit in clean]
    return tuple(
        HeldSeconds(true_s=unit.held_s, got_s=(each.held_s or 0.0) if isinstance(each, HoldPart) else 0.0)
        for unit, each in zip(clean, found, strict=True)
    )


def _outcomes(clip: str, truth: Truth, unit: Unit, found: Found | None) -> Iterator[Outcome]:
    """Yield an outcome for every line that truth says something of."""
    verdicts = found.criteria if found else {}
    broken = {fault: BROKEN_LINES[truth.exercise][fault] for fault in unit.faults & set(BROKEN_LINES[truth.exercise])}
    cases = [(Case.FAULT, fault, *_of_fault(lines, verdicts)) for fault, lines in sorted(broken.items())]
    spoilt = {line for lines in broken.values() for line in lines} | NOT_OF_A_UNIT
    spoilt |= {line for fault in unit.faults for line in ALSO_DISTURBED.get(fault, ())}
    for line, verdict in verdicts.items():
        if line in spoilt or HOLD_BROKEN in unit.faults:
            continue
        if line not in DOSE_S:
            cases.append((Case.CLEAN, "", line, _worth(verdict, Verdict.MET)))
        elif not unit.faults - {WRONG_SIDE}:
            cases.append((Case.DOSE, "", line, _of_dose(verdict, unit.held_s, DOSE_S[line])))
    for case, fault, line, result in cases:
        yield Outcome(
            clip=clip,
            exercise=truth.exercise,
            view=truth.view,
            case=case,
            criterion=line,
            fault=fault,
            result=result,
        )


def _of_fault(lines: tuple[str, ...], verdicts: Mapping[str, Verdict]) -> tuple[str, Result]:
    """Return the line that decides whether a fault was found, and the result: one `not_met` is enough."""
    for verdict, result in ((Verdict.NOT_MET, Result.RIGHT), (Verdict.MET, Result.WRONG)):
        for line in lines:
            if verdicts.get(line) is verdict:
                return line, result
    return lines[0], Result.ABSTAINED


def _worth(verdict: Verdict, right: Verdict) -> Result:
    if verdict in {Verdict.MET, Verdict.NOT_MET}:
        return Result.RIGHT if verdict is right else Result.WRONG
    return Result.ABSTAINED


def _of_dose(verdict: Verdict, held_s: float, dose_s: float) -> Result:
    """Return whether it was said rightly that the dose was reached; here there is nothing to abstain from."""
    right = Verdict.MET if held_s >= dose_s - DOSE_TOLERANCE_S else Verdict.NOT_MET
    return Result.RIGHT if verdict is right else Result.WRONG


def _angle_errors(truth: Truth, readings: Sequence[Readings]) -> Iterator[AngleErrors]:
    """Yield the errors of each measure that has a reading in frames where its limb can be read."""
    if not readings:
        return
    frames = np.array([round(each.t_s * truth.fps) for each in readings], dtype=np.int64)
    known = frames < truth.t_s.size
    for angle in MEASURED_ANGLES:
        read_deg = np.array([each.values[angle.reading] for each in readings])[known]
        true_deg = _expected_deg(truth, angle)[frames[known]]
        readable = np.isfinite(read_deg) & truth.is_readable(angle.true_angle)[frames[known]]
        if readable.any():
            yield AngleErrors(
                exercise=truth.exercise,
                view=truth.view,
                joint=angle.joint,
                errors_deg=(read_deg - true_deg)[readable],
            )


def _expected_deg(truth: Truth, angle: MeasuredAngle) -> NDArray[np.float64]:
    """Return what the reading would be without error, one a frame."""
    expected: NDArray[np.float64] = angle.sign * truth.angles_deg[angle.true_angle] + angle.offset_deg
    return expected
