"""A program, the past, the screen and the gate become today's exercises, with reasons; a missed day is picked up."""

from datetime import date

import pytest

from backstay.coaching.plan import plan_of
from backstay.exercises.loading import PRESCRIPTION
from backstay.exercises.program_types import Day, Entry
from backstay.exercises.programs import find_program
from backstay.memory.types import DecisionRecord
from backstay.planning.gate import gate
from backstay.planning.progression import decide
from backstay.planning.screening import adaptations_of, come_to
from backstay.planning.today import Past, Today, day_says, missed_day, moving, plan_today
from unit.planning.practised import bout, day, session

PROGRAM = find_program("prescription")
MON_THU = PROGRAM.model_copy(update={"days": (Day.MONDAY, Day.THURSDAY)})


def ids(today) -> list[str]:
    return [task.assignment.exercise.id for task in today.tasks]


def test_a_new_person_gets_the_prescription_as_it_is() -> None:
    today = plan_today(PROGRAM, Past(), None, day(0))
    assert ids(today) == list(PRESCRIPTION)
    assert all(task.reasons == () for task in today.tasks)
    assert today.says == ()
    assert len(today.stop_rules) == 6


def test_the_gate_lessens_or_empties_the_day_and_says_why() -> None:
    less = plan_today(PROGRAM, Past(), gate(4, (), day(0)), day(0))
    angel, stretch, brace = (task.assignment for task in less.tasks)
    assert (angel.dose.repetitions, stretch.dose.holds, brace.dose.holds) == (6, 2, 6)
    assert angel.exercise.dose == angel.dose
    assert any("4 of 10" in each for each in less.says)
    none = plan_today(PROGRAM, Past(), gate(7, (), day(0)), day(0))
    assert none.tasks == ()
    assert "7 of 10" in none.says[0]


@pytest.mark.parametrize("answer", ["both_legs", "fever_or_infection"])
def test_a_screen_that_stops_leaves_nothing_to_do(answer) -> None:
    today = plan_today(PROGRAM, Past(screening=come_to({answer: True}, day(0))), gate(0, (), day(0)), day(0))
    assert today.tasks == ()
    assert len(today.says) == 2


def test_a_screen_that_adapts_changes_exercises_and_says_why() -> None:
    answers = {"no_wall": True, "cannot_kneel": True, "blood_pressure": True}
    today = plan_today(PROGRAM, Past(screening=come_to(answers, day(0))), None, day(0))
    assert ids(today) == ["seated_wall_angel", "split_stance_stretch", "counted_abdominal_brace"]
    assert [task.entry for task in today.tasks] == list(PRESCRIPTION)
    assert all(len(task.reasons) == 1 for task in today.tasks)


def grown(answer: str, exercise: str, sessions: int = 30) -> tuple[list[DecisionRecord], Today]:
    """Return the decisions about what stands for an exercise after so many easy sessions of it, and the day after."""
    screening = come_to({answer: True}, day(0))
    past, decisions = [], []
    for number in range(sessions):
        today = plan_today(PROGRAM, Past(sessions=past, decisions=decisions, screening=screening), None, day(number))
        (task,) = (each for each in today.tasks if each.assignment.exercise.id == exercise)
        target = sum(each.target for each in plan_of([task.assignment]).bouts)
        past.append(session(number, bout(exercise, target)))
        entries = (moving(each, decisions, adaptations_of(screening)) for each in PROGRAM.exercises)
        found = (decide(PROGRAM, each, past, decisions, past[-1].ended_at) for each in entries)
        decisions += [each for each in found if each is not None]
    return decisions, plan_today(PROGRAM, Past(sessions=past, decisions=decisions, screening=screening), None, day(99))


def test_what_stands_for_an_exercise_moves_by_the_same_rules() -> None:
    decisions, today = grown("no_wall", "seated_wall_angel")
    assert {each.exercise for each in decisions} == {"seated_wall_angel"}
    assert [each.variable for each in decisions] == ["range", "tempo", "repetitions", "repetitions", "sets"]
    assert decisions[2].reason.endswith(
        "with pain of at most 3 and effort of at most 6: 11 repetitions a set instead of 10."
    )
    task = today.tasks[0]
    assert (task.entry, task.decided_as) == ("wall_angel", "seated_wall_angel")
    assert (task.assignment.dose.repetitions, task.assignment.dose.sets) == (12, 3)
    assert decisions[-1].reason in task.reasons
    assert "As there is no wall or room, do the angel on a chair." in task.reasons
    without = plan_today(PROGRAM, Past(decisions=decisions), None, day(99)).tasks[0]
    assert (without.assignment.exercise.id, without.assignment.dose.repetitions) == ("wall_angel", 10)


@pytest.mark.parametrize(
    ("answer", "exercise", "moved"),
    [
        ("dizzy_overhead", "seated_wall_angel", {"tempo", "repetitions", "sets"}),
        ("blood_pressure", "counted_abdominal_brace", {"tempo", "holds"}),
        ("pregnancy", "counted_abdominal_brace", {"tempo", "holds"}),
        ("cannot_kneel", "split_stance_stretch", {"range", "hold_s"}),
    ],
)
def test_what_the_screen_keeps_does_not_move(answer: str, exercise: str, moved: set[str]) -> None:
    decisions, _ = grown(answer, exercise)
    assert {each.variable for each in decisions} == moved


