"""Where things are kept: the user's data folder, and what lies in it."""

import os
from pathlib import Path

import platformdirs

DATA_VARIABLE = "BACKSTAY_DATA"
DATABASE_VARIABLE = "BACKSTAY_DATABASE_URL"
DATABASE_NAME = "backstay.sqlite3"


def data_folder() -> Path:
    """Return where everything is kept: the user's data folder, or the one that BACKSTAY_DATA names."""
    named = os.environ.get(DATA_VARIABLE)
    return Path(named) if named else Path(platformdirs.user_data_path("backstay"))


def database_url() -> str | None:
    """Return the database that BACKSTAY_DATABASE_URL names; None for the one in the data folder."""
    return os.environ.get(DATABASE_VARIABLE) or None


def journals_in(folder: Path) -> Path:
    """Return where sessions under way are journalled."""
    return folder / "live"


def set_aside_in(folder: Path) -> Path:
    """Return where journals go that cannot be read."""
    return folder / "set_aside"


def recordings_in(folder: Path) -> Path:
    """Return where poses of sessions are kept, a folder a person and in it one a session."""
    return folder / "recordings"
