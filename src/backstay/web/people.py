"""Who exercises on this machine: choosing somebody, and adding somebody new."""

from typing import Protocol

from backstay.memory.types import Person
from backstay.sessions.keeping import Keeper
from backstay.web.wire import PersonCard


class People(Protocol):
    """Everybody who exercises on this machine; each keeps sessions of their own."""

    def now(self) -> PersonCard:
        """Return who exercises now."""
        ...

    def known(self) -> list[PersonCard]:
        """Return everybody."""
        ...

    def choose(self, person: str) -> Keeper | None:
        """Let somebody exercise; return what keeps their sessions, or None for an unknown id."""
        ...

    def add(self, name: str) -> Keeper | None:
        """Let somebody new exercise; return what keeps their sessions, or None for a name of nothing but spaces."""
        ...


def card_of(person: Person) -> PersonCard:
    """Return what the page shows of somebody."""
    return PersonCard(id=person.id, name=person.name)
