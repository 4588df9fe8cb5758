"""Saying things: the words of a live session, and keeping what was said."""

from dataclasses import replace

from backstay.assessment.types import Side
from backstay.coaching.plan import Assignment, Bout
from backstay.coaching.types import Routine, Said
from backstay.coaching.words import Mode, PauseReason, Speech, Tone
from backstay.exercises.types import Exercise, Kind, Otherwise, Which

SAID_KEPT = 8
"""More than an input ever says, so that a page that reconnects misses nothing."""
PAUSE_SAYS = {
    PauseReason.PERSON: "Paused. Press Resume, or raise one hand, to go on.",
    PauseReason.OUT_OF_FRAME: "I can't see you, so everything waits. Step back into the picture to go on.",
    PauseReason.CAMERA: "No picture from the camera. It goes on when the camera does, or press Without camera.",
    PauseReason.CONNECTION: "The page was away. It goes on when I see you, or press Resume.",
    PauseReason.HIDDEN: "The page was hidden. It goes on when I see you, or press Resume.",
    PauseReason.ASLEEP: "The computer was asleep. It goes on when I see you, or press Resume.",
    PauseReason.CUT_OFF: "Your last session was cut off. Resume it where it was, or start anew.",
}
LETTERS_PER_S = 14.0
"""150 words a minute, an ordinary reading pace, at 5.6 letters a word and its space."""
NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def say(routine: Routine, text: str, kind: Speech, tone: Tone = Tone.NONE) -> Routine:
    """Return the routine with something more said."""
    said = Said(id=routine.said_number + 1, t_s=routine.t_s, text=text, kind=kind, tone=tone)
    return replace(routine, said=(*routine.said, said)[-SAID_KEPT:], said_number=said.id)


def spoken_s(text: str) -> float:
    """Return how long a voice takes to say something, roughly."""
    return len(text) / LETTERS_PER_S


def number_words(number: int) -> str:
    """Return a count as it is spoken.

    Example:
        >>> number_words(4)
        'four'
    """
    return NUMBERS[number] if 0 <= number < len(NUMBERS) else str(number)


def dose_says(assignment: Assignment) -> str:
    """Return how much is asked for, such as "2 sets of 10" or "3 holds of 30 seconds on each side"."""
    dose, exercise = assignment.dose, assignment.exercise
    sets = f"{dose.sets} sets of " if dose.sets > 1 else ""
    each = " on each side" if exercise.sides == "one_at_a_time" else ""
    if exercise.kind is Kind.REPETITIONS:
        amount = str(dose.repetitions or 1) if sets else _amount(dose.repetitions or 1, "repetition")
        return f"{sets}{amount}{each}"
    return f"{sets}{_amount(dose.holds or 1, 'hold')} of {dose.hold_s or 0:g} seconds{each}"


def _amount(number: int, unit: str) -> str:
    """Return a number of things."""
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def bout_says(assignment: Assignment, bout: Bout) -> str:
    """Return which set or hold this is, such as "Hold 2 of 3, left hip"."""
    dose = assignment.dose
    parts = []
    if bout.hold_number == 0 or dose.sets > 1:
        parts.append(f"Set {bout.set_number} of {dose.sets}")
    if bout.hold_number:
        parts.append(f"Hold {bout.hold_number} of {dose.holds or 1}")
    if bout.side:
        parts.append(side_says(assignment.exercise, bout.side))
    return ", ".join(parts)


def side_says(exercise: Exercise, side: Side) -> str:
    """Return the working side in words."""
    return f"{side} {'hip' if exercise.region == 'hips' else 'side'}"


def start_pose_says(exercise: Exercise, side: Side | None, mode: Mode) -> str:
    """Return how to get ready."""
    pose = "Get into the start position" if side is None else pose_says(exercise, side).capitalize()
    return f"{pose}. Hold still." if mode is Mode.CAMERA else f"{pose}, then press Ready."


def pose_says(exercise: Exercise, side: Side) -> str:
    """Return which side it is, and how one kneels for it, such as "left hip: left knee down, right foot forward"."""
    if exercise.position is None or not any(each.of is Which.FRONT_LEG for each in exercise.criteria):
        return side_says(exercise, side)
    front = "right" if side == "left" else "left"
    return f"{side_says(exercise, side)}: {side} {exercise.position.working_leg_says}, {front} foot forward"


def go_says(exercise: Exercise) -> str:
    """Return what starts the work."""
    if exercise.kind is Kind.REPETITIONS:
        return "Go."
    return "Tighten lightly." if exercise.kind is Kind.PACED_HOLD else "Move into the stretch, and hold."


def questions_of(exercise: Exercise, mode: Mode) -> tuple[tuple[str, str], ...]:
    """Return the (id, words) of what only the person can tell; without a camera that is every line with a question."""
    return tuple(
        (f"{exercise.id}.{each.id}", each.question)
        for each in exercise.criteria
        if each.question is not None and (each.otherwise is Otherwise.ASK or mode is Mode.BY_HAND)
    )
