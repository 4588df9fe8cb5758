"""Run by the fault tests: forks, for every line it reads, a program that coaches one session after another for ever.

The programs are real processes to be killed; forking spares them the seconds of importing. Whatever a program has told
its page it writes down at once, as `told SESSION REPETITIONS STAGE`.
"""

import os
import sys
from pathlib import Path

from backstay.coaching.types import Rated
from backstay.coaching.words import Command, PauseReason, Rating, Stage
from backstay.memory.opening import open_store
from backstay.memory.shelf import StoreShelf
from backstay.sessions.eyes import ArrivedFrame
from backstay.sessions.journal import About, FileJournal
from backstay.sessions.keeping import Keeper, settle
from backstay.sessions.live import LiveUpdate
from backstay.sessions.poses import FilePoses
from backstay.sessions.seeing import recall
from unit.sessions.filming import PICTURE, Studio

REPETITIONS = 2
FPS = 8
"""Enough to count by, and a repetition is over in no time."""


class Coach(Studio):
    """A program at work: its person moves without end, its clock runs as fast as the machine can."""

    def __init__(self, folder: Path, poses: tuple[object, ...]) -> None:
        """Open the store and the session, as the coach does."""
        self.folder, self.shown, self.told = folder, 0, ""
        self.opened = open_store(folder)
        super().__init__("wall_angel", {"sets": 1, "repetitions": REPETITIONS}, poses, FileJournal(folder / "live"))

    def open(self) -> None:
        """Open the session, and hear what it tells."""
        self.updates = self
        super().open()

    def keeper(self) -> Keeper:
        shelf = StoreShelf(self.opened.store)
        settle(self.journal, shelf)
        return Keeper(self.journal, About(person="anna"), shelf, FilePoses(self.folder / "recordings" / "anna", 2.0))

    def append(self, update: LiveUpdate) -> None:
        """Write down what the page is told, in one go."""
        routine = update.routine
        now = f"told {self.session.session_id} {routine.tallies[0].total} {routine.stage.value}\n"
        if now != self.told:
            self.told = now
            os.write(1, now.encode())

    def step(self) -> None:
        """Do the next thing in a session."""
        routine = self.session.routine
        if routine.paused is PauseReason.CUT_OFF:
            self.give(Command.RESUME)
        elif routine.stage is Stage.WORK:
            self.frame()
        elif routine.stage is Stage.RATE:
            self.rate(Rating.PAIN if Rating.PAIN not in routine.ratings else Rating.EFFORT)
        elif routine.stage is Stage.SUMMARY:
            self.session.begin_again()
        else:
            self.give(Command.END if routine.stage is Stage.ASK else Command.START)

    def frame(self) -> None:
        """Show the next pose."""
        index = self.shown % len(self.poses)
        self.shown += 1
        self.clock.now_s += 1 / FPS
        at_s = self.clock.now_s
        self.session.submit(ArrivedFrame(seq=index, captured_s=at_s, arrived_s=at_s, decode=lambda: PICTURE))
        self.session.work_once(0.0)

    def rate(self, rating: Rating) -> None:
        """Say three."""
        self.session.take(lambda t_s: Rated(t_s=t_s, rating=rating, value=3))


def live(folder: Path, poses: tuple[object, ...]) -> None:
    """Coach until killed."""
    coach = Coach(folder, poses)
    os.write(1, f"ready {os.getpid()}\n".encode())
    while True:
        coach.step()


def main() -> None:
    """Fork a program for every line, and say when it has gone."""
    folder, film = map(Path, sys.argv[1:])
    poses = tuple(each.pose for each in recall(film).sightings)
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            live(folder, poses)
        os.waitpid(child, 0)
        os.write(1, b"gone\n")


if __name__ == "__main__":
    main()
