"""Quotas, rid look-up and the addresses of the push servers."""

import re
from typing import Final

from standalone.wechat.call import Call
from standalone.wechat.quotas import BY_MINUTE, DAILY, UNLIMITED
from standalone.wechat.records import App
from standalone.wechat.replies import Answer, Refusal, ok
from standalone.wechat.rids import KEPT_S
from standalone.wechat.world import World

_RID: Final = re.compile("[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}")


async def quota_get(world: World, call: Call) -> Answer:
    path = str(call.body.get("cgi_path", ""))
    if path.startswith("/sns/") or not path.startswith("/"):
        raise Refusal(76022)
    options = world.options
    limit = options.daily_limits.get(path, DAILY.get(path, UNLIMITED))
    used = call.app.quotas.used(path, world.clock.now())
    by_minute = options.minute_limits.get(path, BY_MINUTE.get(path, UNLIMITED))
    return ok(
        quota={"daily_limit": limit, "used": used, "remain": max(0, limit - used)},
        rate_limit={"call_count": by_minute, "refresh_second": 60},
    )


async def clear_quota(world: World, call: Call) -> Answer:
    if call.body.get("appid") != call.app.appid:
        raise Refusal(40013)
    return _clear(world, call.app)


async def clear_quota_v2(world: World, call: Call) -> Answer:
    app = world.apps.get(str(call.body.get("appid", "")))
    if app is None:
        raise Refusal(40013)
    if call.body.get("appsecret") != app.secret:
        raise Refusal(40125)
    return _clear(world, app)


def _clear(world: World, app: App) -> Answer:
    if not app.quotas.clear(world.clock.now()):
        raise Refusal(48006)
    return ok()


async def rid_get(world: World, call: Call) -> Answer:
    rid = str(call.body.get("rid", ""))
    if not _RID.fullmatch(rid):
        raise Refusal(76002)
    found = world.refused.by_rid.get(rid)
    if found is None or found.appid != call.app.appid:
        raise Refusal(76001)
    if world.clock.now() - found.at > KEPT_S:
        raise Refusal(76003)
    return ok(request=found.shown())


async def getcallbackip(world: World, call: Call) -> Answer:
    return {"ip_list": ["127.0.0.1"]}


async def callback_check(world: World, call: Call) -> Answer:
    """`action` all, dns or ping."""
    if call.body.get("action") not in ("all", "dns", "ping"):
        raise Refusal(40097)
    here = {"ip": "127.0.0.1", "real_operator": "UNKNOWN"}
    ping = {"ip": "127.0.0.1", "from_operator": "CAP", "package_loss": "0%", "time": "1.0ms"}
    return ok(dns=[here], ping=[ping])
