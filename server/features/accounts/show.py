"""What is held of a person, and what would become of their firms if they went."""

from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from models.rules.lifecycle import LIVE
from models.tables.people import Consent
from server.errors import Unauthenticated
from server.features.accounts.schemas import AgreedText, HeldFirm, OwnAccountView, words_views
from storage.postgres.core.rows import find_row, list_rows
from storage.postgres.core.transaction import Tx, postgres_errors

_PERSON: Final = """
SELECT u.id, u.phone_masked AS phone, u.contact_masked AS contact_phone, u.created_at,
       (SELECT count(*) FROM notifications n WHERE n.user_id = u.id) AS messages
  FROM users u WHERE u.id = $1
"""
_FIRMS: Final = """
SELECT e.id, e.name, m.role,
       m.role = 'owner' AND NOT EXISTS (
           SELECT FROM enterprise_members o WHERE o.enterprise_id = e.id AND o.user_id <> $1
              AND o.role = 'owner' AND o.left_at IS NULL) AS only_owner,
       (SELECT count(*) FROM enterprise_members o WHERE o.enterprise_id = e.id
           AND o.user_id <> $1 AND o.left_at IS NULL) AS others,
       (SELECT count(*) FROM applications a
         WHERE a.enterprise_id = e.id AND a.status = 'draft') AS drafts,
       (SELECT count(*) FROM applications a
         WHERE a.enterprise_id = e.id AND a.status = ANY($2)
           AND (a.filed_by <> 'platform' OR e.state = 'verified')) AS running
  FROM enterprise_members m JOIN enterprises e ON e.id = m.enterprise_id
 WHERE m.user_id = $1 AND m.left_at IS NULL ORDER BY m.joined_at, e.id
"""


class _Person(msgspec.Struct, frozen=True):
    id: UUID
    phone: str | None
    contact_phone: str | None
    created_at: datetime
    messages: int


async def show_account(user_id: UUID, *, english: bool) -> OwnAccountView:
    """Raises Unauthenticated for who is gone meanwhile."""
    person = await find_row(_Person, _PERSON, user_id, tx=None)
    if person is None:
        raise Unauthenticated()
    with postgres_errors():
        agreed = await Consent.filter(user_id=user_id).order_by("at", "id")
    return OwnAccountView(
        person.id,
        person.phone,
        person.contact_phone,
        person.created_at,
        person.messages,
        [AgreedText(one.text_version, one.at) for one in agreed],
        await list_held_firms(user_id),
        words_views(english),
    )


async def list_held_firms(user_id: UUID, *, tx: Tx | None = None) -> list[HeldFirm]:
    """In the order in which they joined them; in a transaction the caller holds nothing of it."""
    return await list_rows(HeldFirm, _FIRMS, user_id, sorted(LIVE - {"paid"}), tx=tx)
