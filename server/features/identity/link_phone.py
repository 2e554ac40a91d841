"""A person's phone number, given by WeChat for a code of the phone button."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID

from models.rules.masking import mask_phone
from server.clock import Clock
from server.edge.wechat.client import WeChat
from server.errors import Unauthenticated
from server.features.identity.persons import find_person_key, older_phone_index, phone_index
from server.roles import Role
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.keyring import Keyring
from storage.postgres.core.transaction import Tx, transaction
from storage.postgres.key_rotation import replace_declared
from storage.postgres.persons import lock_user, save_phone


async def link_phone(
    user_id: UUID,
    code: str,
    *,
    wechat: WeChat,
    keyring: Keyring,
    clock: Clock,
    phone_linked: Callable[[Tx, UUID, datetime, str | None], Awaitable[None]],
) -> str:
    """Keep the number encrypted, replacing an earlier one; returns it masked.

    Logins stay: they are by WeChat, not by the number; so do firms that the earlier one verified.
    `phone_linked` is given the earlier number, masked, where it is another. Raises
    PhoneCodeInvalid, RateLimited, WeChatUnavailable, Unauthenticated (erased meanwhile).
    """
    phone = await wechat.phone_number(code)
    now = clock.now()
    async with transaction() as tx:
        user = await lock_user(tx, user_id)
        wrapped = await find_person_key(user_id, tx=tx)
        if user is None or wrapped is None:
            raise Unauthenticated()
        whole = f"+{phone.country_code}{phone.number}"
        masked = mask_phone(phone.number, phone.country_code)
        index, older = phone_index(keyring, whole), older_phone_index(keyring, whole)
        if older:
            await replace_declared(tx, older, index)
        before = user.phone_masked if user.phone_index not in (None, index, older) else None
        await save_phone(
            tx,
            user,
            cipher=keyring.encrypt(wrapped, "phone", whole),
            index=index,
            masked=masked,
        )
        about = ("person", user_id, now, user_id, Role.ENTERPRISE, "phone.linked")
        await write_audit(tx, AuditEntry(*about, {"replaced": True} if before else {}))
        await phone_linked(tx, user_id, now, before)
    return masked
