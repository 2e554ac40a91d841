"""What is payable in an edition: with the account of this moment, and why some of it is held.

Held is not lost: the money stays locked, and the next payout takes what nothing stands against any
more.
"""

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

import msgspec

from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import Tx
from storage.postgres.money.payees import HELD, PAYEE_ID

_UNPAID = """
coalesce(c.granted_fen, a.award_fen, 0) > 0
AND NOT EXISTS (SELECT 1 FROM payout_items i WHERE i.application_id = a.id AND i.live)
"""
# A supplier names its account in its profile; what waited for that alone becomes payable with the
# payout itself (`make.py`), and is counted before.
WAITS = f"""
(a.status = 'payable' OR a.status = 'approved' AND a.stage = 'payout'
 AND (c.id IS NULL OR c.locked_at IS NOT NULL) AND {PAYEE_ID} IS NOT NULL
 AND NOT (a.filed_by = 'platform' AND a.confirmed_at IS NULL AND EXISTS (
     SELECT FROM rule_versions v WHERE v.id = a.rule_version_id
        AND (v.definition -> 'edition' ->> 'sme_confirms') IS DISTINCT FROM 'false')))
AND {_UNPAID}
"""
"""Of an application `a` with its platform `f` and its live claim `c`: decided, on no payout yet, and
nothing is awaited any more."""
# What is locked is what is paid: the granted amount of the claim, or the award without one.
_LINES = f"""
SELECT a.id, a.number, coalesce(c.granted_fen, a.award_fen) AS amount_fen,
       CASE WHEN y.organisation_id IS NOT NULL THEN f.id END AS platform_id,
       y.id AS payee_id, y.name AS payee, y.bank, y.account_cipher, y.account_masked,
       {HELD} AS held,
       e.id AS enterprise_id, e.name AS enterprise, fe.id AS platform_firm_id,
       fe.name AS platform_firm
  FROM applications a
  LEFT JOIN enterprises e ON e.id = a.enterprise_id
  LEFT JOIN platforms f ON f.id = a.platform_id
  LEFT JOIN organisations o ON o.id = f.organisation_id
  LEFT JOIN enterprises fe ON fe.id = f.enterprise_id
  LEFT JOIN payees y ON y.id = {PAYEE_ID}
  LEFT JOIN claims c ON c.application_id = a.id AND c.live
 WHERE a.edition_id = $1 AND ($2::text IS NULL OR a.track = $2)
   AND ($3::uuid IS NULL OR a.platform_id = $3)
"""
_ORDER = "ORDER BY y.name, y.id, a.id"
_PAYABLE = f"{_LINES} AND {WAITS} {_ORDER}"
_LOCKED = f"{_LINES} AND a.status = 'payable' AND {_UNPAID} {_ORDER} FOR NO KEY UPDATE OF a"
_SUMS = f"""
SELECT a.edition_id AS edition, count(*) AS count,
       sum(coalesce(c.granted_fen, a.award_fen))::bigint AS amount_fen
  FROM applications a
  LEFT JOIN platforms f ON f.id = a.platform_id
  LEFT JOIN claims c ON c.application_id = a.id AND c.live
 WHERE a.edition_id = ANY($1) AND {WAITS}
 GROUP BY a.edition_id ORDER BY a.edition_id DESC
"""

Why = Literal[
    "payee_missing",
    "payee_refused",
    "payee_differs",
    "payee_unverified",
    "enterprise_unverified",
    "platform_unverified",
]


class Payable(msgspec.Struct, frozen=True):
    """An application to be paid, with the payee and account of this moment; `held`: why it is not.

    The account is None while none was named. `platform_firm`: the firm that its platform is.
    """

    id: UUID
    number: str
    amount_fen: int
    platform_id: UUID | None
    payee_id: UUID | None
    payee: str | None
    bank: str | None
    account_cipher: bytes | None
    account_masked: str | None
    held: list[Why]
    enterprise_id: UUID | None
    enterprise: str | None
    platform_firm_id: UUID | None
    platform_firm: str | None


async def lock_payable(
    tx: Tx, edition: str, track: str | None, platform_id: UUID | None
) -> list[Payable]:
    """By payee, the applications' rows locked; `track` and `platform_id` narrow it."""
    return await list_rows(Payable, _LOCKED, edition, track, platform_id, tx=tx)


class PayableSum(msgspec.Struct, frozen=True):
    """What is payable in an edition and on no payout yet, held or not."""

    edition: str
    count: int
    amount_fen: int


async def sum_payable(editions: Sequence[str]) -> list[PayableSum]:
    """Of those of the editions that have any. Raises StoreUnavailable."""
    return await list_rows(PayableSum, _SUMS, list(editions), tx=None)


async def list_payable(edition: str, track: str | None, platform_id: UUID | None) -> list[Payable]:
    """By payee, held or not, nothing locked."""
    return await list_rows(Payable, _PAYABLE, edition, track, platform_id, tx=None)


async def list_held(edition: str, track: str | None, platform_id: UUID | None) -> list[Payable]:
    """What a payout made now would leave out."""
    found = await list_payable(edition, track, platform_id)
    return [application for application in found if application.held]
