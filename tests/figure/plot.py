"""Draw a contact sheet of a movement as stick figures, so that a person can look at what the tests are fed.

Run from the folder of tests: `PYTHONPATH=../src python -m figure.plot wall_angel out.png --views front side_left`.
"""

import argparse
from pathlib import Path

import numpy as np

from backstay.pose.types import Landmark, Pose
from figure.camera import VIEWS
from figure.filming import EXACT, Take, film
from figure.movements import MOVEMENTS

LEFT_COLOUR, RIGHT_COLOUR, MIDDLE_COLOUR = "tab:blue", "tab:red", "0.4"
SIDE_BONES = [
    *(("SHOULDER", "ELBOW"), ("ELBOW", "WRIST"), ("WRIST", "INDEX"), ("WRIST", "PINKY"), ("WRIST", "THUMB")),
    *(("SHOULDER", "HIP"), ("HIP", "KNEE"), ("KNEE", "ANKLE"), ("ANKLE", "HEEL"), ("HEEL", "BIG_TOE")),
    *(("ANKLE", "BIG_TOE"), ("EYE", "EAR")),
]
MIDDLE_BONES = [
    *(("LEFT_SHOULDER", "RIGHT_SHOULDER"), ("LEFT_HIP", "RIGHT_HIP"), ("LEFT_EYE", "RIGHT_EYE")),
    *(("LEFT_EYE", "NOSE"), ("RIGHT_EYE", "NOSE"), ("MOUTH_LEFT", "MOUTH_RIGHT")),
]


def bones() -> list[tuple[Landmark, Landmark, str]]:
    """Return every line to draw: from, to, colour."""
    lines = [(Landmark[first], Landmark[last], MIDDLE_COLOUR) for first, last in MIDDLE_BONES]
    for side, colour in (("LEFT", LEFT_COLOUR), ("RIGHT", RIGHT_COLOUR)):
        lines += [(Landmark[f"{side}_{first}"], Landmark[f"{side}_{last}"], colour) for first, last in SIDE_BONES]
    return lines


def draw(axes: object, pose: Pose) -> None:
    """Draw one pose in its picture; the person's left is blue."""
    for first, last, colour in bones():
        (x0, y0), (x1, y1) = pose[first], pose[last]
        axes.plot([x0, x1], [y0, y1], color=colour, linewidth=1.2)
    width, height = pose.image_size_px
    axes.set(xlim=(0, width), ylim=(height, 0), xticks=[], yticks=[], aspect="equal")
    axes.set_title(f"{pose.t_s:.1f} s", fontsize=6, pad=1)


def contact_sheet(movement: str, views: list[str], frames: int, take: Take) -> object:
    """Return a matplotlib figure: one row a view, pictures evenly spread in time."""
    from matplotlib.figure import Figure

    sheet = Figure(figsize=(1.9 * frames, 1.6 * len(views)), layout="constrained")
    grid = sheet.subplots(len(views), frames, squeeze=False)
    performance = MOVEMENTS[movement]()
    for row, view in zip(grid, views, strict=True):
        poses = film(performance, camera=VIEWS[view], take=take)
        for axes, index in zip(row, np.linspace(0, len(poses) - 1, frames).astype(int), strict=True):
            draw(axes, poses[index])
        row[0].set_ylabel(view, fontsize=6)
    sheet.suptitle(movement, fontsize=8)
    return sheet


def main() -> None:
    """Read the command line and write the picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("movement", choices=MOVEMENTS)
    parser.add_argument("picture", type=Path)
    parser.add_argument("--views", nargs="+", choices=VIEWS, default=["front", "side_left"])
    parser.add_argument("--frames", type=int, default=10)
    parser.add_argument("--take", choices=["exact", "blazepose"], default="exact")
    chosen = parser.parse_args()
    take = EXACT if chosen.take == "exact" else Take()
    contact_sheet(chosen.movement, chosen.views, chosen.frames, take).savefig(chosen.picture, dpi=110)


if __name__ == "__main__":
    main()
