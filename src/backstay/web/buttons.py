"""Which commands make sense now, with their words and keys."""

from collections.abc import Iterable

from backstay.coaching.commands import COUNTABLE
from backstay.coaching.stages import RUNNING
from backstay.coaching.types import Routine
from backstay.coaching.words import Command, Mode, PauseReason, Stage
from backstay.exercises.types import Kind
from backstay.web.wire import Button

LABELS = {
    Command.START: ("Start", "Enter"),
    Command.READY: ("Ready", "Enter"),
    Command.PAUSE: ("Pause", " "),
    Command.RESUME: ("Resume", " "),
    Command.SKIP: ("Skip", "ArrowRight"),
    Command.BACK: ("Back", "ArrowLeft"),
    Command.PLUS_ONE: ("+1", "ArrowUp"),
    Command.MINUS_ONE: ("−1", "ArrowDown"),
    Command.THAT_WAS_RIGHT: ("That was right", "r"),
    Command.MUTE: ("Mute", "m"),
    Command.UNMUTE: ("Unmute", "m"),
    Command.WITHOUT_CAMERA: ("Without camera", "c"),
    Command.WITH_CAMERA: ("With camera", "c"),
    Command.END: ("End", "e"),
    Command.AGAIN: ("New session", "Enter"),
}
START_ANEW = ("Start anew", "n")
"""Another key than Enter's, so that nobody leaves a session by habit."""
NEXT_LABELS = {
    Stage.WELCOME: "Start",
    Stage.INTRO: "Start",
    Stage.CAMERA_CHECK: "Start anyway",
    Stage.REST: "Go on now",
    Stage.SWAP: "Go on now",
}


def buttons_of(routine: Routine) -> list[Button]:
    """Return the buttons, the main one first."""
    main = _main(routine)
    commands = dict.fromkeys(_commands(routine) if main is None else (main, *_commands(routine)))
    return [_button(command, routine, is_main=command is main) for command in commands]


def _commands(routine: Routine) -> Iterable[Command]:
    """Yield the commands that change something now; of a session that was cut off one decides first."""
    if routine.paused is PauseReason.CUT_OFF:
        yield Command.AGAIN
        yield Command.UNMUTE if routine.is_muted else Command.MUTE
        return
    if routine.stage in RUNNING and routine.paused is None:
        yield Command.PAUSE
    if routine.stage in COUNTABLE and routine.exercise.kind is Kind.REPETITIONS:
        yield Command.PLUS_ONE
        yield Command.MINUS_ONE
    if routine.stage in COUNTABLE and routine.cues:
        yield Command.THAT_WAS_RIGHT
    yield from _around(routine)


def _main(routine: Routine) -> Command | None:
    """Return the one large button; None where the page has large buttons of its own: yes and no, 0 to 10."""
    if routine.paused is not None:
        is_blind = routine.paused is PauseReason.CAMERA
        return Command.WITHOUT_CAMERA if is_blind else Command.RESUME
    if routine.stage in NEXT_LABELS:
        return Command.START
    if routine.stage is Stage.GET_READY:
        return Command.READY
    if routine.stage is Stage.WORK:
        return _main_at_work(routine)
    if routine.stage in {Stage.ASK, Stage.RATE}:
        return None
    return Command.AGAIN if routine.stage is Stage.SUMMARY else Command.PAUSE


def _main_at_work(routine: Routine) -> Command:
    """Return the large button of work: count by hand, start the clock, or pause."""
    if routine.exercise.kind is Kind.REPETITIONS and routine.mode is Mode.BY_HAND:
        return Command.PLUS_ONE
    if routine.exercise.kind is Kind.HOLD and not routine.is_by_clock and routine.tally.clock_s == 0.0:
        return Command.READY
    return Command.PAUSE


def _around(routine: Routine) -> Iterable[Command]:
    """Yield what leads elsewhere."""
    if routine.paused is not None:
        yield Command.RESUME
    if routine.stage is not Stage.WELCOME:
        yield Command.BACK
    if routine.stage not in {Stage.SUMMARY, Stage.WELCOME}:
        yield Command.SKIP
        yield Command.END
    if routine.stage in RUNNING | {Stage.WELCOME}:
        yield Command.WITHOUT_CAMERA if routine.mode is Mode.CAMERA else Command.WITH_CAMERA
    yield Command.UNMUTE if routine.is_muted else Command.MUTE


def _button(command: Command, routine: Routine, *, is_main: bool) -> Button:
    """Return one button."""
    label, key = LABELS[command]
    if command is Command.START:
        label = NEXT_LABELS.get(routine.stage, label)
    if command is Command.AGAIN and routine.paused is PauseReason.CUT_OFF:
        label, key = START_ANEW
    if command is Command.READY and routine.stage is Stage.WORK:
        label = "Start the clock"
    return Button(command=command, label=label, key=key, is_main=is_main)
