"""`/sns/jscode2session` and the two session-key APIs."""

import base64
import hashlib
import hmac
from typing import Any, Final

from standalone.wechat.call import Call, app_by_credentials
from standalone.wechat.codes import redeem_login
from standalone.wechat.identities import session_key_of, unionid_of
from standalone.wechat.records import Person
from standalone.wechat.replies import Answer, Refusal, ok
from standalone.wechat.world import World

_MINUTE_S: Final = 60


def key_of(person: Person) -> str:
    """The session key that works now."""
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
    _count(world, person)
    person.last_active_at = world.clock.now()
    rotates = world.dice.random() < world.options.rotate_session_chance
    if rotates or person.session_ended:
        person.session_generation += 1
        person.session_ended = False
    answer: dict[str, Any] = {"session_key": key_of(person), "openid": person.openid}
    if app.bound:
        answer["unionid"] = unionid_of(person.name)
    return answer


def _count(world: World, person: Person) -> None:
    """The limit of logins is each person's own."""
    most, now = world.options.logins_a_minute, world.clock.now()
    if most is None:
        return
    person.logins = [at for at in person.logins if at > now - _MINUTE_S]
    if len(person.logins) >= most:
        raise Refusal(45011)
    person.logins.append(now)


def _proven(world: World, call: Call) -> Person:
    person = world.find_person(call.app, call.query.get("openid", ""))
    if person is None:
        raise Refusal(40003)
    if call.query.get("sig_method") != "hmac_sha256":
        raise Refusal(40097)
    signature = call.query.get("signature", "")
    if not signature:
        raise Refusal(87008)
    text = key_of(person)
    key = base64.b64decode(text) if world.options.session_proof_key == "decoded" else text.encode()
    wanted = hmac.new(key, b"", hashlib.sha256).hexdigest()
    if not hmac.compare_digest(wanted.encode(), signature.encode()):
        raise Refusal(87009)
    return person


async def checksession(world: World, call: Call) -> Answer:
    if _proven(world, call).session_ended:
        raise Refusal(87009)
    return ok()


async def resetusersessionkey(world: World, call: Call) -> Answer:
    person = _proven(world, call)
    if person.session_ended:
        raise Refusal(87007)
    person.session_generation += 1
    return ok(openid=person.openid, session_key=key_of(person))
