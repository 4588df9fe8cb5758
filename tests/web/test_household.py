"""The people of a store: whoever exercises now keeps sessions, poses and watches of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from backstay.coaching.words import Command
from backstay.errors import StoreError
from backstay.memory.opening import open_store
from backstay.memory.store import Store
from backstay.sessions.journal import About
from backstay.web.household import Household
from unit.memory.remembered import person
from unit.sessions.filming import Studio


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path).store
    yield opened
    opened.close()


def test_on_a_new_machine_somebody_is_made_whose_name_can_be_changed(store: Store, tmp_path: Path) -> None:
    household = Household(store, tmp_path, About())
    assert (household.now().id, household.now().name) == ("me", "Me")
    assert [each.id for each in store.find_people()] == ["me"]


def test_the_one_named_exercises_and_nobody_unknown_does(store: Store, tmp_path: Path) -> None:
    for name in ("Anna Example", "Berta"):
        store.save_person(person(name))
    assert Household(store, tmp_path, About()).now().id == "anna"
    assert Household(store, tmp_path, About(person="BERTA")).now().id == "berta"
    with pytest.raises(StoreError, match=r"Known here: anna \(Anna Example\), berta \(Berta\)"):
        Household(store, tmp_path, About(person="carl"))
    assert Household(store, tmp_path, About()).choose("carl") is None


def test_each_persons_session_is_kept_with_them(store: Store, tmp_path: Path) -> None:
    store.save_person(person())
    household = Household(store, tmp_path, About(program="own", program_version=2))
    studio = Studio("wall_angel", {"repetitions": 20}, [])
    studio.keeper = household.keeper
    studio.open()
    studio.give(*[Command.START] * 5, Command.PLUS_ONE, Command.END)
    studio.session.start_over()
    studio.session.hand_over(household.add("  Zoë   van Dijk "))
    studio.give(*[Command.START] * 5, Command.PLUS_ONE, Command.PLUS_ONE)
    studio.session.start_over()
    (hers,), (theirs,) = store.find_sessions("anna"), store.find_sessions("zoe-van-dijk")
    assert (hers.sets[0].done, theirs.sets[0].done) == (1.0, 2.0)
    assert (hers.program, hers.program_version) == ("own", 2)
    assert [(each.id, each.name) for each in household.known()] == [
        ("anna", "Anna Example"),
        ("zoe-van-dijk", "Zoë van Dijk"),
    ]
    assert household.add("   ") is None
