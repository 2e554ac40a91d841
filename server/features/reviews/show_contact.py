"""Gives the whole number to whoever holds a review, so that they can call; each look is on record."""

from typing import Final
from uuid import UUID

import msgspec

from models.rules.reasons import Text
from server.clock import Clock
from server.edge.web.auth import Identity
from server.errors import AppError
from server.features.identity.persons import find_person_key
from server.features.reviews.case import hold_case, holder, require_decided_here, require_open
from server.features.reviews.contact_schema import ContactView
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.keyring import Keyring
from storage.postgres.core.rows import find_row
from storage.postgres.core.transaction import transaction

_SEALED: Final = """
SELECT u.id AS person_id, coalesce(u.phone_cipher, u.contact_cipher) AS cipher,
       u.phone_cipher IS NOT NULL AS verified
  FROM applications a JOIN users u ON u.id = a.created_by_id
 WHERE a.id = $1 AND coalesce(u.phone_cipher, u.contact_cipher) IS NOT NULL
"""


class NotHeld(AppError):
    """A number is for whoever is at work on the review, not for whoever may look at it."""

    status, code = 409, "not_held"
    title = Text(
        "请先领取这一件，再查看完整号码", "Take this review first, then look at the whole number"
    )


class NoContact(AppError):
    """Whoever began it left no number, or their account is closed."""

    status, code = 409, "no_contact"
    title = Text(
        "申请人没有留下联系电话，请通过补正通知联系企业",
        "No number is known; reach the firm by sending the application back",
    )


class _Sealed(msgspec.Struct, frozen=True):
    person_id: UUID
    cipher: bytes
    verified: bool


async def show_contact(
    review_id: UUID, *, by: Identity, keyring: Keyring, clock: Clock
) -> ContactView:
    """The number of whoever began the application, in clear.

    Raises NotFound, ConflictOfInterest, DecidedElsewhere, AlreadyDecided, NotHeld, NoContact.
    """
    async with transaction() as tx:
        case = await hold_case(tx, review_id, by=by, now=clock.now())
        require_decided_here(case)
        require_open(case)
        if holder(case.review, case.now) != by.user_id:
            raise NotHeld()
        sealed = await find_row(_Sealed, _SEALED, case.application.id, tx=tx)
        if sealed is None:
            raise NoContact()
        wrapped = await find_person_key(sealed.person_id, tx=tx)
        purpose = "phone" if sealed.verified else "contact"
        number = keyring.decrypt(wrapped, purpose, sealed.cipher)
        detail = {"review": str(review_id), "application": str(case.application.id)}
        line = AuditEntry(
            "person",
            sealed.person_id,
            case.now,
            by.user_id,
            case.review.role,
            "contact.shown",
            detail,
        )
        await write_audit(tx, line)
    return ContactView(number, sealed.verified)
