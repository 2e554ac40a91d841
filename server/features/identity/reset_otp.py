"""An operator takes away a lost second factor, so that the person can set up another."""

from models.tables.people import User
from server.clock import Clock
from server.errors import NotFound
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import transaction
from storage.postgres.persons import lock_user, save_otp_secret
from storage.postgres.sessions import revoke_sessions


async def reset_otp(username: str, *, clock: Clock) -> list[str]:
    """Ends all sessions of the account; returns their token hashes, for the cache.

    Raises NotFound for a user name that nobody has.
    """
    now = clock.now()
    async with transaction() as tx:
        known = await User.filter(username=username.lower()).using_db(tx.connection).first()
        user = await lock_user(tx, known.id) if known else None
        if user is None:
            raise NotFound()
        await save_otp_secret(tx, user, None)
        ended = await revoke_sessions(tx, user.id, at=now)
        await write_audit(tx, AuditEntry("person", user.id, now, None, "operator", "otp.reset"))
    return ended
