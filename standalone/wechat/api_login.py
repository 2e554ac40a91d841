"""`/sns/jscode2session` and the two session-key APIs."""

import hashlib
import hmac
from typing import Any

from standalone.wechat.call import Call, app_by_credentials
from standalone.wechat.codes import redeem_login
from standalone.wechat.identities import session_key_of, unionid_of
from standalone.wechat.records import Person
from standalone.wechat.replies import Answer, Refusal, ok
from standalone.wechat.world import World


def _key_of(person: Person) -> str:
    return session_key_of(person.appid, person.openid, person.session_generation)


async def jscode2session(world: World, call: Call) -> Answer:
    app = app_by_credentials(world, call, dict(call.query))
    if not call.query.get("js_code"):
        raise Refusal(41008)
    if call.query.get("grant_type") != "authorization_code":
        raise Refusal(40002)
    person = world.person(app, redeem_login(world, app, call.query["js_code"]))
    if person.blocked:
        raise Refusal(40226)
    person.last_active_at = world.clock.now()
    if world.dice.random() < world.options.rotate_session_chance:
        person.session_generation += 1
    answer: dict[str, Any] = {"session_key": _key_of(person), "openid": person.openid}
    if app.bound:
        answer["unionid"] = unionid_of(person.name)
    return answer


def _proven(world: World, call: Call) -> Person:
    person = world.find_person(call.app, call.query.get("openid", ""))
    if person is None:
        raise Refusal(40003)
    if call.query.get("sig_method") != "hmac_sha256":
        raise Refusal(40097)
    wanted = hmac.new(_key_of(person).encode(), b"", hashlib.sha256).hexdigest()
    if not hmac.compare_digest(wanted, call.query.get("signature", "")):
        raise Refusal(87009)
    return person


async def checksession(world: World, call: Call) -> Answer:
    _proven(world, call)
    return ok()


async def resetusersessionkey(world: World, call: Call) -> Answer:
    person = _proven(world, call)
    person.session_generation += 1
    return ok(openid=person.openid, session_key=_key_of(person))
