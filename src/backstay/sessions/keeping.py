"""Keeping a live session while it runs, and handing it over for good once it is done."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Protocol

from pydantic_core import to_json

from backstay.coaching.snapshot import restore, snapshot
from backstay.coaching.types import Output, Routine
from backstay.coaching.words import Stage
from backstay.errors import StoreError
from backstay.sessions.journal import (
    About,
    Entry,
    Journal,
    SavedSession,
    is_of_another,
    is_open,
    this_process,
    unfinished,
)
from backstay.sessions.moments import Moments, moments_from, moments_text
from backstay.sessions.poses import LiveFrame, NoPoses, PoseKeeper

SAVE_EVERY_S = 1.0
"""A running clock is saved this often; whatever else changes, at once (docs/design.md, section 9: within a second)."""


class Shelf(Protocol):
    """Where sessions that are done are kept for good."""

    def keep_session(self, saved: SavedSession, routine: Routine) -> None:
        """Keep a session, in place of the same one kept before.

        Raises:
            StoreError: It cannot be kept.
        """
        ...


class Keeper:
    """Keeps one session after another; what cannot be written is said, and nothing stops.

    A session is in the journal while it runs and on the shelf from its summary on. It leaves the journal only when it
    is on the shelf and nothing can be added to it any more.
    """

    def __init__(
        self, journal: Journal, about: About | None = None, shelf: Shelf | None = None, poses: PoseKeeper | None = None
    ) -> None:
        """Name the session, until one that was cut off is taken up.

        Args:
            journal: Where a session is kept while it runs.
            about: Whose sessions these are.
            shelf: Where they are kept for good.
            poses: Where their poses go.
        """
        self._journal, self._shelf, self._poses = journal, shelf, poses or NoPoses()
        self._about = self._about_first = about or About()
        self._saved_s = float("-inf")
        self._began: tuple[datetime, float] | None = None
        self._trouble = self._greeting = ""
        self.session_id = _new_id()

    @property
    def notice(self) -> str:
        """Return what cannot be kept, and why, or what was found on opening; usually empty."""
        return self._trouble or self._poses.trouble or self._greeting

    @property
    def provenance(self) -> Mapping[str, str]:
        """Return what makes the session."""
        return self._about.provenance

    def greet(self, notice: str) -> None:
        """Have something said until a session begins, such as that a damaged database was set aside."""
        self._greeting = notice

    def take_up(self) -> tuple[Routine, Moments] | None:
        """Return the session that was cut off; None without one, or if another version saved it."""
        saved = unfinished(self._journal, self._about.person)
        if saved is None:
            return None
        try:
            found = restore(saved.routine), moments_from(saved.moments)
        except ValueError:
            return None
        self.session_id, self._about = saved.session_id, saved.about
        self._began = (saved.began_at, saved.began_s) if saved.began_at is not None else None
        return found

    def follow(self, about: About) -> None:
        """Have the session that is about to begin be about something else: another program, the pain before it.

        Args:
            about: Its program, version and pain are taken over, and what its provenance says; the person stays.
        """
        self._about = replace(
            self._about,
            program=about.program,
            program_version=about.program_version,
            pain_before=about.pain_before,
            provenance={**self._about.provenance, **about.provenance},
        )

    def begin_anew(self) -> None:
        """Name another session; the one before leaves the journal if it is on the shelf."""
        self.finish()
        self.session_id, self._saved_s = _new_id(), float("-inf")
        self._began, self._about = None, self._about_first

    def finish(self) -> None:
        """Write what is not written yet, and take sessions that are on the shelf out of the journal."""
        self._poses.finish()
        if self._shelf is not None:
            self._trouble = settle(self._journal, self._shelf) or self._trouble

    def note(self, kind: str, t_s: float, what: object) -> None:
        """Keep something that happened."""
        entry = Entry(t_s=t_s, kind=kind, text=to_json(what, inf_nan_mode="strings").decode())
        try:
            self._journal.append(self.session_id, entry)
        except StoreError as error:
            self._trouble = str(error)

    def see(self, frame: LiveFrame) -> None:
        """Keep the poses of a frame, and which model has looked."""
        self._poses.keep(self.session_id, frame)
        known = self._about.provenance.get("pose_model", "")
        model = frame.sighting.pose.model
        if model not in known.split(", then "):
            looked = {"pose_model": f"{known}, then {model}" if known else model}
            provenance = {**self._about.provenance, **looked, "weights_sha256": frame.weights_sha256}
            self._about = replace(self._about, provenance=provenance)

    def keep(self, before: Routine, after: Routine, outputs: Sequence[Output], moments: Moments) -> None:
        """Keep what an input changed."""
        for done in after.done[len(before.done) :]:
            self.note("done", after.t_s, done)
        for output in outputs:
            self.note(type(output).__name__.lower(), after.t_s, output)
        if before.stage is not after.stage:
            self.note("stage", after.t_s, after.stage)
        is_milestone = _milestone(before) != _milestone(after)
        is_due = after.stage is Stage.WORK and after.t_s - self._saved_s >= SAVE_EVERY_S
        if is_due or outputs or is_milestone:
            self.save(after, moments, is_lasting=is_milestone)

    def save(self, routine: Routine, moments: Moments, *, is_lasting: bool = True, is_over: bool = False) -> None:
        """Keep the state, on the shelf too once the session is done.

        Args:
            routine: The session.
            moments: Its kept moments.
            is_lasting: Whether it must outlast the machine's power.
            is_over: Whether it ends here, wherever it stands.
        """
        self._saved_s = routine.t_s
        if routine.stage is not Stage.WELCOME:
            self._began, self._greeting = self._began or (datetime.now(UTC), routine.t_s), ""
        saved = self._saved(routine, moments, is_over=is_over)
        try:
            self._journal.save(saved, is_lasting=is_lasting)
            if self._shelf is not None and (is_over or routine.stage is Stage.SUMMARY):
                self._shelf.keep_session(saved, routine)
        except StoreError as error:
            self._trouble = str(error)
        else:
            self._trouble = ""

    def _saved(self, routine: Routine, moments: Moments, *, is_over: bool) -> SavedSession:
        """Return the state as the journal takes it."""
        began_at, began_s = self._began or (None, 0.0)
        return SavedSession(
            session_id=self.session_id,
            about=self._about,
            began_at=began_at,
            began_s=began_s,
            saved_at=datetime.now(UTC),
            is_finished=is_over or routine.stage in {Stage.WELCOME, Stage.SUMMARY},
            process=this_process(),
            routine=snapshot(routine),
            moments=moments_text(moments),
        )


def settle(journal: Journal, shelf: Shelf) -> str:
    """Put every session that cannot go on onto the shelf and out of the journal; return what went wrong, if anything.

    A fresh session that was cut off is left to whoever resumes or closes it, one of another running program to that,
    and one that another version saved, or that is nobody's, stays as it is.
    """
    trouble = ""
    for saved in journal.saved():
        if is_open(saved) or is_of_another(saved.process) or not saved.about.person:
            continue
        try:
            shelf.keep_session(saved, restore(saved.routine))
            journal.remove(saved.session_id)
        except ValueError:
            continue
        except StoreError as error:
            trouble = str(error)
    return trouble


def _new_id() -> str:
    """Return a name that sorts by time."""
    return datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")


def _milestone(routine: Routine) -> tuple[object, ...]:
    """Return what must not be lost by a program that is killed."""
    tallies = tuple((tally.total, tally.held_s) for tally in routine.tallies)
    answers, ratings = tuple(routine.answers.items()), tuple(routine.ratings.items())
    here = (routine.stage, routine.bout, routine.asked, routine.mode, routine.paused, routine.is_muted)
    return (here, tallies, answers, ratings, len(routine.overrulings))
