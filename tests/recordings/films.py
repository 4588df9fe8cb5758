"""Recordings of poses for the replay tests: what each shows, and how it was made.

PYTHONPATH=src:tests python -m recordings.films           films the figure again and writes its recordings
PYTHONPATH=src:tests python -m recordings.films FOLDER    also takes over recordings of rendered clips from a folder

Only the points that are judged are kept, 10 to 13 times a second, so that a recording stays under 60 kB.
"""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from backstay.pose.types import Landmark, Sighting
from backstay.sessions.recordings import RecordingInfo, load_recording, save_recording
from figure.camera import FRONT, OBLIQUE_LEFT, SIDE_LEFT, SIDE_RIGHT, Camera
from figure.filming import Mishap, Take, film
from figure.movements import OTHERS
from figure.presses import Angel, seated_press, wall_angels
from figure.script import Performance
from figure.sitting import abdominal_brace
from figure.stretches import LEANING, Stretch, hip_flexor_stretch
from properties.judged import sightings_of, with_legs_seen

FOLDER = Path(__file__).parent
TAKE = Take(fps=10, seed=8)
JUDGED = (
    *("nose", "left_ear", "right_ear", "left_shoulder", "right_shoulder", "left_elbow", "right_elbow"),
    *("left_wrist", "right_wrist", "left_hip", "right_hip", "left_knee", "right_knee", "left_ankle", "right_ankle"),
    *("left_heel", "right_heel", "left_big_toe", "right_big_toe"),
)
PLACED = ("left_shoulder", "right_shoulder", "left_hip", "right_hip")
FASTEST_FPS = 13.0


@dataclass(frozen=True, kw_only=True)
class Filmed:
    """A film of the figure.

    Attributes:
        performs: What it does.
        camera: Where it is filmed from.
        take: How kindly.
        legs_seen: The legs are apart, so both are seen.
    """

    performs: Callable[[], Performance]
    camera: Camera = FRONT
    take: Take = TAKE
    legs_seen: bool = False


def angels(*each: Angel) -> Callable[[], Performance]:
    """Return wall angels, one after the other."""
    return lambda: wall_angels(each)


def both_sides() -> Performance:
    """Return a broken hold on one side, then one that leans forward on the other."""
    first = hip_flexor_stretch([Stretch(hold_s=9, broken_after_s=4)], front="left")
    return first.then(hip_flexor_stretch([Stretch(hold_s=5), replace(LEANING, hold_s=5)], front="right"))


PARTIAL = Angel(top_elevation_deg=100, top_elbow_flexion_deg=80)
LOST = Take(fps=10, seed=8, mishaps=(Mishap(kind="lost", began_s=9.0, ended_s=12.0),))
FILMS = {
    "wall_angel_good_front": Filmed(performs=angels(Angel(), Angel(rest_s=0.0), Angel())),
    "wall_angel_partial_oblique": Filmed(performs=angels(Angel(), PARTIAL, Angel()), camera=OBLIQUE_LEFT),
    "wall_angel_fast_front": Filmed(performs=angels(Angel(), Angel(up_s=0.6, down_s=0.7), Angel())),
    "wall_angel_uneven_front": Filmed(performs=angels(Angel(), Angel(left_short_deg=30), Angel())),
    "wall_angel_side": Filmed(performs=angels(Angel(), Angel()), camera=SIDE_LEFT),
    "wall_angel_lost_front": Filmed(performs=angels(Angel(), Angel(), Angel()), take=LOST),
    "jumping_jacks_front": Filmed(performs=OTHERS["jumping_jacks"]),
    "arm_raises_front": Filmed(performs=OTHERS["raises_overhead"]),
    "arm_circles_front": Filmed(performs=OTHERS["arm_circles"]),
    "overhead_stretch_oblique": Filmed(performs=OTHERS["overhead_stretch"], camera=OBLIQUE_LEFT),
    "seated_press_front": Filmed(performs=seated_press),
    "squats_front": Filmed(performs=OTHERS["squats"]),
    "walking_front": Filmed(performs=OTHERS["walking_about"]),
    "single_arm_front": Filmed(performs=OTHERS["single_arm_press"]),
    "hip_flexor_both_sides": Filmed(performs=both_sides, camera=SIDE_LEFT, legs_seen=True),
    "split_squat_side": Filmed(performs=OTHERS["split_squat_held"], camera=SIDE_RIGHT, legs_seen=True),
    "brace_faults_side": Filmed(
        performs=lambda: abdominal_brace((5, 5, 5), ("", "slouch", "one_foot_off_floor")), camera=SIDE_LEFT
    ),
}
DEGRADED = (
    "brace_45_shaky",
    "hip_flexor_knee_wrongside_noisy",
    "wall_angel_faults_45_tipped_up",
    "wall_angel_faults_front_hands_out",
    "wall_angel_faults_side_blurred",
    "wall_angel_faults_side_far",
    "wall_angel_faults_side_feet_out",
    "wall_angel_faults_side_furniture",
    "wall_angel_faults_side_hands_out",
    "wall_angel_faults_side_second_person",
)
"""Rendered clips as benchmarks/robustness makes them worse: the clip's name, then the degradation's."""
RENDERED = (
    "wall_angel_good_front",
    "wall_angel_faults_45",
    "wall_angel_portrait_dim",
    "hip_flexor_oblique",
    "brace_good_side",
)
"""Our own clips of rendered people, as BlazePose saw them."""


def slimmed(sightings: Iterable[Sighting]) -> list[Sighting]:
    """Return sightings thinned to a dozen a second, with nothing in them that no measure reads."""
    kept, last_s = [], -np.inf
    unread = [point for point in Landmark if point.name.lower() not in JUDGED]
    unplaced = [point for point in Landmark if point.name.lower() not in PLACED]
    for sighting in sightings:
        if sighting.pose.t_s - last_s < 0.98 / FASTEST_FPS:
            continue
        last_s = sighting.pose.t_s
        pose = sighting.pose
        xy_px, world_m, confidence = pose.xy_px.copy(), pose.world_m.copy(), pose.confidence.copy()
        xy_px[unread], world_m[unplaced], confidence[unread] = np.nan, np.nan, 0
        kept.append(replace(sighting, pose=replace(pose, xy_px=xy_px, world_m=world_m, confidence=confidence)))
    return kept


def write_figure(name: str, filmed: Filmed) -> None:
    """Film the figure and save what is seen."""
    poses = film(filmed.performs(), camera=filmed.camera, take=filmed.take)
    poses = with_legs_seen(poses) if filmed.legs_seen else poses
    info = RecordingInfo(
        source=f"{name} (figure)",
        image_size_px=poses[0].image_size_px,
        model="full",
        weights_sha256="0" * 64,
        backstay_version="0.1.0",
    )
    save_recording(FOLDER / f"figure_{name}.parquet", slimmed(sightings_of(poses)), info)


def main(arguments: list[str]) -> None:
    """Write the figure's recordings, and take over rendered ones where a folder is named."""
    for name, filmed in FILMS.items():
        write_figure(name, filmed)
    for folder in arguments:
        for name in RENDERED:
            recording = load_recording(Path(folder) / f"synthetic-{name}.parquet")
            save_recording(FOLDER / f"rendered_{name}.parquet", slimmed(recording.sightings), recording.info)
        for name in DEGRADED:
            recording = load_recording(Path(folder) / f"degraded-{name}.parquet")
            save_recording(FOLDER / f"degraded_{name}.parquet", slimmed(recording.sightings), recording.info)


if __name__ == "__main__":
    main(sys.argv[1:])
