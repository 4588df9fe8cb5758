"""The language of exercises as a JSON Schema, so that editors complete and check while a therapist types."""

from pathlib import Path

from pydantic.json_schema import GenerateJsonSchema

from backstay.exercises.types import Exercise

SCHEMA = Path(__file__).with_name("exercise.schema.json")
"""The schema as it is committed; definitions name it in their first line."""


def exercise_schema() -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) of an exercise's file."""
    schema = Exercise.model_json_schema()
    return {"$schema": GenerateJsonSchema.schema_dialect, **schema}
