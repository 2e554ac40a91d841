"""A person of staff sets their own password; every other session of theirs ends."""

from dataclasses import dataclass, field

from models.rules.reasons import Reason, Text
from models.tables.people import User
from server.clock import Clock
from server.edge.web.auth import Identity
from server.errors import Forbidden, Invalid
from server.features.identity.cached_sessions import drop_cached
from server.features.identity.hashing_queue import Turn
from server.features.identity.known_words import known_words
from server.features.identity.passwords import Passwords, check_new_password
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import postgres_errors, transaction
from storage.postgres.persons import lock_user, save_password
from storage.postgres.sessions import revoke_sessions
from storage.redis.session_cache import SessionCache

_WRONG = Text(
    "原密码不正确，请重新输入；忘记原密码的，请联系管理员重设", "The old password is not right"
)
_SAME = Text("新密码不能与原密码相同，请换一个", "The new password must differ from the old one")


@dataclass(frozen=True, slots=True)
class PasswordChange:
    """The password in use and the one to be."""

    old_password: str = field(repr=False)
    new_password: str = field(repr=False)


async def change_password(
    change: PasswordChange,
    *,
    by: Identity,
    passwords: Passwords,
    clock: Clock,
    cache: SessionCache,
) -> None:
    """Raises Invalid with every reason, Forbidden for persons who log in through WeChat."""
    with postgres_errors():
        user = await User.filter(id=by.user_id).first()
    if user is None or user.username is None:
        raise Forbidden()
    # A session that was stolen must not fill the queue before everybody's login.
    turn = Turn(source=str(user.id))
    right = await passwords.matches(user.password_hash, change.old_password, turn)
    words = await known_words(user.id, user.username)
    _refuse(change, words, right=right)
    new_hash = await passwords.hash(change.new_password, turn)
    now = clock.now()
    async with transaction() as tx:
        locked = await lock_user(tx, user.id)
        if locked is None:
            raise Forbidden()
        if locked.password_hash != user.password_hash:
            _refuse(change, words, right=False)
        await save_password(tx, locked, new_hash, must_change=False, at=now)
        ended = await revoke_sessions(tx, user.id, kept=by.session, at=now)
        await write_audit(
            tx, AuditEntry("person", user.id, now, user.id, "staff", "password.changed")
        )
    await drop_cached(cache, ended=ended, changed=[by.session])


def _refuse(change: PasswordChange, words: frozenset[str], *, right: bool) -> None:
    reasons = check_new_password(change.new_password, words)
    if not right:
        reasons.insert(0, Reason("old_password", "wrong", _WRONG))
    elif change.new_password == change.old_password:
        reasons.append(Reason("new_password", "unchanged", _SAME))
    if reasons:
        raise Invalid(errors=reasons)
