"""A number that a person types to be called back at: theirs by their own word alone.

It is the way for whom WeChat's phone button is none. It verifies no firm, is sent no text message,
and is shown to reviewers as not checked.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from models.rules.masking import mask_phone
from models.rules.reasons import Reason, Text
from models.rules.text.contact_phone import read_contact_phone
from server.clock import Clock
from server.errors import Invalid, Unauthenticated
from server.features.identity.persons import find_person_key
from server.roles import Role
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.keyring import Keyring
from storage.postgres.core.transaction import transaction
from storage.postgres.persons import lock_user, save_contact

_NO_PHONE: Final = Text(
    "联系电话不对，请填 11 位手机号，或带区号的座机，例如 13812345678、021-62345678",
    "Not a phone number: give 11 digits of a mobile one, or one with its area code",
)


async def keep_contact_phone(user_id: UUID, typed: str, *, keyring: Keyring, clock: Clock) -> str:
    """Replaces an earlier one; masked. Raises Invalid, Unauthenticated (erased meanwhile)."""
    number = read_contact_phone(typed)
    if number is None:
        raise Invalid(errors=[Reason("phone", "format", _NO_PHONE)])
    masked = mask_phone(number)
    await _keep(user_id, number, masked, keyring=keyring, at=clock.now())
    return masked


async def forget_contact_phone(user_id: UUID, *, keyring: Keyring, clock: Clock) -> None:
    """Repeated, it says and records nothing more. Raises Unauthenticated."""
    await _keep(user_id, None, None, keyring=keyring, at=clock.now())


async def _keep(
    user_id: UUID, number: str | None, masked: str | None, *, keyring: Keyring, at: datetime
) -> None:
    async with transaction() as tx:
        user = await lock_user(tx, user_id)
        wrapped = await find_person_key(user_id, tx=tx)
        if user is None or wrapped is None:
            raise Unauthenticated()
        if number is None and user.contact_masked is None:
            return
        cipher = None if number is None else keyring.encrypt(wrapped, "contact", number)
        await save_contact(tx, user, cipher=cipher, masked=masked)
        event = "contact.erased" if number is None else "contact.given"
        await write_audit(tx, AuditEntry("person", user_id, at, user_id, Role.ENTERPRISE, event))
