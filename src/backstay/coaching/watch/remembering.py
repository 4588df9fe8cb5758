"""A profile and settings as the plain numbers and texts that are remembered, one set a place."""

import math
import re
from collections.abc import Mapping
from dataclasses import fields

from backstay.coaching.watch.types import (
    DAY_MINUTES,
    LEAST_MINUTES,
    MOST_MINUTES,
    Contrast,
    Stance,
    WatchProfile,
    WatchSettings,
)
from backstay.kinematics.resting import Resting

NUMBERS = tuple(each.name for each in fields(Resting) if each.name not in {"t_s", "is_standing"})
PREFIX = "watch:"
OTHER = re.compile(r"[^a-z0-9]+")


def place_name(label: str) -> str:
    """Return a place's short name, for keys.

    Example:
        >>> place_name("Integrated Camera (04f2:b6d9) · Desk")
        'integrated_camera_04f2_b6d9_desk'
    """
    return OTHER.sub("_", label.lower()).strip("_") or "here"


def profile_as_numbers(profile: WatchProfile, place: str) -> dict[str, float]:
    """Return a profile as `watch:place.stance.rest.number` to value; what is unknown is left out."""
    numbers = {}
    for stance in Stance:
        contrast = profile.of(stance)
        for rest in ("tall", "slump") if contrast is not None else ():
            resting = getattr(contrast, rest)
            for name in NUMBERS:
                if math.isfinite(getattr(resting, name)):
                    numbers[_key(place, stance, rest, name)] = getattr(resting, name)
    return numbers


def profile_from_numbers(numbers: Mapping[str, float], place: str) -> WatchProfile:
    """Return the profile of a place; empty where nothing of it is remembered."""
    found = {stance: _contrast(numbers, place, stance) for stance in Stance}
    return WatchProfile(sitting=found[Stance.SITTING], standing=found[Stance.STANDING])


def places_in(numbers: Mapping[str, float]) -> tuple[str, ...]:
    """Return the short name of every place that something is remembered of, in order.

    Example:
        >>> places_in({"watch:desk.sitting.tall.scale_fraction": 0.2, "tall_sitting.trunk_inclination_deg": 3.0})
        ('desk',)
    """
    return tuple(sorted({key.removeprefix(PREFIX).split(".")[0] for key in numbers if key.startswith(PREFIX)}))


def settings_as_texts(settings: WatchSettings) -> dict[str, str]:
    """Return settings as texts."""
    return {
        "watch.unchanged_min": str(settings.unchanged_min),
        "watch.quiet_from_min": _text(settings.quiet_from_min),
        "watch.quiet_to_min": _text(settings.quiet_to_min),
        "watch.has_sound": str(settings.has_sound).lower(),
        "watch.runs_on_battery": str(settings.runs_on_battery).lower(),
        "watch.uses_backrest": str(settings.uses_backrest).lower(),
    }


def settings_from_texts(texts: Mapping[str, str]) -> WatchSettings:
    """Return settings; the usual ones where nothing usable is remembered."""
    usual = WatchSettings()
    minutes = _number(texts.get("watch.unchanged_min", ""), LEAST_MINUTES, MOST_MINUTES)
    return WatchSettings(
        unchanged_min=usual.unchanged_min if minutes is None else minutes,
        quiet_from_min=_number(texts.get("watch.quiet_from_min", ""), 0, DAY_MINUTES - 1),
        quiet_to_min=_number(texts.get("watch.quiet_to_min", ""), 0, DAY_MINUTES - 1),
        has_sound=texts.get("watch.has_sound", "true") == "true",
        runs_on_battery=texts.get("watch.runs_on_battery", "false") == "true",
        uses_backrest=texts.get("watch.uses_backrest", "false") == "true",
    )


def _contrast(numbers: Mapping[str, float], place: str, stance: Stance) -> Contrast | None:
    """Return one stance's contrast; None unless both rests are whole."""
    rests = [_resting(numbers, place, stance, rest) for rest in ("tall", "slump")]
    tall, slump = rests
    return Contrast(tall=tall, slump=slump) if tall is not None and slump is not None else None


def _resting(numbers: Mapping[str, float], place: str, stance: Stance, rest: str) -> Resting | None:
    """Return one rest; None where a needed number is missing."""
    known = {name: numbers.get(_key(place, stance, rest, name), math.nan) for name in NUMBERS}
    needed = [value for name, value in known.items() if name.endswith("_fraction")]
    if not all(math.isfinite(value) for value in needed) or known["scale_fraction"] <= 0.0:
        return None
    return Resting(t_s=0.0, is_standing=stance is Stance.STANDING, **known)


def _key(place: str, stance: Stance, rest: str, name: str) -> str:
    return f"{PREFIX}{place}.{stance}.{rest}.{name}"


def _text(minute: int | None) -> str:
    return "" if minute is None else str(minute)


def _number(text: str, least: int, most: int) -> int | None:
    """Return a whole number within bounds; None for anything else."""
    return int(text) if text.isdecimal() and least <= int(text) <= most else None
