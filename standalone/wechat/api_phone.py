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
    mainland = code.country_code == "86"
    now = int(world.clock.now())
    return ok(
        phone_info={
            # The number with its country code, where it is not of the mainland.
            "phoneNumber": code.phone if mainland else f"+{code.country_code}{code.phone}",
            "purePhoneNumber": code.phone,
            "countryCode": code.country_code,
            "watermark": {"timestamp": now, "appid": call.app.appid},
        }
    )
