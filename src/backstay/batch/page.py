"""A batch as one HTML page that needs nothing else: no script, no picture, no font from anywhere."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

import pyarrow as pa

from backstay.assessment.types import Verdict
from backstay.batch.results import Results
from backstay.batch.tables import PARTITION
from backstay.batch.types import Job
from backstay.exercises.types import Exercise
from backstay.reports.words import VERDICT_WORDS

STYLE = """
:root { color-scheme: light dark }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem }
table { border-collapse: collapse; width: 100%; margin-bottom: 2rem }
caption { text-align: left; font-weight: bold; padding: .5rem 0 }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid }
th, td { overflow-wrap: anywhere }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; overflow-wrap: normal }
.wide { overflow-x: auto }
"""
DISCLAIMER = "Form feedback for practice. Educational, not medical advice."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """A table to show: its headings say which columns are numbers by a leading #."""

    caption: str
    headings: Sequence[str]
    rows: Iterable[Sequence[str]]


def write_page(results: Results, jobs: Sequence[Job], title: str) -> None:
    """Write `summary.html` beside the tables, about the videos of this batch.

    Args:
        results: Where what came of them lies.
        jobs: All of the batch, those done earlier included.
        title: What was assessed, in words.

    Raises:
        StoreError: The tables cannot be read, or the page cannot be written.
    """
    ids = {job.id for job in jobs}
    videos = [row for row in _rows(results.read("videos")) if row["job"] in ids]
    wanted = {(row["path"], row[PARTITION]) for row in videos}
    verdicts = [row for row in _rows(results.read("criteria")) if (row["path"], row[PARTITION]) in wanted]
    exercises = {job.exercise.id: job.exercise for job in jobs}
    (results.folder / "summary.html").write(_page(title, videos, verdicts, exercises))


_Rows = Sequence[Mapping[str, object]]


def _rows(table: pa.Table) -> _Rows:
    rows: _Rows = table.to_pylist()
    return rows


def _page(title: str, videos: _Rows, verdicts: _Rows, exercises: Mapping[str, Exercise]) -> bytes:
    page = ET.Element("html", lang="en")
    head = ET.SubElement(page, "head")
    ET.SubElement(head, "meta", charset="utf-8")
    ET.SubElement(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    ET.SubElement(head, "title").text = f"Backstay: {title}"
    ET.SubElement(head, "style").text = STYLE
    main = ET.SubElement(ET.SubElement(page, "body"), "main")
    ET.SubElement(main, "h1").text = title
    ET.SubElement(main, "p").text = _in_short(videos)
    _add(main, "Exercises", _by_exercise(videos, exercises))
    failed = [(str(row["path"]), str(row["says"])) for row in videos if not row["is_assessed"]]
    if failed:
        _add(main, "Could not be assessed", _Table(caption="Why", headings=("Video", "Reason"), rows=failed))
    for exercise in exercises.values():
        _add(main, exercise.title, _by_line(exercise, verdicts), _by_video(exercise, videos))
    ET.SubElement(main, "p").text = DISCLAIMER
    return f"<!doctype html>\n{ET.tostring(page, encoding='unicode', method='html')}\n".encode()


def _in_short(videos: _Rows) -> str:
    assessed = sum(bool(row["is_assessed"]) for row in videos)
    hours = sum(_figure(row["duration_s"]) for row in videos) / 3600.0
    return f"{assessed} of {len(videos)} videos assessed, {hours:.2f} hours of video."


def _by_exercise(videos: _Rows, exercises: Mapping[str, Exercise]) -> _Table:
    return _Table(
        caption="What was counted",
        headings=("Exercise", "#Videos", "#Assessed", "#Repetitions", "#Holds", "#Held (s)"),
        rows=[
            (exercise.title, *_sums([row for row in videos if row[PARTITION] == name]))
            for name, exercise in exercises.items()
        ],
    )


def _sums(videos: _Rows) -> tuple[str, ...]:
    sums = [sum(_figure(row[name]) for row in videos) for name in ("is_assessed", "repetitions", "holds", "held_s")]
    return (str(len(videos)), *(f"{each:.0f}" for each in sums))


def _by_line(exercise: Exercise, verdicts: _Rows) -> _Table:
    """Return how often each verdict was given on each line, over whole videos."""
    rows = [row for row in verdicts if row[PARTITION] == exercise.id and row["unit"] == "video"]
    return _Table(
        caption="Lines of the prescription, in numbers of videos",
        headings=("Line", *(f"#{VERDICT_WORDS[each]}" for each in Verdict)),
        rows=[(line.says, *(str(_count(rows, line.id, each)) for each in Verdict)) for line in exercise.criteria],
    )


def _count(rows: _Rows, criterion: str, verdict: Verdict) -> int:
    return sum(row["criterion"] == criterion and row["verdict"] == verdict.value for row in rows)


def _by_video(exercise: Exercise, videos: _Rows) -> _Table:
    return _Table(
        caption="Videos",
        headings=("Video", "Person", "#Repetitions", "#Partial", "#Holds", "#Held (s)", "#Seen (%)", "To know"),
        rows=[
            (str(row["path"]), str(row["person"] or ""), *_video_figures(row), _notices(row["notices"]))
            for row in videos
            if row[PARTITION] == exercise.id and row["is_assessed"]
        ],
    )


def _video_figures(row: Mapping[str, object]) -> tuple[str, ...]:
    whole = tuple(f"{_figure(row[name]):.0f}" for name in ("repetitions", "partial_repetitions", "holds"))
    return (*whole, f"{_figure(row['held_s']):.1f}", f"{100.0 * _figure(row['coverage_fraction']):.0f}")


def _notices(notices: object) -> str:
    return " ".join(str(each["says"]) for each in notices) if isinstance(notices, list) else ""


def _figure(value: object) -> float:
    """Return a number; 0 for one that is missing."""
    return float(value) if isinstance(value, int | float) else 0.0


def _add(parent: ET.Element, heading: str, *tables: _Table) -> None:
    """Add a section of tables."""
    section = ET.SubElement(parent, "section")
    ET.SubElement(section, "h2").text = heading
    for table in tables:
        frame = ET.SubElement(section, "div", {"class": "wide", "tabindex": "0", "role": "region"})
        frame.set("aria-label", f"{heading}: {table.caption}")
        element = ET.SubElement(frame, "table")
        ET.SubElement(element, "caption").text = table.caption
        row = ET.SubElement(ET.SubElement(element, "thead"), "tr")
        for name in table.headings:
            ET.SubElement(row, "th", {"scope": "col", **_number_class(name)}).text = name.removeprefix("#")
        body = ET.SubElement(element, "tbody")
        for cells in table.rows:
            _add_row(body, table.headings, cells)


def _add_row(body: ET.Element, headings: Sequence[str], cells: Sequence[str]) -> None:
    row = ET.SubElement(body, "tr")
    for number, (name, cell) in enumerate(zip(headings, cells, strict=True)):
        kind = {"scope": "row"} if number == 0 else _number_class(name)
        ET.SubElement(row, "td" if number else "th", kind).text = _printable(cell)


def _number_class(name: str) -> dict[str, str]:
    return {"class": "number"} if name.startswith("#") else {}


def _printable(text: str) -> str:
    """Return a text without what no page may hold: control characters, and halves of letters in odd file names."""
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in text)
