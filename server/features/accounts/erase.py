"""Erasing a person, by their own wish or WeChat's word: the one procedure, whoever asks for it."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from server.features.accounts.leave_firms import leave_firms
from server.roles import Role
from storage.postgres.consent_ledger import hold_person
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import Tx
from storage.postgres.erasure import forget_rows, forget_words
from storage.postgres.persons import forget_person, lock_user
from storage.postgres.sessions import revoke_sessions


async def erase_person(
    tx: Tx, user_id: UUID, *, by: Literal["self", "wechat"], at: datetime
) -> list[str]:
    """Token hashes of the sessions that ended, for `drop_cached` after the commit.

    The person leaves every firm; their key, indexes and inbox are deleted. What was handed in stays
    the firm's for as long as the law has it kept, under an id that leads to nobody. The next login
    with the same openid makes a new person, of no firm. Nothing happens to who is gone already.
    """
    # The person first and alone, as whoever links a phone holds them before their firms; rows
    # that name them can still be written until the row itself is held for good.
    await hold_person(tx, user_id)
    firms = await leave_firms(tx, user_id, at=at)
    user = await lock_user(tx, user_id)
    if user is None or user.openid_index is None:
        return []
    # Nobody joins any more now (`add_member`); who did while we waited leaves as well.
    firms += await leave_firms(tx, user_id, at=at)
    await forget_words(tx, user_id)
    await forget_person(tx, user)
    await forget_rows(tx, user_id)
    ended = await revoke_sessions(tx, user_id, at=at)
    detail = {"by": by, "firms": firms, "sessions": len(ended)}
    line = AuditEntry("person", user_id, at, user_id, Role.ENTERPRISE, "person.erased", detail)
    await write_audit(tx, line)
    return ended
