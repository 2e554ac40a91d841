"""Quotas, rid look-up and the addresses of the push servers."""

from standalone.wechat.call import Call
from standalone.wechat.replies import Answer, Refusal, ok
from standalone.wechat.world import World

UNLIMITED = 10_000_000


async def quota_get(world: World, call: Call) -> Answer:
    path = str(call.body.get("cgi_path", ""))
    if path.startswith("/sns/") or not path.startswith("/"):
        raise Refusal(76022)
    limit = world.options.daily_limits.get(path, UNLIMITED)
    used = world.used_today[path]
    return ok(
        quota={"daily_limit": limit, "used": used, "remain": max(0, limit - used)},
        rate_limit={"call_count": 5000, "refresh_second": 60},
    )


async def clear_quota(world: World, call: Call) -> Answer:
    if call.body.get("appid") != call.app.appid:
        raise Refusal(40013)
    world.used_today.clear()
    return ok()


async def clear_quota_v2(world: World, call: Call) -> Answer:
    app = world.apps.get(str(call.body.get("appid", "")))
    if app is None:
        raise Refusal(40013)
    if call.body.get("appsecret") != app.secret:
        raise Refusal(40125)
    world.used_today.clear()
    return ok()


async def rid_get(world: World, call: Call) -> Answer:
    if not call.body.get("rid"):
        raise Refusal(40097)
    return ok(request={"invoke_time": int(world.clock.now()), "request_url": "", "client_ip": ""})


async def getcallbackip(world: World, call: Call) -> Answer:
    return {"ip_list": ["127.0.0.1"]}


async def callback_check(world: World, call: Call) -> Answer:
    return ok(dns=[], ping=[])
