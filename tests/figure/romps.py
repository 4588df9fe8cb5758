"""Movements of the whole body that are no exercise of the prescription, though some lift the hands again and again."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from figure.posture import Arm, Head, Leg, Place, Posture, Trunk, blended
from figure.script import Performance, Script
from figure.stances import ON_HIPS, STANDING, STRAIGHT_FORWARD, STRAIGHT_UP, T, W


def standing_still(seconds: float = 10.0) -> Performance:
    """Return somebody who stands."""
    return Script("standing_still", STANDING).stay(seconds).performance()


def jumping_jacks(repetitions: int = 5, period_s: float = 1.0) -> Performance:
    """Return jumps with arms and legs out together."""
    down = STANDING.arms(elevation_deg=12, elbow_flexion_deg=8, forearm_turn_deg=0).legs(thigh_out_deg=2)
    out = down.arms(elevation_deg=165).legs(thigh_out_deg=20)
    flight = replace(STANDING, place=Place(up_m=0.08)).arms(elevation_deg=90, elbow_flexion_deg=8, forearm_turn_deg=0)
    flight = flight.legs(thigh_out_deg=11, foot_pitch_deg=-30)
    script = Script("jumping_jacks", STANDING).stay(1.0).move(down, 0.5)
    for _ in range(repetitions):
        for landing in (out, down):
            _halves(script, flight, landing, period_s / 2)
    return script.move(STANDING, 0.5).stay(1.0).performance()


def star_jumps(repetitions: int = 4, period_s: float = 2.0) -> Performance:
    """Return a crouch, then a leap with everything spread in the air."""
    crouch = _squatting(75).arms(elevation_deg=20, plane_deg=30, elbow_flexion_deg=60, forearm_turn_deg=40)
    star = replace(STANDING, place=Place(up_m=0.30)).arms(elevation_deg=140, elbow_flexion_deg=8, forearm_turn_deg=0)
    star = star.legs(thigh_out_deg=28, foot_pitch_deg=-35)
    script = Script("star_jumps", STANDING).stay(1.0)
    for _ in range(repetitions):
        script.move(crouch, 0.4 * period_s).move(star, 0.25 * period_s).move(crouch, 0.35 * period_s)
    return script.move(STANDING, 0.6).stay(1.0).performance()


def squats(repetitions: int = 4, arms: Arm = STRAIGHT_UP, depth_deg: float = 80.0) -> Performance:
    """Return squats with the arms kept as given: straight up, in a W, straight forward."""
    top, bottom = (replace(posture, left_arm=arms, right_arm=arms) for posture in (STANDING, _squatting(depth_deg)))
    if arms is STRAIGHT_FORWARD:
        top = top.arms(elevation_deg=8)
    script = Script("squats", STANDING).stay(1.0).move(top, 1.2).stay(0.5)
    for _ in range(repetitions):
        script.move(bottom, 1.3).stay(0.2).move(top, 1.2).stay(0.4)
    return script.move(STANDING, 1.0).performance()


def side_bends_arms_overhead(repetitions: int = 4, lateral_deg: float = 28.0) -> Performance:
    """Return bends to alternate sides, arms straight up along the trunk."""
    up = replace(STANDING, left_arm=STRAIGHT_UP, right_arm=STRAIGHT_UP)
    script = Script("side_bends_arms_overhead", STANDING).stay(1.0).move(up, 1.2).stay(0.3)
    for repetition in range(repetitions):
        side = 1 if repetition % 2 == 0 else -1
        script.move(up.part("trunk", lateral_deg=side * lateral_deg), 1.3).stay(0.4).move(up, 1.3).stay(0.2)
    return script.move(STANDING, 1.2).performance()


def arm_circles(circles: int = 5, period_s: float = 1.2, radius_deg: float = 22.0) -> Performance:
    """Return small circles of straight arms held out to the sides."""

    def at(share: float) -> Posture:
        angle = 2 * np.pi * circles * share
        return STANDING.arms(
            elevation_deg=90 + radius_deg * np.sin(angle),
            plane_deg=90 - radius_deg + radius_deg * np.cos(angle),
            elbow_flexion_deg=5.0,
            forearm_turn_deg=0.0,
        )

    script = Script("arm_circles", STANDING).stay(1.0).move(at(0.0), 1.0).follow(at, circles * period_s)
    return script.move(STANDING, 1.0).stay(0.5).performance()


def arm_windmills(circles: int = 4, period_s: float = 1.8) -> Performance:
    """Return full circles of both arms: up in front, overhead, down behind."""

    def at(share: float) -> Posture:
        turned_deg = 10 + 360 * circles * share
        # Behind the back the sine is negative, and so is the plane: the arms stay outside the shoulders all the way.
        outward_deg = 12 * np.sin(np.radians(turned_deg))
        return STANDING.arms(
            elevation_deg=turned_deg, plane_deg=outward_deg, elbow_flexion_deg=5.0, forearm_turn_deg=0.0
        )

    script = Script("arm_windmills", STANDING).stay(1.0).move(at(0.0), 0.6).follow(at, circles * period_s)
    return script.stay(1.0).performance()


def marching(steps: int = 8, period_s: float = 0.9) -> Performance:
    """Return knees lifted in turn on the spot, arms swinging against them."""
    script = Script("marching", STANDING).stay(1.0)
    for step in range(steps):
        lifted = STANDING.part("left_leg", thigh_forward_deg=75, knee_flexion_deg=85, foot_pitch_deg=-15)
        lifted = replace(
            lifted,
            left_arm=Arm(elevation_deg=25, plane_deg=180, elbow_flexion_deg=70, forearm_turn_deg=180),
            right_arm=Arm(elevation_deg=35, plane_deg=0, elbow_flexion_deg=70, forearm_turn_deg=10),
            place=Place(left_foot_share=0),
        )
        script.move(lifted if step % 2 == 0 else lifted.mirrored(), period_s / 2).move(STANDING, period_s / 2)
    return script.stay(0.5).performance()


def walking_about(lengths: int = 3, length_m: float = 1.6, speed_m_per_s: float = 0.9) -> Performance:
    """Return walking back and forth across the picture of a camera in front."""
    script = Script("walking_about", replace(STANDING, place=Place(left_m=-length_m / 2)))
    script.stay(0.8)
    heading_deg, left_m = 0.0, -length_m / 2
    for length in range(lengths):
        towards = 1 if length % 2 == 0 else -1
        begun = replace(STANDING, place=Place(left_m=left_m, heading_deg=heading_deg))
        heading_deg = 90.0 * towards
        turned = replace(begun, place=replace(begun.place, heading_deg=heading_deg))
        script.move(turned, 0.8)
        script.follow(_walk(left_m, towards * length_m, heading_deg), length_m / speed_m_per_s)
        left_m += towards * length_m
    script.move(replace(STANDING, place=Place(left_m=left_m, heading_deg=heading_deg)), 0.4)
    return script.move(replace(STANDING, place=Place(left_m=left_m)), 0.8).stay(0.8).performance()


def push_ups(repetitions: int = 4) -> Performance:
    """Return push-ups, face to the floor."""
    up = Posture(
        trunk=Trunk(inclination_deg=73, bend_deg=0),
        head=Head(forward_deg=0, nod_deg=70),
        place=Place(forward_m=-0.7),
    )
    up = up.arms(elevation_deg=73, plane_deg=8, elbow_flexion_deg=3, forearm_turn_deg=90)
    up = up.legs(thigh_forward_deg=-73, knee_flexion_deg=0, foot_pitch_deg=-85)
    down = up.arms(elevation_deg=38, plane_deg=100, elbow_flexion_deg=100, forearm_turn_deg=95)
    down = down.part("trunk", inclination_deg=86).legs(thigh_forward_deg=-86).part("head", nod_deg=80)
    script = Script("push_ups", up).stay(1.0)
    for _ in range(repetitions):
        script.move(down, 1.0).stay(0.2).move(up, 0.9).stay(0.3)
    return script.performance()


def lying_on_the_back(seconds: float = 6.0) -> Performance:
    """Return somebody on the floor, face up."""
    lying = Posture(
        trunk=Trunk(inclination_deg=-90, bend_deg=0),
        head=Head(forward_deg=0, nod_deg=-85),
        place=Place(forward_m=0.5),
    )
    lying = lying.legs(thigh_forward_deg=90, knee_flexion_deg=2, foot_pitch_deg=70, thigh_out_deg=0)
    return Script("lying_on_the_back", lying).stay(seconds).performance()


def hands_on_hips_to_w(repetitions: int = 3) -> Performance:
    """Return fidgeting: hands on the hips, up to a W, and back; never overhead."""
    on_hips, w = (replace(STANDING, left_arm=arm, right_arm=arm) for arm in (ON_HIPS, W))
    script = Script("hands_on_hips_to_w", STANDING).stay(0.8).move(on_hips, 0.8)
    for _ in range(repetitions):
        script.move(w, 1.2).stay(0.4).move(on_hips, 1.2).stay(0.4)
    return script.move(STANDING, 0.8).performance()


def t_to_w(repetitions: int = 4) -> Performance:
    """Return elbows that bend and straighten at shoulder height: the forearms rise and fall, the upper arms stay."""
    t, w = (replace(STANDING, left_arm=arm, right_arm=arm) for arm in (T, W))
    script = Script("t_to_w", STANDING).stay(0.8).move(t, 1.0)
    for _ in range(repetitions):
        script.move(w, 1.0).stay(0.3).move(t, 1.0).stay(0.3)
    return script.move(STANDING, 0.8).performance()


def _halves(script: Script, flight: Posture, landing: Posture, seconds: float) -> None:
    script.move(flight, seconds / 2).move(landing, seconds / 2)


def _squatting(depth_deg: float) -> Posture:
    """Return a squat: thighs forward by this much, knees ahead of the toes by a little, trunk leaning to balance."""
    legs = Leg(thigh_forward_deg=depth_deg, thigh_out_deg=6, knee_flexion_deg=depth_deg + 24)
    trunk = Trunk(inclination_deg=0.5 * depth_deg - 6, bend_deg=0)
    return replace(STANDING, left_leg=legs, right_leg=legs, trunk=trunk, head=Head(forward_deg=-6, nod_deg=5))


def _walk(from_left_m: float, way_m: float, heading_deg: float) -> Callable[[float], Posture]:
    """Return the posture of each share of a walk: legs and arms swing against each other."""
    cycles = max(1, round(abs(way_m) / 1.2))

    def leg(phase: float) -> Leg:
        swing = np.sin(phase)
        bent = 8 + 52 * max(0.0, np.cos(phase)) ** 2
        return Leg(
            thigh_forward_deg=4 + 24 * swing, knee_flexion_deg=bent, foot_pitch_deg=-10 * max(0.0, np.cos(phase))
        )

    def arm(phase: float) -> Arm:
        return Arm(elevation_deg=6 + 20 * np.sin(phase), plane_deg=5.0, elbow_flexion_deg=22.0, forearm_turn_deg=0.0)

    def at(share: float) -> Posture:
        phase = 2 * np.pi * cycles * share
        fade = np.clip(8 * min(share, 1 - share), 0, 1)
        walking = replace(
            STANDING,
            left_leg=leg(phase),
            right_leg=leg(phase + np.pi),
            left_arm=arm(phase + np.pi),
            right_arm=arm(phase),
            place=Place(left_m=from_left_m + way_m * share, heading_deg=heading_deg),
        )
        return blended(replace(STANDING, place=walking.place), walking, float(fade))

    return at
