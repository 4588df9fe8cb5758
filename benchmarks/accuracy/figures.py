"""Scores as pictures; needs the `plots` extra."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from backstay.sessions.assessing import Assessed
from benchmarks.accuracy.rules import MEASURED_ANGLES
from benchmarks.accuracy.scoring import Case, Found, Outcome, Result, Score
from benchmarks.accuracy.tables import VIEW_WORDS, outcomes_of

mpl.use("Agg")

DOTS_PER_INCH = 90
READ, TRUE, FAULTY, UNIT = "#0b6e99", "#444444", "#d9822b", "#d7e8ef"
RESULTS = (Result.RIGHT, Result.WRONG, Result.ABSTAINED)
COLUMNS = ("found", "missed", "abstained", "rightly met", "false alarm", "abstained")
SIGNALS = {
    "wall_angel": "left_shoulder_elevation_deg",
    "hip_flexor_stretch": "trunk_inclination_deg",
    "abdominal_brace": "trunk_inclination_deg",
}
"""What shows each exercise best."""


def draw_errors(scores: Sequence[Score], target: Path) -> None:
    """Draw the spread of each measure's errors by view: box 25 to 75 %, whiskers 5 to 95 %."""
    groups: dict[tuple[str, str], list[np.ndarray]] = defaultdict(list)
    for errors in (errors for each in scores for errors in each.angles):
        groups[errors.joint, VIEW_WORDS[errors.view]].append(errors.errors_deg)
    names = sorted(groups)
    figure, axes = plt.subplots(figsize=(8.0, 0.34 * len(names) + 1.2), layout="constrained")
    axes.axvspan(-5.0, 5.0, color=UNIT, zorder=0)
    axes.boxplot(
        [np.concatenate(groups[name]) for name in names],
        orientation="horizontal",
        tick_labels=[f"{joint.removesuffix('_deg').replace('_', ' ')}, {view}" for joint, view in names],
        whis=(5.0, 95.0),
        showfliers=False,
        medianprops={"color": FAULTY},
    )
    axes.invert_yaxis()
    axes.set_xlabel("reading less truth (deg); the band is ±5")
    _save(figure, target)


def draw_confusion(scores: Sequence[Score], target: Path) -> None:
    """Draw, line by line, what was said where a fault was scripted and where none was."""
    outcomes = [each for each in outcomes_of(scores) if each.case is not Case.DOSE]
    lines = sorted({(each.exercise, each.criterion) for each in outcomes})
    counts = np.array([_confusion(outcomes, line) for line in lines])
    figure, axes = plt.subplots(figsize=(8.0, 0.3 * len(lines) + 1.2), layout="constrained")
    shares = counts / np.maximum(1, counts.reshape(-1, 2, 3).sum(axis=2).repeat(3, axis=1))
    axes.imshow(shares, cmap="Blues", vmin=0.0, vmax=1.3, aspect="auto")
    for row, column in np.argwhere(counts > 0):
        axes.text(column, row, str(counts[row, column]), ha="center", va="center", fontsize=8)
    axes.axvline(2.5, color=TRUE)
    axes.set_xticks(range(6), COLUMNS)
    axes.set_yticks(range(len(lines)), [f"{line}  ({exercise.split('_')[0]})" for exercise, line in lines], fontsize=8)
    axes.set_title("a fault was scripted   |   none was", fontsize=10)
    _save(figure, target)


def _confusion(outcomes: Sequence[Outcome], line: tuple[str, str]) -> list[int]:
    """Return right, wrong and abstained where a fault was scripted, then the same where none was."""
    mine = [each for each in outcomes if (each.exercise, each.criterion) == line]
    return [
        sum(each.case is case and each.result is result for each in mine)
        for case in (Case.FAULT, Case.CLEAN)
        for result in RESULTS
    ]


def draw_signal(score: Score, assessed: Assessed, target: Path) -> None:
    """Draw one clip's telling measure with the truth, its units and its scripted faults."""
    name = SIGNALS[score.truth.exercise]
    angle = next(each for each in MEASURED_ANGLES if each.reading == name)
    figure, axes = plt.subplots(figsize=(8.0, 2.6), layout="constrained")
    _shade(axes, score)
    expected_deg = angle.sign * score.truth.angles_deg[angle.true_angle] + angle.offset_deg
    axes.plot(score.truth.t_s, expected_deg, color=TRUE, linewidth=1.0, label="truth")
    t_s = [each.t_s for each in assessed.readings]
    axes.plot(t_s, [each.values[name] for each in assessed.readings], color=READ, linewidth=1.4, label="read")
    axes.set_xlabel("seconds")
    axes.set_ylabel(name.removesuffix("_deg").replace("_", " ") + " (deg)", fontsize=8)
    axes.set_title(f"{score.clip}: shaded what was performed, bars below what was found", fontsize=9)
    axes.legend(loc="center right", fontsize=8)
    axes.margins(x=0.0, y=0.2)
    _save(figure, target)


def _shade(axes: Axes, score: Score) -> None:
    for unit in score.truth.units:
        axes.axvspan(unit.began_s, unit.ended_s, color=UNIT, zorder=0)
    for fault in score.truth.faults:
        axes.text(
            fault.began_s, 1.0, fault.name, color=FAULTY, fontsize=8, va="top", transform=axes.get_xaxis_transform()
        )
    found: list[Found] = [*score.assessment.repetitions, *score.assessment.holds]
    for each in found:
        axes.axvspan(each.began_s or 0.0, each.ended_s or 0.0, ymax=0.03, color=READ)


def _save(figure: Figure, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    # Without the version of the program that drew it, the same scores give the same file.
    figure.savefig(target, dpi=DOTS_PER_INCH, metadata={"Software": None})
    plt.close(figure)
