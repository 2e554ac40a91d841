"""Erasing personal data that a person took back; what they did stays on record without it."""

from datetime import datetime
from uuid import UUID

from server.roles import Role
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx
from storage.postgres.persons import forget_person, forget_phone, lock_user
from storage.postgres.sessions import revoke_sessions


async def erase_phone(tx: Tx, user_id: UUID, *, at: datetime) -> None:
    """Forget the phone number; a person who is not there has none."""
    user = await lock_user(tx, user_id)
    if user is None or user.phone_index is None:
        return
    await forget_phone(tx, user)
    await write_audit(
        tx, AuditEntry("person", user_id, at, user_id, Role.ENTERPRISE, "phone.erased")
    )


async def erase_person(tx: Tx, user_id: UUID, *, at: datetime) -> None:
    """Delete the key that all else is encrypted with, and every index; end all sessions.

    The next login with the same openid makes a new person.
    """
    user = await lock_user(tx, user_id)
    if user is None or user.openid_index is None:
        return
    await forget_person(tx, user)
    await revoke_sessions(tx, user_id, at=at)
    await write_audit(
        tx, AuditEntry("person", user_id, at, user_id, Role.ENTERPRISE, "person.erased")
    )
