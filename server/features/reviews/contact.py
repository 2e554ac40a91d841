"""Whom a reviewer would call about an application: who began it, by the number that is known."""

from typing import Final
from uuid import UUID

from server.features.reviews.contact_schema import ContactView
from storage.postgres.core.rows import find_row

_CONTACT: Final = """
SELECT coalesce(u.phone_masked, u.contact_masked) AS phone, u.phone_masked IS NOT NULL AS verified
  FROM applications a JOIN users u ON u.id = a.created_by_id
 WHERE a.id = $1 AND coalesce(u.phone_masked, u.contact_masked) IS NOT NULL
"""


async def find_contact(application_id: UUID) -> ContactView | None:
    """None where no number is known, such as of whom a platform filed for."""
    return await find_row(ContactView, _CONTACT, application_id, tx=None)
