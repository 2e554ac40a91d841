"""Approved applications that waited only for an account become payable."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from models.tables.applications import Application
from server.features.programmes.published import definition_of
from server.features.verdicts.become_payable import become_payable
from storage.postgres.core.transaction import Tx


async def make_waiting_payable(tx: Tx, application_ids: Sequence[UUID], *, now: datetime) -> None:
    """Those to which an account can be assigned now. The caller holds their rows."""
    for application_id in application_ids:
        application = await Application.get(id=application_id, using_db=tx.connection)
        definition = await definition_of(application.rule_version_id, using=tx.connection)
        await become_payable(tx, application, definition, now=now)