def test_what_stands_for_an_exercise_steps_back_when_it_was_hard() -> None:
    adaptations = adaptations_of(come_to({"no_wall": True}, day(0)))
    (entry, *_) = (moving(each, (), adaptations) for each in PROGRAM.exercises)
    hard = session(0, bout("seated_wall_angel", 20), effort=9)
    decision = decide(PROGRAM, entry, [hard], [], day(1))
    assert decision is not None
    assert (decision.exercise, decision.variable, decision.after) == ("seated_wall_angel", "repetitions", "9")
    assert decision.reason.startswith("The last session was hard, 9 of 10")


def test_padding_keeps_the_exercise() -> None:
    today = plan_today(PROGRAM, Past(screening=come_to({"kneeling_needs_padding": True}, day(0))), None, day(0))
    assert ids(today) == list(PRESCRIPTION)
    assert "cushion" in today.tasks[1].reasons[0]


def test_what_is_left_out_says_why() -> None:
    today = plan_today(PROGRAM, Past(screening=come_to({"shoulder_surgery": True}, day(0))), None, day(0))
    assert ids(today) == list(PRESCRIPTION[1:])
    assert "shoulder" in today.left_out[0]


def test_an_easier_exercise_does_not_slip_past_what_is_left_out() -> None:
    entry = Entry(exercise="seated_wall_angel")
    program = PROGRAM.model_copy(update={"exercises": (entry, *PROGRAM.exercises[1:])})
    today = plan_today(program, Past(screening=come_to({"shoulder_surgery": True}, day(0))), None, day(0))
    assert "seated_wall_angel" not in ids(today)


@pytest.mark.parametrize(
    ("done", "now", "missed"),
    [
        pytest.param([], 1, None, id="never began"),
        pytest.param([0], 1, None, id="done on Monday"),
        pytest.param([0], 3, None, id="today is Thursday"),
        pytest.param([0], 4, Day.THURSDAY, id="Thursday is open"),
        pytest.param([0, 4], 5, None, id="picked up on Friday"),
        pytest.param([0], 7, Day.THURSDAY, id="Monday, Thursday open"),
        pytest.param([0], 30, Day.MONDAY, id="a month away"),
    ],
)
def test_a_missed_day_is_known(done, now, missed) -> None:
    dates = [day(number).date() for number in done]
    assert missed_day(MON_THU.days, dates, day(now).date()) is missed


def test_the_day_is_told_without_scolding() -> None:
    past = (session(0),)
    assert day_says(MON_THU, past, day(1)).startswith("Nothing is planned today; Thursday is next.")
    assert day_says(MON_THU, past, day(4)) == "Thursday's practice is still open; today is a good day for it."
    assert "nothing has to be made up for" in day_says(MON_THU, past, day(30 + 5))
    assert day_says(MON_THU, past, day(3)) == ""
    for each in range(40):
        text = day_says(MON_THU, past, day(each)).lower()
        assert not any(word in text for word in ("missed", "failed", "streak", "should", "must", "behind"))


def test_an_exercise_with_days_of_its_own_comes_on_them_or_after() -> None:
    first, *rest = MON_THU.exercises
    program = MON_THU.model_copy(update={"exercises": (first.model_copy(update={"days": (Day.THURSDAY,)}), *rest)})
    assert ids(plan_today(program, Past(), None, day(0))) == list(PRESCRIPTION[1:])
    assert ids(plan_today(program, Past(), None, day(3))) == list(PRESCRIPTION)
    past = Past(sessions=(session(-4, bout("wall_angel")), session(0, *(bout(each) for each in PRESCRIPTION[1:]))))
    assert "wall_angel" in ids(plan_today(program, past, None, day(7))), "Thursday's is open"
    seated = Past(sessions=(session(3, bout("seated_wall_angel")), session(0, bout("hip_flexor_stretch"))))
    assert "wall_angel" not in ids(plan_today(program, seated, None, day(7))), "done sitting on Thursday"


def test_rotation_begins_with_another_exercise_each_day() -> None:
    program = PROGRAM.model_copy(update={"order": "rotated"})
    firsts = [ids(plan_today(program, Past(sessions=tuple(map(session, range(n)))), None, day(n)))[0] for n in range(4)]
    assert firsts == [*PRESCRIPTION, PRESCRIPTION[0]]


def test_the_programs_own_stop_rules_stand_beside_those_of_every_session() -> None:
    program = PROGRAM.model_copy(update={"stop_rules": ("A headache that grows",)})
    rules = plan_today(program, Past(), None, day(0)).stop_rules
    assert rules[-1] == "A headache that grows"
    assert len(rules) == 7


def test_dates_are_those_of_the_persons_clock() -> None:
    assert missed_day((Day.MONDAY,), [date(2026, 3, 1)], date(2026, 3, 3)) is Day.MONDAY
