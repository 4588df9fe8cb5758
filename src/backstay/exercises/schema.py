"""The languages of exercises and programs as JSON Schemas, so that editors complete and check."""

from pathlib import Path

from pydantic.json_schema import GenerateJsonSchema

from backstay.exercises.program_types import Program
from backstay.exercises.types import Definition, Exercise

SCHEMA = Path(__file__).with_name("exercise.schema.json")
"""The exercises' schema as it is committed; definitions name it in their first line."""
PROGRAM_SCHEMA = Path(__file__).with_name("program.schema.json")
"""The programs' schema, likewise."""


def exercise_schema() -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) of an exercise's file."""
    return _schema(Exercise)


def program_schema() -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) of a program's file."""
    return _schema(Program)


def _schema(model: type[Definition]) -> dict[str, object]:
    """Return the schema of a definition file."""
    return {"$schema": GenerateJsonSchema.schema_dialect, **model.model_json_schema()}
