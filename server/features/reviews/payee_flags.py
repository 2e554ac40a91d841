"""Flags where the money would go: an account not verified or changed, a firm only claimed."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from models.rules.reasons import Text
from server.features.platforms.account_before import accounts_before
from storage.postgres.core.rows import find_row
from storage.postgres.money.payees import PAYEE_ID

_UNVERIFIED = Text(
    "收款账户还没有经主管部门两人核实，核实前不拨付",
    "Two persons of the authority have yet to verify the account; nothing is paid to it before",
)
_CHANGED = Text(
    "收款账户在提交申请后换过，或换后还没有核实（原账户、现账户）",
    "The account was changed after the application was handed in, or is not verified since (old, new)",
)
_CLAIMED = Text(
    "企业还没有核实营业执照和法定代表人，核实前不拨付",
    "Nobody has checked the firm's licence and legal person; nothing is paid for it before",
)

_STANDING = f"""
SELECT y.id AS payee_id, y.bank, y.account_masked AS account,
       (y.state <> 'verified') IS TRUE AS unverified,
       (y.created_at > a.submitted_at) IS TRUE AS since,
       e.name AS enterprise, (e.state = 'verified') IS NOT TRUE AS claimed
  FROM applications a
  LEFT JOIN platforms f ON f.id = a.platform_id
  LEFT JOIN enterprises e ON e.id = a.enterprise_id
  LEFT JOIN payees y ON y.id = {PAYEE_ID}
 WHERE a.id = $1
"""


class _Standing(msgspec.Struct, frozen=True):
    """The account for an application, and how its firm stands."""

    payee_id: UUID | None
    bank: str | None
    account: str | None
    unverified: bool
    since: bool
    enterprise: str | None
    claimed: bool


async def find_payee_flags(application_id: UUID) -> list[tuple[str, Text, Sequence[str]]]:
    """Code, text, and what they are about, accounts masked."""
    found = await find_row(_Standing, _STANDING, application_id, tx=None)
    if found is None:
        return []
    flags: list[tuple[str, Text, Sequence[str]]] = []
    if found.payee_id is not None and (found.unverified or found.since):
        now = f"{found.bank} {found.account}"
        if found.unverified:
            flags.append(("payee_unverified", _UNVERIFIED, [now]))
        before = (await accounts_before([found.payee_id])).get(found.payee_id)
        if before is not None:
            flags.append(("payee_changed", _CHANGED, [f"{before.bank} {before.account}", now]))
    if found.claimed:
        flags.append(("enterprise_claimed", _CLAIMED, [found.enterprise or ""]))
    return flags
