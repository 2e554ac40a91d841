"""`/wxa/generate_urllink`: the checks are WeChat's, the address leads nowhere."""

import re
from typing import Final

from standalone.wechat.call import Call
from standalone.wechat.dice import draw_hex
from standalone.wechat.replies import Answer, Refusal, ok
from standalone.wechat.world import World

_QUERY: Final = re.compile(r"[0-9A-Za-z!#$&'()*+,/:;=?@\-._~%]{0,1024}")
_DAYS: Final = 30


async def generate_urllink(world: World, call: Call) -> Answer:
    path, query = str(call.body.get("path", "")), str(call.body.get("query", ""))
    pages = call.app.pages
    if "?" in path or (path and pages is not None and path.lstrip("/") not in pages):
        raise Refusal(40165)
    if not _QUERY.fullmatch(query):
        raise Refusal(40212)
    if call.body.get("env_version", "release") not in ("release", "trial", "develop"):
        raise Refusal(85402)
    if not _lives(call, world.clock.now()):
        raise Refusal(85401)
    return ok(url_link=f"https://wxaurl.cn/{draw_hex(world.dice, 6)}")


def _lives(call: Call, now: float) -> bool:
    """Between a minute and thirty days."""
    if call.body.get("expire_type", 0) == 1:
        days = call.body.get("expire_interval")
        return isinstance(days, int) and 1 <= days <= _DAYS
    until = call.body.get("expire_time")
    return isinstance(until, int) and 60 <= until - now <= _DAYS * 86_400
