"""Breaths seen and not seen, from the motion of chest and shoulders; never a rate.

On breathing in, the shoulders rise and the chest widens; swaying and leaning do neither. Both together, in trunk
lengths, make one signal. Its turning points are breaths; its silence, while it is sharp and the body quiet, is "no
breath seen". All of it is held against the person's own breathing in the same picture.

Source:
    evidence.md section 9: band 0.1-0.6 Hz, only while the body is quiet, own baseline, no rate inside a hold.
"""

import math
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from statistics import median

from backstay.pose.types import TorsoMotion

WIDENING_SHARE = 0.5
"""Each edge of a chest that widens moves outwards by half of it. Own measurement on rendered people: shoulder rise plus
half the widening follows the true breath with r = 0.96-0.99, the rise alone with 0.69-0.98."""
LOW_PASS_S = 0.2
"""Two first-order low-passes of this time constant in a row are 3 dB down at 0.5 Hz ..."""
DELAY_S = 2.0 * LOW_PASS_S
"""... and late by this."""
CALM_TRUNK_PER_S = 0.045
"""Shoulders faster than this (2 cm/s on an adult) change posture; a sitter's sway stays under 0.03."""
SPEED_LOW_PASS_S = 0.15
SETTLING_S = 0.5
LEAST_QUALITY = 0.3
LONGEST_STEP_S = 0.5
"""Frames further apart than this break the signal."""
SILENT_SHARE = 0.25
"""evidence.md 9: a braced trunk breathes smaller; whatever exceeds a quarter of the own breath may be one."""
DRIFT_PER_S, STIR_SHARE = 0.03, 0.03
"""... if it drags the silence band this share of the own breath further than drift does in the time; noise does not."""
BREATH_SHARE = 0.5
"""A swing of half the own breath surely is one: sway leaves up to 0.3 of it (own measurement)."""
SMALLEST_SWING = 0.002
"""In trunk lengths, 1 mm on an adult: smaller swings teach nothing about the own breathing."""
SMALLEST_BREATH, LARGEST_BREATH = 0.0025, 0.02
"""In trunk lengths. A smaller own breath cannot be told from sway, a larger one is another movement."""
LEARNING_S, LEARNING_SWINGS = 20.0, 4
"""evidence.md 9: 20-30 s of quiet sitting, or of rests, before anything is said."""
REGULAR_RATIO, REGULAR_SHARE = 1.8, 0.6
"""Breathing is learnt only where most swings differ from the median by less than this factor."""
SWINGS_KEPT = 40
SHORTEST_LIMIT_S, LIMIT_PERIODS = 6.0, 1.75
SLOW_PERIOD_S, SLOW_LIMIT_S = 7.0, 12.0
"""evidence.md 9: no breath for the longer of 6 s and 1.75 own periods; slow breathers get 12 s."""
UNCLEAR = "Chest and shoulders are not seen sharply enough."
MOVING = "The body is moving."


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnBreathing:
    """How one person breathes in one picture.

    Attributes:
        size_trunk_fraction: Rise and half the widening of one breath in, in trunk lengths.
        period_s: From one breath to the next.
    """

    size_trunk_fraction: float
    period_s: float

    @property
    def limit_s(self) -> float:
        """Return how long no breath must be seen before that means anything."""
        return SLOW_LIMIT_S if self.period_s > SLOW_PERIOD_S else max(SHORTEST_LIMIT_S, LIMIT_PERIODS * self.period_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Swing:
    """One breath in or out.

    Attributes:
        ended_s: When it turned.
        duration_s: From where it began.
        size_trunk_fraction: Positive in, negative out.
        is_whole: Whether it began at a turning point too, not with the readable stretch.
    """

    ended_s: float
    duration_s: float
    size_trunk_fraction: float
    is_whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class BreathReading:
    """What is known about somebody's breathing at one moment.

    Attributes:
        t_s: Media time.
        is_readable: Whether the signal is sharp and the body quiet.
        last_breath_s: When the last breath surely seen was fully in; None = none yet.
        unseen_for_s: Readable seconds without any movement that might be a breath; 0 while unreadable.
        own: The own breathing that this is held against; None = not known.
        reason: Why it is unreadable; empty otherwise.
    """

    t_s: float
    is_readable: bool
    last_breath_s: float | None
    unseen_for_s: float
    own: OwnBreathing | None
    reason: str

    @property
    def is_breath_missing(self) -> bool:
        """Return whether no breath was seen for as long as it takes to say so."""
        return self.own is not None and self.unseen_for_s >= self.own.limit_s


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turns:
    """The search for turning points.

    Attributes:
        low: Lowest point (t_s, value) since the last turning point.
        high: Highest.
        direction: 1 breathing in, -1 breathing out, 0 not known yet.
        is_first: Whether the swing under way began with the stretch.
    """

    low: tuple[float, float]
    high: tuple[float, float]
    direction: int = 0
    is_first: bool = True

    def advance(self, t_s: float, value: float, least: float) -> tuple["_Turns", Swing | None]:
        """Return the search after one more sample, and the swing that is now known to be over."""
        here = (t_s, value)
        low = here if value < self.low[1] else self.low
        high = here if value > self.high[1] else self.high
        has_risen, has_fallen = value - low[1] >= least, high[1] - value >= least
        if self.direction > 0 and has_fallen:
            return _Turns(low=here, high=high, direction=-1, is_first=False), self._swing(low, high)
        if self.direction < 0 and has_risen:
            return _Turns(low=low, high=here, direction=1, is_first=False), self._swing(high, low)
        direction = self.direction or (1 if has_risen else -1 if has_fallen else 0)
        return replace(self, low=low, high=high, direction=direction), None

    def _swing(self, begin: tuple[float, float], end: tuple[float, float]) -> Swing:
        return Swing(
            ended_s=end[0] - DELAY_S,
            duration_s=end[0] - begin[0],
            size_trunk_fraction=end[1] - begin[1],
            is_whole=not self.is_first,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stretch:
    """An unbroken readable stretch.

    Attributes:
        level: Rise and half the widening since it began, in trunk lengths.
        once: That, low-passed.
        twice: That, low-passed again: the signal.
        band: Lowest and highest of the silence band, which the signal drags along.
        stirred: How much further than by drift it has dragged the band since `moved_s`.
        moved_s: When that was last far enough for a breath.
        turns: The search for turning points.
    """

    level: float
    once: float
    twice: float
    band: tuple[float, float]
    stirred: float
    moved_s: float
    turns: _Turns


@dataclass(frozen=True, slots=True, kw_only=True)
class BreathState:
    """What is known of somebody's breathing so far; begin with `BreathState()`.

    Attributes:
        own: The own breathing, once known.
        t_s: Time of the last motion.
        speed_trunk_per_s: Speed (right, down) of the shoulders, low-passed.
        disturbed_s: When the signal was last unusable.
        reason: Why.
        readable_s: Readable seconds in all.
        swings: The last ones.
        last_breath_s: When the last breath surely seen was fully in.
        stretch: The readable stretch under way.
    """

    own: OwnBreathing | None = None
    t_s: float = -math.inf
    speed_trunk_per_s: tuple[float, float] = (0.0, 0.0)
    disturbed_s: float = -math.inf
    reason: str = UNCLEAR
    readable_s: float = 0.0
    swings: tuple[Swing, ...] = ()
    last_breath_s: float | None = None
    stretch: _Stretch | None = None

    @property
    def reading(self) -> BreathReading:
        """Return what is known now."""
        return BreathReading(
            t_s=self.t_s,
            is_readable=self.stretch is not None,
            last_breath_s=self.last_breath_s,
            unseen_for_s=self.t_s - self.stretch.moved_s if self.stretch else 0.0,
            own=self.own,
            reason="" if self.stretch else self.reason,
        )


NO_BREATH = BreathState()


def advance_breath(state: BreathState, motion: TorsoMotion, *, trunk_px: float) -> BreathState:
    """Return what is known after one more frame.

    Args:
        state: What was known before.
        motion: How chest and shoulders moved since the frame before.
        trunk_px: Length of the trunk, mid-hip to mid-shoulder; NaN = unseen.
    """
    step_s = motion.t_s - state.t_s
    if step_s <= 0.0:
        return state
    trunk_px = trunk_px if trunk_px > 0.0 else math.nan
    right, down = motion.flow_px_per_s
    rate = WIDENING_SHARE * motion.widening_per_s - down / trunk_px
    if step_s > LONGEST_STEP_S or motion.quality < LEAST_QUALITY or not math.isfinite(rate + right):
        return _disturbed(replace(state, t_s=motion.t_s, speed_trunk_per_s=(0.0, 0.0)), UNCLEAR)
    share = _share(step_s, SPEED_LOW_PASS_S)
    x, y = state.speed_trunk_per_s
    speed = (x + share * (right / trunk_px - x), y + share * (down / trunk_px - y))
    state = replace(state, t_s=motion.t_s, speed_trunk_per_s=speed)
    if math.hypot(*speed) > CALM_TRUNK_PER_S:
        return _disturbed(state, MOVING)
    return state if motion.t_s - state.disturbed_s < SETTLING_S else _read(state, rate * step_s, step_s)


def own_breathing(state: BreathState) -> OwnBreathing | None:
    """Return how the person breathes; None while too little, too small or too irregular a breathing was seen."""
    whole = [swing for swing in state.swings if swing.is_whole]
    if state.readable_s < LEARNING_S or len(whole) < LEARNING_SWINGS:
        return None
    size = median(abs(swing.size_trunk_fraction) for swing in whole)
    regular = [each for each in whole if size / REGULAR_RATIO <= abs(each.size_trunk_fraction) <= size * REGULAR_RATIO]
    is_breathing = SMALLEST_BREATH <= size <= LARGEST_BREATH
    if not is_breathing or len(regular) < max(LEARNING_SWINGS, REGULAR_SHARE * len(whole)):
        return None
    return OwnBreathing(size_trunk_fraction=size, period_s=2.0 * median(swing.duration_s for swing in regular))


def follow_breath(
    motions: Iterable[TorsoMotion], trunks_px: Iterable[float], own: OwnBreathing | None = None
) -> Iterator[BreathReading]:
    """Yield what is known of the breathing in each frame of a recording.

    Args:
        motions: How chest and shoulders moved, one a frame; gone through twice where `own` is not given.
        trunks_px: Length of the trunk in each frame; likewise.
        own: The own breathing, if a profile has it; otherwise the recording itself teaches it in a first pass.
    """
    if own is None:
        last = deque(_followed(BreathState(), motions, trunks_px), maxlen=1)
        own = own_breathing(last[0]) if last else None
    for state in _followed(BreathState(own=own), motions, trunks_px):
        yield state.reading


def _followed(state: BreathState, motions: Iterable[TorsoMotion], trunks_px: Iterable[float]) -> Iterator[BreathState]:
    """Yield the state after each frame."""
    for motion, trunk_px in zip(motions, trunks_px, strict=True):
        state = advance_breath(state, motion, trunk_px=float(trunk_px))
        yield state


def _disturbed(state: BreathState, reason: str) -> BreathState:
    return replace(state, disturbed_s=state.t_s, reason=reason, stretch=None)


def _read(state: BreathState, change: float, step_s: float) -> BreathState:
    """Return the state after a readable frame in which the signal changed."""
    before, t_s = state.stretch, state.t_s
    if before is None:
        turns = _Turns(low=(t_s, 0.0), high=(t_s, 0.0))
        fresh = _Stretch(level=0.0, once=0.0, twice=0.0, band=(0.0, 0.0), stirred=0.0, moved_s=t_s, turns=turns)
        return replace(state, stretch=fresh)
    share = _share(step_s, LOW_PASS_S)
    level = before.level + change
    once = before.once + share * (level - before.once)
    twice = before.twice + share * (once - before.twice)
    breath = state.own.size_trunk_fraction if state.own else SMALLEST_SWING / BREATH_SHARE
    band, dragged = _dragged(before.band, twice, SILENT_SHARE * breath)
    stirred = max(0.0, before.stirred + dragged - DRIFT_PER_S * breath * step_s)
    has_moved = stirred > STIR_SHARE * breath
    turns, swing = before.turns.advance(t_s, twice, BREATH_SHARE * breath)
    stretch = _Stretch(
        level=level,
        once=once,
        twice=twice,
        band=band,
        stirred=0.0 if has_moved else stirred,
        moved_s=t_s if has_moved else before.moved_s,
        turns=turns,
    )
    state = replace(state, readable_s=state.readable_s + step_s, stretch=stretch)
    return state if swing is None else _swung(state, swing)


def _swung(state: BreathState, swing: Swing) -> BreathState:
    """Note a swing; one inwards is a breath."""
    last_breath_s = swing.ended_s if swing.size_trunk_fraction > 0.0 else state.last_breath_s
    return replace(state, swings=(*state.swings, swing)[-SWINGS_KEPT:], last_breath_s=last_breath_s)


def _dragged(band: tuple[float, float], value: float, span: float) -> tuple[tuple[float, float], float]:
    """Return the silence band, no wider than the span, dragged along by the value, and how far it was dragged."""
    low, high = min(band[0], value), max(band[1], value)
    excess = high - low - span
    if excess <= 0.0:
        return (low, high), 0.0
    return ((low + excess, high) if value >= high else (low, high - excess)), excess


def _share(step_s: float, low_pass_s: float) -> float:
    """Return how much of the newest value a first-order low-pass takes."""
    return 1.0 - math.exp(-step_s / low_pass_s)
