"""The camera check: is all of this exercise in the picture, from the right side, in good light, and what to change."""

import math
from dataclasses import dataclass

from backstay.coaching.looking import Look
from backstay.coaching.words import Arrow, Aspect
from backstay.exercises.types import Exercise, Which
from backstay.exercises.views import ViewName
from backstay.kinematics.body import LEAST_SAGITTAL_DEG
from backstay.kinematics.measures import MEASURES

DARK_FRACTION = 0.2
"""Below it BlazePose loses hands and feet (measured on rendered clips), as in the notices of a file."""
MARGIN_FRACTION = 0.01
"""A point this near to the edge counts as cut off."""
REACH_TRUNKS = 1.2
"""Straight arms overhead bring the index fingers 1.0 to 1.15 trunk lengths above the shoulders, on rendered people in
every view; finger tips a little more."""
SMALLEST_TRUNK_FRACTION = 0.1
"""A trunk of 48 pixels in 480: BlazePose's crop of a body then has fewer pixels than its network's input."""
LARGEST_FRACTION = 0.96
"""What is higher than this share of the picture cannot be brought in by tilting the camera."""
AZIMUTHS_DEG = {
    ViewName.FRONT: (0.0,),
    ViewName.FRONT_OBLIQUE: (45.0, -45.0),
    ViewName.SIDE: (90.0, -90.0),
    ViewName.BACK: (180.0,),
}
VIEW_SAYS = {
    ViewName.FRONT: "Camera in front of you",
    ViewName.FRONT_OBLIQUE: "Camera halfway between your front and your side",
    ViewName.SIDE: "Camera at your side",
    ViewName.BACK: "Camera behind you",
}
MOVED_TRUNK_SHARE = 0.3
"""A still body whose trunk changed its length by this much has not moved by itself: the camera did, or the person
walked 30 % nearer."""
MOVED_AZIMUTH_DEG = 25.0
"""A still body seen from this much further round: one view's width is 30 degrees (kinematics.view)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing the camera check looked at.

    Attributes:
        aspect: What.
        is_good: Whether it can stay as it is.
        says: In words, what to change, or that it is right.
        arrow: Which way.
    """

    aspect: Aspect
    is_good: bool
    says: str
    arrow: Arrow = Arrow.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """Which parts of the body an exercise is judged by."""

    head: bool
    feet: bool
    overhead: bool


def needs_of(exercise: Exercise) -> Needs:
    """Return which parts must be in the picture: those that its measures read."""
    named = {each.measure for each in (*exercise.criteria, *exercise.requires) if each.measure}
    if exercise.position is not None:
        named |= {exercise.position.measure, exercise.position.side_from.measure}
    read = " ".join(_landmarks(name) for name in named)
    effort = _landmarks(exercise.effort.measure) if exercise.effort else ""
    return Needs(head="ear" in read, feet="ankle" in read or "feet" in read, overhead="wrist" in effort)


def _landmarks(name: str) -> str:
    """Return the points that a measure reads, in words; nothing for a measure of time."""
    measure = MEASURES.get(name) or MEASURES.get(f"left_{name}")
    return measure.landmarks if measure else ""


def check_camera(look: Look, exercise: Exercise) -> tuple[Finding, ...]:
    """Return what is right and what is to be changed, in the order in which to mend it.

    Without a person there is one finding; distance comes before tilt, as stepping back mends most of what is cut off.
    """
    if not look.is_person:
        return (_bad(Aspect.PERSON, "I can't see you. Step in front of the camera."), _light(look))
    needs = needs_of(exercise)
    return (_person(look), _light(look), *_framing(look, needs), _view(look, exercise))


def is_all_clear(findings: tuple[Finding, ...]) -> bool:
    """Return whether nothing needs to be changed."""
    return bool(findings) and all(finding.is_good for finding in findings)


def has_camera_moved(before: Look, now: Look) -> bool:
    """Return whether the same still body looks as if the camera had been moved."""
    if not (before.is_still and now.is_still):
        return False
    ratio = now.trunk_fraction / before.trunk_fraction
    turn_deg = abs(math.remainder(now.view.azimuth_deg - before.view.azimuth_deg, 360.0))
    return not (1 - MOVED_TRUNK_SHARE) < ratio < 1 / (1 - MOVED_TRUNK_SHARE) or turn_deg > MOVED_AZIMUTH_DEG


def _good(aspect: Aspect, says: str) -> Finding:
    return Finding(aspect=aspect, is_good=True, says=says)


def _bad(aspect: Aspect, says: str, arrow: Arrow = Arrow.NONE) -> Finding:
    return Finding(aspect=aspect, is_good=False, says=says, arrow=arrow)


def _person(look: Look) -> Finding:
    """Say whether one person is there."""
    if look.people > 1:
        return _bad(Aspect.PERSON, "Somebody else is in the picture. Only one person can be followed.")
    return _good(Aspect.PERSON, "I see you")


def _light(look: Look) -> Finding:
    """Say whether there is light enough."""
    if look.luminance_fraction < DARK_FRACTION:
        return _bad(Aspect.LIGHT, "It is dark. Put on a light in front of you.", Arrow.LIGHT)
    return _good(Aspect.LIGHT, "Light is good")


