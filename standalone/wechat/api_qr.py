"""`/wxa/getwxacodeunlimit`: the checks are WeChat's, the picture is one dot."""

import struct
import zlib
from typing import Any

from standalone.wechat.api_subscribe import check_page
from standalone.wechat.call import Call
from standalone.wechat.replies import Answer, Image, Refusal
from standalone.wechat.world import World

_SCENE = frozenset(
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ!#$&'()*+,/:;=?@-._~"
)


async def getwxacodeunlimit(world: World, call: Call) -> Answer:
    _check(call.body)
    if call.body.get("check_path", True):
        check_page(call.app, str(call.body.get("page", "")))
    if call.body.get("is_hyaline"):
        return Image(png_dot(), "image/png")
    return Image(jpeg_dot(), "image/jpeg")


def _check(body: dict[str, Any]) -> None:
    scene = body.get("scene")
    if not isinstance(scene, str) or not scene or not set(scene) <= _SCENE:
        raise Refusal(40129)
    if len(scene) > 32:
        raise Refusal(40169)
    if "scancode_time" in body:
        raise Refusal(85096)
    if body.get("env_version", "release") not in ("release", "trial", "develop"):
        raise Refusal(40097)
    if not 280 <= int(body.get("width", 430)) <= 1280:
        raise Refusal(40097)
    page = str(body.get("page", ""))
    if page.startswith("/") or "?" in page:
        raise Refusal(41030)


def _segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def jpeg_dot() -> bytes:
    """A whole baseline JPEG (ITU T.81) of one grey pixel."""
    one_symbol = bytes([1, *[0] * 15, 0])
    return b"".join(
        (
            b"\xff\xd8",
            _segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"),
            _segment(0xDB, b"\x00" + b"\x10" * 64),
            _segment(0xC0, struct.pack(">BHHB", 8, 1, 1, 1) + b"\x01\x11\x00"),
            _segment(0xC4, b"\x00" + one_symbol),
            _segment(0xC4, b"\x10" + one_symbol),
            _segment(0xDA, b"\x01\x01\x00\x00\x3f\x00"),
            b"\x3f\xff\xd9",
        )
    )


def png_dot() -> bytes:
    """A whole PNG of one transparent pixel."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", 1, 1, 8, 6, 0, 0, 0)
    pixel = zlib.compress(b"\x00\x00\x00\x00\x00")
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")
    )
