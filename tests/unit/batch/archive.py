"""A small archive for tests: recordings of poses, which need no pose model, and files that are none."""

from pathlib import Path

from backstay.batch.finding import find_videos, jobs_for_all
from backstay.batch.places import Place
from backstay.batch.plan import Entry
from backstay.batch.types import Job
from backstay.exercises.loading import find_exercise
from figure.filming import Take, film
from figure.presses import Angel, wall_angels
from unit.cli.commands import record

HALF = Angel(top_elevation_deg=100, top_elbow_flexion_deg=80)


def fill(folder: Path) -> Path:
    """Write two wall angels, one with a name that HTML must escape, and two bad files."""
    for name, angels in (("anna/day 1.parquet", [Angel(), HALF]), ("b<i>ea/tag_2.parquet", [Angel()])):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        record(path, film(wall_angels(angels), take=Take(fps=10, seed=1)))
    (folder / "broken.parquet").write_bytes(b"PAR1 is how it begins")
    (folder / "text.mp4").write_text("Not a video.\n" * 50)
    (folder / "notes.txt").write_text("left alone")
    return folder


def jobs_in(folder: Path, out: str = "elsewhere", exercise: str = "wall_angel") -> tuple[Job, ...]:
    """Return a job for each video of a folder."""
    videos = find_videos(Place(str(folder)), Place(out))
    return jobs_for_all(videos, Entry(path="", exercise=find_exercise(exercise)), "full")
