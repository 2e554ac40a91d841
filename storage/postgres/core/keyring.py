"""Encryption of personal data: one data key per person, wrapped by a changeable master key.

AES-256-GCM throughout (NIST SP 800-38D) with random 96-bit nonces: a data key serves one person's
few values, a master key some millions of people, both far below the limit of 2^32 uses.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.errors import Erased, Undecipherable

_KEY_BYTES = 32
_NONCE_BYTES = 12
_DATA_KEY_ID_BYTES = 8
_VERSION = b"\x01"
_CACHED_KEYS = 2048


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """A person's data key as the database keeps it: readable only with master key `key_id`.

    `blob` is 8 bytes of data key id, 12 of nonce, 48 of encrypted key with its tag.
    """

    person_id: UUID
    key_id: str
    blob: bytes = field(repr=False)


class Keyring:
    """Encrypts, decrypts and indexes personal data; no I/O, safe to share between threads.

    `master_keys` maps key id to 32 bytes: `current` wraps new keys, the others still unwrap.
    `index_key` (32 bytes or more) makes new hashes; those that `other_index_key` made are found too,
    while one takes the place of the other (docs/adr/0029). Raises ValueError on a key of the wrong
    size or an unknown `current`.
    """

    def __init__(
        self,
        master_keys: Mapping[str, bytes],
        current: str,
        index_key: bytes,
        other_index_key: bytes = b"",
    ) -> None:
        if current not in master_keys:
            raise ValueError(f"no master key {current!r}")
        if any(len(key) != _KEY_BYTES for key in master_keys.values()):
            raise ValueError("a master key has 32 bytes")
        if any(len(key) < _KEY_BYTES for key in (index_key, other_index_key or index_key)):
            raise ValueError("an index key has at least 32 bytes")
        self._masters = {key_id: AESGCM(key) for key_id, key in master_keys.items()}
        self.current = current
        self._index_key, self._other_index_key = index_key, other_index_key
        self._fingerprints = {
            "master": _fingerprint("master", current.encode() + master_keys[current]),
            "index": _fingerprint("index", index_key),
        }
        # Per ring, not per module: two rings in one process must not see each other's keys.
        self._cipher_of = lru_cache(maxsize=_CACHED_KEYS)(self._unwrapped_cipher)

    def new_person_key(self, person_id: UUID) -> WrappedKey:
        """A fresh data key for one person, wrapped by the current master key."""
        return self._wrap(
            person_id, secrets.token_bytes(_DATA_KEY_ID_BYTES), secrets.token_bytes(_KEY_BYTES)
        )

    def encrypt(self, wrapped: WrappedKey | None, purpose: str, plaintext: str) -> bytes:
        """Ciphertext that opens only for this person and `purpose` (such as "phone").

        Layout: version, id of the data key (8 bytes), nonce (12), data with tag (16).
        Raises Erased if the person has no key any more.
        """
        cipher, data_key_id = self._open(wrapped)
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = cipher.encrypt(nonce, plaintext.encode(), _bound_to(wrapped, purpose))
        return _VERSION + data_key_id + nonce + sealed

    def decrypt(self, wrapped: WrappedKey | None, purpose: str, ciphertext: bytes) -> str:
        """The plaintext. Raises Erased if the person's key was deleted, else Undecipherable."""
        cipher, data_key_id = self._open(wrapped)
        head = _VERSION + data_key_id
        if not ciphertext.startswith(head):
            raise Undecipherable("made with another data key")
        nonce, sealed = _split(ciphertext[len(head) :], _NONCE_BYTES)
        try:
            return cipher.decrypt(nonce, sealed, _bound_to(wrapped, purpose)).decode()
        except InvalidTag as mismatch:
            raise Undecipherable("changed, or another person's or purpose's") from mismatch

    def index(self, purpose: str, value: str) -> bytes:
        """32 bytes by which an equal value is found again (HMAC-SHA256), different per purpose.

        The caller brings the value into one form first. It survives the person's key: erasing
        somebody means deleting the index as well.
        """
        return hmac.digest(self._index_key, _framed(purpose) + value.encode(), "sha256")

    def older_index(self, purpose: str, value: str) -> bytes | None:
        """The same by the other index key; None where there is none."""
        if not self._other_index_key:
            return None
        return hmac.digest(self._other_index_key, _framed(purpose) + value.encode(), "sha256")

    def rewrap(self, wrapped: WrappedKey) -> WrappedKey:
        """The same data key under the current master key; what it encrypted stays as it is.

        The result was opened once more and compared. Raises Undecipherable.
        """
        data_key = self._data_key(wrapped)
        made = self._wrap(wrapped.person_id, wrapped.blob[:_DATA_KEY_ID_BYTES], data_key)
        if not hmac.compare_digest(self._data_key(made), data_key):
            raise Undecipherable("a key that was wrapped anew does not open")
        return made

    def fingerprint(self, use: Literal["master", "index"]) -> UUID:
        """Equal for two rings that make new values with the same key; tells nothing of the key."""
        return self._fingerprints[use]

    def forget(self) -> None:
        """Drops every unwrapped key that is kept for speed; call it after an erasure."""
        self._cipher_of.cache_clear()

    def _open(self, wrapped: WrappedKey | None) -> tuple[AESGCM, bytes]:
        if wrapped is None:
            raise Erased("the person's key was deleted")
        return self._cipher_of(wrapped), wrapped.blob[:_DATA_KEY_ID_BYTES]

    def _unwrapped_cipher(self, wrapped: WrappedKey) -> AESGCM:
        return AESGCM(self._data_key(wrapped))

    def _wrap(self, person_id: UUID, data_key_id: bytes, data_key: bytes) -> WrappedKey:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        bound = _wrapping(person_id, self.current, data_key_id)
        sealed = self._masters[self.current].encrypt(nonce, data_key, bound)
        return WrappedKey(person_id, self.current, data_key_id + nonce + sealed)

    def _data_key(self, wrapped: WrappedKey) -> bytes:
        master = self._masters.get(wrapped.key_id)
        if master is None:
            raise Undecipherable(f"no master key {wrapped.key_id!r}")
        data_key_id, rest = _split(wrapped.blob, _DATA_KEY_ID_BYTES)
        nonce, sealed = _split(rest, _NONCE_BYTES)
        try:
            bound = _wrapping(wrapped.person_id, wrapped.key_id, data_key_id)
            return master.decrypt(nonce, sealed, bound)
        except InvalidTag as mismatch:
            raise Undecipherable("a wrapped key that was changed or mixed up") from mismatch


def _fingerprint(use: str, secret: bytes) -> UUID:
    return UUID(bytes=hashlib.sha256(_framed(f"fingerprint of {use}") + secret).digest()[:16])


def _split(blob: bytes, size: int) -> tuple[bytes, bytes]:
    if len(blob) <= size:
        raise Undecipherable("too short")
    return blob[:size], blob[size:]


def _framed(text: str) -> bytes:
    """Length before text: no two pairs of (purpose, value) give the same bytes."""
    data = text.encode()
    return len(data).to_bytes(2, "big") + data


def _bound_to(wrapped: WrappedKey | None, purpose: str) -> bytes:
    return _framed(purpose) + (wrapped.person_id.bytes if wrapped else b"")


def _wrapping(person_id: UUID, key_id: str, data_key_id: bytes) -> bytes:
    return _framed("person-key") + person_id.bytes + _framed(key_id) + data_key_id
