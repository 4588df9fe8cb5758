"""The watch as a state machine over instants: looks, the clock and the person's choices in; events out."""

import math
from collections.abc import Callable, Mapping
from dataclasses import replace

from backstay.coaching.watch.calibrating import begin_calibration, calibrate, conclude_calibration
from backstay.coaching.watch.noticing import GONE_S, changed, go_on, leave, notice, stance_of
from backstay.coaching.watch.types import (
    BreakNoted,
    Choice,
    ClockRead,
    Looked,
    Preferred,
    Prompt,
    Prompted,
    Stance,
    StateEnded,
    Watch,
    WatchEvent,
    WatchInput,
    WatchSettings,
    WatchStage,
)

SNOOZE_S = 600.0
ASLEEP_S = 120.0
"""More time than this between two readings of the clock, and the machine slept: nothing was watched."""
Advanced = tuple[Watch, tuple[WatchEvent, ...]]


def advance_watch(watch: Watch, given: WatchInput) -> Advanced:
    """Return the watch after one more input, and what happened.

    Args:
        watch: So far.
        given: Its time must not run back.
    """
    has_slept = given.t_s - watch.t_s > ASLEEP_S
    watch = replace(watch, t_s=given.t_s)
    woken, slept = _stopped(watch) if has_slept else (watch, ())
    if isinstance(given, Looked):
        after, events = _look(woken, given)
    elif isinstance(given, ClockRead):
        after, events = _read_clock(woken, given)
    elif isinstance(given, Preferred):
        after, events = replace(woken, settings=given.settings), ()
    else:
        after, events = CHOICES[given.choice](woken)
    return after, (*slept, *events)


def stage_of(watch: Watch) -> WatchStage:
    """Return what the watch is doing."""
    if watch.is_let_go:
        return WatchStage.LET_GO
    if watch.is_paused:
        return WatchStage.PAUSED
    if watch.is_on_battery and not watch.settings.runs_on_battery:
        return WatchStage.ON_BATTERY
    if watch.calibration is not None:
        return WatchStage.CALIBRATING
    if watch.prompt is not None:
        return WatchStage.PROMPTING
    return WatchStage.AWAY if watch.kept is None else WatchStage.WATCHING


def wants_camera(watch: Watch) -> bool:
    """Return whether pictures are wanted at all."""
    return stage_of(watch) not in {WatchStage.LET_GO, WatchStage.PAUSED, WatchStage.ON_BATTERY}


def unchanged_s(watch: Watch) -> float:
    """Return for how long posture has not changed; NaN while nobody is there."""
    return watch.t_s - watch.kept.since_s if watch.kept is not None else math.nan


def is_quiet(settings: WatchSettings, minute_of_day: int) -> bool:
    """Return whether the quiet hours hold; they may run over midnight."""
    begins, ends = settings.quiet_from_min, settings.quiet_to_min
    if begins is None or ends is None:
        return False
    return begins <= minute_of_day < ends if begins <= ends else not ends <= minute_of_day < begins


def _look(watch: Watch, looked: Looked) -> Advanced:
    """Take a look, unless nobody is to be watched."""
    if not wants_camera(watch):
        return watch, ()
    if watch.calibration is not None:
        seen = watch if looked.resting is None else calibrate(watch, looked.resting)
        return replace(seen, seen_s=looked.t_s if looked.resting else watch.seen_s), ()
    return notice(watch, looked)


def _read_clock(watch: Watch, read: ClockRead) -> Advanced:
    """Let time go on: setting up ends, somebody has gone, a change is offered."""
    could_see = wants_camera(watch)
    watch = replace(watch, minute_of_day=read.minute_of_day, is_on_battery=read.is_on_battery)
    if not wants_camera(watch):
        return _stopped(watch) if could_see else (watch, ())
    watch, set_up = conclude_calibration(watch)
    watch, gone = _gone(watch)
    watch, so_far = go_on(watch)
    watch, prompted = _prompted(watch)
    return watch, (*set_up, *gone, *so_far, *prompted)


def _gone(watch: Watch) -> Advanced:
    """Notice that somebody has gone; going is a change, and answers an offer to stand up or walk."""
    if watch.kept is None or watch.t_s - watch.seen_s <= GONE_S:
        return watch, ()
    watch, ended = leave(watch)
    if watch.prompt is None:
        return watch, ended
    is_taken = watch.prompt.offer in {"walk", "stand"}
    noted = (BreakNoted(t_s=watch.t_s, kind=watch.prompt.offer),) if is_taken else ()
    return replace(watch, prompt=None), (*ended, *noted)


