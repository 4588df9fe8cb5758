"""One line of the prescription, one stretch of readings, one honest verdict.

`not_met` means beyond the limit by more than one SD of the measure's change, `met` means inside it; beyond it by less,
nobody can tell. Where the SD of this view is larger than that of the best view, a value inside, but that near to the
limit, is too close to call as well. A value read in under 60 % of the frames is not judged.

Source:
    evidence.md 1.4 (one limit makes a verdict) and section 8 (60 % of frames).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from backstay.assessment.abstaining import READABLE_SHARE, abstain
from backstay.assessment.breathing import judge_breathing
from backstay.assessment.types import Judgement, Side, Verdict
from backstay.exercises.types import SILENCE, UNIT_MEASURES, Criterion, Limited, Phase, Which
from backstay.kinematics.measures import MEASURES
from backstay.kinematics.series import column_of
from backstay.kinematics.types import Readings, ViewLabel

Array = NDArray[np.float64]

BRIDGED_S = 0.2
"""A break shorter than this inside a faulty stretch is jitter: about three frames at 15 per second."""
INSTANTS = frozenset({Phase.START, Phase.PEAK})
WAYS = frozenset({"rising_s", "lowering_s"})
TIMING_EXTRA_SD_S = {ViewLabel.FRONT_OBLIQUE: 0.1, ViewLabel.SIDE_LEFT: 0.8, ViewLabel.SIDE_RIGHT: 0.8}
"""From the side the wrists' way is half as long (0.25 trunk lengths) and as noisy (0.02), so 5 and 95 % of it are found
0.1 to 1.3 s wrong; own measurement on rendered clips, clean, noisy and blurred."""
SHANK = "shank_inclination_deg"
TRUNK = ".trunk_inclination_deg"
UPRIGHT_DEG = 2.0
"""What the trunk of somebody upright reads: -0.4 to 4.5 over eight rendered stretches with a level camera."""
LEVEL_WITHIN_DEG = 5.0
"""An own upright trunk further off than this leans, or the camera does: rolled by 10 degrees it read -9.7 to 11.1."""
SQUARE_WITHIN_DEG = 3.5
"""A line through the shoulders further from square is seen obliquely: in thirteen rendered wall angels from straight
ahead, clean and made worse, it read 0.2 to 3.2. At 6.3 one arm read 7 degrees too high and the other 11 too low, at 13
it was 13 and 21."""
FIRST = "first_repetition"
IS_REFERENCE = "The first repetition that counts is what the later ones are compared with."
NO_REFERENCE = "No own reference yet: begin with a steady second or two in the start pose."


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What a criterion is judged on.

    Attributes:
        phases: The readings of each phase of the unit.
        view: Where the camera stood.
        side: The working side; None where both work together.
        references: The person's own values, keyed by `reference_key`.
        timings: Unit measure to its value, such as "rising_s".
        began_s: Start of the unit.
        ended_s: End of the unit.
    """

    phases: Mapping[Phase, Sequence[Readings]]
    view: ViewLabel
    side: Side | None
    references: Mapping[str, float]
    timings: Mapping[str, float]
    began_s: float
    ended_s: float


def judge_all(criteria: Sequence[Criterion], unit: Unit) -> tuple[Judgement, ...]:
    """Return one judgement a criterion, lines of the whole set left out."""
    judged = {each.id: judge(each, unit) for each in criteria if each.when is not Phase.SET}
    lines = {each.id: each for each in criteria}
    return tuple(_met_together(lines[name], judgement, lines, judged) for name, judgement in judged.items())


def _met_together(
    criterion: Criterion, judgement: Judgement, lines: Mapping[str, Criterion], judged: Mapping[str, Judgement]
) -> Judgement:
    """Return a judgement, not called met while the line that it goes with is broken or too close to call."""
    other = judged.get(criterion.met_with or "")
    if other is None or judgement.verdict is not Verdict.MET:
        return judgement
    if other.verdict is not Verdict.NOT_MET and not other.is_close:
        return judgement
    doubt = "is not met" if other.verdict is Verdict.NOT_MET else "is too close to call"
    return abstain(criterion, f"{lines[other.criterion].says} {doubt}, and this goes with it.")


def judge(criterion: Criterion, unit: Unit) -> Judgement:
    """Return the verdict on one line over one unit."""
    if criterion.measure is None:
        return abstain(criterion, criterion.to_see or criterion.question or "")
    if criterion.measure in UNIT_MEASURES and criterion.measure != SILENCE:
        return _judge_timing(criterion, unit)
    if not criterion.can_be_judged_from(unit.view):
        return abstain(criterion, criterion.to_see or "")
    if criterion.measure == SILENCE:
        return judge_breathing(criterion, [frame.breath for frame in unit.phases.get(criterion.when, ())])
    judged = [
        _judge_measure(with_own_limit(criterion, name, unit.references), name, unit)
        for name in measure_names(criterion, unit)
    ]
    return _worst(criterion, judged)


