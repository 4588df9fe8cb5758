"""Kept poses -> TRC markers and MOT coordinates, as OpenSim reads them; signs are turned here and nowhere else.

TRC: world landmarks as the model gives them, metres from the middle of the hips; X towards the camera, Y up, Z to the
right of somebody who faces it. The model's depth is a guess, so angles from these markers are coarse: 12 to 26 degrees
wrong at the elbow (docs/design.md, section 11). MOT: the angles of the picture, in degrees, under the names of the
Rajagopal model; a coordinate that no view of the recording shows is left out, an unseen moment is `nan`.

Source:
    OpenSim documentation, "Marker (.trc) files" and "Motion (.mot) files"; Rajagopal et al. 2016, IEEE TBME 63:2068;
    Wu et al. 2002, 2005 (flexion and adduction positive).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from backstay.kinematics.types import Readings
from backstay.pose.types import Landmark, Pose

Array = NDArray[np.float64]
LONGEST_BRIDGE_S = 0.3
"""A hole longer than this stays one; docs/design.md: holes of up to 0.3 s are filled."""
SURE_FROM = 0.5
"""A landmark below this is a guess; evidence.md 8 (default confidence)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coordinate:
    """A coordinate of OpenSim's and the measure it is made from.

    Attributes:
        name: As the Rajagopal model calls it.
        measure: Ours.
        sign: 1.0 where both turn the same way.
    """

    name: str
    measure: str
    sign: float


COORDINATES = (
    *(
        Coordinate(name=f"{name}_{side[0]}", measure=f"{side}_{measure}", sign=sign)
        for side in ("right", "left")
        for name, measure, sign in (
            ("hip_flexion", "hip_flexion_deg", 1.0),
            ("knee_angle", "knee_flexion_deg", 1.0),
            ("arm_add", "shoulder_elevation_deg", -1.0),  # adduction is positive there, raising the arm here
            ("elbow_flex", "elbow_flexion_deg", 1.0),
        )
    ),
    Coordinate(name="lumbar_extension", measure="trunk_inclination_deg", sign=-1.0),  # leaning back is positive there
)


def trc(poses: Sequence[Pose], name: str) -> bytes:
    """Return the landmarks as a marker file.

    Args:
        poses: In order, with one person.
        name: The file's own name, which stands in its first line.
    """
    t_s = np.array([pose.t_s for pose in poses])
    world = np.stack([_in_opensim(pose).ravel() for pose in poses])
    times_s, rows, rate_hz = _even(t_s, world)
    markers = [landmark.name.lower() for landmark in Landmark]
    numbers = range(1, len(markers) + 1)
    head = [
        f"PathFileType\t4\t(X/Y/Z)\t{name}",
        "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames",
        f"{rate_hz}\t{rate_hz}\t{len(times_s)}\t{len(markers)}\tm\t{rate_hz}\t1\t{len(times_s)}",
        "Frame#\tTime\t" + "\t\t\t".join(markers) + "\t\t",
        "\t\t" + "\t".join(f"{axis}{number}" for number in numbers for axis in "XYZ"),
        "",
    ]
    body = (
        f"{number}\t{at_s:.6f}\t" + "\t".join(_cell(value) for value in row)
        for number, (at_s, row) in enumerate(zip(times_s, rows, strict=True), start=1)
    )
    return "\n".join((*head, *body, "")).encode()


def mot(readings: Sequence[Readings], name: str) -> bytes:
    """Return the angles as a motion file.

    Args:
        readings: One a frame, in order.
        name: What the motion is called, in its first line.
    """
    t_s = np.array([each.t_s for each in readings])
    columns = {each.name: _column(readings, each) for each in COORDINATES}
    seen = {key: values for key, values in columns.items() if np.isfinite(values).any()}
    table = np.stack(list(seen.values()), axis=1) if seen else np.empty((len(t_s), 0))
    times_s, rows, _ = _even(t_s, table)
    head = [name, "version=1", f"nRows={len(times_s)}", f"nColumns={len(seen) + 1}", "inDegrees=yes", "endheader"]
    body = (
        "\t".join((f"{at_s:.6f}", *(_cell(value) for value in row))) for at_s, row in zip(times_s, rows, strict=True)
    )
    return "\n".join((*head, "\t".join(("time", *seen)), *body, "")).encode()


def _column(readings: Sequence[Readings], coordinate: Coordinate) -> Array:
    """Return one coordinate over time, with OpenSim's sign."""
    return coordinate.sign * np.array([each.values[coordinate.measure] for each in readings])


def _in_opensim(pose: Pose) -> Array:
    """Return landmarks (landmark, 3) in OpenSim's axes: x right, y down, z away become X nearer, Y up, Z left."""
    right, down, away = pose.world_m.astype(np.float64).T
    turned = np.stack((-away, -down, -right), axis=1)
    turned[pose.confidence < SURE_FROM] = np.nan
    return turned


def _even(t_s: Array, table: Array) -> tuple[Array, Array, int]:
    """Return times at an even rate, the table (time, column) there, and the rate in Hz; OpenSim's filters need that."""
    step_s = float(np.median(np.diff(t_s))) if len(t_s) > 1 else 1.0
    rate_hz = max(1, round(1.0 / step_s)) if step_s > 0.0 else 1
    times_s = t_s[0] + np.arange(int((t_s[-1] - t_s[0]) * rate_hz) + 1) / rate_hz
    after = np.clip(np.searchsorted(t_s, times_s), 1 if len(t_s) > 1 else 0, len(t_s) - 1)
    before = np.maximum(after - 1, 0)
    gap_s = np.maximum(t_s[after] - t_s[before], np.finfo(np.float64).tiny)
    share = ((times_s - t_s[before]) / gap_s)[:, np.newaxis]
    rows = table[before] + share * (table[after] - table[before])
    rows[gap_s > LONGEST_BRIDGE_S] = np.nan
    return times_s, rows, rate_hz


def _cell(value: float) -> str:
    """Return a number as it stands in the file; OpenSim counts empty cells at a line's end too few, so `nan`."""
    return f"{value:.6f}" if np.isfinite(value) else "nan"
