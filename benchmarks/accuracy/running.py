"""Assess a clip as its person was told to move, and score it."""

from pathlib import Path

from backstay.exercises.loading import find_exercise
from backstay.sessions.assessing import Assessed, Instruction, assess_seen
from backstay.sessions.seeing import Seen
from benchmarks.accuracy.clips import look
from benchmarks.accuracy.scoring import Score, score
from benchmarks.accuracy.truth import Truth, load_truth

PACED = "abdominal_brace"
"""No camera sees a brace begin, so its true spans are told, as the coach would know them."""


def assess_and_score(clip: Path, model: str = "full") -> tuple[Score, Assessed]:
    """Return a clip's score and the assessment it rests on."""
    truth = load_truth(clip)
    assessed = assess_as_told(look(clip, model), truth)
    return score(clip.stem, truth, assessed.assessment, assessed.readings), assessed


def assess_as_told(seen: Seen, truth: Truth, exercise_id: str | None = None) -> Assessed:
    """Return the assessment of what was seen.

    Args:
        seen: What a pose model saw.
        truth: What was performed.
        exercise_id: The exercise to hold it against; the one performed when not given.
    """
    exercise_id = exercise_id or truth.exercise
    is_told = exercise_id == PACED == truth.exercise
    paced = tuple((unit.began_s, unit.ended_s) for unit in truth.units) if is_told else ()
    return assess_seen(seen, find_exercise(exercise_id), Instruction(paced=paced))
