"""Half-kneeling: the hip flexor stretch with its faults, and movements that look like it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from figure.body import CLEARANCES, FOOT_POINTS, Body
from figure.posture import Head, Leg, Place, Posture, Trunk
from figure.script import Performance, Script, Span
from figure.stances import HANGING, ON_HIPS, STANDING

PROPORTIONS = Body()
KNEE_ON_FLOOR = CLEARANCES["KNEE"]
FOOT_BEHIND_PITCH_DEG = -148.0
TOES_TUCKED_PITCH_DEG = -62.0
OTHER = {"left": "right", "right": "left"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kneel:
    """One half-kneeling posture, told as a therapist would.

    Attributes:
        hip_opening_deg: Rear thigh against the vertical, + hip ahead of the knee; with an upright trunk, hip extension.
        foot_distance_fraction: Front ankle ahead of the rear knee, in thigh lengths; 1.0 is the classic 90/90, 1.25
            lets the shin stay upright in the stretch.
        knee_height_fraction: Rear knee above the floor by stature; more than `KNEE_ON_FLOOR` is a split squat.
        trunk_forward_deg: Trunk against the vertical.
        arch_deg: Low back hollowed (the pelvis tips forward).
    """

    hip_opening_deg: float = -4.0
    foot_distance_fraction: float = 1.25
    knee_height_fraction: float = KNEE_ON_FLOOR
    trunk_forward_deg: float = 2.0
    arch_deg: float = 0.0

    def posture(self, front: str) -> Posture:
        """Return the posture with this foot ("left" or "right") in front.

        Source:
            Two links (thigh, shank) from the hip that the rear leg carries to the front ankle; evidence.md 1.2.
        """
        body, opening = PROPORTIONS, np.radians(self.hip_opening_deg)
        hip = np.array([np.sin(opening), np.cos(opening)]) * body.thigh + [0, self.knee_height_fraction]
        ankle = np.array([self.foot_distance_fraction * body.thigh, body.ankle_height_fraction])
        away, down = ankle[0] - hip[0], hip[1] - ankle[1]
        length = min(np.hypot(away, down), body.thigh + body.shank - 1e-6)
        at_hip = _corner(body.thigh, length, body.shank)
        at_knee = _corner(body.thigh, body.shank, length)
        front_leg = Leg(
            thigh_forward_deg=float(np.degrees(np.arctan2(away, down) + at_hip)),
            knee_flexion_deg=float(180 - np.degrees(at_knee)),
        )
        posture = Posture(
            left_arm=ON_HIPS,
            right_arm=ON_HIPS,
            trunk=Trunk(inclination_deg=self.trunk_forward_deg, bend_deg=-self.arch_deg),
            head=Head(forward_deg=2 - 0.4 * self.trunk_forward_deg, nod_deg=4),
            place=Place(forward_m=0.4, left_foot_share=1.0 if front == "left" else 0.0),
        )
        return replace(posture, **{f"{front}_leg": front_leg, f"{OTHER[front]}_leg": self._rear_leg()})

    def _rear_leg(self) -> Leg:
        """Return the kneeling leg; its shank slopes so that the foot rests on the floor."""
        on_floor = self.knee_height_fraction <= KNEE_ON_FLOOR
        pitch_deg = FOOT_BEHIND_PITCH_DEG if on_floor else TOES_TUCKED_PITCH_DEG
        toe_under_ankle = -_toe_up(pitch_deg) + CLEARANCES["BIG_TOE"]
        sine = np.clip((self.knee_height_fraction - toe_under_ankle) / PROPORTIONS.shank, -1, 1)
        shank_forward_deg = 90 - float(np.degrees(np.arcsin(sine)))
        return Leg(
            thigh_forward_deg=-self.hip_opening_deg,
            knee_flexion_deg=shank_forward_deg - self.hip_opening_deg,
            foot_pitch_deg=pitch_deg,
        )


def _corner(one: float, other: float, opposite: float) -> float:
    """Return the angle, in radians, between two sides of a triangle."""
    cosine = (one**2 + other**2 - opposite**2) / (2 * one * other)
    return float(2 * np.arctan2(np.sqrt(1 - cosine), np.sqrt(1 + cosine)))


def _toe_up(pitch_deg: float) -> float:
    """Return how far the toe is above the ankle at this pitch, as a fraction of stature."""
    forward, up = FOOT_POINTS["BIG_TOE"]
    pitch = np.radians(pitch_deg)
    return float(forward * np.sin(pitch) + up * np.cos(pitch))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """One hold of the hip flexor stretch.

    Attributes:
        hold_s: Seconds in the position.
        hip_opening_deg: As in `Kneel`, while held.
        trunk_forward_deg: While held; over 10 is "trunk_forward".
        arch_deg: While held; "lumbar_arch" leans the trunk back too.
        broken_after_s: Seconds into the hold at which the person comes out of it, or NaN.
        broken_for_s: Seconds out of it; the hold then goes on for its time.
        shift_s: Time to shift into the position, and out again.
        rest_s: Upright half-kneeling afterwards.
    """

    hold_s: float = 30.0
    hip_opening_deg: float = 16.0
    trunk_forward_deg: float = 1.0
    arch_deg: float = 0.0
    broken_after_s: float = np.nan
    broken_for_s: float = 3.0
    shift_s: float = 2.0
    rest_s: float = 2.0

    @property
    def parts_s(self) -> tuple[float, ...]:
        """Return the lengths of the hold's unbroken parts."""
        if np.isnan(self.broken_after_s):
            return (self.hold_s,)
        return self.broken_after_s, self.hold_s - self.broken_after_s


