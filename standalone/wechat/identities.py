"""Who is who: ids derived from app and name, so that a restart forgets nobody."""

import base64
import hashlib
import hmac


def _derive(appid: str, purpose: str, name: str, size: int) -> bytes:
    return hmac.new(appid.encode(), f"{purpose}\0{name}".encode(), hashlib.sha256).digest()[:size]


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def openid_of(appid: str, name: str) -> str:
    """28 characters starting with `o`; its second half vouches for the first."""
    head = _derive(appid, "openid", name, 10)
    return "o" + _text(head + _derive(appid, "check", head.hex(), 10))


def is_openid_of(appid: str, openid: str) -> bool:
    """Whether this app could have issued the openid, known person or not."""
    if len(openid) != 28 or not openid.startswith("o"):
        return False
    try:
        raw = base64.urlsafe_b64decode(openid[1:] + "=")
    except ValueError:
        return False
    return raw[10:] == _derive(appid, "check", raw[:10].hex(), 10)


def unionid_of(name: str) -> str:
    return "o" + _text(_derive("open platform", "unionid", name, 20))


def session_key_of(appid: str, openid: str, generation: int) -> str:
    """Base64 of 16 bytes, another one per generation."""
    raw = _derive(appid, "session", f"{openid}/{generation}", 16)
    return base64.b64encode(raw).decode()
