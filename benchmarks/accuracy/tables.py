"""Scores as Markdown tables, each beside what people and other programs achieve."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

import numpy as np

from backstay.kinematics.types import ViewLabel
from benchmarks.accuracy.published import COUNTING, JUDGING, MEASURING
from benchmarks.accuracy.scoring import AngleErrors, Case, Outcome, Result, Score

VIEW_WORDS = {
    ViewLabel.FRONT: "front",
    ViewLabel.FRONT_OBLIQUE: "oblique",
    ViewLabel.SIDE_LEFT: "side",
    ViewLabel.SIDE_RIGHT: "side",
}
NOTHING = "–"

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Outcomes of one kind, counted."""

    right: int
    wrong: int
    abstained: int

    @property
    def judged(self) -> int:
        """Return how many were judged."""
        return self.right + self.wrong

    @property
    def units(self) -> int:
        """Return how many there were."""
        return self.judged + self.abstained


def tally(outcomes: Iterable[Outcome], case: Case) -> Tally:
    """Return how the outcomes of a case came out."""
    results = [each.result for each in outcomes if each.case is case]
    return Tally(
        right=results.count(Result.RIGHT),
        wrong=results.count(Result.WRONG),
        abstained=results.count(Result.ABSTAINED),
    )


def outcomes_of(scores: Iterable[Score]) -> list[Outcome]:
    """Return the outcomes of several clips."""
    return [outcome for each in scores for outcome in each.outcomes]


def agreement(outcomes: Sequence[Outcome]) -> float:
    """Return Cohen's kappa of the judged verdicts with the truth; NaN where only one kind was judged.

    Source:
        Cohen 1960, Educ Psychol Meas 20:37-46.
    """
    faulty, clean = tally(outcomes, Case.FAULT), tally(outcomes, Case.CLEAN)
    judged = faulty.judged + clean.judged
    if judged == 0:
        return float("nan")
    said_faulty, said_clean = faulty.right + clean.wrong, clean.right + faulty.wrong
    agreed = (faulty.right + clean.right) / judged
    by_chance = (faulty.judged * said_faulty + clean.judged * said_clean) / judged**2
    return (agreed - by_chance) / (1.0 - by_chance) if by_chance < 1.0 else float("nan")


def summary_table(scores: Sequence[Score]) -> Iterator[str]:
    """Yield the totals, each beside the human and published figures."""
    outcomes = outcomes_of(scores)
    faulty, clean, dose = (tally(outcomes, case) for case in Case)
    counts = [each.count.off for each in scores if each.count is not None]
    holds = [abs(held.error_s) for each in scores for held in each.holds]
    kappa = agreement(outcomes)
    yield from _header("What", "Backstay", "People and other programs")
    yield _row("clips with the exact count", _of(counts.count(0), len(counts)), COUNTING)
    yield _row("seconds of a hold, mean absolute error", _mean_s(holds), "target ±1.5 s")
    yield _row("dose lines right", _of(dose.right, dose.units), NOTHING)
    yield _row("faults found, of those judged", _of(faulty.right, faulty.judged), NOTHING)
    yield _row("faults abstained from", _of(faulty.abstained, faulty.units), NOTHING)
    yield _row("false alarms, of clean lines judged", _of(clean.wrong, clean.judged), NOTHING)
    yield _row("clean lines abstained from", _of(clean.abstained, clean.units), NOTHING)
    yield _row("precision of `not_met`", _share(faulty.right, faulty.right + clean.wrong), "target 0.80 or more")
    yield _row("agreement with the truth, κ of judged lines", _number(kappa, 2), JUDGING)


def clip_table(scores: Iterable[Score]) -> Iterator[str]:
    """Yield a row a clip."""
    yield from _header("Clip", "View", "Counted", "Hold error (s)", "Faults found", "False alarms", "Abstained")
    for each in scores:
        faulty, clean = tally(each.outcomes, Case.FAULT), tally(each.outcomes, Case.CLEAN)
        yield _row(
            f"`{each.clip}`",
            VIEW_WORDS[each.truth.view],
            _counted(each),
            ", ".join(f"{held.error_s:+.2f}" for held in each.holds) or NOTHING,
            _of(faulty.right, faulty.units),
            _of(clean.wrong, clean.judged),
            _of(faulty.abstained + clean.abstained, faulty.units + clean.units),
        )


