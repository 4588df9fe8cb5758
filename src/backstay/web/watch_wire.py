"""Every message between the watch page and the server, both ways; docs/wire.md tells the story.

Pictures go up as binary messages, as the coach's do. `client/schema/` is generated from here by
`python -m backstay.web.schema`.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, TypeAdapter

from backstay.coaching.watch.types import (
    DAY_MINUTES,
    LEAST_MINUTES,
    MOST_MINUTES,
    USUAL_MINUTES,
    Choice,
    WatchStage,
)
from backstay.web.wire import Message, Number

WATCH_PROTOCOL = 1
"""Raised whenever an old page would misread a message."""
MinuteOfDay = Annotated[int, Field(ge=0, lt=DAY_MINUTES)]


# From the page


class WatchJoin(Message):
    """First message on every connection, and again when camera or place change."""

    type: Literal["watch_join"]
    protocol: int
    place: str = Field(max_length=200, description="The camera's name and the person's name for the place.")


class WatchChoice(Message):
    """A button."""

    type: Literal["watch_choice"]
    choice: Choice


class WatchPreferences(Message):
    """The person's settings, all of them."""

    type: Literal["watch_preferences"]
    unchanged_min: int = Field(default=USUAL_MINUTES, ge=LEAST_MINUTES, le=MOST_MINUTES)
    quiet_from_min: MinuteOfDay | None = None
    quiet_to_min: MinuteOfDay | None = None
    has_sound: bool = True
    runs_on_battery: bool = False
    uses_backrest: bool = False


WatchClientMessage = Annotated[WatchJoin | WatchChoice | WatchPreferences, Field(discriminator="type")]
WATCH_CLIENT_MESSAGE: TypeAdapter[WatchJoin | WatchChoice | WatchPreferences] = TypeAdapter(WatchClientMessage)


# From the server


class WatchCamera(BaseModel):
    """What is watched through; asked for over HTTP, before a camera is opened."""

    demo_url: str | None = Field(description="The clip that plays as the camera; null for a real one.")


class WatchWelcome(Message):
    """What stays the same; the answer to the first message."""

    type: Literal["watch_welcome"] = "watch_welcome"
    protocol: int
    frames_per_s: Number
    frame_width_px: int
    frame_height_px: int
    what_load_is: str
    load_sources: list[str]


class WatchOffer(Message):
    """A two-minute change that is offered."""

    number: int = Field(description="Grows by one with every offer: a new one chimes.")
    offer: str
    title: str
    says: str


class WatchLoad(Message):
    """How the posture compares with one's own upright, in words; empty where nothing can be said."""

    neck: str
    low_back: str


class WatchUpdate(Message):
    """All that the page shows."""

    type: Literal["watch_update"] = "watch_update"
    seq: int = Field(description="The picture that this answers, or the last one before it.")
    stage: WatchStage
    wants_camera: bool
    says: str
    instruction: str = Field(description="What is asked for while setting up; else empty.")
    left_s: Number | None = Field(description="How long setting up still takes.")
    unchanged_s: Number | None = Field(description="Since when posture has not changed; null while nobody is there.")
    changes_per_hour: Number | None = Field(description="Null before ten minutes of watching.")
    offer: WatchOffer | None
    remark: str
    load: WatchLoad | None
    is_sitting_set_up: bool
    is_standing_set_up: bool
    preferences: WatchPreferences


class WatchFarewell(Message):
    """The last message: why the server hangs up."""

    type: Literal["watch_farewell"] = "watch_farewell"
    reason: Literal["taken_over", "other_protocol", "too_many_problems"]
    says: str


WatchServerMessage = Annotated[WatchWelcome | WatchUpdate | WatchFarewell, Field(discriminator="type")]
