"""Who is meant, and what somebody new is called in files and commands."""

import re
import unicodedata
from collections.abc import Collection
from datetime import datetime

from backstay.errors import StoreError
from backstay.memory.store import LONGEST_ID, Store
from backstay.memory.types import Person

LONGEST_NAME = 60
FIRST = "me"
"""Who has not said who they are."""


def find_whose(store: Store, named: str) -> Person | None:
    """Return the person who is meant: the one named, by id or name, or else whoever has been here longest.

    Raises:
        StoreError: Nobody is called so, or several people are.
    """
    people = store.find_people()
    if not named:
        return next(iter(people), None)
    found = [each for each in people if each.id == named] or [
        each for each in people if each.name.casefold() == named.casefold()
    ]
    if len(found) == 1:
        return found[0]
    known = ", ".join(f"{each.id} ({each.name})" for each in people) or "nobody yet"
    says = "several people are called" if found else "nobody here is called"
    raise StoreError(f"{says} {named!r}. Known here: {known}. `backstay people add NAME` adds somebody.")


def require_person(store: Store, named: str) -> Person:
    """Return the person who is meant: the one named, by id or name, or else whoever has been here longest.

    Raises:
        StoreError: Nobody is called so, several people are, or nobody is here yet.
    """
    found = find_whose(store, named)
    if found is None:
        raise StoreError("nobody has a profile here yet. `backstay coach` makes one at the first session.")
    return found


def tidy_name(name: str) -> str:
    """Return a name without needless spaces.

    Raises:
        StoreError: There is nothing but spaces, or too much.
    """
    tidy = " ".join(name.split())
    if not tidy or len(tidy) > LONGEST_NAME:
        raise StoreError(f"{name!r}: a name has 1 to {LONGEST_NAME} letters.")
    return tidy


def whose_or_first(store: Store, named: str, now: datetime) -> Person:
    """Return the person who is meant; on a new machine somebody is made whose name can be changed later.

    Raises:
        StoreError: Nobody is called so, or several people are.
    """
    found = find_whose(store, named)
    if found is not None:
        return found
    person = Person(id=FIRST, name="Me", created_at=now)
    store.save_person(person)
    return person


def new_id(name: str, taken: Collection[str]) -> str:
    """Return a free id for a name.

    Example:
        >>> new_id("Zoë van Dijk", {"zoe-van-dijk"}), new_id("小林", ())
        ('zoe-van-dijk-2', 'person')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[: LONGEST_ID - 4].strip("-") or "person"
    numbered = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(taken) + 2))
    return next(each for each in numbered if each not in taken)
