"""Receipts verify from two files, offline, and in no other case."""

import base64
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from server.edge.receipts import (
    PublicKey,
    ReceiptInvalid,
    Signer,
    key_set,
    read_key_set,
    verify,
    verify_receipt,
)

SEED = bytes(range(32))
SIGNER = Signer("2026a", SEED)
OTHER = Signer("2026b", SEED[::-1])
PAYLOAD = {"number": "SH2026-000001", "enterprise": "上海虚构机械", "fee_fen": 10_000_00, "x": None}
RECEIPT = SIGNER.sign(PAYLOAD)
# Signed by the code of ours that PyJWT took the place of.
OLD_RECEIPT = (
    "eyJhbGciOiJFZERTQSIsImtpZCI6IjIwMjZhIn0.eyJlbnRlcnByaXNlIjoi5LiK5rW36Jma5p6E5py65qKwIiwi"
    "ZmVlX2ZlbiI6MTAwMDAwMCwibnVtYmVyIjoiU0gyMDI2LTAwMDAwMSIsIngiOm51bGx9.Kb0v7x9SMhaa0xc5D7u"
    "tMWcy9n8VjN_4ueAF3FBdXLS8c6sIsjsq0feHTE-GDZXl_n_M6Ntzp6zGTdQoYqvCBw"
)
# RFC 8037, appendix A: private key, public key and the receipt over its sentence.
RFC_SEED = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"
RFC_X = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"


def encoded(value: bytes | dict[str, Any]) -> str:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def with_header(header: dict[str, Any]) -> str:
    """A receipt whose signature is right, under another header."""
    signed = f"{encoded(header)}.{RECEIPT.split('.')[1]}"
    key = Ed25519PrivateKey.from_private_bytes(SEED)
    return f"{signed}.{encoded(key.sign(signed.encode()))}"


def test_receipt_says_what_was_signed() -> None:
    assert verify(RECEIPT, [SIGNER.public_key]) == PAYLOAD


def test_receipt_is_a_compact_jws_with_canonical_json() -> None:
    header, payload, signature = RECEIPT.split(".")
    assert json.loads(decoded(header)) == {"alg": "EdDSA", "kid": "2026a"}
    assert decoded(payload).decode() == (
        '{"enterprise":"上海虚构机械","fee_fen":1000000,"number":"SH2026-000001","x":null}'
    )
    assert len(decoded(signature)) == 64
    assert SIGNER.sign(dict(reversed(PAYLOAD.items()))) == RECEIPT


def test_public_key_is_the_one_of_rfc_8037() -> None:
    signer = Signer("rfc", decoded(RFC_SEED))
    assert signer.public_key.x == RFC_X
    assert signer.public_key.as_jwk() == {
        "kty": "OKP",
        "crv": "Ed25519",
        "use": "sig",
        "alg": "EdDSA",
        "kid": "rfc",
        "x": RFC_X,
    }


def test_receipts_of_before_pyjwt_verify_and_are_made_alike() -> None:
    assert verify(OLD_RECEIPT, [OTHER.public_key, SIGNER.public_key]) == PAYLOAD
    assert RECEIPT == OLD_RECEIPT


@pytest.mark.parametrize("wrapping", ["{}", " {} \n", '{{"id":"1","receipt":"{}"}}'])
def test_offline_from_receipt_file_and_key_file(wrapping: str) -> None:
    keys = json.dumps(key_set([OTHER.public_key, SIGNER.public_key]))
    assert verify_receipt(wrapping.format(RECEIPT), keys) == PAYLOAD


def test_every_changed_character_is_noticed() -> None:
    for at, sign in enumerate(RECEIPT):
        changed = RECEIPT[:at] + ("A" if sign != "A" else "B") + RECEIPT[at + 1 :]
        with pytest.raises(ReceiptInvalid):
            verify(changed, [SIGNER.public_key])


def test_receipt_needs_the_key_that_signed_it() -> None:
    with pytest.raises(ReceiptInvalid, match="unknown key"):
        verify(RECEIPT, [OTHER.public_key])
    impostor = PublicKey("2026a", OTHER.public_key.x)
    with pytest.raises(ReceiptInvalid, match="signature"):
        verify(RECEIPT, [impostor])
    with pytest.raises(ReceiptInvalid):
        verify(RECEIPT, [])


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "none", "kid": "2026a"},
        {"alg": "HS256", "kid": "2026a"},
        {"alg": "EdDSA"},
        {"kid": "2026a"},
        {"alg": "EdDSA", "kid": "2026a", "crit": ["b64"], "b64": False},
        {"alg": "EdDSA", "kid": ["2026a"]},
        {},
    ],
)
def test_header_that_is_not_ours_gets_no_further(header: dict[str, Any]) -> None:
    with pytest.raises(ReceiptInvalid):
        verify(with_header(header), [SIGNER.public_key])


def test_the_way_headers_are_swapped_here_would_pass_with_ours() -> None:
    assert verify(with_header({"alg": "EdDSA", "kid": "2026a"}), [SIGNER.public_key]) == PAYLOAD


@pytest.mark.parametrize(
    "token",
    [
        "",
        "..",
        "a.b",
        RECEIPT + ".x",
        RECEIPT + "=",
        RECEIPT + "==",
        "\ud800.a.b",
        "é.é.é",
        f"{encoded(b'[]')}.e30.e30",
        "{}",
    ],
)
def test_nonsense_is_no_receipt(token: str) -> None:
    with pytest.raises(ReceiptInvalid):
        verify(token, [SIGNER.public_key])


@pytest.mark.parametrize("keys", ["", "[]", "{}", '{"keys":1}', '{"keys":[]}', '{"keys":[1]}'])
def test_key_file_without_keys_verifies_nothing(keys: str) -> None:
    with pytest.raises(ReceiptInvalid):
        verify_receipt(RECEIPT, keys)


@pytest.mark.parametrize("receipt", ["", "{", '{"receipt":null}', '{"receipt":3}', "[]"])
def test_file_without_receipt_verifies_nothing(receipt: str) -> None:
    with pytest.raises(ReceiptInvalid):
        verify_receipt(receipt, json.dumps(key_set([SIGNER.public_key])))


def test_unusable_and_foreign_keys() -> None:
    keys = {"keys": [{"kty": "RSA", "kid": "r"}, PublicKey("2026a", "AAAA").as_jwk()]}
    assert [key.kid for key in read_key_set(json.dumps(keys))] == ["2026a"]
    with pytest.raises(ReceiptInvalid, match="unusable"):
        verify_receipt(RECEIPT, json.dumps(keys))


@pytest.mark.parametrize(
    "payload", [{"a": 1.5}, {"a": [{"b": 1.0}]}, {"a": float("nan")}, {1: "a"}]
)
def test_payload_without_one_spelling_is_refused(payload: dict[Any, Any]) -> None:
    with pytest.raises(TypeError):
        SIGNER.sign(payload)


def test_seed_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="32"):
        Signer("2026a", b"short")
