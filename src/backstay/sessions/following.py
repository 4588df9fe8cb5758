"""Following a person live: one sighting after another becomes what the routine takes in.

The same core as for files, fed as it happens: One-Euro instead of the zero-phase filter, and own postures found so far
instead of in the whole recording.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from backstay.assessment.breathing import is_breath_missing
from backstay.assessment.calibration import HEIGHT, STEADY_S, TALL_SITTING, own_tall_sitting
from backstay.assessment.clock import GRACE_S, is_broken
from backstay.assessment.followed import measures_followed
from backstay.assessment.holds import HoldProgress
from backstay.assessment.judging import Unit, judge, reference_key
from backstay.assessment.paced import PacedProgress
from backstay.assessment.progress import Progress, advance, begin, conclude
from backstay.assessment.types import Event, FaultBegan, FaultEnded, Judgement, Verdict
from backstay.coaching.looking import SPAN_S, look_at, trunk_length_px
from backstay.coaching.types import Routine, Seen
from backstay.coaching.words import Stage
from backstay.exercises.types import SILENCE, Criterion, Exercise, Kind, Phase
from backstay.kinematics.breathing import NO_BREATH, BreathState, advance_breath, own_breathing
from backstay.kinematics.measuring import measure
from backstay.kinematics.presence import are_believed
from backstay.kinematics.smoothing import OneEuro
from backstay.kinematics.types import Readings
from backstay.kinematics.view import NO_VIEW, ViewState, advance_view
from backstay.pose.types import Pose, Sighting
from backstay.sessions.references import NOTHING_GIVEN, OwnValues

TRUNK_M = 0.5
"""Mid-hip to mid-shoulder of an adult, for the speed of world landmarks; twice or half of it is no different."""
CALIBRATION_SPAN_S = STEADY_S + 0.5
"""How far back a steady posture is looked for: one window, and the half second by which windows step."""
CALIBRATION_EVERY_S = 0.5
"""And how often."""
HELD_STAGES = frozenset({Stage.GET_READY, Stage.COUNTDOWN, Stage.WORK})
"""A bout's assessment lives through these; leaving them ends it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Glimpse:
    """One frame, smoothed and measured."""

    sighting: Sighting
    readings: Readings


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Following:
    """How far following has come.

    Attributes:
        exercise: Whose measures are read.
        image_filter: Smooths landmarks in the picture; None while nobody is seen.
        world_filter: Smooths world landmarks.
        view: Where the camera stands.
        breath: What is known of the breathing; followed only where a line asks for it.
        recent: The last seconds, oldest first.
        bout: The bout that is assessed; None between bouts.
        progress: Its assessment.
        broken_since_s: Criterion id to when it was broken, in the hold under way.
        told: Criteria of which the break has been reported.
        tall: The own tall sitting of this exercise, so far.
        tall_sought_s: When it was last looked for.
        own: Own values of the last bout, with the exercise and side that they hold for.
        own_of: That exercise and side.
        given: The person's own values, known before the session.
    """

    exercise: str = ""
    image_filter: OneEuro | None = None
    world_filter: OneEuro | None = None
    view: ViewState = NO_VIEW
    breath: BreathState = NO_BREATH
    recent: tuple[Glimpse, ...] = ()
    bout: int | None = None
    progress: Progress | None = None
    broken_since_s: Mapping[str, float] = field(default_factory=dict)
    told: frozenset[str] = frozenset()
    tall: Mapping[str, float] = field(default_factory=dict)
    tall_sought_s: float = -math.inf
    own: Mapping[str, float] = field(default_factory=dict)
    own_of: tuple[str, str | None] = ("", None)
    given: OwnValues = NOTHING_GIVEN


def follow_sighting(following: Following, sighting: Sighting, routine: Routine) -> tuple[Following, Seen]:
    """Return the following after one more sighting, and what the routine takes in.

    Only what the exercise needs is measured; with another exercise looking begins anew.

    Args:
        following: So far.
        sighting: The newest; later than the ones before.
        routine: As it is before this frame.
    """
    if following.exercise != routine.exercise.id:
        following = replace(following, exercise=routine.exercise.id, recent=(), tall={})
    following = _glimpsed(following, sighting, measures_followed(routine.exercise))
    if any(criterion.measure == SILENCE for criterion in routine.exercise.criteria):
        following = _breathing(following)
    newest = following.recent[-1]
    look = look_at(
        [each.sighting for each in following.recent if newest.readings.t_s - each.readings.t_s <= SPAN_S],
        [each.readings for each in following.recent if newest.readings.t_s - each.readings.t_s <= SPAN_S],
        routine.exercise if routine.stage is Stage.GET_READY else None,
    )
    following = _calibrated(following, routine)
    events: tuple[Event, ...] = ()
    if routine.is_assessed:
        following, events = _assessed(following, newest.readings, routine)
    holding = is_holding(following.progress)
    return following, Seen(t_s=newest.readings.t_s, look=look, events=events, is_holding=holding)


