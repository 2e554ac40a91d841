"""Exchanges the code of the phone-number button for the number (`getuserphonenumber`)."""

import logging
from dataclasses import dataclass, field
from typing import Final

from server.edge.wechat.channel import Channel, unexpected
from server.edge.wechat.errcodes import ErrorClass, classify
from server.edge.wechat.errors import NotAnswered, PhoneCodeInvalid
from server.edge.wechat.transport import Api, Reply
from server.errors import RateLimited

GETUSERPHONENUMBER: Final = Api("getuserphonenumber", "POST", "/wxa/business/getuserphonenumber")
_CHINA: Final = "86"
_FEWEST, _MOST = 4, 15
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """`country_code` without plus sign ("86"), `number` without the country code."""

    country_code: str
    number: str = field(repr=False)


async def exchange_phone_code(channel: Channel, code: str) -> PhoneNumber:
    """One try only, as the code is single use. Not the code of `wx.login`.

    Raises PhoneCodeInvalid, RateLimited, WeChatUnavailable.
    """
    if not code:
        raise PhoneCodeInvalid
    reply = await channel.call(GETUSERPHONENUMBER, body={"code": code})
    _raise_for(reply)
    try:
        info = reply.fields["phone_info"]
        appid = info["watermark"]["appid"]
        country = _digits(info["countryCode"]).lstrip("0") or _CHINA
        phone = PhoneNumber(country, _digits(info["purePhoneNumber"]))
    except (KeyError, TypeError):
        raise NotAnswered(retry_after=2) from None
    if not _FEWEST <= len(phone.number) <= _MOST:
        raise NotAnswered(retry_after=2)
    if appid != channel.appid:
        _log.error("phone number is watermarked for another app", extra={"rid": reply.rid})
        raise PhoneCodeInvalid
    return phone


def _digits(given: object) -> str:
    """Of a text or a number, without plus sign, blanks and hyphens."""
    return "".join(sign for sign in str(given) if sign in "0123456789")


def _raise_for(reply: Reply) -> None:
    match classify(reply.errcode):
        case ErrorClass.OK:
            return
        case ErrorClass.CODE:
            raise PhoneCodeInvalid
        case ErrorClass.MINUTE_LIMIT:
            raise RateLimited(retry_after=60)
        case _:
            raise unexpected(reply)
