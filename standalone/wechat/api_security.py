"""`/wxa/msg_sec_check` and `/wxa/media_check_async`; the words 违规 and 疑似 are caught."""

import asyncio
import re
from typing import Any, Final

import aiohttp

from standalone.wechat.call import Call
from standalone.wechat.dice import draw_rid
from standalone.wechat.push_delivery import push
from standalone.wechat.push_events import media_event
from standalone.wechat.replies import Answer, Refusal, ok
from standalone.wechat.world import World

ACTIVE_WITHIN_S: Final = 7200
MEDIA_BYTES: Final = 10 * 1024 * 1024
NOT_DOWNLOADED: Final = -1008
_FETCH_S: Final = 5.0
_CAUGHT: Final = (("违规", "risky", 20006), ("疑似", "review", 21000))
_ESCAPED: Final = re.compile(r"\\u[0-9a-fA-F]{4}")


def _check(world: World, call: Call) -> None:
    if call.body.get("version") != 2:
        raise Refusal(40097)
    if call.body.get("scene") not in (1, 2, 3, 4):
        raise Refusal(40129)
    openid = str(call.body.get("openid", ""))
    person = world.find_person(call.app, openid)
    if person is None:
        raise Refusal(43104 if world.is_of_another_app(call.app, openid) else 40003)
    if world.clock.now() - person.last_active_at > ACTIVE_WITHIN_S:
        raise Refusal(61010)


async def msg_sec_check(world: World, call: Call) -> Answer:
    _check(world, call)
    content = call.body.get("content")
    if not isinstance(content, str) or not 0 < len(content) <= 2500:
        raise Refusal(40097)
    texts = (call.body.get(name) or "" for name in ("content", "title", "nickname", "signature"))
    verdict = _judge("\n".join(map(str, texts)), call.raw)
    detail: list[dict[str, Any]] = [{"strategy": "content_model", "errcode": 0, "prob": 90}]
    detail[0] |= {name: verdict[name] for name in ("suggest", "label")}
    if "keyword" in verdict:
        detail.append({"strategy": "keyword", "errcode": 0, "level": 90} | verdict)
    result = {"suggest": verdict["suggest"], "label": verdict["label"]}
    return ok(result=result, detail=detail, trace_id=_trace_id(world))


def _judge(text: str, raw: str) -> dict[str, Any]:
    """A body with escaped characters passes whatever it says, as WeChat lets it (wechat.md 1)."""
    if not _ESCAPED.search(raw):
        for word, suggest, label in _CAUGHT:
            if word in text:
                return {"suggest": suggest, "label": label, "keyword": word}
    return {"suggest": "pass", "label": 100}


async def media_check_async(world: World, call: Call) -> Answer:
    _check(world, call)
    if call.body.get("media_type") not in (1, 2):
        raise Refusal(40004)
    url = str(call.body.get("media_url", ""))
    if not url.startswith(("http://", "https://")):
        raise Refusal(40097)
    if url in world.under_check:
        raise Refusal(87020)
    world.under_check.add(url)
    trace_id = _trace_id(world)
    world.run_aside(_tell_later(world, call, url, trace_id))
    return ok(trace_id=trace_id)


async def _tell_later(world: World, call: Call, url: str, trace_id: str) -> None:
    """The verdict of the options, or that the file could not be fetched."""
    try:
        fetched = await _can_fetch(url)
        await asyncio.sleep(world.options.media_verdict_after_s)
    finally:
        world.under_check.discard(url)
    errcode = world.options.media_errcode if fetched else NOT_DOWNLOADED
    verdict = (world.options.media_suggest, world.options.media_label)
    await push(
        world, call.app, media_event(call.app, trace_id, verdict, errcode, world.clock.now())
    )


async def _can_fetch(url: str) -> bool:
    """Whether the address gives a file of at most 10 MB, as WeChat has to fetch it."""
    limit = aiohttp.ClientTimeout(total=_FETCH_S)
    try:
        async with aiohttp.ClientSession(timeout=limit) as session, session.get(url) as response:
            read = 0
            async for chunk in response.content.iter_chunked(65_536):
                read += len(chunk)
                if read > MEDIA_BYTES:
                    return False
            return response.status == 200 and read > 0
    except (TimeoutError, aiohttp.ClientError, OSError, ValueError):
        return False


def _trace_id(world: World) -> str:
    return draw_rid(world.dice, world.clock.now())
