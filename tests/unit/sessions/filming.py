"""A live session driven frame by frame, with a filmed figure for the person and a clock that the test moves."""

import itertools
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from backstay.coaching.plan import prescribed
from backstay.coaching.types import Given
from backstay.coaching.words import Command
from backstay.exercises.loading import find_exercise
from backstay.exercises.types import Dose
from backstay.media.types import Frame
from backstay.pose.types import Pose, Sighting, TorsoMotion
from backstay.sessions.eyes import ArrivedFrame, Eyes
from backstay.sessions.journal import Journal, MemoryJournal
from backstay.sessions.keeping import Keeper
from backstay.sessions.live import LiveSession, LiveUpdate

PICTURE = np.full((8, 8, 3), 128, np.uint8)


class Clock:
    """A clock that stands until it is set."""

    def __init__(self) -> None:
        """Begin at some time that is not zero."""
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


class Camera:
    """Stands in for the pose model: a frame's index says which pose it shows."""

    def __init__(self, poses: Sequence[Pose], model: str = "full") -> None:
        """Show these poses."""
        self.poses, self.model, self.weights_sha256 = poses, model, "0" * 64

    def estimate(self, frame: Frame) -> Sighting:
        pose = replace(self.poses[frame.index], t_s=frame.t_s, model=self.model)
        motion = TorsoMotion(t_s=frame.t_s, flow_px_per_s=(np.nan, np.nan), quality=0.0)
        return Sighting(pose=pose, torso_motion=motion, people=int(pose.is_present), luminance_fraction=0.5)


class Studio:
    """One exercise, one film, one session."""

    def __init__(self, exercise: str, dose: dict, poses: Sequence[Pose], journal: Journal | None = None) -> None:
        """Open the session; nothing has happened yet."""
        chosen = find_exercise(exercise)
        self.exercise = chosen.model_copy(update={"dose": Dose(**dose)})
        self.poses, self.clock, self.journal = poses, Clock(), journal or MemoryJournal()
        self.updates: list[LiveUpdate] = []
        self.numbers = itertools.count()
        self.open()

    def open(self) -> None:
        """Open the session, as after a start of the program."""
        eyes = Eyes(lambda model: Camera(self.poses, model), self.clock)
        keeper = self.keeper()
        self.session = LiveSession(prescribed([self.exercise]), eyes, keeper, self.clock, self.updates.append)

    def keeper(self) -> Keeper:
        """Return what keeps the session."""
        return Keeper(self.journal)

    def give(self, *commands: Command) -> None:
        for command in commands:
            self.session.take(lambda t_s, command=command: Given(t_s=t_s, command=command))

    def play(self, poses: Sequence[Pose] | None = None) -> None:
        """Show the film from where it is, at its own speed."""
        shown = self.poses if poses is None else poses
        began_s = self.clock.now_s - shown[0].t_s + 0.05
        for pose in shown:
            index = next(each for each, known in enumerate(self.poses) if known is pose)
            self.clock.now_s = began_s + pose.t_s
            self.session.submit(
                ArrivedFrame(seq=index, captured_s=self.clock.now_s, arrived_s=self.clock.now_s, decode=lambda: PICTURE)
            )
            self.session.work_once(0.0)
