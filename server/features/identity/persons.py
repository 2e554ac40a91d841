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


def openid_indexes(keyring: Keyring, openid: str) -> list[str]:
    """All under which the person may be found: by the key of now first, then by the other one."""
    older = keyring.older_index("openid", openid)
    return [openid_index(keyring, openid), *([older.hex()] if older else [])]


def phone_index(keyring: Keyring, whole: str) -> str:
    """Hex; the one form in which phone numbers are compared, whoever gave them.

    `whole` begins with the country's code ("+86…"), with or without the plus sign.
    """
    return keyring.index("phone", _compared_phone(whole)).hex()


def older_phone_index(keyring: Keyring, whole: str) -> str | None:
    """The same by the other index key; None where there is none."""
    older = keyring.older_index("phone", _compared_phone(whole))
    return older.hex() if older else None


def _compared_phone(whole: str) -> str:
    return "+" + "".join(sign for sign in whole if sign.isdigit())


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
    indexes = openid_indexes(keyring, openid)
    user = await _lock_by_index(tx, indexes)
    if user is None:
        await _hold_openid(tx, indexes)
        user = await _lock_by_index(tx, indexes)
    if user is None:
        first = keyring.new_person_key(new_id())
        cipher = keyring.encrypt(first, "openid", openid)
        await add_by_openid(tx, first, openid_index=indexes[0], openid_cipher=cipher, at=at)
        user = await _lock_by_index(tx, indexes)
    if user is None:
        raise RuntimeError("a person that was just added is not there")
    wrapped = await find_person_key(user.id, tx=tx)
    if wrapped is None:
        raise Erased("the person's key was deleted")
    return user, wrapped


async def _hold_openid(tx: Tx, indexes: list[str]) -> None:
    """While index keys change places, two processes write different ones: no constraint would see
    their two rows of one person, so that both wait for the same lock here.
    """
    if len(indexes) > 1:
        await tx.raw.execute("SELECT pg_advisory_xact_lock($1)", int(min(indexes)[:15], 16))


async def _lock_by_index(tx: Tx, indexes: list[str]) -> User | None:
    query = User.filter(openid_index__in=indexes).using_db(tx.connection)
    return await query.select_for_update().first()
