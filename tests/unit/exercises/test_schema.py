"""The JSON Schema lets an editor complete every field and explains it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from backstay.exercises.loading import LIBRARY
from backstay.exercises.programs import PROGRAMS
from backstay.exercises.schema import PROGRAM_SCHEMA, SCHEMA, exercise_schema, program_schema

MARK = "# yaml-language-server: $schema="


def properties(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every field of every part, with its name."""
    for title, part in {"Exercise": schema, **schema["$defs"]}.items():
        for name, field in part.get("properties", {}).items():
            yield f"{title}.{name}", field


SCHEMAS = pytest.mark.parametrize("schema", [exercise_schema(), program_schema()], ids=["exercise", "program"])
FILES = [
    *((path, SCHEMA) for path in sorted(LIBRARY.glob("*.yaml"))),
    *((path, PROGRAM_SCHEMA) for path in sorted(PROGRAMS.glob("*.yaml"))),
]


@SCHEMAS
def test_it_is_a_schema_of_the_2020_draft(schema: dict[str, Any]) -> None:
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@SCHEMAS
def test_every_field_is_explained(schema: dict[str, Any]) -> None:
    unexplained = [name for name, field in properties(schema) if "description" not in field and "$ref" not in field]
    assert unexplained == []


@SCHEMAS
def test_unknown_fields_are_refused(schema: dict[str, Any]) -> None:
    parts = [schema, *(part for part in schema["$defs"].values() if part["type"] == "object")]
    assert all(part["additionalProperties"] is False for part in parts)


@pytest.mark.parametrize(("path", "schema"), FILES, ids=[path.stem for path, _ in FILES])
def test_a_definition_names_the_schema_in_its_first_line(path: Path, schema: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith(MARK)
    assert (path.parent / first.removeprefix(MARK)).resolve() == schema.resolve()
