"""What stood before an account, so that whoever verifies or pays sees old and new side by side."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from server.features.platforms.schemas import AccountView
from storage.postgres.core.rows import list_rows

# The last verified one: whoever changes an account twice must not hide what stood there.
# Joined by one expression, which can be hashed: a payout may hold thousands of accounts.
_BEFORE = """
SELECT DISTINCT ON (y.id) y.id, b.name, b.bank, b.account_masked AS account
  FROM payees y
  JOIN payees b ON coalesce(b.organisation_id, b.enterprise_id)
                 = coalesce(y.organisation_id, y.enterprise_id)
                AND b.id <> y.id AND b.replaced_at IS NOT NULL AND NOT b.proposed
 WHERE y.id = ANY($1::uuid[])
 ORDER BY y.id, (b.state = 'verified') DESC, b.replaced_at DESC
"""


class _Before(msgspec.Struct, frozen=True):
    id: UUID
    name: str
    bank: str
    account: str


async def accounts_before(payee_ids: Sequence[UUID]) -> dict[UUID, AccountView]:
    """By payee; none for a first account."""
    rows = await list_rows(_Before, _BEFORE, list(payee_ids), tx=None)
    return {row.id: AccountView(row.name, row.bank, row.account) for row in rows}
