"""Erasing personal data that a person took back; what they did stays on record without it."""

from datetime import datetime
from uuid import UUID

from models.tables.people import PersonKey
from server.audiences import Role
from server.features.identity.persons import lock_user
from storage.postgres.core.audit import AuditLine, write_audit
from storage.postgres.core.transaction import Tx


async def erase_phone(tx: Tx, user_id: UUID, *, at: datetime) -> None:
    """Forget the phone number; a person who is not there has none."""
    user = await lock_user(tx, user_id)
    if user is None or user.phone_index is None:
        return
    user.phone_cipher = user.phone_index = user.phone_masked = None
    await user.save(
        using_db=tx.connection, update_fields=["phone_cipher", "phone_index", "phone_masked"]
    )
    await write_audit(
        tx, AuditLine("person", user_id, at, user_id, Role.ENTERPRISE, "phone.erased")
    )


async def erase_person(tx: Tx, user_id: UUID, *, at: datetime) -> None:
    """Delete the key that all else is encrypted with, and every index; end all sessions.

    The next login with the same openid makes a new person.
    """
    user = await lock_user(tx, user_id)
    if user is None or user.openid_index is None:
        return
    user.openid_index = user.openid_cipher = user.unionid_cipher = None
    user.session_key_cipher = user.phone_cipher = user.phone_index = user.phone_masked = None
    await user.save(using_db=tx.connection)
    await PersonKey.filter(user_id=user_id).using_db(tx.connection).delete()
    await tx.raw.execute(
        "UPDATE sessions SET revoked_at = $2 WHERE user_id = $1 AND revoked_at IS NULL", user_id, at
    )
    await write_audit(
        tx, AuditLine("person", user_id, at, user_id, Role.ENTERPRISE, "person.erased")
    )
