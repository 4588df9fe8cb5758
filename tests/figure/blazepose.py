"""What BlazePose makes of a body: where it puts its landmarks, how they jitter and wander, how sure it says it is.

Source of every number: MediaPipe 0.10.21 "full", without its smoothing, against the true joints of 19 rendered clips of
the three exercises and of desk and standing postures (`shared/data/synthetic`), frame by frame. Lengths are fractions
of stature at the distance of the hips: a person 480 pixels tall shows 0.001 as half a pixel.
"""

from dataclasses import dataclass

import numpy as np

from backstay.pose.types import Landmark
from figure.body import LEFT, LEFT_AXIS, RIGHT, UP_AXIS, Skeleton, turn
from figure.posture import Array, Posture

FACE, SHOULDER, ELBOW, WRIST, HAND, HIP, KNEE, ANKLE, FOOT = range(9)
GROUP_OF_PART = {"SHOULDER": SHOULDER, "ELBOW": ELBOW, "WRIST": WRIST, "PINKY": HAND, "INDEX": HAND, "THUMB": HAND}
GROUP_OF_PART |= {"HIP": HIP, "KNEE": KNEE, "ANKLE": ANKLE, "HEEL": FOOT, "BIG_TOE": FOOT}


def part_of(landmark: Landmark) -> str:
    """Return the name without its side."""
    return landmark.name.removeprefix("LEFT_").removeprefix("RIGHT_").removesuffix("_LEFT").removesuffix("_RIGHT")


def side_of(landmark: Landmark) -> float:
    """Return +1 for the left, -1 for the right, 0 for the nose."""
    return LEFT * ("LEFT" in landmark.name) + RIGHT * ("RIGHT" in landmark.name)


GROUPS = np.array([GROUP_OF_PART.get(part_of(landmark), FACE) for landmark in Landmark])
SIDES = np.array([side_of(landmark) for landmark in Landmark])


def other_side(landmark: Landmark) -> Landmark:
    """Return the landmark that a mirror makes of this one."""
    sides = {"LEFT": "RIGHT", "RIGHT": "LEFT"}
    return Landmark["_".join(sides.get(word, word) for word in landmark.name.split("_"))]


OTHER_SIDE = np.array([other_side(landmark) for landmark in Landmark])

