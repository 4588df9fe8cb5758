"""Movements of both arms from the wall angel's family: the angel itself, presses and raises."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from figure.posture import Arm, Posture, blended
from figure.script import Performance, Repetition, Script, Span
from figure.stances import AT_THE_WALL, HANGING, OVERHEAD, SEATED, STANDING, STRAIGHT_UP, T, W

COUNTS_FROM_DEG = 120.0
FULL_FROM_DEG = 150.0
UNEVEN_FROM_DEG = 15.0
LOW_UNDER_DEG = 75.0
FAST_UNDER_S = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Angel:
    """How one repetition is done.

    Attributes:
        up_s: From the start pose to the top; speeds up and slows down.
        top_s: Pause at the top.
        down_s: Back down.
        rest_s: Pause at the bottom; 0 turns round at once.
        midway_s: A pause half-way up.
        top_elevation_deg: Of both upper arms; 0 hangs, 180 is overhead.
        top_elbow_flexion_deg: 0 straight.
        return_elevation_deg: Where it ends; more than the start is "not returning fully".
        return_elbow_flexion_deg: 90 is the W.
        left_short_deg: How far the left arm stays under the top.
        right_short_deg: How far the right arm stays under the top.
        off_wall_deg: How far the arms leave the frontal plane, forward.
    """

    up_s: float = 2.0
    top_s: float = 0.5
    down_s: float = 2.0
    rest_s: float = 0.5
    midway_s: float = 0.0
    top_elevation_deg: float = 157.0
    top_elbow_flexion_deg: float = 30.0
    return_elevation_deg: float = 90.0
    return_elbow_flexion_deg: float = 90.0
    left_short_deg: float = 0.0
    right_short_deg: float = 0.0
    off_wall_deg: float = 0.0

    @property
    def top(self) -> tuple[Arm, Arm]:
        """Return left and right arm at the top."""
        left, right = (
            Arm(
                elevation_deg=self.top_elevation_deg - short_deg,
                plane_deg=90 - self.off_wall_deg,
                # An arm that stays low keeps its elbow bent.
                elbow_flexion_deg=min(90.0, self.top_elbow_flexion_deg + 0.9 * short_deg),
                forearm_turn_deg=0,
            )
            for short_deg in (self.left_short_deg, self.right_short_deg)
        )
        return left, right

    @property
    def is_full(self) -> bool:
        """Return whether it should count: the mean of both arms reaches 120 degrees."""
        return self.top_elevation_deg - (self.left_short_deg + self.right_short_deg) / 2 >= COUNTS_FROM_DEG


def wall_angel(repetitions: int = 3, stance: Posture = AT_THE_WALL, **angel: float) -> Performance:
    """Return wall angels that are all alike, set up from arms at the sides.

    Args:
        repetitions: How many.
        stance: What the rest of the body does.
        **angel: Fields of `Angel`; also `start_elevation_deg` and `start_elbow_flexion_deg`, the pose it starts from.
    """
    start = replace(
        W,
        elevation_deg=angel.pop("start_elevation_deg", 90.0),
        elbow_flexion_deg=angel.pop("start_elbow_flexion_deg", 90.0),
    )
    angel = {
        "return_elevation_deg": start.elevation_deg,
        "return_elbow_flexion_deg": start.elbow_flexion_deg,
    } | angel
    return wall_angels([Angel(**angel)] * repetitions, stance=stance, start=start)


def wall_angels(angels: Sequence[Angel], stance: Posture = AT_THE_WALL, start: Arm = W) -> Performance:
    """Return wall angels one after the other, each as told; arms come up from the sides before and go down after."""
    script = Script("wall_angel", stance)
    w = replace(stance, left_arm=start, right_arm=start)
    script.stay(0.8).move(w, 1.8).stay(0.8)
    for angel in angels:
        _repeat(script, angel)
    return script.stay(0.3).move(stance, 1.5).stay(0.5).performance()


def _repeat(script: Script, angel: Angel) -> None:
    """Write one repetition and what is true of it."""
    start, began_s = script.posture, script.t_s
    left, right = angel.top
    top = replace(start, left_arm=left, right_arm=right)
    if angel.midway_s:
        script.move(blended(start, top, 0.5), angel.up_s / 2).stay(angel.midway_s).move(top, angel.up_s / 2)
    else:
        script.move(top, angel.up_s)
    top_s = script.t_s
    script.stay(angel.top_s)
    top_ended_s = script.t_s
    returned = replace(W, elevation_deg=angel.return_elevation_deg, elbow_flexion_deg=angel.return_elbow_flexion_deg)
    script.move(replace(start, left_arm=returned, right_arm=returned), angel.down_s)
    script.repetitions.append(
        Repetition(began_s=began_s, top_s=top_s, top_ended_s=top_ended_s, ended_s=script.t_s, is_full=angel.is_full)
    )
    script.faults.extend(
        Span(name=name, began_s=began_s, ended_s=script.t_s) for name in _faults(angel, start.left_arm.elevation_deg)
    )
    script.stay(angel.rest_s)


def _faults(angel: Angel, start_elevation_deg: float) -> list[str]:
    found = {
        "incomplete_overhead": angel.top_elevation_deg < FULL_FROM_DEG,
        "elbows_low": start_elevation_deg < LOW_UNDER_DEG,
        "asymmetry": abs(angel.left_short_deg - angel.right_short_deg) > UNEVEN_FROM_DEG,
        "too_fast": min(angel.up_s, angel.down_s) < FAST_UNDER_S,
        "arms_off_wall": angel.off_wall_deg > 0,
    }
    return [name for name, is_so in found.items() if is_so]


def standing_press(repetitions: int = 3, **angel: float) -> Performance:
    """Return a press from W to overhead away from any wall, brisker than an angel."""
    return replace(wall_angel(repetitions, STANDING, **({"up_s": 1.2, "down_s": 1.4} | angel)), name="standing_press")


def seated_press(repetitions: int = 3, **angel: float) -> Performance:
    """Return the same on a chair."""
    return replace(wall_angel(repetitions, SEATED, **({"up_s": 1.2, "down_s": 1.4} | angel)), name="seated_press")


def single_arm_press(repetitions: int = 3, side: str = "left", up_s: float = 1.2) -> Performance:
    """Return presses of one arm; the other hangs. Not wall angels: none should count."""
    arm = f"{side}_arm"
    script = Script("single_arm_press", STANDING).stay(0.8)
    w = replace(STANDING, **{arm: W})
    script.move(w, 1.0).stay(0.4)
    for _ in range(repetitions):
        _there_and_back(script, replace(w, **{arm: OVERHEAD}), (up_s, 0.3, up_s, 0.4))
    return script.move(STANDING, 1.0).performance()


def arm_raises(
    repetitions: int = 3,
    top_elevation_deg: float = 90.0,
    from_elevation_deg: float = 10.0,
    plane_deg: float = 90.0,
    up_s: float = 1.3,
) -> Performance:
    """Return straight arms raised together; plane 90 sideways, 0 forward. From 90 to 170 they go from a T to overhead.

    A movement that naive counters take for wall angels, as the wrists rise and fall; the elbows never bend.
    """
    low = replace(T, elevation_deg=from_elevation_deg, plane_deg=plane_deg)
    high = replace(T, elevation_deg=top_elevation_deg, plane_deg=plane_deg)
    start = replace(STANDING, left_arm=low, right_arm=low)
    script = Script("arm_raises", STANDING).stay(0.8).move(start, 0.8).stay(0.4)
    for _ in range(repetitions):
        _there_and_back(script, replace(start, left_arm=high, right_arm=high), (up_s, 0.4, up_s, 0.4))
    return script.move(STANDING, 0.8).performance()


def forward_raises(repetitions: int = 3, top_elevation_deg: float = 90.0) -> Performance:
    """Return straight arms raised in front."""
    performance = arm_raises(repetitions, top_elevation_deg, plane_deg=0.0)
    return replace(performance, name="forward_raises")


def overhead_stretch(times: int = 2, hold_s: float = 4.0) -> Performance:
    """Return a stretch of straight arms overhead, held."""
    up = replace(STANDING, left_arm=STRAIGHT_UP, right_arm=STRAIGHT_UP).part("trunk", inclination_deg=-4, bend_deg=-8)
    script = Script("overhead_stretch", STANDING).stay(1.0)
    for _ in range(times):
        script.move(up, 1.5)
        script.holds.append(Span(name="overhead_stretch", began_s=script.t_s, ended_s=script.t_s + hold_s))
        script.stay(hold_s).move(STANDING, 1.5).stay(1.0)
    return script.performance()


def waving_one_arm(waves: int = 5, side: str = "right") -> Performance:
    """Return a greeting: one forearm swings left and right above the shoulder."""
    arm = f"{side}_arm"
    raised = Arm(elevation_deg=100, plane_deg=75, elbow_flexion_deg=85, forearm_turn_deg=0)
    out, back = replace(raised, elbow_flexion_deg=55), replace(raised, elbow_flexion_deg=110)
    script = Script("waving_one_arm", STANDING).stay(1.0).move(replace(STANDING, **{arm: raised}), 0.7)
    for _ in range(waves):
        script.move(replace(STANDING, **{arm: out}), 0.3).move(replace(STANDING, **{arm: back}), 0.3)
    return script.move(replace(STANDING, **{arm: HANGING}), 0.8).stay(1.0).performance()


def _there_and_back(script: Script, top: Posture, times_s: tuple[float, float, float, float]) -> None:
    """Reach a posture, pause, come back, pause; a repetition of whatever it is, none that the prescription counts."""
    start, began_s = script.posture, script.t_s
    up_s, top_pause_s, down_s, rest_s = times_s
    script.move(top, up_s)
    top_s = script.t_s
    script.stay(top_pause_s).move(start, down_s)
    script.repetitions.append(
        Repetition(began_s=began_s, top_s=top_s, top_ended_s=top_s + top_pause_s, ended_s=script.t_s, is_full=False)
    )
    script.stay(rest_s)
