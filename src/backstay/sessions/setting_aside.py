"""Journals that nobody can read: moved aside with their date, never removed, and said once."""

from datetime import UTC, datetime
from pathlib import Path

from backstay.coaching.snapshot import restore
from backstay.sessions.journal import FRESH, is_of_another, read_state

NAME = "{session}.unreadable-{when:%Y%m%d-%H%M%S}"


def set_aside_unreadable(journals: Path, aside: Path, now: datetime) -> str:
    """Move every old journal that this Backstay cannot read out of the way, and say so; empty where there is none.

    Args:
        journals: Where sessions under way are journalled.
        aside: Where they go; made where it is needed.
        now: Aware. What was written within the last three hours may be another program's, and stays.
    """
    if not journals.is_dir():
        return ""
    try:
        found = sorted(each for each in journals.iterdir() if each.is_dir())
        unreadable = [each for each in found if _is_old(each, now) and not _is_readable(each)]
        moved = [_moved(each, aside, now) for each in unreadable]
    except OSError as error:
        return f"{journals}: a session that cannot be read is in the way ({error.strerror}). Check the folder's rights."
    if not moved:
        return ""
    what, it = ("The journal of a session", "it is")
    if len(moved) > 1:
        what, it = (f"The journals of {len(moved)} sessions", "they are")
    says = f"{what} could not be read, torn or from another version: {it} set aside in {aside}"
    return f"{says} ({', '.join(moved)}), and nothing of it is in the history."


def _is_old(folder: Path, now: datetime) -> bool:
    """Return whether nothing was written into a journal for longer than a session can be resumed."""
    newest = max(each.stat().st_mtime for each in (folder, *folder.iterdir()))
    return now - datetime.fromtimestamp(newest, UTC) > FRESH


def _is_readable(folder: Path) -> bool:
    """Return whether a journal can still become a record, or is another running program's."""
    saved = read_state(folder / "state.json")
    if saved is None:
        return False
    try:
        restore(saved.routine)
    except ValueError:
        return is_of_another(saved.process)
    return True


def _moved(folder: Path, aside: Path, now: datetime) -> str:
    """Move a journal, beside whatever has its name already, and return its new name."""
    aside.mkdir(parents=True, exist_ok=True, mode=0o700)
    name, number = NAME.format(session=folder.name, when=now.astimezone()), 1
    while (aside / name).exists():
        number += 1
        name = f"{NAME.format(session=folder.name, when=now.astimezone())}-{number}"
    folder.rename(aside / name)
    return name
