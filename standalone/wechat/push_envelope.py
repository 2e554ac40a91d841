"""Wraps an event as WeChat's push servers do: three modes, two formats, signatures, AES."""

import base64
import hashlib
import json
import secrets
import struct
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from standalone.wechat.push_events import WRAPPERS, Event
from standalone.wechat.records import PushTarget

BLOCK = 32


@dataclass(frozen=True, slots=True)
class Envelope:
    """What is posted: query, body, content type."""

    query: dict[str, str]
    body: bytes
    content_type: str


def signature(*parts: str) -> str:
    """SHA-1 over the sorted parts (message push guide)."""
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()  # noqa: S324


def encrypt(aes_key: str, appid: str, text: str, head: bytes | None = None) -> str:
    """AES-256-CBC over 16 random bytes, length, text and appid, padded to blocks of 32."""
    key = base64.b64decode(aes_key + "=")
    raw = text.encode()
    plain = (head or secrets.token_bytes(16)) + struct.pack(">I", len(raw)) + raw + appid.encode()
    fill = BLOCK - len(plain) % BLOCK
    sealer = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return base64.b64encode(
        sealer.update(plain + bytes([fill]) * fill) + sealer.finalize()
    ).decode()


def envelope(
    target: PushTarget,
    appid: str,
    event: Event,
    now: float,
    *,
    kept: Collection[str] | None = None,
) -> Envelope:
    """The request of one delivery in the target's mode and format.

    `kept`: the fields that 兼容模式 leaves readable beside the sealed ones; None is all.
    """
    timestamp, nonce = str(int(now)), str(secrets.randbelow(10**10))
    query = {
        "signature": signature(target.token, timestamp, nonce),
        "timestamp": timestamp,
        "nonce": nonce,
        "openid": str(event["FromUserName"]),
    }
    outer: dict[str, Any] = dict(event)
    if target.mode != "plain":
        sealed = encrypt(target.aes_key, appid, write(target.format, event))
        query["encrypt_type"] = "aes"
        query["msg_signature"] = signature(target.token, timestamp, nonce, sealed)
        shown = ("ToUserName",) if target.mode == "safe" else event if kept is None else kept
        outer = {name: value for name, value in event.items() if name in shown}
        outer["Encrypt"] = sealed
    content_type = "application/json" if target.format == "json" else "text/xml"
    return Envelope(query, write(target.format, outer).encode(), content_type)


def write(form: str, event: Mapping[str, Any]) -> str:
    if form == "json":
        return json.dumps(event, ensure_ascii=False)
    fields = dict(event)
    wrapper = WRAPPERS.get(str(fields.get("Event")))
    if wrapper and "List" in fields:
        fields[wrapper] = {"List": fields.pop("List")}
    return _element("xml", fields)


def _element(tag: str, value: Any) -> str:
    if isinstance(value, list):
        return "".join(_element(tag, entry) for entry in value)
    if isinstance(value, dict):
        inner = "".join(_element(key, entry) for key, entry in value.items())
    else:
        inner = escape(str(value)) if isinstance(value, int) else f"<![CDATA[{value}]]>"
    return f"<{tag}>{inner}</{tag}>"
