"""Everybody who exercises on this machine, out of the store; each keeps sessions and poses of their own."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from backstay.errors import StoreError
from backstay.memory.own_values import own_values_of
from backstay.memory.people import new_id, whose_or_first
from backstay.memory.places import journals_in, recordings_in, set_aside_in
from backstay.memory.retention import forget_what_is_old
from backstay.memory.shelf import StoreShelf
from backstay.memory.store import Store
from backstay.memory.types import Person
from backstay.sessions.journal import About, FileJournal
from backstay.sessions.keeping import Keeper, settle
from backstay.sessions.poses import FilePoses
from backstay.sessions.references import in_provenance
from backstay.sessions.setting_aside import set_aside_unreadable
from backstay.web.people import card_of
from backstay.web.wire import PersonCard


class Household:
    """The people of a store; implements `people.People`."""

    def __init__(self, store: Store, folder: Path, about: About) -> None:
        """Begin with the person of whom sessions are to be, or whoever has been here longest.

        Args:
            store: Where everything is kept for good.
            folder: The data folder, for what runs and for poses.
            about: Whose sessions, by id or name, and what they follow.

        Raises:
            StoreError: The store cannot be used, or nobody is called so.
        """
        self._store, self._folder, self._about = store, folder, about
        self._journal, self._shelf = FileJournal(journals_in(folder)), StoreShelf(store)
        self.person: Person = whose_or_first(store, about.person, datetime.now(UTC))

    def settle(self) -> str:
        """Remember sessions that were cut off long ago as far as they went; return what the user should know of it."""
        aside = set_aside_unreadable(journals_in(self._folder), set_aside_in(self._folder), datetime.now(UTC))
        settled = settle(self._journal, self._shelf)
        return " ".join(each for each in (aside, settled, self._forget()) if each)

    def _forget(self) -> str:
        """Forget what people chose not to keep; return what was, or why it could not be."""
        try:
            return forget_what_is_old(self._store, self._folder, datetime.now(UTC))
        except StoreError as error:
            return f"What is too old to be kept could not be forgotten now: {error}"

    def keeper(self) -> Keeper:
        """Return what keeps the sessions of whoever exercises now."""
        provenance = {**self._about.provenance, **in_provenance(own_values_of(self.person))}
        about = replace(self._about, person=self.person.id, provenance=provenance)
        poses = FilePoses(recordings_in(self._folder) / self.person.id)
        return Keeper(self._journal, about, self._shelf, poses)

    def now(self) -> PersonCard:
        """Return who exercises now."""
        return card_of(self.person)

    def known(self) -> list[PersonCard]:
        """Return everybody."""
        return [card_of(each) for each in self._store.find_people()]

    def choose(self, person: str) -> Keeper | None:
        """Let somebody exercise; return what keeps their sessions, or None for an unknown id."""
        found = self._store.find_person(person)
        if found is None:
            return None
        self.person = found
        return self.keeper()

    def add(self, name: str) -> Keeper | None:
        """Let somebody new exercise; return what keeps their sessions, or None for a name of nothing but spaces."""
        if not name.strip():
            return None
        taken = {each.id for each in self._store.find_people()}
        self.person = Person(id=new_id(name, taken), name=" ".join(name.split()), created_at=datetime.now(UTC))
        self._store.save_person(self.person)
        return self.keeper()
