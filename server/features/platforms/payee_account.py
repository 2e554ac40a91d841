"""Encrypts a payee's account number with a data key that is stored, wrapped, beside it.

Payees belong to organisations, which have no key of their own as persons do, so each payee carries
one: `account_cipher` is MessagePack of [key id, wrapped data key, ciphertext].
"""

from uuid import UUID

import msgspec

from models.tables.platforms import Payee
from storage.postgres.core.keyring import Keyring, WrappedKey

_PURPOSE = "payee-account"


class _Sealed(msgspec.Struct, array_like=True, frozen=True):
    key_id: str
    wrapped: bytes
    ciphertext: bytes


def seal_account(keyring: Keyring, owner_id: UUID, account: str) -> bytes:
    """The bytes to keep; they open only for this owner: an organisation, or a firm."""
    wrapped = keyring.new_person_key(owner_id)
    ciphertext = keyring.encrypt(wrapped, _PURPOSE, account)
    return msgspec.msgpack.encode(_Sealed(wrapped.key_id, wrapped.blob, ciphertext))


def rewrap_account(keyring: Keyring, owner_id: UUID, cipher: bytes) -> bytes | None:
    """The same account under the current master key; None if that wraps it already.

    Raises storage.errors.Undecipherable.
    """
    sealed = msgspec.msgpack.decode(cipher, type=_Sealed)
    if sealed.key_id == keyring.current:
        return None
    made = keyring.rewrap(WrappedKey(owner_id, sealed.key_id, sealed.wrapped))
    keyring.decrypt(made, _PURPOSE, sealed.ciphertext)
    return msgspec.msgpack.encode(_Sealed(made.key_id, made.blob, sealed.ciphertext))


def master_key_of(cipher: bytes) -> str:
    """The id of the master key that an account's own key is wrapped with."""
    return msgspec.msgpack.decode(cipher, type=_Sealed).key_id


def open_account(keyring: Keyring, payee: Payee) -> str:
    """The account number. Raises storage.errors.Undecipherable if it was changed or mixed up."""
    sealed = msgspec.msgpack.decode(bytes(payee.account_cipher), type=_Sealed)
    owner_id = payee.organisation_id or payee.enterprise_id
    if owner_id is None:
        raise LookupError(f"payee {payee.id} belongs to nobody")
    wrapped = WrappedKey(owner_id, sealed.key_id, sealed.wrapped)
    return keyring.decrypt(wrapped, _PURPOSE, sealed.ciphertext)
