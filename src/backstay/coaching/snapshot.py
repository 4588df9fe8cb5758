"""A routine as text and back, so that a session outlives the program that runs it."""

import json
from functools import cache

from pydantic import TypeAdapter

from backstay.coaching.types import Routine


@cache
def _adapter() -> TypeAdapter[Routine]:
    """Return what translates; built when first needed, as that takes a while."""
    return TypeAdapter(Routine)


def snapshot(routine: Routine) -> str:
    """Return a routine as JSON; what is unmeasured is written as NaN."""
    return json.dumps(_adapter().dump_python(routine, mode="json"))


def restore(text: str) -> Routine:
    """Return the routine that a snapshot holds.

    Raises:
        ValueError: It is no snapshot, or one of another version.
    """
    return _adapter().validate_python(json.loads(text), strict=False)
