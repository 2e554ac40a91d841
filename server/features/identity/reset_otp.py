"""An operator takes away a lost second factor, so that the person can set up another."""

from models.tables.people import User
from server.clock import Clock
from server.errors import NotFound
from server.features.identity.persons import lock_user
from server.features.identity.sessions import end_other_sessions
from storage.postgres.core.audit import AuditLine, write_audit
from storage.postgres.core.transaction import transaction


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
        user.totp_cipher = user.totp_last_step = None
        fields = ["totp_cipher", "totp_last_step"]
        await user.save(using_db=tx.connection, update_fields=fields)
        ended = await end_other_sessions(tx, user.id, kept="", at=now)
        await write_audit(tx, AuditLine("person", user.id, now, None, "operator", "otp.reset"))
    return ended
