"""An operator takes away a lost second factor, so that the person can set up another."""

from server.clock import Clock
from server.features.identity.operator import AccountName, OperatorAct, hold_account
from storage.postgres.core.audit import write_audit
from storage.postgres.core.transaction import transaction
from storage.postgres.devices import forget_devices
from storage.postgres.persons import save_otp_secret
from storage.postgres.sessions import revoke_sessions


async def reset_otp(username: str, *, act: OperatorAct, clock: Clock) -> list[str]:
    """Ends all sessions and devices of the account; returns token hashes, for the cache.

    Raises NotFound for a user name that nobody has.
    """
    now = clock.now()
    async with transaction() as tx:
        user = await hold_account(tx, AccountName(username=username))
        await save_otp_secret(tx, user, None)
        ended = await revoke_sessions(tx, user.id, at=now)
        await forget_devices(tx, user.id)
        await write_audit(tx, act.line(user.id, "otp.reset", now))
    return ended
