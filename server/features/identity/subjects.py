"""Reads of an application what a scope is compared with."""

from uuid import UUID

from tortoise import connections

from server.features.identity.scope import Subject
from storage.postgres.core.transaction import Tx, postgres_errors

_FIND = """
    SELECT a.edition_id, a.district, e.programme_id, p.authority_id,
           f.organisation_id AS platform_organisation_id
      FROM applications a
      JOIN editions e ON e.code = a.edition_id
      JOIN programmes p ON p.code = e.programme_id
      LEFT JOIN platforms f ON f.id = a.platform_id
     WHERE a.id = $1
"""


async def find_subject(application_id: UUID, *, tx: Tx | None = None) -> Subject | None:
    """The scope's view of an application, None if there is no such application."""
    connection = connections.get("default") if tx is None else tx.connection
    with postgres_errors():
        rows = await connection.execute_query_dict(_FIND, [application_id])
    if not rows:
        return None
    row = rows[0]
    return Subject(
        row["edition_id"],
        row["programme_id"],
        row["authority_id"],
        row["district"],
        row["platform_organisation_id"],
    )
