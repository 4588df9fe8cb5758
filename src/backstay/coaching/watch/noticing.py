"""What a look does to the watch: a posture is kept, or has changed; where it lies between one's own tall and slumped.

A change is a change of place that lasts: the median of five seconds leaves where head and shoulders came to rest. A
glance, a sip, or typing leaves it where it was.
"""

import math
from dataclasses import replace

from backstay.coaching.watch.types import (
    BreakNoted,
    Contrast,
    Kept,
    Looked,
    Stance,
    StateEnded,
    StateGoesOn,
    Watch,
    WatchEvent,
)
from backstay.kinematics.resting import Resting, middle_of, moved_fraction, share_of_way

WINDOW_S = 5.0
"""Short movements about one place last less than half of this."""
SETTLING_S = 10.0
"""Coming to rest after a change; what moves within it is one change."""
HOUR_S = 3600.0
TELLS_EVERY_S = 60.0
"""How much of a state is lost where a machine stops; the history page shows whole minutes."""
GONE_S = 20.0
"""Out of sight for longer than this, one has got up; bending down for something takes less."""
USUAL_MOVE = 0.25
"""A change of posture in scales: about 5 cm, a quarter of the height of the ears over the shoulders."""
LEAST_MOVE, MOST_MOVE = 0.15, 0.4
CONTRAST_SHARE = 0.5
"""Half the own way from tall to slumped is a change, within the bounds above."""
TALL_TO, RELAXED_TO = 1.0 / 3.0, 2.0 / 3.0
BORDER_SHARE = 0.08
"""A state is left when the border is passed by this much, so that jitter at it makes no states."""
LEAST_SCALE, MOST_SCALE = 0.75, 1.35
"""Outside these, the person is nearer or further than when this was set up: chair or camera moved."""
MOST_TURNED_DEG = 25.0
"""Turned by more than this, the picture is not comparable; the azimuth of a steady person wanders by 2-4 degrees."""
MOST_ASIDE = 1.0
"""Further than one scale from tall and slumped alike, somebody sits elsewhere."""


def notice(watch: Watch, looked: Looked) -> tuple[Watch, tuple[WatchEvent, ...]]:
    """Return the watch after a look at somebody, and what came of it."""
    resting = looked.resting
    if resting is None:
        return watch, ()
    was_away = watch.kept is None and math.isfinite(watch.seen_s) and looked.t_s - watch.seen_s > GONE_S
    window = (*(each for each in watch.window if looked.t_s - each.t_s <= WINDOW_S), resting)
    seen = replace(watch, window=window, seen_s=looked.t_s, seen_spans=_spans(watch, looked.t_s))
    came: tuple[WatchEvent, ...] = ()
    if was_away:
        seen, ended = _over(changed(seen, seen.seen_s), "away", watch.seen_s, looked.t_s)
        came = (ended,)
    followed, events = _follow(seen, middle_of(window))
    return followed, (*came, *events)


def leave(watch: Watch) -> tuple[Watch, tuple[StateEnded, ...]]:
    """Return the watch with nobody in it, and the state that ended when somebody was last seen."""
    kept = watch.kept
    gone = replace(watch, kept=None, window=(), unusual_since_s=math.nan)
    if kept is None or watch.seen_s <= kept.state_since_s:
        return gone, ()
    gone, ended = _over(gone, kept.state, kept.state_since_s, watch.seen_s)
    return gone, (ended,)


def go_on(watch: Watch) -> tuple[Watch, tuple[StateGoesOn, ...]]:
    """Return the watch with what is kept told of, once a minute."""
    kept = watch.kept
    if kept is None or watch.t_s - max(watch.told_s, kept.state_since_s) < TELLS_EVERY_S:
        return watch, ()
    so_far = StateGoesOn(
        state=kept.state, began_s=kept.state_since_s, seen_s=watch.seen_s, changes=watch.untold_changes
    )
    return replace(watch, told_s=watch.t_s), (so_far,)


def stance_of(watch: Watch, place: Resting) -> Stance:
    """Return whether one sits or stands: by the legs, else by which of the own rests is nearer."""
    if place.is_standing is not None:
        return Stance.STANDING if place.is_standing else Stance.SITTING
    known = [stance for stance in Stance if watch.profile.of(stance) is not None]
    return min(known, key=lambda stance: _aside(watch.profile.of(stance), place), default=Stance.SITTING)


def is_comparable(contrast: Contrast, place: Resting) -> bool:
    """Return whether a place can be compared with what was set up, camera and chair being where they were."""
    scale = place.scale_fraction / contrast.tall.scale_fraction
    is_near = LEAST_SCALE <= scale <= MOST_SCALE and _aside(contrast, place) <= MOST_ASIDE
    return is_near and not is_turned(contrast.tall, place.azimuth_deg)


def is_turned(place: Resting, azimuth_deg: float) -> bool:
    """Return whether a camera stands elsewhere than where it saw a place; one that is unknown does not."""
    return abs((azimuth_deg - place.azimuth_deg + 180.0) % 360.0 - 180.0) > MOST_TURNED_DEG


