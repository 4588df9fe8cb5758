"""Every message between the page and the server, both ways; docs/wire.md tells the story.

Text messages are JSON and told apart by `type`. Frames go up as binary messages (`backstay.web.frames`).
`client/schema/` is generated from here by `python -m backstay.web.schema`.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from backstay.assessment.types import Verdict
from backstay.coaching.words import (
    Arrow,
    Aspect,
    Command,
    Mode,
    Pace,
    PauseReason,
    Rating,
    Speech,
    Stage,
    Tone,
)
from backstay.exercises.types import Identifier, Kind
from backstay.kinematics.types import ViewLabel

PROTOCOL = 1
"""Raised whenever an old page would misread a message."""

Side = Literal["left", "right"]
Score = Annotated[int, Field(ge=0, le=10, strict=True)]
Number = Annotated[float, Field(allow_inf_nan=False)]


class Message(BaseModel):
    """A message or a part of one: nothing unknown in it, nothing changes after it was made."""

    model_config = ConfigDict(extra="forbid", frozen=True)


# From the page


class Join(Message):
    """First message on every connection."""

    type: Literal["join"]
    protocol: int
    takes_over: bool = Field(default=False, description="Close the other tab that holds the session, if there is one.")


class CommandGiven(Message):
    """A key or a button."""

    type: Literal["command"]
    command: Command


class QuestionAnswered(Message):
    """One of the two large buttons below a question."""

    type: Literal["answer"]
    question: str = Field(max_length=100, description="The id that `Question` carried.")
    yes: bool


class Rated(Message):
    """Pain or effort, 0 to 10."""

    type: Literal["rate"]
    rating: Rating
    value: Score


class CameraState(Message):
    """What became of the camera; sent whenever it changes."""

    type: Literal["camera"]
    state: Literal["on", "off", "denied", "missing", "in_use", "unplugged", "hidden"]


class PersonChosen(Message):
    """Somebody else exercises; before or after a session only."""

    type: Literal["person"]
    id: str = Field(max_length=40)


class PersonAdded(Message):
    """Somebody new exercises; before or after a session only."""

    type: Literal["new_person"]
    name: str = Field(min_length=1, max_length=40)


FromPage = Join | CommandGiven | QuestionAnswered | Rated | CameraState | PersonChosen | PersonAdded
ClientMessage = Annotated[FromPage, Field(discriminator="type")]
CLIENT_MESSAGE: TypeAdapter[FromPage] = TypeAdapter(ClientMessage)


# From the server


class Step(Message):
    """One line of the prescription, as a page needs it."""

    id: Identifier
    says: str
    question: str | None


class ExerciseCard(Message):
    """What never changes about one exercise of the plan."""

    id: Identifier
    title: str
    kind: Kind
    sides: Literal["both_together", "one_at_a_time"]
    why: str
    steps: list[str]
    dose_says: str = Field(description='In words, such as "2 sets of 10".')
    view_says: str = Field(description='Where the camera stands best, such as "Camera in front of you".')
    demonstration_url: str | None
    criteria: list[Step]


class Plan(Message):
    """What is done today."""

    title: str
    minutes: int = Field(description="About how long it takes.")
    exercises: list[ExerciseCard]


class PersonCard(Message):
    """Somebody who exercises on this machine."""

    id: str
    name: str


class Welcome(Message):
    """The answer to `join`, and to another person: everything that stays the same through a session."""

    type: Literal["welcome"] = "welcome"
    protocol: int
    backstay: str = Field(description="The program's version.")
    session_id: str
    person: PersonCard
    people: list[PersonCard] = Field(description="Everybody who exercises on this machine, that person included.")
    resumed: bool = Field(description="The session was cut off earlier and goes on where it was.")
    demo_url: str | None = Field(description="A clip to play as the camera, clearly labelled; null for a camera.")
    frame_width_px: int
    frame_height_px: int
    frames_per_s: int
    plan: Plan
    stop_rules: list[str] = Field(description="Shown in every session: when to stop and rest.")
    asks_first: bool = Field(description="Whether questions come before a session: GET /api/checkin says which.")


class Button(Message):
    """A command that makes sense now."""

    command: Command
    label: str
    key: str = Field(description="The key that does the same, as `KeyboardEvent.key`.")
    is_main: bool = Field(description="The one large button.")


class Pause(Message):
    """The session stands still."""

    reason: PauseReason
    says: str


class Counter(Message):
    """The main figure: readable from three metres."""

    kind: Literal["repetitions", "hold", "countdown", "rest"]
    value: Number = Field(description="Repetitions done, or seconds left.")
    target: Number = Field(description="Repetitions asked for, or seconds in all.")
    is_running: bool = Field(description="False while a timer stands still.")
    says: str = Field(description='In words, such as "4 of 10".')


class Bout(Message):
    """Which set or hold of the exercise this is."""

    says: str = Field(description='Such as "Set 1 of 2" or "Hold 2 of 3, left hip".')
    side: Side | None
    number: int
    total: int


class Finding(Message):
    """One thing the camera check looked at."""

    aspect: Aspect
    is_good: bool
    says: str
    arrow: Arrow


class Mark(Message):
    """Where on the body a cue points: drawn as a shape, with its words beside it."""

    landmarks: list[int] = Field(description="BlazePose numbers, 0 to 32.")
    shape: Literal["ring", "tick"]
    says: str


class CueShown(Message):
    """The correction or the praise that stands on the screen now."""

    id: str
    kind: Literal["fix", "praise"]
    text: str
    mark: Mark | None


class Question(Message):
    """A question with two large buttons."""

    id: str
    says: str
    number: int
    total: int


class RatingAsked(Message):
    """A question answered from 0 to 10."""

    rating: Rating
    says: str
    low_says: str
    high_says: str


class Screen(Message):
    """All that the page draws besides the picture: a function of nothing but this."""

    stage: Stage
    mode: Mode
    headline: str
    instruction: str
    caption: str = Field(description="What was said last; empty when it is old.")
    exercise: int | None = Field(description="Position in the plan, from 0.")
    bout: Bout | None
    counter: Counter | None
    pace: Pace | None
    phase: str = Field(description='Within a repetition or a hold, such as "up", "hold it", "get into position".')
    paused: Pause | None
    check: list[Finding]
    cue: CueShown | None
    question: Question | None
    rating: RatingAsked | None
    buttons: list[Button]
    progress_fraction: Number = Field(ge=0.0, le=1.0)
    is_muted: bool
    wants_camera: bool = Field(description="False: let the camera go, its light goes off.")
    notice: str = Field(description="Something about machine or camera the person should know; usually empty.")


class Utterance(Message):
    """Something to say aloud once; `id` grows, so that nothing is said twice after a reconnection."""

    id: int
    text: str
    kind: Speech
    tone: Tone


class Latency(Message):
    """Where the time of one frame went, in milliseconds on the server."""

    waited_ms: Number
    decode_ms: Number
    pose_ms: Number
    judge_ms: Number
    total_ms: Number = Field(description="From the frame's arrival to the sending of this answer.")


class Sight(Message):
    """What was seen in one frame."""

    seq: int = Field(description="The frame's own number, as the page sent it.")
    captured_s: Number = Field(description="The page's own time stamp of the frame, given back.")
    landmarks: list[tuple[Number, Number, Number]] = Field(
        description="33 of (x, y, confidence), x and y 0 to 1 from the top left of the unmirrored frame; empty: nobody."
    )
    view: ViewLabel
    model: Literal["lite", "full", "heavy"]
    latency: Latency
    frames: int = Field(description="Frames answered in this session.")
    dropped: int = Field(description="Frames left out because a newer one had come.")


class Update(Message):
    """The state now: after each frame, each command, and ten times a second while a timer runs."""

    type: Literal["update"] = "update"
    number: int
    t_s: Number
    screen: Screen
    said: list[Utterance] = Field(description="The newest few; say those whose id is new.")
    sight: Sight | None = Field(description="Null where no frame brought this update.")


class Problem(Message):
    """Something sent could not be used; the connection stays open."""

    type: Literal["problem"] = "problem"
    code: Literal["bad_message", "bad_frame", "frame_too_large", "wrong_order"]
    says: str


class Farewell(Message):
    """Last message before the server closes the connection."""

    type: Literal["farewell"] = "farewell"
    reason: Literal["in_other_tab", "taken_over", "stopping", "other_protocol", "too_many_problems"]
    says: str


ServerMessage = Annotated[Welcome | Update | Problem | Farewell, Field(discriminator="type")]


# Over HTTP only


class LineResult(Message):
    """One line of the prescription over the whole exercise."""

    criterion: Identifier
    says: str
    verdict: Verdict
    verdict_says: str
    reason: str | None
    met_fraction: Number | None
    answer: bool | None = Field(description="What the person said, where asked.")
    overruled: bool = Field(description='The person said "that was right".')
    moment: str | None = Field(description="Id of the moment that shows why, for /api/moments.")


class ExerciseResult(Message):
    """What came of one exercise."""

    id: Identifier
    title: str
    done_says: str = Field(description='Such as "18 of 20 repetitions" or "Left 90 of 90 s, right 62 of 90 s".')
    is_complete: bool
    judged_says: str | None = Field(description="Which own values its lines were held against; null without any line.")
    unsure_says: str | None = Field(description="How many held seconds are unsure, and what to change; null: none.")
    lines: list[LineResult]


class Summary(Message):
    """What came of the session so far."""

    session_id: str
    is_finished: bool
    duration_s: Number
    pain: Score | None
    effort: Score | None
    advice: str | None = Field(description="What the answers about pain ask for; null without a reason.")
    exercises: list[ExerciseResult]


class Moment(Message):
    """Why a line was not met: the skeleton at that moment, with what was measured."""

    id: str
    exercise: Identifier
    criterion: Identifier
    says: str
    why_says: str = Field(description='Such as "left elbow flexion 119° ± 4°, limit 105°".')
    at_s: Number
    value: Number
    limit: Number
    error_sd: Number
    unit: str
    landmarks: list[tuple[Number, Number, Number]]
    marked: list[int] = Field(description="Landmarks that the measure uses.")
    picture_url: str


class Trust(Message):
    """What left this machine, and how that is known."""

    connections_elsewhere: int = Field(description="To any address but this machine's own, since the start.")
    says: str
    how: str


class Fault(Message):
    """The body of every HTTP answer that is an error."""

    says: str
