"""Reads what WeChat pushes to us: URL check, signature, decryption, XML or JSON. Pure."""

import hashlib
import hmac
import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.parsers.expat import ExpatError

import xmltodict  # type: ignore[import-untyped]  # ships no types
from wechatpy.crypto import WeChatCrypto
from wechatpy.exceptions import WeChatException

from server.edge.wechat.errors import PushRefused
from server.edge.wechat.push_events import Push, read_events


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


def answer_url_check(secrets: PushSecrets, query: Mapping[str, str]) -> str:
    """The `echostr` to send back bare. Raises PushRefused."""
    _check(secrets, query, query.get("signature"))
    return query.get("echostr", "")


def read_push(secrets: PushSecrets, query: Mapping[str, str], body: bytes) -> Push:
    """What one push tells, whichever of the modes and formats it came in. Raises PushRefused.

    兼容模式 sends plain fields beside `Encrypt`; only what was encrypted is believed.
    """
    outer = _parse(body)
    if "Encrypt" in outer:
        return read_events(_parse(_decrypt(secrets, query, outer)))
    if secrets.encrypted_only or query.get("encrypt_type") == "aes":
        raise PushRefused("not encrypted")
    _check(secrets, query, query.get("signature"))
    return read_events(outer)


def _check(
    secrets: PushSecrets, query: Mapping[str, str], signature: str | None, *more: str
) -> None:
    """SHA-1 over the sorted parts is WeChat's own scheme (message push guide, step 1)."""
    parts = [secrets.token, query.get("timestamp", ""), query.get("nonce", ""), *more]
    wanted = hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()  # noqa: S324
    if not signature or not hmac.compare_digest(wanted.encode(), signature.encode()):
        raise PushRefused("signature")


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
    return parsed
