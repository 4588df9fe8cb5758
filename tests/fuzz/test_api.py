"""Every HTTP route, called in all the ways its OpenAPI document allows and in some it does not, answers as it says."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import CHECKS
from starlette.testclient import TestClient

from backstay.memory.opening import open_store
from backstay.memory.types import Person
from backstay.planning.practice import Practice
from backstay.web.app import build_app
from backstay.web.history_desk import open_history_desk
from backstay.web.practice_desk import PracticeDesk
from backstay.web.schema import openapi_schema
from backstay.web.watch_keeping import MemoryShelf
from backstay.web.watch_serving import open_watch_desk
from web.staging import COOKIE, DOOR, OWN, open_desk

MONDAY = datetime(2026, 3, 2, 18, tzinfo=UTC)
API = schemathesis.openapi.from_dict(openapi_schema())
REJECTION = API.config.checks.negative_data_rejection
REJECTION.expected_statuses = [*REJECTION.expected_statuses, "413"]
LEFT_OUT = [
    check
    for check in CHECKS.get_all()
    if check.__name__ in {"ignored_auth", "unsupported_method", "missing_required_header", "positive_data_acceptance"}
]
"""What the guard decides before the API; what fits the document and is refused all the same."""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    opened = open_store(tmp_path_factory.mktemp("store"))
    me = Person(id="me", name="Me", created_at=MONDAY)
    opened.store.save_person(me)
    mine, desk = Practice(opened.store, "me", lambda: MONDAY), open_desk()
    practice = PracticeDesk({"me": mine}.__getitem__, lambda: "me", desk.session)
    history = open_history_desk(opened.store, lambda: me)
    watch = open_watch_desk(MemoryShelf(), time.perf_counter, {})
    app = build_app(desk, DOOR, Path("nowhere"), watch, history=history, practice=practice)
    headers = {"cookie": COOKIE, "origin": OWN}
    with TestClient(app, base_url=OWN, headers=headers, raise_server_exceptions=False) as client:
        yield client
    opened.store.close()


@API.parametrize()
@settings(max_examples=5, suppress_health_check=list(HealthCheck), deadline=None)
def test_every_route_answers_as_its_document_says(page: TestClient, case: schemathesis.Case) -> None:
    asked = case.as_transport_kwargs(base_url=OWN)
    names = {"params": "params", "json": "json", "data": "content"}
    sent = {names[name]: asked[name] for name in names if asked.get(name) is not None}
    answer = page.request(asked["method"], asked["url"], headers=dict(asked.get("headers") or {}), **sent)
    case.validate_response(answer, excluded_checks=LEFT_OUT)
    if answer.status_code >= 400:
        assert " " in answer.json()["says"], answer.text
