"""How large a JPEG or a WebP says it is, read from its first bytes without decoding anything."""

import struct

MARKER = 0xFF
STARTS_OF_FRAME = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""ITU-T T.81, table B.1: SOF0 to SOF15, without DHT, JPG and DAC."""
LENGTH_BYTES = 2
WEBP_HEAD_BYTES = 10
LOSSLESS_SIGNATURE = 0x2F
KEY_FRAME = b"\x9d\x01\x2a"
FOURTEEN_BITS = 0x3FFF
"""RFC 9649, sections 2.5 to 2.7."""


def picture_size_px(picture: bytes) -> tuple[int, int] | None:
    """Return (width, height) as a JPEG or WebP states it; None for anything else."""
    if picture[:2] == b"\xff\xd8":
        return _jpeg_size_px(picture)
    if picture[:4] == b"RIFF" and picture[8:12] == b"WEBP":
        return _webp_size_px(picture)
    return None


def _jpeg_size_px(picture: bytes) -> tuple[int, int] | None:
    """Walk a JPEG's segments up to the start of the frame (ITU-T T.81, B.1.1.3 and B.2.2)."""
    at = 2
    while at + 9 <= len(picture) and picture[at] == MARKER:
        marker, length = picture[at + 1], int.from_bytes(picture[at + 2 : at + 4], "big")
        if marker in STARTS_OF_FRAME:
            height, width = struct.unpack_from(">HH", picture, at + 5)
            return int(width), int(height)
        if length < LENGTH_BYTES:
            return None
        at += 2 + length
    return None


def _webp_size_px(picture: bytes) -> tuple[int, int] | None:
    """Read the first chunk of a WebP (RFC 9649, sections 2.5 to 2.7)."""
    kind, body = picture[12:16], picture[20:30]
    if len(body) < WEBP_HEAD_BYTES:
        return None
    if kind == b"VP8X":
        return 1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little")
    if kind == b"VP8L" and body[0] == LOSSLESS_SIGNATURE:
        bits = int.from_bytes(body[1:5], "little")
        return 1 + (bits & FOURTEEN_BITS), 1 + (bits >> 14 & FOURTEEN_BITS)
    if kind == b"VP8 " and body[3:6] == KEY_FRAME:
        width, height = struct.unpack_from("<HH", body, 6)
        return width & FOURTEEN_BITS, height & FOURTEEN_BITS
    return None
