"""The authority's work list of accounts: old and new, who changed and who checked, what waits."""

from collections.abc import Mapping, Sequence
from typing import Literal
from uuid import UUID

import msgspec

from models.tables.platforms import Payee
from models.tables.programmes import Edition
from server.edge.web.auth import Identity
from server.edge.web.params import decode_cursor, page_of
from server.edge.web.replies import Page
from server.features.identity.named import PersonView, name_people
from server.features.identity.scope import Scope
from server.features.payees.access import find_payee_within, payees_within
from server.features.payees.schemas import (
    PayeeItem,
    PayeeOwnerView,
    PayeeQuery,
)
from server.features.platforms.account_before import accounts_before
from server.features.platforms.schemas import AccountView
from server.roles import READING_EDITIONS
from storage.postgres.core.rows import list_rows
from storage.postgres.core.transaction import postgres_errors
from storage.postgres.money.payees import PAYEE_ID

_OWNERS = """
SELECT y.id, CASE WHEN y.enterprise_id IS NULL THEN 'platform' ELSE 'enterprise' END AS kind,
       coalesce(y.enterprise_id, f.id) AS owner_id, coalesce(e.name, fe.name, o.name) AS name
  FROM payees y
  LEFT JOIN enterprises e ON e.id = y.enterprise_id
  LEFT JOIN organisations o ON o.id = y.organisation_id
  LEFT JOIN platforms f ON f.organisation_id = y.organisation_id
  LEFT JOIN enterprises fe ON fe.id = f.enterprise_id
 WHERE y.id = ANY($1::uuid[])
"""
# Of the editions that the reader reaches: what others pay is not theirs to see.
_WAITING = f"""
SELECT p.id, count(*)::int AS waiting,
       sum(coalesce(c.granted_fen, a.award_fen, 0))::bigint AS waiting_fen
  FROM payees p
  LEFT JOIN platforms pf ON pf.organisation_id = p.organisation_id
  JOIN applications a ON a.platform_id = pf.id OR a.enterprise_id = p.enterprise_id
  LEFT JOIN platforms f ON f.id = a.platform_id
  LEFT JOIN claims c ON c.application_id = a.id AND c.live
 WHERE p.id = ANY($1::uuid[]) AND a.edition_id = ANY($2::text[]) AND a.status = 'payable'
   AND {PAYEE_ID} = p.id
   AND NOT EXISTS (SELECT 1 FROM payout_items i WHERE i.application_id = a.id AND i.live)
 GROUP BY p.id
"""


class _Owner(msgspec.Struct, frozen=True):
    id: UUID
    kind: Literal["platform", "enterprise"]
    owner_id: UUID
    name: str


class _Waiting(msgspec.Struct, frozen=True):
    id: UUID
    waiting: int
    waiting_fen: int


async def list_payees(query: PayeeQuery, *, by: Identity) -> Page[PayeeItem]:
    """Oldest first, within the reader's scope; raises Forbidden."""
    found = Payee.filter(
        payees_within(by, *READING_EDITIONS),
        state=query.state,
        proposed=False,
        replaced_at__isnull=True,
    )
    after = decode_cursor(query.cursor, tuple[UUID])
    if after is not None:
        found = found.filter(id__gt=after[0])
    with postgres_errors():
        rows = await found.order_by("id").limit(query.limit + 1)
    shown, cursor = page_of(rows, query.limit, lambda row: (row.id,))
    return Page(await _items(shown, by), cursor)


async def get_payee(payee_id: UUID, *, by: Identity) -> PayeeItem:
    """Raises Forbidden, NotFound."""
    payee = await find_payee_within(payee_id, by, *READING_EDITIONS)
    (item,) = await _items([payee], by)
    return item


async def _items(payees: Sequence[Payee], by: Identity) -> list[PayeeItem]:
    ids = [payee.id for payee in payees]
    before = await accounts_before(ids)
    owners = {owner.id: owner for owner in await list_rows(_Owner, _OWNERS, ids, tx=None)}
    with postgres_errors():
        reached = Edition.filter(Scope.of(by, *READING_EDITIONS).editions())
        editions = [str(code) for code in await reached.values_list("code", flat=True)]
    rows = await list_rows(_Waiting, _WAITING, ids, editions, tx=None)
    waiting = {row.id: row for row in rows}
    people = await name_people(
        [one for payee in payees for one in (payee.changed_by_id, payee.checked_by_id)]
    )
    return [
        _item(payee, owners[payee.id], waiting.get(payee.id), people, before.get(payee.id))
        for payee in payees
    ]


def _item(
    payee: Payee,
    owner: _Owner,
    waiting: _Waiting | None,
    people: Mapping[UUID, PersonView],
    before: AccountView | None,
) -> PayeeItem:
    return PayeeItem(
        id=payee.id,
        owner=PayeeOwnerView(owner.kind, owner.owner_id, owner.name),
        name=payee.name,
        bank=payee.bank,
        account=payee.account_masked,
        before=before,
        state=payee.state,  # type: ignore[arg-type]  # a column
        refusal=payee.refusal,
        changed_by=people.get(payee.changed_by_id),
        changed_at=payee.created_at,
        basis=payee.basis,
        checked_by=people.get(payee.checked_by_id),
        checked_at=payee.checked_at,
        verified_at=payee.verified_at,
        waiting=0 if waiting is None else waiting.waiting,
        waiting_fen=0 if waiting is None else waiting.waiting_fen,
    )
