"""The human-shape gate: a network that sees a person in a chair gives that person limbs no human has.

Visibility alone is not to be trusted (it reads 0.99 on hidden joints and 0.8 on an empty wall). Each rule below reads
one number off a body, and says where it is plausible and where impossible; the gate is the worst rule. A rule counts
only as far as its own landmarks are claimed: a leg outside the picture is not ill-shaped.

The plausible ranges are wider than all that was seen on 659 frames of 45 clips and photographs of people standing,
sitting, half-kneeling, folding and reaching overhead from all sides; 770 forced readings of walls, furniture, feet
and legs alone set the impossible ends.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backstay.pose.types import Landmark

_SHOULDERS = (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER)
_HIPS = (Landmark.LEFT_HIP, Landmark.RIGHT_HIP)
_HEAD = (Landmark.NOSE, Landmark.LEFT_EAR, Landmark.RIGHT_EAR)
_TRUNK = (*_SHOULDERS, *_HIPS)
_UPPER_ARMS = (Landmark.LEFT_SHOULDER, Landmark.LEFT_ELBOW, Landmark.RIGHT_SHOULDER, Landmark.RIGHT_ELBOW)
_FOREARMS = (Landmark.LEFT_ELBOW, Landmark.LEFT_WRIST, Landmark.RIGHT_ELBOW, Landmark.RIGHT_WRIST)
_THIGHS = (Landmark.LEFT_HIP, Landmark.LEFT_KNEE, Landmark.RIGHT_HIP, Landmark.RIGHT_KNEE)
_SHANKS = (Landmark.LEFT_KNEE, Landmark.LEFT_ANKLE, Landmark.RIGHT_KNEE, Landmark.RIGHT_ANKLE)
_BODY = sorted({*_HEAD, *_UPPER_ARMS, *_FOREARMS, *_THIGHS, *_SHANKS})

_CLAIMED = 0.5
"""A rule counts fully from this mean confidence of its landmarks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rule:
    """One number of a body: which landmarks it needs, and where it is impossible, plausible, plausible, impossible."""

    needs: tuple[Landmark, ...]
    limits: tuple[float, float, float, float]


_RULES = {
    "trunk_m": _Rule(needs=_TRUNK, limits=(0.25, 0.34, 0.65, 0.80)),
    "shoulders_by_trunk": _Rule(needs=_TRUNK, limits=(0.30, 0.45, 1.10, 1.40)),
    "upper_arm_by_trunk": _Rule(needs=_UPPER_ARMS, limits=(0.20, 0.31, 0.75, 1.00)),
    "forearm_by_trunk": _Rule(needs=_FOREARMS, limits=(0.15, 0.26, 0.70, 0.95)),
    "thigh_by_trunk": _Rule(needs=_THIGHS, limits=(0.35, 0.55, 1.08, 1.30)),
    "shank_by_trunk": _Rule(needs=_SHANKS, limits=(0.20, 0.33, 1.08, 1.30)),
    "upper_arms_log_ratio": _Rule(needs=_UPPER_ARMS, limits=(-1.30, -0.85, 0.85, 1.30)),
    "thighs_log_ratio": _Rule(needs=_THIGHS, limits=(-0.70, -0.36, 0.36, 0.70)),
    "head_above_hips_by_trunk": _Rule(needs=(*_HEAD, *_HIPS), limits=(-1.3, -1.0, 3.0, 4.0)),
    "picture_against_world": _Rule(needs=tuple(_BODY), limits=(-2.0, -1.0, 0.16, 0.30)),
    "shoulders_seen": _Rule(needs=(), limits=(0.25, 0.45, 2.0, 3.0)),
}

_LEG_LENGTHS = ("thigh_by_trunk", "shank_by_trunk")
_LEG_RULES = (*_LEG_LENGTHS, "thighs_log_ratio")
_LEGS = [point for point in Landmark if point.name.split("_", 1)[-1] in {"KNEE", "ANKLE", "HEEL", "BIG_TOE"}]
_PLAIN_TRUNK = (0.45, 0.6, 2.0, 3.0)
"""From this mean confidence on, a trunk is plain to see. Of 144 forced readings of rooms without anybody and of legs
alone none claimed its trunk by more than 0.38, and of 660 in walls, furniture and parts of bodies none reached 0.59."""


