"""The HTTP routes below /api: each asks the desk and says nothing of its own."""

from typing import Annotated, Any, Protocol, TypeVar

from fastapi import APIRouter, HTTPException, Path, Response

from backstay.web.wire import ExerciseCard, Fault, Moment, Plan, Summary, Trust

T = TypeVar("T")
MomentId = Annotated[str, Path(pattern=r"^[a-z0-9_.-]{1,120}$")]
Answers = dict[int | str, dict[str, Any]]
PNG: Answers = {
    200: {"content": {"image/png": {}}, "description": "The skeleton with the angle, its error and its limit."}
}
MISSING: Answers = {404: {"model": Fault}}
REFUSED: Answers = {403: {"model": Fault, "description": "Wrong Host, Origin or token."}}


class Desk(Protocol):
    """What the routes may ask; each answer is of this moment."""

    def plan(self) -> Plan:
        """Return what is done today."""
        ...

    def cards(self) -> list[ExerciseCard]:
        """Return every exercise of the library."""
        ...

    def summary(self) -> Summary:
        """Return what came of the session so far."""
        ...

    def moments(self) -> list[Moment]:
        """Return every kept moment of the session."""
        ...

    def moment(self, moment_id: str) -> Moment | None:
        """Return one kept moment; None for an unknown id."""
        ...

    def moment_png(self, moment_id: str) -> bytes | None:
        """Return one kept moment as a picture; None for an unknown id."""
        ...

    def trust(self) -> Trust:
        """Return what left this machine."""
        ...


def api(desk: Desk) -> APIRouter:
    """Return the routes below /api."""
    router = APIRouter(prefix="/api", responses=REFUSED)
    _add_content(router, desk)
    _add_session(router, desk)
    return router


def _add_content(router: APIRouter, desk: Desk) -> None:
    """Add what stays the same through a session."""

    @router.get("/plan")
    def plan() -> Plan:
        """Today's exercises and doses."""
        return desk.plan()

    @router.get("/exercises")
    def exercises() -> list[ExerciseCard]:
        """Every exercise of the library."""
        return desk.cards()


def _add_session(router: APIRouter, desk: Desk) -> None:
    """Add what a session brings."""

    @router.get("/summary")
    def summary() -> Summary:
        """Verdicts, answers and ratings of the session so far."""
        return desk.summary()

    @router.get("/moments")
    def moments() -> list[Moment]:
        """Every moment that shows why a line was not met."""
        return desk.moments()

    @router.get("/moments/{moment_id}", responses=MISSING)
    def moment(moment_id: MomentId) -> Moment:
        """One such moment."""
        return _found(desk.moment(moment_id), f"There is no moment {moment_id!r}.")

    @router.get("/moments/{moment_id}/picture", response_class=Response, responses={**PNG, **MISSING})
    def picture(moment_id: MomentId) -> Response:
        """One such moment as a PNG."""
        png = _found(desk.moment_png(moment_id), f"There is no moment {moment_id!r}.")
        return Response(png, media_type="image/png")

    @router.get("/trust")
    def trust() -> Trust:
        """What left this machine, and how that is known."""
        return desk.trust()


def _found(answer: T | None, says: str) -> T:
    """Return an answer, or a 404 where there is none."""
    if answer is None:
        raise HTTPException(404, says)
    return answer
