"""Signed receipts: what was submitted and when, provable later without trusting this server.

A receipt is a compact JWS (RFC 7515) signed with Ed25519 ("EdDSA", RFC 8037).
"""

import base64
import binascii
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

Payload = dict[str, Any]


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
            "alg": "EdDSA",
            "kid": self.kid,
            "x": self.x,
        }


class Signer:
    """Signs with one private key; publishes it together with the `retired` ones.

    A retired key signs nothing more, but receipts signed with it must stay verifiable.
    """

    def __init__(
        self, kid: str, private_key: Ed25519PrivateKey, retired: Sequence[PublicKey] = ()
    ) -> None:
        if kid in {key.kid for key in retired}:
            raise ValueError(f"key id {kid!r} is both current and retired")
        self._private_key = private_key
        self._header = _encoded_json({"alg": "EdDSA", "kid": kid})
        own = PublicKey(kid, _encoded(private_key.public_key().public_bytes_raw()))
        self.public_keys: tuple[PublicKey, ...] = (own, *retired)

    @classmethod
    def from_seed(cls, kid: str, seed: bytes, retired: Sequence[PublicKey] = ()) -> "Signer":
        """A signer from the 32 secret bytes. Raises ValueError on another length."""
        return cls(kid, Ed25519PrivateKey.from_private_bytes(seed), retired)

    def sign(self, payload: Mapping[str, Any]) -> str:
        """The receipt as `header.payload.signature`; the same payload gives the same receipt.

        Values are strings, integers, booleans, null, and lists and objects of them.
        Raises TypeError on a float: it has no one way to be written.
        """
        signed = f"{self._header}.{_encoded_json(payload)}"
        return f"{signed}.{_encoded(self._private_key.sign(signed.encode('ascii')))}"


def key_set(keys: Iterable[PublicKey]) -> dict[str, list[dict[str, str]]]:
    """The JWK set that `GET /receipt-keys` answers and `read_key_set` reads."""
    return {"keys": [key.as_jwk() for key in keys]}


def verify(token: str, public_keys: Iterable[PublicKey]) -> Payload:
    """What the receipt says, if one of the keys signed it. Raises ReceiptInvalid."""
    parts = token.split(".")
    if len(parts) != 3:
        raise ReceiptInvalid("not three parts")
    header = _decoded_json(parts[0])
    # Exactly our header: "none", other algorithms and `crit` extensions get no further.
    if header.get("alg") != "EdDSA" or set(header) != {"alg", "kid"}:
        raise ReceiptInvalid("not a header of ours")
    key = next((key for key in public_keys if key.kid == header["kid"]), None)
    if key is None:
        raise ReceiptInvalid(f"unknown key {header['kid']!r}")
    try:
        _opened(key).verify(_decoded(parts[2]), f"{parts[0]}.{parts[1]}".encode("ascii"))
    except InvalidSignature as mismatch:
        raise ReceiptInvalid("the signature does not match") from mismatch
    return _decoded_json(parts[1])


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


def _opened(key: PublicKey) -> Ed25519PublicKey:
    try:
        return Ed25519PublicKey.from_public_bytes(_decoded(key.x))
    except ValueError as unusable:
        raise ReceiptInvalid(f"unusable key {key.kid!r}") from unusable


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _decoded(text: str) -> bytes:
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as broken:
        raise ReceiptInvalid("not base64url") from broken
    # Padding and stray last bits would give one receipt several spellings.
    if _encoded(data) != text:
        raise ReceiptInvalid("not base64url")
    return data


def _encoded_json(value: Mapping[str, Any]) -> str:
    _refuse_floats(value)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return _encoded(text.encode())


def _decoded_json(part: str) -> Payload:
    try:
        return _parsed(_decoded(part).decode())
    except UnicodeDecodeError as broken:
        raise ReceiptInvalid("not UTF-8") from broken


def _parsed(text: str) -> Payload:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as broken:
        raise ReceiptInvalid("not JSON") from broken
    if not isinstance(value, dict):
        raise ReceiptInvalid("not a JSON object")
    return value


def _refuse_floats(value: object) -> None:
    if value is None or isinstance(value, str | int):
        return
    if isinstance(value, float):
        raise TypeError("a receipt holds no floats")
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if not isinstance(name, str):
                raise TypeError("a receipt's names are strings")
            _refuse_floats(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_floats(inner)
