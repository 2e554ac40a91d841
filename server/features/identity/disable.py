"""An operator lets nobody log in as a person any more, or lets them in again."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from server.clock import Clock
from server.features.identity.last_holder import LeftAlone, list_left_alone
from server.features.identity.operator import (
    AccountName,
    OperatorAct,
    find_account,
    hold_account,
)
from storage.postgres.core.audit import write_audit
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.devices import forget_devices
from storage.postgres.platform_members import join_platform_firms_of, leave_platform_firms
from storage.postgres.rights import save_disabled
from storage.postgres.sessions import revoke_sessions

Release = Callable[[Tx, UUID, Sequence[str] | None, OperatorAct, datetime], Awaitable[int]]
"""Gives back what the person has taken in these roles (None: any); how many reviews."""


@dataclass(frozen=True, slots=True)
class Disabled:
    """What ended with it: `sessions` by token hash, for the cache; reviews given back; and for
    which bodies nobody is left. `changed` is false where the account was disabled before."""

    changed: bool
    sessions: list[str]
    reviews: int
    left_alone: list[LeftAlone]


async def disable_account(
    account: AccountName, *, act: OperatorAct, clock: Clock, release: Release
) -> Disabled:
    """Ends their sessions and devices, and gives back what they had taken. Raises NotFound.

    Grants stay as they are, so that enabling gives the same rights back.
    """
    now = clock.now()
    async with transaction() as tx:
        reviews = await release(tx, await find_account(tx, account), None, act, now)
        user = await hold_account(tx, account)
        changed = user.disabled_at is None
        if changed:
            await save_disabled(tx, user, at=now)
        ended = await revoke_sessions(tx, user.id, at=now)
        await forget_devices(tx, user.id)
        await leave_platform_firms(tx, at=now)
        if changed:
            detail = {"sessions": len(ended), "reviews": reviews}
            await write_audit(tx, act.line(user.id, "account.disabled", now, **detail))
        alone = await list_left_alone(tx, user.id, None, at=now)
    return Disabled(changed, ended, reviews, alone)


async def enable_account(account: AccountName, *, act: OperatorAct, clock: Clock) -> bool:
    """The same rights, password and second factor as before; False if it was not disabled.

    Raises NotFound.
    """
    now = clock.now()
    async with transaction() as tx:
        user = await hold_account(tx, account)
        if user.disabled_at is None:
            return False
        await save_disabled(tx, user, at=None)
        await join_platform_firms_of(tx, user.id, at=now)
        await write_audit(tx, act.line(user.id, "account.enabled", now))
    return True
