"""Reads of an application what a scope is compared with."""

from uuid import UUID

from server.features.identity.scope import Subject
from storage.postgres.core.rows import find_row
from storage.postgres.core.transaction import Tx

_FIND = """
    SELECT a.edition_id AS edition_code, a.district, e.programme_id AS programme_code,
           p.authority_id, f.organisation_id AS platform_organisation_id
      FROM applications a
      JOIN editions e ON e.code = a.edition_id
      JOIN programmes p ON p.code = e.programme_id
      LEFT JOIN platforms f ON f.id = a.platform_id
     WHERE a.id = $1
"""


async def find_subject(application_id: UUID, *, tx: Tx | None = None) -> Subject | None:
    """The scope's view of an application, None if there is no such application."""
    return await find_row(Subject, _FIND, application_id, tx=tx)