def conclude_bout(following: Following, routine: Routine) -> tuple[Following, tuple[int, tuple[Event, ...]] | None]:
    """Return the following without a bout that is over, and its number with its last events; None while it goes on.

    Args:
        following: So far.
        routine: As it is after the last input.
    """
    if following.progress is None or following.bout is None:
        return following, None
    if routine.bout == following.bout and routine.stage in HELD_STAGES:
        return following, None
    exercise = routine.plan.exercise_of(following.bout)
    events = conclude(following.progress, exercise)
    ended = replace(
        following,
        bout=None,
        progress=None,
        broken_since_s={},
        told=frozenset(),
        own=following.progress.work.references,
        own_of=(exercise.id, routine.plan.bouts[following.bout].side),
    )
    return ended, (following.bout, events)


def is_holding(progress: Progress | None) -> bool:
    """Return whether a hold's clock runs: the position is held, and no line that is judged has been broken for long."""
    work = progress.work if progress else None
    if not isinstance(work, HoldProgress) or progress is None or progress.is_lost:
        return False
    return work.has_begun and math.isnan(work.left_s) and not work.is_paused


def smooth_live(following: Following, pose: Pose) -> tuple[Following, Pose]:
    """Return a pose quieter at rest and hardly later in movement; a lost person starts the filters anew."""
    if not pose.is_present:
        return replace(following, image_filter=None, world_filter=None), pose
    image, world = pose.xy_px.ravel().astype(np.float64), pose.world_m.ravel().astype(np.float64)
    if following.image_filter is None or following.world_filter is None:
        following = replace(
            following,
            image_filter=OneEuro.begin(pose.t_s, image),
            world_filter=OneEuro.begin(pose.t_s, world),
        )
        return following, pose
    trunk_px = trunk_length_px(pose.xy_px.astype(np.float64))
    image_filter = following.image_filter.advance(pose.t_s, image, scale=trunk_px)
    world_filter = following.world_filter.advance(pose.t_s, world, scale=TRUNK_M)
    smooth = replace(
        pose,
        xy_px=image_filter.value.reshape(pose.xy_px.shape).astype(np.float32),
        world_m=world_filter.value.reshape(pose.world_m.shape).astype(np.float32),
    )
    return replace(following, image_filter=image_filter, world_filter=world_filter), smooth


def _glimpsed(following: Following, sighting: Sighting, names: tuple[str, ...]) -> Following:
    """Add one sighting, smoothed and measured, and drop what is too old."""
    following, pose = smooth_live(following, sighting.pose)
    view = advance_view(following.view, pose)
    seen = replace(sighting, pose=pose)
    readings = replace(measure([pose], [view.view], names)[0], is_person=bool(are_believed([pose])[0]))
    kept = tuple(each for each in following.recent if readings.t_s - each.readings.t_s <= CALIBRATION_SPAN_S)
    return replace(following, view=view, recent=(*kept, Glimpse(sighting=seen, readings=readings)))


def _breathing(following: Following) -> Following:
    """Follow the breathing with the newest sighting; the own breathing is learnt as it goes."""
    *before, newest = following.recent
    breath = advance_breath(
        following.breath,
        newest.sighting.torso_motion,
        trunk_px=trunk_length_px(newest.sighting.pose.xy_px.astype(np.float64)),
    )
    breath = replace(breath, own=own_breathing(breath) or breath.own)
    glimpse = replace(newest, readings=replace(newest.readings, breath=breath.reading))
    return replace(following, breath=breath, recent=(*before, glimpse))


def _calibrated(following: Following, routine: Routine) -> Following:
    """Keep the own tall sitting where a taller steady one has just been seen."""
    now_s = following.recent[-1].readings.t_s
    if routine.exercise.kind is not Kind.PACED_HOLD or now_s - following.tall_sought_s < CALIBRATION_EVERY_S:
        return following
    found = own_tall_sitting([each.readings for each in following.recent if each.readings.is_person])
    key = reference_key(TALL_SITTING, HEIGHT)
    is_taller = found.get(key, -math.inf) > following.tall.get(key, -math.inf)
    return replace(following, tall=found if is_taller else following.tall, tall_sought_s=now_s)


