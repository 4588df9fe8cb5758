"""Moments that show why a line was not met: the pose behind the clearest judgement of each line."""

import json
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import numpy as np

from backstay.assessment.types import Judgement, Verdict
from backstay.coaching.cues import certainty
from backstay.coaching.types import Done
from backstay.pose.types import Landmark, Pose

MEMORY_S = 150.0
"""Longer than any one repetition or hold with its breaks; 15 poses a second of it are 2 MB."""
LEAST_STEP_S = 1 / 15
"""Poses closer together than this show the same."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class KeptMoment:
    """One judged moment.

    Attributes:
        exercise: The exercise's id.
        judgement: What was judged.
        pose: The skeleton in the middle of the deciding stretch.
    """

    exercise: str
    judgement: Judgement
    pose: Pose

    @property
    def id(self) -> str:
        """Return its name in addresses."""
        return f"{self.exercise}.{self.judgement.criterion}"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Moments:
    """The kept moments, and the poses from which the next are taken.

    Attributes:
        kept: Moment id to moment, the clearest of each line.
        poses: The last minutes, thinned out, oldest first.
    """

    kept: Mapping[str, KeptMoment] = field(default_factory=dict)
    poses: tuple[Pose, ...] = ()


def remember_pose(moments: Moments, pose: Pose) -> Moments:
    """Return the moments with one more pose to take from."""
    if not pose.is_present or (moments.poses and pose.t_s - moments.poses[-1].t_s < LEAST_STEP_S):
        return moments
    stale = bisect_left(moments.poses, pose.t_s - MEMORY_S, key=lambda each: each.t_s)
    return replace(moments, poses=(*moments.poses[stale:], pose))


def keep_moments(moments: Moments, done: Done, exercise: str) -> Moments:
    """Return the moments with those of a repetition or a hold, where they are clearer than what was kept before."""
    kept = dict(moments.kept)
    for judgement in done.unit.judgements:
        moment = _moment(moments, judgement, exercise)
        if moment is not None and _is_clearer(moment, kept.get(moment.id)):
            kept[moment.id] = moment
    return replace(moments, kept=kept)


def _moment(moments: Moments, judgement: Judgement, exercise: str) -> KeptMoment | None:
    """Return the moment of a broken line; None where no pose near it is remembered."""
    if judgement.verdict is not Verdict.NOT_MET or not moments.poses:
        return None
    middle_s = 0.5 * (judgement.from_s + judgement.to_s)
    pose = min(moments.poses, key=lambda each: abs(each.t_s - middle_s))
    return KeptMoment(exercise=exercise, judgement=judgement, pose=pose) if abs(pose.t_s - middle_s) <= 1.0 else None


def _is_clearer(moment: KeptMoment, before: KeptMoment | None) -> bool:
    return before is None or certainty(moment.judgement) > certainty(before.judgement)


def moments_text(moments: Moments) -> str:
    """Return the kept moments as JSON, to tenths of a pixel; poses only remembered are left out."""
    return json.dumps([_plain(each) for each in moments.kept.values()])


def moments_from(text: str) -> Moments:
    """Return what `moments_text` wrote; nothing for an empty text.

    Raises:
        ValueError: It is something else.
    """
    try:
        kept = [_from_plain(each) for each in json.loads(text)] if text else []
    except (KeyError, TypeError) as error:
        raise ValueError("these are no moments") from error
    return Moments(kept={each.id: each for each in kept})


def _plain(moment: KeptMoment) -> dict[str, object]:
    """Return one moment in JSON's own types."""
    pose = moment.pose
    return {
        "exercise": moment.exercise,
        "judgement": asdict(moment.judgement),
        "t_s": pose.t_s,
        "xy_px": np.round(pose.xy_px.astype(np.float64), 1).tolist(),
        "confidence": np.round(pose.confidence.astype(np.float64), 2).tolist(),
        "image_size_px": pose.image_size_px,
        "model": pose.model,
    }


def _from_plain(plain: dict[str, Any]) -> KeptMoment:
    """Return one moment; its world landmarks were not kept, as nothing shows them."""
    verdict = Verdict(plain["judgement"]["verdict"])
    width, height = plain["image_size_px"]
    pose = Pose(
        t_s=float(plain["t_s"]),
        xy_px=np.array(plain["xy_px"], dtype=np.float32).reshape(len(Landmark), 2),
        world_m=np.full((len(Landmark), 3), np.nan, dtype=np.float32),
        confidence=np.array(plain["confidence"], dtype=np.float32).reshape(len(Landmark)),
        image_size_px=(int(width), int(height)),
        model=str(plain["model"]),
    )
    judgement = Judgement(**{**plain["judgement"], "verdict": verdict})
    return KeptMoment(exercise=str(plain["exercise"]), judgement=judgement, pose=pose)