# Mean of (BlazePose - true joint), fractions of stature: forward, outward, up; median over clips. Fronts give outward
# and up, sides forward and up. Single clips differ by 0.01, the hip by up to 0.02: a convention, and a taste on top.
OFFSETS = {
    "SHOULDER": (0.0, -0.005, 0.020),
    "ELBOW": (0.0, -0.004, 0.008),
    "HIP": (0.0, -0.004, 0.004),
    "EAR": (0.026, -0.016, -0.004),
    "ANKLE": (0.002, 0.0, 0.012),
    "HEEL": (0.004, 0.0, -0.006),
    "BIG_TOE": (0.0, 0.004, 0.012),
}
# With the arms overhead BlazePose's shoulders do not rise as the true ones do; its hips lie a little down the thigh
# (lower when standing, further forward when sitting); its feet are shorter, behind a kneeling person by 0.057.
SHOULDER_UP_ARMS_OVERHEAD = 0.002
ARMS_OVERHEAD_FROM_DEG = 100.0
HIP_ALONG_THIGH = 0.020
TOE_TOWARDS_ANKLE = 0.020
# While the person held still (30 spans of 2 to 30 s): standard deviation of the slow wander, and of the jitter between
# frames; median over spans. The wander's correlation over 0.1, 0.25, 0.5 and 1 s was 0.83, 0.60, 0.35 and 0.06 (short
# spans bias it downward). Hips wandered together (0.6 to 1.0), hands with their wrists (0.7 to 0.9). While moving, the
# residual is larger (elbow 0.007, hand 0.011), but follows the posture rather than chance; the figure leaves that out.
WANDER = np.array([0.0009, 0.0012, 0.0012, 0.0014, 0.0014, 0.0010, 0.0011, 0.0013, 0.0013])
JITTER = np.array([0.0003, 0.0003, 0.0004, 0.0004, 0.0004, 0.0003, 0.0003, 0.0003, 0.0003])
WANDER_FORGETS_S = 0.6
WANDER_SHARED = 0.7
# Jitter of real people is larger: by the median second difference 2.5 to 8 times that of the rendered people, in three
# clips of presses and one of sitting (compressed, and moving); 3 to 4 times in a dim rendered clip.
REAL_NOISE = 3.0
# World landmarks: who stands or sits at 90 degrees to the camera was found at 81 to 89 (shoulders and hips), at 45 at
# 35 to 43, in front at -4 to -1; within a clip it varied by 1 to 4 degrees.
WORLD_TURN_DEG = 6.0
# World landmarks: scale of the body, tilt (the feet come out too far away: 4 degrees from the side, 10 from the front),
# and standard deviation of depth, metres.
WORLD_SCALE = 0.94
WORLD_TILT_DEG = 6.0
DEPTH_WANDER_M = np.array([0.0048, 0.0042, 0.0043, 0.0052, 0.0057, 0.0007, 0.0037, 0.0054, 0.0060])
DEPTH_JITTER_M = np.array([0.0014, 0.0012, 0.0013, 0.0016, 0.0017, 0.0003, 0.0010, 0.0016, 0.0018])
# Visibility of a landmark on the near side or in a front view, and on the far side of a side view.
NEAR_CONFIDENCE = np.array([1.0, 1.0, 0.99, 0.98, 0.96, 1.0, 0.98, 0.98, 0.92])
FAR_CONFIDENCE = np.array([1.0, 1.0, 0.06, 0.09, 0.10, 1.0, 0.42, 0.50, 0.60])
FAR_FROM_SINE, FAR_TO_SINE = 0.65, 0.98
OUTSIDE_CONFIDENCE = 0.2
KNOT_S = 0.1
FINEST_HZ = 240


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Noise:
    """What is added to each landmark, in units of one standard deviation: (frame, landmark, 3)."""

    wander: Array
    jitter: Array


def landmarks_m(skeleton: Skeleton, posture: Posture, height_m: float, share: float) -> Array:
    """Return where the model puts its landmarks, in the room: the true points moved by `share` of its usual offsets."""
    offsets = np.zeros((len(skeleton.xyz_m), len(Landmark), 3))
    for landmark in Landmark:
        if part_of(landmark) in OFFSETS:
            forward, outward, up = OFFSETS[part_of(landmark)]
            offsets[:, landmark] = forward, side_of(landmark) * outward, up
    for landmark, arm in ((Landmark.LEFT_SHOULDER, posture.left_arm), (Landmark.RIGHT_SHOULDER, posture.right_arm)):
        lifted = np.clip(np.asarray(arm.elevation_deg) / ARMS_OVERHEAD_FROM_DEG, 0, 1)
        hanging, overhead = OFFSETS["SHOULDER"][2], SHOULDER_UP_ARMS_OVERHEAD
        offsets[:, landmark, UP_AXIS] = hanging + (overhead - hanging) * lifted
    axes = turn(UP_AXIS, posture.place.heading_deg) @ _tipped(skeleton, posture)
    moved = np.einsum("nij,nkj->nki", axes, offsets)
    for side in ("LEFT", "RIGHT"):
        for part, towards, by in (("HIP", "KNEE", HIP_ALONG_THIGH), ("BIG_TOE", "ANKLE", TOE_TOWARDS_ANKLE)):
            way = skeleton[Landmark[f"{side}_{towards}"]] - skeleton[Landmark[f"{side}_{part}"]]
            moved[:, Landmark[f"{side}_{part}"]] += by * way / np.linalg.norm(way, axis=1, keepdims=True)
    return skeleton.xyz_m + share * height_m * moved


