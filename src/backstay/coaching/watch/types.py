"""What the watch goes by and hands on. Time is data: it comes with every input."""

import math
from dataclasses import dataclass
from enum import StrEnum

from backstay.kinematics.resting import Resting

LEAST_MINUTES, USUAL_MINUTES, MOST_MINUTES = 20, 30, 45
"""evidence.md 4: a gentle prompt after 30 minutes without change, by convention; 20 to 45 as the person likes."""
DAY_MINUTES = 24 * 60


class Stance(StrEnum):
    """Sitting or standing."""

    SITTING = "sitting"
    STANDING = "standing"


class WatchStage(StrEnum):
    """What the watch is doing."""

    LET_GO = "let_go"
    PAUSED = "paused"
    ON_BATTERY = "on_battery"
    CALIBRATING = "calibrating"
    AWAY = "away"
    WATCHING = "watching"
    PROMPTING = "prompting"


class Choice(StrEnum):
    """What the person can say to the watch."""

    CALIBRATE_SITTING = "calibrate_sitting"
    CALIBRATE_STANDING = "calibrate_standing"
    SNOOZE = "snooze"
    TAKE = "take"
    ANOTHER = "another"
    DECLINE = "decline"
    PAUSE = "pause"
    RESUME = "resume"
    LET_GO = "let_go"


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchSettings:
    """The person's choices.

    Attributes:
        unchanged_min: Minutes without change before a prompt, 20 to 45.
        quiet_from_min: Minute of the day from which nothing is prompted; None without quiet hours.
        quiet_to_min: Minute of the day from which prompts are welcome again.
        has_sound: Whether a prompt chimes.
        runs_on_battery: Whether the watch goes on without mains.
        uses_backrest: Whether the back rests while sitting, which no camera can tell.
    """

    unchanged_min: int = USUAL_MINUTES
    quiet_from_min: int | None = None
    quiet_to_min: int | None = None
    has_sound: bool = True
    runs_on_battery: bool = False
    uses_backrest: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """Two rests of one person before one camera: as tall as is comfortable, and slumped."""

    tall: Resting
    slump: Resting


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchProfile:
    """What was set up before one camera in one place; None = not yet."""

    sitting: Contrast | None = None
    standing: Contrast | None = None

    def of(self, stance: Stance) -> Contrast | None:
        """Return one stance's contrast."""
        return self.sitting if stance is Stance.SITTING else self.standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Fifteen seconds of setting up.

    Attributes:
        stance: Sitting or standing.
        began_s: When.
        tall: What was seen while tall was asked for, settled.
        slump: What was seen while a slump was asked for, settled.
    """

    stance: Stance
    began_s: float
    tall: tuple[Resting, ...] = ()
    slump: tuple[Resting, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The posture that is kept now.

    Attributes:
        place: Where head and shoulders came to rest.
        since_s: Since when.
        state: `tall`, `relaxed`, `slumped`, with `standing_` before it where one stands; or just the stance.
        state_since_s: Since when it is that.
    """

    place: Resting
    since_s: float
    state: str
    state_since_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """An offer that was made.

    Attributes:
        offer: `stand`, `sit`, `walk`, or an exercise's id.
        since_s: When.
    """

    offer: str
    since_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """All that the watch knows; advanced by `advance_watch` only.

    Attributes:
        t_s: Time of the last input.
        minute_of_day: By the wall clock, 0 to 1439.
        settings: The person's choices.
        profile: What was set up here.
        exercises: What may be offered beside standing and walking, as exercise ids.
        window: What was seen in the last seconds.
        kept: The posture now; None before anybody came to rest, and while away.
        seen_s: When somebody was last seen.
        unusual_since_s: Since when the picture has not fitted the profile; NaN while it does.
        seen_spans: Stretches of the last hour in which somebody was seen, (from, to).
        changes_s: When posture changed in the last hour.
        untold_changes: Changes that no event has told of yet.
        told_s: When an event last told of the state that is kept.
        prompt: The offer that waits for an answer.
        offered: Offers made so far.
        snoozed_until_s: No prompt before this.
        calibration: Set while setting up.
        notice: What came of the last setting up, in words; usually empty.
        is_paused: By the person.
        is_let_go: The camera was let go.
        is_on_battery: No mains.
    """

    t_s: float = 0.0
    minute_of_day: int = 12 * 60
    settings: WatchSettings = WatchSettings()
    profile: WatchProfile = WatchProfile()
    exercises: tuple[str, ...] = ()
    window: tuple[Resting, ...] = ()
    kept: Kept | None = None
    seen_s: float = -math.inf
    unusual_since_s: float = math.nan
    seen_spans: tuple[tuple[float, float], ...] = ()
    changes_s: tuple[float, ...] = ()
    untold_changes: int = 0
    told_s: float = -math.inf
    prompt: Prompt | None = None
    offered: int = 0
    snoozed_until_s: float = -math.inf
    calibration: Calibration | None = None
    notice: str = ""
    is_paused: bool = False
    is_let_go: bool = False
    is_on_battery: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A picture was looked at; no resting where nobody was seen."""

    t_s: float
    resting: Resting | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRead:
    """Time went on.

    Attributes:
        t_s: Session time.
        minute_of_day: By the wall clock.
        is_on_battery: Whether the machine runs without mains.
    """

    t_s: float
    minute_of_day: int
    is_on_battery: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Chose:
    """The person said something."""

    t_s: float
    choice: Choice


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferred:
    """The person changed the settings."""

    t_s: float
    settings: WatchSettings


WatchInput = Looked | ClockRead | Chose | Preferred


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibrated:
    """A contrast was set up; the profile is the whole one."""

    t_s: float
    profile: WatchProfile


@dataclass(frozen=True, slots=True, kw_only=True)
class StateEnded:
    """A stretch of one state, or of being `away`, is over.

    Attributes:
        state: Which.
        began_s: When it began.
        ended_s: When it ended.
        changes: How often posture changed in it, its end included.
    """

    state: str
    began_s: float
    ended_s: float
    changes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StateGoesOn:
    """A stretch of one state so far, told now and then, so that a machine that stops does not lose it.

    Attributes:
        state: Which.
        began_s: When it began.
        seen_s: When it was last seen.
        changes: How often posture changed in it so far.
    """

    state: str
    began_s: float
    seen_s: float
    changes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompted:
    """An offer was made."""

    t_s: float
    offer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakNoted:
    """An offer was taken (its name), or `declined`."""

    t_s: float
    kind: str


WatchEvent = Calibrated | StateEnded | StateGoesOn | Prompted | BreakNoted
