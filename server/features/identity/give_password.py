"""Whoever is logged in gives their password once more, before what moves money."""

from dataclasses import dataclass, field

from models.rules.reasons import Reason, Text
from models.tables.people import User
from server.clock import Clock
from server.edge.web.auth import Identity
from server.errors import Forbidden, Invalid
from server.features.identity.cached_sessions import drop_cached
from server.features.identity.hashing_queue import Turn
from server.features.identity.login_failures import Attempt, refuse_after_failures, turn_of
from server.features.identity.passwords import Passwords
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.keyring import Keyring
from storage.postgres.core.transaction import postgres_errors, transaction
from storage.postgres.login_failures import add_failure
from storage.postgres.persons import lock_user
from storage.postgres.sessions import note_password
from storage.redis.session_cache import SessionCache

_WRONG = Text("密码不正确，请重新输入", "Not the password; type it again")


@dataclass(frozen=True, slots=True)
class PasswordGiven:
    """One try; `address` is where it comes from."""

    password: str = field(repr=False)
    address: str


async def give_password(
    given: PasswordGiven,
    *,
    by: Identity,
    passwords: Passwords,
    keyring: Keyring,
    clock: Clock,
    cache: SessionCache,
) -> None:
    """A wrong one counts as a refused login of this account from this address.

    Raises Invalid, RateLimited after repeated failures, HashingBusy, Forbidden for persons without
    a password.
    """
    with postgres_errors():
        user = await User.filter(id=by.user_id).first()
    if user is None or user.username is None:
        raise Forbidden()
    attempt = Attempt.of(keyring, user.username, given.address)
    await turn_of(attempt, clock.now())
    # A session that was stolen must not fill the queue before everybody's login.
    turn = Turn(source=str(user.id))
    right = await passwords.matches(user.password_hash, given.password, turn)
    now = clock.now()
    async with transaction() as tx:
        await refuse_after_failures(tx, attempt, now)
        locked = await lock_user(tx, user.id)
        right = right and locked is not None and locked.password_hash == user.password_hash
        if right:
            await note_password(tx, by.session, at=now)
        else:
            await add_failure(tx, attempt.account_index, attempt.address_index, None, at=now)
            line = AuditEntry("person", user.id, now, user.id, "staff", "password.refused")
            await write_audit(tx, line)
    if not right:
        raise Invalid(errors=[Reason("password", "wrong", _WRONG)])
    await drop_cached(cache, changed=[by.session])
