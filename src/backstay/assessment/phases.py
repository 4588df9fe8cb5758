"""A repetition cut into the phases that its lines are judged in."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from backstay.assessment.abstaining import READABLE_SHARE
from backstay.assessment.clock import LONGEST_STEP_S
from backstay.assessment.excursion import Excursion, time_excursion
from backstay.assessment.judging import Unit
from backstay.exercises.types import Exercise, Phase
from backstay.kinematics.body import SIDES
from backstay.kinematics.measures import MEASURES
from backstay.kinematics.series import column_of
from backstay.kinematics.types import Readings, ViewLabel

START_BEFORE_S = 0.5
"""How much before leaving the start level still belongs to the start pose: as long as settling into it may take."""

STEADY_SHARE = 0.8
"""A view that most of a repetition's frames agree on is the view. Over 200 repetitions, clean and made worse, all but
five agreed in 94 % or more; those five read 47 to 82 %, and the body was misread in them."""


def cut(frames: Sequence[Readings], excursion: Excursion, exercise: Exercise, references: Mapping[str, float]) -> Unit:
    """Return a repetition cut into its phases, with how long its ways took.

    Args:
        frames: Its readings, from the start pose before to the one after.
        excursion: When its effort left, was at the top, and came back.
        exercise: What was done.
        references: The person's own values.
    """
    spans = {
        Phase.START: (excursion.began_s - START_BEFORE_S, excursion.low_s),
        Phase.RISING: (excursion.low_s, excursion.top_began_s),
        Phase.PEAK: (excursion.top_began_s, excursion.top_ended_s),
        Phase.LOWERING: (excursion.top_ended_s, excursion.ended_s),
        Phase.ALWAYS: (excursion.began_s, excursion.ended_s),
    }
    phases = {phase: [frame for frame in frames if a <= frame.t_s <= b] for phase, (a, b) in spans.items()}
    if _is_top_lost(frames, excursion):
        phases[Phase.PEAK] = []
    view = _steady_view(phases[Phase.ALWAYS] or frames[-1:])
    ways = _ways(frames, excursion, exercise, view)
    return Unit(
        phases=phases,
        view=view,
        side=None,
        references=references,
        timings={"rising_s": ways.rising_s, "lowering_s": ways.lowering_s},
        began_s=excursion.began_s,
        ended_s=excursion.ended_s,
    )


def _steady_view(frames: Sequence[Readings]) -> ViewLabel:
    """Return where the camera stood all the while; unknown if it seems to have moved, or the body is misread."""
    labels = [frame.view.label for frame in frames]
    most = max(ViewLabel, key=labels.count)
    return most if labels.count(most) >= STEADY_SHARE * len(labels) else ViewLabel.UNKNOWN


def _is_top_lost(frames: Sequence[Readings], excursion: Excursion) -> bool:
    """Return whether nobody was seen for a while next to what seems the top: then it may have been higher."""
    return any(
        after.t_s - before.t_s > LONGEST_STEP_S
        and before.t_s <= excursion.top_ended_s
        and after.t_s >= excursion.top_began_s
        for before, after in pairwise(frames)
    )


def _ways(frames: Sequence[Readings], effort: Excursion, exercise: Exercise, view: ViewLabel) -> Excursion:
    """Return the ways up and back of the arm, where it can be read; else those of the effort, if the view allows it.

    Hands near the top rise little for each degree of the arm, and jitter more. On rendered clips, clean and made worse,
    the way up is wrong by 0.07 s (1 SD; obliquely 0.14) by the arm's angle, and by 0.17 by the wrists' height.
    Obliquely and from low down hands that come down from overhead even rise in the picture at first: ways that took
    1.2 s read 0.7 to 3.0. There they are not timed by the hands.
    """
    measure = exercise.counts_from.measure if exercise.counts_from else ""
    for name in (measure, *(f"{side}_{measure.removeprefix('mean_')}" for side in SIDES)):
        ways = _ways_by(name, frames, effort) if name in MEASURES else None
        if ways is not None:
            return ways
    return replace(effort, rising_s=math.nan, lowering_s=math.nan) if view is ViewLabel.FRONT_OBLIQUE else effort


def _ways_by(name: str, frames: Sequence[Readings], effort: Excursion) -> Excursion | None:
    """Return the ways up and back of a measure; None where it cannot be read for long enough, or never rises."""
    t_s, values = np.array([frame.t_s for frame in frames]), column_of(frames, name)
    is_seen = np.isfinite(values)
    before, after = values[is_seen & (t_s <= effort.began_s)], values[is_seen & (t_s >= effort.ended_s)]
    if not len(before) or not len(after) or is_seen.mean() < READABLE_SHARE:
        return None
    start, end = float(np.median(before)), float(np.median(after))
    if max(start, end) >= float(np.max(values[is_seen])):
        return None
    return time_excursion(t_s[is_seen], values[is_seen], start=start, end=end)