def _framing(look: Look, needs: Needs) -> tuple[Finding, ...]:
    """Say whether the body is neither too near nor too far, nor cut off at an edge."""
    top = _top(look, needs)
    bottom = look.feet.bottom_fraction if needs.feet else top
    left = min(look.hands.left_fraction, look.feet.left_fraction, look.head.left_fraction)
    right = max(look.hands.right_fraction, look.feet.right_fraction, look.head.right_fraction)
    return (
        _distance(look, max(bottom - top, right - left)),
        _height(top=top, bottom=bottom, needs=needs),
        _sideways(left=left, right=right),
    )


def _top(look: Look, needs: Needs) -> float:
    """Return the highest point that the exercise reaches, 0 = top edge of the picture."""
    overhead = look.shoulders_fraction - REACH_TRUNKS * look.trunk_fraction
    return min(look.head.top_fraction, overhead) if needs.overhead else look.head.top_fraction


def _distance(look: Look, size: float) -> Finding:
    """Say whether to step back or nearer."""
    if size > LARGEST_FRACTION:
        return _bad(Aspect.DISTANCE, "Step back until all of you is in the picture.", Arrow.STEP_BACK)
    if look.trunk_fraction < SMALLEST_TRUNK_FRACTION:
        return _bad(Aspect.DISTANCE, "You are far away. Come nearer.", Arrow.STEP_NEARER)
    return _good(Aspect.DISTANCE, "Distance is good")


def _height(*, top: float, bottom: float, needs: Needs) -> Finding:
    """Say whether to tilt or raise the camera."""
    if top < MARGIN_FRACTION:
        part = "your hands have no room overhead" if needs.overhead else "your head is cut off"
        return _bad(Aspect.HEIGHT, f"Tilt the camera up, or step back: {part}.", Arrow.CAMERA_UP)
    if bottom > 1.0 - MARGIN_FRACTION:
        return _bad(Aspect.HEIGHT, "Tilt the camera down, or step back: your feet are cut off.", Arrow.CAMERA_DOWN)
    return _good(Aspect.HEIGHT, "Head to foot in the picture" if needs.feet else "Head and hands in the picture")


def _sideways(*, left: float, right: float) -> Finding:
    """Say whether to move to the middle; the page shows the picture as in a mirror."""
    if left < MARGIN_FRACTION:
        return _bad(Aspect.FRAMING, "Move to the middle of the picture.", Arrow.LEFT)
    if right > 1.0 - MARGIN_FRACTION:
        return _bad(Aspect.FRAMING, "Move to the middle of the picture.", Arrow.RIGHT)
    return _good(Aspect.FRAMING, "You are in the middle")


def _view(look: Look, exercise: Exercise) -> Finding:
    """Say whether the exercise can be judged from here, or how to turn."""
    label = look.view.label
    if exercise.views.best.covers(label):
        return _good(Aspect.VIEW, VIEW_SAYS[exercise.views.best])
    best = f"{VIEW_SAYS[exercise.views.best].lower()} is best"
    if any(view.covers(label) for view in exercise.views.also) and not is_too_frontal(look.view.azimuth_deg, exercise):
        judged = sum(each.measure is not None and each.can_be_judged_from(label) for each in exercise.criteria)
        return _good(Aspect.VIEW, f"From here I can judge {judged} of {len(exercise.criteria)} lines; {best}")
    arrow = turn_towards(look.view.azimuth_deg, exercise.views.best)
    way = {Arrow.TURN_LEFT: "to your left", Arrow.TURN_RIGHT: "to your right"}.get(arrow, "")
    return _bad(Aspect.VIEW, f"Turn {way}: {best}.".replace("  ", " "), arrow)


def is_too_frontal(azimuth_deg: float, exercise: Exercise) -> bool:
    """Return whether the camera stands too nearly in front to read a lean, which is best seen from the side."""
    return exercise.views.best is ViewName.SIDE and abs(azimuth_deg) < LEAST_SAGITTAL_DEG


def turn_towards(azimuth_deg: float, view: ViewName) -> Arrow:
    """Return which way a person turns so that the camera comes to stand where a view wants it.

    Turning to the right brings the camera round to the person's left, where azimuths are positive.

    Example:
        >>> turn_towards(20.0, ViewName.SIDE)
        <Arrow.TURN_RIGHT: 'turn_right'>
    """
    if not math.isfinite(azimuth_deg):
        return Arrow.NONE
    turns = [math.remainder(target - azimuth_deg, 360.0) for target in AZIMUTHS_DEG[view]]
    return Arrow.TURN_RIGHT if min(turns, key=abs) > 0.0 else Arrow.TURN_LEFT


def near_side_says(exercise: Exercise) -> str:
    """Return where the camera stands best, and for a lunge which leg is nearest to it."""
    says = VIEW_SAYS[exercise.views.best]
    reads_front_leg = any(each.of is Which.FRONT_LEG for each in exercise.criteria)
    return f"{says}, on the side of the front foot" if reads_front_leg else says