def plausibility(
    xy_px: NDArray[np.float64], world_m: NDArray[np.float64], confidence: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return (landmark,) from 0 (no human is shaped so) to 1 (nothing speaks against it).

    All landmarks have the worst rule's value, but for one thing: legs behind furniture are squeezed into what is seen
    of them, and where the trunk is plain to see, too short a leg is not held against the rest of the body.

    Args:
        xy_px: (landmark, 2) in the picture.
        world_m: (landmark, 3).
        confidence: (landmark,) 0 to 1, how far the network claims each landmark.
    """
    claims: list[float] = confidence.tolist()
    numbers = [*_proportions(world_m.tolist()), *_placing(xy_px, world_m, confidence), _mean(claims, _SHOULDERS)]
    values = dict(zip(_RULES, numbers, strict=True))
    gates = {
        name: 1.0 - _claimed(claims, rule.needs) * (1.0 - _ramp(values[name], rule.limits))
        for name, rule in _RULES.items()
    }
    everything, rest = (min(gates[name] for name in _RULES if name not in left_out) for left_out in ((), _LEG_RULES))
    if any(values[name] > _RULES[name].limits[2] for name in _LEG_LENGTHS):
        rest = everything
    plain = _ramp(_mean(claims, _TRUNK), _PLAIN_TRUNK)
    gate = np.full(len(claims), max(everything, min(rest, plain)))
    gate[_LEGS] = everything
    return gate


def _proportions(world_m: list[list[float]]) -> list[float]:
    """Return the numbers of the rules on lengths, in the rules' order."""
    trunk_m = _length(_middle(world_m, _SHOULDERS), _middle(world_m, _HIPS))
    limbs = [
        (_length(world_m[limb[0]], world_m[limb[1]]), _length(world_m[limb[2]], world_m[limb[3]]))
        for limb in (_UPPER_ARMS, _FOREARMS, _THIGHS, _SHANKS)
    ]
    return [
        trunk_m,
        _length(world_m[_SHOULDERS[0]], world_m[_SHOULDERS[1]]) / trunk_m,
        *((left + right) / (2.0 * trunk_m) for left, right in limbs),
        *(math.log(left / right) for left, right in (limbs[0], limbs[2])),
    ]


def _placing(
    xy_px: NDArray[np.float64], world_m: NDArray[np.float64], confidence: NDArray[np.float64]
) -> tuple[float, float]:
    """Return how far the head is above the hips, and how far picture and world disagree, both in trunk lengths."""
    places = xy_px.tolist()
    hips, shoulders, head = (_middle(places, landmarks) for landmarks in (_HIPS, _SHOULDERS, _HEAD))
    trunk_px = _length(shoulders, hips)
    disagreement_px = _disagreement(xy_px[_BODY], world_m[_BODY, :2], confidence[_BODY])
    return (hips[1] - head[1]) / trunk_px, disagreement_px / trunk_px


def _disagreement(xy_px: NDArray[np.float64], world_m: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    """Return how far, in pixels, the picture's points lie from the world's, moved and scaled to fit them best."""
    counted = np.where(weights >= _CLAIMED / 2, weights, 0.0)
    shares = counted / max(float(counted.sum()), 1e-9)
    picture, world = xy_px - shares @ xy_px, world_m - shares @ world_m
    px_per_m = float(shares @ (picture * world).sum(axis=1)) / max(float(shares @ (world**2).sum(axis=1)), 1e-9)
    return math.sqrt(float(shares @ ((picture - px_per_m * world) ** 2).sum(axis=1)))


def _length(one: list[float], other: list[float]) -> float:
    """Return a distance; never quite zero, so that it can be divided by."""
    return max(math.dist(one, other), 1e-6)


def _middle(points: list[list[float]], landmarks: tuple[Landmark, ...]) -> list[float]:
    return [sum(values) / len(landmarks) for values in zip(*(points[landmark] for landmark in landmarks), strict=True)]


def _mean(values: list[float], landmarks: tuple[Landmark, ...]) -> float:
    return sum(values[landmark] for landmark in landmarks) / len(landmarks)


def _claimed(confidence: list[float], landmarks: tuple[Landmark, ...]) -> float:
    return min(_mean(confidence, landmarks) / _CLAIMED, 1.0) if landmarks else 1.0


def _ramp(value: float, limits: tuple[float, float, float, float]) -> float:
    """Return 1 between the two plausible limits, 0 beyond the impossible ones, and a slope in between."""
    impossible_below, plausible_from, plausible_to, impossible_above = limits
    rising = (value - impossible_below) / (plausible_from - impossible_below)
    falling = (impossible_above - value) / (impossible_above - plausible_to)
    return min(max(min(rising, falling), 0.0), 1.0)