def changes_per_hour(watch: Watch) -> float:
    """Return posture changes an hour, over what was seen of the last hour; NaN before ten minutes of it."""
    seen_s = sum(ended_s - began_s for began_s, ended_s in watch.seen_spans)
    changes = sum(watch.t_s - changed_s < HOUR_S for changed_s in watch.changes_s)
    return changes * HOUR_S / seen_s if seen_s >= HOUR_S / 6.0 else math.nan


def _follow(watch: Watch, place: Resting) -> tuple[Watch, tuple[WatchEvent, ...]]:
    """Return the watch with the posture that a settled place comes to."""
    t_s, kept = place.t_s, watch.kept
    watch, state = _named(watch, place)
    if kept is None:
        return replace(watch, kept=Kept(place=place, since_s=t_s, state=state, state_since_s=t_s)), ()
    events: tuple[WatchEvent, ...] = ()
    if t_s - kept.since_s < SETTLING_S:
        kept = replace(kept, place=place)
    else:
        watch, events = _answered(watch, kept)
    if t_s - kept.since_s >= SETTLING_S and moved_fraction(kept.place, place) > _limit(watch, place):
        since_s = max(kept.since_s, watch.window[len(watch.window) // 2].t_s)
        watch = changed(watch, watch.seen_s)
        kept = replace(kept, place=place, since_s=since_s)
    if state != kept.state:
        watch, ended = _over(watch, kept.state, kept.state_since_s, t_s)
        events = (*events, ended)
        kept = replace(kept, state=state, state_since_s=t_s)
    return replace(watch, kept=kept), events


def changed(watch: Watch, t_s: float) -> Watch:
    """Return the watch with one more change; older ones than an hour are forgotten."""
    recent = tuple(each for each in watch.changes_s if t_s - each < HOUR_S)
    return replace(watch, changes_s=(*recent, t_s), untold_changes=watch.untold_changes + 1)


def _over(watch: Watch, state: str, began_s: float, ended_s: float) -> tuple[Watch, StateEnded]:
    """Return the watch with a stretch told of whole, and the changes in it counted."""
    ended = StateEnded(state=state, began_s=began_s, ended_s=ended_s, changes=watch.untold_changes)
    return replace(watch, untold_changes=0, told_s=ended_s), ended


def _answered(watch: Watch, kept: Kept) -> tuple[Watch, tuple[WatchEvent, ...]]:
    """Return the watch without a prompt that a change has answered; what was offered and seen to be done is noted."""
    if watch.prompt is None or kept.since_s <= watch.prompt.since_s:
        return watch, ()
    asked = {"stand": Stance.STANDING, "sit": Stance.SITTING}.get(watch.prompt.offer)
    noted = (BreakNoted(t_s=watch.t_s, kind=watch.prompt.offer),) if asked is stance_of(watch, kept.place) else ()
    return replace(watch, prompt=None), noted


def _limit(watch: Watch, place: Resting) -> float:
    """Return how far a move has to go to be a change, in scales."""
    contrast = watch.profile.of(stance_of(watch, place))
    if contrast is None:
        return USUAL_MOVE
    own = CONTRAST_SHARE * moved_fraction(contrast.tall, contrast.slump)
    return min(max(own, LEAST_MOVE), MOST_MOVE)


def _named(watch: Watch, place: Resting) -> tuple[Watch, str]:
    """Return the name of a place; just the stance where nothing was set up or the picture does not fit it."""
    stance = stance_of(watch, place)
    contrast = watch.profile.of(stance)
    if contrast is None:
        return replace(watch, unusual_since_s=math.nan), stance.value
    if not is_comparable(contrast, place):
        since_s = watch.unusual_since_s if math.isfinite(watch.unusual_since_s) else place.t_s
        return replace(watch, unusual_since_s=since_s), stance.value
    before = watch.kept.state if watch.kept is not None else ""
    state = _rung(share_of_way(contrast.tall, contrast.slump, place), before.removeprefix("standing_"))
    prefix = "standing_" if stance is Stance.STANDING else ""
    return replace(watch, unusual_since_s=math.nan), prefix + state


def _rung(share: float, before: str) -> str:
    """Return tall, relaxed or slumped, keeping what it was until a border is passed clearly."""
    tall_to = TALL_TO + (BORDER_SHARE if before == "tall" else -BORDER_SHARE)
    relaxed_to = RELAXED_TO + (-BORDER_SHARE if before == "slumped" else BORDER_SHARE)
    if share < tall_to:
        return "tall"
    return "relaxed" if share < relaxed_to else "slumped"


def _aside(contrast: Contrast | None, place: Resting) -> float:
    """Return how far a place lies from tall or slumped, whichever is nearer, in scales."""
    if contrast is None:
        return math.inf
    return min(moved_fraction(contrast.tall, place), moved_fraction(contrast.slump, place))


def _spans(watch: Watch, t_s: float) -> tuple[tuple[float, float], ...]:
    """Return when somebody was seen in the last hour, this moment included."""
    spans = [(max(began_s, t_s - HOUR_S), ended_s) for began_s, ended_s in watch.seen_spans if t_s - ended_s < HOUR_S]
    if spans and t_s - spans[-1][1] <= GONE_S:
        return (*spans[:-1], (spans[-1][0], t_s))
    return (*spans, (t_s, t_s))
