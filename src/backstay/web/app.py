"""The application: the guard before everything, then the API, the clips, the socket, and the client."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp
from starlette.websockets import WebSocket

from backstay.errors import BackstayError, ExerciseError, MissingRecordError
from backstay.web.api import api
from backstay.web.demonstrations import demonstration
from backstay.web.desk import LiveDesk
from backstay.web.guard import Door, Guard
from backstay.web.history_api import HistoryAnswers, history_api
from backstay.web.landmark_desk import LandmarkDesk
from backstay.web.planning_api import planning_api
from backstay.web.practice_desk import PracticeDesk
from backstay.web.watch_api import watch_api
from backstay.web.watch_desk import WatchDesk

CLIENT = Path(__file__).with_name("client_dist")
IN_WORDS = {
    400: "What was sent is not JSON in UTF-8.",
    404: "There is nothing at this address.",
    405: "This address cannot be asked in that way.",
}
"""In place of the two words that HTTP has for it."""
NOT_BUILT = "The page has not been built. Run `make coach`, or install the package again."


def build_app(  # noqa: PLR0913 - one parameter a desk
    desk: LiveDesk,
    door: Door,
    client: Path = CLIENT,
    watch: WatchDesk | None = None,
    practice: PracticeDesk | None = None,
    history: HistoryAnswers | None = None,
) -> ASGIApp:
    """Return the whole application.

    Args:
        desk: The session.
        door: Who is let in.
        client: The built client's folder.
        watch: The watch, where there is one.
        practice: What is asked around a session; None asks nothing.
        history: What is remembered, where there is anything to remember it.
    """

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        with desk.at_work(), watch.at_work() if watch is not None else nullcontext():
            yield

    app = FastAPI(lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(api(desk))
    if practice is not None:
        desk.may_start = practice.may_start
        app.include_router(planning_api(practice))
    if history is not None:
        app.include_router(history_api(history))
    _add_errors(app)

    @app.websocket("/ws")
    async def live(socket: WebSocket) -> None:
        await desk.serve(socket)

    if watch is not None:
        app.include_router(watch_api(watch))
        app.add_api_websocket_route("/watch", watch.serve)
    app.add_api_websocket_route("/landmarks", LandmarkDesk(time.perf_counter).serve)
    _add_files(app, client)  # Last: the client's folder answers every address that nothing before it does.
    return Guard(app, door)


def _add_files(app: FastAPI, client: Path) -> None:
    """Add the clips and the client."""

    @app.get("/demonstrations/{name}")
    def clip(name: str) -> FileResponse:
        path = demonstration(name)
        if path is None:
            raise HTTPException(404, f"There is no clip {name!r}.")
        return FileResponse(path, media_type="video/mp4")

    if (client / "index.html").is_file():
        app.mount("/", StaticFiles(directory=client, html=True))
        return

    @app.get("/")
    def missing() -> Response:
        return PlainTextResponse(NOT_BUILT, status_code=503)


def _add_errors(app: FastAPI) -> None:
    """Have every error answered with a sentence."""

    @app.exception_handler(StarletteHTTPException)
    def refused(_: Request, error: StarletteHTTPException) -> JSONResponse:
        is_sentence = str(error.detail).endswith(".")
        says = str(error.detail) if is_sentence else IN_WORDS.get(error.status_code, f"{error.detail}.")
        return JSONResponse({"says": says}, status_code=error.status_code)

    @app.exception_handler(RequestValidationError)
    def misread(_: Request, __: RequestValidationError) -> JSONResponse:
        return JSONResponse({"says": "This address has something in it that cannot be read."}, status_code=422)

    @app.exception_handler(BackstayError)
    def failed(_: Request, error: BackstayError) -> JSONResponse:
        return JSONResponse({"says": str(error)}, status_code=_status_of(error))


def _status_of(error: BackstayError) -> int:
    """Return whose fault an error is: the request's, or the program's."""
    if isinstance(error, MissingRecordError):
        return 404
    return 422 if isinstance(error, ExerciseError) else 500
