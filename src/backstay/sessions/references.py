"""A person's own values: from a file (a former assessment, or a plain mapping), or as a session carries them."""

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import BaseModel, ValidationError

from backstay.assessment.calibration import TALL_SITTING
from backstay.assessment.judging import reference_key
from backstay.errors import StoreError
from backstay.exercises.consistency import measures_of
from backstay.exercises.loading import library
from backstay.exercises.types import Criterion, Exercise
from backstay.exercises.wording import did_you_mean
from backstay.kinematics.types import SIDE_VIEWS, ViewLabel

ASSESSMENT = "backstay.assessment/"
EXAMPLE = '{"overhead_range.mean_shoulder_elevation_deg": 141}'
WHAT_TO_GIVE = f"Give a file that `backstay assess --json` wrote, or own values such as {EXAMPLE}."
OF_ONE_PICTURE = "_image_fraction"
"""What is measured in heights of one picture means nothing in another."""
MOST = 360.0
IN_PROVENANCE = "own_values"
"""A session's provenance holds its own values under this name, as JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnValues:
    """A person's own values, and where they come from.

    Attributes:
        values: Keyed by `judging.reference_key`.
        view: Where the camera stood when they were found; unknown for a plain mapping.
        source: Name of the file, or "your profile"; empty where none was given.
        views: Where the camera stood, by key, for values that were found in different recordings.
    """

    values: Mapping[str, float] = field(default_factory=dict)
    view: ViewLabel = ViewLabel.UNKNOWN
    source: str = ""
    views: Mapping[str, ViewLabel] = field(default_factory=dict)

    def seen_from(self, label: ViewLabel) -> "OwnValues":
        """Return the values as far as they hold in a view: from elsewhere, the pose model's offsets differ."""
        return replace(self, values={key: value for key, value in self.values.items() if self._holds(key, label)})

    def view_of(self, key: str) -> ViewLabel:
        """Return where the camera stood when a value was found."""
        return self.views.get(key, self.view)

    def _holds(self, key: str, label: ViewLabel) -> bool:
        """Return whether a value holds in a view."""
        view = self.view_of(key)
        return view in {label, ViewLabel.UNKNOWN} or {view, label} <= SIDE_VIEWS

    def of_exercise(self, exercise: Exercise) -> Mapping[str, float]:
        """Return the values that an exercise's lines can use."""
        known = set(own_keys(exercise))
        return {key: value for key, value in self.values.items() if key in known}


NOTHING_GIVEN = OwnValues()


class _Kept(BaseModel):
    """Own values in a session's provenance."""

    values: dict[str, float]
    views: dict[str, ViewLabel]
    source: str


def load_references(path: Path) -> OwnValues:
    """Return the own values in a file.

    Raises:
        StoreError: The file cannot be read, is something else, or holds a value that nothing uses.
    """
    content = _content(path)
    if str(content.get("schema", "")).startswith(ASSESSMENT):
        return OwnValues(values=_of_assessment(path, content), view=_view(content), source=path.name)
    if not content:
        raise StoreError(f"{path}: holds no own values. {WHAT_TO_GIVE}")
    return OwnValues(values={key: _number(path, key, value) for key, value in content.items()}, source=path.name)


def notices_about_own(own: OwnValues, exercise: Exercise, view: ViewLabel) -> list[tuple[str, str]]:
    """Return (code, says): whether lines were held against the usual limits or the person's own, and where from.

    Args:
        own: What was given.
        exercise: Whose lines were judged.
        view: Where the camera stood.
    """
    names = sorted({key.split(".")[0].replace("_", " ") for key in own_keys(exercise)})
    if not names:
        return []
    used = own.seen_from(view).of_exercise(exercise)
    if used:
        values = ", ".join(f"{in_words(key)} {value:.0f}°" for key, value in sorted(used.items()))
        return [("reference", f"Judged with your own values from {own.source}: {values}.")]
    if own.of_exercise(exercise):
        says = f"The own values in {own.source} were found from another side than the camera sees here: left aside."
        return [("no_reference", says)]
    missing = f"No own {' or '.join(names)} {f'in {own.source}' if own.source else 'given'}"
    instead = "the usual limits hold."
    if any(each.from_own == TALL_SITTING for each in exercise.criteria):
        instead = "the tallest steady two seconds seen here stand for it."
    return [("no_reference", f"{missing}: {instead}")]


