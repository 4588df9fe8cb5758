"""Whatever bytes come in, they are read or refused in a sentence; `make fuzz` goes on where this stops."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuzz.targets import TARGETS

EDIT = st.tuples(st.floats(0.0, 1.0, exclude_max=True), st.binary(min_size=1, max_size=4))
"""Where in a file, as a share of it, something else stands, and what."""
HEAD_EDIT = st.tuples(st.floats(0.0, 0.1), st.binary(min_size=1, max_size=2))
"""Most of what a file says of itself stands at its beginning."""


@cache
def seeds(name: str) -> list[bytes]:
    return TARGETS[name].seeds()


def changed(content: bytes, edits: list[tuple[float, bytes]], kept_share: float) -> bytes:
    """Return a file with bytes written over here and there, and cut off somewhere."""
    mutable = bytearray(content)
    for share, written in edits:
        start = int(share * len(mutable))
        mutable[start : start + len(written)] = written
    return bytes(mutable[: int(kept_share * len(mutable)) + 1])


@pytest.mark.parametrize("name", TARGETS)
def test_the_seeds_are_read(name: str) -> None:
    for content in seeds(name):
        TARGETS[name].read(content)


@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=20)
@given(data=st.data())
def test_whatever_is_changed_is_read_or_refused_in_a_sentence(name: str, data: st.DataObject) -> None:
    content = data.draw(st.sampled_from(seeds(name)))
    edits = data.draw(st.lists(st.one_of(EDIT, HEAD_EDIT), max_size=12))
    kept_share = data.draw(st.sampled_from([1.0, 1.0, 0.99, 0.5, 0.1, 0.0]))
    TARGETS[name].read(changed(content, edits, kept_share))


@pytest.mark.parametrize("name", TARGETS)
@settings(max_examples=10)
@given(content=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_in_a_sentence(name: str, content: bytes) -> None:
    TARGETS[name].read(content)
