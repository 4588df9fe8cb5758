"""Which one thing to say about form, and when: patient, one at a time, then praise.

A cue needs two of the last three repetitions, or two seconds of a hold. Nothing is said about a line that could not be
judged, about one the person overruled, or sooner than its own pause and five seconds after the last cue.

Source:
    evidence.md section 8 (decision rule: one thing every 5 s, highest confidence first, 2 of the last 3).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from backstay.assessment.types import Judgement, Verdict
from backstay.exercises.types import CueText, Exercise

BETWEEN_CUES_S = 5.0
UNITS_REMEMBERED = 3
UNITS_NEEDED = 2
HOLD_NEEDED_S = 2.0
"""The decision rule's own figures."""
PRAISES = ("Good, that's it.", "Much better.", "Just right now.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One correction, or the praise that follows it.

    Attributes:
        t_s: When it is said.
        id: The line of the prescription it is about.
        text: What is said.
        priority: 1 is said first; 0 for praise.
        because: The judgement behind it.
        is_praise: Whether the line is kept again.
        exercise: The exercise's id.
    """

    t_s: float
    id: str
    text: str
    priority: int
    because: Judgement
    is_praise: bool = False
    exercise: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A line that is broken now, in a hold."""

    since_s: float
    judgement: Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class CueMemory:
    """What choosing remembers through one exercise.

    Attributes:
        units: The judgements of the last three repetitions, oldest first.
        unit_s: When the last of them ended.
        faults: Lines broken in the hold under way, by id.
        said_s: When each line's cue was last said.
        last_s: When any cue was last said.
        awaited: The cue whose correction has not been seen yet.
        overruled: Lines of which the person said that they were right.
        praises: How often praise was given.
    """

    units: tuple[tuple[Judgement, ...], ...] = ()
    unit_s: float = -math.inf
    faults: Mapping[str, Fault] = field(default_factory=dict)
    said_s: Mapping[str, float] = field(default_factory=dict)
    last_s: float = -math.inf
    awaited: Cue | None = None
    overruled: frozenset[str] = frozenset()
    praises: int = 0


def fresh_memory(memory: CueMemory) -> CueMemory:
    """Return the memory at the start of an exercise: only when was spoken last outlives the one before."""
    return CueMemory(said_s=memory.said_s, last_s=memory.last_s, praises=memory.praises)


def remember_unit(memory: CueMemory, judgements: Sequence[Judgement], t_s: float) -> CueMemory:
    """Return the memory after one more repetition."""
    return replace(memory, units=(*memory.units, tuple(judgements))[-UNITS_REMEMBERED:], unit_s=t_s)


def remember_fault(memory: CueMemory, judgement: Judgement, t_s: float) -> CueMemory:
    """Return the memory with a line broken since the judgement says so, or since now."""
    if judgement.verdict is not Verdict.NOT_MET or judgement.criterion in memory.faults:
        return memory
    since_s = judgement.from_s if math.isfinite(judgement.from_s) else t_s
    fault = Fault(since_s=min(since_s, t_s), judgement=judgement)
    return replace(memory, faults={**memory.faults, judgement.criterion: fault})


def forget_fault(memory: CueMemory, criterion: str) -> CueMemory:
    """Return the memory with a line kept again."""
    return replace(memory, faults={name: fault for name, fault in memory.faults.items() if name != criterion})


def forget_faults(memory: CueMemory) -> CueMemory:
    """Return the memory with no hold under way; what was not corrected in it is not praised later."""
    return replace(memory, faults={}, awaited=None)


def overrule(memory: CueMemory, criterion: str) -> CueMemory:
    """Return the memory that no longer corrects a line."""
    awaited = memory.awaited if memory.awaited and memory.awaited.id != criterion else None
    return replace(memory, overruled=memory.overruled | {criterion}, awaited=awaited)


def choose(memory: CueMemory, exercise: Exercise, t_s: float) -> tuple[CueMemory, Cue | None]:
    """Return the one thing to say now, if there is any: praise for what was corrected, else the next correction."""
    praise = _praise(memory, t_s)
    if praise is not None:
        return replace(memory, awaited=None, praises=memory.praises + 1, last_s=t_s), praise
    if t_s - memory.last_s < BETWEEN_CUES_S:
        return memory, None
    candidates = [
        (words, judgement)
        for judgement in broken_now(memory, t_s)
        if (words := _words(exercise, judgement.criterion)) is not None and _may_say(memory, words, judgement, t_s)
    ]
    if not candidates:
        return memory, None
    words, judgement = min(candidates, key=lambda each: (each[0].priority, -certainty(each[1])))
    cue = Cue(
        t_s=t_s,
        id=judgement.criterion,
        text=words.text,
        priority=words.priority,
        because=judgement,
        exercise=exercise.id,
    )
    said_s = {**memory.said_s, cue.id: t_s}
    return replace(memory, said_s=said_s, last_s=t_s, awaited=cue), cue


def broken_now(memory: CueMemory, t_s: float) -> list[Judgement]:
    """Return what has been broken for long enough.

    That is in the last repetition and one of the two before it, or for 2 s of a hold. A repetition that has led to a
    cue leads to no second one about the same line.
    """
    last = memory.units[-1] if memory.units else ()
    in_units = [
        judgement
        for judgement in last
        if judgement.verdict is Verdict.NOT_MET
        and memory.unit_s > memory.said_s.get(judgement.criterion, -math.inf)
        and sum(judgement.criterion in _broken_in(unit) for unit in memory.units) >= UNITS_NEEDED
    ]
    in_hold = [fault.judgement for fault in memory.faults.values() if t_s - fault.since_s >= HOLD_NEEDED_S]
    return [*in_units, *in_hold]


def certainty(judgement: Judgement) -> float:
    """Return how many standard deviations a value lies beyond its limit; 0 where that is unknown."""
    if not math.isfinite(judgement.value - judgement.limit):
        return 0.0
    return abs(judgement.value - judgement.limit) / max(judgement.sd, 1e-6) if math.isfinite(judgement.sd) else 0.0


def _broken_in(unit: Sequence[Judgement]) -> set[str]:
    return {judgement.criterion for judgement in unit if judgement.verdict is Verdict.NOT_MET}


def _words(exercise: Exercise, criterion_id: str) -> CueText | None:
    """Return the words for a line; None where the author gave none."""
    return next((each.cue for each in exercise.criteria if each.id == criterion_id), None)


def _may_say(memory: CueMemory, words: CueText, judgement: Judgement, t_s: float) -> bool:
    """Return whether a line may be spoken of again."""
    name = judgement.criterion
    return name not in memory.overruled and t_s - memory.said_s.get(name, -math.inf) >= words.pause_s


def _praise(memory: CueMemory, t_s: float) -> Cue | None:
    """Return praise if the line last corrected has been kept since."""
    awaited = memory.awaited
    if awaited is None or not _is_mended(memory, awaited):
        return None
    text = PRAISES[memory.praises % len(PRAISES)]
    return replace(awaited, t_s=t_s, text=text, priority=0, is_praise=True)


def _is_mended(memory: CueMemory, awaited: Cue) -> bool:
    """Return whether a repetition after the cue was met, or the hold's fault has ended."""
    if memory.units:
        return any(each.criterion == awaited.id and each.verdict is Verdict.MET for each in memory.units[-1])
    return awaited.id not in memory.faults
