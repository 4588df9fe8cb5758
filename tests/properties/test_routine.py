"""Whatever happens in whatever order, a session keeps its promises: about cues, counts, its end, and its memory."""

from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backstay.assessment.types import (
    Event,
    FaultBegan,
    FaultEnded,
    HoldBegan,
    HoldEnded,
    HoldPaused,
    HoldResumed,
    MovementRejected,
    RepetitionBegan,
    RepetitionEnded,
    TrackingLost,
    TrackingRegained,
    Verdict,
)
from backstay.coaching.cues import BETWEEN_CUES_S, Cue
from backstay.coaching.routine import advance, begin
from backstay.coaching.snapshot import restore, snapshot
from backstay.coaching.types import (
    Answered,
    Concluded,
    Given,
    Input,
    Interrupted,
    Output,
    Rated,
    Routine,
    Seen,
    Tick,
)
from backstay.coaching.words import Command, Mode, PauseReason, Rating, Stage
from backstay.kinematics.types import ViewLabel
from unit.coaching.acting import assignment, hold, judgement, look, repetition

NAMES = ("wall_angel", "hip_flexor_stretch", "abdominal_brace")
Later = Callable[[float, Routine], Input]
FEW = settings(max_examples=10, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
LIMITS = settings(max_examples=40, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@cache
def criteria() -> tuple[str, ...]:
    """Return the lines that have a cue."""
    return tuple(each.id for name in NAMES for each in assignment(name).exercise.criteria if each.cue)


@st.composite
def judgements(draw: st.DrawFn) -> tuple:
    ids = draw(st.lists(st.sampled_from(criteria()), min_size=1, max_size=8, unique=True))
    verdicts = st.sampled_from((Verdict.NOT_MET, Verdict.NOT_MET, Verdict.MET, Verdict.NOT_VISIBLE))
    return tuple(judgement(each, draw(verdicts), by_sd=draw(st.floats(0.1, 9.0))) for each in ids)


@st.composite
def events(draw: st.DrawFn) -> Callable[[float], Event]:
    line = draw(st.sampled_from(criteria()))
    judged = draw(judgements())
    is_counted = draw(st.booleans())
    held_s = draw(st.floats(0.0, 12.0))
    return draw(
        st.sampled_from(
            (
                lambda t_s: RepetitionBegan(t_s=t_s),
                lambda t_s: repetition(t_s, *judged, is_counted=is_counted),
                lambda t_s: MovementRejected(t_s=t_s, because="standing", says="Stand up.", from_s=t_s - 2),
                lambda t_s: HoldBegan(t_s=t_s, side="left"),
                lambda t_s: HoldPaused(t_s=t_s, criterion=line),
                lambda t_s: HoldResumed(t_s=t_s),
                lambda t_s: hold(t_s, held_s, *judged),
                lambda t_s: FaultBegan(t_s=t_s, judgement=judgement(line, t_s=t_s - 1)),
                lambda t_s: FaultEnded(t_s=t_s, criterion=line),
                lambda t_s: TrackingLost(t_s=t_s),
                lambda t_s: TrackingRegained(t_s=t_s),
            )
        )
    )


@st.composite
def frames(draw: st.DrawFn) -> Later:
    happened = draw(st.lists(events(), max_size=2))
    changes = {
        "is_person": draw(st.booleans()) or draw(st.booleans()),
        "is_hand_up": draw(st.integers(0, 9)) == 0,
        "is_in_start_pose": draw(st.booleans()),
        "trunk_fraction": draw(st.sampled_from((0.2, 0.2, 0.35, float("nan")))),
        "side": draw(st.sampled_from((None, "left", "right"))),
    }
    view = draw(st.sampled_from((ViewLabel.FRONT, ViewLabel.SIDE_LEFT, ViewLabel.UNKNOWN)))
    is_holding = draw(st.booleans())
    return lambda t_s, _: Seen(
        t_s=t_s,
        look=look(t_s, view, **changes),
        events=tuple(make(t_s) for make in happened),
        is_holding=is_holding,
    )


@st.composite
def others(draw: st.DrawFn) -> Later:
    command = draw(st.sampled_from([each for each in Command if each is not Command.END]))
    rating, value = draw(st.sampled_from(Rating)), draw(st.integers(0, 10))
    question = draw(st.sampled_from(("wall_angel.palms_forward", "abdominal_brace.breathing_normally", "nonsense")))
    reason = draw(st.sampled_from(PauseReason))
    make = draw(events())
    return draw(
        st.sampled_from(
            (
                lambda t_s, _: Given(t_s=t_s, command=command),
                lambda t_s, _: Given(t_s=t_s, command=command),
                lambda t_s, _: Given(t_s=t_s, command=Command.START),
                lambda t_s, _: Answered(t_s=t_s, question=question, yes=value > 4),
                lambda t_s, _: Rated(t_s=t_s, rating=rating, value=value),
                lambda t_s, _: Interrupted(t_s=t_s, reason=reason),
                lambda t_s, routine: Concluded(t_s=t_s, bout=routine.bout, events=(make(t_s),)),
            )
        )
    )


@st.composite
def repetitions(draw: st.DrawFn) -> Later:
    judged = draw(judgements())
    return lambda t_s, _: Seen(t_s=t_s, look=look(t_s), events=(repetition(t_s, *judged),), is_holding=True)


@st.composite
def faults(draw: st.DrawFn) -> Later:
    line, is_over = draw(st.sampled_from(criteria())), draw(st.integers(0, 2)) == 0

    def make(t_s: float, _: Routine) -> Input:
        event = (
            FaultEnded(t_s=t_s, criterion=line) if is_over else FaultBegan(t_s=t_s, judgement=judgement(line, t_s=t_s))
        )
        return Seen(t_s=t_s, look=look(t_s, ViewLabel.SIDE_LEFT), events=(event,), is_holding=True)

    return make


@st.composite
def objections(draw: st.DrawFn) -> Later:
    command = draw(st.sampled_from((Command.THAT_WAS_RIGHT, Command.PAUSE, Command.RESUME, Command.MUTE)))
    return lambda t_s, _: Given(t_s=t_s, command=command)


TICKS = st.just(lambda t_s, _: Tick(t_s=t_s))
PAUSES_S = st.sampled_from((0.033, 0.1, 0.5, 1.0, 3.0, 40.0))
STEPS = st.tuples(PAUSES_S, st.one_of(frames(), frames(), others(), TICKS))
STORIES = st.lists(STEPS, min_size=15, max_size=60)
STARTS = st.tuples(st.permutations(NAMES), st.sampled_from(Mode), st.integers(0, 6), st.just(value=False))

FORM_STEPS = st.tuples(PAUSES_S, st.one_of(repetitions(), repetitions(), faults(), faults(), TICKS, objections()))
FORM_STORIES = st.lists(FORM_STEPS, min_size=10, max_size=50)
AT_WORK = st.tuples(st.permutations(NAMES), st.just(Mode.CAMERA), st.just(5), st.just(value=True))


def routine_at(start: tuple) -> Routine:
    """Return a session that some presses of Start have already taken some way."""
    names, mode, presses, is_long = start
    routine = begin([assignment(name, is_long=is_long) for name in names], mode=mode)
    for _ in range(presses):
        routine, _outputs = advance(routine, Given(t_s=routine.t_s, command=Command.START))
    return routine


def told(routine: Routine, story: list) -> list[tuple[Routine, Input, Routine, tuple[Output, ...]]]:
    """Return what each step of a story changed."""
    steps = []
    for step_s, make in story:
        taken = make(routine.t_s + step_s, routine)
        after, outputs = advance(routine, taken)
        steps.append((routine, taken, after, outputs))
        routine = after
    return steps


def cues_in(steps: list) -> list[Cue]:
    return [each for *_, outputs in steps for each in outputs if isinstance(each, Cue)]


@LIMITS
@given(AT_WORK, FORM_STORIES)
def test_corrections_keep_their_distance(start: tuple, story: list) -> None:
    pauses = {each.id: each.cue.pause_s for name in NAMES for each in assignment(name).exercise.criteria if each.cue}
    last: dict[str, float] = {}
    previous_s = float("-inf")
    for cue in cues_in(told(routine_at(start), story)):
        if not cue.is_praise:
            assert cue.t_s - previous_s >= BETWEEN_CUES_S
            assert cue.t_s - last.get(cue.id, float("-inf")) >= pauses[cue.id]
            last[cue.id], previous_s = cue.t_s, cue.t_s


@LIMITS
@given(AT_WORK, FORM_STORIES)
def test_a_correction_rests_on_two_of_three_repetitions_or_two_seconds(start: tuple, story: list) -> None:
    broken: list[set[str]] = []
    since: dict[str, float] = {}
    for before, taken, _, outputs in told(routine_at(start), story):
        for event in taken.events if isinstance(taken, Seen) and before.paused is None else ():
            if isinstance(event, RepetitionEnded):
                lines = event.repetition.judgements
                broken.append({each.criterion for each in lines if each.verdict is Verdict.NOT_MET})
            elif isinstance(event, FaultBegan):
                since.setdefault(event.judgement.criterion, event.t_s)
            elif isinstance(event, FaultEnded):
                since.pop(event.criterion, None)
        for cue in outputs:
            if isinstance(cue, Cue) and not cue.is_praise:
                often = cue.id in (broken[-1] if broken else ()) and sum(cue.id in each for each in broken[-3:]) >= 2
                assert often or cue.t_s - since.get(cue.id, cue.t_s) >= 2.0


@LIMITS
@given(AT_WORK, FORM_STORIES)
def test_nothing_is_corrected_that_was_not_judged_broken_or_was_overruled(start: tuple, story: list) -> None:
    for before, _, _, outputs in told(routine_at(start), story):
        for cue in outputs:
            if isinstance(cue, Cue):
                assert cue.because.verdict is Verdict.NOT_MET
                assert cue.id not in {each.judgement.criterion for each in before.overrulings}


@FEW
@given(STARTS, STORIES)
def test_counts_fall_only_when_the_person_takes_one_away(start: tuple, story: list) -> None:
    for before, taken, after, _ in told(routine_at(start), story):
        for old, new in zip(before.tallies, after.tallies, strict=True):
            is_taken_away = isinstance(taken, Given) and taken.command is Command.MINUS_ONE
            assert new.total >= old.total - int(is_taken_away)
            assert new.count >= 0


@FEW
@given(STARTS, STORIES)
def test_nothing_raises_and_end_leads_to_the_summary(start: tuple, story: list) -> None:
    routine = routine_at(start)
    steps = told(routine, story)
    routine = steps[-1][2] if steps else routine
    routine, _ = advance(routine, Given(t_s=routine.t_s + 1, command=Command.END))
    assert routine.stage is Stage.SUMMARY


@FEW
@given(STARTS, STORIES)
def test_what_was_said_is_numbered_without_gaps(start: tuple, story: list) -> None:
    routine = routine_at(start)
    said = [each.id for *_, outputs in told(routine, story) for each in outputs if not isinstance(each, Cue)]
    assert said == list(range(routine.said_number + 1, routine.said_number + 1 + len(said)))


@FEW
@given(STARTS, st.lists(STEPS, min_size=1, max_size=25), st.data())
def test_a_session_restored_anywhere_goes_on_the_same(start: tuple, story: list, data: st.DataObject) -> None:
    routine = routine_at(start)
    cut = data.draw(st.integers(0, len(story)))
    steps = told(routine, story)
    here = steps[cut - 1][2] if cut else routine
    resumed = told(restore(snapshot(here)), story[cut:])
    ended = resumed[-1][2] if resumed else restore(snapshot(here))
    assert snapshot(ended) == snapshot(steps[-1][2])
    assert [repr(each[3]) for each in resumed] == [repr(each[3]) for each in steps[cut:]]


def test_the_stories_do_reach_work_and_cues() -> None:
    """The properties above would hold of a coach that never speaks; this one must."""
    routine = routine_at((NAMES, Mode.CAMERA, 5, False))
    story = [(3.0, lambda t_s, _: Seen(t_s=t_s, look=look(t_s), events=(repetition(t_s, judgement("slow_up")),)))] * 2
    assert [cue.id for cue in cues_in(told(routine, story))] == ["slow_up"]


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"plan": 3}', "nonsense"])
def test_what_is_no_snapshot_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        restore(text)


def test_a_hold_that_is_judged_in_the_middle_of_a_story_is_kept() -> None:
    routine = routine_at((("hip_flexor_stretch", "wall_angel", "abdominal_brace"), Mode.CAMERA, 5, False))
    story = [(1.0, lambda t_s, _: Seen(t_s=t_s, look=look(t_s), events=(hold(t_s, 5.0),)))]
    after = told(routine, story)[-1][2]
    assert isinstance(restore(snapshot(after)).done[0].unit, type(HoldEnded(t_s=0, hold=after.done[0].unit).hold))
