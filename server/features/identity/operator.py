"""What an operator does to an account at the command line: to whom, who does it, and why."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from models.tables.people import User
from server.errors import NotFound
from storage.postgres.core.audit import AuditEntry
from storage.postgres.core.transaction import Tx
from storage.postgres.persons import lock_user


@dataclass(frozen=True, slots=True)
class AccountName:
    """A member of staff by user name, or anybody by their id; one of the two."""

    username: str | None = None
    person_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class OperatorAct:
    """`operator` is who is logged in at the machine; the reason stands in the audit beside it."""

    operator: str
    reason: str | None = None

    def line(self, user_id: UUID, event: str, at: datetime, **detail: object) -> AuditEntry:
        """The act on the person's own chain."""
        told = {"operator": self.operator, **detail}
        return AuditEntry("person", user_id, at, None, "operator", event, told, self.reason)


SYSTEM = OperatorAct("system")
"""What the product does by itself, such as making the demonstration's accounts."""


async def find_account(tx: Tx, account: AccountName) -> UUID:
    """The person's id. Raises NotFound."""
    if account.username is not None:
        query = User.filter(username=account.username.lower())
    else:
        query = User.filter(id=account.person_id)
    known = await query.using_db(tx.connection).first()
    if known is None:
        raise NotFound()
    return known.id


async def hold_account(tx: Tx, account: AccountName) -> User:
    """The row, locked: after rows of applications, never before them. Raises NotFound."""
    user = await lock_user(tx, await find_account(tx, account))
    if user is None:
        raise NotFound()
    return user
