"""The vocabulary of a live session: its stages, commands, findings and sounds, each one word."""

from enum import StrEnum


class Stage(StrEnum):
    """Where a session stands."""

    WELCOME = "welcome"
    INTRO = "intro"
    CAMERA_CHECK = "camera_check"
    GET_READY = "get_ready"
    COUNTDOWN = "countdown"
    WORK = "work"
    REST = "rest"
    SWAP = "swap"
    ASK = "ask"
    RATE = "rate"
    SUMMARY = "summary"


class Command(StrEnum):
    """What a person can tell the coach by a key or a button.

    `start` goes on to what comes next, `ready` begins the countdown or the timer, `skip` leaves what is going on,
    `back` returns to what was before it, `again` begins a new session after a summary.
    """

    START = "start"
    READY = "ready"
    PAUSE = "pause"
    RESUME = "resume"
    SKIP = "skip"
    BACK = "back"
    PLUS_ONE = "plus_one"
    MINUS_ONE = "minus_one"
    THAT_WAS_RIGHT = "that_was_right"
    MUTE = "mute"
    UNMUTE = "unmute"
    WITHOUT_CAMERA = "without_camera"
    WITH_CAMERA = "with_camera"
    END = "end"
    AGAIN = "again"


class PauseReason(StrEnum):
    """Why a session stands still.

    All lift themselves when the person is seen again, but for `person` and `cut_off`: those wait to be lifted.
    """

    PERSON = "person"
    OUT_OF_FRAME = "out_of_frame"
    CAMERA = "camera"
    CONNECTION = "connection"
    HIDDEN = "hidden"
    ASLEEP = "asleep"
    CUT_OFF = "cut_off"


class Mode(StrEnum):
    """Whether a camera watches, or the person counts."""

    CAMERA = "camera"
    BY_HAND = "by_hand"


class Arrow(StrEnum):
    """Which way to move, as the person in front of a mirrored picture sees it."""

    NONE = "none"
    STEP_BACK = "step_back"
    STEP_NEARER = "step_nearer"
    LEFT = "left"
    RIGHT = "right"
    CAMERA_UP = "camera_up"
    CAMERA_DOWN = "camera_down"
    TURN_LEFT = "turn_left"
    TURN_RIGHT = "turn_right"
    LIGHT = "light"


class Aspect(StrEnum):
    """What the camera check looks at, in the order in which it is mended."""

    PERSON = "person"
    LIGHT = "light"
    DISTANCE = "distance"
    FRAMING = "framing"
    HEIGHT = "height"
    VIEW = "view"


class Pace(StrEnum):
    """The part of a paced hold."""

    TIGHTEN = "tighten"
    BREATHE = "breathe"
    COUNT = "count"
    RELAX = "relax"


class Rating(StrEnum):
    """What is rated from 0 to 10."""

    PAIN = "pain"
    EFFORT = "effort"


class Speech(StrEnum):
    """What an utterance is for; a later one of the same kind makes an unspoken earlier one stale."""

    INSTRUCTION = "instruction"
    COUNTDOWN = "countdown"
    COUNT = "count"
    CUE = "cue"
    PRAISE = "praise"
    NOTICE = "notice"


class Tone(StrEnum):
    """A short sound; it carries the message where no voice exists."""

    NONE = "none"
    TICK = "tick"
    GO = "go"
    COUNT = "count"
    DONE = "done"
    CUE = "cue"
    PRAISE = "praise"
    PAUSE = "pause"
