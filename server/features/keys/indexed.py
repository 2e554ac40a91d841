"""Persons with what their keyed hashes are made of, read in pages of their ids."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import msgspec

from server.features.identity.persons import openid_index, phone_index
from storage.postgres.core.keyring import Keyring, WrappedKey
from storage.postgres.core.rows import list_rows

_PAGE: Final = 200
_PERSONS = """
SELECT u.id, u.openid_index, u.openid_cipher, u.phone_index, u.phone_cipher, k.key_id, k.wrapped
  FROM users u JOIN person_keys k ON k.user_id = u.id
 WHERE u.id > $1 AND (u.openid_index IS NOT NULL OR u.phone_index IS NOT NULL)
 ORDER BY u.id LIMIT $2
"""


class _Row(msgspec.Struct, frozen=True):
    id: UUID
    openid_index: str | None
    openid_cipher: bytes | None
    phone_index: str | None
    phone_cipher: bytes | None
    key_id: str
    wrapped: bytes


@dataclass(frozen=True, slots=True)
class Hash:
    """One keyed hash of a person as it is, and as the current index key makes it."""

    user_id: UUID
    stored: str
    wanted: str

    @property
    def is_old(self) -> bool:
        return self.stored != self.wanted


@dataclass(frozen=True, slots=True)
class Hashes:
    """A page of them."""

    openids: list[Hash]
    phones: list[Hash]


async def hashes(keyring: Keyring) -> AsyncIterator[Hashes]:
    """Raises Undecipherable where a value and its key do not fit."""
    after = UUID(int=0)
    while page := await list_rows(_Row, _PERSONS, after, _PAGE, tx=None):
        yield Hashes(
            [one for row in page if (one := _openid(row, keyring))],
            [one for row in page if (one := _phone(row, keyring))],
        )
        after = page[-1].id


def _openid(row: _Row, keyring: Keyring) -> Hash | None:
    if row.openid_index is None or row.openid_cipher is None:
        return None
    openid = keyring.decrypt(_key(row), "openid", row.openid_cipher)
    return Hash(row.id, row.openid_index, openid_index(keyring, openid))


def _phone(row: _Row, keyring: Keyring) -> Hash | None:
    if row.phone_index is None or row.phone_cipher is None:
        return None
    whole = keyring.decrypt(_key(row), "phone", row.phone_cipher)
    return Hash(row.id, row.phone_index, phone_index(keyring, whole))


def _key(row: _Row) -> WrappedKey:
    return WrappedKey(row.id, row.key_id, row.wrapped)
