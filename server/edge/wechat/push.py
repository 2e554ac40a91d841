"""Reads what WeChat pushes to us: URL check, signature, decryption, XML or JSON. Pure."""

import hashlib
import hmac
import json
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from xml.parsers.expat import ExpatError

import xmltodict  # type: ignore[import-untyped]  # ships no types
from wechatpy.crypto import WeChatCrypto
from wechatpy.exceptions import WeChatException

from models.rules.text.typed import HalfCharacter, typed_lines
from server.edge.wechat.errors import PushRefused
from server.edge.wechat.push_events import Push, read_events

FRESH: Final = timedelta(minutes=10)
"""How far a push's time may lie from ours. WeChat gives up after seconds; clocks may differ."""

_SECONDS: Final = re.compile("[0-9]{1,12}")
_DEEPEST: Final = 16
"""WeChat's own go four levels deep; what is read further on is read by recursion."""


@dataclass(frozen=True, slots=True)
class PushSecrets:
    """What the console's push page holds. `encrypted_only` refuses 明文 pushes.

    A plain push's signature does not cover its body, so an overheard one could be forged upon.
    """

    appid: str
    token: str = field(repr=False)
    aes_key: str = field(repr=False)
    encrypted_only: bool = False

    def __post_init__(self) -> None:
        if len(self.aes_key) != 43:
            raise ValueError("EncodingAESKey has 43 characters")


def answer_url_check(secrets: PushSecrets, query: Mapping[str, str], *, now: datetime) -> str:
    """The `echostr` to send back bare. Raises PushRefused."""
    _check(secrets, query, query.get("signature"))
    _check_time(query, now)
    return query.get("echostr", "")


def read_push(
    secrets: PushSecrets, query: Mapping[str, str], body: bytes, *, now: datetime
) -> Push:
    """What one push tells, whichever of the modes and formats it came in. Raises PushRefused.

    兼容模式 sends plain fields beside `Encrypt`; only what was encrypted is believed. One that was
    overheard is good for `FRESH`; a repeat within it is met by its `dedupe_key`.
    """
    told = outer = _parse(body)
    if "Encrypt" in outer:
        told = _parse(_decrypt(secrets, query, outer))
    elif secrets.encrypted_only or query.get("encrypt_type") == "aes":
        raise PushRefused("not encrypted")
    else:
        _check(secrets, query, query.get("signature"))
    _check_time(query, now)
    return read_events(told)


def _check(
    secrets: PushSecrets, query: Mapping[str, str], signature: str | None, *more: str
) -> None:
    """SHA-1 over the sorted parts is WeChat's own scheme (message push guide, step 1)."""
    parts = [secrets.token, query.get("timestamp", ""), query.get("nonce", ""), *more]
    wanted = hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()  # noqa: S324
    if not signature or not hmac.compare_digest(wanted.encode(), signature.encode()):
        raise PushRefused("signature")


def _check_time(query: Mapping[str, str], now: datetime) -> None:
    """After the signature, which covers it: of forgeries nobody learns what the time should be."""
    stamp = query.get("timestamp", "")
    if not _SECONDS.fullmatch(stamp) or abs(int(stamp) - now.timestamp()) > FRESH.total_seconds():
        raise PushRefused("timestamp")


def _decrypt(secrets: PushSecrets, query: Mapping[str, str], outer: Mapping[str, Any]) -> bytes:
    encrypted = outer["Encrypt"]
    if not isinstance(encrypted, str):
        raise PushRefused("body")
    _check(secrets, query, query.get("msg_signature"), encrypted)
    crypto = WeChatCrypto(secrets.token, secrets.aes_key, secrets.appid)
    try:
        plain: str = crypto.decrypt_message(
            {"Encrypt": encrypted},
            query["msg_signature"],
            query.get("timestamp", ""),
            query.get("nonce", ""),
        )
    # The library lets whatever a garbled ciphertext runs into escape; all of it means refusal.
    except (WeChatException, ValueError, IndexError, TypeError, struct.error) as error:
        raise PushRefused("encryption") from error
    return plain.encode()


def _parse(body: bytes) -> Mapping[str, Any]:
    try:
        text = body.decode("utf-8-sig")
        parsed = xmltodict.parse(text)["xml"] if text.lstrip().startswith("<") else json.loads(text)
    except (ValueError, KeyError, ExpatError, RecursionError) as error:
        raise PushRefused("body") from error
    if not isinstance(parsed, Mapping):
        raise PushRefused("body")
    return {name: _seen(value, _DEEPEST) for name, value in parsed.items()}


def _seen(value: Any, depth: int) -> Any:
    """Texts without what no column keeps; WeChat's own bodies are a few levels deep."""
    if depth == 0:
        raise PushRefused("body")
    if isinstance(value, str):
        try:
            return typed_lines(value)
        except HalfCharacter:
            raise PushRefused("body") from None
    if isinstance(value, Mapping):
        return {name: _seen(inner, depth - 1) for name, inner in value.items()}
    return [_seen(inner, depth - 1) for inner in value] if isinstance(value, list) else value
