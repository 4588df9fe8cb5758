"""Every screen of a session, made by acting the session out, for looking at the page without a server."""

from collections.abc import Callable

from backstay.assessment.types import Verdict
from backstay.coaching.plan import prescribed
from backstay.coaching.routine import begin
from backstay.coaching.types import Interrupted, Routine
from backstay.coaching.words import Arrow, Aspect, Command, Mode, PauseReason
from backstay.exercises.programs import exercises_of, find_program
from backstay.planning.screening import the_screen
from backstay.sessions.eyes import SLOW_SAYS
from backstay.sessions.moments import Moments
from backstay.web import wire
from backstay.web.results import plan_of, summary_of
from backstay.web.screens import screen_of
from unit.coaching.acting import Actor

ANNA = wire.PersonCard(id="anna", name="Anna")
LONG_CAPTION = "I can't see the hold yet. Move further into it, or press Start the clock."
UNSURE_HOLD = "12 seconds of that hold are unsure. Turn side-on, with the whole front leg in the picture."
UNSURE_HOLDS = (
    "12.4 of 60.0 s held are unsure: whether this line was kept could not be told: front knee above the ankle. "
    "Turn side-on, with the whole front leg in the picture."
)
FINDINGS = [
    wire.Finding(aspect=Aspect.PERSON, is_good=True, says="I can see you.", arrow=Arrow.NONE),
    wire.Finding(aspect=Aspect.LIGHT, is_good=True, says="The light is good.", arrow=Arrow.NONE),
    wire.Finding(
        aspect=Aspect.DISTANCE,
        is_good=False,
        says="Step back until your hands stay in the picture when you reach up.",
        arrow=Arrow.STEP_BACK,
    ),
    wire.Finding(aspect=Aspect.VIEW, is_good=False, says="Turn to face the camera.", arrow=Arrow.TURN_LEFT),
]
CUE = wire.CueShown(
    id="cue-1",
    kind="fix",
    text="Bring your elbows closer to your sides.",
    mark=wire.Mark(landmarks=[13, 14], shape="ring", says="Bring your elbows closer"),
)
PRAISE = wire.CueShown(
    id="cue-2",
    kind="praise",
    text="Much better.",
    mark=wire.Mark(landmarks=[13, 14], shape="tick", says="Much better."),
)


def welcome() -> wire.Welcome:
    return wire.Welcome(
        protocol=1,
        backstay="0.1.0",
        session_id="scene",
        person=ANNA,
        people=[ANNA, wire.PersonCard(id="ben", name="Ben")],
        resumed=False,
        demo_url=None,
        frame_width_px=640,
        frame_height_px=480,
        frames_per_s=30,
        plan=plan_of(begin(prescribed(exercises_of(find_program("prescription")))).plan),
        stop_rules=list(the_screen().stop_rules),
        asks_first=False,
    )


def scenes() -> dict[str, wire.Screen]:
    """Return every screen by name."""
    return {name: make() for name, make in SCENES.items()}


def _acted(*commands: Command, exercise: str = "wall_angel", mode: Mode = Mode.CAMERA, wait_s: float = 0.0) -> Routine:
    return Actor(exercise, mode=mode).give(*commands).wait(wait_s).routine


def _screen(routine: Routine, **changes: object) -> wire.Screen:
    return screen_of(routine).model_copy(update=changes)


TO_CHECK = (Command.START, Command.START)
TO_READY = (*TO_CHECK, Command.START)
TO_COUNTDOWN = (*TO_READY, Command.READY)
TO_WORK = (*TO_COUNTDOWN, Command.START)
REPETITIONS = (Command.PLUS_ONE, Command.PLUS_ONE)


def _swapping() -> wire.Screen:
    actor = Actor("hip_flexor_stretch").give(*TO_WORK, Command.READY).wait(14.0)
    return screen_of(actor.give(Command.READY, Command.START, Command.READY).wait(9.0).routine)


def _cut_off() -> wire.Screen:
    actor = Actor("wall_angel").give(*TO_WORK, *REPETITIONS)
    return screen_of(actor.take(Interrupted(t_s=actor.routine.t_s, reason=PauseReason.CUT_OFF)).routine)


def _asked(exercise: str) -> wire.Screen:
    commands = (*TO_WORK, Command.PLUS_ONE) if exercise == "wall_angel" else TO_WORK
    actor = Actor(exercise).give(*commands).wait(3.0)
    while actor.stage.value != "ask":
        actor.give(Command.SKIP)
    return screen_of(actor.routine)