def _prompted(watch: Watch) -> Advanced:
    """Offer a change when it is time: for time without change, never for a posture."""
    is_busy = watch.calibration is not None or watch.prompt is not None or watch.kept is None
    is_early = not unchanged_s(watch) >= 60.0 * watch.settings.unchanged_min or watch.t_s < watch.snoozed_until_s
    if is_busy or is_early or is_quiet(watch.settings, watch.minute_of_day):
        return watch, ()
    prompt = Prompt(offer=_next_offer(watch), since_s=watch.t_s)
    return replace(watch, prompt=prompt, offered=watch.offered + 1), (Prompted(t_s=watch.t_s, offer=prompt.offer),)


def _next_offer(watch: Watch) -> str:
    """Return the next of the offers, in turn."""
    offers = _offers(watch)
    return offers[watch.offered % len(offers)]


def _offers(watch: Watch) -> tuple[str, ...]:
    """Return what may be offered: the other stance, a walk, or an exercise."""
    is_sitting = watch.kept is None or stance_of(watch, watch.kept.place) is Stance.SITTING
    return ("stand" if is_sitting else "sit", "walk", *watch.exercises)


def _stopped(watch: Watch) -> tuple[Watch, tuple[StateEnded, ...]]:
    """Return the watch with nothing under way: it does not see, or was not seeing."""
    stopped, ended = leave(watch)
    return replace(stopped, prompt=None, calibration=None, seen_s=-math.inf), ended


def _take(watch: Watch) -> Advanced:
    """Take the offer: the minutes begin anew, whatever the camera sees of it."""
    if watch.prompt is None:
        return watch, ()
    kept = replace(watch.kept, since_s=watch.t_s) if watch.kept is not None else None
    noted = BreakNoted(t_s=watch.t_s, kind=watch.prompt.offer)
    return changed(replace(watch, prompt=None, kept=kept), watch.t_s), (noted,)


def _another(watch: Watch) -> Advanced:
    """Offer the next thing in place of this one; it is the same offer, so nothing chimes again."""
    if watch.prompt is None:
        return watch, ()
    offers = _offers(watch)
    place = offers.index(watch.prompt.offer) if watch.prompt.offer in offers else -1
    return replace(watch, prompt=replace(watch.prompt, offer=offers[(place + 1) % len(offers)])), ()


def _decline(watch: Watch) -> Advanced:
    """Leave the offer: nothing is offered for as long again."""
    if watch.prompt is None:
        return watch, ()
    until_s = watch.t_s + 60.0 * watch.settings.unchanged_min
    declined = replace(watch, prompt=None, snoozed_until_s=until_s)
    return declined, (BreakNoted(t_s=watch.t_s, kind="declined"),)


def _snooze(watch: Watch) -> Advanced:
    """Put the offer off by ten minutes."""
    return replace(watch, prompt=None, snoozed_until_s=watch.t_s + SNOOZE_S), ()


def _pause(watch: Watch) -> Advanced:
    """Stop watching until told otherwise."""
    stopped, ended = _stopped(watch)
    return replace(stopped, is_paused=True), ended


def _let_go(watch: Watch) -> Advanced:
    """Let the camera go."""
    stopped, ended = _stopped(watch)
    return replace(stopped, is_let_go=True), ended


def _resume(watch: Watch) -> Advanced:
    """Watch again."""
    return replace(watch, is_paused=False, is_let_go=False), ()


def _calibrate(watch: Watch, stance: Stance) -> Advanced:
    """Set up; the posture before it is over."""
    left, ended = leave(_resume(watch)[0])
    return begin_calibration(left, stance), ended


def _calibrate_sitting(watch: Watch) -> Advanced:
    return _calibrate(watch, Stance.SITTING)


def _calibrate_standing(watch: Watch) -> Advanced:
    return _calibrate(watch, Stance.STANDING)


CHOICES: Mapping[Choice, Callable[[Watch], Advanced]] = {
    Choice.CALIBRATE_SITTING: _calibrate_sitting,
    Choice.CALIBRATE_STANDING: _calibrate_standing,
    Choice.SNOOZE: _snooze,
    Choice.TAKE: _take,
    Choice.ANOTHER: _another,
    Choice.DECLINE: _decline,
    Choice.PAUSE: _pause,
    Choice.RESUME: _resume,
    Choice.LET_GO: _let_go,
}
