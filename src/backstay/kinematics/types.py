"""What the kinematics room hands on."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from backstay.kinematics.breathing import BreathReading


class ViewLabel(StrEnum):
    """Where the camera stands, from the person's point of view."""

    FRONT = "front"
    FRONT_OBLIQUE = "front_oblique"
    SIDE_LEFT = "side_left"
    SIDE_RIGHT = "side_right"
    BACK = "back"
    UNKNOWN = "unknown"


SIDE_VIEWS = frozenset({ViewLabel.SIDE_LEFT, ViewLabel.SIDE_RIGHT})


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Where the camera stands.

    Attributes:
        azimuth_deg: 0 = in front of the person, positive = on the person's left, -180 to 180; NaN = unknown.
        label: The azimuth in a word, with hysteresis.
    """

    azimuth_deg: float
    label: ViewLabel


UNKNOWN_VIEW = View(azimuth_deg=float("nan"), label=ViewLabel.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """What was measured on one pose.

    Attributes:
        t_s: Media time in seconds.
        values: Measure name to value, the unit in the name; NaN = unmeasured.
        view: Where the camera stands.
        is_person: Whether anybody was tracked in this frame.
        breath: What is known of the breathing by now; None where it was not followed.
    """

    t_s: float
    values: Mapping[str, float]
    view: View
    is_person: bool
    breath: BreathReading | None = None
