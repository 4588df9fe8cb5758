"""The clips that come with the program: one good performance of each exercise."""

from pathlib import Path

from backstay.exercises.types import Exercise

FOLDER = Path(__file__).parents[1] / "demonstrations"


def demonstration_url(exercise: Exercise) -> str | None:
    """Return where the page finds an exercise's clip, from its best view if there is one; None without any."""
    clips = sorted(FOLDER.glob(f"{exercise.id}_*.mp4"))
    best = [clip for clip in clips if clip.stem == f"{exercise.id}_{exercise.views.best}"]
    chosen = best or clips
    return f"/demonstrations/{chosen[0].name}" if chosen else None


def demonstration(name: str) -> Path | None:
    """Return a clip by its file name; None for anything else."""
    return next((clip for clip in FOLDER.glob("*.mp4") if clip.name == name), None)