def in_provenance(own: OwnValues) -> Mapping[str, str]:
    """Return own values as a session's provenance keeps them; nothing where there are none."""
    if not own.values:
        return {}
    views = {key: own.view_of(key) for key in own.values}
    kept = {"values": dict(own.values), "views": views, "source": own.source}
    return {IN_PROVENANCE: json.dumps(kept, sort_keys=True)}


def of_provenance(provenance: Mapping[str, str]) -> OwnValues:
    """Return the own values that a session was judged with; none where it says nothing, or nothing that can be read.

    Example:
        >>> of_provenance(in_provenance(OwnValues(values={"soft_knees.left_knee_flexion_deg": 9.0}))).values
        {'soft_knees.left_knee_flexion_deg': 9.0}
    """
    try:
        kept = _Kept.model_validate_json(provenance[IN_PROVENANCE])
    except (KeyError, ValidationError):
        return NOTHING_GIVEN
    return OwnValues(values=kept.values, views=kept.views, source=kept.source)


def in_words(key: str) -> str:
    """Return an own value's name in words, such as "soft knees (left)"."""
    reference, measure = key.split(".")
    side = next((f" ({side})" for side in ("left", "right") if measure.startswith(side)), "")
    return f"{reference.replace('_', ' ')}{side}"


def own_keys(exercise: Exercise) -> Iterator[str]:
    """Yield the keys of every own value that an exercise's lines can use in another recording."""
    for criterion in exercise.criteria:
        for reference in _references(criterion):
            for name in measures_of(criterion.measure or "", criterion.of):
                if not name.endswith(OF_ONE_PICTURE):
                    yield reference_key(reference, name)


def _references(criterion: Criterion) -> Iterator[str]:
    """Yield the names of the own values that a line can take from elsewhere; start poses belong to their recording."""
    if criterion.own_limit is not None:
        yield criterion.own_limit.reference
    if criterion.from_own == TALL_SITTING:
        yield criterion.from_own


def _content(path: Path) -> Mapping[str, object]:
    """Return the file's one JSON object."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise StoreError(f"{path}: cannot be read ({error.strerror}). {WHAT_TO_GIVE}") from error
    except UnicodeDecodeError as error:
        raise StoreError(f"{path}: is no text. {WHAT_TO_GIVE}") from error
    except json.JSONDecodeError as error:
        several = " It seems to hold several assessments; keep one." if error.msg == "Extra data" else ""
        raise StoreError(f"{path}: line {error.lineno} is no JSON ({error.msg}).{several} {WHAT_TO_GIVE}") from error
    if not isinstance(content, dict):
        raise StoreError(f"{path}: is no mapping of names to values. {WHAT_TO_GIVE}")
    return content


def _of_assessment(path: Path, content: Mapping[str, object]) -> Mapping[str, float]:
    """Return what a former assessment holds; what was bound to its own picture is left behind."""
    references = content.get("references")
    if not isinstance(references, dict):
        raise StoreError(f"{path}: is an assessment without own values; assess the recording again with this program.")
    known = known_keys()
    kept = {key: value for key, value in references.items() if key in known and value is not None}
    return {key: _number(path, key, value) for key, value in kept.items()}


def _view(content: Mapping[str, object]) -> ViewLabel:
    """Return where the camera stood in a former assessment; unknown where it does not say."""
    view = content.get("view")
    label = view.get("label") if isinstance(view, dict) else None
    return ViewLabel(label) if label in set(ViewLabel) else ViewLabel.UNKNOWN


def _number(path: Path, key: str, value: object) -> float:
    """Return a value that a line can use, or complain."""
    known = known_keys()
    if key not in known:
        near = did_you_mean(key, known) or f"; known are {', '.join(known)}"
        raise StoreError(f"{path}: nothing uses {key}{near}")
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or abs(value) > MOST:
        raise StoreError(f"{path}: {key} must be a number of degrees; got {json.dumps(value)}.")
    return float(value)


def known_keys() -> list[str]:
    """Return every key that some exercise can use."""
    return sorted({key for exercise in library() for key in own_keys(exercise)})
