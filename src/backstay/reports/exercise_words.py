"""An exercise in words: how much of it, which lines a camera can judge, from where, and how exactly.

The terminal and the documentation say the same, because both take their words from here.
"""

import math
from collections.abc import Iterator, Sequence

from backstay.assessment.judging import TIMING_EXTRA_SD_S, sided_names, spare_sd
from backstay.exercises.consistency import labels_of, measures_of
from backstay.exercises.types import (
    UNIT_MEASURES,
    Criterion,
    Exercise,
    Kind,
    Limited,
    Phase,
    Requirement,
    Which,
)
from backstay.exercises.views import ViewName
from backstay.kinematics.measures import MEASURES
from backstay.reports.words import measure_words

Fact = tuple[str, str]
"""A label and what there is to say under it."""

FROM = {
    ViewName.FRONT: "from the front",
    ViewName.FRONT_OBLIQUE: "obliquely",
    ViewName.SIDE: "from the side",
    ViewName.BACK: "from behind",
}
WHEN = {
    Phase.START: "in the start pose",
    Phase.RISING: "on the way up",
    Phase.PEAK: "at the top",
    Phase.LOWERING: "on the way back",
    Phase.HOLD: "during the hold",
    Phase.ALWAYS: "throughout",
    Phase.SET: "over the whole set",
}
OF = {
    Which.MIDDLE: "{}",
    Which.EACH_SIDE: "left or right {}",
    Which.NEAR_SIDE: "{} of the side near the camera",
    Which.FRONT_LEG: "{} of the front leg",
    Which.REAR_LEG: "{} of the rear leg",
}
UNIT_WORDS = {
    "rising_s": "time on the way up",
    "lowering_s": "time on the way back",
    "held_s": "time held in good form",
    "sides_held": "sides held",
    "longest_without_breath_s": "time without a breath seen",
}
ERRORS = (
    "Errors are 1 SD: of a change within one recording, and, called absolute, of the value itself in the best view."
)
SIGNS = {
    "deg": "°",
    "s": " s",
    "trunk_fraction": " trunk lengths",
    "image_fraction": " picture heights",
    "sides_held": "",
}


def dose_words(exercise: Exercise) -> str:
    """Return how much is prescribed, such as "2 sets of 10 repetitions"."""
    dose = exercise.dose
    if exercise.kind is Kind.POSTURE:
        return "as long as you sit or stand"
    if exercise.kind is Kind.REPETITIONS:
        amount = f"{dose.repetitions} repetitions"
    else:
        side = " a side" if exercise.sides == "one_at_a_time" else ""
        amount = f"{dose.holds} holds of {dose.hold_s:g} s{side}"
    sets = f"{dose.sets} sets of " if dose.sets > 1 else ""
    return f"{sets}{amount}"


def exercise_facts(exercise: Exercise) -> Iterator[Fact]:
    """Yield what holds for an exercise as a whole."""
    also = f"; also {listed([FROM[view] for view in exercise.views.also])}" if exercise.views.also else ""
    yield "Dose", f"{dose_words(exercise)}, with {exercise.dose.rest_s:g} s of rest between"
    yield "Camera", f"best {FROM[exercise.views.best]}{also}"
    yield "Counts", counting_words(exercise)
    for requirement in exercise.requires:
        yield "Refused", f"{requirement_words(requirement)}: “{requirement.says}”"
    yield "Source", exercise.source.strip()


def counting_words(exercise: Exercise) -> str:
    """Return what counts as one repetition or hold."""
    if exercise.counts_from is not None:
        peak = exercise.counts_from
        seen = listed([FROM[view] for view in peak.views])
        height = f"{value_words(peak.above, peak.measure)} of {measure_words(peak.measure)}"
        return f"a repetition from {height}, read {seen}; elsewhere after a full movement"
    if exercise.position is not None:
        held = exercise.position
        shift = (
            f"{measure_words(held.measure)} of the rear leg shifted by {value_words(held.least_shift, held.measure)}"
        )
        return f"{shift} or more from the own start, and still; out of it for {held.away_ends_s:g} s, the hold is over"
    return "each hold that the coach calls; no camera sees it begin"


def criterion_facts(criterion: Criterion) -> Iterator[Fact]:
    """Yield everything about one line: when, within what limit, how a camera sees it, and what else there is."""
    yield "When", WHEN[criterion.when]
    if criterion.measure is not None:
        yield "Not met", limit_words(criterion)
    yield "Camera", camera_words(criterion)
    for label, text in (("Otherwise", criterion.to_see), ("Asked", criterion.question)):
        if text is not None:
            yield label, text
    if criterion.cue is not None:
        yield "Cue", criterion.cue.text
    if criterion.evidence is not None:
        yield "Evidence", criterion.evidence
    yield "Source", criterion.source.strip()


def limit_words(criterion: Criterion) -> str:
    """Return what makes a fault: "left or right elbow flexion under 75° or over 105°, for 0.5 s or longer"."""
    words = f"{_subject(criterion)} {_beyond(criterion)}"
    if criterion.from_own is not None:
        words += f" from your own {criterion.from_own.replace('_', ' ')}"
    if criterion.own_limit is not None:
        words += f", or under your own {_own_words(criterion)} where that is given"
    if criterion.for_s > 0.0:
        words += f", for {criterion.for_s:g} s or longer"
    for value, way in ((criterion.met_above, "up"), (criterion.met_below, "down")):
        if value is not None:
            words += f"; met from {_value(value, criterion)} {way}, between too close to call"
    if criterion.met_with is not None:
        words += f"; not called met while {criterion.met_with} is broken or too close to call"
    return words


