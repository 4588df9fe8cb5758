"""What a person was asked to do, read from what somebody wrote."""

import re
from collections.abc import Mapping
from itertools import pairwise

from backstay.assessment.paced import Interval
from backstay.assessment.types import Side
from backstay.errors import ExerciseError

SIDES_BY_NAME: Mapping[str, Side] = {"left": "left", "right": "right"}
INTERVAL = re.compile(r"\s*(\d+(?:\.\d+)?)\s*-\s*(\d+(?:\.\d+)?)\s*", re.ASCII)


def intervals_in(text: str) -> tuple[Interval, ...]:
    """Return the holds written as from-to in seconds, in order and apart.

    Raises:
        ExerciseError: They are written otherwise, or overlap.

    Example:
        >>> intervals_in("2.4-12.4, 17.8-27.8")
        ((2.4, 12.4), (17.8, 27.8))
    """
    intervals = []
    for part in text.split(","):
        found = INTERVAL.fullmatch(part)
        if found is None or float(found[1]) >= float(found[2]):
            raise ExerciseError(f"{part.strip() or 'nothing'} is no hold; write from-to in seconds, such as 2.4-12.4.")
        intervals.append((float(found[1]), float(found[2])))
    if any(after[0] < before[1] for before, after in pairwise(intervals)):
        raise ExerciseError("holds must follow one another without overlap.")
    return tuple(intervals)
