"""One correction at a time: the most important, then the surest, patiently, and praise once it is mended."""

import pytest

from backstay.assessment.types import Verdict
from backstay.coaching.cues import (
    CueMemory,
    choose,
    forget_fault,
    forget_faults,
    fresh_memory,
    overrule,
    remember_fault,
    remember_unit,
)
from unit.coaching.acting import assignment, judgement

ANGEL = assignment("wall_angel").exercise
STRETCH = assignment("hip_flexor_stretch").exercise
MET = Verdict.MET


def after(*units: tuple, t_s: float = 0.0, memory: CueMemory | None = None) -> CueMemory:
    memory = memory or CueMemory()
    for number, unit in enumerate(units):
        memory = remember_unit(memory, unit, t_s + number)
    return memory


def said(memory: CueMemory, t_s: float, exercise: object = ANGEL) -> str | None:
    cue = choose(memory, exercise, t_s)[1]
    return cue and cue.text


def test_one_bad_repetition_is_let_pass() -> None:
    assert said(after((judgement("slow_up"),)), 10.0) is None


def test_two_of_three_are_corrected() -> None:
    broken, fine = (judgement("slow_up"),), (judgement("slow_up", MET),)
    assert said(after(broken, fine, broken), 10.0) == "Slower on the way up."
    assert said(after(broken, broken, fine), 10.0) is None, "the last one was right"
    assert said(after(broken, fine, fine, broken), 10.0) is None, "the first is long ago"


@pytest.mark.parametrize("verdict", [Verdict.NOT_VISIBLE, Verdict.ASK, Verdict.MET])
def test_what_was_not_judged_broken_is_never_corrected(verdict: Verdict) -> None:
    assert said(after((judgement("slow_up", verdict),) * 1, (judgement("slow_up", verdict),)), 10.0) is None


def test_priority_comes_first_then_certainty() -> None:
    unit = (judgement("slow_up", by_sd=9.0), judgement("elbows_at_shoulder_height", by_sd=1.0))
    assert said(after(unit, unit), 10.0) == "Elbows up to shoulder height."
    unit = (judgement("slow_up", by_sd=2.0), judgement("slow_down", by_sd=5.0))
    assert said(after(unit, unit), 10.0) == "Slower on the way down."


def test_the_next_waits_five_seconds_and_the_same_its_own_pause() -> None:
    unit = (judgement("slow_up"), judgement("reach_overhead", by_sd=9.0))
    memory, first = choose(after(unit, unit), ANGEL, 10.0)
    assert first.id == "reach_overhead"
    memory = after(unit, memory=memory, t_s=12.0)
    assert said(memory, 14.9) is None
    assert said(memory, 15.0) == "Slower on the way up.", "reach_overhead pauses for 8 s"
    assert said(after((judgement("reach_overhead"),), memory=memory, t_s=16.0), 18.1).startswith("Reach")


def test_a_repetition_is_corrected_once() -> None:
    unit = (judgement("slow_up"),)
    memory, _ = choose(after(unit, unit), ANGEL, 10.0)
    assert said(memory, 30.0) is None
    assert said(after(unit, memory=memory, t_s=31.0), 31.5) is not None


def test_a_fault_in_a_hold_is_corrected_after_two_seconds() -> None:
    memory = remember_fault(CueMemory(), judgement("spine_straight", t_s=4.0), 5.0)
    assert said(memory, 5.9, STRETCH) is None
    assert said(memory, 6.0, STRETCH) == "Bring your chest up tall."


def test_praise_follows_a_correction_that_was_heeded_and_nothing_else() -> None:
    broken = (judgement("slow_up"),)
    memory, _ = choose(after(broken, broken), ANGEL, 10.0)
    fine = after((judgement("slow_up", MET),), memory=memory, t_s=13.0)
    memory, praise = choose(fine, ANGEL, 13.0)
    assert praise.is_praise
    assert said(memory, 14.0) is None, "once is enough"
    assert said(after((judgement("slow_up", MET),)), 10.0) is None, "nothing was corrected before"


def test_a_hold_that_is_mended_is_praised_and_one_that_ended_is_not() -> None:
    faulty = remember_fault(CueMemory(), judgement("spine_straight", t_s=1.0), 2.0)
    memory, _ = choose(faulty, STRETCH, 3.0)
    assert choose(forget_fault(memory, "spine_straight"), STRETCH, 6.0)[1].is_praise
    assert said(forget_faults(memory), 6.0, STRETCH) is None


def test_what_was_overruled_is_not_said_again() -> None:
    broken = (judgement("slow_up"),)
    assert said(overrule(after(broken, broken), "slow_up"), 10.0) is None


def test_the_next_exercise_begins_with_an_empty_page_and_the_same_clock() -> None:
    broken = (judgement("slow_up"),)
    memory, _ = choose(after(broken, broken), ANGEL, 10.0)
    fresh = remember_fault(fresh_memory(memory), judgement("spine_straight", t_s=9.0), 9.0)
    assert (fresh.units, fresh.awaited, fresh.overruled) == ((), None, frozenset())
    assert said(fresh, 12.0, STRETCH) is None
    assert said(fresh, 15.0, STRETCH) is not None


def test_a_line_without_a_cue_is_passed_over() -> None:
    unit = (judgement("palms_forward"),)
    assert said(after(unit, unit), 10.0) is None
