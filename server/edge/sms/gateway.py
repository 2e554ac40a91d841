"""Hands a text message to the gateway once, and says what became of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode
from uuid import UUID

import aiohttp

from server.edge.dispatch import CountSent, Dispatched, NoAnswer, NotSent, Sent, outcome_word
from server.edge.sms.gateway_file import GatewayFile, put_in

SECONDS: Final = 10
_TOO_MANY: Final = 429
_CHINA: Final = "+86"


@dataclass(frozen=True, slots=True)
class TextMessage:
    """`phone` begins with its country's code; `id` is the same whenever it is sent again."""

    id: UUID
    phone: str
    title: str
    text: str
    number: str


class SmsGateway:
    """One gateway; `secret` is what its file calls {secret}."""

    def __init__(self, file: GatewayFile, secret: str, *, count: CountSent) -> None:
        self._file, self._secret, self._count = file, secret, count

    async def send(self, message: TextMessage) -> Dispatched:
        """Never raises for what the gateway does."""
        dispatched = await self._call(message)
        self._count("sms", outcome_word(dispatched))
        return dispatched

    async def _call(self, message: TextMessage) -> Dispatched:
        file, places = self._file, self._places(message)
        url = put_in(file.url, {name: quote(value, safe="") for name, value in places.items()})
        headers = {name: str(put_in(value, places)) for name, value in file.headers.items()}
        data, kind = _body(file, places)
        timeout = aiohttp.ClientTimeout(total=SECONDS, sock_connect=3)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.post(
                    str(url),
                    data=data,
                    headers={"Content-Type": kind, **headers},
                    allow_redirects=False,
                ) as answer,
            ):
                return _judged(file, answer.status, await answer.read())
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            return NotSent("not_reached", again=True)
        except (aiohttp.ClientError, TimeoutError):
            return NoAnswer()

    def _places(self, message: TextMessage) -> Mapping[str, str]:
        return {
            "phone": message.phone,
            "national": message.phone.removeprefix(_CHINA),
            "text": message.text,
            "title": message.title,
            "number": message.number,
            "id": str(message.id),
            "secret": self._secret,
        }


def _body(file: GatewayFile, places: Mapping[str, str]) -> tuple[bytes, str]:
    filled = put_in(file.body, places)
    if file.format == "form" and isinstance(filled, dict):
        return urlencode(filled).encode(), "application/x-www-form-urlencoded"
    return json.dumps(filled, ensure_ascii=False).encode(), "application/json"


def _judged(file: GatewayFile, status: int, raw: bytes) -> Dispatched:
    if status >= 500:
        return NoAnswer()
    if not 200 <= status < 300:
        return NotSent(str(status), again=status == _TOO_MANY)
    if file.answer is None:
        return Sent()
    try:
        found = str(json.loads(raw)[file.answer.field])
    except (ValueError, TypeError, KeyError):
        return NoAnswer()
    return Sent() if found == file.answer.equals else NotSent(f"gateway {found}", again=False)