def fault_table(scores: Iterable[Score]) -> Iterator[str]:
    """Yield a row for each scripted fault in each view."""
    outcomes = [each for each in outcomes_of(scores) if each.case is Case.FAULT]
    yield from _header("Exercise", "View", "Fault", "Line", "Found", "Missed", "Abstained")
    for group in _groups(outcomes, lambda each: (each.exercise, VIEW_WORDS[each.view], each.fault)):
        first, counted = group[0], tally(group, Case.FAULT)
        lines = ", ".join(f"`{line}`" for line in sorted({each.criterion for each in group}))
        place = (first.exercise, VIEW_WORDS[first.view], first.fault)
        yield _row(*place, lines, str(counted.right), str(counted.wrong), str(counted.abstained))


def criterion_table(scores: Iterable[Score]) -> Iterator[str]:
    """Yield a row for each line of each exercise: precision, recall when judged, abstention, false alarms."""
    outcomes = [each for each in outcomes_of(scores) if each.case is not Case.DOSE]
    yield from _header(
        "Exercise", "Line", "Precision", "Recall when judged", "Faults abstained", "False alarms", "Clean abstained"
    )
    for group in _groups(outcomes, lambda each: (each.exercise, each.criterion)):
        faulty, clean = tally(group, Case.FAULT), tally(group, Case.CLEAN)
        yield _row(
            group[0].exercise,
            f"`{group[0].criterion}`",
            _share(faulty.right, faulty.right + clean.wrong),
            _share(faulty.right, faulty.judged),
            _of(faulty.abstained, faulty.units),
            _of(clean.wrong, clean.judged),
            _of(clean.abstained, clean.units),
        )


def angle_table(scores: Iterable[Score]) -> Iterator[str]:
    """Yield a row for each measure, exercise and view, beside published errors of one camera."""
    errors = [errors for each in scores for errors in each.angles]
    yield from _header("Measure", "Exercise", "View", "Median error (deg)", "SD (deg)", "Frames", "Published (deg)")
    for group in _groups(errors, lambda each: (each.joint, each.exercise, VIEW_WORDS[each.view])):
        first, pooled = group[0], np.concatenate([each.errors_deg for each in group])
        yield _row(
            f"`{first.joint}`",
            first.exercise,
            VIEW_WORDS[first.view],
            _number(float(np.median(np.abs(pooled))), 1),
            _number(sd_about_own_offset_deg(group), 1),
            str(pooled.size),
            MEASURING[first.joint],
        )


def sd_about_own_offset_deg(errors: Sequence[AngleErrors]) -> float:
    """Return the SD of errors about each clip's own mean: how far a change within a recording can be trusted."""
    squares = [(each.errors_deg - each.errors_deg.mean()) ** 2 for each in errors]
    return float(np.sqrt(np.concatenate(squares).mean()))


def _groups(items: Iterable[T], key: Callable[[T], tuple[str, ...]]) -> list[list[T]]:
    """Return items of the same key together, in the order of the keys."""
    return [list(group) for _, group in groupby(sorted(items, key=key), key)]


def _counted(score: Score) -> str:
    if score.count is None:
        return NOTHING
    least, most = score.count.least, score.count.most
    return f"{score.count.got} of {least if least == most else f'{least}–{most}'}"


def _header(*names: str) -> Iterator[str]:
    yield _row(*names)
    yield _row(*("---" for _ in names))


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _of(part: int, whole: int) -> str:
    return f"{part} of {whole}" if whole else NOTHING


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2f}" if whole else NOTHING


def _number(value: float, places: int) -> str:
    return f"{value:.{places}f}" if np.isfinite(value) else NOTHING


def _mean_s(errors_s: Sequence[float]) -> str:
    return f"{np.mean(errors_s):.2f} s over {len(errors_s)} holds" if errors_s else NOTHING
