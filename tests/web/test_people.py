"""Several people exercise on one machine, each with sessions of their own; nobody takes over one that is under way."""

from backstay.coaching.words import PauseReason, Stage
from backstay.sessions.journal import MemoryJournal
from backstay.sessions.keeping import Keeper
from backstay.web.wire import PersonCard
from web.staging import coach, joined, open_desk

ANNA, BEN = PersonCard(id="anna", name="Anna"), PersonCard(id="ben", name="Ben")


class Household:
    """Two people, each with a journal."""

    def __init__(self) -> None:
        """Begin with Anna."""
        self.people, self.current = [ANNA, BEN], ANNA
        self.journals = {each.id: MemoryJournal() for each in self.people}

    def now(self) -> PersonCard:
        return self.current

    def known(self) -> list[PersonCard]:
        return self.people

    def choose(self, person: str) -> Keeper | None:
        if person not in self.journals:
            return None
        self.current = next(each for each in self.people if each.id == person)
        return Keeper(self.journals[person])

    def add(self, name: str) -> Keeper | None:
        new = PersonCard(id=name.lower(), name=name)
        self.people.append(new)
        self.journals[new.id] = MemoryJournal()
        return self.choose(new.id)


def is_welcome(message: dict) -> bool:
    return message["type"] == "welcome"


def test_a_page_learns_who_exercises_and_who_else_there_is() -> None:
    with coach(open_desk(people=Household())) as page, joined(page) as tab:
        greeting = tab.until(is_welcome)
        assert greeting["person"] == {"id": "anna", "name": "Anna"}
        assert [each["name"] for each in greeting["people"]] == ["Anna", "Ben"]


def test_somebody_else_and_somebody_new_can_have_the_next_session() -> None:
    with coach(open_desk(people=Household())) as page, joined(page) as tab:
        first = tab.until(is_welcome)
        tab.send(type="person", id="ben").next()
        second = tab.until(lambda each: is_welcome(each) and each["person"]["id"] == "ben")
        assert second["session_id"] != first["session_id"]
        tab.send(type="new_person", name="Zoë")
        third = tab.until(lambda each: is_welcome(each) and each["person"]["name"] == "Zoë")
        assert [each["name"] for each in third["people"]] == ["Anna", "Ben", "Zoë"]


def test_a_session_under_way_is_left_to_whoever_has_it() -> None:
    household = Household()
    desk = open_desk(people=household)
    with coach(desk) as page, joined(page) as tab:
        tab.command("start").until_stage("intro")
        tab.send(type="person", id="ben").send(type="new_person", name="Zoë").command("mute")
        tab.until(lambda each: each["type"] == "update" and each["screen"]["is_muted"])
        assert household.current is ANNA
        assert len(household.people) == 2
        assert desk.session.routine.stage is Stage.INTRO


def test_an_unknown_person_changes_nothing() -> None:
    household = Household()
    with coach(open_desk(people=household)) as page, joined(page) as tab:
        tab.send(type="person", id="nobody").command("start").until_stage("intro")
        assert household.current is ANNA


def test_what_one_was_cut_off_in_is_offered_to_them_alone() -> None:
    household = Household()
    desk = open_desk(household.journals["anna"], people=household)
    with coach(desk) as page, joined(page) as tab:
        tab.command("start").until_stage("intro")
    again = open_desk(household.journals["anna"], people=household)
    with coach(again) as page, joined(page) as tab:
        assert again.session.routine.paused is PauseReason.CUT_OFF
        tab.send(type="person", id="ben").until_stage("welcome")
        tab.send(type="person", id="anna").until_stage("intro")
        assert again.session.routine.paused is PauseReason.CUT_OFF
