"""What a rendered clip truly shows: the file `NAME.truth.json.gz` beside `NAME.mp4`."""

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from backstay.kinematics.types import ViewLabel

SUFFIX = ".truth.json.gz"
VIEWS = {
    "front": ViewLabel.FRONT,
    "left": ViewLabel.SIDE_LEFT,
    "right": ViewLabel.SIDE_RIGHT,
    "front45_left": ViewLabel.FRONT_OBLIQUE,
    "front45_right": ViewLabel.FRONT_OBLIQUE,
}
JOINTS_OF_ANGLE = {
    "elbow": ("shoulder", "elbow", "wrist"),
    "knee": ("hip", "knee", "ankle"),
    "arm_elevation": ("shoulder", "elbow"),
    "shank_forward": ("knee", "ankle"),
}
"""What must be seen for a true angle to be readable; of the trunk, nothing in particular."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One repetition or hold as performed; a hold that was broken and taken up again is one unit.

    Attributes:
        began_s: Leaving the start pose, or reaching the position.
        ended_s: Regaining the start pose, or leaving the position for good.
        held_s: Seconds in between, without breaks.
        peak_deg: Highest elevation of the arms, mean of both.
        faults: Scripted faults that cover more than half of it, or lie in it by more than half of themselves.
    """

    began_s: float
    ended_s: float
    held_s: float
    peak_deg: float
    faults: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A scripted fault, at full strength from `began_s` to `ended_s`."""

    name: str
    began_s: float
    ended_s: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Truth:
    """Everything that is known of a clip.

    Attributes:
        exercise: Id of the exercise performed.
        view: Where the camera stands.
        fps: Frames per second.
        t_s: float (frame,).
        angles_deg: Name of a true angle to float (frame,).
        seen: Name of a joint to bool (frame,), whether the camera sees it.
        units: Repetitions or holds, in order.
        faults: Scripted faults.
        stretched_side: "left" or "right" hip; None where no side is stretched.
    """

    exercise: str
    view: ViewLabel
    fps: float
    t_s: NDArray[np.float64]
    angles_deg: Mapping[str, NDArray[np.float64]]
    seen: Mapping[str, NDArray[np.bool_]]
    units: tuple[Unit, ...]
    faults: tuple[Fault, ...]
    stretched_side: str | None

    def is_readable(self, angle: str) -> NDArray[np.bool_]:
        """Return bool (frame,): whether this angle's joints are seen and, from the side, its limb is the near one."""
        base, _, side = angle.rpartition("_")
        if side not in {"L", "R"}:
            return np.ones(self.t_s.size, dtype=np.bool_)
        far = {ViewLabel.SIDE_LEFT: "R", ViewLabel.SIDE_RIGHT: "L"}.get(self.view)
        is_seen = np.array([self.seen[f"{joint}_{side}"] for joint in JOINTS_OF_ANGLE[base]]).all(axis=0)
        return np.logical_and(is_seen, side != far)


def truth_path(clip: Path) -> Path:
    """Return where a clip's truth lies."""
    return clip.with_name(clip.stem + SUFFIX)


def load_truth(clip: Path) -> Truth:
    """Return what a clip truly shows."""
    with gzip.open(truth_path(clip), "rt") as file:
        content = json.load(file)
    meta, frames = content["meta"], content["frames"]
    t_s = np.array(frames["t"], dtype=np.float64)
    angles = np.array(frames["angles_deg"], dtype=np.float64)
    seen = np.array([[flag == "1" for flag in flags] for flags in frames["visible"]])
    faults = tuple(Fault(name=each["name"], began_s=each["start"], ended_s=each["end"]) for each in content["faults"])
    by_angle = dict(zip(content["angle_names"], angles.T, strict=True))
    side = (meta.get("side") or {}).get("stretched_hip", "")
    return Truth(
        exercise=meta["scene"],
        view=VIEWS[meta["view"]],
        fps=meta["fps"],
        t_s=t_s,
        angles_deg=by_angle,
        seen=dict(zip(content["joint_names"], seen.T, strict=True)),
        units=tuple(_unit(spans, faults, t_s, by_angle) for spans in _spans_of_units(content)),
        faults=faults,
        stretched_side={"L": "left", "R": "right"}.get(side),
    )


def overlap_s(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the seconds that two intervals share."""
    return max(0.0, min(a[1], b[1]) - max(a[0], b[0]))


def _spans_of_units(content: Mapping[str, Any]) -> list[list[tuple[float, float]]]:
    """Return the spans of each unit; repetitions have one, broken holds several."""
    if content["meta"]["scene"] == "wall_angel":
        return [[(each["start"], each["end"])] for each in content["reps"]]
    parts: dict[int, list[tuple[float, float]]] = {}
    for each in content["holds"]:
        parts.setdefault(each["rep"], []).append((each["start"], each["end"]))
    return list(parts.values())


def _unit(
    spans: list[tuple[float, float]],
    faults: tuple[Fault, ...],
    t_s: NDArray[np.float64],
    angles_deg: Mapping[str, NDArray[np.float64]],
) -> Unit:
    began_s, ended_s = spans[0][0], spans[-1][1]
    within = (t_s >= began_s) & (t_s <= ended_s)
    arms_deg = (angles_deg["arm_elevation_L"] + angles_deg["arm_elevation_R"]) / 2.0
    return Unit(
        began_s=began_s,
        ended_s=ended_s,
        held_s=sum(end - start for start, end in spans),
        peak_deg=float(np.max(arms_deg[within], initial=0.0)),
        faults=frozenset(each.name for each in faults if _belongs(each, began_s, ended_s)),
    )


def _belongs(fault: Fault, began_s: float, ended_s: float) -> bool:
    shared_s = overlap_s((began_s, ended_s), (fault.began_s, fault.ended_s))
    return shared_s > 0.5 * min(ended_s - began_s, fault.ended_s - fault.began_s)
