"""Verdicts, measures and views in words a person uses."""

from backstay.assessment.types import Judgement, Verdict
from backstay.kinematics.types import ViewLabel

VERDICT_WORDS = {
    Verdict.MET: "met",
    Verdict.NOT_MET: "not met",
    Verdict.NOT_VISIBLE: "can't see from here",
    Verdict.ASK: "you tell me",
}
VIEW_WORDS = {
    ViewLabel.FRONT: "from the front",
    ViewLabel.FRONT_OBLIQUE: "obliquely from the front",
    ViewLabel.SIDE_LEFT: "from the left side",
    ViewLabel.SIDE_RIGHT: "from the right side",
    ViewLabel.BACK: "from behind",
    ViewLabel.UNKNOWN: "from an unknown side",
}
UNIT_SIGNS = {"deg": "°", "s": " s", "fraction": "", "held": ""}


def measure_words(name: str) -> str:
    """Return a measure's name without its unit, such as "left shoulder elevation".

    Example:
        >>> measure_words("left_knee_flexion_deg")
        'left knee flexion'
    """
    words = name.rsplit("_", maxsplit=1)[0].replace("_trunk", "").replace("_image", "")
    return words.replace("_", " ")


def value_words(value: float, unit: str) -> str:
    """Return a number with its unit, as precise as it deserves.

    Example:
        >>> value_words(61.7, "deg")
        '62°'
        >>> value_words(0.347, "s")
        '0.35 s'
    """
    places = 0 if unit == "deg" else 2
    return f"{value:.{places}f}{UNIT_SIGNS.get(unit, '')}"


def why_words(judgement: Judgement) -> str:
    """Return what was measured, how wrong it may be, and the limit: "left elbow flexion 119° ± 4°, limit 105°"."""
    unit = judgement.measure.rsplit("_", maxsplit=1)[-1]
    measured = f"{value_words(judgement.value, unit)} ± {value_words(judgement.sd, unit)}"
    return f"{measure_words(judgement.measure)} {measured}, limit {value_words(judgement.limit, unit)}"
