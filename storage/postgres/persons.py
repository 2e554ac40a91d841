"""Writes of persons, their keys and grants: added, changed, their data forgotten; the row's lock."""

from datetime import datetime
from typing import Final
from uuid import UUID

from models.tables.ids import new_id
from models.tables.people import Grant, PersonKey, User
from storage.postgres.core.keyring import WrappedKey
from storage.postgres.core.transaction import Tx

_PHONE: Final = ("phone_cipher", "phone_index", "phone_masked")
_ADD_BY_OPENID = """
INSERT INTO users (id, openid_index, openid_cipher, must_change_password, created_at)
VALUES ($1, $2, $3, false, $4) ON CONFLICT (openid_index) DO NOTHING RETURNING id
"""
# Whoever erases them waits for this transaction, and takes back what it gives them.
_LIVING: Final = """
SELECT 1 FROM users WHERE id = $1 AND num_nonnulls(openid_index, username) > 0 FOR KEY SHARE
"""
_ADD_STAFF = """
INSERT INTO users (id, username, password_hash, must_change_password, password_set_at, created_at)
VALUES ($1, $2, $3, $4, $5, $5) ON CONFLICT (username) DO NOTHING RETURNING id
"""
_CONSENT = """
INSERT INTO consents (id, user_id, text_version, at) VALUES ($1, $2, $3, $4)
    ON CONFLICT (user_id, text_version) DO NOTHING RETURNING id
"""


async def lock_user(tx: Tx, user_id: UUID) -> User | None:
    """The person's row, held until the transaction ends: audit lines about them need it."""
    return await User.filter(id=user_id).using_db(tx.connection).select_for_update().first()


async def hold_living(tx: Tx, user_id: UUID) -> bool:
    """Whether the person was not erased meanwhile; they are not until the transaction ends."""
    return await tx.raw.fetchval(_LIVING, user_id) is not None


async def add_by_openid(
    tx: Tx, wrapped: WrappedKey, *, openid_index: str, openid_cipher: bytes, at: datetime
) -> None:
    """A person with their first key; nothing happens if somebody has this openid already."""
    person_id = wrapped.person_id
    if await tx.raw.fetchval(_ADD_BY_OPENID, person_id, openid_index, openid_cipher, at):
        await add_key(tx, wrapped)


async def add_staff_account(
    tx: Tx, username: str, password_hash: str, *, must_change: bool, at: datetime
) -> UUID | None:
    """The new person's id; None if the user name is taken."""
    made: UUID | None = await tx.raw.fetchval(
        _ADD_STAFF, new_id(), username, password_hash, must_change, at
    )
    return made


async def add_key(tx: Tx, wrapped: WrappedKey) -> None:
    """A first key for a person who has just been added, or never had one."""
    await PersonKey.create(
        using_db=tx.connection,
        user_id=wrapped.person_id,
        key_id=wrapped.key_id,
        wrapped=wrapped.blob,
    )


async def add_grant(tx: Tx, grant: Grant) -> None:
    await grant.save(using_db=tx.connection, force_create=True)


async def add_consent(tx: Tx, user_id: UUID, text_version: str, *, at: datetime) -> bool:
    """That the person agreed to this version; False if they had before."""
    return await tx.raw.fetchval(_CONSENT, new_id(), user_id, text_version, at) is not None


async def save_password(
    tx: Tx, user: User, password_hash: str, *, must_change: bool, at: datetime
) -> None:
    """A person's own password, or a first one. The caller holds the row, here as below."""
    user.password_hash, user.must_change_password = password_hash, must_change
    user.password_set_at = at
    fields = ["password_hash", "must_change_password", "password_set_at"]
    await user.save(using_db=tx.connection, update_fields=fields)


async def save_otp_secret(tx: Tx, user: User, cipher: bytes | None) -> None:
    """A secret that no code has confirmed yet; None takes the second factor away."""
    user.totp_cipher, user.totp_last_step = cipher, None
    await user.save(using_db=tx.connection, update_fields=["totp_cipher", "totp_last_step"])


async def use_otp_step(tx: Tx, user: User, step: int) -> None:
    """Codes up to this step of 30 seconds are used up; the first one confirms the secret."""
    user.totp_last_step = step
    await user.save(using_db=tx.connection, update_fields=["totp_last_step"])


async def save_wechat_keys(
    tx: Tx, user: User, *, session_key_cipher: bytes, unionid_cipher: bytes | None
) -> None:
    """What WeChat gave at a login; a `unionid_cipher` of None leaves the one before."""
    user.session_key_cipher = session_key_cipher
    user.unionid_cipher = unionid_cipher or user.unionid_cipher
    fields = ["session_key_cipher", "unionid_cipher"]
    await user.save(using_db=tx.connection, update_fields=fields)


async def save_phone(tx: Tx, user: User, *, cipher: bytes, index: str, masked: str) -> None:
    """The number replaces an earlier one."""
    user.phone_cipher, user.phone_index, user.phone_masked = cipher, index, masked
    await user.save(using_db=tx.connection, update_fields=_PHONE)


async def forget_phone(tx: Tx, user: User) -> None:
    user.phone_cipher = user.phone_index = user.phone_masked = None
    await user.save(using_db=tx.connection, update_fields=_PHONE)


async def save_contact(tx: Tx, user: User, *, cipher: bytes | None, masked: str | None) -> None:
    """The number that the person typed; None: none."""
    user.contact_cipher, user.contact_masked = cipher, masked
    await user.save(using_db=tx.connection, update_fields=["contact_cipher", "contact_masked"])


async def save_email(tx: Tx, user: User, *, cipher: bytes | None, masked: str | None) -> None:
    """Where letters to the person go; None: nowhere."""
    user.email_cipher, user.email_masked = cipher, masked
    await user.save(using_db=tx.connection, update_fields=["email_cipher", "email_masked"])


async def forget_person(tx: Tx, user: User) -> None:
    """Delete the key that all their data are encrypted with, and every index."""
    user.openid_index = user.openid_cipher = user.unionid_cipher = None
    user.session_key_cipher = user.phone_cipher = user.phone_index = user.phone_masked = None
    user.email_cipher = user.email_masked = user.contact_cipher = user.contact_masked = None
    await user.save(using_db=tx.connection)
    await PersonKey.filter(user_id=user.id).using_db(tx.connection).delete()
