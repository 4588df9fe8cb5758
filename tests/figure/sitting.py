"""Sitting and quiet standing: the abdominal brace, a desk, getting up, knees and weight."""

from collections.abc import Sequence
from dataclasses import replace

from figure.posture import Head, Leg, Place, Posture, Trunk, blended
from figure.script import Performance, Script, Span
from figure.stances import ON_DESK, SEATED, STANDING

AT_A_DESK = replace(SEATED, left_arm=ON_DESK, right_arm=ON_DESK)
# What each state changes against tall sitting: trunk lean and rounding, head forward and nod.
DESK_STATES = {
    "tall": (0.0, 0.0, 3.0, 6.0),
    "relaxed": (12.0, 22.0, 6.0, 10.0),
    "slumped": (14.0, 58.0, 16.0, 14.0),
    "forward_head": (2.0, 12.0, 26.0, 4.0),
    "leaning_back": (-16.0, 10.0, 12.0, 4.0),
    "leaning_forward": (26.0, 10.0, 4.0, 10.0),
    "looking_down": (3.0, 12.0, 20.0, 40.0),
}
STANDING_STATES = {
    "knees_soft": STANDING,
    "knees_locked": STANDING.legs(thigh_forward_deg=-2, knee_flexion_deg=-2),
    "weight_left": replace(
        STANDING,
        left_leg=Leg(thigh_forward_deg=1, thigh_out_deg=-6.5, knee_flexion_deg=1),
        right_leg=Leg(thigh_forward_deg=11, thigh_out_deg=5, knee_flexion_deg=22),
        trunk=Trunk(lateral_deg=-2, pelvis_up_left_deg=5),
    ),
    "forward_head": STANDING.part("head", forward_deg=24),
    "slumped": STANDING.part("trunk", inclination_deg=6, bend_deg=45).part("head", forward_deg=14),
}
STANDING_STATES["weight_right"] = STANDING_STATES["weight_left"].mirrored()
RELAXED_BRACE = SEATED.part("trunk", inclination_deg=7, bend_deg=18).part("head", forward_deg=8)
BRACE_FAULTS = {
    "": SEATED,
    "slouch": SEATED.part("trunk", inclination_deg=10, bend_deg=50).part("head", forward_deg=10),
    "forward_head": SEATED.part("head", forward_deg=22),
    "feet_off_floor": SEATED.legs(thigh_forward_deg=97, knee_flexion_deg=93, foot_pitch_deg=-4),
    "one_foot_off_floor": SEATED.part("left_leg", thigh_forward_deg=98, knee_flexion_deg=80),
    "shrug": SEATED.part("trunk", shrug_m=0.045),
}


def abdominal_brace(
    holds_s: Sequence[float] = (10.0, 10.0, 10.0),
    faults: Sequence[str] = (),
    rest_s: float = 3.0,
    relaxing: float = 1.0,
) -> Performance:
    """Return braces on a chair; only the posture shows, so a good hold is tall sitting, still.

    Args:
        holds_s: Seconds of each.
        faults: Names from `BRACE_FAULTS`, one a hold; fewer means the rest are good.
        rest_s: Between holds.
        relaxing: How far the person sinks between holds; 0 sits tall throughout.
    """
    relaxed = blended(SEATED, RELAXED_BRACE, relaxing)
    script = Script("abdominal_brace", relaxed).stay(1.2)
    for number, hold_s in enumerate(holds_s):
        fault = faults[number] if number < len(faults) else ""
        script.move(BRACE_FAULTS[fault], 1.2)
        span = Span(name=f"hold_{number + 1}", began_s=script.t_s, ended_s=script.t_s + hold_s)
        script.holds.append(span)
        if fault:
            script.faults.append(replace(span, name=fault))
        script.stay(hold_s).move(relaxed, 1.2).stay(rest_s)
    return script.performance()


def desk(states: Sequence[tuple[str, float]] = (("tall", 6), ("slumped", 6), ("forward_head", 6))) -> Performance:
    """Return sitting at a desk, passing through the given states; each is (name from `DESK_STATES`, seconds)."""
    return _states("desk", [(name, _at_desk(name), seconds) for name, seconds in states])


def standing(states: Sequence[tuple[str, float]] = (("knees_soft", 5), ("knees_locked", 5))) -> Performance:
    """Return standing, passing through the given states; each is (name from `STANDING_STATES`, seconds)."""
    return _states("standing", [(name, STANDING_STATES[name], seconds) for name, seconds in states])


def standing_from_chair(repetitions: int = 3) -> Performance:
    """Return getting up from a chair and sitting down again."""
    up = replace(STANDING, place=Place(forward_m=0.43))
    leaning = SEATED.part("trunk", inclination_deg=38, bend_deg=6).legs(thigh_forward_deg=88, knee_flexion_deg=100)
    leaning = leaning.arms(elevation_deg=35, plane_deg=5, elbow_flexion_deg=30, forearm_turn_deg=0)
    leaning = leaning.legs(foot_pitch_deg=0)
    script = Script("standing_from_chair", SEATED).stay(1.0)
    for _ in range(repetitions):
        script.move(leaning, 0.8).move(up, 1.0).stay(1.0)
        script.move(leaning, 1.2).move(SEATED, 0.8).stay(0.8)
    return script.performance()


def _states(name: str, states: Sequence[tuple[str, Posture, float]]) -> Performance:
    script = Script(name, states[0][1])
    for number, (state, posture, seconds) in enumerate(states):
        script.move(posture, 1.5 if number else 0)
        script.states.append(Span(name=state, began_s=script.t_s, ended_s=script.t_s + seconds))
        script.stay(seconds)
    return script.performance()


def _at_desk(state: str) -> Posture:
    inclination_deg, bend_deg, forward_deg, nod_deg = DESK_STATES[state]
    trunk = Trunk(inclination_deg=inclination_deg, bend_deg=bend_deg)
    # Forearms stay on the desk: the upper arms hang more or less forward as the trunk leans.
    return replace(AT_A_DESK, trunk=trunk, head=Head(forward_deg=forward_deg, nod_deg=nod_deg)).arms(
        elevation_deg=42 + 0.9 * inclination_deg
    )
