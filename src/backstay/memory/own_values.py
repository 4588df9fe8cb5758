"""A person's own values in the profile: what live coaching judges with, and where each of them was seen from."""

import math
from dataclasses import replace

from backstay.kinematics.types import ViewLabel
from backstay.memory.types import Person
from backstay.sessions.references import OwnValues, known_keys

SEEN_FROM = "seen_from."
"""A setting of this name and an own value's key says where the camera stood."""
PROFILE = "your profile"


def own_values_of(person: Person) -> OwnValues:
    """Return the own values of a profile that some exercise can use."""
    known = set(known_keys())
    values = {key: value for key, value in person.references.items() if key in known and math.isfinite(value)}
    views = {key: ViewLabel(label) for key in values if (label := person.settings.get(SEEN_FROM + key, "")) in _LABELS}
    return OwnValues(values=values, views=views, source=PROFILE if values else "")


def with_own_values(person: Person, own: OwnValues) -> Person:
    """Return a profile that holds some own values beside, or in place of, those there are."""
    views = {SEEN_FROM + key: own.view_of(key).value for key in own.values}
    return replace(person, references={**person.references, **own.values}, settings={**person.settings, **views})


def without_own_values(person: Person) -> Person:
    """Return a profile without the own values that exercises use; what the posture watch has learnt stays."""
    known = set(known_keys())
    return replace(
        person,
        references={key: value for key, value in person.references.items() if key not in known},
        settings={key: value for key, value in person.settings.items() if not key.startswith(SEEN_FROM)},
    )


_LABELS = frozenset(ViewLabel)
