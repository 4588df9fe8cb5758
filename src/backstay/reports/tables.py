"""An assessment as text for a terminal."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from backstay.assessment.types import Judgement, Verdict
from backstay.exercises.types import Exercise, Kind
from backstay.reports.words import VERDICT_WORDS, VIEW_WORDS, why_words
from backstay.sessions.assessing import Assessed
from backstay.sessions.summary import holds_in, repetitions_in
from backstay.sessions.types import Assessment, CriterionPart

STYLES = {Verdict.MET: "green", Verdict.NOT_MET: "bold red", Verdict.NOT_VISIBLE: "dim", Verdict.ASK: "yellow"}


def render_assessment(assessment: Assessment, exercise: Exercise) -> RenderableType:
    """Return the whole assessment: what was counted, each line's verdict, what to know."""
    parts: list[RenderableType] = [_headline(assessment, exercise), _criteria_table(assessment.criteria)]
    parts.extend(Text(f"• {notice.says}", style="yellow") for notice in assessment.notices)
    return Group(*parts)


def _headline(assessment: Assessment, exercise: Exercise) -> Text:
    """Return what was looked at, how much was done, from where and how well it was seen."""
    coverage = 100.0 * (assessment.coverage_fraction or 0.0)
    seen = f"seen {VIEW_WORDS[assessment.view.label]} in {coverage:.0f} % of the pictures"
    return Text(
        f"{assessment.media.path}: {exercise.title}, {_count_words(assessment, exercise)}, {seen}", style="bold"
    )


def _count_words(assessment: Assessment, exercise: Exercise) -> str:
    """Return the count in words."""
    if assessment.media.duration_s == 0.0:
        return "one picture"
    if exercise.kind is not Kind.REPETITIONS:
        held_s = sum(hold.held_s or 0.0 for hold in assessment.holds)
        return f"{len(assessment.holds)} {_plural('hold', len(assessment.holds))}, {held_s:.1f} s held"
    counted = sum(repetition.counted for repetition in assessment.repetitions)
    partial = len(assessment.repetitions) - counted
    words = f"{counted} {_plural('repetition', counted)}"
    return f"{words}, {partial} partial" if partial else words


def _plural(word: str, number: int) -> str:
    """Return a word in the number."""
    return word if number == 1 else f"{word}s"


def _criteria_table(criteria: Sequence[CriterionPart]) -> Table:
    """Return each line of the prescription with its verdict and what to do about it."""
    table = Table(show_header=True, header_style="bold", box=None, pad_edge=False)
    table.add_column("Verdict", no_wrap=True)
    table.add_column("Kept", justify="right", no_wrap=True)
    table.add_column("Line of the prescription")
    for each in criteria:
        kept = "" if each.met_fraction is None else f"{100.0 * each.met_fraction:.0f} %"
        line = Text(each.says)
        why = _why(each)
        if why:
            line.append(f"\n{why}", style="dim")
        table.add_row(Text(VERDICT_WORDS[each.verdict], style=STYLES[each.verdict]), kept, line)
    return table


def _why(criterion: CriterionPart) -> str:
    """Return when a line was broken, or why it could not be judged."""
    if criterion.verdict is Verdict.NOT_MET:
        times = ", ".join(f"{from_s or 0.0:.1f} s" for from_s, _ in criterion.not_met_intervals)
        return f"at {times}"
    return "" if criterion.verdict is Verdict.MET else criterion.reason or ""


def broken_lines(assessed: Assessed) -> list[Judgement]:
    """Return every `not_met` in the order of time."""
    judged = [each.judgements for each in repetitions_in(assessed.events)]
    judged += [each.judgements for each in holds_in(assessed.events)]
    broken = [each for unit in judged for each in unit if each.verdict is Verdict.NOT_MET]
    return sorted(broken, key=lambda each: each.from_s)


def render_why(assessed: Assessed, says: dict[str, str]) -> RenderableType:
    """Return, for each broken line, the moment, the measurement, its error and the limit."""
    broken = broken_lines(assessed)
    if not broken:
        return Text("No line was judged not met.")
    table = Table(show_header=True, header_style="bold", box=None, pad_edge=False)
    table.add_column("When", justify="right", no_wrap=True)
    table.add_column("Line", no_wrap=True)
    table.add_column("Measured")
    for each in broken:
        table.add_row(f"{0.5 * (each.from_s + each.to_s):.1f} s", says[each.criterion], why_words(each))
    return table
