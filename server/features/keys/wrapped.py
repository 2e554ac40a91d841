"""Every place where a key lies wrapped by a master key, read in pages of their ids."""

from collections.abc import AsyncIterator
from typing import Final
from uuid import UUID

import msgspec

from storage.postgres.core.rows import list_rows

PAGE: Final = 200
_FIRST: Final = UUID(int=0)
_PERSON_KEYS = """
SELECT id, user_id AS owner_id, key_id, wrapped FROM person_keys
 WHERE id > $1 ORDER BY id LIMIT $2
"""
_PAYEES = """
SELECT id, coalesce(organisation_id, enterprise_id) AS owner_id, account_cipher FROM payees
 WHERE id > $1 ORDER BY id LIMIT $2
"""
_LINES = """
SELECT l.id, coalesce(y.organisation_id, y.enterprise_id) AS owner_id, l.account_cipher
  FROM payout_lines l JOIN payees y ON y.id = l.payee_id
 WHERE l.id > $1 ORDER BY l.id LIMIT $2
"""


class PersonKeyRow(msgspec.Struct, frozen=True):
    id: UUID
    owner_id: UUID
    key_id: str
    wrapped: bytes


class AccountRow(msgspec.Struct, frozen=True):
    """`account_cipher` holds its own wrapped key (`platforms/payee_account.py`)."""

    id: UUID
    owner_id: UUID
    account_cipher: bytes


async def person_keys() -> AsyncIterator[list[PersonKeyRow]]:
    after = _FIRST
    while page := await list_rows(PersonKeyRow, _PERSON_KEYS, after, PAGE, tx=None):
        yield page
        after = page[-1].id


async def payees() -> AsyncIterator[list[AccountRow]]:
    after = _FIRST
    while page := await list_rows(AccountRow, _PAYEES, after, PAGE, tx=None):
        yield page
        after = page[-1].id


async def payout_lines() -> AsyncIterator[list[AccountRow]]:
    """An account is copied into a line as it was, with its key."""
    after = _FIRST
    while page := await list_rows(AccountRow, _LINES, after, PAGE, tx=None):
        yield page
        after = page[-1].id
