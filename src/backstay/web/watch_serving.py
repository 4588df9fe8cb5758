"""Open the watch on this machine: the light pose model on one core, the machine's own clock and mains."""

from collections.abc import Mapping
from datetime import UTC, datetime

import psutil

from backstay.coaching.watch.types import Watch
from backstay.pose.blazepose import load_pose_model
from backstay.pose.types import PoseEstimator
from backstay.sessions.eyes import Clock
from backstay.sessions.watching import Surroundings, WatchListener, WatchSession
from backstay.web.watch_desk import WatchDesk
from backstay.web.watch_keeping import WatchKeeper, WatchShelf


def open_watch_desk(shelf: WatchShelf, clock_s: Clock, titles: Mapping[str, str]) -> WatchDesk:
    """Prepare the watch; nothing is loaded before a page watches.

    Args:
        shelf: Where it is remembered.
        clock_s: Seconds that only grow.
        titles: Exercise id to title, for what may be offered.
    """
    surroundings = Surroundings(clock_s, minute_of_day, is_on_battery)

    def open_watch(watch: Watch, listener: WatchListener) -> WatchSession:
        return WatchSession(watch, load_eyes, surroundings, listener)

    return WatchDesk(open_watch, WatchKeeper(shelf, lambda: datetime.now(UTC)), clock_s, titles)


def load_eyes() -> PoseEstimator:
    """Return the light model on one core, which does not follow the breath.

    Raises:
        PoseModelError: Its weights are missing or damaged.
    """
    return load_pose_model("lite", 1, measure_torso_motion=False)


def minute_of_day() -> int:
    """Return the minute of the day by this machine's clock and zone, 0 to 1439."""
    now = datetime.now(UTC).astimezone()
    return 60 * now.hour + now.minute


def is_on_battery() -> bool:
    """Return whether this machine runs without mains; one without a battery does not."""
    battery = psutil.sensors_battery()
    return battery is not None and battery.power_plugged is False
