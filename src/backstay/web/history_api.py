"""The HTTP routes below /api/history: what was done, one day, one session, and its poses."""

from datetime import date
from typing import Annotated, Any, Protocol

from fastapi import APIRouter, HTTPException, Path, Response
from pydantic import BeforeValidator

from backstay.web.history_wire import DayView, HistoryView, ReplayView
from backstay.web.wire import Fault
from backstay.web.written_dates import written

SessionId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,80}$")]
MISSING: dict[int | str, dict[str, Any]] = {404: {"model": Fault}}
BYTES: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/octet-stream": {}}, "description": "Frames as `reports.replay` writes them."}
}
NO_POSES = "No poses are kept of this session."


class HistoryAnswers(Protocol):
    """What the routes may ask."""

    def history(self) -> HistoryView:
        """Return the page's whole."""
        ...

    def day(self, day: date) -> DayView:
        """Return one day."""
        ...

    def replay(self, session: str) -> ReplayView | None:
        """Return one session; None without poses."""
        ...

    def poses(self, session: str) -> bytes | None:
        """Return a session's poses; None where there are none."""
        ...


def history_api(desk: HistoryAnswers) -> APIRouter:
    """Return the routes below /api/history."""
    router = APIRouter(prefix="/api/history", responses={403: {"model": Fault}})

    @router.get("")
    def whole() -> HistoryView:
        """What was done, how it felt, and what may be said to have changed."""
        return desk.history()

    @router.get("/days/{day}")
    def one_day(day: Annotated[date, BeforeValidator(written)]) -> DayView:
        """Posture, breaks, exercises and pain of one day."""
        return desk.day(day)

    @router.get("/sessions/{session}", responses=MISSING)
    def one_session(session: SessionId) -> ReplayView:
        """One session, to be looked at again."""
        found = desk.replay(session)
        if found is None:
            raise HTTPException(404, NO_POSES)
        return found

    @router.get("/sessions/{session}/poses", response_class=Response, responses={**BYTES, **MISSING})
    def poses(session: SessionId) -> Response:
        """Its poses, as bytes."""
        content = desk.poses(session)
        if content is None:
            raise HTTPException(404, NO_POSES)
        return Response(content, media_type="application/octet-stream")

    return router
