"""What the watch says: it describes, offers and counts; it grades nothing and promises nothing."""

import math
from collections.abc import Mapping

from backstay.coaching.watch.advancing import stage_of
from backstay.coaching.watch.calibrating import SLUMP_ASKED_S, WHOLE_S
from backstay.coaching.watch.types import Stance, Watch, WatchStage

UNUSUAL_S = 60.0
"""A picture that has not fitted for a minute is not somebody reaching for something."""
STATES: Mapping[str, str] = {
    "tall": "Sitting, about as tall as you set it up",
    "relaxed": "Sitting, between your tall and your slump",
    "slumped": "Sitting, about as in your slump",
    "sitting": "Sitting",
    "standing_tall": "Standing, about as tall as you set it up",
    "standing_relaxed": "Standing, between your tall and your slump",
    "standing_slumped": "Standing, about as in your slump",
    "standing": "Standing",
}
STAGES: Mapping[WatchStage, str] = {
    WatchStage.LET_GO: "The camera is let go. Nothing is watched.",
    WatchStage.PAUSED: "Paused. Nothing is watched.",
    WatchStage.ON_BATTERY: "Paused on battery. It goes on with the mains.",
    WatchStage.AWAY: "Nobody in the picture: no minutes are counted.",
}
OFFERS: Mapping[str, str] = {
    "stand": "Stand up for two minutes",
    "sit": "Sit down for two minutes",
    "walk": "Walk for two minutes",
}
WHY_OFFERED = (
    "{minutes} minutes without a change. Many people feel better for a short one; which one is yours to choose."
)
TALL_ASKED: Mapping[Stance, str] = {
    Stance.SITTING: "Sit as you would when comfortable and tall.",
    Stance.STANDING: "Stand as you would when comfortable and tall.",
}
SLUMP_ASKED = "Now slump, and stay so."
DRIFTED = (
    "You or the camera are elsewhere than when this was set up. Time and changes are counted as before; "
    "tall and slumped are not told. Set up again when you like."
)
NOT_SET_UP = "Not set up here yet: time and changes are counted, tall and slumped are not told."


def state_says(watch: Watch) -> str:
    """Return what is seen now, or why nothing is watched."""
    stage = stage_of(watch)
    if stage in STAGES:
        return STAGES[stage]
    if watch.kept is None:
        return "" if stage is WatchStage.CALIBRATING else STAGES[WatchStage.AWAY]
    return STATES[watch.kept.state]


def calibration_says(watch: Watch) -> str:
    """Return what is asked for while setting up; empty otherwise."""
    if watch.calibration is None:
        return ""
    passed_s = watch.t_s - watch.calibration.began_s
    return TALL_ASKED[watch.calibration.stance] if passed_s < SLUMP_ASKED_S else SLUMP_ASKED


def calibration_left_s(watch: Watch) -> float:
    """Return how long setting up still takes; NaN when it is not under way."""
    if watch.calibration is None:
        return math.nan
    return max(0.0, WHOLE_S - (watch.t_s - watch.calibration.began_s))


def offer_says(offer: str, titles: Mapping[str, str]) -> str:
    """Return an offer in words.

    Args:
        offer: As a `Prompt` has it.
        titles: Exercise id to title.
    """
    return OFFERS.get(offer) or f"Two minutes of {titles[offer].lower()}"


def prompt_says(watch: Watch) -> str:
    """Return why an offer is made; empty without one."""
    if watch.prompt is None or watch.kept is None:
        return ""
    return WHY_OFFERED.format(minutes=int((watch.t_s - watch.kept.since_s) // 60))


def remark(watch: Watch) -> str:
    """Return what else there is to know: what came of setting up, a picture that no longer fits; usually empty."""
    if watch.notice:
        return watch.notice
    if watch.t_s - watch.unusual_since_s > UNUSUAL_S:
        return DRIFTED
    is_watching = watch.kept is not None and watch.calibration is None
    return NOT_SET_UP if is_watching and watch.profile.sitting is None and watch.profile.standing is None else ""
