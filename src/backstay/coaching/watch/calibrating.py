"""Setting up in fifteen seconds: first as tall as is comfortable, then slumped."""

from dataclasses import replace

from backstay.coaching.watch.types import Calibrated, Calibration, Contrast, Stance, Watch, WatchProfile
from backstay.kinematics.resting import Resting, middle_of, moved_fraction

TALL_FROM_S, SLUMP_ASKED_S, SLUMP_FROM_S, WHOLE_S = 3.0, 8.0, 10.5, 15.0
"""Tall is asked at once and looked at from 3 s; a slump is asked at 8 s and looked at from 10.5 s, once reached."""
LEAST_LOOKS = 5
"""At two to five pictures a second each half gives nine or more; fewer, and somebody was not seen half of the time."""
LEAST_CONTRAST = 0.1
"""Head or shoulders move by 0.25 and more of the scale from tall to slumped; sitting jitters under 0.05."""
UNSEEN = "You were not seen for long enough. Let the camera see your head and shoulders, then set up again."
TOO_ALIKE = "Tall and slumped looked the same from here. Slump a little more, or move the camera, then set up again."


def begin_calibration(watch: Watch, stance: Stance) -> Watch:
    """Return the watch setting up; what it prompted is forgotten."""
    return replace(watch, calibration=Calibration(stance=stance, began_s=watch.t_s), prompt=None, notice="")


def calibrate(watch: Watch, resting: Resting) -> Watch:
    """Return the watch after one more look while setting up."""
    under_way = watch.calibration
    if under_way is None:
        return watch
    passed_s = resting.t_s - under_way.began_s
    if TALL_FROM_S <= passed_s < SLUMP_ASKED_S:
        return replace(watch, calibration=replace(under_way, tall=(*under_way.tall, resting)))
    if SLUMP_FROM_S <= passed_s < WHOLE_S:
        return replace(watch, calibration=replace(under_way, slump=(*under_way.slump, resting)))
    return watch


def conclude_calibration(watch: Watch) -> tuple[Watch, tuple[Calibrated, ...]]:
    """Return the watch with what was set up, once the fifteen seconds are over, or with why nothing was."""
    under_way = watch.calibration
    if under_way is None or watch.t_s - under_way.began_s < WHOLE_S:
        return watch, ()
    over = replace(watch, calibration=None, kept=None, window=())
    if min(len(under_way.tall), len(under_way.slump)) < LEAST_LOOKS:
        return replace(over, notice=UNSEEN), ()
    contrast = Contrast(tall=middle_of(under_way.tall), slump=middle_of(under_way.slump))
    if moved_fraction(contrast.tall, contrast.slump) < LEAST_CONTRAST:
        return replace(over, notice=TOO_ALIKE), ()
    profile = _with(watch.profile, under_way.stance, contrast)
    return replace(over, profile=profile, notice=""), (Calibrated(t_s=watch.t_s, profile=profile),)


def _with(profile: WatchProfile, stance: Stance, contrast: Contrast) -> WatchProfile:
    """Return the profile with one stance's contrast."""
    return replace(profile, sitting=contrast) if stance is Stance.SITTING else replace(profile, standing=contrast)
