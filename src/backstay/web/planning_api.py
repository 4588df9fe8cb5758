"""The HTTP routes around a session: screen, pain, today's plan, programs, activities, reminders."""

from datetime import date, time
from typing import Annotated

from fastapi import APIRouter, Query, Response

from backstay.web.practice_desk import PracticeDesk
from backstay.web.wire import Fault
from backstay.web.wire_planning import (
    Activities,
    CheckInState,
    MorningAnswer,
    Overruled,
    PainAnswer,
    ProgramCard,
    ProgramChecked,
    ProgramChosen,
    ProgramText,
    ScreenAnswers,
)

REFUSED: dict[int | str, dict[str, object]] = {403: {"model": Fault, "description": "Wrong Host, Origin or token."}}
POSTED: dict[int | str, dict[str, object]] = {
    400: {"model": Fault, "description": "Not UTF-8."},
    404: {"model": Fault, "description": "Names something that was never saved."},
    411: {"model": Fault, "description": "Without its length."},
    413: {"model": Fault, "description": "Too long."},
    415: {"model": Fault, "description": "Not JSON."},
}
CALENDAR: dict[int | str, dict[str, object]] = {
    200: {"content": {"text/calendar": {}}, "description": "The program's days, repeated every week."}
}


def planning_api(desk: PracticeDesk) -> APIRouter:
    """Return the routes below /api that belong to a person's practice."""
    router = APIRouter(prefix="/api", responses=REFUSED)
    _add_check_in(router, desk)
    _add_programs(router, desk)
    _add_ratings(router, desk)
    return router


def _add_check_in(router: APIRouter, desk: PracticeDesk) -> None:
    """Add what is asked before a session; every answer brings what comes next."""

    @router.get("/checkin")
    def check_in() -> CheckInState:
        """What comes next before a session."""
        return desk.check_in()

    @router.post("/checkin/screen", responses=POSTED)
    def screen(answers: ScreenAnswers) -> CheckInState:
        """The answers of the safety screen."""
        return desk.screen(answers)

    @router.post("/checkin/cleared", responses=POSTED)
    def cleared() -> CheckInState:
        """A clinician has said yes to the answers of the last screen."""
        return desk.clear()

    @router.post("/checkin/morning", responses=POSTED)
    def morning(answer: MorningAnswer) -> CheckInState:
        """How the morning after a session was."""
        return desk.morning(answer)

    @router.post("/checkin/pain", responses=POSTED)
    def pain(answer: PainAnswer) -> CheckInState:
        """Pain before the session."""
        return desk.pain(answer)

    @router.post("/checkin/overrule", responses=POSTED)
    def overrule(what: Overruled) -> CheckInState:
        """Set a change of dose aside."""
        return desk.overrule(what)


def _add_programs(router: APIRouter, desk: PracticeDesk) -> None:
    """Add choosing, checking and importing a program."""

    @router.get("/programs")
    def programs() -> list[ProgramCard]:
        """The programs one can choose."""
        return desk.programs()

    @router.post("/programs/check", responses=POSTED)
    def check(sent: ProgramText) -> ProgramChecked:
        """What is to mend in a program."""
        return desk.check_program(sent)

    @router.post("/programs/import", responses=POSTED)
    def import_program(sent: ProgramText) -> ProgramChecked:
        """Keep a program and follow it."""
        return desk.import_program(sent)

    @router.post("/programs/choose", responses=POSTED)
    def choose(chosen: ProgramChosen) -> list[ProgramCard]:
        """Follow another program."""
        return desk.choose_program(chosen)


def _add_ratings(router: APIRouter, desk: PracticeDesk) -> None:
    """Add the person's own activities, and reminders."""

    @router.get("/activities")
    def activities() -> Activities:
        """The person's activities with their newest ratings."""
        return desk.activities()

    @router.post("/activities", responses=POSTED)
    def rate(sent: Activities) -> Activities:
        """Rate activities, and how the back is against the beginning."""
        return desk.rate(sent)

    @router.get("/reminders.ics", response_class=Response, responses=CALENDAR)
    def reminders(at: Annotated[time, Query()], first: Annotated[date, Query()]) -> Response:
        """The program's days as a calendar file."""
        headers = {"content-disposition": 'attachment; filename="backstay.ics"'}
        return Response(desk.calendar(at, first), media_type="text/calendar; charset=utf-8", headers=headers)