def _tipped(skeleton: Skeleton, posture: Posture) -> Array:
    """Return axes that lie down with a body that lies down: up to 45 degrees of lean the offsets stay upright."""
    frames = len(skeleton.xyz_m)
    inclination_deg = np.broadcast_to(np.asarray(posture.trunk.inclination_deg, dtype=float), (frames,))
    return turn(LEFT_AXIS, np.sign(inclination_deg) * np.clip(2 * (np.abs(inclination_deg) - 45), 0, 90))


def noise_at(t_s: Array, seed: int) -> Noise:
    """Return noise that belongs to the moment, not to the frame: the same at 15 and at 60 frames a second."""
    generator = np.random.default_rng(seed)
    knots = int(np.ceil(t_s.max() / KNOT_S)) + 2
    wander = _interpolated(_wandering(generator, knots), t_s / KNOT_S)
    ticks = np.round(t_s * FINEST_HZ).astype(int)
    jitter = generator.standard_normal((ticks.max() + 1, len(Landmark), 3))[ticks]
    return Noise(wander=wander, jitter=jitter)


def _wandering(generator: np.random.Generator, knots: int) -> Array:
    """Return an Ornstein-Uhlenbeck walk of unit variance for each landmark, partly shared by the limb's end."""
    shared = _shared_with()
    draws = generator.standard_normal((knots, len(Landmark), 3))
    draws = np.sqrt(1 - WANDER_SHARED) * draws + np.sqrt(WANDER_SHARED) * draws[:, shared]
    draws[:, shared == np.arange(len(Landmark))] /= np.sqrt(1 - WANDER_SHARED) + np.sqrt(WANDER_SHARED)
    kept = np.exp(-KNOT_S / WANDER_FORGETS_S)
    walk = np.empty_like(draws)
    walk[0] = draws[0]
    for knot in range(1, knots):
        walk[knot] = kept * walk[knot - 1] + np.sqrt(1 - kept**2) * draws[knot]
    return walk


def _shared_with() -> np.ndarray:
    """Return for each landmark the one whose wander it partly shares."""
    shared = np.arange(len(Landmark))
    shared[Landmark.RIGHT_HIP] = Landmark.LEFT_HIP
    shared[: Landmark.MOUTH_RIGHT + 1] = Landmark.NOSE
    for side in ("LEFT", "RIGHT"):
        for part, follows in (("PINKY", "WRIST"), ("INDEX", "WRIST"), ("THUMB", "WRIST"), ("HEEL", "ANKLE")):
            shared[Landmark[f"{side}_{part}"]] = Landmark[f"{side}_{follows}"]
        shared[Landmark[f"{side}_BIG_TOE"]] = Landmark[f"{side}_ANKLE"]
    return shared


def _interpolated(walk: Array, at_knot: Array) -> Array:
    before = np.minimum(at_knot.astype(int), len(walk) - 2)
    share = (at_knot - before)[:, None, None]
    return (1 - share) * walk[before] + share * walk[before + 1]


def confidence_of(azimuth_deg: Array, is_inside: np.ndarray) -> Array:
    """Return how sure the model says it is, (frame, landmark).

    Args:
        azimuth_deg: (frame,) where the camera stands as the person is turned, + on the person's left.
        is_inside: (frame, landmark) whether the landmark is within the picture.
    """
    sine = np.sin(np.radians(azimuth_deg))[:, None]
    farness = np.clip((-sine * SIDES - FAR_FROM_SINE) / (FAR_TO_SINE - FAR_FROM_SINE), 0, 1)
    confidence = NEAR_CONFIDENCE[GROUPS] + farness * (FAR_CONFIDENCE - NEAR_CONFIDENCE)[GROUPS]
    return np.where(is_inside, confidence, np.minimum(confidence, OUTSIDE_CONFIDENCE))