def _own_words(criterion: Criterion) -> str:
    """Return a line's own limit: "soft knees less 2.5°"."""
    own = criterion.own_limit
    if own is None:
        return ""
    less = f" less {_value(-own.margin, criterion)}" if own.margin < 0.0 else ""
    return f"{'lower ' if own.only_if_lower else ''}{own.reference.replace('_', ' ')}{less}"


def requirement_words(requirement: Requirement) -> str:
    """Return what breaks a requirement, and seen from where: "feet across travelling over 0.3 × trunk length"."""
    travelling = " travelling" if requirement.statistic == "spread" else ""
    is_anywhere = len(requirement.views) == len(ViewName)
    seen = "" if is_anywhere else f", seen {listed([FROM[view] for view in requirement.views])}"
    return f"{_subject(requirement)}{travelling} {_beyond(requirement)}{seen}"


def camera_words(criterion: Criterion) -> str:
    """Return from where a camera can judge a line, and with what error; what it can judge comes first."""
    if criterion.measure is None:
        return "no view shows it"
    sights: dict[str, list[str]] = {}
    for view in ViewName:
        sights.setdefault(_sight(criterion, view), []).append(FROM[view])
    anywhere = {len(ViewName): "from anywhere"}
    clauses = [says.format(anywhere.get(len(views)) or listed(views)) for says, views in sights.items()]
    clauses.sort(key=_place_of)
    if not criterion.can_confirm:
        clauses.append("a fault can be seen, its absence proves nothing")
    if criterion.measure not in UNIT_MEASURES and criterion.from_own is None:
        error_sd = MEASURES[measures_of(criterion.measure, criterion.of)[0]].error_sd
        clauses.append(f"absolute error ±{value_words(error_sd, criterion.measure)}")
    return "; ".join(clauses)


def judged_words(exercise: Exercise) -> str:
    """Return how many lines a camera can judge, such as "9 of 11 lines, 8 from the front"."""
    judged = [criterion for criterion in exercise.criteria if criterion.measure is not None]
    from_best = sum(exercise.views.best in criterion.views for criterion in judged)
    return f"{len(judged)} of {len(exercise.criteria)} lines, {from_best} {FROM[exercise.views.best]}"


def summary_words(exercise: Exercise) -> str:
    """Return an exercise in one sentence."""
    return f"{exercise.title}: {dose_words(exercise)}; a camera judges {judged_words(exercise)}"


def value_words(value: float, measure: str) -> str:
    """Return a value with its unit.

    Example:
        >>> value_words(2.5, "left_knee_flexion_deg"), value_words(0.3, "thigh_drop_trunk_fraction")
        ('2.5°', '0.3 trunk lengths')
    """
    sign = next((sign for unit, sign in SIGNS.items() if measure.endswith(unit)), "")
    return f"{value:g}{sign}"


def listed(words: Sequence[str]) -> str:
    """Return words as one reads a list aloud.

    Example:
        >>> listed(["front", "side", "back"])
        'front, side and back'
    """
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _subject(part: Limited) -> str:
    """Return what is measured, and on which side."""
    name = part.measure or ""
    return OF[part.of].format(UNIT_WORDS.get(name, measure_words(name)))


def _beyond(part: Criterion | Requirement) -> str:
    """Return the limits of a fault, those of a change with their sign."""
    limits = ((part.not_met_below, "under"), (part.not_met_above, "over"))
    plus = "+" if isinstance(part, Criterion) and part.from_own is not None else ""
    return " or ".join(
        f"{word} {plus * (value > 0.0)}{_value(value, part)}" for value, word in limits if value is not None
    )


def _value(value: float, part: Criterion | Requirement) -> str:
    """Return a value in the unit of a part's limits."""
    if part.scaled_by is not None:
        return f"{value:g} × {measure_words(part.scaled_by)}"
    return value_words(value, part.measure or "")


def _sight(criterion: Criterion, view: ViewName) -> str:
    """Return what one view is good for, with {} where the view belongs."""
    near_sd, sd = _error_sds(criterion, view)
    extra_sd = sd - criterion.change_sd
    if math.isnan(sd):
        return "cannot be seen {}"
    if view not in criterion.views:
        return f"abstains {{}}, too coarse (±{_value(sd, criterion)})" if extra_sd > 0.0 else "abstains {}"
    far = f" (±{_value(sd, criterion)} on the side away from the camera)" if sd > near_sd else ""
    unsure = f", too close to call nearer than {_value(extra_sd, criterion)} to the limit" if extra_sd > 0.0 else ""
    there = " there" if far and unsure else ""
    return f"judged {{}}, error ±{_value(near_sd, criterion)}{far}{unsure}{there}" if sd > 0.0 else "judged {}"


def _place_of(clause: str) -> int:
    """Return where a clause stands among others."""
    return ("judged", "abstains", "cannot").index(clause.split(maxsplit=1)[0])


def _error_sds(criterion: Criterion, view: ViewName) -> tuple[float, float]:
    """Return 1 SD of the error with which a view shows a line, in the measure's unit, on the near and on the far side.

    Both are the same where there are no sides, and NaN where the view does not show the line.
    """
    name, labels = criterion.measure or "", labels_of(view)
    if name in UNIT_MEASURES:
        is_of_ways = name in {"rising_s", "lowering_s"}
        sd = criterion.change_sd + max(TIMING_EXTRA_SD_S.get(label, 0.0) * is_of_ways for label in labels)
        return sd, sd
    spare = [
        spare_sd(criterion, full_name, label)
        for label in labels
        for full_name in sided_names(name, criterion.of, label, "left")
        if MEASURES[full_name].is_readable_from(label)
    ]
    return (criterion.change_sd + min(spare), criterion.change_sd + max(spare)) if spare else (math.nan, math.nan)
