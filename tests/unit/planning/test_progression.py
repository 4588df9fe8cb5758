"""Rules move one variable at a time, say why, step back when it is too much, and can be overruled."""

from dataclasses import replace

import pytest

from backstay.assessment.types import Verdict
from backstay.coaching.plan import Assignment, plan_of
from backstay.exercises.loading import find_exercise
from backstay.exercises.program_types import Variable
from backstay.exercises.programs import find_program
from backstay.planning.progression import decide, overruled, standing
from unit.planning.practised import bout, cue, day, session, unit

PROGRAM = find_program("prescription")
ANGEL, STRETCH, _ = PROGRAM.exercises
BROKEN, MET = Verdict.NOT_MET, Verdict.MET


def whole(now):
    """Return one set that holds the whole of today's dose."""
    plan = plan_of([Assignment(exercise=find_exercise(now.exercise), dose=now.dose)])
    return bout(now.exercise, sum(each.target for each in plan.bouts))


def decisions_after(sessions: int, entry=ANGEL, program=PROGRAM, **told):
    """Return every decision of so many sessions alike, a day apart, decided after each."""
    past, decisions = [], []
    for number in range(sessions):
        past.append(session(number, whole(standing(entry, decisions)), **told))
        found = decide(program, entry, past, decisions, past[-1].ended_at)
        decisions += [found] if found else []
    return decisions


def test_three_good_sessions_move_one_thing() -> None:
    assert decisions_after(2) == []
    (first,) = decisions_after(3)
    assert first.variable == "range"
    assert first.reason.startswith("The last 3 times you did at least 90%")
    assert first.reason.endswith(".")


def test_the_order_is_range_tempo_repetitions_sets() -> None:
    moved = [each.variable for each in decisions_after(15)]
    assert moved == ["range", "tempo", "repetitions", "repetitions", "sets"]
    now = standing(ANGEL, decisions_after(15))
    assert (now.dose.repetitions, now.dose.sets) == (12, 3)
    assert set(now.focus) == {Variable.RANGE, Variable.TEMPO}
    assert len(decisions_after(30)) == 5, "and there it ends"


@pytest.mark.parametrize(
    "told",
    [
        {"pain_after": 4},
        {"pain_before": 4},
        {"pain_next_morning": 4},
        {"effort": 7},
        {"effort": None},
        {"pain_after": None},
    ],
    ids=str,
)
def test_pain_effort_or_silence_keep_it_as_it_is(told) -> None:
    assert decisions_after(6, **told) == []


def test_less_than_nine_tenths_keep_it_as_it_is() -> None:
    assert decide(PROGRAM, ANGEL, [session(n, bout("wall_angel", 20, 18)) for n in range(3)], (), day(3)) is not None
    assert decide(PROGRAM, ANGEL, [session(n, bout("wall_angel", 20, 17)) for n in range(3)], (), day(3)) is None


def test_a_day_on_which_the_gate_asked_for_less_speaks_for_nothing() -> None:
    lessened = [session(n, bout("wall_angel", 6), bout("wall_angel", 6)) for n in range(3)]
    assert decide(PROGRAM, ANGEL, lessened, (), day(3)) is None


def test_one_broken_repetition_of_ten_is_no_fault_and_three_are_unless_overruled() -> None:
    def past(broken: int, **more):
        units = tuple(unit(n, slow_up=BROKEN if n < broken else MET) for n in range(10))
        return [session(n, bout("wall_angel", 20, units=units), **more) for n in range(3)]

    assert decide(PROGRAM, ANGEL, past(1), (), day(3)) is not None
    assert decide(PROGRAM, ANGEL, past(3), (), day(3)) is None
    assert decide(PROGRAM, ANGEL, past(3, overrulings=("wall_angel.slow_up",)), (), day(3)) is not None


def hard(number: int, **more):
    """Return a session in which two lines stay broken after a cue."""
    units = tuple(unit(n, began_s=10.0 * n, slow_up=BROKEN, arms_even=BROKEN) for n in range(3))
    return session(number, bout("wall_angel", 10, units=units), cues=(cue("slow_up", 5), cue("arms_even", 5)), **more)


def test_two_lines_that_stay_broken_in_two_sessions_step_back() -> None:
    assert decide(PROGRAM, ANGEL, [hard(0)], (), day(1)) is None
    found = decide(PROGRAM, ANGEL, [hard(0), hard(1)], (), day(2))
    assert (found.variable, found.before, found.after) == ("repetitions", "10", "9")
    assert "stayed difficult" in found.reason


def test_lines_put_right_after_the_cue_step_nothing_back() -> None:
    late = (cue("slow_up", 99), cue("arms_even", 99))
    assert decide(PROGRAM, ANGEL, [replace(hard(n), cues=late) for n in range(2)], (), day(2)) is None


def test_a_hard_session_undoes_the_last_step() -> None:
    decisions = decisions_after(9)
    assert decisions[-1].variable == "repetitions"
    found = decide(PROGRAM, ANGEL, [session(9, effort=8)], decisions, day(10))
    assert (found.before, found.after) == ("11", "10")
    assert "8 of 10" in found.reason
    assert standing(ANGEL, [*decisions, found]).dose.repetitions == 10


def test_at_the_least_of_everything_the_easier_exercise_takes_over() -> None:
    decisions, number = [], 0
    while standing(ANGEL, decisions).exercise == "wall_angel" and number < 20:
        decisions.append(decide(PROGRAM, ANGEL, [session(number, effort=9)], decisions, day(number, 20)))
        number += 1
    assert standing(ANGEL, decisions).exercise == "seated_wall_angel"
    assert standing(ANGEL, decisions[:-1]).dose.repetitions == 5


def test_an_overruled_decision_changes_nothing_but_is_given_its_time() -> None:
    decisions = [overruled(each) for each in decisions_after(3)]
    assert standing(ANGEL, decisions).focus == {}
    past = [session(n) for n in range(4)]
    assert decide(PROGRAM, ANGEL, past, decisions, day(4)) is None, "one session since"
    assert decide(PROGRAM, ANGEL, [session(n) for n in range(6)], decisions, day(6)) is not None


def test_a_decision_made_under_another_dose_changes_nothing() -> None:
    decisions = decisions_after(9)
    fewer = ANGEL.model_copy(update={"dose": standing(ANGEL, ()).dose.model_copy(update={"repetitions": 6})})
    assert standing(fewer, decisions).dose.repetitions == 6


def test_the_programs_own_rules_count() -> None:
    rules = PROGRAM.progression.model_copy(update={"after_sessions": 1, "order": (Variable.SETS,)})
    program = PROGRAM.model_copy(update={"progression": rules})
    (found,) = decisions_after(1, program=program)
    assert found.variable == "sets"
    assert decisions_after(9, program=PROGRAM.model_copy(update={"progression": None})) == []


def test_seconds_of_a_hold_stay_seconds() -> None:
    moved = decisions_after(30, entry=STRETCH)
    assert [each.variable for each in moved] == ["range", "hold_s", "hold_s", "hold_s"]
    assert standing(STRETCH, moved).dose.hold_s == 45.0