def _rated(*, second: bool = False) -> wire.Screen:
    actor = Actor("wall_angel").give(*TO_WORK, Command.PLUS_ONE)
    while actor.stage.value != "rate":
        actor.give(Command.SKIP)
    return screen_of(actor.give(Command.SKIP).routine if second else actor.routine)


SCENES: dict[str, Callable[[], wire.Screen]] = {
    "welcome": lambda: screen_of(begin(prescribed(exercises_of(find_program("prescription"))))),
    "intro": lambda: _screen(_acted(Command.START)),
    "intro_hip": lambda: _screen(_acted(Command.START, exercise="hip_flexor_stretch"), exercise=1),
    "camera_check_waiting": lambda: _screen(_acted(*TO_CHECK)),
    "camera_check": lambda: _screen(_acted(*TO_CHECK), check=FINDINGS),
    "get_ready": lambda: _screen(_acted(*TO_READY)),
    "get_ready_hip": lambda: _screen(_acted(*TO_READY, exercise="hip_flexor_stretch")),
    "countdown": lambda: _screen(_acted(*TO_COUNTDOWN, wait_s=1.5)),
    "work_repetitions": lambda: _screen(_acted(*TO_WORK, *REPETITIONS)),
    "work_cue": lambda: _screen(_acted(*TO_WORK, *REPETITIONS), cue=CUE, caption=CUE.text),
    "work_praise": lambda: _screen(_acted(*TO_WORK, *REPETITIONS), cue=PRAISE, caption=PRAISE.text),
    "work_hold": lambda: _screen(_acted(*TO_WORK, Command.READY, exercise="hip_flexor_stretch", wait_s=3.0)),
    "work_brace": lambda: _screen(_acted(*TO_WORK, exercise="abdominal_brace", wait_s=4.0)),
    "work_by_hand": lambda: _screen(_acted(*TO_WORK, *REPETITIONS, mode=Mode.BY_HAND)),
    "rest": lambda: _screen(_acted(*TO_WORK, *REPETITIONS, Command.PLUS_ONE, Command.PLUS_ONE, wait_s=1.0)),
    "swap": _swapping,
    "swap_notice": lambda: _swapping().model_copy(update={"notice": SLOW_SAYS}),
    "work_notice": lambda: _screen(
        _acted(*TO_WORK, exercise="hip_flexor_stretch", wait_s=1.0), notice=SLOW_SAYS, caption=LONG_CAPTION
    ),
    "get_ready_notice": lambda: _screen(
        _acted(*TO_READY, exercise="hip_flexor_stretch"), notice=SLOW_SAYS, caption=LONG_CAPTION
    ),
    "swap_unsure": lambda: _swapping().model_copy(update={"caption": UNSURE_HOLD}),
    "paused": lambda: _screen(_acted(*TO_WORK, Command.PAUSE)),
    "cut_off": _cut_off,
    "ask": lambda: _asked("abdominal_brace"),
    "rate_pain": _rated,
    "rate_effort": lambda: _rated(second=True),
    "summary": lambda: _screen(_acted(*TO_WORK, Command.END)),
}


def summary() -> wire.Summary:
    """Return a summary with every kind of verdict."""
    routine = begin(prescribed(exercises_of(find_program("prescription"))))
    plain = summary_of("scene", routine, Moments())
    verdicts = [
        (Verdict.MET, "kept", None, None),
        (Verdict.NOT_MET, "not kept", "left elbow flexion 119° ± 4°, limit 105°", "m1"),
        (Verdict.NOT_VISIBLE, "could not be seen", "seen from the front only from the side", None),
        (Verdict.ASK, "only you can tell", None, None),
    ]
    results = []
    for result in plain.exercises:
        lines = [
            line.model_copy(update=dict(zip(("verdict", "verdict_says", "reason", "moment"), verdict, strict=True)))
            for line, verdict in zip(result.lines, verdicts * 4, strict=False)
        ]
        unsure = UNSURE_HOLDS if result.id == "hip_flexor_stretch" else None
        results.append(result.model_copy(update={"lines": lines, "unsure_says": unsure}))
    return plain.model_copy(update={"exercises": results, "pain": 2, "effort": 6, "duration_s": 1430.0})
