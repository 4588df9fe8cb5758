"""One degraded clip's score beside that of the clip as it was."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from backstay.exercises.loading import library_ids
from benchmarks.accuracy.clips import look
from benchmarks.accuracy.running import assess_as_told
from benchmarks.accuracy.scoring import Case, Outcome, Result, Score, score
from benchmarks.accuracy.truth import load_truth
from benchmarks.robustness.degradations import Degradation, degraded

ABOUT_OWN_VALUES = frozenset({"reference", "no_reference"})
"""Notices that say what lines were held against; they give no reason for anything."""
MUCH_S = 1.5
"""So far seconds of a hold may be off, as evidence.md section 8 has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a degradation changed.

    Attributes:
        clip: Name of the clip.
        degradation: What was done to it, or which wrong exercise it was held against.
        off_before: How many repetitions too many were counted of the clip as it was.
        off_after: How many of the degraded one.
        held_before_s: Seconds of all holds together.
        held_after_s: The same, degraded.
        abstained_before: Lines not judged.
        abstained_after: The same, degraded; lines of units that were not found are among them.
        alarms: Lines wrongly said to be broken, that were not before.
        overlooked: Lines wrongly said to be kept, that were not before.
        notices: Codes of what the reader was told.
        failures: What must not be, in words.
        after: The degraded clip's score in a few signs, as `brief` has it.
    """

    clip: str
    degradation: str
    off_before: int
    off_after: int
    held_before_s: float
    held_after_s: float
    abstained_before: int
    abstained_after: int
    alarms: tuple[str, ...]
    overlooked: tuple[str, ...]
    notices: tuple[str, ...]
    failures: tuple[str, ...]
    after: str = ""


def compare(clip: Path, degradation: Degradation, other: Path) -> Change:
    """Return what a degradation changes in a clip's assessment.

    Args:
        clip: With truth beside it.
        degradation: What is done to it.
        other: Another clip, for the somebody beside.
    """
    before, after = _score(clip, clip), _score(clip, degraded(clip, degradation, other))
    alarms = _new(before, after, Case.CLEAN)
    overlooked = _new(before, after, Case.FAULT)
    change = Change(
        clip=clip.stem,
        degradation=degradation.id,
        off_before=before.count.off if before.count else 0,
        off_after=after.count.off if after.count else 0,
        held_before_s=_held_s(before),
        held_after_s=_held_s(after),
        abstained_before=_abstained(before),
        abstained_after=_abstained(after) + max(0, len(before.outcomes) - len(after.outcomes)),
        alarms=alarms,
        overlooked=overlooked,
        notices=_notices(after),
        failures=(),
        after=brief(after),
    )
    claims = _claims_of_hidden(after) if degradation.hides_person else _wrongs(change, degradation)
    return replace(change, failures=tuple(claims))


def compare_wrong_exercises(clip: Path) -> Iterator[Change]:
    """Yield what is said of a clip when it is held against each other exercise that needs no telling when."""
    truth = load_truth(clip)
    before = _score(clip, clip)
    for exercise_id in library_ids():
        if exercise_id == truth.exercise:
            continue
        assessment = assess_as_told(look(clip), truth, exercise_id).assessment
        after = score(clip.stem, truth, assessment, ())
        counted = sum(each.counted for each in assessment.repetitions)
        yield Change(
            clip=clip.stem,
            degradation=f"held against {exercise_id}",
            off_before=0,
            off_after=counted,
            held_before_s=0.0,
            held_after_s=_held_s(after),
            abstained_before=_abstained(before),
            abstained_after=_abstained(before),
            alarms=(),
            overlooked=(),
            notices=_notices(after),
            failures=tuple(_claims_of_hidden(after)),
        )


def brief(of: Score) -> str:
    """Return a score in a few signs: counted or held, faults found/missed/abstained from, and false alarms if any.

    Example:
        "4 of 4; 3/0/1; 1 !" is an exact count, three faults found and one abstained from, and one false alarm.
    """
    signs = []
    if of.count is not None:
        signs.append(f"{of.count.got} of {of.count.least}")
    elif of.holds:
        signs.append(", ".join(f"{each.error_s:+.1f} s" for each in of.holds))
    faults = [each.result for each in of.outcomes if each.case is Case.FAULT]
    signs.append("/".join(str(faults.count(each)) for each in (Result.RIGHT, Result.WRONG, Result.ABSTAINED)))
    alarms = len(_wrong_lines(of.outcomes, Case.CLEAN))
    return "; ".join([*signs, *([f"{alarms} !"] if alarms else [])])


def _score(clip: Path, shown: Path) -> Score:
    """Return the score of what is shown, held against the clip's truth."""
    truth = load_truth(clip)
    assessed = assess_as_told(look(shown), truth)
    return score(clip.stem, truth, assessed.assessment, assessed.readings)


def _wrongs(change: Change, degradation: Degradation) -> Iterator[str]:
    """Yield what no degradation may bring about; hands that are out of sight excuse a missed repetition."""
    if change.off_after != change.off_before and not (degradation.hides_hands and change.off_after < 0):
        yield f"count off by {change.off_after:+d}"
    if abs(change.held_after_s - change.held_before_s) > MUCH_S and not change.notices:
        yield f"held {change.held_after_s:.1f} s instead of {change.held_before_s:.1f} s, without a notice"
    yield from (f"false alarm: {line}" for line in change.alarms)
    yield from (f"fault called met: {line}" for line in change.overlooked)


def _claims_of_hidden(after: Score) -> Iterator[str]:
    """Yield what was claimed of an exercise that nobody did or could be seen doing."""
    counted = sum(each.counted for each in after.assessment.repetitions)
    if counted:
        yield f"{counted} repetitions counted"
    if _held_s(after):
        yield f"{_held_s(after):.1f} s held"
    if not _notices(after):
        yield "no reason given"


def _held_s(of: Score) -> float:
    return sum(each.held_s or 0.0 for each in of.assessment.holds)


def _abstained(of: Score) -> int:
    return sum(each.result is Result.ABSTAINED for each in of.outcomes)


def _new(before: Score, after: Score, case: Case) -> tuple[str, ...]:
    """Return the lines that are wrong in a case now and were not before."""
    more = Counter(_wrong_lines(after.outcomes, case)) - Counter(_wrong_lines(before.outcomes, case))
    return tuple(sorted(more.elements()))


def _wrong_lines(outcomes: tuple[Outcome, ...], case: Case) -> list[str]:
    return [each.criterion for each in outcomes if each.case is case and each.result is Result.WRONG]


def _notices(of: Score) -> tuple[str, ...]:
    return tuple(sorted({each.code for each in of.assessment.notices} - ABOUT_OWN_VALUES))
