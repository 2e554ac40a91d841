"""Setting up the second factor: a secret is shown once, a code from it confirms it."""

from dataclasses import dataclass, field
from uuid import UUID

from models.rules.reasons import Reason, Text
from models.tables.people import User
from server.clock import Clock
from server.edge.web.auth import Identity
from server.errors import AppError, Forbidden, Invalid
from server.features.identity.cached_sessions import drop_cached
from server.features.identity.persons import find_person_key
from server.features.identity.totp import matching_step, new_secret, provisioning_uri
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.keyring import Keyring
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.persons import add_key, lock_user, save_otp_secret, use_otp_step
from storage.postgres.sessions import revoke_sessions
from storage.redis.session_cache import SessionCache


class OtpAlreadySet(AppError):
    """A confirmed second factor is replaced only after an operator has reset it."""

    status, code = 409, "otp_already_set"
    title = Text(
        "动态口令已启用，不用再绑定；如需更换请联系管理员",
        "The second factor is set; ask an operator to reset it",
    )


class OtpNotStarted(AppError):
    """There is no secret to confirm a code against."""

    status, code = 409, "otp_not_started"
    title = Text("请先获取动态口令密钥", "Ask for a secret first")


@dataclass(frozen=True, slots=True)
class Enrolment:
    """The secret (base 32) for an authenticator app, also as the `otpauth` URI of a QR code."""

    secret: str = field(repr=False)
    uri: str = field(repr=False)


async def start_otp(by: Identity, *, keyring: Keyring) -> Enrolment:
    """A new secret, good for nothing until confirmed; raises OtpAlreadySet."""
    async with transaction() as tx:
        user = await _unconfirmed(tx, by.user_id)
        secret = new_secret()
        wrapped = await find_person_key(user.id, tx=tx)
        if wrapped is None:
            wrapped = keyring.new_person_key(user.id)
            await add_key(tx, wrapped)
        await save_otp_secret(tx, user, keyring.encrypt(wrapped, "totp", secret))
    return Enrolment(secret, provisioning_uri(secret, user.username or ""))


async def confirm_otp(
    by: Identity, code: str, *, keyring: Keyring, clock: Clock, cache: SessionCache
) -> None:
    """From now on logins need a code; other sessions, opened without one, end.

    Raises OtpAlreadySet, OtpNotStarted, or Invalid when the code is not right.
    """
    now = clock.now()
    async with transaction() as tx:
        user = await _unconfirmed(tx, by.user_id)
        if user.totp_cipher is None:
            raise OtpNotStarted()
        wrapped = await find_person_key(user.id, tx=tx)
        secret = keyring.decrypt(wrapped, "totp", bytes(user.totp_cipher))
        step = matching_step(secret, code, at=now, after=None)
        if step is None:
            text = Text(
                "动态口令不正确，请核对手机时间后输入新的 6 位数字",
                "Not right; check the phone's clock",
            )
            raise Invalid(errors=[Reason("code", "wrong", text)])
        await use_otp_step(tx, user, step)
        ended = await revoke_sessions(tx, user.id, kept=by.session, at=now)
        await write_audit(tx, AuditEntry("person", user.id, now, user.id, "staff", "otp.confirmed"))
    await drop_cached(cache, ended=ended, changed=[by.session])


async def _unconfirmed(tx: Tx, user_id: UUID) -> User:
    user = await lock_user(tx, user_id)
    if user is None or user.username is None:
        raise Forbidden()
    if user.totp_last_step is not None:
        raise OtpAlreadySet()
    return user
