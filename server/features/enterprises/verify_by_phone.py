"""Verifies a firm whose owner's phone is the contact that its platform declared."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx
from storage.postgres.enterprises import verify_one_by_phone, verify_owned_by_phone


async def verify_owned_by(tx: Tx, user_id: UUID, at: datetime) -> None:
    """Verify what they own, once their phone is known: the hook `phone_linked` of `server/ports.py`."""
    await _write(tx, await verify_owned_by_phone(tx, user_id, at=at), at)


async def verify_declared(tx: Tx, enterprise_id: UUID, at: datetime) -> None:
    """After a firm was claimed, or its platform declared a contact."""
    await _write(tx, await verify_one_by_phone(tx, enterprise_id, at=at), at)


async def _write(tx: Tx, verified: Sequence[UUID], at: datetime) -> None:
    detail = {"by": "declared_phone"}
    lines = [
        AuditEntry("enterprise", firm, at, None, "system", "enterprise.verified", detail)
        for firm in verified
    ]
    await write_audit(tx, *lines)
