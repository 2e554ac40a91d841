"""Answers in WeChat's forms: errcode, errmsg with its rid, and what each API calls its errors."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from standalone.wechat.dice import draw_hex

ERRMSG: Final[Mapping[int, str]] = MappingProxyType(
    {
        -1: "system error",
        40001: "invalid credential, access_token is invalid or not latest",
        40002: "invalid grant_type",
        40003: "invalid openid",
        40004: "invalid media type",
        40013: "invalid appid",
        40014: "invalid access_token",
        40029: "invalid code",
        40037: "invalid template_id",
        40066: "invalid url",
        40097: "invalid args",
        40125: "invalid appsecret",
        40129: "invalid scene",
        40163: "code been used",
        40164: "invalid ip {ip} ipv6 ::ffff:{ip}, not in whitelist",
        40165: "invalid weapp pagepath",
        40169: "invalid length for scene, or the data is not json string",
        40212: "invalid query",
        40226: "code blocked",
        40243: "appsecret is frozen",
        41001: "access_token missing",
        41002: "appid missing",
        41004: "appsecret missing",
        41008: "missing code",
        41030: "invalid page",
        42001: "access_token expired",
        43001: "require GET method",
        43002: "require POST method",
        43101: "user refuse to accept the msg",
        43104: "appid not match openid",
        43107: "capability is banned",
        43108: "Cannot make concurrent calls to the same OpenID, please try again",
        44002: "empty post data",
        44991: "api minute-quota reach limit, must slower, retry next minute",
        45009: "reach max api daily quota limit",
        45011: "api minute-quota reach limit, must slower, retry next minute",
        45168: "hit sensitive words",
        47001: "data format error",
        47003: "argument invalid!",
        48001: "api unauthorized",
        48006: "forbid to clear quota because of reaching the limit",
        50002: "user limited",
        50004: "account is being migrated or logged out",
        50007: "account is cancelled",
        61010: "code is expired",
        76001: "rid not found",
        76002: "rid is error",
        76003: "rid is too old",
        76022: "could not use this cgi_path, no permission",
        85096: "scancode_time is system reserved",
        85401: "invalid expire time",
        85402: "invalid env_version",
        87007: "session_key is not exist or expired",
        87008: "missing signature",
        87009: "invalid signature",
        87014: "risky content",
        87020: "repeated requests",
        89503: "the call waits for the administrator to confirm the address",
        89506: "the address was refused twice within 24 hours",
        89507: "the address was refused within the hour",
        200011: "tid error",
        200012: "kidList error",
        200014: "sceneDesc error",
    }
)
# Which words stand between text and rid differs by API and errcode.
_HINTED: Final = frozenset({40001, 40013, 40014, 40029, 41001, 42001, 47001})


@dataclass(frozen=True, slots=True)
class Image:
    """A reply that is a picture, not JSON."""

    content: bytes
    content_type: str


Answer = dict[str, Any] | Image


class Refusal(Exception):
    """An API call that WeChat turns down; `text` replaces the errcode's usual words."""

    def __init__(self, errcode: int, text: str | None = None) -> None:
        super().__init__(errcode)
        self.errcode = errcode
        self.text = text or ERRMSG.get(errcode, "unknown error")


def refusal_body(
    path: str, refusal: Refusal, rid: str, dice: random.Random, *, cut: bool = False
) -> dict[str, Any]:
    """`{"errcode","errmsg"}`; `cut` loses the end of the text, as is seen in the field."""
    text = refusal.text[: max(1, len(refusal.text) - 6)] if cut else refusal.text
    if path.startswith("/sns/"):
        link = ", "
    elif refusal.errcode in _HINTED:
        link = f" hint: [{draw_hex(dice, 3)}] "
    else:
        link = " "
    return {"errcode": refusal.errcode, "errmsg": f"{text}{link}rid: {rid}"}


def ok(**fields: Any) -> dict[str, Any]:
    return {"errcode": 0, "errmsg": "ok", **fields}