ARCHED = Stretch(hip_opening_deg=10, trunk_forward_deg=-9, arch_deg=24)
LEANING = Stretch(trunk_forward_deg=20)


def hip_flexor_stretch(
    stretches: Sequence[Stretch] = (Stretch(), Stretch()), front: str = "left", foot_distance_fraction: float = 1.25
) -> Performance:
    """Return holds on one side: standing, down to half-kneeling, each hold, upright in between, up again.

    Args:
        stretches: The holds.
        front: The foot in front; the other hip is stretched and names the side.
        foot_distance_fraction: As in `Kneel`; 1.0 brings the knee past the ankle in the hold.
    """
    upright = Kneel(foot_distance_fraction=foot_distance_fraction).posture(front)
    script = Script("hip_flexor_stretch", STANDING).stay(0.8)
    _kneel_down(script, upright, front)
    for number, stretch in enumerate(stretches, start=1):
        _hold(
            script,
            stretch,
            _Setting(number=number, front=front, foot_distance_fraction=foot_distance_fraction, upright=upright),
        )
    return script.move(_half_way(front), 1.4).move(STANDING, 1.4).stay(0.5).performance()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Setting:
    """What a hold needs to know besides its own form."""

    number: int
    front: str
    foot_distance_fraction: float
    upright: Posture


def _hold(script: Script, stretch: Stretch, setting: _Setting) -> None:
    kneel = Kneel(
        hip_opening_deg=stretch.hip_opening_deg,
        foot_distance_fraction=setting.foot_distance_fraction,
        trunk_forward_deg=stretch.trunk_forward_deg,
        arch_deg=stretch.arch_deg,
    )
    held = kneel.posture(setting.front)
    began_s = script.t_s + stretch.shift_s
    for part, part_s in enumerate(stretch.parts_s):
        if part:
            script.move(setting.upright, stretch.broken_for_s / 3).stay(stretch.broken_for_s / 3)
        script.move(held, stretch.shift_s if part == 0 else stretch.broken_for_s / 3)
        span = Span(
            name=f"hold_{setting.number}",
            began_s=script.t_s,
            ended_s=script.t_s + part_s,
            side=OTHER[setting.front],
        )
        script.holds.append(span)
        script.stay(part_s)
    shin_deg = float(getattr(held, f"{setting.front}_leg").knee_flexion_deg) - float(
        getattr(held, f"{setting.front}_leg").thigh_forward_deg
    )
    found = {
        "trunk_forward": stretch.trunk_forward_deg > 10,
        "lumbar_arch": stretch.arch_deg > 10,
        "knee_past_ankle": shin_deg > 10,
        "hold_broken": len(stretch.parts_s) > 1,
    }
    script.faults.extend(Span(name=name, began_s=began_s, ended_s=script.t_s) for name, is_so in found.items() if is_so)
    script.move(setting.upright, stretch.shift_s).stay(stretch.rest_s)


