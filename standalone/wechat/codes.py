"""Mints and redeems login and phone codes; the magic ones work for ever and for everybody."""

import hashlib
import re
from typing import Final

from standalone.wechat.dice import draw_hex
from standalone.wechat.records import App, Code, CodeKind
from standalone.wechat.replies import Refusal
from standalone.wechat.world import World

LIFE_S: Final = 300
_MAGIC_PHONE: Final = re.compile(r"sandbox-phone-(?:\+(\d{1,3})-)?(\d{4,15})")
_MAGIC_LOGIN: Final = re.compile(r"sandbox-(.{1,64})")


def mint(
    world: World, app: App, kind: CodeKind, name: str, phone: str, country_code: str = "86"
) -> str:
    """A fresh code: 32 characters for login, 64 hex digits for a phone number."""
    text = draw_hex(world.dice, 16 if kind == "login" else 32)
    dies_at = world.clock.now() + LIFE_S
    world.codes[text] = Code(kind, app.appid, name, phone, dies_at, country_code=country_code)
    return text


def redeem_login(world: World, app: App, text: str) -> str:
    """Whose login code this is. Expired, foreign, unknown: 40029; used: 40163."""
    magic = _MAGIC_LOGIN.fullmatch(text)
    if magic and not _MAGIC_PHONE.fullmatch(text):
        return magic[1]
    return _redeem(world, app, "login", text, used_errcode=40163).name


def redeem_phone(world: World, app: App, text: str) -> Code:
    """What a phone code stands for. Every refusal is 40029, also of a used one."""
    magic = _MAGIC_PHONE.fullmatch(text)
    if magic:
        country_code, dies_at = magic[1] or "86", world.clock.now() + LIFE_S
        return Code("phone", app.appid, "", magic[2], dies_at, country_code=country_code)
    named = _MAGIC_LOGIN.fullmatch(text)
    if named:
        return Code("phone", app.appid, "", phone_of(named[1]), world.clock.now() + LIFE_S)
    return _redeem(world, app, "phone", text, used_errcode=40029)


def phone_of(name: str) -> str:
    """The same number for a name each time, from a block that no operator gives out (0 follows 1)."""
    return f"10{int(hashlib.sha256(name.encode()).hexdigest(), 16) % 10**9:09d}"


def _redeem(world: World, app: App, kind: CodeKind, text: str, *, used_errcode: int) -> Code:
    code = world.codes.get(text)
    if code is None or code.kind != kind or code.appid != app.appid:
        raise Refusal(40029)
    if code.used:
        raise Refusal(used_errcode)
    if world.clock.now() >= code.dies_at:
        raise Refusal(40029)
    code.used = True
    return code
