"""Times increase strictly, whatever stamps a file carries."""

from fractions import Fraction

import av
import pytest

from backstay.media.timing import Clock


def times_s(stamps: list[int | None]) -> list[float | None]:
    """Return the clock's answer to stamps in hundredths of a second, at 25 frames a second."""
    clock = Clock(Fraction(25))
    answers = []
    for stamp in stamps:
        frame = av.VideoFrame(16, 16, "gray")
        frame.pts, frame.time_base = stamp, Fraction(1, 100)
        answers.append(clock.t_s(frame))
    return answers


@pytest.mark.parametrize(
    ("stamps", "expected"),
    [
        ([0, 4, 8], [0, 0.04, 0.08]),
        ([700, 704, 760], [0, 0.04, 0.6]),
        ([-8, -4, 0], [0, 0.04, 0.08]),
        ([None, None, None], [0, 0.04, 0.08]),
        ([0, None, 8], [0, 0.04, 0.08]),
        ([0, 4, 4, 8], [0, 0.04, None, 0.08]),
        ([0, 8, 4, 12], [0, 0.08, None, 0.12]),
        ([500, 504, 0, 4], [0, 0.04, 0.08, 0.12]),
    ],
    ids=["even", "late start", "before zero", "none", "one missing", "twice", "out of order", "starts anew"],
)
def test_stamps(stamps, expected):
    assert times_s(stamps) == pytest.approx(expected)


def test_a_rate_that_is_not_known_is_guessed():
    frame = av.VideoFrame(16, 16, "gray")
    clock = Clock(None)
    assert [clock.t_s(frame), clock.t_s(frame)] == pytest.approx([0, 1 / 30])
