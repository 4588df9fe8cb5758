"""Write what the client's types are generated from: `python -m backstay.web.schema [FOLDER]`.

Without a folder it writes into `client/schema` of the current folder.
"""

import json
import sys
from pathlib import Path
from typing import Any, Literal, cast

from fastapi import FastAPI
from pydantic import TypeAdapter

from backstay.web.api import Desk, api
from backstay.web.history_api import HistoryAnswers, history_api
from backstay.web.landmark_wire import LandmarkClientMessage, LandmarkServerMessage
from backstay.web.planning_api import planning_api
from backstay.web.practice_desk import PracticeDesk
from backstay.web.watch_api import WatchAnswers, watch_api
from backstay.web.watch_wire import WatchClientMessage, WatchServerMessage
from backstay.web.wire import PROTOCOL, ClientMessage, ServerMessage

FOLDER = Path("client/schema")


def openapi_schema() -> dict[str, Any]:
    """Return the OpenAPI document of the HTTP routes."""
    app = FastAPI(title="Backstay", version=str(PROTOCOL), description="The live coach's own page talks to this.")
    app.include_router(api(cast("Desk", None)))
    app.include_router(planning_api(cast("PracticeDesk", None)))
    app.include_router(history_api(cast("HistoryAnswers", None)))
    app.include_router(watch_api(cast("WatchAnswers", None)))
    return app.openapi()


def wire_schema() -> dict[str, Any]:
    """Return a JSON Schema with a definition for each WebSocket message, `ClientMessage` and `ServerMessage` on top."""
    client, server = TypeAdapter[Any](ClientMessage), TypeAdapter[Any](ServerMessage)
    return _messages([("ClientMessage", "validation", client), ("ServerMessage", "serialization", server)])


def _messages(unions: list[tuple[str, Literal["validation", "serialization"], TypeAdapter[Any]]]) -> dict[str, Any]:
    """Return a schema with unions of messages on top."""
    keys, schema = TypeAdapter.json_schemas(
        unions,
        title="Wire",
        description="WebSocket messages: the page sends the client's, the server sends the server's.",
    )
    schema["$defs"] |= {name: keys[name, mode] for name, mode in keys}
    schema["anyOf"] = [{"$ref": f"#/$defs/{name}"} for name, _ in keys]
    return dict(schema)


def watch_schema() -> dict[str, Any]:
    """Return the same for the watch's messages, `WatchClientMessage` and `WatchServerMessage` on top."""
    client, server = TypeAdapter[Any](WatchClientMessage), TypeAdapter[Any](WatchServerMessage)
    return _messages([("WatchClientMessage", "validation", client), ("WatchServerMessage", "serialization", server)])


def landmark_schema() -> dict[str, Any]:
    """Return the same of the messages of `/landmarks`, `LandmarkClientMessage` and `LandmarkServerMessage` on top."""
    client, server = TypeAdapter[Any](LandmarkClientMessage), TypeAdapter[Any](LandmarkServerMessage)
    return _messages(
        [("LandmarkClientMessage", "validation", client), ("LandmarkServerMessage", "serialization", server)]
    )


MAKERS = {"openapi": openapi_schema, "wire": wire_schema, "watch": watch_schema, "landmarks": landmark_schema}


def write_schemas(folder: Path) -> None:
    """Write `openapi.json`, `wire.json`, `watch.json` and `landmarks.json` into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in MAKERS.items():
        (folder / f"{name}.json").write_text(json.dumps(make(), indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write_schemas(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
