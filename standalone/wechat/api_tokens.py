"""`/cgi-bin/token` and `/cgi-bin/stable_token`."""

from typing import Any

from standalone.wechat.call import Call, app_by_credentials, refuse_address
from standalone.wechat.records import App
from standalone.wechat.replies import Answer, Refusal
from standalone.wechat.tokens import ForcedTooOften, ForcedTooSoon
from standalone.wechat.world import World


def _app(world: World, call: Call, given: dict[str, Any]) -> App:
    if given.get("grant_type") != "client_credential":
        raise Refusal(40002)
    app = app_by_credentials(world, call, given)
    refuse_address(app, call)
    return app


async def token(world: World, call: Call) -> Answer:
    app = _app(world, call, dict(call.query))
    access_token, expires_in = app.legacy.take(world.clock.now())
    return {"access_token": access_token, "expires_in": expires_in}


async def stable_token(world: World, call: Call) -> Answer:
    app = _app(world, call, call.body)
    now = world.clock.now()
    try:
        if call.body.get("force_refresh") is True:
            access_token, expires_in = app.stable.force(now)
        else:
            lives_on = world.options.old_stable_token_lives_on
            access_token, expires_in = app.stable.take(now, old_lives_on=lives_on)
    except ForcedTooOften as error:
        raise Refusal(45009) from error
    except ForcedTooSoon as error:
        raise Refusal(world.options.force_too_soon_errcode) from error
    return {"access_token": access_token, "expires_in": expires_in}
