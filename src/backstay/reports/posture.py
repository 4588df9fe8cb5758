"""Everyday posture as text and as captions: described, never graded."""

from collections.abc import Callable, Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from backstay.exercises.types import Posture
from backstay.reports.overlay import Caption
from backstay.reports.words import VIEW_WORDS, measure_words, value_words
from backstay.sessions.assessing import Assessed
from backstay.sessions.types import Assessment

SHOWN = ("trunk_inclination_deg", "ear_forward_inclination_deg", "left_knee_flexion_deg", "right_knee_flexion_deg")


def render_posture(assessment: Assessment, postures: Sequence[Posture]) -> RenderableType:
    """Return the states with their times, the angles described, and what to know."""
    says = _words(postures)
    media = assessment.media
    head = Text(f"{media.path}: posture, seen {VIEW_WORDS[assessment.view.label]}", style="bold")
    parts: list[RenderableType] = [head, _angles(assessment)]
    if assessment.states:
        parts.append(_states(assessment, says))
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
            error = value_words(part.error_sd or 0.0, part.unit)
            lines.append(f"{measure_words(name)} {value_words(part.median, part.unit)} ± {error}")
    return Text("; ".join(lines) or "No angle could be read.")


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
