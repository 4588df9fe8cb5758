"""The HTTP route below /api/watch: what the page needs to know before it opens a camera."""

from typing import Protocol

from fastapi import APIRouter

from backstay.web.watch_wire import WatchCamera
from backstay.web.wire import Fault


class WatchAnswers(Protocol):
    """What the route may ask."""

    def camera(self) -> WatchCamera:
        """Return what is to be watched through."""
        ...


def watch_api(desk: WatchAnswers) -> APIRouter:
    """Return the route below /api/watch."""
    router = APIRouter(prefix="/api/watch", responses={403: {"model": Fault}})

    @router.get("/camera")
    def camera() -> WatchCamera:
        """Whether a clip plays in place of the camera."""
        return desk.camera()

    return router
