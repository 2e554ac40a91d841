"""A person's personal data: encrypted under their own key, found again by keyed hashes."""

from datetime import datetime
from uuid import UUID

from models.tables.ids import new_id
from models.tables.people import PersonKey, User
from storage.errors import Erased
from storage.postgres.core.keyring import Keyring, WrappedKey
from storage.postgres.core.transaction import Tx, postgres_errors
from storage.postgres.persons import add_by_openid


def openid_index(keyring: Keyring, openid: str) -> str:
    """Hex; equal for equal openids."""
    return keyring.index("openid", openid).hex()


def phone_index(keyring: Keyring, country_code: str, number: str) -> str:
    """Hex; the one form in which phone numbers are compared, whoever gave them.

    `country_code` without plus sign ("86"), `number` without the country code.
    """
    digits = "".join(sign for sign in number if sign.isdigit())
    return keyring.index("phone", f"+{country_code}{digits}").hex()


async def find_person_key(user_id: UUID, *, tx: Tx | None = None) -> WrappedKey | None:
    """None once the person has been erased; the keyring answers that with `Erased`."""
    query = PersonKey.filter(user_id=user_id)
    with postgres_errors():
        row = await (query if tx is None else query.using_db(tx.connection)).first()
    return None if row is None else WrappedKey(user_id, row.key_id, bytes(row.wrapped))


async def find_openid(user_id: UUID, keyring: Keyring) -> str | None:
    """Where WeChat messages for a person go; None for staff and for erased persons."""
    with postgres_errors():
        user = await User.filter(id=user_id).first()
    if user is None or user.openid_cipher is None:
        return None
    try:
        wrapped = await find_person_key(user_id)
        return keyring.decrypt(wrapped, "openid", bytes(user.openid_cipher))
    except Erased:
        return None


async def find_or_add_by_openid(
    tx: Tx, keyring: Keyring, openid: str, *, at: datetime
) -> tuple[User, WrappedKey]:
    """The person with this openid, made at their first login; two first logins make one person.

    Raises Erased if the person's key is gone while the index is not.
    """
    index = openid_index(keyring, openid)
    user = await _lock_by_index(tx, index)
    if user is None:
        first = keyring.new_person_key(new_id())
        cipher = keyring.encrypt(first, "openid", openid)
        await add_by_openid(tx, first, openid_index=index, openid_cipher=cipher, at=at)
        user = await _lock_by_index(tx, index)
    if user is None:
        raise RuntimeError("a person that was just added is not there")
    wrapped = await find_person_key(user.id, tx=tx)
    if wrapped is None:
        raise Erased("the person's key was deleted")
    return user, wrapped


async def _lock_by_index(tx: Tx, index: str) -> User | None:
    query = User.filter(openid_index=index).using_db(tx.connection)
    return await query.select_for_update().first()
