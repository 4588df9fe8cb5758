"""Everyday posture as text and as captions: described, never graded."""

import math
from collections.abc import Callable, Iterator, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from backstay.exercises.posture_types import Posture
from backstay.kinematics.measures import MEASURES
from backstay.kinematics.types import ViewLabel
from backstay.reports.history_words import counted
from backstay.reports.load import SOURCES, WHAT_IT_IS, load_of
from backstay.reports.overlay import Caption
from backstay.reports.words import VIEW_WORDS, measure_words, value_words
from backstay.sessions.assessing import Assessed
from backstay.sessions.types import Assessment

HOUR_S = 3600.0
LEAST_RATE_S = 600.0
"""Changes of a shorter recording say nothing of an hour."""
HEAD, TRUNK = "ear_forward_inclination_deg", "trunk_inclination_deg"
SHOWN = ("trunk_inclination_deg", "ear_forward_inclination_deg", "left_knee_flexion_deg", "right_knee_flexion_deg")


def render_posture(
    assessment: Assessment, postures: Sequence[Posture], *, uses_backrest: bool = False, with_sources: bool = False
) -> RenderableType:
    """Return the states with their times, the angles described, load in words, and what to know.

    Args:
        assessment: What was seen.
        postures: What was told apart.
        uses_backrest: As the person says.
        with_sources: Whether to say what the words on load are and where they come from.
    """
    says = _words(postures)
    media = assessment.media
    head = Text(f"{media.path}: posture, seen {VIEW_WORDS[assessment.view.label]}", style="bold")
    parts: list[RenderableType] = [head, _angles(assessment)]
    if assessment.states:
        parts.extend((_states(assessment, says), Text(dwell_words(assessment, says))))
        parts.extend(_load(assessment, uses_backrest=uses_backrest, with_sources=with_sources))
    parts.extend(Text(f"• {notice.says}", style="yellow") for notice in assessment.notices)
    return Group(*parts)


def _words(postures: Sequence[Posture]) -> dict[str, str]:
    """Return each state in words."""
    return {state.id: state.says for posture in postures for state in posture.states}


def _angles(assessment: Assessment) -> Text:
    """Return the angles of a picture, or their medians over a video, each with its error."""
    lines = []
    for name in SHOWN:
        part = assessment.readings.get(name)
        if part is not None and part.median is not None:
            error = value_words((part.error_sd or 0.0) * _worse_by(name, assessment.view.label), part.unit)
            lines.append(f"{measure_words(name)} {value_words(part.median, part.unit)} ± {error}")
    return Text("; ".join(lines) or "No angle could be read.")


def dwell_words(assessment: Assessment, says: dict[str, str]) -> str:
    """Return how long each state was kept altogether, and how often posture changed, an hour where it lasted that long.

    Args:
        assessment: What was seen.
        says: Each state in words.
    """
    kept_s: dict[str, float] = {}
    for each in assessment.states:
        kept_s[each.state] = kept_s.get(each.state, 0.0) + (each.ended_s or 0.0) - (each.began_s or 0.0)
    times = "; ".join(f"{says[state]} {seconds:.0f} s" for state, seconds in kept_s.items())
    changes = len({each.began_s for each in assessment.states}) - 1
    lasted_s = assessment.media.duration_s or 0.0
    rate = f", {changes * HOUR_S / lasted_s:.0f} an hour" if lasted_s >= LEAST_RATE_S else ""
    return f"In all: {times}. {counted(changes, 'change')}{rate}."


def _load(assessment: Assessment, *, uses_backrest: bool, with_sources: bool) -> Iterator[Text]:
    """Yield how the middle of a seated recording compares with one's own upright."""
    words = load_of(*(_from_own(assessment, name) for name in (HEAD, TRUNK)), uses_backrest=uses_backrest)
    for part, says in (("neck", words.neck), ("low back", words.low_back)):
        if says:
            yield Text(f"Load on the {part}, most of the time: {says}.")
    if with_sources:
        yield from (Text(says, style="dim") for says in (WHAT_IT_IS, *SOURCES))


def _from_own(assessment: Assessment, name: str) -> float:
    """Return the middle of an angle as a change from one's own tall sitting; NaN without one."""
    part = assessment.readings.get(name)
    own = assessment.references.get(f"tall_sitting.{name}", math.nan)
    return part.median - own if own is not None and part is not None and part.median is not None else math.nan


def _worse_by(name: str, label: ViewLabel) -> float:
    """Return how many times less exact a view reads a measure than its best view does."""
    known = MEASURES[name].change_sd
    return known[label] / min(known.values()) if label in known else 1.0


def _states(assessment: Assessment, says: dict[str, str]) -> Table:
    """Return the states in order of time."""
    table = Table(show_header=True, header_style="bold", box=None, pad_edge=False)
    table.add_column("From", justify="right", no_wrap=True)
    table.add_column("To", justify="right", no_wrap=True)
    table.add_column("State")
    for each in assessment.states:
        table.add_row(f"{each.began_s or 0.0:.1f} s", f"{each.ended_s or 0.0:.1f} s", says[each.state])
    return table


def posture_captions(assessed: Assessed, postures: Sequence[Posture]) -> Callable[[float], Caption]:
    """Return what stands beside the picture at a time: the states that are on, and since when."""
    says = _words(postures)

    def caption(t_s: float) -> Caption:
        on = [each for each in assessed.assessment.states if (each.began_s or 0.0) <= t_s <= (each.ended_s or 0.0)]
        since = max((t_s - (each.began_s or 0.0) for each in on), default=0.0)
        return Caption(
            headline="Posture, described",
            count=f"{since:.0f} s" if on else "–",
            phase="unchanged" if on else "",
            verdicts=tuple((says[each.state], "") for each in on),
        )

    return caption
