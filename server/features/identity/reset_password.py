"""An operator gives an account a first password anew; the person sets their own at the next login."""

from dataclasses import dataclass, field

from models.tables.people import User
from server.clock import Clock
from server.errors import Invalid, NotFound
from server.features.identity.known_words import known_words
from server.features.identity.operator import AccountName, OperatorAct, hold_account
from server.features.identity.passwords import Passwords, check_new_password
from storage.postgres.core.audit import write_audit
from storage.postgres.core.transaction import postgres_errors, transaction
from storage.postgres.devices import forget_devices
from storage.postgres.persons import save_password
from storage.postgres.sessions import revoke_sessions


@dataclass(frozen=True, slots=True)
class FirstPassword:
    """`must_change` is false in the demonstration only."""

    password: str = field(repr=False)
    must_change: bool = True


async def reset_password(
    username: str, first: FirstPassword, *, act: OperatorAct, passwords: Passwords, clock: Clock
) -> list[str]:
    """Ends all sessions and devices; returns token hashes, for the cache. The second factor stays.

    Raises NotFound, or Invalid with every reason.
    """
    known = await _find(username)
    words = await known_words(known.id, known.username)
    reasons = check_new_password(first.password, words, "password")
    if reasons:
        raise Invalid(errors=reasons)
    password_hash = await passwords.hash(first.password)
    now = clock.now()
    async with transaction() as tx:
        user = await hold_account(tx, AccountName(person_id=known.id))
        await save_password(tx, user, password_hash, must_change=first.must_change, at=now)
        ended = await revoke_sessions(tx, user.id, at=now)
        await forget_devices(tx, user.id)
        await write_audit(tx, act.line(user.id, "password.reset", now))
    return ended


async def _find(username: str) -> User:
    with postgres_errors():
        known = await User.filter(username=username.lower()).first()
    if known is None:
        raise NotFound()
    return known
