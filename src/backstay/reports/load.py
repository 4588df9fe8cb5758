"""Load in words: how a posture compares with one's own upright, what that is, and where it comes from."""

import math
from dataclasses import dataclass

from backstay.kinematics.load_index import neck_load_ratio, seated_trunk_load_ratio

LESS_TO = 0.9
SAME_TO = 1.1
"""Within a tenth nobody can tell: reading an angle wrong by its own error of 4 degrees moves a ratio by 0.05 to 0.1."""
SOMEWHAT_TO = 1.75
"""Nearer to double than to the half more in between."""
WORDS = ((LESS_TO, "less than"), (SAME_TO, "about the same as"), (SOMEWHAT_TO, "somewhat more than"))
MOST = "roughly double"
SMALLEST_DEG = -4.0
"""An angle this little behind the own upright is upright, within the error of reading it (evidence.md 8)."""

WHAT_IT_IS = (
    "It compares with your own upright posture, from how far head and trunk lean forward: a ratio measured on few "
    "people, within its range only. It is no weight, no force and no risk, and every posture is allowed: "
    "time without change is what is watched."
)
NECK_SOURCE = (
    "Neck: twice as much at 45° in a muscle model of eight men. Barrett, McKinnon, Callaghan 2020, Ergonomics, "
    "doi 10.1080/00140139.2019.1677944."
)
BACK_SOURCE = (
    "Low back, sitting: 20 % more at 15°, 36 % less with a backrest, in five people with measuring implants. "
    "Rohlmann et al. 2011, Spine Journal, meeting abstracts."
)
STAND_IN = "The line from shoulder to ear stands in for the head's bend, which no landmark shows exactly."
SOURCES = (NECK_SOURCE, BACK_SOURCE, STAND_IN)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadWords:
    """Two comparisons with one's own upright; empty where there is nothing to say.

    Attributes:
        neck: Such as "somewhat more than your upright".
        low_back: The same for the low back, sitting.
    """

    neck: str
    low_back: str


def load_words(ratio: float) -> str:
    """Return a ratio in words; nothing for NaN.

    Example:
        >>> load_words(1.0), load_words(1.4), load_words(2.0), load_words(float("nan"))
        ('about the same as your upright', 'somewhat more than your upright', 'roughly double your upright', '')
    """
    if not math.isfinite(ratio):
        return ""
    words = next((words for most, words in WORDS if ratio <= most), MOST)
    return f"{words} your upright"


def load_of(head_from_own_deg: float, trunk_from_own_deg: float, *, uses_backrest: bool = False) -> LoadWords:
    """Return what a seated posture comes to, in words.

    Args:
        head_from_own_deg: Shoulder-to-ear line, as a change from the own upright, + forward.
        trunk_from_own_deg: Trunk, as a change from the own upright, + forward.
        uses_backrest: As the person says.
    """
    neck = neck_load_ratio(_upright_at_least(head_from_own_deg))
    trunk = seated_trunk_load_ratio(_upright_at_least(trunk_from_own_deg), uses_backrest=uses_backrest)
    return LoadWords(neck=load_words(neck), low_back=load_words(trunk))


def _upright_at_least(angle_deg: float) -> float:
    """Return an angle, with what is upright within the error of reading called upright."""
    return 0.0 if SMALLEST_DEG <= angle_deg < 0.0 else angle_deg