def with_own_limit(criterion: Criterion, name: str, references: Mapping[str, float]) -> Criterion:
    """Return a line with the person's own limit for a measure, where one is given; just inside it, nobody can tell."""
    rule, usual = criterion.own_limit, criterion.not_met_below
    own = references.get(reference_key(rule.reference, name)) if rule else None
    if rule is None or usual is None or own is None or (rule.only_if_lower and own + rule.margin > usual):
        return criterion
    limit = own + rule.margin
    met_above = None if criterion.met_above is None else limit
    return criterion.model_copy(update={"not_met_below": limit, "met_above": met_above})


def reference_key(reference: str, name: str) -> str:
    """Return the key of an own value: in which pose, and of which measure."""
    return f"{reference}.{name}"


def measure_names(limited: Limited, unit: Unit) -> tuple[str, ...]:
    """Return the measures that a line or a requirement reads, with their sides."""
    return sided_names(limited.measure or "", limited.of, unit.view, unit.side)


@cache
def sided_names(name: str, of: Which, view: ViewLabel, rear: Side | None) -> tuple[str, ...]:
    """Return the measures that a name stands for, seen from somewhere with some side behind.

    Obliquely the mean of both sides stands for each of them, where there is one: a camera lower than the shoulders sees
    the near arm raised and the far one lowered by as much. In seven rendered clips arms held level read 25 degrees low
    to 15 high, their mean 7 low to 3 high.
    """
    if of is Which.EACH_SIDE and view is ViewLabel.FRONT_OBLIQUE and f"mean_{name}" in MEASURES:
        return (f"mean_{name}",)
    near = {ViewLabel.SIDE_LEFT: "left", ViewLabel.SIDE_RIGHT: "right"}.get(view)
    front = {"left": "right", "right": "left"}.get(rear or "")
    sides = {
        Which.MIDDLE: ("",),
        Which.EACH_SIDE: ("left_", "right_"),
        Which.NEAR_SIDE: (f"{near}_",) if near else ("left_", "right_"),
        Which.REAR_LEG: (f"{rear}_",),
        Which.FRONT_LEG: (f"{front}_",),
    }[of]
    return tuple(f"{side}{name}" for side in sides if f"{side}{name}" in MEASURES)


def _judge_timing(criterion: Criterion, unit: Unit) -> Judgement:
    """Judge a duration or a count of the unit itself."""
    name = criterion.measure or ""
    if name in WAYS and not criterion.can_be_judged_from(unit.view):
        return abstain(criterion, criterion.to_see or "")
    value = unit.timings.get(name, math.nan)
    if not math.isfinite(value):
        return abstain(criterion, "Its beginning or its end was not seen.")
    extra_sd = TIMING_EXTRA_SD_S.get(unit.view, 0.0) if name in WAYS else 0.0
    return _verdict_of(criterion, _Reading(name, value, extra_sd, unit.began_s, unit.ended_s))


@dataclass(frozen=True, slots=True)
class _Reading:
    """One deciding value: what, how much, how sure, and over which stretch."""

    name: str
    value: float
    extra_sd: float
    from_s: float
    to_s: float


def _judge_measure(criterion: Criterion, name: str, unit: Unit) -> Judgement:
    """Judge one measure over the criterion's phase."""
    frames = unit.phases.get(criterion.when, ())
    t_s = np.array([frame.t_s for frame in frames])
    values = np.array([frame.values[name] for frame in frames])
    is_read = np.isfinite(values)
    if len(values) == 0 or is_read.mean() < READABLE_SHARE:
        return abstain(criterion, f"Hidden: {MEASURES[name].landmarks}. {criterion.to_see or ''}".strip())
    if criterion.from_own is not None:
        own = unit.references.get(reference_key(criterion.from_own, name))
        if own is None:
            return abstain(criterion, IS_REFERENCE if criterion.from_own == FIRST else NO_REFERENCE)
        values = values - own
    if criterion.scaled_by is not None:
        values = values / np.nanmedian([frame.values[criterion.scaled_by] for frame in frames])
    value, from_s, to_s = _deciding(criterion, t_s[is_read], values[is_read])
    extra_sd = max(spare_sd_of(criterion, name, unit), _skew_deg(name, unit.phases.get(Phase.START) or frames))
    shown = name if criterion.from_own is None else change_name(name)
    return _verdict_of(criterion, _Reading(shown, value, extra_sd, from_s, to_s))


def change_name(name: str) -> str:
    """Return the name of a measure's change from an own reference, the unit kept last.

    Example:
        >>> change_name("trunk_inclination_deg")
        'trunk_inclination_change_deg'
    """
    words, unit = name.rsplit("_", maxsplit=1)
    return f"{words}_change_{unit}"


def spare_sd(criterion: Criterion, name: str, view: ViewLabel) -> float:
    """Return by how much a view's SD exceeds the criterion's own; a scaled change has only its own."""
    if criterion.scaled_by is not None:
        return 0.0
    return max(0.0, MEASURES[name].change_sd.get(view, 0.0) - criterion.change_sd)


def spare_sd_of(criterion: Criterion, name: str, unit: Unit) -> float:
    """Return by how much the SD in a unit exceeds the criterion's own: its view's, or that of a camera not level."""
    of_view = spare_sd(criterion, name, unit.view)
    return max(of_view, _tilt_deg(unit.references)) if name.endswith(SHANK) else of_view


