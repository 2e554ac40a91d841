"""`/wxa/business/getuserphonenumber`."""

from standalone.wechat.call import Call
from standalone.wechat.codes import redeem_phone
from standalone.wechat.identities import openid_of
from standalone.wechat.replies import Answer, Refusal, ok
from standalone.wechat.world import World


async def getuserphonenumber(world: World, call: Call) -> Answer:
    text = call.body.get("code")
    if not isinstance(text, str) or not text:
        raise Refusal(40029)
    code = redeem_phone(world, call.app, text)
    openid = call.body.get("openid")
    if openid and code.name and openid != openid_of(call.app.appid, code.name):
        raise Refusal(world.options.phone_mismatch_errcode)
    now = int(world.clock.now())
    return ok(
        phone_info={
            "phoneNumber": code.phone,
            "purePhoneNumber": code.phone,
            "countryCode": "86",
            "watermark": {"timestamp": now, "appid": call.app.appid},
        }
    )
