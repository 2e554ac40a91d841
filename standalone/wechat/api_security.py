"""`/wxa/msg_sec_check` and `/wxa/media_check_async`; the words 违规 and 疑似 are caught."""

import asyncio
import secrets

from standalone.wechat.call import Call
from standalone.wechat.push_delivery import push
from standalone.wechat.push_events import media_event
from standalone.wechat.replies import Answer, Refusal, ok
from standalone.wechat.world import World

ACTIVE_WITHIN_S = 7200


def _check(world: World, call: Call) -> None:
    if call.body.get("version") != 2:
        raise Refusal(40097)
    if call.body.get("scene") not in (1, 2, 3, 4):
        raise Refusal(40129)
    person = world.find_person(call.app, str(call.body.get("openid", "")))
    if person is None:
        raise Refusal(40003)
    if world.clock.now() - person.last_active_at > ACTIVE_WITHIN_S:
        raise Refusal(61010)


async def msg_sec_check(world: World, call: Call) -> Answer:
    _check(world, call)
    content = call.body.get("content")
    if not isinstance(content, str) or not 0 < len(content) <= 2500:
        raise Refusal(40097)
    suggest, label = "pass", 100
    if "违规" in content:
        suggest, label = "risky", 20006
    elif "疑似" in content:
        suggest, label = "review", 21000
    verdict = {"suggest": suggest, "label": label}
    detail = [{"strategy": "content_model", "errcode": 0, "prob": 90, **verdict}]
    return ok(result=verdict, detail=detail, trace_id=_trace_id())


async def media_check_async(world: World, call: Call) -> Answer:
    _check(world, call)
    if call.body.get("media_type") not in (1, 2):
        raise Refusal(40004)
    trace_id = _trace_id()
    world.run_aside(_tell_later(world, call, trace_id))
    return ok(trace_id=trace_id)


async def _tell_later(world: World, call: Call, trace_id: str) -> None:
    await asyncio.sleep(world.options.media_verdict_after_s)
    event = media_event(call.app, trace_id, world.options.media_suggest, world.clock.now())
    await push(world, call.app, event)


def _trace_id() -> str:
    return f"{secrets.token_hex(4)}-{secrets.token_hex(4)}-{secrets.token_hex(4)}"
