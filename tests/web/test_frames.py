"""A frame message is read exactly, or refused; a picture is decoded only if it is one, and no larger than asked for."""

import struct

import cv2
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backstay.web.frames import MOST_BYTES, MOST_PX, SentFrame, build_frame, decode_picture, parse_frame
from backstay.web.picture_size import picture_size_px
from backstay.web.wire import Problem

SUFFIXES = {
    "jpeg": (".jpg", []),
    "progressive": (".jpg", [cv2.IMWRITE_JPEG_PROGRESSIVE, 1]),
    "webp": (".webp", [cv2.IMWRITE_WEBP_QUALITY, 80]),
    "lossless-webp": (".webp", [cv2.IMWRITE_WEBP_QUALITY, 101]),
}


def encoded(kind: str, width_px: int, height_px: int) -> bytes:
    suffix, options = SUFFIXES[kind]
    across = np.linspace(0, 255, width_px, dtype=np.uint8)
    picture = np.dstack(
        [
            np.tile(across, (height_px, 1)),
            np.zeros((height_px, width_px), np.uint8),
            np.full((height_px, width_px), 200, np.uint8),
        ]
    )
    return cv2.imencode(suffix, picture, options)[1].tobytes()


@given(st.integers(0, 2**32 - 1), st.floats(allow_nan=False, allow_infinity=False), st.binary(min_size=1, max_size=50))
def test_what_is_sent_is_what_is_read(seq: int, captured_s: float, picture: bytes) -> None:
    assert parse_frame(build_frame(seq, captured_s, picture)) == SentFrame(
        seq=seq, captured_s=captured_s, picture=picture
    )


@given(st.binary(max_size=64))
@example(b"BSF1")
@example(build_frame(1, float("nan"), b"x"))
@example(build_frame(1, float("inf"), b"x"))
def test_anything_else_is_a_problem_in_words(message: bytes) -> None:
    parsed = parse_frame(message)
    is_frame = (
        message.startswith(b"BSF1") and len(message) > 16 and np.isfinite(struct.unpack_from("<d", message, 8)[0])
    )
    assert isinstance(parsed, SentFrame if is_frame else Problem)


def test_a_frame_that_is_too_large_is_refused_unread() -> None:
    assert parse_frame(build_frame(1, 0.0, b"x" * MOST_BYTES)).code == "frame_too_large"


@pytest.mark.parametrize("kind", SUFFIXES)
@pytest.mark.parametrize(("width_px", "height_px"), [(640, 480), (480, 640), (33, 7)])
def test_pictures_state_their_size_and_are_decoded_in_rgb(kind: str, width_px: int, height_px: int) -> None:
    picture = encoded(kind, width_px, height_px)
    assert picture_size_px(picture) == (width_px, height_px)
    image = decode_picture(picture)
    assert image.shape == (height_px, width_px, 3)
    assert image[:, :, 0].mean() == pytest.approx(200, abs=4)
    assert image[:, 0, 2].mean() < image[:, -1, 2].mean() - 100


@pytest.mark.parametrize("kind", SUFFIXES)
def test_a_picture_larger_than_asked_for_is_not_decoded(kind: str) -> None:
    assert decode_picture(encoded(kind, MOST_PX + 1, 16)) is None


@pytest.mark.parametrize("kind", SUFFIXES)
def test_a_damaged_picture_is_no_picture_or_one_of_the_right_size(kind: str) -> None:
    whole = encoded(kind, 64, 48)
    for cut in range(0, len(whole), 7):
        image = decode_picture(whole[:cut])
        assert image is None or image.shape == (48, 64, 3)


def test_a_jpeg_damaged_in_its_middle_is_no_picture_and_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (48, 64, 3), np.uint8)
    picture = bytearray(cv2.imencode(".jpg", noise)[1].tobytes())
    assert decode_picture(bytes(picture)) is not None
    middle = len(picture) // 2
    picture[middle : middle + 2] = b"\xff\x13"
    assert decode_picture(bytes(picture)) is None
    assert capfd.readouterr() == ("", "")


def test_a_small_file_that_claims_gigabytes_is_not_decoded() -> None:
    picture = bytearray(encoded("jpeg", 64, 48))
    start = picture.index(b"\xff\xc0")
    picture[start + 5 : start + 9] = struct.pack(">HH", 65_000, 65_000)
    assert picture_size_px(bytes(picture)) == (65_000, 65_000)
    assert decode_picture(bytes(picture)) is None


@given(
    st.binary(max_size=80),
    st.sampled_from(
        (
            b"",
            b"\xff\xd8",
            b"RIFF\x10\x00\x00\x00WEBPVP8 ",
            b"RIFF\x10\x00\x00\x00WEBPVP8L",
            b"RIFF\x10\x00\x00\x00WEBPVP8X",
        )
    ),
)
def test_no_bytes_break_the_reading_of_sizes(rest: bytes, head: bytes) -> None:
    size_px = picture_size_px(head + rest)
    assert size_px is None or len(size_px) == 2
    decode_picture(head + rest)