def _tilt_deg(references: Mapping[str, float]) -> float:
    """Return by how much the camera may be rolled, as the own upright trunk shows it; 0 where that is near upright.

    Whether the camera or the person leans cannot be told, so a shin's own inclination is in doubt by as much.
    """
    leans = [abs(own - UPRIGHT_DEG) for key, own in references.items() if key.endswith(TRUNK)]
    return max((lean for lean in leans if lean > LEVEL_WITHIN_DEG), default=0.0)


def _skew_deg(name: str, frames: Sequence[Readings]) -> float:
    """Return how much of a measure may be due to where the camera stands; 0 where that is straight ahead.

    A camera low or high and a little to one side raises one arm in the picture, lowers the other, and tips the line
    through the shoulders nearly as far.

    Args:
        name: The measure.
        frames: The start pose, since arms overhead move the shoulders themselves.
    """
    measure = MEASURES[name]
    skews = column_of(frames, measure.skewed_by) if measure.skewed_by else np.array([])
    skews = skews[np.isfinite(skews)]
    skew = float(np.median(skews)) if len(skews) else 0.0
    return measure.skew_share * skew if skew > SQUARE_WITHIN_DEG else 0.0


def _deciding(criterion: Criterion, t_s: Array, values: Array) -> tuple[float, float, float]:
    """Return the value that decides and its stretch: the median, or the middle of a long enough fault, sure or not."""
    for beyond in () if criterion.when in INSTANTS else (criterion.change_sd, 0.0):
        low = -math.inf if criterion.not_met_below is None else criterion.not_met_below - beyond
        high = math.inf if criterion.not_met_above is None else criterion.not_met_above + beyond
        begin, end = longest_run(t_s, (values < low) | (values > high))
        if end > begin and t_s[end - 1] - t_s[begin] >= criterion.for_s:
            return float(np.median(values[begin:end])), float(t_s[begin]), float(t_s[end - 1])
    return float(np.median(values)), float(t_s[0]), float(t_s[-1])


def longest_run(t_s: Array, is_broken: NDArray[np.bool_]) -> tuple[int, int]:
    """Return the (start, stop) of the longest faulty stretch, breaks under 0.2 s bridged; (0, 0) if there is none.

    Example:
        >>> longest_run(np.arange(5.0), np.array([False, True, True, False, True]))
        (1, 3)
    """
    best = (0, 0)
    start = -1
    last = -1
    for index in np.flatnonzero(is_broken).tolist():
        if start < 0 or (index > last + 1 and t_s[index] - t_s[last] > BRIDGED_S):
            start = index
        last = index
        if best[1] <= best[0] or t_s[last] - t_s[start] > t_s[best[1] - 1] - t_s[best[0]]:
            best = (start, last + 1)
    return best


def _verdict_of(criterion: Criterion, reading: _Reading) -> Judgement:
    """Hold one value against the limits."""
    sd = criterion.change_sd + reading.extra_sd
    limit, beyond = _nearest_limit(criterion, reading.value)
    verdict: Verdict | Literal["too_close"] = Verdict.MET
    if beyond > sd:
        verdict = Verdict.NOT_MET
    elif beyond > -reading.extra_sd or not _is_clearly_met(criterion, reading.value):
        verdict = "too_close"
    if verdict == "too_close":
        says = f"Too close to call: {reading.value:.3g}, limit {limit:.3g}, error {sd:.2g}."
        return replace(abstain(criterion, says), is_close=True)
    if verdict is Verdict.MET and not criterion.can_confirm:
        return abstain(criterion, criterion.to_see or criterion.question or "")
    return Judgement(
        criterion=criterion.id,
        verdict=verdict,
        measure=reading.name,
        value=reading.value,
        limit=limit,
        sd=sd,
        from_s=reading.from_s,
        to_s=reading.to_s,
    )


def _nearest_limit(criterion: Criterion, value: float) -> tuple[float, float]:
    """Return the limit that matters and how far beyond it the value is; negative inside."""
    options = []
    if criterion.not_met_below is not None:
        options.append((criterion.not_met_below, criterion.not_met_below - value))
    if criterion.not_met_above is not None:
        options.append((criterion.not_met_above, value - criterion.not_met_above))
    return max(options, key=lambda option: option[1])


def _is_clearly_met(criterion: Criterion, value: float) -> bool:
    """Return whether the value lies where the line may be called met."""
    is_high_enough = criterion.met_above is None or value >= criterion.met_above
    is_low_enough = criterion.met_below is None or value <= criterion.met_below
    return is_high_enough and is_low_enough


def _worst(criterion: Criterion, judged: Sequence[Judgement]) -> Judgement:
    """Return the one that stands for several sides: a fault, else what could not be seen, else met."""
    for verdict in (Verdict.NOT_MET, Verdict.NOT_VISIBLE, Verdict.ASK, Verdict.MET):
        for judgement in judged:
            if judgement.verdict is verdict:
                return judgement
    return abstain(criterion, criterion.to_see or "")
