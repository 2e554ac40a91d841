"""Takes a paper back while the appeal or objection is open; its bytes are deleted by a job."""

from uuid import UUID

from models.tables.attachments import Attachment
from server.clock import Clock
from server.errors import NotFound
from server.features.attachments.matter import Matter, hold_open
from server.features.attachments.upload import record
from storage.postgres.attachments import ERASE, remove_attachment
from storage.postgres.core.transaction import transaction
from storage.postgres.jobs.enqueue import Job, enqueue


async def take_back_attachment(
    matter: Matter, attachment_id: UUID, *, user_id: UUID, clock: Clock
) -> None:
    """One that was taken back already stays so. Raises NotFound, MatterDecided."""
    now = clock.now()
    async with transaction() as tx:
        about_id = await hold_open(tx, matter, user_id)
        of_it = Attachment.filter(id=attachment_id, **{matter.column: matter.id})
        row = await of_it.using_db(tx.connection).first()
        if row is None:
            raise NotFound()
        if row.deleted_at is not None:
            return
        await remove_attachment(tx, row.id, at=now)
        await record(tx, matter, about_id, row, "removed", by=user_id, at=now)
        await enqueue(tx, Job(ERASE, row.id))
