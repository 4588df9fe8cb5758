"""The store as the place where live sessions are kept for good."""

from dataclasses import replace

from backstay.coaching.types import Routine
from backstay.memory.recording import session_record
from backstay.memory.store import Store
from backstay.sessions.journal import SavedSession


class StoreShelf:
    """Keeps sessions in a store; implements `sessions.keeping.Shelf`."""

    def __init__(self, store: Store) -> None:
        """Keep sessions in this store."""
        self._store = store

    def keep_session(self, saved: SavedSession, routine: Routine) -> None:
        """Keep a session if there is anything in it; what was added to it since it ended stays.

        Raises:
            StoreError: It cannot be kept.
        """
        record = session_record(saved, routine)
        if record is None:
            return
        known = self._store.find_session(record.person, record.id)
        if known is not None:
            record = replace(record, note=known.note, pain_next_morning=known.pain_next_morning)
        self._store.save_session(record)
