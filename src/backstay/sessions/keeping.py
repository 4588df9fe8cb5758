"""Keeping a live session while it runs: each thing that happens, and the state to go on from."""

from collections.abc import Sequence
from datetime import UTC, datetime

from pydantic_core import to_json

from backstay.coaching.snapshot import restore, snapshot
from backstay.coaching.types import Output, Routine
from backstay.coaching.words import Stage
from backstay.errors import StoreError
from backstay.sessions.journal import Entry, Journal, this_process
from backstay.sessions.journal import SavedSession as Saved
from backstay.sessions.moments import Moments, moments_from, moments_text

SAVE_EVERY_S = 1.0
"""A running clock is saved this often; whatever else changes, at once (docs/design.md, section 9: within a second)."""


class Keeper:
    """Writes one session after another to a journal; a journal that cannot be written to is said, and nothing stops."""

    def __init__(self, journal: Journal) -> None:
        """Name the session, until one that was cut off is taken up."""
        self._journal = journal
        self._saved_s = float("-inf")
        self.session_id = _new_id()
        self.notice = ""

    def take_up(self) -> tuple[Routine, Moments] | None:
        """Return the session that was cut off; None without one, or if another version saved it."""
        saved = self._journal.unfinished()
        if saved is None:
            return None
        try:
            found = restore(saved.routine), moments_from(saved.moments)
        except ValueError:
            return None
        self.session_id = saved.session_id
        return found

    def begin_anew(self) -> None:
        """Name another session."""
        self.session_id, self._saved_s = _new_id(), float("-inf")

    def note(self, kind: str, t_s: float, what: object) -> None:
        """Keep something that happened."""
        entry = Entry(t_s=t_s, kind=kind, text=to_json(what, inf_nan_mode="strings").decode())
        try:
            self._journal.append(self.session_id, entry)
        except StoreError as error:
            self.notice = str(error)

    def keep(self, before: Routine, after: Routine, outputs: Sequence[Output], moments: Moments) -> None:
        """Keep what an input changed."""
        for done in after.done[len(before.done) :]:
            self.note("done", after.t_s, done)
        for output in outputs:
            self.note(type(output).__name__.lower(), after.t_s, output)
        if before.stage is not after.stage:
            self.note("stage", after.t_s, after.stage)
        is_due = after.stage is Stage.WORK and after.t_s - self._saved_s >= SAVE_EVERY_S
        if is_due or outputs or _milestone(before) != _milestone(after):
            self.save(after, moments)

    def save(self, routine: Routine, moments: Moments) -> None:
        """Keep the state."""
        self._saved_s = routine.t_s
        saved = Saved(
            session_id=self.session_id,
            saved_at=datetime.now(UTC),
            is_finished=routine.stage in {Stage.WELCOME, Stage.SUMMARY},
            process=this_process(),
            routine=snapshot(routine),
            moments=moments_text(moments),
        )
        try:
            self._journal.save(saved)
        except StoreError as error:
            self.notice = str(error)
        else:
            self.notice = ""


def _new_id() -> str:
    """Return a name that sorts by time."""
    return datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")


def _milestone(routine: Routine) -> tuple[object, ...]:
    """Return what must not be lost by a program that is killed."""
    tallies = tuple((tally.total, tally.held_s) for tally in routine.tallies)
    answers, ratings = tuple(routine.answers.items()), tuple(routine.ratings.items())
    here = (routine.stage, routine.bout, routine.asked, routine.mode, routine.paused, routine.is_muted)
    return (here, tallies, answers, ratings, len(routine.overrulings))
