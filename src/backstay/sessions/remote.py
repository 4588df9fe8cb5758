"""A live session whose poses come from elsewhere: no camera, no pose model, no thread and no clock of its own."""

from collections.abc import Sequence

from backstay.assessment.types import Event
from backstay.coaching.plan import Assignment
from backstay.coaching.routine import begin
from backstay.coaching.types import Input, Routine, Tick
from backstay.pose.types import Sighting
from backstay.sessions.following import Following, follow_sighting
from backstay.sessions.stepping import step


class RemoteSession:
    """One person's session, moved on by whoever holds the connection."""

    def __init__(self, assignments: Sequence[Assignment]) -> None:
        """Begin a session.

        Args:
            assignments: What is done.
        """
        self._following = Following()
        self._routine = begin(assignments)

    @property
    def routine(self) -> Routine:
        """Return the session as it is."""
        return self._routine

    def see(self, sighting: Sighting) -> tuple[Event, ...]:
        """Take what was seen in a frame, and return what happened by it.

        Args:
            sighting: Its time is the session's, later than the one before.
        """
        self._following, seen = follow_sighting(self._following, sighting, self._routine)
        return (*seen.events, *self.take(seen))

    def take(self, given: Input) -> tuple[Event, ...]:
        """Take a command, an answer or a rating, and return what happened by it."""
        self._following, self._routine, _, events = step(self._following, self._routine, given)
        return events

    def tick(self, t_s: float) -> tuple[Event, ...]:
        """Let time go on without a frame."""
        return self.take(Tick(t_s=t_s))
