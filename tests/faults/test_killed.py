"""kill -9 at any moment of a running session loses no finished repetition, and nothing is there twice."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from backstay.coaching.snapshot import restore
from backstay.memory.opening import open_store
from backstay.memory.shelf import StoreShelf
from backstay.memory.store import Store
from backstay.sessions.journal import FileJournal
from backstay.sessions.keeping import settle
from backstay.sessions.poses import frames_in
from faults.nursery import FPS, REPETITIONS
from figure.filming import Take, film
from figure.presses import Angel, wall_angels
from unit.cli.commands import record
from unit.memory.remembered import person

NURSERY = Path(__file__).with_name("nursery.py")
KILLS = 50
LONGEST_LIFE_FRACTION = 0.9
"""Of the time that a whole session takes on this machine: most lives end within one, some just after its end."""
LEAD_IN_S, LEAD_OUT_S = 2.6, 2.3
"""Left out, the film goes round and round without a seam."""
SEED = 20261126


@dataclass
class Told:
    """What pages were told, over all lives.

    Attributes:
        repetitions: Session to the most repetitions told.
        finished: Sessions of which the summary was shown.
    """

    repetitions: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    finished: set[str] = field(default_factory=set)

    def take(self, line: str) -> None:
        """Take one line of a program; the last may be torn."""
        match line.split():
            case ["told", session, repetitions, stage] if line.endswith("\n"):
                self.repetitions[session] = max(self.repetitions[session], int(repetitions))
                if stage == "summary":
                    self.finished.add(session)


class Nursery:
    """Programs to kill."""

    def __init__(self, folder: Path, poses: Path) -> None:
        """Start what forks them."""
        paths = os.pathsep.join(str(each) for each in (NURSERY.parents[1],))
        self.process = subprocess.Popen(
            [sys.executable, str(NURSERY), str(folder), str(poses)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": paths},
        )

    def begin(self) -> int:
        """Start a program, and return its number once it works."""
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line.startswith("ready"), line
        return int(line.split()[1])

    def session_s(self, told: Told) -> float:
        """Return how long it takes to bring a session to its end, from the life of one program."""
        before = len(told.finished)
        number, began_s = self.begin(), time.perf_counter()
        while len(told.finished) == before:
            told.take(self.process.stdout.readline())
        took_s = time.perf_counter() - began_s
        self.kill(number, told)
        return took_s

    def live_and_die(self, after_s: float, told: Told) -> None:
        """Let a program work for a while, kill it, and take down all that it told."""
        number = self.begin()
        time.sleep(after_s)
        self.kill(number, told)

    def kill(self, number: int, told: Told) -> None:
        """Kill a program, and take down what it still told."""
        os.kill(number, signal.SIGKILL)
        while not (line := self.process.stdout.readline()).endswith("gone\n"):
            told.take(line)

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "data").store
    opened.save_person(person())
    yield opened
    opened.close()


@pytest.fixture
def poses(tmp_path: Path) -> Path:
    """Return a recording of somebody who does one wall angel after the other."""
    whole = film(wall_angels([Angel(up_s=1.0, down_s=1.0)] * 3), take=Take(fps=FPS))
    return record(
        tmp_path / "film.parquet", [each for each in whole if LEAD_IN_S <= each.t_s <= whole[-1].t_s - LEAD_OUT_S]
    )


@pytest.fixture
def nursery(tmp_path: Path, store: Store, poses: Path) -> Iterator[Nursery]:  # noqa: ARG001 - the person is known first
    started = Nursery(tmp_path / "data", poses)
    yield started
    started.close()


@pytest.mark.kills
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_fifty_kills_lose_no_finished_repetition_and_keep_nothing_twice(
    tmp_path: Path, nursery: Nursery, store: Store
) -> None:
    moments, told = random.Random(SEED), Told()  # noqa: S311 - moments, no secrets
    folder = tmp_path / "data"
    longest_s = LONGEST_LIFE_FRACTION * nursery.session_s(told)
    for _ in range(KILLS):
        nursery.live_and_die(moments.uniform(0.0, longest_s), told)
        kept = counted(folder, store)
        lost = {
            each: (told.repetitions[each], kept.get(each)) for each in told.repetitions if is_lost(each, told, kept)
        }
        assert lost == {}
    nursery.session_s(told)  # whatever fifty programs left behind, one more brings to its end
    assert settle(FileJournal(folder / "live"), StoreShelf(store)) == ""
    records = {each.id: each for each in store.find_sessions("anna")}
    assert told.finished <= {each for each, record in records.items() if record.is_finished}
    for record_ in records.values():
        units = [unit for each in record_.sets for unit in each.units]
        assert len({unit.began_s for unit in units}) == len(units), "a repetition is there twice"
        assert record_.sets[0].done == sum(unit.is_counted for unit in units) <= REPETITIONS
    assert sum(len(list(frames_in(each))) for each in (folder / "recordings" / "anna").iterdir()) > 0


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_two_programs_at_once_on_one_folder_keep_out_of_each_others_sessions(
    tmp_path: Path, nursery: Nursery, store: Store, poses: Path
) -> None:
    other, mine, theirs = Nursery(tmp_path / "data", poses), Told(), Told()
    first, second = nursery.begin(), other.begin()
    while not (mine.finished and theirs.finished):
        mine.take(nursery.process.stdout.readline())
        theirs.take(other.process.stdout.readline())
    nursery.kill(first, mine)
    other.kill(second, theirs)
    other.close()
    assert not mine.repetitions.keys() & theirs.repetitions.keys()
    kept = counted(tmp_path / "data", store)
    for told in (mine, theirs):
        assert {each for each in told.repetitions if is_lost(each, told, kept)} == set()
    assert mine.finished | theirs.finished <= {each.id for each in store.find_sessions("anna")}


def counted(folder: Path, store: Store) -> dict[str, float]:
    """Return session to repetitions that a program would find now, in the store or in the journal."""
    found = {each.id: each.sets[0].done for each in store.find_sessions("anna")}
    for saved in FileJournal(folder / "live").saved():
        total = restore(saved.routine).tallies[0].total
        assert found.get(saved.session_id, total) <= total, "the store is ahead of the journal"
        found[saved.session_id] = total
    return found


def is_lost(session: str, told: Told, kept: dict[str, float]) -> bool:
    """Return whether a session has fewer repetitions than were told."""
    return told.repetitions[session] > kept.get(session, 0)
