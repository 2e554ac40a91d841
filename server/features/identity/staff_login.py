"""Staff login: password, then the second factor, with every guess counted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Final, Literal

from models.rules.reasons import Text
from models.tables.people import User
from server.clock import Clock
from server.errors import AppError
from server.features.identity.devices import find_device, know_device
from server.features.identity.login_failures import Attempt, refuse_after_failures, turn_of
from server.features.identity.passwords import Passwords
from server.features.identity.persons import find_person_key
from server.features.identity.policy import FIRST_PASSWORD_LASTS, LoginPolicy
from server.features.identity.sessions import NewSession, open_session
from server.features.identity.totp import matching_step
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.keyring import Keyring
from storage.postgres.core.transaction import Tx, postgres_errors, transaction
from storage.postgres.login_failures import add_failure, clear_failures
from storage.postgres.persons import lock_user, use_otp_step


class CredentialsInvalid(AppError):
    """No such account, or not its password, or not its code: always the same answer."""

    status, code = 401, "credentials_invalid"
    title = Text(
        "账号、密码或动态口令不正确，请重新输入；忘记密码的，请联系管理员",
        "User name, password or code is not right",
    )


class OtpRequired(AppError):
    """The password is right; the code of the authenticator app is missing."""

    status, code = 401, "otp_required"
    title = Text("请输入动态口令", "Enter the code of your authenticator app")


class FirstPasswordOver(AppError):
    """The password is right, and was given by an operator too long ago."""

    status, code = 401, "first_password_over"
    title = Text(
        "首次密码已失效（须在 72 小时内登录），请联系管理员重设",
        "The first password is over, it was good for 72 hours; ask an operator for a new one",
    )


@dataclass(frozen=True, slots=True)
class StaffLogin:
    """One attempt; `address` is where it comes from, `device` the token of an earlier login.

    `in_browser`: the session is to lie in the cookie of a browser.
    """

    username: str
    password: str = field(repr=False)
    otp: str | None = field(repr=False)
    address: str
    device: str | None = field(default=None, repr=False)
    in_browser: bool = False


@dataclass(frozen=True, slots=True)
class OpenedLogin:
    """The session, and the token by which this device is known from now on."""

    session: NewSession
    device: str = field(repr=False)


_Outcome = Literal["opened", "refused", "otp_missing", "password_over"]
_REFUSALS: Final[Mapping[_Outcome, type[AppError]]] = MappingProxyType(
    {"otp_missing": OtpRequired, "password_over": FirstPasswordOver}
)


async def log_in_staff(
    login: StaffLogin, *, passwords: Passwords, keyring: Keyring, clock: Clock, policy: LoginPolicy
) -> OpenedLogin:
    """A session, if password and second factor are right.

    Raises CredentialsInvalid, OtpRequired, FirstPasswordOver, HashingBusy, or RateLimited after
    repeated failures.
    """
    known = await _find_staff(login.username)
    device = await find_device(login.device, known.id if known else None, clock.now())
    attempt = Attempt.of(keyring, login.username, login.address, device)
    turn = await turn_of(attempt, clock.now())
    known_hash = known.password_hash if known else None
    right = await passwords.matches(known_hash, login.password, turn)
    now = clock.now()
    opened: OpenedLogin | None = None
    async with transaction() as tx:
        await refuse_after_failures(tx, attempt, now)
        user = await _locked(tx, known) if right else None
        outcome = await _judge(tx, user, login.otp, keyring=keyring, now=now)
        if outcome == "opened" and user is not None:
            await clear_failures(tx, attempt.account_index, attempt.address_index, device)
            session = await open_session(
                tx,
                user.id,
                at=now,
                lasts=policy.staff_lasts,
                in_browser=login.in_browser,
                password_at=now,
            )
            known_as = await know_device(tx, login.device if device else None, user.id, now)
            opened = OpenedLogin(session, known_as)
        elif outcome == "refused":
            await add_failure(tx, attempt.account_index, attempt.address_index, device, at=now)
        await _write_outcome(tx, known, outcome, now)
    if opened is None:
        raise _REFUSALS.get(outcome, CredentialsInvalid)()
    return opened


async def _find_staff(username: str) -> User | None:
    with postgres_errors():
        return await User.filter(username=username, disabled_at=None).first()


async def _locked(tx: Tx, known: User | None) -> User | None:
    """The row as it is now; None if the password that was checked has been replaced meanwhile."""
    user = await lock_user(tx, known.id) if known else None
    if user is None or known is None or user.disabled_at is not None:
        return None
    return user if user.password_hash == known.password_hash else None


async def _judge(
    tx: Tx, user: User | None, otp: str | None, *, keyring: Keyring, now: datetime
) -> _Outcome:
    if user is None:
        return "refused"
    if _is_over(user, now):
        return "password_over"
    if user.totp_cipher is None or user.totp_last_step is None:
        return "opened"
    if otp is None:
        return "otp_missing"
    wrapped = await find_person_key(user.id, tx=tx)
    secret = keyring.decrypt(wrapped, "totp", bytes(user.totp_cipher))
    step = matching_step(secret, otp, at=now, after=user.totp_last_step)
    if step is None:
        return "refused"
    await use_otp_step(tx, user, step)
    return "opened"


def _is_over(user: User, now: datetime) -> bool:
    given_at = user.password_set_at or user.created_at
    return user.must_change_password and now >= given_at + FIRST_PASSWORD_LASTS


async def _write_outcome(tx: Tx, known: User | None, outcome: _Outcome, now: datetime) -> None:
    """On the record of an account that exists; a refused attempt has no known actor."""
    if known is None or outcome in _REFUSALS:
        return
    await lock_user(tx, known.id)
    if outcome == "opened":
        line = AuditEntry("person", known.id, now, known.id, "staff", "session.opened")
    else:
        line = AuditEntry("person", known.id, now, None, "nobody", "session.refused")
    await write_audit(tx, line)
