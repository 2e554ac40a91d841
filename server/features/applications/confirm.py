"""The firm's own yes to what its platform filed for it; only then does it become final."""

from uuid import UUID

from models.tables.applications import Application
from server.clock import Clock
from server.features.applications.particulars import hold_own_application
from server.features.applications.refusals import NothingToConfirm
from storage.postgres.applications import write_change
from storage.postgres.core.audit import AuditEntry, write_audit
from storage.postgres.core.transaction import transaction


async def confirm_application(application_id: UUID, *, user_id: UUID, clock: Clock) -> None:
    """Confirmed already: nothing happens. Raises NotFound, NothingToConfirm.

    An approved application that waited only for this becomes payable when payouts are made.
    """
    now = clock.now()
    async with transaction() as tx:
        application = await hold_own_application(tx, application_id, user_id)
        tx.created(application_id, status=200)
        if application.confirmed_at is not None and application.ended_at is None:
            return
        if not awaits_a_word(application):
            raise NothingToConfirm()
        application.confirmed_at = now
        await write_change(tx, application, ["confirmed_at"], at=now)
        line = AuditEntry("application", application_id, now, user_id, "enterprise", "confirmed")
        await write_audit(tx, line)


def awaits_a_word(application: Application) -> bool:
    """Whether its platform filed it, and the firm has said neither yes nor no."""
    open_still = application.submitted_at is not None and application.ended_at is None
    filed = application.filed_by == "platform" and application.confirmed_at is None
    return open_still and filed
