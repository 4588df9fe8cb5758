"""Messages of `/landmarks`, where landmarks alone come in; docs/wire.md tells the story.

Text messages are JSON and told apart by `type`. Landmarks come as binary messages (`backstay.web.landmark_frames`).
`client/schema/landmarks.json` is generated from here by `python -m backstay.web.schema`.
"""

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from backstay.assessment.types import Verdict
from backstay.exercises.types import Identifier
from backstay.web.frames import MOST_PX
from backstay.web.wire import (
    CameraState,
    CommandGiven,
    Message,
    Number,
    Plan,
    Problem,
    QuestionAnswered,
    Rated,
    Screen,
    Side,
    Utterance,
)

LANDMARK_PROTOCOL = 1
"""Raised whenever an old client would misread a message, or be misread."""
SidePx = Annotated[int, Field(ge=16, le=MOST_PX)]

# From the client


class OpenSession(Message):
    """First message on every connection: it opens a session, which lives as long as the connection."""

    type: Literal["open"]
    protocol: int
    program: Identifier = Field(default="prescription", description="A program that ships with Backstay.")
    width_px: SidePx = Field(description="Of the picture that landmarks are places in.")
    height_px: SidePx
    model: Literal["lite", "full", "heavy"] = Field(default="full", description="Which BlazePose the client runs.")


LandmarkClientMessage = Annotated[
    OpenSession | CommandGiven | QuestionAnswered | Rated | CameraState, Field(discriminator="type")
]
LANDMARK_CLIENT_MESSAGE: TypeAdapter[OpenSession | CommandGiven | QuestionAnswered | Rated | CameraState] = TypeAdapter(
    LandmarkClientMessage
)


# From the server


class Opened(Message):
    """The answer to `open`: everything that stays the same through a session."""

    type: Literal["opened"] = "opened"
    protocol: int
    backstay: str = Field(description="The program's version.")
    plan: Plan
    stop_rules: list[str] = Field(description="To be shown in every session: when to stop and rest.")


class Happened(Message):
    """Something that was found in the movement."""

    t_s: Number
    what: Literal[
        "repetition_began",
        "repetition_ended",
        "movement_rejected",
        "hold_began",
        "hold_paused",
        "hold_resumed",
        "hold_ended",
        "fault_began",
        "fault_ended",
        "tracking_lost",
        "tracking_regained",
        "view_changed",
    ]
    number: int | None = Field(default=None, description="Of the repetition or hold that ended.")
    side: Side | None = None
    is_full: bool | None = Field(default=None, description="The repetition counted, or the hold's dose was held.")
    held_s: Number | None = Field(default=None, description="Of the hold that ended.")
    verdicts: dict[str, Verdict] = Field(default={}, description="By line, of the repetition or hold that ended.")
    criterion: str | None = Field(default=None, description="The line that was broken, or is kept again.")
    says: str = Field(default="", description="In words, where the person should know.")


class State(Message):
    """The state now, wherever it differs from what was sent last; also the answer to the frame `seq`."""

    type: Literal["state"] = "state"
    seq: int | None = Field(description="The frame that brought it; null where none did.")
    t_s: Number
    screen: Screen
    said: list[Utterance] = Field(description="The newest few; say those whose id is new.")
    happened: list[Happened]


class SeenFrame(Message):
    """The answer to a frame that changed nothing to be shown."""

    type: Literal["seen"] = "seen"
    seq: int


class Goodbye(Message):
    """Last message before the server closes the connection."""

    type: Literal["goodbye"] = "goodbye"
    reason: Literal["other_protocol", "no_such_program", "full", "too_many_problems", "stopping"]
    says: str


LandmarkServerMessage = Annotated[Opened | State | SeenFrame | Problem | Goodbye, Field(discriminator="type")]