def _half_way(front: str) -> Posture:
    """Return the lunge passed through on the way down."""
    lunge = Kneel(
        hip_opening_deg=12, foot_distance_fraction=1.35, knee_height_fraction=0.16, trunk_forward_deg=8
    ).posture(front)
    return replace(lunge, left_arm=HANGING, right_arm=HANGING)


def _kneel_down(script: Script, upright: Posture, front: str) -> None:
    script.move(_half_way(front), 1.5).move(upright, 1.5).stay(1.2)


def split_squat(repetitions: int = 4, front: str = "left") -> Performance:
    """Return lunges on the spot: the rear knee comes near the floor but never rests on it. Not a stretch."""
    low = Kneel(hip_opening_deg=2, foot_distance_fraction=1.3, knee_height_fraction=0.12).posture(front)
    high = Kneel(hip_opening_deg=22, foot_distance_fraction=1.3, knee_height_fraction=0.24).posture(front)
    script = Script("split_squat", STANDING).stay(0.8).move(high, 1.5).stay(0.4)
    for _ in range(repetitions):
        script.move(low, 1.3).stay(0.3).move(high, 1.2).stay(0.3)
    return script.move(STANDING, 1.2).performance()


def split_squat_held(seconds: float = 20.0, front: str = "left", knee_height_fraction: float = 0.12) -> Performance:
    """Return a lunge held with the rear knee off the floor, by 15 cm; a still from it looks like the stretch."""
    low = Kneel(hip_opening_deg=8, foot_distance_fraction=1.3, knee_height_fraction=knee_height_fraction).posture(front)
    script = Script("split_squat_held", STANDING).stay(0.8).move(low, 2.0).stay(seconds)
    return script.move(STANDING, 1.5).performance()


def kneeling(seconds: float = 10.0) -> Performance:
    """Return tall kneeling on both knees, down from standing."""
    leg = Kneel().posture("left").right_leg
    both = replace(STANDING, left_leg=leg, right_leg=leg, place=Place(forward_m=-0.4))
    both = both.legs(thigh_forward_deg=0, knee_flexion_deg=92)
    script = Script("kneeling", STANDING).stay(0.8)
    _kneel_down(script, Kneel(foot_distance_fraction=1.1).posture("left"), "left")
    return script.move(both, 1.2).stay(seconds).performance()


def split_stance_stretch(
    holds_s: Sequence[float] = (6.0, 6.0),
    front: str = "left",
    hip_opening_deg: float = 24.0,
    trunk_forward_deg: float = 1.0,
) -> Performance:
    """Return the standing stretch: a long step, the weight shifted forward for each hold, back up in between.

    Args:
        holds_s: Seconds of each.
        front: The foot in front; the other hip is stretched and names the side.
        hip_opening_deg: Of the rear thigh while held, + hip ahead of the knee; 14 is the upright split stance.
        trunk_forward_deg: While held.
    """
    step = {"foot_distance_fraction": 0.75, "knee_height_fraction": 0.265}
    upright = Kneel(hip_opening_deg=14, **step).posture(front)
    held = Kneel(
        hip_opening_deg=hip_opening_deg,
        foot_distance_fraction=0.85,
        knee_height_fraction=0.25,
        trunk_forward_deg=trunk_forward_deg,
    ).posture(front)
    script = Script("split_stance_stretch", STANDING).stay(0.8).move(upright, 1.5).stay(1.2)
    for number, hold_s in enumerate(holds_s, start=1):
        script.move(held, 2.0)
        span = Span(name=f"hold_{number}", began_s=script.t_s, ended_s=script.t_s + hold_s, side=OTHER[front])
        script.holds.append(span)
        script.stay(hold_s).move(upright, 2.0).stay(2.0)
    return script.move(STANDING, 1.5).stay(0.5).performance()