def _assessed(following: Following, readings: Readings, routine: Routine) -> tuple[Following, tuple[Event, ...]]:
    """Advance the assessment of the current bout, beginning it where there is none."""
    exercise = routine.exercise
    following = _begun(following, routine)
    progress = following.progress
    if progress is None:
        return following, ()
    is_called = exercise.kind is Kind.PACED_HOLD and routine.stage is Stage.WORK
    if isinstance(progress.work, PacedProgress) and is_called and not progress.work.intervals:
        called = PacedProgress(intervals=((readings.t_s, math.inf),), references=_references(following, routine))
        progress = replace(progress, work=called)
    progress, events = advance(progress, readings, exercise)
    following, faults = _watched(replace(following, progress=progress), readings, exercise)
    return following, (*faults, *events)


def _begun(following: Following, routine: Routine) -> Following:
    """Begin the assessment of a bout; own values carry over within an exercise and a side."""
    if following.progress is not None:
        return following
    references = _references(following, routine)
    return replace(following, bout=routine.bout, progress=begin(routine.exercise, references=references))


def _references(following: Following, routine: Routine) -> Mapping[str, float]:
    """Return what a bout's lines are judged as changes from: found in this session, or rather known before it."""
    is_same = following.own_of == (routine.exercise.id, routine.current.side)
    is_paced = routine.exercise.kind is Kind.PACED_HOLD
    found = following.tall if is_paced else (following.own if is_same else {})
    given = following.given.seen_from(following.view.view.label)
    return {**found, **given.of_exercise(routine.exercise)}


def _watched(following: Following, readings: Readings, exercise: Exercise) -> tuple[Following, tuple[Event, ...]]:
    """Say of each line of a hold when it has been broken for over a second, and when it is kept again."""
    unit = _unit_under_way(following)
    if unit is None:
        ended = tuple(FaultEnded(t_s=readings.t_s, criterion=name) for name in sorted(following.told))
        return replace(following, broken_since_s={}, told=frozenset()), ended
    broken = [each for each in exercise.criteria if is_broken(each, readings, unit) or _is_breathless(each, readings)]
    since = {each.id: following.broken_since_s.get(each.id, readings.t_s) for each in broken}
    lasting = [each for each in broken if readings.t_s - since[each.id] > GRACE_S and each.id not in following.told]
    began = tuple(
        FaultBegan(t_s=readings.t_s, judgement=_judged(following, each, since[each.id], unit)) for each in lasting
    )
    ended = tuple(FaultEnded(t_s=readings.t_s, criterion=name) for name in sorted(following.told - since.keys()))
    told = (following.told & since.keys()) | {each.id for each in lasting}
    return replace(following, broken_since_s=since, told=frozenset(told)), (*began, *ended)


def _is_breathless(criterion: Criterion, readings: Readings) -> bool:
    """Return whether a line about breathing is broken in this frame."""
    return criterion.measure == SILENCE and is_breath_missing(criterion, readings.breath)


def _unit_under_way(following: Following) -> Unit | None:
    """Return the hold under way, to judge single frames by; None outside a hold."""
    work = following.progress.work if following.progress else None
    is_in_hold = isinstance(work, HoldProgress) and work.has_begun and math.isnan(work.left_s)
    is_in_paced = isinstance(work, PacedProgress) and bool(work.frames)
    if work is None or not (is_in_hold or is_in_paced):
        return None
    return Unit(
        phases={},
        view=following.view.view.label,
        side=work.side if isinstance(work, HoldProgress) else None,
        references=work.references,
        timings={},
        began_s=work.frames[0].t_s,
        ended_s=work.frames[-1].t_s,
    )


def _judged(following: Following, criterion: Criterion, since_s: float, unit: Unit) -> Judgement:
    """Return the judgement on the stretch in which a line has been broken."""
    frames = [each.readings for each in following.recent if each.readings.t_s >= since_s]
    judgement = judge(criterion, replace(unit, phases={Phase.HOLD: frames}))
    if judgement.verdict is Verdict.NOT_MET:
        return replace(judgement, from_s=since_s)
    return Judgement(
        criterion=criterion.id, verdict=Verdict.NOT_MET, from_s=since_s, to_s=following.recent[-1].readings.t_s
    )
