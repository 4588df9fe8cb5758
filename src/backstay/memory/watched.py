"""What a person set up in the watch, found by what they call the place."""

from backstay.coaching.watch.remembering import place_name, places_in, profile_from_numbers
from backstay.errors import StoreError
from backstay.memory.types import Person
from backstay.sessions.set_up import SetUp


def find_set_up(person: Person, place: str) -> SetUp:
    """Return what somebody set up in a place.

    Args:
        person: Whose.
        place: As they call it, with or without the camera's name before it.

    Raises:
        StoreError: They set nothing up there, or with several cameras.
    """
    known, asked = places_in(person.references), place_name(place)
    found = [each for each in known if each == asked] or [each for each in known if each.endswith(f"_{asked}")]
    if len(found) == 1:
        return SetUp(place=place, profile=profile_from_numbers(person.references, found[0]))
    if found:
        raise StoreError(f"{person.name} set up {place!r} with several cameras; name one: {', '.join(found)}.")
    set_up = f"Known: {', '.join(known)}." if known else "`backstay coach`, then Watch my day, sets a place up."
    raise StoreError(f"{person.name} has set up no place called {place!r}. {set_up}")
