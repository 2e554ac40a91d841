"""Whether a firm's name stands: reviewers have read it, or the treasury is about to pay to it."""

from uuid import UUID

from models.tables.applications import Application
from storage.postgres.core.transaction import Tx

# Between the papers that reviewers read and the line that the treasury pays.
_NAME_FIXED = ("in_review", "approved", "payable")


async def is_decided_by(tx: Tx, enterprise_id: UUID) -> bool:
    """The caller holds the firm's row."""
    query = Application.filter(enterprise_id=enterprise_id, status__in=_NAME_FIXED)
    return await query.using_db(tx.connection).exists()
