"""Catch left and right exchanged: where the other labels continue the frames before far better, exchange them back.

A network that sees one frame at a time sometimes calls the left leg right for a second, above all while someone steps
into half-kneeling. A person who turns round moves on without a jump and is left alone. What seems exchanged for long
was perhaps right: the network is believed again after a while.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from backstay.pose.landmarks import Body
from backstay.pose.types import Landmark

_LEAST_JUMP = 0.15
"""Mean way of a limb's points since the frame before, in trunk lengths, below which nothing is exchanged."""
_FAR_BETTER = 0.5
"""An exchange must shorten that way to this share."""
_WORTH_MORE = 0.3
"""Shoulders or hips are exchanged too where that shortens all ways together by this much more, in trunk lengths."""
_SURE = 0.5
"""Points with a lower heatmap peak are not remembered: a limb that is just being mixed up lies anywhere."""
_WORTH_COMPARING = 0.3
"""Points with a lower peak do not decide."""
_LONGEST_S = 2.0
"""Exchanges last 0.05 to 1.6 s in the synthetic clips; what lasts longer is believed."""
_MEMORY_S = 0.5
"""A point last seen longer ago says nothing of where it is now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Exchange:
    """One way of exchanging left and right; each pair is named by its left point.

    Attributes:
        limb: What is exchanged; of the ways of one limb, at most one is taken.
        deciding: The pairs whose way since the frame before decides.
        following: The pairs that go with them.
        turns_depth: Whether depth is exchanged too. The network derives depth from which side it thinks nearer: that
            is right as long as shoulder or hip keep their labels.
    """

    limb: str
    deciding: tuple[Landmark, ...]
    following: tuple[Landmark, ...]
    turns_depth: bool


_ARM = (Landmark.LEFT_SHOULDER, Landmark.LEFT_ELBOW, Landmark.LEFT_WRIST)
_HAND = (Landmark.LEFT_PINKY, Landmark.LEFT_INDEX, Landmark.LEFT_THUMB)
_LEG = (Landmark.LEFT_HIP, Landmark.LEFT_KNEE, Landmark.LEFT_ANKLE)
_FOOT = (Landmark.LEFT_HEEL, Landmark.LEFT_BIG_TOE)
_FACE = (Landmark.LEFT_EYE_INNER, Landmark.LEFT_EYE, Landmark.LEFT_EYE_OUTER, Landmark.LEFT_EAR, Landmark.MOUTH_LEFT)
_EXCHANGES = (
    _Exchange(limb="arms", deciding=_ARM[1:], following=_HAND, turns_depth=False),
    _Exchange(limb="arms", deciding=_ARM, following=(*_HAND, *_FACE), turns_depth=True),
    _Exchange(limb="legs", deciding=_LEG[1:], following=_FOOT, turns_depth=False),
    _Exchange(limb="legs", deciding=_LEG, following=_FOOT, turns_depth=True),
)


def _other_side(point: Landmark) -> Landmark:
    names = {"LEFT": "RIGHT", "RIGHT": "LEFT"}
    return Landmark["_".join(names.get(part, part) for part in point.name.split("_"))]


_OTHER_SIDE = np.array([_other_side(point) for point in Landmark])


class SwapCatcher:
    """Remembers where the frames before had left and right."""

    def __init__(self) -> None:
        """Start without memory."""
        points = len(Landmark)
        self._places_px = np.full((points, 2), np.nan)
        self._speed_px_per_s = np.zeros((points, 2))
        self._seen_s = np.full(points, -math.inf)
        self._since_s: dict[str, float] = {}

    def untangle(self, body: Body, *, t_s: float) -> Body:
        """Return the body with left and right as in the frames before."""
        chosen = self._choose(body, t_s)
        self._since_s = {way.limb: self._since_s.get(way.limb, t_s) for way in chosen}
        for way in chosen:
            if t_s - self._since_s[way.limb] <= _LONGEST_S:
                body = _exchange(body, way)
        self._remember(body, t_s)
        return body

    def _choose(self, body: Body, t_s: float) -> list[_Exchange]:
        """Return the exchanges that continue the frames before far better, at most one a limb."""
        elapsed_s = t_s - self._seen_s
        is_known = (elapsed_s > 0) & (elapsed_s <= _MEMORY_S) & (body.peak >= _WORTH_COMPARING)
        elapsed_s = np.where(is_known, elapsed_s, 0.0)[:, np.newaxis]
        before_px = (self._places_px, self._places_px + self._speed_px_per_s * elapsed_s)
        trunk_px = _trunk_px(body.xy_px)
        kept = _ways(body.xy_px, before_px) / trunk_px
        if not (kept[is_known] > _LEAST_JUMP).any():
            return []
        crossed = (_ways(body.xy_px[_OTHER_SIDE], before_px) / trunk_px)[_OTHER_SIDE]
        weights = np.where(is_known, np.minimum(body.peak, body.peak[_OTHER_SIDE]), 0.0)
        best: dict[str, tuple[float, _Exchange]] = {}
        for way in _EXCHANGES:
            gain = _gain(way, kept, crossed, weights)
            if gain > 0.0 and (way.limb not in best or gain > best[way.limb][0] + _WORTH_MORE):
                best[way.limb] = gain, way
        return [way for _, way in best.values()]

    def _remember(self, body: Body, t_s: float) -> None:
        is_sure = body.peak >= _SURE
        elapsed_s = (t_s - self._seen_s)[is_sure, np.newaxis]
        is_next = (elapsed_s > 0) & (elapsed_s <= _MEMORY_S)
        step_px = body.xy_px[is_sure] - self._places_px[is_sure]
        self._speed_px_per_s[is_sure] = np.divide(step_px, elapsed_s, out=np.zeros_like(step_px), where=is_next)
        self._places_px[is_sure] = body.xy_px[is_sure]
        self._seen_s[is_sure] = t_s


def _ways(places: NDArray[np.float64], before: tuple[NDArray[np.float64], NDArray[np.float64]]) -> NDArray[np.float64]:
    """Return how far each point came, from where it was or from where it would be had it moved on evenly."""
    here, ahead = (np.hypot(*(places - there).T) for there in before)
    nearer: NDArray[np.float64] = np.minimum(here, ahead)
    return nearer


def _gain(
    way: _Exchange, kept: NDArray[np.float64], crossed: NDArray[np.float64], weights: NDArray[np.float64]
) -> float:
    """Return by how many trunk lengths, all points together, an exchange shortens the way; 0 = not far better.

    Args:
        way: The exchange.
        kept: (landmark,) how far each point came, in trunk lengths.
        crossed: (landmark,) how far it came from the place of its counterpart on the other side.
        weights: (landmark,) how much each point counts.
    """
    points = np.concatenate([way.deciding, _OTHER_SIDE[list(way.deciding)]])
    counted = points[weights[points] > 0]
    total = float(weights[counted].sum())
    if total < _WORTH_COMPARING * len(points):
        return 0.0
    as_is, exchanged = (float(weights[counted] @ ways[counted]) / total for ways in (kept, crossed))
    is_far_better = as_is > _LEAST_JUMP and exchanged < _FAR_BETTER * as_is
    return (as_is - exchanged) * len(counted) if is_far_better else 0.0


def _exchange(body: Body, way: _Exchange) -> Body:
    """Return a body with left and right exchanged in one way."""
    left = [*way.deciding, *way.following]
    right = _OTHER_SIDE[left]
    order = np.arange(len(Landmark))
    order[left], order[right] = right, left
    world = body.world_m[order]
    if not way.turns_depth:
        world[:, 2] = body.world_m[:, 2]
    return replace(
        body,
        xy_px=body.xy_px[order],
        world_m=world,
        visibility=body.visibility[order],
        presence=body.presence[order],
        peak=body.peak[order],
    )


def _trunk_px(xy_px: NDArray[np.float64]) -> float:
    shoulders = xy_px[[Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]].mean(axis=0)
    hips = xy_px[[Landmark.LEFT_HIP, Landmark.RIGHT_HIP]].mean(axis=0)
    return max(float(np.linalg.norm(shoulders - hips)), 1e-6)
