"""A lock on a folder that many programs can share and one can have alone; it goes with the program that holds it.

SQLite's own locks on an empty file do this alike on every system, and a killed program leaves none behind.
"""

import sqlite3
from pathlib import Path

from backstay.errors import StoreError

WAIT_S = 10.0
"""Longer than any migration of some years of sessions takes."""
SHARED = ("BEGIN", "SELECT count(*) FROM sqlite_master")
ALONE = ("BEGIN EXCLUSIVE",)


class FolderLock:
    """One program's hold on a folder."""

    def __init__(self, path: Path, wait_s: float = WAIT_S) -> None:
        """Use a lock file, made if it does not exist.

        Args:
            path: The file; nothing is ever written into it.
            wait_s: How long to wait for other programs.
        """
        self._path, self._wait_s = path, wait_s
        self._held: sqlite3.Connection | None = None

    def share(self) -> None:
        """Hold the folder together with others.

        Raises:
            StoreError: Another program has it alone for too long, or there is no writing in the folder.
        """
        self._take(SHARED)

    def take_alone(self) -> None:
        """Hold the folder alone.

        Raises:
            StoreError: Another program uses it, or there is no writing in the folder.
        """
        self._take(ALONE)

    def release(self) -> None:
        """Let the folder go."""
        if self._held is not None:
            self._held.close()
            self._held = None

    def _take(self, statements: tuple[str, ...]) -> None:
        self.release()
        try:
            held = sqlite3.connect(self._path, timeout=self._wait_s, isolation_level=None, check_same_thread=False)
        except sqlite3.Error as error:
            raise self._trouble(error) from error
        try:
            for statement in statements:
                held.execute(statement).fetchall()
        except sqlite3.Error as error:
            held.close()
            raise self._trouble(error) from error
        self._held = held

    def _trouble(self, error: sqlite3.Error) -> StoreError:
        """Return why the folder cannot be had."""
        if "locked" in str(error):
            return StoreError(f"{self._path.parent}: another Backstay is using this folder. Close it and try again.")
        return StoreError(
            f"{self._path.parent}: nothing can be kept in this folder ({error}). Check its rights and the room left, "
            f"or set BACKSTAY_DATA to another one."
        )
