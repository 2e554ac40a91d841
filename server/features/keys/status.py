"""What still uses which key, counted from the rows themselves."""

from collections import Counter
from dataclasses import dataclass

import msgspec

from server.features.keys.indexed import hashes
from server.features.keys.wrapped import payees, payout_lines, person_keys
from server.features.platforms.payee_account import master_key_of
from storage.postgres.core.keyring import Keyring
from storage.postgres.core.rows import list_rows

_RECEIPTS = """
SELECT k.kid, (SELECT count(*) FROM receipts r WHERE r.kid = k.kid) AS receipts
  FROM receipt_keys k ORDER BY k.since_at, k.kid
"""
_DECLARED = """
SELECT count(*) AS firms FROM enterprises e
 WHERE e.declared_phone_index IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM users u WHERE u.phone_index = e.declared_phone_index)
"""


@dataclass(frozen=True, slots=True)
class HashCount:
    """Hashes by the current index key and by another one; `unknown`: of declared numbers, which are
    kept nowhere, so that nobody can tell by which key they were made."""

    current: int
    old: int
    unknown: int


class ReceiptsOfKey(msgspec.Struct, frozen=True):
    kid: str
    receipts: int


class _Declared(msgspec.Struct, frozen=True):
    firms: int


async def count_wrapped() -> dict[str, dict[str, int]]:
    """By master key: how many keys it wraps, by the table in which they lie."""
    found: Counter[tuple[str, str]] = Counter()
    async for page in person_keys():
        found.update((row.key_id, "person_keys") for row in page)
    async for accounts in payees():
        found.update((master_key_of(row.account_cipher), "payees") for row in accounts)
    async for accounts in payout_lines():
        found.update((master_key_of(row.account_cipher), "payout_lines") for row in accounts)
    counted: dict[str, dict[str, int]] = {}
    for (key_id, table), count in sorted(found.items()):
        counted.setdefault(key_id, {})[table] = count
    return counted


async def count_hashes(keyring: Keyring) -> HashCount:
    """Every person's hashes are made anew and compared."""
    found: Counter[bool] = Counter()
    async for page in hashes(keyring):
        found.update(one.is_old for one in (*page.openids, *page.phones))
    (declared,) = await list_rows(_Declared, _DECLARED, tx=None)
    return HashCount(found[False], found[True], declared.firms)


async def count_receipts() -> list[ReceiptsOfKey]:
    """Every public key that `GET /receipt-keys` names, oldest first."""
    return await list_rows(ReceiptsOfKey, _RECEIPTS, tx=None)
