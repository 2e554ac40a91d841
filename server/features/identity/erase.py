"""Erasing a phone number that a person took back; a whole person goes by `accounts/erase.py`."""

from datetime import datetime
from uuid import UUID

from server.roles import Role
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx
from storage.postgres.persons import forget_phone, lock_user


async def erase_phone(tx: Tx, user_id: UUID, *, at: datetime) -> None:
    """Forget the phone number; a person who is not there has none."""
    user = await lock_user(tx, user_id)
    if user is None or user.phone_index is None:
        return
    await forget_phone(tx, user)
    await write_audit(
        tx, AuditEntry("person", user_id, at, user_id, Role.ENTERPRISE, "phone.erased")
    )
