"""What the client is generated from is what the server speaks: the committed schemas are up to date and whole."""

import json
from pathlib import Path

import pytest

from backstay.web.landmark_wire import LANDMARK_CLIENT_MESSAGE
from backstay.web.schema import MAKERS, landmark_schema, wire_schema
from backstay.web.wire import CLIENT_MESSAGE

FOLDER = Path(__file__).parents[2] / "client" / "schema"


@pytest.mark.parametrize(("name", "make"), MAKERS.items())
def test_the_committed_schema_is_up_to_date(name: str, make: object) -> None:
    committed = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    assert committed == json.loads(json.dumps(make())), "run python -m backstay.web.schema"


def test_every_message_is_told_apart_by_its_type() -> None:
    definitions = wire_schema()["$defs"]
    assert set(definitions["ClientMessage"]["discriminator"]["mapping"]) == {
        "join",
        "command",
        "answer",
        "rate",
        "camera",
        "person",
        "new_person",
    }
    assert set(definitions["ServerMessage"]["discriminator"]["mapping"]) == {"welcome", "update", "problem", "farewell"}


@pytest.mark.parametrize("schema", [wire_schema, landmark_schema])
def test_no_message_takes_an_unknown_field(schema: object) -> None:
    objects = [each for each in schema()["$defs"].values() if each.get("type") == "object"]
    assert len(objects) > 20
    assert all(each["additionalProperties"] is False for each in objects)


@pytest.mark.parametrize("messages", [CLIENT_MESSAGE, LANDMARK_CLIENT_MESSAGE])
def test_the_page_lists_every_message_it_may_send(messages: object) -> None:
    page = (Path(__file__).parents[2] / "docs" / "wire.md").read_text(encoding="utf-8")
    kinds = json.loads(json.dumps(messages.json_schema()))["discriminator"]["mapping"]
    assert all(f"`{kind}`" in page for kind in kinds)
