"""Over a whole recording a line is not met if any judged unit is not, else met if any was judged, else unjudged."""

import math

import pytest

from backstay.assessment.types import Hold, Judgement, Verdict
from backstay.kinematics.series import empty_series
from backstay.kinematics.types import ViewLabel
from backstay.sessions.summary import criterion_parts, hold_part, reading_parts
from properties.judged import STRETCH
from unit.assessment.streams import criterion, stream

MET, NOT_MET, NOT_VISIBLE, ASK = Verdict
LINE = criterion()


def hold(number: int, *judged: Judgement, side: str = "left", held_s: float = 30.0) -> Hold:
    return Hold(
        number=number,
        side=side,
        began_s=10.0 * number,
        ended_s=10.0 * number + held_s,
        held_s=held_s,
        is_complete=held_s >= 28.5,
        view=ViewLabel.SIDE_LEFT,
        judgements=judged,
        readings={},
    )


def judgement(verdict: Verdict, *, reason: str = "", from_s: float = 1.0) -> Judgement:
    return Judgement(criterion=LINE.id, verdict=verdict, reason=reason, from_s=from_s, to_s=from_s + 1)


def summed(*verdicts: Verdict, line=LINE):
    """Return the line over holds with these verdicts."""
    exercise = STRETCH.model_copy(update={"criteria": (line,)})
    reasons = {NOT_VISIBLE: "Hidden: hips.", ASK: "Did you?"}
    holds = [hold(number, judgement(each, reason=reasons.get(each, ""))) for number, each in enumerate(verdicts)]
    (part,) = criterion_parts(exercise, [each.judgements for each in holds], holds)
    return part


@pytest.mark.parametrize(
    ("verdicts", "verdict", "met", "judged"),
    [
        ((MET, MET), MET, 1.0, 1.0),
        ((MET, NOT_MET), NOT_MET, 0.5, 1.0),
        ((MET, NOT_VISIBLE, NOT_VISIBLE), MET, 1.0, 1 / 3),
        ((NOT_MET, NOT_VISIBLE), NOT_MET, 0.0, 0.5),
        ((NOT_VISIBLE, NOT_VISIBLE), NOT_VISIBLE, None, 0.0),
        ((), NOT_VISIBLE, None, None),
    ],
)
def test_verdicts(verdicts, verdict, met, judged):
    part = summed(*verdicts)
    assert (part.verdict, part.met_fraction, part.judged_fraction) == (verdict, met, pytest.approx(judged))
    assert len(part.not_met_intervals) == verdicts.count(NOT_MET)


def test_reasons():
    assert summed(MET).reason is None
    assert summed(MET, NOT_VISIBLE).reason == "Hidden: hips."
    assert summed().reason.startswith("Nothing to judge it on")


def test_a_question_stays_a_question():
    asked = criterion(measure=None, not_met_above=None, views=[], otherwise="ask", question="Did you?", to_see=None)
    assert summed(ASK, line=asked).verdict == ASK
    assert summed(ASK, line=asked).reason == "Did you?"
    assert summed(line=asked).verdict == ASK


BOTH = next(each for each in STRETCH.criteria if each.id == "both_sides")


@pytest.mark.parametrize(
    ("holds", "verdict"),
    [
        ([hold(1), hold(2, side="right")], MET),
        ([hold(1), hold(2)], NOT_MET),
        ([hold(1), hold(2, side="right", held_s=10)], NOT_MET),
        ([], NOT_VISIBLE),
    ],
    ids=["both", "one twice", "the other cut short", "none"],
)
def test_both_sides(holds, verdict):
    """A line about the set stands at the top only."""
    exercise = STRETCH.model_copy(update={"criteria": (BOTH,)})
    (part,) = criterion_parts(exercise, [each.judgements for each in holds], holds)
    assert part.verdict == verdict


def test_a_hold_is_written_as_it_is():
    part = hold_part(hold(3, judgement(MET), held_s=12.34567))
    assert part.model_dump(mode="json") == {
        "number": 3,
        "side": "left",
        "began_s": 30.0,
        "ended_s": 42.3457,
        "held_s": 12.3457,
        "unsure_s": 0.0,
        "complete": False,
        "criteria": {"upright": "met"},
    }


def test_ranges_of_readings():
    frames = stream(2, lambda t_s: {"trunk_inclination_deg": math.nan if t_s < 1 else 10 * t_s})
    names = ["trunk_inclination_deg", "left_knee_flexion_deg"]
    series = empty_series(names, len(frames))
    series.put(
        slice(None),
        t_s=[each.t_s for each in frames],
        values=[[each.values[name] for each in frames] for name in names],
        views=[each.view for each in frames],
        is_person=[each.is_person for each in frames],
    )
    parts = reading_parts(series, names)
    assert list(parts) == ["trunk_inclination_deg"]
    part = parts["trunk_inclination_deg"]
    assert (part.unit, part.min, part.max) == ("deg", pytest.approx(10.0), pytest.approx(19.5))
    assert part.error_sd > 0
