"""The accuracy page: tables and pictures for each set of clips."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from backstay.sessions.assessing import Assessed
from benchmarks.accuracy import figures
from benchmarks.accuracy.clips import LOOSE, SHIPPED, SYNTHETIC, clips_in
from benchmarks.accuracy.running import assess_and_score
from benchmarks.accuracy.scoring import Score
from benchmarks.accuracy.tables import angle_table, clip_table, criterion_table, fault_table, summary_table
from benchmarks.page import replace_part

PAGE = "accuracy.md"
TITLES = {
    SHIPPED: "Clips that come with the project",
    LOOSE: "Loose clothes and long hair",
    SYNTHETIC: "All rendered clips",
}
NAMES = {SHIPPED: "shipped", LOOSE: "loose", SYNTHETIC: "synthetic"}


def report_accuracy(folders: Sequence[Path], docs: Path, model: str) -> None:
    """Score every clip of the folders; print the tables, and write them and the pictures.

    Args:
        folders: Of clips with truth; when none is given, those that are there of the usual ones.
        docs: Folder of the page.
        model: "lite", "full" or "heavy".
    """
    for folder in folders or [each for each in (SHIPPED, LOOSE, SYNTHETIC) if each.is_dir()]:
        name = NAMES.get(folder.resolve(), folder.resolve().name)
        title = TITLES.get(folder.resolve(), f"Clips of {name}")
        results = [assess_and_score(clip, model) for clip in clips_in(folder)]
        if not results:
            print(f"{folder}: no clip with its truth beside it (NAME.mp4 and NAME.truth.json.gz).")
            continue
        lines = list(_part([score for score, _ in results], title, name))
        print("\n".join(lines), flush=True)
        replace_part(docs / PAGE, f"accuracy of {name}", lines)
        _draw(results, docs / "figures", name)


def _part(scores: Sequence[Score], title: str, name: str) -> Iterator[str]:
    """Yield everything that is said of one set of clips."""
    yield from (f"## {title}", "", f"{len(scores)} clips.", "", *summary_table(scores))
    yield from ("", "### By clip", "", *clip_table(scores))
    yield from ("", "### By scripted fault", "", *fault_table(scores))
    yield from ("", "### By line of the prescription", "", *criterion_table(scores), "")
    yield from (f"![What was said of each line](figures/{name}_confusion.png)", "")
    yield from ("### Angles", "", *angle_table(scores), "", f"![Errors by view](figures/{name}_errors.png)")
    for exercise in sorted(_telling(scores)):
        yield from ("", f"![{exercise}: read and true](figures/{name}_signal_{exercise}.png)")


def _telling(scores: Sequence[Score]) -> dict[str, Score]:
    """Return the clip of each exercise that has the most faults to show."""
    by_faults = sorted(scores, key=lambda each: len(each.truth.faults))
    return {each.truth.exercise: each for each in by_faults}


def _draw(results: Sequence[tuple[Score, Assessed]], folder: Path, name: str) -> None:
    scores = [score for score, _ in results]
    figures.draw_errors(scores, folder / f"{name}_errors.png")
    figures.draw_confusion(scores, folder / f"{name}_confusion.png")
    assessed = {score.clip: each for score, each in results}
    for exercise, score in _telling(scores).items():
        figures.draw_signal(score, assessed[score.clip], folder / f"{name}_signal_{exercise}.png")
