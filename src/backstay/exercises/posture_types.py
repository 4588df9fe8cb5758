"""What an everyday posture is: the states that are told apart, each by signs, in the language of exercises."""

from typing import Literal, Self

from pydantic import Field, model_validator

from backstay.exercises.types import Definition, Identifier, Limited, Sentence


class Veil(Definition):
    """What hides the points that a sign is read from, although the pose model still claims to see them."""

    measure: Identifier = Field(description="What tells that they are hidden.")
    below: float = Field(description="They are while it is less than this.")
    says: Sentence = Field(description="Why the sign cannot be told then, as the person reads it after a colon.")


class Sign(Limited):
    """One thing by which a state shows: a measure beyond a limit."""

    measure: Identifier = Field(description="What the camera measures; docs/measures.md lists all.")
    from_own: Identifier | None = Field(default=None, description="The own reference that the value is a change from.")
    share_of_own: Identifier | None = Field(
        default=None, description="The own reference that the value is a share of: 1 = as large."
    )

    veils: tuple[Veil, ...] = Field(default=(), description="What hides it at times.")

    @model_validator(mode="after")
    def _has_one_reference(self) -> Self:
        if self.from_own is not None and self.share_of_own is not None:
            raise ValueError("from_own and share_of_own exclude each other")
        return self

    @property
    def own(self) -> str | None:
        """Return the own reference that the value is compared with, if any."""
        return self.from_own or self.share_of_own


class State(Definition):
    """A posture that one may be in: allowed like any other, and noticed only so that its time can be told."""

    id: Identifier = Field(description="The state's short name, as it stands in an assessment.")
    says: Sentence = Field(description="The state in words that describe and do not blame.")
    shown_by: tuple[tuple[Sign, ...], ...] = Field(
        min_length=1, description="Lists of signs: it is so when all signs of one list are beyond their limits."
    )
    unless: tuple[Identifier, ...] = Field(default=(), description="States before this one that come first.")
    to_see: Sentence = Field(description="What to change so that the camera can tell.")
    source: str = Field(min_length=3, description="Where the limits come from.")

    @model_validator(mode="after")
    def _lists_have_signs(self) -> Self:
        if not all(self.shown_by):
            raise ValueError("each list in shown_by needs a sign")
        return self

    @property
    def signs(self) -> tuple[Sign, ...]:
        """Return all signs that it shows by."""
        return tuple(sign for signs in self.shown_by for sign in signs)


class PostureWhen(Definition):
    """When a set of states applies: while one sits, or while one stands."""

    measure: Identifier = Field(description="What tells sitting from standing.")
    above: float | None = Field(default=None, description="Applies over this,")
    below: float | None = Field(default=None, description="or under this.")
    when_unseen: bool = Field(default=False, description="Whether it applies while the measure cannot be read.")


class Posture(Definition):
    """Everyday sitting or standing: it has no dose, runs as long as one sits or stands, and reports states."""

    id: Identifier = Field(description="The posture's short name, as its file is called.")
    version: int = Field(ge=1, description="One more after each change that changes states.")
    title: str = Field(min_length=3, max_length=60, description="The posture's name, as the person reads it.")
    kind: Literal["posture"] = Field(description="What it is.")
    applies: PostureWhen = Field(description="When it applies.")
    on_the_spot: bool = Field(default=False, description="Whether it ends while the feet travel, as in walking.")
    states: tuple[State, ...] = Field(min_length=1, description="What is told apart.")
    source: str = Field(min_length=3, description="Where it comes from.")

    @model_validator(mode="after")
    def _states_follow_what_they_wait_for(self) -> Self:
        before: set[str] = set()
        for state in self.states:
            unknown = set(state.unless) - before
            if unknown:
                raise ValueError(f"{state.id}: unless names {min(unknown)}, which has to stand before it")
            before.add(state.id)
        return self
