"""The questions before a session come in their order, are kept, and today follows from them; programs are kept too."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from backstay.errors import ExerciseError, StoreError
from backstay.exercises.programs import find_program
from backstay.memory.opening import open_store
from backstay.memory.store import Store
from backstay.memory.types import ChangeRecord, DecisionRecord, Person, ProgramRecord, ScreeningRecord
from backstay.planning.choosing import choose_program, import_program, program_of, programs_of, record_of
from backstay.planning.practice import CheckInStep, Practice
from unit.planning.practised import bout, day, session

OWN = "id: own\nversion: {version}\ntitle: My own\nauthor: Ada\nsource: a note\nexercises:\n  - exercise: wall_angel\n"


class Clock:
    """A clock that stands until it is set."""

    def __init__(self) -> None:
        """Stand on a Monday evening."""
        self.at = day(0)

    def __call__(self):
        return self.at


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path)
    opened.store.save_person(Person(id="me", name="Me", created_at=day(-9)))
    yield opened.store
    opened.store.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def practice(store: Store, clock: Clock) -> Practice:
    return Practice(store, "me", clock)


def screened(practice: Practice, *yes: str) -> Practice:
    practice.tell_screen(dict.fromkeys(yes, True))
    return practice


def test_a_new_person_is_screened_then_asked_for_pain_then_ready(practice: Practice) -> None:
    assert practice.check_in().step is CheckInStep.SCREEN
    screened(practice)
    assert practice.check_in().step is CheckInStep.PAIN
    practice.tell_pain(2)
    found = practice.check_in()
    assert found.is_open
    assert len(found.today.tasks) == 3


def test_an_emergency_stays_closed_until_it_is_answered_anew(practice: Practice) -> None:
    screened(practice, "both_legs").tell_pain(0)
    assert practice.check_in().step is CheckInStep.STOPPED
    practice.tell_clinicians_yes()
    assert practice.check_in().step is CheckInStep.STOPPED
    assert screened(practice).check_in().is_open


def test_a_clinicians_yes_opens_what_waits_for_it(practice: Practice) -> None:
    screened(practice, "past_cancer").tell_pain(0)
    assert practice.check_in().step is CheckInStep.STOPPED
    practice.tell_clinicians_yes()
    assert practice.check_in().is_open


def test_much_pain_or_a_stop_sign_is_rest(practice: Practice) -> None:
    screened(practice).tell_pain(8)
    assert practice.check_in().step is CheckInStep.REST
    practice.tell_pain(1, has_stop_sign=True)
    assert practice.check_in().step is CheckInStep.REST


def test_nothing_left_to_do_is_rest(practice: Practice) -> None:
    screened(practice, "shoulder_surgery", "leg_surgery", "hernia_or_belly_surgery").tell_pain(0)
    assert practice.check_in().step is CheckInStep.REST


def test_a_jump_in_pain_screens_again_and_then_the_gate_decides(practice: Practice, store: Store, clock: Clock) -> None:
    screened(practice)
    store.save_session(session(0, pain_after=1))
    clock.at = day(1)
    practice.tell_pain(4)
    assert practice.check_in().step is CheckInStep.SCREEN
    clock.at += timedelta(minutes=1)
    screened(practice)
    found = practice.check_in()
    assert found.is_open
    assert found.today.tasks[0].assignment.dose.repetitions == 6


def test_the_next_morning_is_asked_once_and_kept(practice: Practice, store: Store, clock: Clock) -> None:
    screened(practice)
    store.save_session(session(0, pain_next_morning=None))
    clock.at = day(1)
    found = practice.check_in()
    assert found.step is CheckInStep.MORNING
    practice.tell_morning(found.morning.id, 3)
    assert store.find_session("me", "s000").pain_next_morning == 3
    assert practice.check_in().step is CheckInStep.PAIN


def test_a_morning_nobody_remembers_is_left_open(practice: Practice, store: Store, clock: Clock) -> None:
    screened(practice)
    store.save_session(session(0, pain_next_morning=None))
    clock.at = day(1)
    practice.tell_morning("s000", None)
    assert practice.check_in().step is CheckInStep.PAIN
    assert store.find_session("me", "s000").pain_next_morning is None


def test_pain_told_hours_ago_is_asked_again(practice: Practice, clock: Clock) -> None:
    screened(practice).tell_pain(1)
    clock.at += timedelta(hours=4)
    assert practice.check_in().step is CheckInStep.PAIN


def test_decisions_are_taken_once_kept_and_overruled(practice: Practice, store: Store, clock: Clock) -> None:
    screened(practice)
    for number in range(3):
        store.save_session(session(number, bout("wall_angel", 20)))
    clock.at = day(3)
    (decision,) = practice.check_in().decisions
    assert (decision.variable, len(practice.check_in().decisions)) == ("range", 1)
    assert store.find("me", DecisionRecord) == (decision,)
    practice.tell_pain(1)
    assert decision.reason in practice.check_in().today.tasks[0].reasons
    practice.overrule(decision.exercise, decision.at)
    assert practice.check_in().today.tasks[0].reasons == ()
    assert [each.is_overruled for each in store.find("me", DecisionRecord)] == [True]


def test_activities_keep_three_names_and_their_newest_ratings(practice: Practice, store: Store, clock: Clock) -> None:
    practice.rate({"lifting": 3, "walking": 5, "sitting": 4, "a fourth": 1}, change=-1)
    clock.at = day(1)
    practice.rate({"walking": 7})
    found = {each.activity: each.rating for each in practice.activities()}
    assert found == {"walking": 7, "lifting": 3, "sitting": 4}
    assert [each.rating for each in store.find("me", ChangeRecord)] == [-1]


def test_a_screen_of_the_week_before_is_asked_again(practice: Practice, store: Store, clock: Clock) -> None:
    screened(practice)
    clock.at = day(7)
    assert practice.check_in().step is CheckInStep.SCREEN
    assert len(store.find("me", ScreeningRecord)) == 1


def test_everybody_begins_with_the_prescription(store: Store) -> None:
    assert program_of(store, "me") == find_program("prescription")
    with pytest.raises(StoreError, match="nobody"):
        program_of(store, "you")


def test_an_imported_program_is_kept_word_for_word_and_followed(store: Store) -> None:
    for version in (1, 2):
        import_program(store, "me", record_of(OWN.format(version=version), f"clinic/own{version}.yaml", day(version)))
    assert program_of(store, "me").version == 2
    kept = store.find("me", ProgramRecord)
    assert [(each.version, each.source, each.text) for each in kept] == [
        (1, "own1.yaml", OWN.format(version=1)),
        (2, "own2.yaml", OWN.format(version=2)),
    ]
    assert [each.id for each in programs_of(store, "me")] == ["prescription", "own"]
    choose_program(store, "me", "prescription")
    assert program_of(store, "me").id == "prescription"
    assert choose_program(store, "me", "own").version == 2


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param(OWN.format(version=0), "own.yaml:2: version: need at least 1", id="a mistake"),
        pytest.param(OWN.format(version=1).replace("id: own", "id: prescription"), "ships; give yours", id="taken"),
        pytest.param("", "is empty", id="empty"),
    ],
)
def test_what_is_no_program_is_not_kept(store: Store, text: str, says: str) -> None:
    with pytest.raises(ExerciseError, match=says):
        record_of(text, "own.yaml", day(0))
    with pytest.raises(ExerciseError, match="no program"):
        choose_program(store, "me", "own")


def test_a_program_that_no_longer_loads_is_left_out_of_the_choice(store: Store) -> None:
    broken = ProgramRecord(at=day(0), program="old", version=1, text="id: old\n", source="old.yaml")
    store.save("me", broken)
    assert [each.id for each in programs_of(store, "me")] == ["prescription"]
