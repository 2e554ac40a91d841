"""Signed receipts: what was submitted and when, provable later without trusting this server.

A receipt is a compact JWS (RFC 7515) signed with Ed25519 ("EdDSA", RFC 8037), made and read by PyJWT.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwt import InvalidSignatureError, InvalidTokenError, PyJWK, PyJWS
from jwt.algorithms import OKPAlgorithm
from jwt.exceptions import InvalidKeyError, PyJWKError

Payload = dict[str, Any]
_ALGORITHM: Final = "EdDSA"
_JWS: Final = PyJWS(algorithms=[_ALGORITHM])


class ReceiptInvalid(ValueError):
    """Not a receipt, changed since it was signed, or signed with a key that is not given."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """One key for verifying, by its id; `x` is the 32 bytes in base64url without padding."""

    kid: str
    x: str

    def as_jwk(self) -> dict[str, str]:
        """The key as RFC 8037 writes it, an item of the answer of `GET /receipt-keys`."""
        return {
            "kty": "OKP",
            "crv": "Ed25519",
            "use": "sig",
            "alg": _ALGORITHM,
            "kid": self.kid,
            "x": self.x,
        }


class Signer:
    """Signs with one private key, which `kid` names."""

    def __init__(self, kid: str, seed: bytes) -> None:
        """`seed` are the 32 secret bytes. Raises ValueError on another length."""
        self._private_key = Ed25519PrivateKey.from_private_bytes(seed)
        self._headers = {"kid": kid, "typ": None}
        own = OKPAlgorithm.to_jwk(self._private_key.public_key(), as_dict=True)
        self.public_key = PublicKey(kid, own["x"])

    @property
    def kid(self) -> str:
        return self.public_key.kid

    def sign(self, payload: Mapping[str, Any]) -> str:
        """The receipt as `header.payload.signature`; the same payload gives the same receipt.

        Values are strings, integers, booleans, null, and lists and objects of them.
        Raises TypeError on anything else: a float has no one way to be written.
        """
        text = json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        if json.loads(text, parse_float=str) != payload:
            raise TypeError("a receipt holds strings, integers, booleans, null, lists and objects")
        return _JWS.encode(text.encode(), self._private_key, _ALGORITHM, self._headers)


def key_set(keys: Iterable[PublicKey]) -> dict[str, list[dict[str, str]]]:
    """The JWK set that `GET /receipt-keys` answers and `read_key_set` reads."""
    return {"keys": [key.as_jwk() for key in keys]}


def verify(token: str, public_keys: Iterable[PublicKey]) -> Payload:
    """What the receipt says, if one of the keys signed it. Raises ReceiptInvalid."""
    # PyJWT passes over padding, which would give one receipt several spellings.
    if "=" in token or not token.isascii():
        raise ReceiptInvalid("not base64url")
    try:
        header = _JWS.get_unverified_header(token)
        # Exactly our header: `b64` and `crit` extensions get no further.
        if set(header) != {"alg", "kid"}:
            raise ReceiptInvalid("not a header of ours")
        key = next((key for key in public_keys if key.kid == header["kid"]), None)
        if key is None:
            raise ReceiptInvalid(f"unknown key {header['kid']!r}")
        return _parsed(_JWS.decode(token, _opened(key), [_ALGORITHM]))
    except InvalidSignatureError as mismatch:
        raise ReceiptInvalid("the signature does not match") from mismatch
    except InvalidTokenError as broken:
        raise ReceiptInvalid(str(broken)) from broken


def read_key_set(text: str) -> tuple[PublicKey, ...]:
    """The Ed25519 keys of a JWK set; others are passed over. Raises ReceiptInvalid."""
    items = _parsed(text).get("keys")
    if not isinstance(items, list):
        raise ReceiptInvalid("no list of keys")
    return tuple(
        PublicKey(str(item.get("kid")), str(item.get("x")))
        for item in items
        if isinstance(item, dict) and (item.get("kty"), item.get("crv")) == ("OKP", "Ed25519")
    )


def read_receipt(text: str) -> str:
    """The receipt in a file: the bare token, or a JSON document with it in `receipt`."""
    stripped = text.strip()
    if not stripped.startswith("{"):
        return stripped
    receipt = _parsed(stripped).get("receipt")
    if not isinstance(receipt, str):
        raise ReceiptInvalid("no receipt in the document")
    return receipt


def verify_receipt(receipt_text: str, keys_text: str) -> Payload:
    """Verifies offline, from the contents of a receipt file and of a saved `GET /receipt-keys`.

    Returns what was signed. Raises ReceiptInvalid with the reason.
    """
    return verify(read_receipt(receipt_text), read_key_set(keys_text))


def _opened(key: PublicKey) -> PyJWK:
    try:
        return PyJWK(key.as_jwk())
    except (InvalidKeyError, PyJWKError) as unusable:
        raise ReceiptInvalid(f"unusable key {key.kid!r}") from unusable


def _parsed(text: str | bytes) -> Payload:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as broken:
        raise ReceiptInvalid("not JSON") from broken
    if not isinstance(value, dict):
        raise ReceiptInvalid("not a JSON object")
    return value
