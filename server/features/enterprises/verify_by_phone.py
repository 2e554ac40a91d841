"""Verifies a firm whose owner's phone is the contact that its platform declared."""

from datetime import datetime
from uuid import UUID

from storage.postgres.core.audit import AuditLine, write_audit
from storage.postgres.core.transaction import Tx

_VERIFY = """
    UPDATE enterprises e SET state = 'verified', verified_at = $2, version = e.version + 1
      FROM enterprise_members m JOIN users u ON u.id = m.user_id
     WHERE m.enterprise_id = e.id AND m.role = 'owner' AND m.left_at IS NULL
       AND e.state = 'claimed' AND u.phone_index = e.declared_phone_index
       AND {whose} = $1
    RETURNING e.id
"""
# Only the owner's own phone counts: otherwise whoever claims a firm that is not theirs could
# have it verified by inviting its real contact.
_OF_PERSON = _VERIFY.format(whose="u.id")
_OF_ENTERPRISE = _VERIFY.format(whose="e.id")


async def verify_owned_by(tx: Tx, user_id: UUID, at: datetime) -> None:
    """Verify what they own, once their phone is known: the hook `phone_linked` of `server/ports.py`."""
    await _verify(tx, _OF_PERSON, user_id, at)


async def verify_declared(tx: Tx, enterprise_id: UUID, at: datetime) -> None:
    """After a firm was claimed, or its platform declared a contact."""
    await _verify(tx, _OF_ENTERPRISE, enterprise_id, at)


async def _verify(tx: Tx, statement: str, subject_id: UUID, at: datetime) -> None:
    for row in await tx.raw.fetch(statement, subject_id, at):
        detail = {"by": "declared_phone"}
        await write_audit(
            tx,
            AuditLine("enterprise", row["id"], at, None, "system", "enterprise.verified", detail),
        )
