"""`/wxa/getwxacodeunlimit`: the checks are WeChat's, the picture says where it leads."""

import hashlib
import io
from typing import Any, Final

from PIL import Image as Picture
from PIL import ImageDraw, ImageFont

from standalone.wechat.api_subscribe import check_page
from standalone.wechat.call import Call
from standalone.wechat.replies import Answer, Image, Refusal
from standalone.wechat.world import World

_SCENE: Final = frozenset(
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ!#$&'()*+,/:;=?@-._~"
)
_USUAL_WIDTH: Final = 430
_CELLS: Final = 16


async def getwxacodeunlimit(world: World, call: Call) -> Answer:
    width = _check(call.body)
    page, scene = str(call.body.get("page", "")), str(call.body["scene"])
    if call.body.get("check_path", True):
        check_page(call.app, page)
    kind = world.options.hyaline_type if call.body.get("is_hyaline") else "image/jpeg"
    return Image(draw_code(page, scene, width, kind), kind)


def _check(body: dict[str, Any]) -> int:
    """The width. Raises Refusal in the order of WeChat's table."""
    scene = body.get("scene")
    if not isinstance(scene, str) or not scene or not set(scene) <= _SCENE:
        raise Refusal(40129)
    if len(scene) > 32:
        raise Refusal(40169)
    if "scancode_time" in body:
        raise Refusal(85096)
    if body.get("env_version", "release") not in ("release", "trial", "develop"):
        raise Refusal(40097)
    width = body.get("width", _USUAL_WIDTH)
    if not isinstance(width, int) or not 280 <= width <= 1280:
        raise Refusal(40097)
    page = str(body.get("page", ""))
    if page.startswith("/") or "?" in page:
        raise Refusal(41030)
    return width


def draw_code(page: str, scene: str, width: int, content_type: str) -> bytes:
    """The same picture for the same page and scene each time; no phone reads it, people do."""
    clear = content_type == "image/png"
    picture = Picture.new("LA" if clear else "L", (width, width), (255, 0) if clear else 255)
    pen, cell = ImageDraw.Draw(picture), width / (_CELLS + 8)
    bits = int.from_bytes(hashlib.sha256(f"{page}?{scene}".encode()).digest())
    for at in range(_CELLS * _CELLS):
        if bits >> at & 1:
            left, top = (at % _CELLS + 4) * cell, (at // _CELLS + 2) * cell
            pen.ellipse((left, top, left + cell * 0.9, top + cell * 0.9), fill="black")
    font = ImageFont.load_default(max(10, width // 30))
    pen.text((width / 2, width - 2.5 * cell), page or "/", "black", font, anchor="mm")
    pen.text((width / 2, width - 1.2 * cell), scene, "black", font, anchor="mm")
    written = io.BytesIO()
    picture.save(written, "PNG" if clear else "JPEG")
    return written.getvalue()
