"""An operator ends every login of a person, such as after a lost laptop."""

from server.clock import Clock
from server.features.identity.operator import AccountName, OperatorAct, hold_account
from storage.postgres.core.audit import write_audit
from storage.postgres.core.transaction import transaction
from storage.postgres.devices import forget_devices
from storage.postgres.sessions import revoke_sessions


async def end_sessions(account: AccountName, *, act: OperatorAct, clock: Clock) -> list[str]:
    """Forgets their devices too; the token hashes, for the cache. Raises NotFound."""
    now = clock.now()
    async with transaction() as tx:
        user = await hold_account(tx, account)
        ended = await revoke_sessions(tx, user.id, at=now)
        await forget_devices(tx, user.id)
        line = act.line(user.id, "sessions.ended", now, sessions=len(ended))
        await write_audit(tx, line)
    return ended
