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
_NAMES: Final = ("countryCode", "purePhoneNumber", "phoneNumber")
_FEWEST, _MAINLAND, _MOST = 4, 11, 15
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
        phone = _read_number(*(_digits(info.get(name)) for name in _NAMES))
    except (AttributeError, KeyError, TypeError):
        raise NotAnswered(retry_after=2) from None
    if not _FEWEST <= len(phone.number) <= _MOST:
        raise NotAnswered(retry_after=2)
    if appid != channel.appid:
        _log.error("phone number is watermarked for another app", extra={"rid": reply.rid})
        raise PhoneCodeInvalid
    return phone


def _read_number(country: str, pure: str, whole: str) -> PhoneNumber:
    """From what is there of the three: each of them can be told from the others."""
    country = country.lstrip("0")
    if not country and pure and whole.endswith(pure):
        country = whole.removesuffix(pure).lstrip("0")
    country = country or _CHINA
    return PhoneNumber(country, pure or _without_country(whole, country))


def _without_country(whole: str, country: str) -> str:
    """A mainland number has eleven digits, also one that begins with 86."""
    return whole if country == _CHINA and len(whole) <= _MAINLAND else whole.removeprefix(country)


def _digits(given: object) -> str:
    """Of a text or a number, without plus sign, blanks and hyphens; none of what is missing."""
    return "" if given is None else "".join(sign for sign in str(given) if sign in "0123456789")


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
