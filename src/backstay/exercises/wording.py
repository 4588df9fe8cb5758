"""What pydantic finds wrong becomes sentences for somebody who writes YAML and not Python."""

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from backstay.exercises.plain_yaml import Place

NEEDS = {
    "float_type": "need a number",
    "int_type": "need a whole number",
    "int_from_float": "need a whole number",
    "bool_type": "need true or false",
    "string_type": "need text in quotes",
    "tuple_type": "need a list such as [one, two]",
    "model_type": "need fields",
    "finite_number": "need a finite number",
    "greater_than": "need more than {gt:g}",
    "greater_than_equal": "need at least {ge:g}",
    "less_than": "need less than {lt:g}",
    "less_than_equal": "need at most {le:g}",
    "string_too_short": "need at least {min_length} characters",
    "string_too_long": "need at most {max_length} characters",
    "string_pattern_mismatch": "need small letters, digits and _ with a letter first",
    "too_short": "need at least {min_length} of them",
}
"""Pydantic's type of error -> what the field needs."""
CHOICES = frozenset({"enum", "literal_error"})
SHOWN_CHARACTERS = 40


def sentence_for(error: ErrorDetails, model: type[BaseModel]) -> str:
    """Return what is wrong and what to write instead.

    Args:
        error: As pydantic gives it.
        model: What the whole file should be.
    """
    kind, place = error["type"], error["loc"]
    if kind == "missing":
        field = _model_at(place[:-1], model).model_fields.get(str(place[-1]))
        return f"is missing; add it: {field.description}" if field and field.description else "is missing; add it"
    if kind == "extra_forbidden":
        fields = tuple(_model_at(place[:-1], model).model_fields)
        return "no such field" + (did_you_mean(str(place[-1]), fields) or f"; there are {', '.join(fields)}")
    if kind == "value_error":
        return str(error["ctx"]["error"])
    return f"{_need(error)}; got {in_short(error['input'])}"


def _need(error: ErrorDetails) -> str:
    """Return what a field needs."""
    context = error.get("ctx", {})
    if error["type"] in CHOICES:
        choices = re.findall(r"'([^']*)'", context["expected"])
        return f"need one of {', '.join(choices)}"
    if error["type"] in NEEDS:
        return NEEDS[error["type"]].format(**context)
    return error["msg"]


def did_you_mean(word: str, choices: Sequence[str]) -> str:
    """Return a question that names the nearest choice; nothing where none is near.

    Example:
        >>> did_you_mean("wall_angle", ["wall_angel", "abdominal_brace"])
        '; did you mean wall_angel?'
    """
    near = get_close_matches(word, choices, n=1)
    return f"; did you mean {near[0]}?" if near else ""


def in_short(value: object) -> str:
    """Return a value as it stands in the file, or what kind of thing it is.

    Example:
        >>> in_short(True), in_short(None), in_short([1]), in_short("ten")
        ('true', 'nothing', 'a list', "'ten'")
    """
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return repr(value) if len(value) <= SHOWN_CHARACTERS else f"{len(value)} characters"
    if isinstance(value, list):
        return "a list"
    return "fields" if isinstance(value, dict) else f"{value}"


def _model_at(place: Place, model: type[BaseModel]) -> type[BaseModel]:
    """Return the model of the fields at a place."""
    for step in place:
        if isinstance(step, str) and step in model.model_fields:
            model = next(_models_in(model.model_fields[step].annotation), model)
    return model


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    """Yield the models that a field's annotation names."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)
